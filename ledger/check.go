package ledger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// maxFaults is how many faults a report lists one by one. A log with more is not repaired fault
// by fault; the rest is counted.
const maxFaults = 1000

// Report is what Check found.
type Report struct {
	Checkpoint Checkpoint // the one that the store holds; zero if it could not be read
	Pinned     bool       // the verifier key came from the caller, not from the store
	Entries    int64      // entries read
	Bodies     int64      // bodies and attachments read and compared to their commitments
	Faults     []Fault    // in the order in which they were found, at most 1000
	More       int64      // faults beyond those

	// ClockBack lists entries whose time is before that of the entry before, at most 1000. That
	// is no fault of the log, but a question to whoever kept the clock.
	ClockBack []int64
}

// OK reports whether no fault was found. It says nothing about whether what was recorded is
// true.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

// Fault is one thing that is not as it was signed.
type Fault struct {
	Seq    int64 // the entry; -1 for the log as a whole
	Reason string
}

func (r *Report) add(seq int64, format string, args ...any) {
	if len(r.Faults) == maxFaults {
		r.More++
		return
	}
	r.Faults = append(r.Faults, Fault{Seq: seq, Reason: fmt.Sprintf(format, args...)})
}

// Check reads every byte of the log again and compares it with what was signed: the form of
// each entry, its hash, number and place in its subject, every body, the root and the
// signature. If the store has a method Faults(context.Context) ([]string, error), Check asks it
// about the store's own structure. It goes on after a fault and reports all. The error is for a
// store that cannot be read, not for faults.
//
// What it cannot find: content that was false when recorded; a log that its owner rewrote and
// signed again as a whole, unless a checkpoint of the old one is known elsewhere.
func (l *Log) Check(ctx context.Context) (Report, error) {
	c := checker{log: l, subjects: make(map[string]Tail)}
	c.report.Pinned = l.pinned
	if err := c.run(ctx); err != nil {
		return c.report, fmt.Errorf("ledger: check %q: %w", l.origin, err)
	}
	return c.report, nil
}

type checker struct {
	log      *Log
	report   Report
	leaves   []Hash // of the bytes as they are now
	last     Entry
	subjects map[string]Tail
}

func (c *checker) run(ctx context.Context) error {
	l := c.log
	before := l.Checkpoint()
	h, err := l.store.Head(ctx, l.origin)
	if err != nil {
		return err
	}
	if l.behind != nil {
		c.report.add(-1, "%s", reason(l.behind))
	}
	head, err := parseCheckpoint(h.Checkpoint, l.vkey)
	if err != nil {
		c.report.add(-1, "the stored checkpoint: %v", err)
		head = Checkpoint{Size: h.Size}
	}
	c.checkHead(h, head)
	if err := c.readEntries(ctx, max(h.Size, head.Size)); err != nil {
		return err
	}
	c.checkRoot(head, before)
	if err := c.checkBeyond(ctx, max(h.Size, head.Size)); err != nil {
		return err
	}
	if err := c.checkFind(ctx); err != nil {
		return err
	}
	return c.checkStore(ctx)
}

// selfChecker is a store that can check its own structure: indexes, free space, links.
type selfChecker interface {
	// Faults returns what is wrong with the store, in whole words.
	Faults(ctx context.Context) ([]string, error)
}

func (c *checker) checkStore(ctx context.Context) error {
	s, ok := c.log.store.(selfChecker)
	if !ok {
		return nil
	}
	faults, err := s.Faults(ctx)
	for _, f := range faults {
		c.report.add(-1, "%s", f)
	}
	return err
}

// reason returns the words of a TamperError without its preamble.
func reason(err error) string {
	var t *TamperError
	if errors.As(err, &t) {
		return t.Reason
	}
	return err.Error()
}

func (c *checker) checkHead(h Head, head Checkpoint) {
	l := c.log
	if h.VKey != l.vkey {
		c.report.add(-1, "the store names the key %q; the log was opened with %q", h.VKey, l.vkey)
	}
	if !head.Signed {
		return
	}
	c.report.Checkpoint = head
	if head.Origin != l.origin {
		c.report.add(-1, "the checkpoint is of %q", head.Origin)
	}
	if head.Size != h.Size {
		c.report.add(-1, "the checkpoint covers %d entries, the store counts %d", head.Size, h.Size)
	}
}

// readEntries reads the rows that the checkpoint covers.
func (c *checker) readEntries(ctx context.Context, size int64) error {
	next := int64(0)
	for r, err := range c.log.store.Rows(ctx, c.log.origin, 0, size) {
		if err != nil {
			return err
		}
		if r.Seq != next {
			c.report.add(next, "it is not in the store; number %d follows", r.Seq)
			next = r.Seq
		}
		c.leaves = append(c.leaves, LeafHash(r.Leaf))
		c.report.Entries++
		if err := c.checkRow(ctx, r); err != nil {
			return err
		}
		next++
	}
	return nil
}

func (c *checker) checkRow(ctx context.Context, r Row) error {
	if LeafHash(r.Leaf) != r.Hash {
		c.report.add(r.Seq, "its bytes do not have the hash that was stored with them")
	}
	e, err := parseEntry(r.Leaf)
	if err != nil {
		c.report.add(r.Seq, "%v", err)
		return nil
	}
	if e.Log != c.log.origin || e.Seq != r.Seq {
		c.report.add(r.Seq, "it calls itself number %d of %q", e.Seq, e.Log)
	}
	c.checkPlace(r.Seq, e)
	// Bodies are looked for where the row is, not where the entry says that it is.
	for _, k := range e.commitments() {
		k.Seq = r.Seq
		if err := c.checkBody(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

// checkPlace compares the entry with those before it in the log and in its subject.
func (c *checker) checkPlace(seq int64, e Entry) {
	if e.At.Before(c.last.At) && len(c.report.ClockBack) < maxFaults {
		c.report.ClockBack = append(c.report.ClockBack, seq)
	}
	c.last = e
	if e.Subject == "" {
		return
	}
	t := c.subjects[e.Subject]
	if e.N != t.N+1 {
		c.report.add(seq, "it is number %d of subject %q, after number %d", e.N, e.Subject, t.N)
	} else if e.Prev != t.Hash {
		c.report.add(seq, "the entry that it names as the one before in subject %q is another",
			e.Subject)
	}
	c.subjects[e.Subject] = Tail{N: e.N, Hash: e.Hash}
}

func (c *checker) checkBody(ctx context.Context, k Commitment) error {
	_, err := c.log.body(ctx, k)
	var t *TamperError
	switch {
	case err == nil:
		c.report.Bodies++
	case errors.Is(err, ErrErased):
		c.report.add(k.Seq, "its %s is not in the store, and nothing records its erasure",
			slotName(k.Slot))
	case errors.As(err, &t):
		c.report.Bodies++
		c.report.add(k.Seq, "%s", t.Reason)
	default:
		return err
	}
	return nil
}

// checkRoot compares the bytes as they are with the checkpoint in the store and with the one
// that this Log knew before.
func (c *checker) checkRoot(head, before Checkpoint) {
	n := int64(len(c.leaves))
	if n != head.Size {
		c.report.add(-1, "the store holds %d entries, the checkpoint covers %d", n, head.Size)
	}
	for _, known := range []Checkpoint{head, before} {
		if !known.Signed || n < known.Size {
			continue
		}
		if got := RootOf(c.leaves[:known.Size]); got != known.Root {
			c.report.add(-1, "the first %d entries have the root %s, the checkpoint says %s",
				known.Size, got, known.Root)
			return
		}
	}
	if n < before.Size || head.Signed && head.Size < before.Size {
		c.report.add(-1, "it had %d entries before and has %d now", before.Size, min(n, head.Size))
	}
}

// checkBeyond looks for rows that no checkpoint covers. Those that somebody appended while
// Check was reading are covered by a checkpoint that is read after them.
func (c *checker) checkBeyond(ctx context.Context, size int64) error {
	l := c.log
	leaves, err := l.store.Hashes(ctx, l.origin, size, maxSeq)
	if err != nil || len(leaves) == 0 {
		return err
	}
	h, err := l.store.Head(ctx, l.origin)
	if err != nil {
		return err
	}
	if n := size + int64(len(leaves)) - h.Size; n > 0 {
		c.report.add(-1, "%d entries at the end are covered by no checkpoint", n)
	}
	return nil
}

// checkFind compares what the store answers about subjects with what the entries say.
func (c *checker) checkFind(ctx context.Context) error {
	q := Query{Subjects: slices.Sorted(maps.Keys(c.subjects))}
	f, err := c.log.store.Find(ctx, c.log.origin, q)
	if err != nil {
		return err
	}
	h, err := c.log.store.Head(ctx, c.log.origin)
	if err != nil {
		return err
	}
	moved := h.Size != int64(len(c.leaves)) // by an append meanwhile
	for _, s := range q.Subjects {
		got, want := f.Subjects[s], c.subjects[s]
		if got != want && !(moved && got.N > want.N) {
			c.report.add(-1, "the store's index of subject %q does not point to its last entry", s)
		}
	}
	return nil
}
