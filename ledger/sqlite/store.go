package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"iter"

	"github.com/slaledger/slaledger/ledger"
)

// pageRows is how many rows are read at a time: at most 8 MiB of entries. No connection is held
// while the caller works on them, so that callers who read while they read cannot wait for each
// other.
const pageRows = 512

// Head implements ledger.Store.
func (s *Store) Head(ctx context.Context, origin string) (ledger.Head, error) {
	const query = `select size, checkpoint, vkey, secret from log where origin = ?`
	var h ledger.Head
	err := s.r.QueryRowContext(ctx, query, origin).Scan(&h.Size, &h.Checkpoint, &h.VKey, &h.Secret)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Head{}, ledger.ErrNoLog
	}
	if err == nil {
		h.HighWater, err = s.water.read(origin)
	}
	if err != nil {
		return ledger.Head{}, s.err(err)
	}
	return h, nil
}

// Create implements ledger.Store.
func (s *Store) Create(ctx context.Context, origin string, h ledger.Head) error {
	const insert = `insert into log (origin, vkey, secret, size, checkpoint) values (?, ?, ?, ?, ?)`
	_, err := s.w.ExecContext(ctx, insert, origin, h.VKey, h.Secret, h.Size, h.Checkpoint)
	return s.err(err)
}

// Origins returns the origins of all logs in the file, in order of their making.
func (s *Store) Origins(ctx context.Context) ([]string, error) {
	rows, err := s.r.QueryContext(ctx, `select origin from log order by id`)
	if err != nil {
		return nil, s.err(err)
	}
	defer rows.Close()
	var origins []string
	for rows.Next() {
		var o string
		if err := rows.Scan(&o); err != nil {
			return nil, s.err(err)
		}
		origins = append(origins, o)
	}
	return origins, s.err(rows.Err())
}

// id returns the number of the log in this file. It never changes.
func (s *Store) id(ctx context.Context, origin string) (int64, error) {
	if s.closed.Load() {
		return 0, ledger.ErrClosed
	}
	if id, ok := s.ids.Load(origin); ok {
		return id.(int64), nil
	}
	var id int64
	err := s.r.QueryRowContext(ctx, `select id from log where origin = ?`, origin).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ledger.ErrNoLog
	}
	if err != nil {
		return 0, s.err(err)
	}
	s.ids.Store(origin, id)
	return id, nil
}

// Rows implements ledger.Store.
func (s *Store) Rows(ctx context.Context, origin string, from, to int64) iter.Seq2[ledger.Row, error] {
	return func(yield func(ledger.Row, error) bool) {
		id, err := s.id(ctx, origin)
		if err != nil {
			yield(ledger.Row{}, err)
			return
		}
		for from < to {
			page, err := s.page(ctx, id, from, to)
			if err != nil {
				yield(ledger.Row{}, s.err(err))
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
				from = r.Seq + 1
			}
			if len(page) < pageRows {
				return
			}
		}
	}
}

func (s *Store) page(ctx context.Context, id, from, to int64) ([]ledger.Row, error) {
	const query = `
		select seq, leaf, hash from entry
		where log = ? and seq >= ? and seq < ?
		order by seq limit ?`
	rows, err := s.r.QueryContext(ctx, query, id, from, to, pageRows)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []ledger.Row
	for rows.Next() {
		var r ledger.Row
		var hash sql.RawBytes
		if err := rows.Scan(&r.Seq, &r.Leaf, &hash); err != nil {
			return nil, err
		}
		copy(r.Hash[:], hash)
		page = append(page, r)
	}
	return page, rows.Err()
}

// Hashes implements ledger.Store.
func (s *Store) Hashes(ctx context.Context, origin string, from, to int64) ([]ledger.Hash, error) {
	const query = `select hash from entry where log = ? and seq >= ? and seq < ? order by seq`
	id, err := s.id(ctx, origin)
	if err != nil {
		return nil, err
	}
	rows, err := s.r.QueryContext(ctx, query, id, from, to)
	if err != nil {
		return nil, s.err(err)
	}
	defer rows.Close()
	var hashes []ledger.Hash
	for rows.Next() {
		var hash sql.RawBytes
		if err := rows.Scan(&hash); err != nil {
			return nil, s.err(err)
		}
		var h ledger.Hash
		copy(h[:], hash)
		hashes = append(hashes, h)
	}
	return hashes, s.err(rows.Err())
}

// Find implements ledger.Store. The lists travel as one JSON parameter each: a statement for
// any number of them. The cross joins keep SQLite from reading all entries of the log in search
// of a short list.
func (s *Store) Find(ctx context.Context, origin string, q ledger.Query) (ledger.Found, error) {
	f := ledger.Found{Keys: make(map[string]int64), Subjects: make(map[string]ledger.Tail)}
	id, err := s.id(ctx, origin)
	if err != nil {
		return ledger.Found{}, err
	}
	if err := s.findKeys(ctx, id, q.Keys, f.Keys); err != nil {
		return ledger.Found{}, s.err(err)
	}
	if err := s.findSubjects(ctx, id, q.Subjects, f.Subjects); err != nil {
		return ledger.Found{}, s.err(err)
	}
	return f, nil
}

func (s *Store) findKeys(ctx context.Context, id int64, keys [][]byte, found map[string]int64) error {
	const query = `
		select e.key, e.seq from json_each(?) as k
		cross join entry as e where e.log = ? and e.key = unhex(k.value)`
	if len(keys) == 0 {
		return nil
	}
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = hex.EncodeToString(k)
	}
	return s.each(ctx, query, list, []any{id}, func(rows *sql.Rows) error {
		var key sql.RawBytes
		var seq int64
		if err := rows.Scan(&key, &seq); err != nil {
			return err
		}
		found[string(key)] = seq
		return nil
	})
}

func (s *Store) findSubjects(ctx context.Context, id int64, subjects []string, found map[string]ledger.Tail) error {
	const query = `
		select e.subject, e.n, e.hash from json_each(?) as s
		cross join entry as e where e.log = ? and e.subject = s.value and e.n =
			(select max(n) from entry where log = ? and subject = s.value)`
	if len(subjects) == 0 {
		return nil
	}
	return s.each(ctx, query, subjects, []any{id, id}, func(rows *sql.Rows) error {
		var subject string
		var t ledger.Tail
		var hash sql.RawBytes
		if err := rows.Scan(&subject, &t.N, &hash); err != nil {
			return err
		}
		copy(t.Hash[:], hash)
		found[subject] = t
		return nil
	})
}

// each runs a query whose first parameter is the list as JSON.
func (s *Store) each(ctx context.Context, query string, list []string, args []any, f func(*sql.Rows) error) error {
	text, err := json.Marshal(list)
	if err != nil {
		return err
	}
	rows, err := s.r.QueryContext(ctx, query, append([]any{string(text)}, args...)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

const selectBody = `
	select salt, data from body where log = ? and seq = ? and slot = ? order by chunk`

// Body implements ledger.Store.
func (s *Store) Body(ctx context.Context, origin string, seq int64, slot int) (ledger.Body, error) {
	id, err := s.id(ctx, origin)
	if err != nil {
		return ledger.Body{}, err
	}
	rows, err := s.selectBody.QueryContext(ctx, id, seq, slot)
	if err != nil {
		return ledger.Body{}, s.err(err)
	}
	defer rows.Close()
	var b ledger.Body
	found := false
	for rows.Next() {
		var salt, data sql.RawBytes
		if err := rows.Scan(&salt, &data); err != nil {
			return ledger.Body{}, s.err(err)
		}
		b.Salt = append(b.Salt, salt...)
		b.Data = append(b.Data, data...)
		found = true
	}
	if err := rows.Err(); err != nil {
		return ledger.Body{}, s.err(err)
	}
	if !found {
		return ledger.Body{}, ledger.ErrErased
	}
	return b, nil
}
