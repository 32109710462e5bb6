package ledger

import (
	"crypto"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// maxCheckpoint is the largest checkpoint that is read, 64 KiB: three lines and the hundred
// signatures that a note may have take less.
const maxCheckpoint = 64 << 10

// Checkpoint is a statement by a log's owner: at this size, the log has this root. It says
// nothing about when; that takes an anchor outside the log.
type Checkpoint struct {
	Origin string // the log's name
	Size   int64  // the number of entries
	Root   Hash   // the root of the tree over them
	Text   string // the signed note, in full

	// Signed says that the text bears a valid signature of the verifier key that
	// ParseCheckpoint was given. False means only that nothing was verified.
	Signed bool
}

// Check reports whether leaves, the leaf hashes of a log from its first entry on, give the
// checkpoint's root. More leaves than c.Size are allowed and not looked at, so that it also
// shows whether a log still contains what an older checkpoint of it stated.
func (c Checkpoint) Check(leaves []Hash) error {
	if int64(len(leaves)) < c.Size {
		return fmt.Errorf("ledger: check checkpoint: it covers %d entries and there are %d",
			c.Size, len(leaves))
	}
	if got := RootOf(leaves[:c.Size]); got != c.Root {
		return fmt.Errorf("ledger: check checkpoint: the first %d entries have the root %s, not %s",
			c.Size, got, c.Root)
	}
	return nil
}

// ParseCheckpoint reads a signed checkpoint and verifies its signature against the verifier key
// vkey, which must come from elsewhere than the text: a contract, say. With vkey "" nothing is
// verified and Signed is false. Signatures of other keys are kept in Text and not verified.
// Extension lines are refused: this package writes none.
func ParseCheckpoint(text []byte, vkey string) (Checkpoint, error) {
	c, err := parseCheckpoint(text, vkey)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("ledger: parse checkpoint: %w", err)
	}
	return c, nil
}

func parseCheckpoint(text []byte, vkey string) (Checkpoint, error) {
	if len(text) > maxCheckpoint {
		return Checkpoint{}, fmt.Errorf("%d bytes: %w", len(text), ErrSize)
	}
	n, err := openNote(text, vkey)
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := parseCheckpointBody(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	c.Text = string(text)
	c.Signed = vkey != ""
	return c, nil
}

func openNote(text []byte, vkey string) (*note.Note, error) {
	if vkey == "" {
		_, err := note.Open(text, nil)
		var unverified *note.UnverifiedNoteError
		if errors.As(err, &unverified) {
			return unverified.Note, nil
		}
		return nil, err
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("verifier key %q: %w", vkey, err)
	}
	n, err := note.Open(text, note.VerifierList(v))
	var unverified *note.UnverifiedNoteError
	if errors.As(err, &unverified) {
		return nil, fmt.Errorf("it bears no signature of the key %q", vkey)
	}
	return n, err
}

// parseCheckpointBody reads the part that is signed: C2SP tlog-checkpoint v1.0.0.
func parseCheckpointBody(body string) (Checkpoint, error) {
	lines := strings.Split(body, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Checkpoint{}, errors.New("want three lines: origin, size and root")
	}
	c := Checkpoint{Origin: lines[0]}
	if err := checkName(c.Origin); err != nil {
		return Checkpoint{}, fmt.Errorf("origin %q: %w", c.Origin, err)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || size > maxSeq || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("size %q is not a whole number in plain digits", lines[1])
	}
	c.Size = size
	c.Root, err = parseHash64(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("root: %w", err)
	}
	if c.Size == 0 && c.Root != RootOf(nil) {
		return Checkpoint{}, errors.New("root of an empty log is not the hash of nothing")
	}
	return c, nil
}

// body returns the lines of the checkpoint that are signed.
func (c Checkpoint) body() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + formatHash64(c.Root) + "\n"
}

// signCheckpoint returns c with its text, signed.
func signCheckpoint(c Checkpoint, s note.Signer) (Checkpoint, error) {
	text, err := note.Sign(&note.Note{Text: c.body()}, s)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("sign checkpoint: %w", err)
	}
	c.Text = string(text)
	c.Signed = true
	return c, nil
}

func formatHash64(h Hash) string { return base64.StdEncoding.EncodeToString(h[:]) }

// parseHash64 reads what formatHash64 writes, to the bit.
func parseHash64(s string) (Hash, error) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b) != len(Hash{}) || formatHash64(Hash(b)) != s {
		return Hash{}, fmt.Errorf("%.80q is not a hash in base64", s)
	}
	return Hash(b), nil
}

// signer signs notes with a key that may live elsewhere, in a token for example.
type signer struct {
	note.Verifier
	key crypto.Signer
}

// Sign implements note.Signer. Ed25519 takes no randomness; the reader is for the interface.
func (s signer) Sign(msg []byte) ([]byte, error) {
	return s.key.Sign(rand.Reader, msg, crypto.Hash(0))
}
