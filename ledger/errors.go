package ledger

import (
	"errors"
	"fmt"
)

// Errors that callers branch on. They come wrapped: use errors.Is.
var (
	// ErrConflict says that another writer appended first. Log.Append catches up and tries
	// again by itself; it returns ErrConflict only when it lost every time.
	ErrConflict = errors.New("another writer appended first")

	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("the store is closed")

	// ErrNoLog says that the store holds no log of that origin.
	ErrNoLog = errors.New("the store holds no such log")

	// ErrReadOnly says that the log was opened without a key and cannot be appended to.
	ErrReadOnly = errors.New("the log was opened without a key, for reading only")

	// ErrErased says that the store no longer holds the bytes of a body. The entry that commits
	// to them is still there and its proofs still hold.
	ErrErased = errors.New("the bytes are no longer in the store")

	// ErrSize says that a draft or a batch is over one of the limits of this package.
	ErrSize = errors.New("over the size limit")

	// ErrKeyReused says that a draft has the key of an entry whose body or attachments are
	// other bytes. Nothing is appended, for taking the one for the other would lose a record.
	ErrKeyReused = errors.New("the key already names other content")
)

// TamperError says that what the store holds is not what the log's owner signed. It is damage
// or manipulation; which of them, the bytes do not tell.
type TamperError struct {
	Seq    int64  // the entry at fault; -1 when it is the log as a whole
	Reason string // in whole words, for a reader who knows the contract and not the code
}

func (e *TamperError) Error() string {
	if e.Seq < 0 {
		return "the log does not match its signed checkpoint: " + e.Reason
	}
	return fmt.Sprintf("entry %d is not as it was signed: %s", e.Seq, e.Reason)
}

func tampered(seq int64, format string, args ...any) error {
	return &TamperError{Seq: seq, Reason: fmt.Sprintf(format, args...)}
}
