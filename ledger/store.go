package ledger

import (
	"context"
	"iter"
)

// ChunkSize is how many bytes of a body a database store keeps in one row, 256 KiB: large
// enough that rows are few, small enough that no row is a burden to a reader or a replica.
const ChunkSize = 256 << 10

// Store keeps the bytes of logs. It neither hashes nor signs nor understands them. A store may
// hold any number of logs, told apart by origin, and every method may be called concurrently. A
// method that names a log which is not there fails with ErrNoLog; a closed store, with
// ErrClosed. Package ledgertest has the tests that every store must pass.
type Store interface {
	// Head returns what the store knows about a log as a whole.
	Head(ctx context.Context, origin string) (Head, error)

	// Create makes a log with the given head. It fails with ErrConflict if there is one.
	Create(ctx context.Context, origin string, h Head) error

	// Append writes the batch, all of it or nothing. It fails with ErrConflict when the log's
	// size is not b.Size or a key is taken. When it returns nil the batch is as durable as the
	// store makes anything; when it returns another error the caller must read Head to know. A
	// cancelled context may stop it before the commit, never in the midst of it.
	Append(ctx context.Context, origin string, b Batch) error

	// Rows yields the rows numbered from (inclusive) to to (exclusive) that are there, in order
	// of Seq, with Seq, Leaf and Hash set and nothing else. An error ends the sequence.
	Rows(ctx context.Context, origin string, from, to int64) iter.Seq2[Row, error]

	// Hashes returns the leaf hashes of the same rows. It is Rows, but faster.
	Hashes(ctx context.Context, origin string, from, to int64) ([]Hash, error)

	// Find looks up idempotency keys and subjects. Those that are unknown are not in the
	// result.
	Find(ctx context.Context, origin string, q Query) (Found, error)

	// Body returns the bytes in a slot of an entry, or ErrErased if there are none.
	Body(ctx context.Context, origin string, seq int64, slot int) (Body, error)
}

// Head is what a store keeps about a log as a whole.
type Head struct {
	Size       int64  // the number of entries
	Checkpoint []byte // the signed checkpoint over them
	VKey       string // the verifier key that the log was made with
	Secret     []byte // the key of the idempotency hashes; it never leaves the store's machine

	// HighWater is a checkpoint kept apart from the log's own rows, for a store that has such a
	// place; nil otherwise. It may be older than Checkpoint. One that is newer, or that the log
	// does not contain, shows that the rows were put back to an earlier state. Create and
	// Append ignore it.
	HighWater []byte
}

// Batch is what one append writes.
type Batch struct {
	Size int64 // the size that the log must have; the first row's number
	Rows []Row

	// Sign returns the checkpoint over the log with the rows in it. The store calls it once,
	// when only the commit is left to do, so that no two checkpoints of one size are ever
	// signed for rows that competed. If it fails the batch is not written.
	Sign func() ([]byte, error)
}

// Row is an entry as a store keeps it.
type Row struct {
	Seq     int64
	Leaf    []byte // the entry's bytes, to be kept verbatim
	Hash    Hash   // the leaf hash
	Subject string // "" none
	N       int64  // the entry's number within the subject; 0 without one
	Key     []byte // the idempotency hash, unique in the log; nil none
	Bodies  []Body // by slot: the body in slot 0, attachments from 1
}

// Body is bytes with the salt of their commitment. A Body whose Salt is empty is none: the slot
// stays free.
type Body struct {
	Salt []byte
	Data []byte
}

// Query is what Store.Find is asked for.
type Query struct {
	Keys     [][]byte
	Subjects []string
}

// Found is the answer of Store.Find.
type Found struct {
	Keys     map[string]int64 // by string(key): the number of the entry that has it
	Subjects map[string]Tail
}

// Tail is the last entry of a subject.
type Tail struct {
	N    int64
	Hash Hash
}
