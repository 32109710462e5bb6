package sqlite_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
)

// bodySize is that of a short mail.
const bodySize = 200

// BenchmarkAppend measures durable appends, one at a time and in batches of a thousand, and
// compares them with the two things that nothing durable beats by much: writing the same bytes
// to a file with one fsync, and inserting them into a plain table in one transaction. The
// metrics of-file and of-table are the share of their speed that is reached: 0.8 means 1.25
// times as long.
func BenchmarkAppend(b *testing.B) {
	for _, n := range []int{1, 1000} {
		b.Run(fmt.Sprintf("batch=%d", n), func(b *testing.B) { benchmarkAppend(b, n) })
	}
}

func benchmarkAppend(b *testing.B, n int) {
	dir := b.TempDir()
	l, err := ledger.Open(b.Context(), open(b, filepath.Join(dir, "log.db")), ledgertest.Origin, ledgertest.Options(b))
	require.NoError(b, err)
	file := newRawFile(b, filepath.Join(dir, "raw"))
	table := newPlainTable(b, filepath.Join(dir, "plain.db"))
	drafts := make([]ledger.Draft, n)
	for i := range drafts {
		drafts[i] = ledger.Draft{Type: "record", By: "u1", Body: &ledger.Blob{Data: make([]byte, bodySize)}}
	}
	var ours, files, tables time.Duration
	for b.Loop() {
		var es []ledger.Entry
		// The three in turn, so that a slow moment of the machine hits all.
		ours += timed(func() {
			es, err = l.Append(b.Context(), drafts...)
			require.NoError(b, err)
		})
		files += timed(func() { file.write(b, es) })
		tables += timed(func() { table.write(b, es) })
	}
	count := float64(b.N * n)
	b.ReportMetric(count/ours.Seconds(), "appends/s")
	b.ReportMetric(files.Seconds()/ours.Seconds(), "of-file")
	b.ReportMetric(tables.Seconds()/ours.Seconds(), "of-table")
}

func timed(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

type rawFile struct{ f *os.File }

func newRawFile(b *testing.B, path string) rawFile {
	f, err := os.Create(path)
	require.NoError(b, err)
	b.Cleanup(func() { f.Close() })
	return rawFile{f}
}

func (r rawFile) write(b *testing.B, es []ledger.Entry) {
	var buf []byte
	for _, e := range es {
		buf = append(append(buf, e.Raw...), make([]byte, bodySize)...)
	}
	_, err := r.f.Write(buf)
	require.NoError(b, err)
	require.NoError(b, r.f.Sync())
}

type plainTable struct {
	db     *sql.DB
	insert *sql.Stmt
}

func newPlainTable(b *testing.B, path string) plainTable {
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	require.NoError(b, err)
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	_, err = db.Exec(`create table t (id integer primary key, leaf blob, body blob)`)
	require.NoError(b, err)
	insert, err := db.Prepare(`insert into t (leaf, body) values (?, ?)`)
	require.NoError(b, err)
	return plainTable{db, insert}
}

func (p plainTable) write(b *testing.B, es []ledger.Entry) {
	tx, err := p.db.Begin()
	require.NoError(b, err)
	stmt := tx.Stmt(p.insert)
	body := make([]byte, bodySize)
	for _, e := range es {
		_, err := stmt.Exec(e.Raw, body)
		require.NoError(b, err)
	}
	require.NoError(b, tx.Commit())
}

// BenchmarkImport is a year of a busy vendor: 58,000 messages with keys and subjects in batches
// of 1,000.
func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		s := open(b, filepath.Join(b.TempDir(), "log.db"))
		l, err := ledger.Open(b.Context(), s, ledgertest.Origin, ledgertest.Options(b))
		require.NoError(b, err)
		for i := range 58 {
			drafts := make([]ledger.Draft, 1000)
			for j := range drafts {
				n := i*1000 + j
				drafts[j] = ledger.Draft{
					Type: "original", Subject: fmt.Sprint("case ", n/8), Key: fmt.Sprint(n), By: "importer",
					Body: &ledger.Blob{Data: make([]byte, bodySize)},
				}
			}
			_, err := l.Append(b.Context(), drafts...)
			require.NoError(b, err)
		}
	}
	b.ReportMetric(58_000*float64(b.N)/b.Elapsed().Seconds(), "appends/s")
}

// BenchmarkCheck reads such a log again, every byte of it.
func BenchmarkCheck(b *testing.B) {
	const n = 10_000
	l, err := ledger.Open(b.Context(), open(b, filepath.Join(b.TempDir(), "log.db")),
		ledgertest.Origin, ledgertest.Options(b))
	require.NoError(b, err)
	drafts := make([]ledger.Draft, n)
	for i := range drafts {
		drafts[i] = ledger.Draft{Type: "original", Body: &ledger.Blob{Data: make([]byte, bodySize)}}
	}
	_, err = l.Append(b.Context(), drafts...)
	require.NoError(b, err)
	for b.Loop() {
		r, err := l.Check(b.Context())
		require.NoError(b, err)
		require.True(b, r.OK())
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}
