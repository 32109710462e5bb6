package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slaledger/slaledger/sla"
	"github.com/stretchr/testify/require"
)

const (
	bostonContract = "../boston311/contract.yaml"
	bostonMapping  = "../boston311/mapping.json"
	rowsFile       = "testdata/rows.csv"
)

// call runs the program and returns what it printed and its exit code.
func call(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), &console{out: &o, err: &e, now: time.Now}, args)
	return o.String(), e.String(), code
}

// write makes a file in a new temporary directory.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func auditJSON(t *testing.T, args ...string) auditResult {
	t.Helper()
	out, errs, code := call(t, append([]string{"audit", "-json", "-contract", bostonContract, "-data", rowsFile}, args...)...)
	require.Equal(t, exitDone, code, errs)
	var r auditResult
	d := json.NewDecoder(strings.NewReader(out))
	require.NoError(t, d.Decode(&r))
	require.False(t, d.More(), "one object")
	return r
}

func TestAudit(t *testing.T) {
	r := auditJSON(t)
	require.Equal(t, 10, r.Rows, "the row with an impossible date is not kept")
	require.Equal(t, 9, r.Findings)
	require.Equal(t, 1, r.NoClock, "one row has no rule")
	require.Equal(t, 9, r.Deadlines)
	require.Equal(t, 8, r.Reproduced)
	require.Equal(t, 7, r.Compared)
	require.Equal(t, 6, r.Equal)
	require.Equal(t, map[sla.Verdict]int{sla.Met: 5, sla.Missed: 4}, r.Verdicts)
	require.Len(t, r.Differ, 1)
	require.Equal(t, "7", r.Differ[0].Case)
	require.Equal(t, "closed between the two due times, which lie 1s apart", r.Differ[0].Why)
	require.Len(t, r.Problems, 2)
	require.Contains(t, r.Problems[0], "row 11")
	require.Contains(t, r.Problems[0], "2011-13-05")
	require.Contains(t, r.Problems[1], "row 12")
}

func TestAuditLimit(t *testing.T) {
	require.Equal(t, 3, auditJSON(t, "-limit", "3").Rows)
}

// As of 17:00 on 6 July, row 2 is past its due time and not closed; rows 3 and 4 have time left.
// What the export vouches for was said later, and counts for the time before.
func TestAuditAsOf(t *testing.T) {
	r := auditJSON(t, "-as-of", "2011-07-06T17:00:00-04:00", "-limit", "4")
	require.Equal(t, map[sla.Verdict]int{sla.Met: 1, sla.Missed: 1, sla.Open: 2}, r.Verdicts)
}

func TestAuditKeepsItsLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.db")
	first := auditJSON(t, "-ledger", path)
	again := auditJSON(t, "-ledger", path)
	require.Equal(t, first.Entries, again.Entries, "the same rows are the same facts")
	require.Equal(t, first.Root, again.Root)
	require.Equal(t, first.Verdicts, again.Verdicts)
	require.FileExists(t, path+".key")
}

// A ledger that was cut off, or that another key signs, is refused and left as it is.
func TestAuditRefusesADamagedLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.db")
	auditJSON(t, "-ledger", path)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, whole[:len(whole)/2], 0o600))
	_, errs, code := call(t, "audit", "-contract", bostonContract, "-data", rowsFile, "-ledger", path)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "cut off")
	left, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, whole[:len(whole)/2], left)

	require.NoError(t, os.WriteFile(path, whole, 0o600))
	require.NoError(t, os.Remove(path+".key"))
	_, errs, code = call(t, "audit", "-contract", bostonContract, "-data", rowsFile, "-ledger", path)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "rows.db.key")
	require.NoFileExists(t, path+".key", "no other key is put in its place")
}

// Where the contract names the key, none is made, and nothing else either.
func TestAuditMakesNoKeyOfItsOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "k.db")
	_, errs, code := call(t, "audit", "-contract", "story/contract.yaml", "-data", "story/tickets.csv",
		"-mapping", "story/tickets.mapping.json", "-ledger", path)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "k.db.key")
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Empty(t, left)
}

// An export that vouches for the time to come is not judged as of then.
func TestAuditDoesNotJudgeTheFuture(t *testing.T) {
	mapping, err := os.ReadFile(bostonMapping)
	require.NoError(t, err)
	future := write(t, "mapping.json", strings.Replace(string(mapping), "2019-11-01T", "2099-11-01T", 1))
	require.WithinDuration(t, time.Now(), auditJSON(t, "-mapping", future).AsOf, time.Minute)
}

func TestAuditText(t *testing.T) {
	out, errs, code := call(t, "audit", "-contract", bostonContract, "-data", rowsFile)
	require.Equal(t, exitDone, code)
	require.Empty(t, errs, "no bar where there is no terminal")
	for _, want := range []string{"reproduced", "7: met here, missed there", "problems (2)"} {
		require.Contains(t, out, want)
	}
	require.NotContains(t, out, "\x1b")
	_, errs, code = call(t, "audit", "-fail-on-miss", "-contract", bostonContract, "-data", rowsFile)
	require.Equal(t, exitFailed, code)
	require.Contains(t, errs, "4 clocks were missed")
}

// Each kind of bad input ends in a message that names the place and says what to do, and in its
// exit code.
func TestAuditRefuses(t *testing.T) {
	contract, err := os.ReadFile(bostonContract)
	require.NoError(t, err)
	rows, err := os.ReadFile(rowsFile)
	require.NoError(t, err)
	broken := func(old, replacement string) string {
		require.Contains(t, string(contract), old)
		return write(t, "contract.yaml", strings.Replace(string(contract), old, replacement, 1))
	}
	for _, tt := range []struct {
		name string
		args []string
		code int
		want []string
	}{
		{"nothing given", nil, exitUsage, []string{"-contract and -data are required"}},
		{"an unknown flag", []string{"-contrat", "x"}, exitUsage, []string{"-contrat"}},
		{"an argument too many", []string{"-contract", bostonContract, "-data", rowsFile, "x"}, exitUsage, []string{"arguments"}},
		{"no such contract", []string{"-contract", "nowhere.yaml", "-data", rowsFile}, exitIO, []string{"nowhere.yaml"}},
		{"no such data", []string{"-contract", bostonContract, "-data", "nowhere.csv"}, exitIO, []string{"nowhere.csv"}},
		{"no mapping", []string{"-contract", write(t, "contract.yaml", string(contract)), "-data", rowsFile}, exitIO, []string{"mapping.json", "-mapping"}},
		{"a typo", []string{"-contract", broken("within: 2 working days", "witin: 2 working days"), "-data", rowsFile}, exitUsage,
			[]string{"contract.yaml:", "witin", `"within"`}},
		{"a window the wrong way round", []string{"-contract", broken(`"00:00-24:00"`, `"18:00-09:00"`), "-data", rowsFile}, exitUsage,
			[]string{"contract.yaml:18:", "18:00-09:00", "09:00-18:00"}},
		{"an impossible date", []string{"-contract", broken("until: 2011-12-31", "until: 2011-11-31"), "-data", rowsFile}, exitUsage,
			[]string{"contract.yaml:16:", "2011-11-31"}},
		{"a duplicate id", []string{"-contract", broken("id: r002", "id: r001"), "-data", rowsFile}, exitUsage, []string{"r001"}},
		{"an empty file", []string{"-contract", bostonContract, "-data", write(t, "empty.csv", "")}, exitUsage, []string{"empty.csv", "is empty"}},
		{"a header alone", []string{"-contract", bostonContract, "-data", write(t, "rows.csv", strings.SplitAfter(string(rows), "\n")[0])},
			exitUsage, []string{"rows.csv", "no row"}},
		{"a missing column", []string{"-contract", bostonContract, "-data", write(t, "rows.csv", strings.Replace(string(rows), "open_dt", "opened", 1))},
			exitUsage, []string{"rows.csv", "open_dt"}},
		{"a bad moment", []string{"-contract", bostonContract, "-data", rowsFile, "-as-of", "tomorrow"}, exitUsage, []string{"tomorrow", "2026-"}},
		{"a ledger that is none of ours", []string{"-contract", bostonContract, "-data", rowsFile, "-ledger", rowsFile}, exitUsage, []string{rowsFile}},
		{"no directory for a ledger", []string{"-contract", bostonContract, "-data", rowsFile, "-ledger", "nowhere/rows.db"}, exitIO, []string{"nowhere"}},
		{"a directory for a ledger", []string{"-contract", bostonContract, "-data", rowsFile, "-ledger", t.TempDir()}, exitUsage, []string{"directory"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"audit"}, tt.args...)
			out, errs, code := call(t, args...)
			require.Equal(t, tt.code, code, errs)
			require.Empty(t, out, "nothing half-written")
			for _, want := range tt.want {
				require.Contains(t, errs, want)
			}
			require.NotContains(t, errs, "panic")
		})
	}
	after, err := os.ReadFile(rowsFile)
	require.NoError(t, err)
	require.Equal(t, rows, after, "what is no ledger stays as it is")
}

func TestUsage(t *testing.T) {
	for _, tt := range []struct {
		args []string
		code int
	}{{nil, exitUsage}, {[]string{"help"}, exitDone}, {[]string{"audit", "-h"}, exitDone}, {[]string{"adit"}, exitUsage}} {
		out, errs, code := call(t, tt.args...)
		require.Equal(t, tt.code, code)
		require.Contains(t, out+errs, "audit")
	}
}
