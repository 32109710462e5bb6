// Package sqlite keeps ledgers in one SQLite file.
//
// Every append is one transaction in WAL mode with synchronous=FULL: when it returns, the
// operating system has reported the bytes to be on disk. One process appends at a time and
// others wait for it; any number of processes may read. The file must lie on a local disk,
// since SQLite's locks do not hold on network file systems, and its directory must be writable,
// since SQLite keeps two files beside it (-wal and -shm) while it is open.
//
// For each log there is one more file beside the database, named after it with "-head-" and 16
// hexadecimal digits: the high-water mark, a recent signed checkpoint. It is written after the
// commit, at most once a second, and when the store is closed. It lets package ledger notice
// that the database was replaced by an older copy. It does not help when both are replaced
// together; against that, give checkpoints away.
package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"

	"github.com/slaledger/slaledger/ledger"
)

//go:embed schema.sql
var schema string

const (
	// applicationID marks the file in its header as ours: "SLAL".
	applicationID = 0x534c414c

	// schemaVersion is the version of schema.sql, in the header as user_version.
	schemaVersion = 1

	// minVersion is the first SQLite in which a reset of the write-ahead log cannot corrupt the
	// database when two connections meet (fixed upstream in 3.51.3).
	minVersion = 3_051_003

	maxReaders  = 4     // connections; a reader holds one for a page of rows at most
	busyTimeout = 10000 // milliseconds that an append waits for another process

	// Extended result codes: https://www.sqlite.org/rescode.html
	codeBusy       = 5
	codeCorrupt    = 11
	codeNotADB     = 26
	codePrimaryKey = 1555
	codeUnique     = 2067
)

// Store is a SQLite file with ledgers in it. It implements ledger.Store and is safe for
// concurrent use.
type Store struct {
	path   string
	w, r   *sql.DB
	closed atomic.Bool
	ids    sync.Map // origin string -> id int64

	entries, bodies inserts
	selectBody      *sql.Stmt

	water highWater
}

var _ ledger.Store = (*Store)(nil)

// Open opens the database file at path, or makes it when there is no file. The path is taken
// literally, whatever characters it has. A file that is empty, cut off, no SQLite database,
// another program's, or written by a newer version of this package is refused and left as it
// is; the error says what to do. The caller closes the store.
func Open(path string) (*Store, error) {
	s, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open %q: %w", path, err)
	}
	return s, nil
}

func open(path string) (*Store, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	exists, err := inspect(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: abs}
	s.water.path = abs
	if err := s.connect(exists); err != nil {
		return nil, errors.Join(explain(err), s.disconnect())
	}
	return s, nil
}

func (s *Store) connect(exists bool) (err error) {
	ctx := context.Background()
	if !exists {
		if err := create(ctx, s.path); err != nil {
			return err
		}
	}
	// The readers come after the writer, which has to set up the write-ahead log.
	if s.w, err = sql.Open("sqlite", dsn(s.path, writerParams())); err != nil {
		return err
	}
	s.w.SetMaxOpenConns(1)
	if err := checkDatabase(ctx, s.w, s.path); err != nil {
		return err
	}
	s.entries, err = prepareInserts(ctx, s.w, insertEntry, entryColumns)
	if err != nil {
		return err
	}
	s.bodies, err = prepareInserts(ctx, s.w, insertBody, bodyColumns)
	if err != nil {
		return err
	}
	if s.r, err = sql.Open("sqlite", dsn(s.path, readerParams())); err != nil {
		return err
	}
	s.r.SetMaxOpenConns(maxReaders)
	s.r.SetMaxIdleConns(maxReaders)
	s.selectBody, err = s.r.PrepareContext(ctx, selectBody)
	return err
}

// dsn returns the path as a URI, in which no character of it can be taken for syntax.
func dsn(abs string, params url.Values) string {
	p := filepath.ToSlash(abs)
	if runtime.GOOS == "windows" && !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return "file://" + (&url.URL{Path: p}).EscapedPath() + "?" + params.Encode()
}

func commonParams() url.Values {
	return url.Values{
		"mode":       {"rw"}, // never make a file by opening it
		"_defensive": {"1"},
		"_dqs":       {"0"},
		"_error_rc":  {"1"},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", busyTimeout),
			"trusted_schema(0)",
		},
	}
}

func writerParams() url.Values {
	v := commonParams()
	v["_txlock"] = []string{"immediate"}
	v["_pragma"] = append(v["_pragma"],
		"journal_mode(WAL)", "synchronous(FULL)", "fullfsync(1)", "checkpoint_fullfsync(1)",
		"foreign_keys(1)", "secure_delete(1)",
		"recursive_triggers(1)") // else "insert or replace" would delete past the triggers
	return v
}

func readerParams() url.Values {
	v := commonParams()
	v["_query_only"] = []string{"1"}
	return v
}

// Close writes the high-water marks and closes the file. Appends under way are finished first.
// Closing twice does nothing.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	if err := errors.Join(s.disconnect(), s.water.close()); err != nil {
		return fmt.Errorf("sqlite: close %q: %w", s.path, err)
	}
	return nil
}

func (s *Store) disconnect() error {
	var errs []error
	// The writer last: the last connection to close folds the write-ahead log into the file.
	for _, db := range []*sql.DB{s.r, s.w} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// err turns what the driver says into what a caller of ledger.Store can act on.
func (s *Store) err(err error) error {
	switch {
	case err == nil:
		return nil
	case s.closed.Load():
		return ledger.ErrClosed
	}
	return explain(err)
}

// explain adds to the driver's error what to do about it.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code() == codePrimaryKey || e.Code() == codeUnique:
		return fmt.Errorf("%w (%v)", ledger.ErrConflict, err) //nolint:errorlint // the driver's error stays inside
	case e.Code()&0xff == codeBusy:
		return fmt.Errorf("another process keeps the database locked; end it and try again: %w", err)
	case e.Code()&0xff == codeCorrupt || e.Code()&0xff == codeNotADB:
		return fmt.Errorf("the file is damaged; keep it and go back to a backup: %w", err)
	}
	return err
}
