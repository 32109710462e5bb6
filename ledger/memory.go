package ledger

import (
	"bytes"
	"context"
	"iter"
	"sync"
)

// Memory is a store that lives as long as the process: for tests, examples and drafts. The zero
// value is ready to use. It must not be copied after first use.
type Memory struct {
	mu   sync.RWMutex
	logs map[string]*memoryLog
}

type memoryLog struct {
	head     Head
	rows     []Row
	keys     map[string]int64
	subjects map[string]Tail
}

var _ Store = (*Memory)(nil)

// Head implements Store.
func (m *Memory) Head(ctx context.Context, origin string) (Head, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	l, err := m.log(ctx, origin)
	if err != nil {
		return Head{}, err
	}
	h := l.head
	h.Checkpoint = bytes.Clone(h.Checkpoint)
	h.Secret = bytes.Clone(h.Secret)
	return h, nil
}

// Create implements Store.
func (m *Memory) Create(ctx context.Context, origin string, h Head) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.logs[origin] != nil {
		return ErrConflict
	}
	if m.logs == nil {
		m.logs = make(map[string]*memoryLog)
	}
	h.Checkpoint = bytes.Clone(h.Checkpoint)
	h.Secret = bytes.Clone(h.Secret)
	h.HighWater = nil
	m.logs[origin] = &memoryLog{
		head:     h,
		keys:     make(map[string]int64),
		subjects: make(map[string]Tail),
	}
	return nil
}

// Append implements Store.
func (m *Memory) Append(ctx context.Context, origin string, b Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	l, err := m.log(ctx, origin)
	if err != nil {
		return err
	}
	if l.head.Size != b.Size || l.taken(b.Rows) {
		return ErrConflict
	}
	checkpoint, err := b.Sign()
	if err != nil {
		return err
	}
	for _, r := range b.Rows {
		l.add(r)
	}
	l.head.Size += int64(len(b.Rows))
	l.head.Checkpoint = bytes.Clone(checkpoint)
	return nil
}

func (l *memoryLog) taken(rows []Row) bool {
	seen := make(map[string]bool)
	for _, r := range rows {
		if r.Key == nil {
			continue
		}
		if _, ok := l.keys[string(r.Key)]; ok || seen[string(r.Key)] {
			return true
		}
		seen[string(r.Key)] = true
	}
	return false
}

func (l *memoryLog) add(r Row) {
	r.Leaf = bytes.Clone(r.Leaf)
	bodies := make([]Body, len(r.Bodies))
	for i, b := range r.Bodies {
		bodies[i] = Body{Salt: bytes.Clone(b.Salt), Data: bytes.Clone(b.Data)}
	}
	r.Bodies = bodies
	l.rows = append(l.rows, r)
	if r.Key != nil {
		l.keys[string(r.Key)] = r.Seq
	}
	if r.Subject != "" {
		l.subjects[r.Subject] = Tail{N: r.N, Hash: r.Hash}
	}
}

// Rows implements Store.
func (m *Memory) Rows(ctx context.Context, origin string, from, to int64) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		rows, err := m.slice(ctx, origin, from, to)
		if err != nil {
			yield(Row{}, err)
			return
		}
		for _, r := range rows {
			if err := ctx.Err(); err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(Row{Seq: r.Seq, Leaf: bytes.Clone(r.Leaf), Hash: r.Hash}, nil) {
				return
			}
		}
	}
}

// Hashes implements Store.
func (m *Memory) Hashes(ctx context.Context, origin string, from, to int64) ([]Hash, error) {
	rows, err := m.slice(ctx, origin, from, to)
	if err != nil {
		return nil, err
	}
	hashes := make([]Hash, len(rows))
	for i, r := range rows {
		hashes[i] = r.Hash
	}
	return hashes, nil
}

// slice returns the rows asked for. They may be read without the lock: rows never change.
func (m *Memory) slice(ctx context.Context, origin string, from, to int64) ([]Row, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	l, err := m.log(ctx, origin)
	if err != nil {
		return nil, err
	}
	from = max(from, 0)
	to = min(to, int64(len(l.rows)))
	if from >= to {
		return nil, nil
	}
	return l.rows[from:to:to], nil
}

// Find implements Store.
func (m *Memory) Find(ctx context.Context, origin string, q Query) (Found, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	l, err := m.log(ctx, origin)
	if err != nil {
		return Found{}, err
	}
	f := Found{Keys: make(map[string]int64), Subjects: make(map[string]Tail)}
	for _, k := range q.Keys {
		if seq, ok := l.keys[string(k)]; ok {
			f.Keys[string(k)] = seq
		}
	}
	for _, s := range q.Subjects {
		if t, ok := l.subjects[s]; ok {
			f.Subjects[s] = t
		}
	}
	return f, nil
}

// Body implements Store.
func (m *Memory) Body(ctx context.Context, origin string, seq int64, slot int) (Body, error) {
	rows, err := m.slice(ctx, origin, seq, seq+1)
	if err != nil {
		return Body{}, err
	}
	if len(rows) == 0 || slot < 0 || slot >= len(rows[0].Bodies) {
		return Body{}, ErrErased
	}
	b := rows[0].Bodies[slot]
	if len(b.Salt) == 0 {
		return Body{}, ErrErased
	}
	return Body{Salt: bytes.Clone(b.Salt), Data: bytes.Clone(b.Data)}, nil
}

// log returns the log of that origin. The caller holds the lock.
func (m *Memory) log(ctx context.Context, origin string) (*memoryLog, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l := m.logs[origin]
	if l == nil {
		return nil, ErrNoLog
	}
	return l, nil
}
