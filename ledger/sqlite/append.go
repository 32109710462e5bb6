package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"github.com/slaledger/slaledger/ledger"
)

const (
	insertEntry = `insert into entry (log, seq, leaf, hash, subject, n, key) values `
	insertBody  = `insert into body (log, seq, slot, chunk, salt, data) values `

	entryColumns = 7
	bodyColumns  = 6

	// groupRows is how many rows one statement inserts when there are as many. Half of the time
	// of a small insert goes by around the statement, not in it.
	groupRows = 20
)

// inserts are the prepared statements for one table: a row at a time and groupRows.
type inserts struct {
	columns   int
	one, many *sql.Stmt
}

func prepareInserts(ctx context.Context, db *sql.DB, query string, columns int) (inserts, error) {
	row := "(?" + strings.Repeat(", ?", columns-1) + ")"
	one, err := db.PrepareContext(ctx, query+row)
	if err != nil {
		return inserts{}, err
	}
	many, err := db.PrepareContext(ctx, query+row+strings.Repeat(", "+row, groupRows-1))
	return inserts{columns: columns, one: one, many: many}, err
}

// group collects rows for one table within a transaction.
type group struct {
	inserts
	args []any
}

func (s inserts) group(ctx context.Context, tx *sql.Tx) group {
	s.one, s.many = tx.StmtContext(ctx, s.one), tx.StmtContext(ctx, s.many)
	return group{inserts: s, args: make([]any, 0, groupRows*s.columns)}
}

func (g *group) add(ctx context.Context, args ...any) error {
	g.args = append(g.args, args...)
	if len(g.args) < groupRows*g.columns {
		return nil
	}
	err := exec(ctx, g.many, g.args...)
	g.args = g.args[:0]
	return err
}

// flush writes the rows that did not make a full group.
func (g *group) flush(ctx context.Context) error {
	for i := 0; i < len(g.args); i += g.columns {
		if err := exec(ctx, g.one, g.args[i:i+g.columns]...); err != nil {
			return err
		}
	}
	g.args = g.args[:0]
	return nil
}

// Append implements ledger.Store.
func (s *Store) Append(ctx context.Context, origin string, b ledger.Batch) error {
	id, err := s.id(ctx, origin)
	if err != nil {
		return err
	}
	checkpoint, err := s.append(ctx, id, b)
	if err != nil {
		return s.err(err)
	}
	s.water.note(origin, checkpoint)
	return nil
}

func (s *Store) append(ctx context.Context, id int64, b ledger.Batch) ([]byte, error) {
	conn, err := s.w.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// The driver would interrupt whatever statement is under way when ctx ends. Inside the
	// transaction we look at ctx ourselves, between statements, and never during the commit.
	within := context.WithoutCancel(ctx)
	tx, err := conn.BeginTx(within, nil) // takes the write lock at once: _txlock=immediate
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	if err := checkSize(within, tx, id, b.Size); err != nil {
		return nil, err
	}
	w := writer{log: id, entry: s.entries.group(within, tx), body: s.bodies.group(within, tx)}
	if err := w.writeAll(ctx, b.Rows); err != nil {
		return nil, err
	}
	checkpoint, err := b.Sign()
	if err != nil {
		return nil, err
	}
	const update = `update log set size = ?, checkpoint = ? where id = ?`
	size := b.Size + int64(len(b.Rows))
	if _, err := tx.ExecContext(within, update, size, checkpoint, id); err != nil {
		return nil, err
	}
	return checkpoint, tx.Commit()
}

// checkSize reports a conflict unless the log is as long as the writer believes.
func checkSize(ctx context.Context, tx *sql.Tx, id, want int64) error {
	var size int64
	err := tx.QueryRowContext(ctx, `select size from log where id = ?`, id).Scan(&size)
	if err != nil {
		return err
	}
	if size != want {
		return ledger.ErrConflict
	}
	return nil
}

// writer writes the rows of one append. It looks at ctx between statements only.
type writer struct {
	log         int64
	entry, body group
}

func (w *writer) writeAll(ctx context.Context, rows []ledger.Row) error {
	for _, r := range rows {
		if err := w.write(ctx, r); err != nil {
			return err
		}
	}
	if err := w.entry.flush(ctx); err != nil {
		return err
	}
	return w.body.flush(ctx)
}

func (w *writer) write(ctx context.Context, r ledger.Row) error {
	var subject, n, key any // null unless there is one
	if r.Subject != "" {
		subject, n = r.Subject, r.N
	}
	if r.Key != nil {
		key = r.Key
	}
	if err := w.entry.add(ctx, w.log, r.Seq, r.Leaf, r.Hash[:], subject, n, key); err != nil {
		return err
	}
	for slot, b := range r.Bodies {
		if err := w.writeBody(ctx, r.Seq, slot, b); err != nil {
			return err
		}
	}
	return nil
}

// writeBody writes the bytes in chunks. An empty body has one empty chunk.
func (w *writer) writeBody(ctx context.Context, seq int64, slot int, b ledger.Body) error {
	if len(b.Salt) == 0 {
		return nil
	}
	salt, data := any(b.Salt), b.Data
	for chunk := 0; chunk == 0 || len(data) > 0; chunk++ {
		n := min(len(data), ledger.ChunkSize)
		part := data[:n]
		if part == nil {
			part = []byte{}
		}
		if err := w.body.add(ctx, w.log, seq, slot, chunk, salt, part); err != nil {
			return err
		}
		salt, data = nil, data[n:]
	}
	return nil
}

func exec(ctx context.Context, stmt *sql.Stmt, args ...any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := stmt.ExecContext(context.WithoutCancel(ctx), args...)
	return err
}
