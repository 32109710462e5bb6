package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// Offsets in the header of a SQLite file: https://www.sqlite.org/fileformat.html
const (
	headerSize    = 100
	offPageSize   = 16
	offChange     = 24
	offPages      = 28
	offVersion    = 60
	offID         = 68
	offValidFor   = 92
	maxPageMarker = 1 // stands for 65536, which does not fit into two bytes
)

var magic = []byte("SQLite format 3\x00")

// inspect looks at the file without SQLite, which would write to it, and reports whether there
// is one that may be opened.
func inspect(path string) (exists bool, err error) {
	if path == "" || strings.Contains(path, "\x00") {
		return false, errors.New("give the path of a file")
	}
	fi, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case fi.IsDir():
		return false, errors.New("it is a directory; give the path of a file in it")
	case !fi.Mode().IsRegular():
		return false, errors.New("it is not a regular file")
	case fi.Size() == 0 && fileExists(path+"-journal"):
		// Another process is making it at this moment, or one was stopped at it. Ledgers in use
		// have no rollback journal.
		return false, nil
	case fi.Size() == 0:
		return false, errors.New("the file is empty; if a ledger was in it go back to a backup, " +
			"else delete the file and try again")
	}
	return true, inspectHeader(path, fi.Size())
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func inspectHeader(path string, size int64) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	h := make([]byte, headerSize)
	n, err := io.ReadFull(f, h)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if !bytes.HasPrefix(h, magic[:min(n, len(magic))]) {
		return errors.New("it is not a SQLite database; give another path")
	}
	if n < headerSize {
		return fmt.Errorf("the file is cut off after %d bytes; go back to a backup", n)
	}
	id := binary.BigEndian.Uint32(h[offID:])
	version := binary.BigEndian.Uint32(h[offVersion:])
	if err := checkIdentity(id, version); err != nil {
		return err
	}
	return checkLength(path, h, size)
}

func checkIdentity(id, version uint32) error {
	if id != applicationID {
		return fmt.Errorf("it is a SQLite database of another program (application id %#x); "+
			"give another path", id)
	}
	if version > schemaVersion {
		return fmt.Errorf("it was written by a newer version of this program (schema %d, this one "+
			"knows %d); use that version", version, schemaVersion)
	}
	if version < 1 {
		return errors.New("its schema has no version; go back to a backup")
	}
	return nil
}

// checkLength reports a file that is shorter than its header says. While there is a write-ahead
// log, the header may run ahead of the file, and SQLite makes up the rest from that log.
func checkLength(path string, h []byte, size int64) error {
	if fi, err := os.Stat(path + "-wal"); err == nil && fi.Size() > 0 {
		return nil
	}
	page := int64(binary.BigEndian.Uint16(h[offPageSize:]))
	if page == maxPageMarker {
		page = 65536
	}
	// The count of pages is valid only if written together with the change counter.
	if binary.BigEndian.Uint32(h[offChange:]) != binary.BigEndian.Uint32(h[offValidFor:]) {
		return nil
	}
	want := page * int64(binary.BigEndian.Uint32(h[offPages:]))
	if size < want {
		return fmt.Errorf("the file is cut off: %d bytes of %d; keep it and go back to a backup",
			size, want)
	}
	return nil
}

// create makes a database with the schema in it. It does so in one transaction with a rollback
// journal, so that the file bears our mark from its first committed byte on.
func create(ctx context.Context, abs string) error {
	params := commonParams()
	params.Set("mode", "rwc")
	params["_txlock"] = []string{"exclusive"}
	params["_pragma"] = append(params["_pragma"], "synchronous(FULL)", "fullfsync(1)")
	db, err := sql.Open("sqlite", dsn(abs, params))
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	defer tx.Rollback()
	var n int
	if err := tx.QueryRowContext(ctx, `select count(*) from sqlite_schema`).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return nil // another process made it in this moment; checkDatabase looks at it
	}
	pragmas := fmt.Sprintf("pragma application_id = %d; pragma user_version = %d;",
		applicationID, schemaVersion)
	if _, err := tx.ExecContext(ctx, schema+pragmas); err != nil {
		return fmt.Errorf("make the schema: %w", err)
	}
	return tx.Commit()
}

// checkDatabase asks SQLite what inspect read from the header, and whether the settings hold.
func checkDatabase(ctx context.Context, db *sql.DB, abs string) error {
	var version, mode string
	var id, schema uint32
	var pages, page int64
	err := errors.Join(
		db.QueryRowContext(ctx, `select sqlite_version()`).Scan(&version),
		db.QueryRowContext(ctx, `pragma application_id`).Scan(&id),
		db.QueryRowContext(ctx, `pragma user_version`).Scan(&schema),
		db.QueryRowContext(ctx, `pragma journal_mode`).Scan(&mode),
		db.QueryRowContext(ctx, `pragma page_count`).Scan(&pages),
		db.QueryRowContext(ctx, `pragma page_size`).Scan(&page),
	)
	if err != nil {
		return err
	}
	if versionNumber(version) < minVersion {
		return fmt.Errorf("this program was built with SQLite %s, which can damage the file; "+
			"build it with 3.51.3 or newer", version)
	}
	if err := checkIdentity(id, schema); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("the file system does not allow a write-ahead log (journal mode %q); "+
			"use a local disk", mode)
	}
	return nil
}

// versionNumber turns "3.54.1" into 3054001, as SQLite itself counts.
func versionNumber(s string) int {
	var major, minor, patch int
	if _, err := fmt.Sscanf(s, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return 0
	}
	return major*1_000_000 + minor*1_000 + patch
}

// Faults returns what SQLite finds wrong with the structure of the file, at most a hundred
// things: damaged pages, indexes that do not agree with their tables. Package ledger calls it
// from Check.
func (s *Store) Faults(ctx context.Context) ([]string, error) {
	rows, err := s.r.QueryContext(ctx, `pragma integrity_check(100)`)
	if err != nil {
		return nil, s.err(err)
	}
	defer rows.Close()
	var faults []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, s.err(err)
		}
		if line != "ok" {
			faults = append(faults, "the database file: "+line)
		}
	}
	return faults, s.err(rows.Err())
}
