package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
)

// alter does what somebody with access to the file can do.
func alter(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer db.Close()
	for _, trigger := range []string{"entry_keep", "entry_fixed", "log_fixed", "log_keep", "body_fixed"} {
		_, err := db.Exec("drop trigger " + trigger)
		require.NoError(t, err)
	}
	for _, s := range statements {
		_, err := db.Exec(s)
		require.NoError(t, err, s)
	}
}

// rehash sets the stored hashes to those of the bytes, as a careful forger would.
func rehash(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer db.Close()
	rows, err := db.Query("select seq, leaf from entry")
	require.NoError(t, err)
	hashes := make(map[int64]ledger.Hash)
	for rows.Next() {
		var seq int64
		var leaf []byte
		require.NoError(t, rows.Scan(&seq, &leaf))
		hashes[seq] = ledger.LeafHash(leaf)
	}
	require.NoError(t, rows.Close())
	for seq, h := range hashes {
		_, err := db.Exec("update entry set hash = ? where seq = ?", h[:], seq)
		require.NoError(t, err)
	}
}

// TestTamper changes the file behind the store's back in each way, and asks Check of a log that
// was open before, and Open after.
func TestTamper(t *testing.T) {
	edit := `update entry set leaf = cast(replace(cast(leaf as text), '"by":"u1"', '"by":"u2"') as blob)
		where seq = 4`
	tests := []struct {
		name       string
		statements []string
		rehash     bool
		seq        int64 // of the first fault that Check lists
		opens      bool  // Open reads hashes alone and cannot see it
	}{
		{name: "edited leaf", statements: []string{edit}, seq: 4, opens: true},
		{name: "edited leaf and hash", statements: []string{edit}, rehash: true, seq: -1},
		{name: "one bit of a hash", statements: []string{
			`update entry set hash = zeroblob(32) where seq = 4`}, seq: 4},
		{name: "spelled otherwise", statements: []string{
			`update entry set leaf = cast(cast(leaf as text) || ' ' as blob) where seq = 4`},
			seq: 4, opens: true},
		{name: "swapped", statements: []string{
			`update entry set seq = 100 where seq = 3`, `update entry set seq = 3 where seq = 4`,
			`update entry set seq = 4 where seq = 100`}, seq: 3},
		{name: "dropped", statements: []string{`delete from entry where seq = 4`}, seq: 4},
		{name: "dropped and closed up", statements: []string{
			`delete from entry where seq = 4`, `update entry set seq = seq - 1 where seq = 5`,
			`update entry set seq = seq - 1 where seq = 6`, `update entry set seq = seq - 1 where seq = 7`,
			`update log set size = size - 1`}, seq: -1},
		{name: "tail cut off", statements: []string{`delete from entry where seq = 7`}, seq: -1},
		{name: "tail cut off and counted", statements: []string{
			`delete from entry where seq = 7`, `update log set size = 7`}, seq: -1},
		{name: "entry repeated at the end", statements: []string{
			`insert into entry (log, seq, leaf, hash) select log, 8, leaf, hash from entry where seq = 3`},
			seq: -1, opens: true},
		{name: "entry repeated and counted", statements: []string{
			`insert into entry (log, seq, leaf, hash) select log, 8, leaf, hash from entry where seq = 3`,
			`update log set size = 9`}, seq: -1},
		{name: "body changed", statements: []string{
			`update body set data = cast('other' as blob) where seq = 6 and slot = 0`}, seq: 6, opens: true},
		{name: "salt changed", statements: []string{
			`update body set salt = zeroblob(32) where seq = 6 and slot = 0`}, seq: 6, opens: true},
		{name: "body removed", statements: []string{
			`delete from body where seq = 6 and slot = 0`}, seq: 6, opens: true},
		{name: "checkpoint changed", statements: []string{
			`update log set checkpoint = cast(replace(cast(checkpoint as text), char(10) || '8' || char(10),
				char(10) || '7' || char(10)) as blob)`}, seq: -1},
		{name: "checkpoint gone", statements: []string{`update log set checkpoint = x''`}, seq: -1},
		{name: "verifier key swapped", statements: []string{`update log set vkey = 'x+00000000+AA=='`}, seq: -1},
		{name: "subject index changed", statements: []string{
			`update entry set n = n + 100 where seq = 0`}, seq: -1, opens: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log.db")
			s := open(t, path)
			opts := ledgertest.Options(t)
			l, err := ledger.Open(t.Context(), s, ledgertest.Origin, opts)
			require.NoError(t, err)
			_, err = l.Append(t.Context(), ledgertest.Drafts(8)...)
			require.NoError(t, err)
			clean, err := l.Check(t.Context())
			require.NoError(t, err)
			require.True(t, clean.OK())

			alter(t, path, tt.statements...)
			if tt.rehash {
				rehash(t, path)
			}
			r, err := l.Check(t.Context())
			require.NoError(t, err)
			require.False(t, r.OK())
			require.Equal(t, tt.seq, r.Faults[0].Seq, r.Faults)

			_, err = ledger.Open(t.Context(), s, ledgertest.Origin, opts)
			if tt.opens {
				require.NoError(t, err)
			} else {
				require.Error(t, err)
			}
		})
	}
}

// TestTamperReading reads a log in which a leaf and its hash were changed together after it was
// opened.
func TestTamperReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	l, err := ledger.Open(t.Context(), open(t, path), ledgertest.Origin, ledgertest.Options(t))
	require.NoError(t, err)
	_, err = l.Append(t.Context(), ledgertest.Drafts(8)...)
	require.NoError(t, err)
	alter(t, path, `update entry set leaf = cast(replace(cast(leaf as text), 'u1', 'u2') as blob)
		where seq = 4`)
	rehash(t, path)
	var last error
	for _, err := range l.Entries(t.Context(), 0, -1) {
		last = err
	}
	var tamper *ledger.TamperError
	require.ErrorAs(t, last, &tamper)
	_, err = l.Prove(t.Context(), 1)
	require.ErrorAs(t, err, &tamper)
	_, err = l.LeafHashes(t.Context())
	require.ErrorAs(t, err, &tamper)
}

// TestTriggers shows the belt against mistakes: our own connections and others cannot change
// what is written, unless they take the triggers off.
func TestTriggers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	l, err := ledger.Open(t.Context(), open(t, path), ledgertest.Origin, ledgertest.Options(t))
	require.NoError(t, err)
	_, err = l.Append(t.Context(), ledgertest.Drafts(8)...)
	require.NoError(t, err)
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer db.Close()
	for _, s := range []string{
		`update entry set leaf = x''`, `delete from entry`, `delete from log`,
		`update log set origin = 'x'`, `update log set vkey = 'x'`, `update log set size = 1`,
		`update body set data = x''`,
		`insert into entry (log, seq, leaf, hash) values (1, 9, x'', x'00')`,
	} {
		_, err := db.Exec(s)
		require.Error(t, err, s)
	}
	r, err := l.Check(t.Context())
	require.NoError(t, err)
	require.Empty(t, r.Faults)
}
