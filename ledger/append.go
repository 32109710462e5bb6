package ledger

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"time"
)

// Append records the drafts, all of them or none, and returns their entries in the same order.
// When it returns without an error they are in the store together with a signed checkpoint. The
// time of all is one reading of the clock. Drafts whose Key is known give the entries that the
// log already has, marked Again.
//
// It fails with ErrReadOnly without a key, ErrSize over a limit, ErrKeyReused, ErrConflict if
// other writers won every time, and a TamperError if the store was put back to an earlier
// state.
func (l *Log) Append(ctx context.Context, drafts ...Draft) ([]Entry, error) {
	es, err := l.appendAll(ctx, drafts)
	if err != nil {
		return nil, fmt.Errorf("ledger: append to %q: %w", l.origin, err)
	}
	return es, nil
}

func (l *Log) appendAll(ctx context.Context, drafts []Draft) ([]Entry, error) {
	if l.signer == nil {
		return nil, ErrReadOnly
	}
	if l.behind != nil {
		return nil, l.behind
	}
	if err := checkSizes(drafts); err != nil {
		return nil, err
	}
	l.appendMu.Lock()
	defer l.appendMu.Unlock()
	for try := 1; ; try++ {
		es, err := l.tryAppend(ctx, drafts)
		if !errors.Is(err, ErrConflict) || try == maxTries {
			return es, err
		}
		if err := pause(ctx, try); err != nil {
			return nil, err
		}
	}
}

// pause waits a while that grows with the tries and differs between writers, so that the same
// one does not lose for ever.
func pause(ctx context.Context, try int) error {
	t := time.NewTimer(mathrand.N(time.Duration(try) * time.Millisecond))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// tryAppend plans the entries on top of the edge and hands them to the store.
func (l *Log) tryAppend(ctx context.Context, drafts []Draft) ([]Entry, error) {
	if l.stale {
		h, err := l.store.Head(ctx, l.origin)
		if err == nil {
			err = l.catchUp(ctx, h)
		}
		if err != nil {
			return nil, err
		}
		l.stale = false
	}
	p, err := l.plan(ctx, drafts)
	if err != nil || len(p.rows) == 0 {
		return p.entries, err
	}
	c := Checkpoint{Origin: l.origin, Size: p.edge.size, Root: p.edge.root()}
	b := Batch{Size: l.edge.size, Rows: p.rows}
	b.Sign = func() ([]byte, error) {
		c, err = signCheckpoint(c, l.signer)
		return []byte(c.Text), err
	}
	// Until the store says yes, nobody knows what it holds.
	l.stale = true
	if err := l.store.Append(ctx, l.origin, b); err != nil {
		return nil, err
	}
	l.stale = false
	l.setHead(p.edge, c)
	return p.entries, nil
}

// plan is an append in the making. Its edge is that of the log with the new rows.
type plan struct {
	log     *Log
	at      time.Time
	edge    edge
	tails   map[string]Tail  // by subject, with the new rows
	known   map[string]int64 // by key, what the store has
	fresh   map[string]int   // by key, the draft in this batch that brings it
	entries []Entry
	rows    []Row
}

func (l *Log) plan(ctx context.Context, drafts []Draft) (*plan, error) {
	p := &plan{
		log: l, at: l.now(), edge: l.edge.clone(),
		fresh:   make(map[string]int),
		entries: make([]Entry, 0, len(drafts)),
		rows:    make([]Row, 0, len(drafts)),
	}
	keys, err := p.find(ctx, drafts)
	if err != nil {
		return p, err
	}
	for i := range drafts {
		e, err := p.place(ctx, drafts, i, keys[i])
		if err != nil {
			return p, fmt.Errorf("draft %d: %w", i, err)
		}
		p.entries = append(p.entries, e)
	}
	return p, nil
}

// find asks the store for everything that the drafts name, and returns their keys.
func (p *plan) find(ctx context.Context, drafts []Draft) ([][]byte, error) {
	var q Query
	keys := make([][]byte, len(drafts))
	seen := make(map[string]bool)
	for i := range drafts {
		d := &drafts[i]
		if d.Key != "" {
			keys[i] = keyHash(p.log.secret, d)
			q.Keys = append(q.Keys, keys[i])
		}
		if d.Subject != "" && !seen[d.Subject] {
			seen[d.Subject] = true
			q.Subjects = append(q.Subjects, d.Subject)
		}
	}
	p.tails, p.known = make(map[string]Tail), nil
	if len(q.Keys) == 0 && len(q.Subjects) == 0 {
		return keys, nil
	}
	f, err := p.log.store.Find(ctx, p.log.origin, q)
	if err != nil {
		return nil, err
	}
	p.known = f.Keys
	for s, t := range f.Subjects {
		p.tails[s] = t
	}
	return keys, nil
}

// keyHash keeps a draft's key from being read or guessed out of the store. The lengths keep the
// three parts apart.
func keyHash(secret []byte, d *Draft) []byte {
	mac := hmac.New(sha256.New, secret)
	for _, part := range [...]string{d.Type, d.Subject, d.Key} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(part)))
		mac.Write(n[:])
		io.WriteString(mac, part)
	}
	return mac.Sum(nil)
}

// place gives draft i its entry: an old one if its key is known, else a new one.
func (p *plan) place(ctx context.Context, drafts []Draft, i int, key []byte) (Entry, error) {
	d := &drafts[i]
	if key != nil {
		if seq, ok := p.known[string(key)]; ok {
			return p.old(ctx, seq, d)
		}
		if j, ok := p.fresh[string(key)]; ok {
			return p.twin(&drafts[j], d, p.entries[j])
		}
		p.fresh[string(key)] = i
	}
	return p.add(d, key)
}

// old returns the entry that the log has for the draft's key.
func (p *plan) old(ctx context.Context, seq int64, d *Draft) (Entry, error) {
	l := p.log
	for r, err := range l.store.Rows(ctx, l.origin, seq, seq+1) {
		if err != nil {
			return Entry{}, err
		}
		e, err := l.readRow(r, seq)
		if err != nil {
			return Entry{}, err
		}
		if e.Type != d.Type || e.Subject != d.Subject {
			return Entry{}, tampered(seq, "the store gives it for a key of type %q, subject %q",
				d.Type, d.Subject)
		}
		e.Again = true
		return e, l.sameContent(ctx, e, d)
	}
	return Entry{}, tampered(seq, "it is not in the store")
}

// sameContent reports whether the draft's bytes are those that the entry commits to. What was
// erased cannot be compared and passes, else an erased mail would come back by a new import.
func (l *Log) sameContent(ctx context.Context, e Entry, d *Draft) error {
	if (e.Body == nil) != (d.Body == nil) || len(e.Attachments) != len(d.Attachments) {
		return fmt.Errorf("%w: entry %d has other parts", ErrKeyReused, e.Seq)
	}
	blobs := d.blobs()
	for _, c := range e.commitments() {
		b, err := l.store.Body(ctx, l.origin, c.Seq, c.Slot)
		if errors.Is(err, ErrErased) {
			continue
		}
		if err != nil {
			return err
		}
		if Commit(b.Salt, blobs[c.Slot].Data) != c.Hash {
			return fmt.Errorf("%w: entry %d has another %s", ErrKeyReused, e.Seq, slotName(c.Slot))
		}
	}
	return nil
}

// twin returns the entry of an earlier draft in the same batch with the same key.
func (p *plan) twin(first, d *Draft, e Entry) (Entry, error) {
	a, b := first.blobs(), d.blobs()
	same := len(a) == len(b)
	for i := 0; same && i < len(a); i++ {
		same = (a[i] == nil) == (b[i] == nil) && (a[i] == nil || string(a[i].Data) == string(b[i].Data))
	}
	if !same {
		return Entry{}, fmt.Errorf("%w earlier in this batch", ErrKeyReused)
	}
	e.Again = true
	return e, nil
}

// add makes a new entry at the end of the log.
func (p *plan) add(d *Draft, key []byte) (Entry, error) {
	e := d.entry(p.at)
	e.Log, e.Seq = p.log.origin, p.edge.size
	if d.Subject != "" {
		t := p.tails[d.Subject]
		e.N, e.Prev = t.N+1, t.Hash
	}
	bodies, err := p.commit(&e, d)
	if err != nil {
		return Entry{}, err
	}
	if err := e.check(); err != nil {
		return Entry{}, err
	}
	e.Raw = e.encode()
	if len(e.Raw) > MaxLeaf {
		return Entry{}, fmt.Errorf("the entry has %d bytes, at most %d: %w: "+
			"put long text into the body", len(e.Raw), MaxLeaf, ErrSize)
	}
	e.Hash = LeafHash(e.Raw)
	p.edge.add(e.Hash)
	if d.Subject != "" {
		p.tails[d.Subject] = Tail{N: e.N, Hash: e.Hash}
	}
	p.rows = append(p.rows, Row{
		Seq: e.Seq, Leaf: e.Raw, Hash: e.Hash,
		Subject: e.Subject, N: e.N, Key: key, Bodies: bodies,
	})
	return e, nil
}

// commit salts the draft's bytes and puts their commitments into the entry.
func (p *plan) commit(e *Entry, d *Draft) ([]Body, error) {
	blobs := d.blobs()
	if blobs == nil {
		return nil, nil
	}
	bodies := make([]Body, len(blobs))
	for slot, b := range blobs {
		if b == nil {
			continue
		}
		salt := make([]byte, saltSize)
		if _, err := io.ReadFull(p.log.rand, salt); err != nil {
			return nil, fmt.Errorf("read random bytes: %w", err)
		}
		bodies[slot] = Body{Salt: salt, Data: b.Data}
		c := Commitment{
			Hash: Commit(salt, b.Data), MediaType: b.media(), Len: int64(len(b.Data)),
			Seq: e.Seq, Slot: slot,
		}
		if slot == 0 {
			e.Body = &c
		} else {
			e.Attachments = append(e.Attachments, c)
		}
	}
	return bodies, nil
}
