package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
	"github.com/slaledger/slaledger/ledger/sqlite"
)

// TestCutWriteAheadLog takes the files as a crash leaves them, the write-ahead log cut off at many
// places, and opens them: what is there is sound and in one piece, and the longer
// the log, the more is there. Uncut, nothing that was acknowledged is missing.
func TestCutWriteAheadLog(t *testing.T) {
	const appends, cuts = 12, 40
	dir := t.TempDir()
	path := filepath.Join(dir, "log.db")
	l, err := ledger.Open(t.Context(), open(t, path), ledgertest.Origin, ledgertest.Options(t))
	require.NoError(t, err)
	for range appends {
		_, err := l.Append(t.Context(), ledger.Draft{Type: "record"}, ledger.Draft{Type: "record"})
		require.NoError(t, err)
	}
	db, err := os.ReadFile(path)
	require.NoError(t, err)
	wal, err := os.ReadFile(path + "-wal")
	require.NoError(t, err)
	require.NotEmpty(t, wal)

	last := int64(0)
	for i := 0; i <= cuts; i++ {
		crashed := filepath.Join(t.TempDir(), "log.db")
		require.NoError(t, os.WriteFile(crashed, db, 0o600))
		require.NoError(t, os.WriteFile(crashed+"-wal", wal[:len(wal)*i/cuts], 0o600))
		size := sizeAfterCrash(t, crashed)
		require.Zero(t, size%2, "half a batch")
		require.GreaterOrEqual(t, size, last)
		last = size
	}
	require.Equal(t, int64(2*appends), last)
}

// sizeAfterCrash opens the database, checks the log, appends to it, and returns the size before that.
func sizeAfterCrash(t *testing.T, path string) int64 {
	t.Helper()
	s, err := sqlite.Open(path)
	require.NoError(t, err)
	defer s.Close()
	l, err := ledger.Open(t.Context(), s, ledgertest.Origin, ledgertest.Options(t))
	require.NoError(t, err)
	size := l.Checkpoint().Size
	_, err = l.Append(t.Context(), ledger.Draft{Type: "record"})
	require.NoError(t, err)
	r, err := l.Check(t.Context())
	require.NoError(t, err)
	require.Empty(t, r.Faults)
	require.Equal(t, size+1, r.Entries)
	return size
}
