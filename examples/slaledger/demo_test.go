package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
	"github.com/stretchr/testify/require"
)

// storyVerdicts was worked out by hand, and by a second program that reads the story's files and
// shares no code with this one. Times are of Beijing, in 2026.
const storyVerdicts = `
WEB-01/response-written | 09-16 18:00:00 | 09-14 16:10:00 | met
WEB-01/delivery | 09-20 18:00:00 | 09-18 16:30:00 | excused
WEB-02/response-live | 09-14 10:35:00 | 09-14 10:23:00 | met
WEB-02/fix | 09-16 11:05:00 | 09-15 16:30:00 | met
WEB-03/response-written | 09-16 18:00:00 | 09-14 17:02:00 | met
WEB-03/weekly-report#1 | 09-18 18:00:00 | 09-18 17:20:00 | met
WEB-03/weekly-report#2 | 09-24 18:00:00 | 09-24 17:45:00 | met
WEB-03/weekly-report#3 | 09-30 18:00:00 | 09-30 17:50:00 | met
WEB-03/weekly-report#4 | 10-09 18:00:00 | 10-16 17:30:00 | missed
WEB-03/weekly-report#5 | 10-16 18:00:00 | 10-16 17:30:00 | met
WEB-03/weekly-report#6 | 10-23 18:00:00 | | open
WEB-04/response-written | 09-16 18:00:00 | 09-16 18:00:00 | met
WEB-04/delivery | 09-17 18:00:00 | 09-17 15:26:08 | met
WEB-05/response-live | 09-15 14:32:11 | 09-15 14:09:40 | met
WEB-06/response-written | 09-18 18:00:00 | 09-21 09:40:00 | missed
WEB-07/response-written | 09-20 18:00:00 | 09-18 09:50:00 | met
WEB-08/response-written | 09-23 18:00:00 | 09-22 10:04:51 | met
WEB-08/delivery | 09-24 18:00:00 | 09-28 17:30:00 | missed
WEB-09/response-written | 09-23 18:00:00 | 09-21 16:31:40 | met
WEB-09/delivery | 09-24 18:00:00 | 09-22 09:30:05 | void
WEB-10/response-written | 09-24 18:00:00 | 09-22 16:00:12 | met
WEB-10/delivery | 09-30 18:00:00 | 09-30 15:40:18 | met
WEB-11/response-written | 09-29 18:00:00 | 09-24 16:05:22 | met
WEB-11/fix | 09-29 16:10:00 | 09-29 15:40:00 | met
WEB-12/response-live | 09-25 08:42:00 | 09-25 09:31:00 | missed
WEB-12/restore | 09-26 08:12:00 | 09-26 14:40:00 | missed
WEB-13/response-written | 10-09 18:00:00 | 10-09 15:20:00 | met
WEB-14/response-written | 10-12 18:00:00 | 10-13 11:10:26 | missed
WEB-15/response-live | 10-12 10:30:00 | 10-12 10:25:00 | unknown
WEB-16/response-live | 10-14 20:35:30 | 10-15 10:00:48 | unknown
WEB-17/response-written | 10-19 18:00:00 | | open
WEB-17/delivery | 10-20 18:00:00 | | open
`

func playStory(t *testing.T) *dossier {
	t.Helper()
	s, err := openStory()
	require.NoError(t, err)
	trail, err := s.play(t.Context(), new(ledger.Memory))
	require.NoError(t, err)
	d, err := s.judge(t.Context(), trail)
	require.NoError(t, err)
	return d
}

func TestStoryVerdicts(t *testing.T) {
	d := playStory(t)
	require.Empty(t, d.breach.Result.Problems)
	var got strings.Builder
	for i := range d.breach.Result.Findings {
		f := &d.breach.Result.Findings[i]
		zone := f.Due().At.Location()
		stop := ""
		if f.Stop.Event != "" {
			stop = f.Stop.Time.In(zone).Format("01-02 15:04:05")
		}
		got.WriteString(strings.Join([]string{f.ID, f.Due().At.Format("01-02 15:04:05"), stop, string(f.Verdict)}, " | ") + "\n")
	}
	require.Equal(t, strings.TrimSpace(strings.ReplaceAll(storyVerdicts, "|  |", "| |")),
		strings.TrimSpace(strings.ReplaceAll(got.String(), "|  |", "| |")))
	report, err := d.trail.Log().Check(t.Context())
	require.NoError(t, err)
	require.True(t, report.OK())
}

// The claim of the vendor's upstream supplier has no clause: in the third view the outage was
// repaired in time, and that decides nothing.
func TestStoryBareExcuse(t *testing.T) {
	for _, f := range playStory(t).breach.Result.Findings {
		if f.ID == "WEB-12/restore" {
			require.GreaterOrEqual(t, f.Views[sla.EveryClaim].MarginLow, time.Duration(0))
			require.Less(t, f.Views[sla.ClauseAllows].MarginHigh, time.Duration(0))
			return
		}
	}
	t.Fatal("the outage was not judged")
}

func TestDemoTwice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "演示 1")
	read := func() map[string][]byte {
		out, errs, code := call(t, "demo", "-dir", dir)
		require.Equal(t, exitDone, code, errs)
		require.Contains(t, out, "report.html")
		require.NotContains(t, out, "\x1b")
		files := map[string][]byte{"screen": []byte(out)}
		for _, name := range []string{"report.html", "report.md", "report.json", "letter.md", "evidence.zip", "contract.yaml"} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			require.NoError(t, err)
			files[name] = data
		}
		return files
	}
	first, second := read(), read()
	for name := range first {
		require.True(t, bytes.Equal(first[name], second[name]), "%s differs between two runs", name)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".slaledger-demo-*"))
	require.NoError(t, err)
	require.Empty(t, left)

	bundle := filepath.Join(dir, "evidence.zip")
	out, _, code := call(t, "verify", "-contract", filepath.Join(dir, "contract.yaml"), bundle)
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "NOT SHOWN", "nobody can be shown by a published key")
	out, _, code = call(t, "verify", "-json", bundle)
	require.Equal(t, exitDone, code)
	require.True(t, strings.HasPrefix(out, "{"))
	out, errs, code := call(t, "audit", "-json", "-contract", filepath.Join(dir, "contract.yaml"),
		"-data", filepath.Join(dir, "originals", "tickets.csv"), "-mapping", filepath.Join(dir, "originals", "tickets.mapping.json"))
	require.Equal(t, exitDone, code, errs)
	require.Contains(t, out, `"rows": 5`)
}

func TestDemoLeavesOtherDirectoriesAlone(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine.txt")
	require.NoError(t, os.WriteFile(mine, []byte("mine"), 0o600))
	_, errs, code := call(t, "demo", "-dir", dir)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "was not made by demo")
	require.FileExists(t, mine)
	made := filepath.Join(dir, "made")
	_, errs, code = call(t, "demo", "-dir", made)
	require.Equal(t, exitDone, code, errs)
	notes := filepath.Join(made, "originals", "notes.txt")
	require.NoError(t, os.WriteFile(notes, []byte("mine"), 0o600))
	_, errs, code = call(t, "demo", "-dir", made)
	require.Equal(t, exitUsage, code, "what somebody put there is not thrown away")
	require.Contains(t, errs, "notes.txt")
	require.FileExists(t, notes)
	_, _, code = call(t, "demo", "-dir", "")
	require.Equal(t, exitUsage, code)
	_, errs, code = call(t, "demo", "-dir", mine)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "no directory")
	_, errs, code = call(t, "demo", "-dir", filepath.Join(dir, "deep", "er"))
	require.Equal(t, exitIO, code)
	require.Contains(t, errs, "deep")
	_, _, code = call(t, "demo", "-dir", filepath.Join(dir, "x"), "-lang", "fr")
	require.Equal(t, exitUsage, code)
	require.NoDirExists(t, filepath.Join(dir, "x"))
}

func TestVerifyRefuses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	_, errs, code := call(t, "demo", "-dir", dir, "-lang", "en")
	require.Equal(t, exitDone, code, errs)
	whole, err := os.ReadFile(filepath.Join(dir, "evidence.zip"))
	require.NoError(t, err)

	// One byte of one original changed.
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	require.NoError(t, err)
	var name string
	tampered := bytes.Clone(whole)
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "data/bodies/") {
			offset, err := f.DataOffset()
			require.NoError(t, err)
			tampered[offset] ^= 1
			name = f.Name
			break
		}
	}
	out, _, code := call(t, "verify", write(t, "evidence.zip", string(tampered)))
	require.Equal(t, exitFailed, code)
	require.Contains(t, out, "FAIL")
	require.Contains(t, out, filepath.Base(name))

	out, _, code = call(t, "verify", write(t, "evidence.zip", string(whole[:len(whole)/2])))
	require.Equal(t, exitFailed, code)
	require.Contains(t, out, "cut off")

	for _, tt := range []struct {
		name, path string
		code       int
	}{
		{"empty", write(t, "evidence.zip", ""), exitUsage},
		{"not a zip", write(t, "evidence.zip", strings.Repeat("no zip ", 100)), exitUsage},
		{"a ledger", filepath.Join(dir, "ledger.db"), exitUsage},
		{"a directory", dir, exitUsage},
		{"nothing", filepath.Join(dir, "nothing.zip"), exitIO},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, code := call(t, "verify", tt.path)
			require.Equal(t, tt.code, code, errs)
			require.Empty(t, out)
			require.Contains(t, errs, filepath.Base(tt.path))
		})
	}
	t.Run("a key that is none", func(t *testing.T) {
		_, _, code := call(t, "verify", "-key", "nonsense", filepath.Join(dir, "evidence.zip"))
		require.NotEqual(t, exitDone, code)
	})
}
