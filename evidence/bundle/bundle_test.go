package bundle_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/bundle"
	"github.com/slaledger/slaledger/ledger"
)

func TestWriteIsDeterministic(t *testing.T) {
	o := options()
	first := write(t, newLog(t), o)
	o.Files[0], o.Files[1] = o.Files[1], o.Files[0]
	require.Equal(t, first, write(t, newLog(t), o), "another run, files in another order")
}

// TestLayout reads a bundle with the standard library, which is not how it was written.
func TestLayout(t *testing.T) {
	b := write(t, newLog(t), options())
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
		require.Equal(t, zip.Store, f.Method, f.Name)
		require.Equal(t, os.FileMode(0o644), f.Mode(), f.Name)
		require.Equal(t, 1980, f.Modified.UTC().Year(), f.Name)
		rc, err := f.Open()
		require.NoError(t, err)
		_, err = io.ReadAll(rc) // checks the CRC-32
		require.NoError(t, err)
	}
	require.IsIncreasing(t, names)
	require.Empty(t, r.Comment)

	var entries, bodies, files int
	for _, name := range names {
		switch {
		case strings.HasPrefix(name, "data/entries/"):
			entries++
		case strings.HasPrefix(name, "data/bodies/"):
			bodies++
		case strings.HasPrefix(name, "data/files/"):
			files++
		}
	}
	require.Equal(t, 2*len(drafts()), entries)
	require.Equal(t, 5+1, bodies, "five bodies, for two of the six are equal, and the index")
	require.Equal(t, 2, files)
}

func TestEntriesAndBodiesAreExact(t *testing.T) {
	log := newLog(t)
	_, data, err := bundle.ReadZip(write(t, log, options()))
	require.NoError(t, err)
	for e, err := range log.Entries(t.Context(), 0, -1) {
		require.NoError(t, err)
		require.Equal(t, e.Raw, data[fmt.Sprintf("data/entries/%09d.json", e.Seq)])
	}
	for i, d := range drafts() {
		if d.Body == nil {
			continue
		}
		got, ok := data[fmt.Sprintf("data/bodies/%x", sha256.Sum256(d.Body.Data))]
		require.True(t, ok, i)
		require.Equal(t, d.Body.Data, append([]byte{}, got...))
	}
}

func TestCustodyIsGuarded(t *testing.T) {
	_, data, err := bundle.ReadZip(write(t, newLog(t), bundle.Options{}))
	require.NoError(t, err)
	custody := string(data["data/custody.csv"])
	require.True(t, strings.HasPrefix(custody, "\uFEFF\"seq\",\"state\""))
	require.Contains(t, custody, `"'=HYPERLINK(""x"")","'+表单"`)
	require.Contains(t, custody, `"'@wei"`)
	require.Equal(t, 1+len(drafts()), strings.Count(custody, "\r\n"))
}

func TestGuard(t *testing.T) {
	for _, s := range []string{"=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"} {
		require.Equal(t, "'"+s, bundle.Guard(s))
	}
	for _, s := range []string{"", "a=1", " =1", "1-2", "2026-03-02", "林"} {
		require.Equal(t, s, bundle.Guard(s))
	}
}

func TestWriteRefusesFiles(t *testing.T) {
	bad := []string{"", ".", "..", "../x", "a/b", `a\b`, "/x", "C:x", "a*", "a?", `a"b`, "a<b", "a|b",
		"a%41", "a\nb", "a\x00", ".hidden", "end.", " x", "x ", "CON", "nul.txt", "com1.doc",
		"\xff", strings.Repeat("x", 201), "a\u202eb"}
	for _, name := range bad {
		t.Run(fmt.Sprintf("%.20q", name), func(t *testing.T) {
			o := bundle.Options{Files: []bundle.File{{Name: name}}}
			require.Error(t, bundle.Write(t.Context(), io.Discard, newLog(t), o))
		})
	}
	t.Run("twice", func(t *testing.T) {
		o := bundle.Options{Files: []bundle.File{{Name: "Report.html"}, {Name: "rePORT.html"}}}
		require.ErrorContains(t, bundle.Write(t.Context(), io.Discard, newLog(t), o), "one file on many")
	})
	t.Run("too large", func(t *testing.T) {
		o := bundle.Options{Files: []bundle.File{{Name: "x", Data: make([]byte, bundle.MaxFile+1)}}}
		require.ErrorContains(t, bundle.Write(t.Context(), io.Discard, newLog(t), o), "at most")
	})
	t.Run("software on two lines", func(t *testing.T) {
		o := bundle.Options{Software: "x\nDemo: no"}
		require.Error(t, bundle.Write(t.Context(), io.Discard, newLog(t), o))
	})
}

func TestWriteWhileTheLogGrows(t *testing.T) {
	log := newLog(t)
	o := bundle.Options{Withhold: func(e ledger.Entry) bool {
		if e.Seq == 3 {
			_, err := log.Append(t.Context(), ledger.Draft{Type: "late", By: "x"})
			require.NoError(t, err)
		}
		return false
	}}
	err := bundle.Write(t.Context(), io.Discard, log, o)
	require.ErrorContains(t, err, "appended to in the meantime")
}

func TestWriteStops(t *testing.T) {
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, bundle.Write(ctx, io.Discard, newLog(t), bundle.Options{}), context.Canceled)
	})
	t.Run("writer fails after any number of bytes", func(t *testing.T) {
		log := newLog(t)
		whole := len(write(t, log, bundle.Options{}))
		for n := 0; n < whole; n += 501 {
			err := bundle.Write(t.Context(), &full{room: n}, log, bundle.Options{})
			require.ErrorIs(t, err, errFull)
		}
	})
}

var errFull = errors.New("the disk is full")

// full is a writer that fails after room bytes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return f.room, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

func TestManyFilesNeedZip64(t *testing.T) {
	for _, n := range []int{65_534, 65_535, 65_536} {
		names, data := make([]string, n), make(map[string][]byte)
		names[0] = "bag-info.txt"
		for i := 1; i < n; i++ {
			names[i] = fmt.Sprintf("data/entries/%09d.json", i)
		}
		b, err := bundle.ZipOf(names, data)
		require.NoError(t, err)
		require.Equal(t, bundle.RawZip(names, data), b)
		got, _, err := bundle.ReadZip(b)
		require.NoError(t, err)
		require.Len(t, got, n)
		r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		require.NoError(t, err)
		require.Len(t, r.File, n)
	}
}

// unpack lets the program unzip, not us, unpack a bundle.
func unpack(t *testing.T, b []byte) string {
	unzip := program(t, "unzip")
	dir := t.TempDir()
	path := filepath.Join(dir, "证据 bundle.zip")
	require.NoError(t, os.WriteFile(path, b, 0o600))
	out, err := run(t, dir, unzip, "-q", path, "-d", "bag")
	require.NoError(t, err, out)
	return filepath.Join(dir, "bag")
}

func TestUnpackedWithStandardTools(t *testing.T) {
	sum := program(t, "sha256sum")
	dir := unpack(t, write(t, newLog(t), options()))
	out, err := run(t, dir, sum, "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt")
	require.NoError(t, err, out)

	require.NoError(t, os.WriteFile(filepath.Join(dir, "data/files/报告.html"), []byte("x"), 0o600))
	out, err = run(t, dir, sum, "-c", "manifest-sha256.txt")
	require.Error(t, err)
	require.Contains(t, out, "报告.html: FAILED")
}

// TestInstructions runs the commands that README gives for checking by hand.
func TestInstructions(t *testing.T) {
	program(t, "openssl")
	program(t, "python3")
	sh := program(t, "sh")
	log := newLog(t)
	dir := unpack(t, write(t, log, options()))
	leaves, err := log.LeafHashes(t.Context())
	require.NoError(t, err)
	root := strings.Split(log.Checkpoint().Text, "\n")[2]
	for _, readme := range []string{"data/README.en.md", "data/README.zh-CN.md"} {
		blocks := shellBlocks(string(bundle.Texts()[readme]))
		require.Len(t, blocks, 5)
		want := []string{"manifest-sha256.txt: OK", leaves[0].String() + "  -\n" + leaves[0].String(),
			root + "\n" + root, "Success", "5 True"}
		for i, block := range blocks {
			out, err := run(t, dir, sh, "-c", block)
			require.NoError(t, err, out)
			require.Contains(t, out, want[i])
			require.NotContains(t, out, "False")
		}
	}
}

func shellBlocks(markdown string) []string {
	var blocks []string
	for i, part := range strings.Split(markdown, "```") {
		if code, ok := strings.CutPrefix(part, "sh\n"); ok && i%2 == 1 {
			blocks = append(blocks, code)
		}
	}
	return blocks
}

// TestTextsAreShipped fails when a text was changed. Add its digest in texts.go, and keep the old one
// if a release had it.
func TestTextsAreShipped(t *testing.T) {
	for name, text := range bundle.Texts() {
		require.Contains(t, bundle.Shipped(name), fmt.Sprintf("%x", sha256.Sum256(text)), name)
	}
}

func TestCommitSum(t *testing.T) {
	for n := range 70 {
		salt, data := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, n)
		require.Equal(t, ledger.Commit(salt, data), bundle.CommitSum(salt, data))
	}
}
