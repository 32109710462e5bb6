package ledger

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

const (
	keyPrefix  = "PRIVATE+KEY+"
	algEd25519 = 1    // C2SP signed-note signature type
	maxName    = 256  // bytes of an origin or a key's name: a web address, not a text
	maxKeyFile = 1024 // a name and a key take less
)

// NewKey makes an Ed25519 key from 32 bytes of random. Anyone who knows those bytes can sign.
func NewKey(random io.Reader) (ed25519.PrivateKey, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, fmt.Errorf("ledger: make key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// VerifierKey returns the public key as a line of text, name+hash+key, as in C2SP signed-note.
// It belongs into the contract. The key must be an ed25519.PublicKey.
func VerifierKey(name string, key crypto.PublicKey) (string, error) {
	if err := checkName(name); err != nil {
		return "", fmt.Errorf("ledger: key name %q: %w", name, err)
	}
	pub, ok := key.(ed25519.PublicKey)
	if !ok {
		return "", fmt.Errorf("ledger: key %q is of type %T; want an Ed25519 key", name, key)
	}
	vkey, err := note.NewEd25519VerifierKey(name, pub)
	if err != nil {
		return "", fmt.Errorf("ledger: key %q: %w", name, err)
	}
	return vkey, nil
}

// FormatKey returns the private key as a line of text without a line feed. Keep it secret.
func FormatKey(name string, key ed25519.PrivateKey) (string, error) {
	vkey, err := VerifierKey(name, key.Public())
	if err != nil {
		return "", err
	}
	hash := strings.Split(vkey, "+")[1]
	seed := append([]byte{algEd25519}, key.Seed()...)
	return keyPrefix + name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(seed), nil
}

// ParseKey reads the line that FormatKey writes. Its errors never quote the line.
func ParseKey(line string) (name string, key ed25519.PrivateKey, err error) {
	parts := strings.Split(strings.TrimPrefix(line, keyPrefix), "+")
	if !strings.HasPrefix(line, keyPrefix) || len(parts) < 3 {
		return "", nil, errors.New("ledger: parse key: it does not have the form of a signing key")
	}
	// The key itself may contain plus signs, the name may not.
	raw, err := base64.StdEncoding.DecodeString(strings.Join(parts[2:], "+"))
	if err != nil || len(raw) != 1+ed25519.SeedSize || raw[0] != algEd25519 {
		return "", nil, errors.New("ledger: parse key: it is damaged or not an Ed25519 key")
	}
	key = ed25519.NewKeyFromSeed(raw[1:])
	again, err := FormatKey(parts[0], key)
	if err != nil {
		return "", nil, err
	}
	if again != line {
		return "", nil, errors.New("ledger: parse key: its name, hash and key do not belong together")
	}
	return parts[0], key, nil
}

// KeyFile returns the key in the file at path. When there is no file it makes a key and writes
// it, readable by its owner alone. The name is that of the log, its origin; a file with a key
// of another name is refused, so that one log's key does not sign another.
//
// The file is the only copy. Whoever loses it cannot append to the log any more; whoever copies
// it can sign in the owner's name.
func KeyFile(path, name string) (ed25519.PrivateKey, error) {
	key, err := readKey(path, name)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	err = writeKey(path, name)
	// If somebody else made the file in the meantime, theirs is the key.
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("ledger: make key file %q: %w", path, err)
	}
	return readKey(path, name)
}

func readKey(path, name string) (ed25519.PrivateKey, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("ledger: read key file: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, fmt.Errorf("ledger: read key file %q: %w", path, err)
	}
	if len(text) == 0 {
		return nil, fmt.Errorf("ledger: key file %q is empty: a first run was interrupted "+
			"before it signed anything; delete the file and start again", path)
	}
	got, key, err := ParseKey(strings.TrimRight(string(text), "\r\n"))
	if err != nil {
		return nil, fmt.Errorf("ledger: key file %q: %w", path, err)
	}
	if got != name {
		return nil, fmt.Errorf("ledger: key file %q has the key of %q, not of %q: "+
			"give each log a key file of its own", path, got, name)
	}
	return key, nil
}

// writeKey makes a key and writes it to a new file, whole and on disk before it is used.
func writeKey(path, name string) (err error) {
	key, err := NewKey(rand.Reader)
	if err != nil {
		return err
	}
	line, err := FormatKey(name, key)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, werr := f.WriteString(line + "\n")
	err = errors.Join(werr, f.Sync(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// checkName reports whether s may name a log or a key. C2SP signed-note allows neither spaces
// nor plus signs, since both divide the fields of its lines.
func checkName(s string) error {
	switch {
	case s == "":
		return errors.New("it is empty")
	case len(s) > maxName:
		return fmt.Errorf("%d bytes: %w", len(s), ErrSize)
	case !utf8.ValidString(s):
		return errors.New("it is not UTF-8")
	}
	for _, r := range s {
		if r == '+' || unicode.IsSpace(r) || unicode.IsControl(r) {
			return errors.New("spaces, plus signs and control characters are not allowed")
		}
	}
	return nil
}
