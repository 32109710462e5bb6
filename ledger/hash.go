package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 hash: of a leaf, of a node or of a committed body. The zero Hash stands for
// "none"; no input is known that hashes to it.
type Hash [sha256.Size]byte

// String returns the hash as 64 lower-case hexadecimal digits, the form that sha256sum prints.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText returns the same form as String. It never fails.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads 64 lower-case hexadecimal digits and nothing else.
func (h *Hash) UnmarshalText(text []byte) error {
	got, err := hex.DecodeString(string(text))
	if err != nil || len(got) != len(h) || hex.EncodeToString(got) != string(text) {
		return fmt.Errorf("ledger: parse hash %.80q: want 64 lower-case hexadecimal digits", text)
	}
	copy(h[:], got)
	return nil
}

// commitPrefix keeps commitments apart from every other use of SHA-256.
const commitPrefix = "sla-commit-v1\n"

// LeafHash returns the hash by which an entry stands in the tree: SHA-256 of a zero byte and
// the entry's bytes (RFC 6962, section 2.1).
func LeafHash(raw []byte) Hash { return Hash(tlog.RecordHash(raw)) }

// Commit returns the hash that an entry holds in place of data: SHA-256 of "sla-commit-v1", a
// line feed, the salt and the SHA-256 of data. Whoever lacks the salt cannot test a guess at
// data, so erasing both leaves nothing to find out.
func Commit(salt, data []byte) Hash {
	sum := sha256.Sum256(data)
	buf := make([]byte, 0, len(commitPrefix)+len(salt)+len(sum))
	buf = append(buf, commitPrefix...)
	buf = append(buf, salt...)
	buf = append(buf, sum[:]...)
	return sha256.Sum256(buf)
}

// RootOf returns the root of the tree whose leaves have these hashes, in order of their
// numbers. The root of no leaves is the SHA-256 of nothing, as in RFC 6962.
func RootOf(leaves []Hash) Hash {
	var e edge
	for _, h := range leaves {
		e.add(h)
	}
	return e.root()
}

// edge is the right edge of a tree: the roots of its complete subtrees, the largest first. It
// is all that is needed to add a leaf or to tell the root.
type edge struct {
	size  int64
	nodes []tlog.Hash
}

// add appends a leaf. A complete subtree is merged with its left neighbour of equal size.
func (e *edge) add(leaf Hash) {
	h := tlog.Hash(leaf)
	for n := e.size; n&1 == 1; n >>= 1 {
		last := len(e.nodes) - 1
		h = tlog.NodeHash(e.nodes[last], h)
		e.nodes = e.nodes[:last]
	}
	e.nodes = append(e.nodes, h)
	e.size++
}

func (e *edge) root() Hash {
	if e.size == 0 {
		return sha256.Sum256(nil)
	}
	last := len(e.nodes) - 1
	h := e.nodes[last]
	for i := last - 1; i >= 0; i-- {
		h = tlog.NodeHash(e.nodes[i], h)
	}
	return Hash(h)
}

func (e *edge) clone() edge {
	return edge{size: e.size, nodes: append([]tlog.Hash(nil), e.nodes...)}
}
