package sqlite_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
	"github.com/slaledger/slaledger/ledger/sqlite"
)

// fill makes a ledger with n entries at path and closes it.
func fill(t *testing.T, path string, n int) {
	t.Helper()
	s, err := sqlite.Open(path)
	require.NoError(t, err)
	l, err := ledger.Open(t.Context(), s, ledgertest.Origin, ledgertest.Options(t))
	require.NoError(t, err)
	for _, d := range ledgertest.Drafts(n) {
		d.Key = ""
		_, err = l.Append(t.Context(), d)
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
}

func TestRefused(t *testing.T) {
	exec := func(statement string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", path)
			require.NoError(t, err)
			_, err = db.Exec(statement)
			require.NoError(t, err)
			require.NoError(t, db.Close())
		}
	}
	write := func(data string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, []byte(data), 0o600))
		}
	}
	cut := func(n int64) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			fill(t, path, 3)
			require.NoError(t, os.Truncate(path, n))
		}
	}
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		want string
	}{
		{"text", write("subject,opened,closed\n"), "not a SQLite database"},
		{"one byte of text", write("x"), "not a SQLite database"},
		{"empty", write(""), "the file is empty"},
		{"cut in the header", cut(50), "cut off after 50 bytes"},
		{"cut in the first page", cut(1000), "cut off: 1000 bytes"},
		{"cut after some pages", cut(8192), "cut off: 8192 bytes"},
		{"another program", exec("create table t (a)"), "of another program"},
		{"newer", func(t *testing.T, path string) {
			fill(t, path, 1)
			exec("pragma user_version = 2")(t, path)
		}, "newer version"},
		{"directory", func(t *testing.T, path string) { require.NoError(t, os.Mkdir(path, 0o700)) },
			"is a directory"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "log.db")
			tt.make(t, path)
			before, files := contents(t, dir)
			_, err := sqlite.Open(path)
			require.ErrorContains(t, err, tt.want)
			require.ErrorContains(t, err, "log.db")
			after, filesAfter := contents(t, dir)
			require.Equal(t, before, after)
			require.Equal(t, files, filesAfter)
		})
	}
}

// contents returns the bytes of the files in dir and their names.
func contents(t *testing.T, dir string) (data map[string]string, names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	data = make(map[string]string)
	for _, e := range entries {
		names = append(names, e.Name())
		if !e.IsDir() {
			b, err := os.ReadFile(filepath.Join(dir, e.Name()))
			require.NoError(t, err)
			data[e.Name()] = string(b)
		}
	}
	return data, names
}

func TestPaths(t *testing.T) {
	for _, name := range []string{
		"plain.db", "a?b=c&mode=ro", "a#b", "100%", "%41.db", "two words", "合同 台账.db", ":memory:", "a;b'\"c", "file:x",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			fill(t, path, 2)
			_, err := os.Stat(path)
			require.NoError(t, err)
			l, err := ledger.Open(t.Context(), open(t, path), ledgertest.Origin, ledger.Options{})
			require.NoError(t, err)
			require.Equal(t, int64(2), l.Checkpoint().Size)
		})
	}
	_, err := sqlite.Open("")
	require.Error(t, err)
	_, err = sqlite.Open(filepath.Join(t.TempDir(), "no", "such", "directory", "log.db"))
	require.Error(t, err)
}

// TestStoppedWhileMade opens what is left of a first run that was stopped before its first commit.
func TestStoppedWhileMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.NoError(t, os.WriteFile(path+"-journal", nil, 0o600))
	fill(t, path, 2)
	require.True(t, checksOut(t, path))
}

// TestOpenedTogether has several openings make the same file.
func TestOpenedTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	errs := make(chan error)
	for range 4 {
		go func() {
			s, err := sqlite.Open(path)
			if err == nil {
				_, err = ledger.Open(t.Context(), s, ledgertest.Origin, ledgertest.Options(t))
				err = errors.Join(err, s.Close())
			}
			errs <- err
		}()
	}
	opened := 0
	for range 4 {
		if err := <-errs; err == nil {
			opened++
		} else {
			// One that comes while the file is there and nothing in it yet is turned away.
			require.ErrorContains(t, err, "the file is empty")
		}
	}
	require.Positive(t, opened)
	require.True(t, checksOut(t, path))
}

func TestClosed(t *testing.T) {
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "log.db"))
	require.NoError(t, err)
	l, err := ledger.Open(t.Context(), s, ledgertest.Origin, ledgertest.Options(t))
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close())
	_, err = l.Append(t.Context(), ledgertest.Drafts(1)...)
	require.ErrorIs(t, err, ledger.ErrClosed)
	_, err = s.Head(t.Context(), ledgertest.Origin)
	require.ErrorIs(t, err, ledger.ErrClosed)
	_, err = s.Body(t.Context(), ledgertest.Origin, 0, 0)
	require.ErrorIs(t, err, ledger.ErrClosed)
}

// TestTwoStores has two openings of one file append in turn, as two processes would.
func TestTwoStores(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	var logs []*ledger.Log
	for range 2 {
		l, err := ledger.Open(t.Context(), open(t, path), ledgertest.Origin, ledgertest.Options(t))
		require.NoError(t, err)
		logs = append(logs, l)
	}
	for i, d := range ledgertest.Drafts(12) {
		es, err := logs[i%2].Append(t.Context(), d)
		require.NoError(t, err)
		require.Equal(t, int64(i), es[0].Seq)
	}
	r, err := logs[0].Check(t.Context())
	require.NoError(t, err)
	require.Empty(t, r.Faults)
	require.Equal(t, int64(12), r.Entries)
}

// TestOldCopy puts an older copy of the database in the place of the newer one.
func TestOldCopy(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "log.db")
	fill(t, path, 5)
	older, err := os.ReadFile(path)
	require.NoError(t, err)

	s, err := sqlite.Open(path)
	require.NoError(t, err)
	opts := ledgertest.Options(t)
	l, err := ledger.Open(t.Context(), s, ledgertest.Origin, opts)
	require.NoError(t, err)
	for range 2 { // the mark of the second waits for Close
		_, err = l.Append(t.Context(), ledger.Draft{Type: "record"})
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
	require.NoError(t, os.WriteFile(path, older, 0o600))

	l, err = ledger.Open(t.Context(), open(t, path), ledgertest.Origin, opts)
	require.NoError(t, err, "it can be read")
	require.Equal(t, int64(5), l.Checkpoint().Size)
	_, err = l.Append(t.Context(), ledgertest.Drafts(1)...)
	var tamper *ledger.TamperError
	require.ErrorAs(t, err, &tamper)
	require.ErrorContains(t, err, "had 7 entries before and has 5 now")
	r, err := l.Check(t.Context())
	require.NoError(t, err)
	require.False(t, r.OK())
}

// TestOtherHistory replaces the database by one of the same length, name and key.
func TestOtherHistory(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "log.db"), filepath.Join(dir, "other.db")
	fill(t, path, 5)
	s, err := sqlite.Open(other)
	require.NoError(t, err)
	opts := ledgertest.Options(t)
	l, err := ledger.Open(t.Context(), s, ledgertest.Origin, opts)
	require.NoError(t, err)
	for range 6 {
		_, err = l.Append(t.Context(), ledger.Draft{Type: "record", By: "another"})
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
	require.NoError(t, os.Rename(other, path))

	l, err = ledger.Open(t.Context(), open(t, path), ledgertest.Origin, opts)
	require.NoError(t, err)
	_, err = l.Append(t.Context(), ledgertest.Drafts(1)...)
	var tamper *ledger.TamperError
	require.ErrorAs(t, err, &tamper)
}

// TestDamagedPage overwrites the middle of the file: whatever is hit, nothing is taken for
// sound.
func TestDamagedPage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	fill(t, path, 40)
	sound, err := os.ReadFile(path)
	require.NoError(t, err)
	for at := 4096; at < len(sound); at += 4096 {
		bad := append([]byte(nil), sound...)
		copy(bad[at:at+4096], make([]byte, 4096))
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		require.False(t, checksOut(t, path), "page at %d", at)
	}
	require.NoError(t, os.WriteFile(path, sound, 0o600))
	require.True(t, checksOut(t, path))
}

func checksOut(t *testing.T, path string) bool {
	t.Helper()
	s, err := sqlite.Open(path)
	if err != nil {
		return false
	}
	defer s.Close()
	l, err := ledger.Open(t.Context(), s, ledgertest.Origin, ledgertest.Options(t))
	if err != nil {
		return false
	}
	r, err := l.Check(t.Context())
	return err == nil && r.OK()
}
