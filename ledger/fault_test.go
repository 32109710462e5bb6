package ledger_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
)

var errFault = errors.New("the disk is gone")

// faulty fails an append before or after it reached the store.
type faulty struct {
	*ledger.Memory
	before, after bool
}

func (f *faulty) Append(ctx context.Context, origin string, b ledger.Batch) error {
	if f.before {
		return errFault
	}
	err := f.Memory.Append(ctx, origin, b)
	if f.after {
		return errFault
	}
	return err
}

func TestFailedAppend(t *testing.T) {
	tests := []struct {
		name     string
		set      func(f *faulty, on bool)
		recorded bool
	}{
		{"before storing", func(f *faulty, on bool) { f.before = on }, false},
		{"after storing", func(f *faulty, on bool) { f.after = on }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			store := &faulty{Memory: &ledger.Memory{}}
			l, err := ledger.Open(t.Context(), store, origin, ledgertest.Options(t))
			require.NoError(t, err)
			d := ledger.Draft{Type: "record", Subject: "A", Key: "1", Body: &ledger.Blob{Data: []byte("x")}}
			tt.set(store, true)
			_, err = l.Append(t.Context(), d)
			require.ErrorIs(t, err, errFault)
			tt.set(store, false)

			// The caller does not know what happened, tries again with the same key, and is
			// right.
			es, err := l.Append(t.Context(), d, ledger.Draft{Type: "record", Subject: "A"})
			require.NoError(t, err)
			require.Equal(t, tt.recorded, es[0].Again)
			require.Equal(t, int64(2), es[1].N)
			r, err := l.Check(t.Context())
			require.NoError(t, err)
			require.Empty(t, r.Faults)
			require.Equal(t, int64(2), r.Entries)
		})
	}
}

// loser is a store in which somebody else always appends first.
type loser struct{ *ledger.Memory }

func (loser) Append(context.Context, string, ledger.Batch) error { return ledger.ErrConflict }

func TestConflictForEver(t *testing.T) { synctest.Test(t, conflictForEver) }

func conflictForEver(t *testing.T) {
	l, err := ledger.Open(t.Context(), loser{&ledger.Memory{}}, origin, ledgertest.Options(t))
	require.NoError(t, err)
	_, err = l.Append(t.Context(), ledger.Draft{Type: "record"})
	require.ErrorIs(t, err, ledger.ErrConflict)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = l.Append(ctx, ledger.Draft{Type: "record"})
	require.ErrorIs(t, err, context.Canceled)
}

// shrunk is a store that forgot its last entries, with a checkpoint that was once sound.
type shrunk struct {
	*ledger.Memory
	old *ledger.Head
}

func (s *shrunk) Head(ctx context.Context, origin string) (ledger.Head, error) {
	if s.old != nil {
		return *s.old, nil
	}
	return s.Memory.Head(ctx, origin)
}

func (s *shrunk) Append(ctx context.Context, origin string, b ledger.Batch) error {
	if s.old != nil {
		return ledger.ErrConflict
	}
	return s.Memory.Append(ctx, origin, b)
}

func TestRolledBackWhileOpen(t *testing.T) {
	store := &shrunk{Memory: &ledger.Memory{}}
	l, err := ledger.Open(t.Context(), store, origin, ledgertest.Options(t))
	require.NoError(t, err)
	old, err := store.Memory.Head(t.Context(), origin)
	require.NoError(t, err)
	_, err = l.Append(t.Context(), ledgertest.Drafts(3)...)
	require.NoError(t, err)
	store.old = &old
	_, err = l.Append(t.Context(), ledger.Draft{Type: "record"})
	var tamper *ledger.TamperError
	require.ErrorAs(t, err, &tamper)
	require.ErrorContains(t, err, "had 3 entries before and has 0 now")
	r, err := l.Check(t.Context())
	require.NoError(t, err)
	require.False(t, r.OK())
}

// misleading is a store that gives a wrong last entry of a subject.
type misleading struct {
	*ledger.Memory
	change func(t *ledger.Tail)
}

func (m *misleading) Find(ctx context.Context, origin string, q ledger.Query) (ledger.Found, error) {
	f, err := m.Memory.Find(ctx, origin, q)
	for s, t := range f.Subjects {
		m.change(&t)
		f.Subjects[s] = t
	}
	return f, err
}

// TestBrokenSubject has a log that is soundly signed and yet leaves something out of a subject.
func TestBrokenSubject(t *testing.T) {
	tests := []struct {
		name, want string
		change     func(t *ledger.Tail)
	}{
		{"link", "is another", func(t *ledger.Tail) { t.Hash[0] ^= 1 }},
		{"gap", "it is number 3 of subject \"A\", after number 1", func(t *ledger.Tail) { t.N++ }},
		{"repeated", "it is number 1 of subject \"A\", after number 1",
			func(t *ledger.Tail) { *t = ledger.Tail{} }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			store := &misleading{Memory: &ledger.Memory{}, change: tt.change}
			l, err := ledger.Open(t.Context(), store, origin, ledgertest.Options(t))
			require.NoError(t, err)
			for range 2 {
				_, err = l.Append(t.Context(), ledger.Draft{Type: "record", Subject: "A"})
				require.NoError(t, err)
			}
			sound, err := ledger.Open(t.Context(), store.Memory, origin, ledgertest.Options(t))
			require.NoError(t, err)
			r, err := sound.Check(t.Context())
			require.NoError(t, err)
			require.Len(t, r.Faults, 1)
			require.Equal(t, int64(1), r.Faults[0].Seq)
			require.Contains(t, r.Faults[0].Reason, tt.want)
		})
	}
}
