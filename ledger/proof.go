package ledger

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	proofHeader = "c2sp.org/tlog-proof@v1"
	maxPath     = 63 // a tree of 2^53 entries is no deeper
	maxProof    = maxCheckpoint + 8<<10
)

// Proof shows that a log of a certain checkpoint contains an entry. It says nothing of what
// else the log contains or lacks.
type Proof struct {
	Seq        int64      // the entry's number
	Path       []Hash     // from the leaf to the root, the nearest first (RFC 6962, section 2.1.1)
	Checkpoint Checkpoint // what the proof leads to; not verified by ParseProof
	Text       string     // the same as text: C2SP tlog-proof, extension .tlog-proof
}

// format returns the text of the proof.
func (p Proof) format() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nindex %d\n", proofHeader, p.Seq)
	for _, h := range p.Path {
		b.WriteString(formatHash64(h) + "\n")
	}
	b.WriteString("\n" + p.Checkpoint.Text)
	return b.String()
}

// Verify reports whether the entry with the bytes raw stands in the log at checkpoint c. Trust
// comes from c: it must be one whose signature the caller has verified with a key that he
// knows. The proof's own checkpoint must state the same.
func (p Proof) Verify(raw []byte, c Checkpoint) error {
	if err := p.verify(raw, c); err != nil {
		return fmt.Errorf("ledger: verify proof of entry %d: %w", p.Seq, err)
	}
	return nil
}

func (p Proof) verify(raw []byte, c Checkpoint) error {
	if !c.Signed {
		return errors.New("the signature of the checkpoint was not verified: " +
			"give ParseCheckpoint the log's verifier key")
	}
	if p.Checkpoint.body() != c.body() {
		return fmt.Errorf("it was made for another checkpoint (size %d of %q) than size %d of %q",
			p.Checkpoint.Size, p.Checkpoint.Origin, c.Size, c.Origin)
	}
	e, err := parseEntry(raw)
	if err != nil {
		return err
	}
	if e.Log != c.Origin || e.Seq != p.Seq {
		return fmt.Errorf("the entry calls itself number %d of %q", e.Seq, e.Log)
	}
	path := make(tlog.RecordProof, len(p.Path))
	for i, h := range p.Path {
		path[i] = tlog.Hash(h)
	}
	return tlog.CheckRecord(path, c.Size, tlog.Hash(c.Root), p.Seq, tlog.Hash(e.Hash))
}

// ParseProof reads the text of a proof. It verifies nothing: the checkpoint in it is as yet
// anybody's. Proofs with extra data are refused, for this package writes none.
func ParseProof(text []byte) (Proof, error) {
	p, err := parseProof(string(text))
	if err != nil {
		return Proof{}, fmt.Errorf("ledger: parse proof: %w", err)
	}
	return p, nil
}

func parseProof(text string) (Proof, error) {
	if len(text) > maxProof {
		return Proof{}, fmt.Errorf("%d bytes: %w", len(text), ErrSize)
	}
	head, tail, ok := strings.Cut(text, "\n\n")
	if !ok {
		return Proof{}, errors.New("no blank line before the checkpoint")
	}
	lines := strings.Split(head, "\n")
	if lines[0] != proofHeader || len(lines) < 2 {
		return Proof{}, fmt.Errorf("it does not begin with %q and an index", proofHeader)
	}
	index, ok := strings.CutPrefix(lines[1], "index ")
	seq, err := strconv.ParseInt(index, 10, 64)
	if !ok || err != nil || seq < 0 || seq > maxSeq {
		return Proof{}, fmt.Errorf("%.80q: want \"index\" and a whole number", lines[1])
	}
	p := Proof{Seq: seq, Text: text}
	if len(lines) > 2+maxPath {
		return Proof{}, fmt.Errorf("more than %d hashes", maxPath)
	}
	for _, line := range lines[2:] {
		h, err := parseHash64(line)
		if err != nil {
			return Proof{}, err
		}
		p.Path = append(p.Path, h)
	}
	if p.Checkpoint, err = parseCheckpoint([]byte(tail), ""); err != nil {
		return Proof{}, err
	}
	if p.format() != text {
		return Proof{}, errors.New("not in canonical form")
	}
	return p, nil
}

// Prove returns the proof that the entry is in the log as the present checkpoint states it. The
// first call reads all leaf hashes (half a second for a million entries) and keeps 64 bytes an
// entry in memory; later calls read only what came since.
func (l *Log) Prove(ctx context.Context, seq int64) (Proof, error) {
	p, err := l.prove(ctx, seq)
	if err != nil {
		return Proof{}, fmt.Errorf("ledger: prove entry %d of %q: %w", seq, l.origin, err)
	}
	return p, nil
}

func (l *Log) prove(ctx context.Context, seq int64) (Proof, error) {
	c := l.Checkpoint()
	if seq < 0 || seq >= c.Size {
		return Proof{}, fmt.Errorf("the log has %d entries", c.Size)
	}
	l.treeMu.Lock()
	defer l.treeMu.Unlock()
	if err := l.growTree(ctx, c); err != nil {
		return Proof{}, err
	}
	path, err := tlog.ProveRecord(c.Size, seq, l.tree)
	if err != nil {
		return Proof{}, err
	}
	p := Proof{Seq: seq, Checkpoint: c}
	for _, h := range path {
		p.Path = append(p.Path, Hash(h))
	}
	p.Text = p.format()
	return p, nil
}

// growTree brings the tree up to the checkpoint. The tree is kept only if its root is the
// checkpoint's.
func (l *Log) growTree(ctx context.Context, c Checkpoint) error {
	if c.Size <= l.treeSize {
		return nil
	}
	leaves, err := l.leafHashes(ctx, l.treeSize, c.Size)
	if err != nil {
		return err
	}
	grown := append(tree(nil), l.tree...)
	for i, h := range leaves {
		nodes, err := tlog.StoredHashesForRecordHash(l.treeSize+int64(i), tlog.Hash(h), grown)
		if err != nil {
			return err
		}
		grown = append(grown, nodes...)
	}
	root, err := tlog.TreeHash(c.Size, grown)
	if err != nil {
		return err
	}
	if Hash(root) != c.Root {
		return tampered(-1, "the leaf hashes in the store have the root %s, not %s", Hash(root), c.Root)
	}
	l.tree, l.treeSize = grown, c.Size
	return nil
}

// tree is every node of a log's tree, in the order of tlog.StoredHashIndex.
type tree []tlog.Hash

// ReadHashes implements tlog.HashReader.
func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		hashes[i] = t[x]
	}
	return hashes, nil
}
