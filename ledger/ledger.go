// Package ledger keeps an append-only log whose past cannot be changed unnoticed by anyone who
// holds an earlier checkpoint of it.
//
// A log is a Merkle tree (RFC 6962, SHA-256) over the exact bytes of its entries. Each append
// writes, in one transaction, the entries and a checkpoint signed with Ed25519 (C2SP
// tlog-checkpoint and signed-note). Proofs that an entry is in the log are text files that
// other programs read too (C2SP tlog-proof). What is private, a mail or a recording, is not in
// the entry: the entry commits to it by a salted hash, and the bytes lie in a table from which
// they can be erased without breaking any proof.
//
// # What it shows and what it does not
//
// With the verifier key from the contract and one checkpoint that left the owner's hands, every
// later change of an entry covered by it is detected: an edit, a removal, a swap, an insertion,
// a cut at the end. Check finds damage and careless edits without any such checkpoint. But the
// owner has the key: before a checkpoint is in other hands he can write the whole log anew, and
// nothing in it would tell. Nor does a log show that its content was true, when it was made
// (the time of an entry is its recorder's own word), or that nothing was kept out of it.
//
// # Format of an entry, version 1
//
// An entry is JSON in the canonical form of RFC 8785, restricted to ASCII names, strings,
// integers from 0 to 2^53-1, arrays and objects: no spaces, names in the order of their bytes,
// in strings only the escapes that JSON requires (\b \t \n \f \r \" \\ and \u00xx in lower
// case), UTF-8 otherwise. No string has the character U+0000. It has at most 16 KiB and these
// members, of which those in brackets are left out when there is nothing to say:
//
//	[attachments]  array of commitments, at least one
//	[body]         commitment
//	log            the origin of the log
//	[meta]         object of strings; names of 1 to 64 printable ASCII characters
//	recorder       at        UTC, "2026-11-22T08:15:03.214Z", always three decimals
//	               by        who recorded it
//	               mode      "live" or "backfill"
//	               software  with which program
//	               via       by which road
//	seq            number in the log, from 0
//	[subject]      id        the case, not empty
//	               n         number within the case, from 1
//	               [prev]    leaf hash of the case's entry before, if n is above 1
//	type           a-z, then a-z 0-9 . - _, at most 64 in all
//	v              1
//
// A commitment is an object of commitment (a hash), length (bytes) and media (the media type,
// printable ASCII). Hashes are 64 lower-case hexadecimal digits. With salt being 32 bytes of
// its own and + meaning concatenation,
//
//	commitment = SHA-256("sla-commit-v1\n" + salt + SHA-256(data))
//	leaf hash  = SHA-256(0x00 + entry)
//	node hash  = SHA-256(0x01 + left + right)
//
// The file testdata/vectors.json has examples of each.
package ledger

import (
	"context"
	"crypto"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
)

const (
	saltSize   = 32 // as wide as the hash: guessing the salt is no easier than breaking it
	secretSize = 32

	// maxTries is how many appends others may win in a row before Append gives up. Between
	// tries it waits up to as many milliseconds as it has lost, five seconds in all at the
	// most.
	maxTries = 100
)

// Options say how a log is opened. The zero value opens it for reading.
type Options struct {
	// Key signs the checkpoints. It must be Ed25519. Nil opens the log for reading only.
	Key crypto.Signer

	// KeyName is the name of the key in signatures. "" means the log's origin, as C2SP
	// recommends.
	KeyName string

	// VKey is the verifier key that the log must have been made with: the one in the contract.
	// "" takes the public half of Key or, without a Key, the store's own word for it, which
	// proves only that the log agrees with itself.
	VKey string

	// Now is the recorder's clock. Nil means time.Now.
	Now func() time.Time

	// Rand gives the salts. Nil means crypto/rand. Anything else is for demonstrations and
	// tests: whoever can predict a salt can test guesses at erased content.
	Rand io.Reader
}

// Log is one agreement's log. It is safe for concurrent use. It holds no resources but the
// store, which the caller closes.
type Log struct {
	store  Store
	origin string
	vkey   string
	pinned bool // vkey came from the caller
	signer note.Signer
	now    func() time.Time
	rand   io.Reader
	secret []byte

	appendMu sync.Mutex // held by the one append that is under way
	stale    bool       // guarded by appendMu: the store may be ahead of edge
	behind   error      // not nil: the store was put back to an earlier state

	mu   sync.RWMutex // guards edge and head
	edge edge
	head Checkpoint

	treeMu   sync.Mutex // guards tree and treeSize
	tree     tree
	treeSize int64
}

// Open opens the log of that origin and makes it when the store has none and opts has a key.
// The origin is the log's name for ever: by convention a domain of its owner, the agreement and
// an epoch, "acme.example/vendorx-2026/1". It has at most 256 bytes without spaces, plus signs
// and control characters.
//
// Open reads the hash of every entry, half a second for a million, and compares their root to
// the signed checkpoint. It fails with a TamperError if they differ, and with ErrNoLog if there
// is no log and no key to make one. A store that was put back to an earlier state opens, but
// Append then fails with a TamperError.
func Open(ctx context.Context, store Store, origin string, opts Options) (*Log, error) {
	l, err := open(ctx, store, origin, opts)
	if err != nil {
		return nil, fmt.Errorf("ledger: open %q: %w", origin, err)
	}
	return l, nil
}

func open(ctx context.Context, store Store, origin string, opts Options) (*Log, error) {
	if err := checkName(origin); err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	l := &Log{store: store, origin: origin, vkey: opts.VKey, now: opts.Now, rand: opts.Rand}
	if l.now == nil {
		l.now = time.Now
	}
	if l.rand == nil {
		l.rand = rand.Reader
	}
	if err := l.setKey(opts); err != nil {
		return nil, err
	}
	l.pinned = l.vkey != ""
	h, err := store.Head(ctx, origin)
	if errors.Is(err, ErrNoLog) && l.signer != nil {
		h, err = l.create(ctx)
	}
	if err != nil {
		return nil, err
	}
	if l.vkey == "" {
		l.vkey = h.VKey
	}
	if l.vkey != h.VKey {
		return nil, fmt.Errorf("the log was made with the key %q, not with %q: "+
			"use the key that it was made with", h.VKey, l.vkey)
	}
	l.secret = h.Secret
	if err := l.catchUp(ctx, h); err != nil {
		return nil, err
	}
	l.behind, err = l.checkHighWater(ctx, h.HighWater)
	return l, err
}

// setKey makes the signer of the key in opts, if there is one.
func (l *Log) setKey(opts Options) error {
	if opts.Key == nil {
		return nil
	}
	name := opts.KeyName
	if name == "" {
		name = l.origin
	}
	vkey, err := VerifierKey(name, opts.Key.Public())
	if err != nil {
		return err
	}
	if opts.VKey != "" && opts.VKey != vkey {
		return fmt.Errorf("the key given is %q, not %q", vkey, opts.VKey)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	l.vkey, l.signer = vkey, signer{Verifier: v, key: opts.Key}
	return nil
}

// create makes the log, empty, with a signed checkpoint that says so.
func (l *Log) create(ctx context.Context) (Head, error) {
	c, err := signCheckpoint(Checkpoint{Origin: l.origin, Root: RootOf(nil)}, l.signer)
	if err != nil {
		return Head{}, err
	}
	secret := make([]byte, secretSize)
	if _, err := io.ReadFull(l.rand, secret); err != nil {
		return Head{}, fmt.Errorf("read random bytes: %w", err)
	}
	h := Head{Checkpoint: []byte(c.Text), VKey: l.vkey, Secret: secret}
	err = l.store.Create(ctx, l.origin, h)
	if err != nil && !errors.Is(err, ErrConflict) {
		return Head{}, err
	}
	// Somebody else may have made it at the same moment; what the store has counts.
	return l.store.Head(ctx, l.origin)
}

// catchUp reads what the store has beyond the edge, and takes it over if the signed checkpoint
// covers it and everything before it.
func (l *Log) catchUp(ctx context.Context, h Head) error {
	c, err := parseCheckpoint(h.Checkpoint, l.vkey)
	if err != nil {
		return tampered(-1, "the stored checkpoint: %v", err)
	}
	if c.Origin != l.origin || c.Size != h.Size {
		return tampered(-1, "the checkpoint speaks of %d entries of %q, the store of %d of %q",
			c.Size, c.Origin, h.Size, l.origin)
	}
	e := l.edge.clone()
	if c.Size < e.size {
		return tampered(-1, "it had %d entries before and has %d now", e.size, c.Size)
	}
	leaves, err := l.leafHashes(ctx, e.size, c.Size)
	if err != nil {
		return err
	}
	for _, leaf := range leaves {
		e.add(leaf)
	}
	if e.root() != c.Root {
		return tampered(-1, "the entries have the root %s, the checkpoint says %s", e.root(), c.Root)
	}
	l.setHead(e, c)
	return nil
}

func (l *Log) setHead(e edge, c Checkpoint) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.edge, l.head = e, c
}

// leafHashes reads the leaf hashes from (inclusive) to to (exclusive), all of them.
func (l *Log) leafHashes(ctx context.Context, from, to int64) ([]Hash, error) {
	if from >= to {
		return nil, nil
	}
	leaves, err := l.store.Hashes(ctx, l.origin, from, to)
	if err != nil {
		return nil, err
	}
	if int64(len(leaves)) != to-from {
		return nil, tampered(-1, "of the entries %d to %d the store has %d", from, to-1, len(leaves))
	}
	return leaves, nil
}

// checkHighWater compares the log with a checkpoint kept outside its rows. It returns what is
// wrong, if anything, and an error if it could not look.
func (l *Log) checkHighWater(ctx context.Context, text []byte) (behind, err error) {
	if text == nil {
		return nil, nil
	}
	c, err := parseCheckpoint(text, l.vkey)
	if err != nil {
		return tampered(-1, "the high-water checkpoint beside the store: %v", err), nil
	}
	head := l.Checkpoint()
	if c.Origin != l.origin {
		return tampered(-1, "the high-water checkpoint is of %q", c.Origin), nil
	}
	if c.Size > head.Size {
		return tampered(-1, "it had %d entries before and has %d now: "+
			"the store was put back to an earlier state; bring back the newer one or, if it is lost, "+
			"go on in a new log under the next epoch", c.Size, head.Size), nil
	}
	got := head.Root
	if c.Size < head.Size {
		leaves, err := l.leafHashes(ctx, 0, c.Size)
		if err != nil {
			return nil, err
		}
		got = RootOf(leaves)
	}
	if got != c.Root {
		return tampered(-1, "its first %d entries are not those of the high-water checkpoint: "+
			"their root is %s, not %s", c.Size, got, c.Root), nil
	}
	return nil, nil
}

// Origin returns the log's name.
func (l *Log) Origin() string { return l.origin }

// VerifierKey returns the public key of the log as a line of text, name+hash+key. It belongs
// into the contract, where neither side can change it alone.
func (l *Log) VerifierKey() string { return l.vkey }

// Checkpoint returns the present checkpoint: the last that this Log read or signed. Others may
// have appended since.
func (l *Log) Checkpoint() Checkpoint {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.head
}
