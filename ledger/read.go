package ledger

import (
	"context"
	"fmt"
	"iter"
)

// LeafHashes returns the hashes of all entries up to the present checkpoint, in order. Given to
// somebody together with the checkpoint they show that no entry was left out.
func (l *Log) LeafHashes(ctx context.Context) ([]Hash, error) {
	c := l.Checkpoint()
	leaves, err := l.leafHashes(ctx, 0, c.Size)
	if err == nil && RootOf(leaves) != c.Root {
		err = tampered(-1, "the leaf hashes in the store have the root %s, not %s", RootOf(leaves), c.Root)
	}
	if err != nil {
		return nil, fmt.Errorf("ledger: leaf hashes of %q: %w", l.origin, err)
	}
	return leaves, nil
}

// Entries yields the entries from (inclusive) to to (exclusive), in order. A to below zero
// means the present checkpoint, and nothing beyond that is yielded. Each entry is parsed and
// hashed again, and a run from 0 to the present checkpoint ends with an error unless it gives
// the checkpoint's root: what came before that error must not be relied on. An error ends the
// sequence.
func (l *Log) Entries(ctx context.Context, from, to int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		c := l.Checkpoint()
		if to < 0 || to > c.Size {
			to = c.Size
		}
		next := max(from, 0)
		if next >= to {
			return
		}
		whole := next == 0 && to == c.Size
		var tree edge
		for r, err := range l.store.Rows(ctx, l.origin, next, to) {
			var e Entry
			if err == nil {
				e, err = l.readRow(r, next)
			}
			if err != nil {
				yield(Entry{}, fmt.Errorf("ledger: entries of %q: %w", l.origin, err))
				return
			}
			tree.add(e.Hash)
			next++
			if !yield(e, nil) {
				return
			}
		}
		if err := complete(next, to, whole, &tree, c); err != nil {
			yield(Entry{}, fmt.Errorf("ledger: entries of %q: %w", l.origin, err))
		}
	}
}

// complete reports whether a run that was to end before to got there, and whether a whole run
// gave the root.
func complete(next, to int64, whole bool, tree *edge, c Checkpoint) error {
	if next != to {
		return tampered(next, "it is not in the store")
	}
	if whole && tree.root() != c.Root {
		return tampered(-1, "the entries have the root %s, the checkpoint says %s", tree.root(), c.Root)
	}
	return nil
}

// readRow parses a row that should be entry seq of this log.
func (l *Log) readRow(r Row, seq int64) (Entry, error) {
	if r.Seq != seq {
		return Entry{}, tampered(seq, "it is not in the store; number %d follows", r.Seq)
	}
	if LeafHash(r.Leaf) != r.Hash {
		return Entry{}, tampered(seq, "its bytes do not have the hash that was stored with them")
	}
	e, err := parseEntry(r.Leaf)
	if err != nil {
		return Entry{}, tampered(seq, "%v", err)
	}
	if e.Log != l.origin || e.Seq != seq {
		return Entry{}, tampered(seq, "it calls itself number %d of %q", e.Seq, e.Log)
	}
	return e, nil
}

// Opened is bytes with the salt that binds them to their commitment.
type Opened struct {
	Blob
	Salt []byte
}

// Body returns the bytes that an entry commits to, after checking that they are those. It fails
// with ErrErased when the store has them no more and with a TamperError when it has others.
func (l *Log) Body(ctx context.Context, c Commitment) (Opened, error) {
	o, err := l.body(ctx, c)
	if err != nil {
		return Opened{}, fmt.Errorf("ledger: %s of entry %d of %q: %w", slotName(c.Slot), c.Seq, l.origin, err)
	}
	return o, nil
}

func (l *Log) body(ctx context.Context, c Commitment) (Opened, error) {
	b, err := l.store.Body(ctx, l.origin, c.Seq, c.Slot)
	if err != nil {
		return Opened{}, err
	}
	if int64(len(b.Data)) != c.Len || Commit(b.Salt, b.Data) != c.Hash {
		return Opened{}, tampered(c.Seq, "the bytes in the store are not those that its %s commits to",
			slotName(c.Slot))
	}
	return Opened{Blob: Blob{MediaType: c.MediaType, Data: b.Data}, Salt: b.Salt}, nil
}
