package ledger

import (
	"fmt"
	"time"
)

// Limits. Over them, Append refuses the whole batch with ErrSize.
const (
	// MaxLeaf is the largest entry, 16 KiB. An entry is read out in court and printed; what is
	// long belongs into a body.
	MaxLeaf = 16 << 10

	// MaxBlob is the largest body or attachment, 64 MiB: more than mail servers let through,
	// and little enough to be held in memory whole, which Append and Body do.
	MaxBlob = 64 << 20

	// MaxBatch is the largest number of drafts in one append. A batch is one transaction, and
	// beyond some thousand entries a longer one gains nothing while it blocks everybody else.
	MaxBatch = 10_000

	// MaxBatchBytes is the largest sum of all bodies and attachments in one append, 256 MiB.
	MaxBatchBytes = 256 << 20

	maxType = 64        // bytes of a type or a metadata key: a word, not a sentence
	maxSeq  = 1<<53 - 1 // the largest integer that every JSON reader keeps exactly
)

// defaultMedia is what a blob is taken for that does not say what it is.
const defaultMedia = "application/octet-stream"

// Blob is bytes from outside: a mail, a recording, a screenshot. They are kept exactly as they
// are.
type Blob struct {
	MediaType string // "" means application/octet-stream; printable ASCII, at most 255 bytes
	Data      []byte // at most MaxBlob; empty is allowed
}

// Draft is what a caller asks to be recorded. The log adds its name, a number and the time.
// Everything but the contents of Body and Attachments is public for ever: it stands in the
// entry and cannot be erased, so names of persons should be pseudonyms there.
type Draft struct {
	// Type says what kind of entry it is, by the caller's own list: a lower-case letter, then
	// lower-case letters, digits, dots, hyphens and underscores, at most 64 bytes.
	Type string

	// Subject is the case it belongs to; "" none. The entries of a subject are numbered from 1
	// without gaps, and each names the hash of the one before.
	Subject string

	// Key makes appending idempotent: when the log has an entry of the same Type, Subject and
	// Key, nothing is appended and Append returns that entry. Its body and attachments must
	// then be the same bytes (if they are still in the store), or Append fails with
	// ErrKeyReused; Meta and the recorder are not compared. "" equals nothing. The log keeps a
	// keyed hash only.
	Key string

	By       string // who records: a person or an account
	Via      string // by which road it came: a form, a mailbox, an import
	Software string // with which program and version

	// Backfill says that the entry records something long past, brought in from elsewhere.
	Backfill bool

	Meta        map[string]string // keys are printable ASCII of at most 64 bytes
	Body        *Blob             // nil none
	Attachments []Blob
}

// blobs returns the body and the attachments by slot; the first is nil without a body.
func (d *Draft) blobs() []*Blob {
	if d.Body == nil && len(d.Attachments) == 0 {
		return nil
	}
	blobs := make([]*Blob, 1, 1+len(d.Attachments))
	blobs[0] = d.Body
	for i := range d.Attachments {
		blobs = append(blobs, &d.Attachments[i])
	}
	return blobs
}

// entry returns the entry that the draft becomes, as far as the draft itself determines it.
func (d *Draft) entry(at time.Time) Entry {
	e := Entry{
		Type: d.Type, Subject: d.Subject,
		At: at.UTC().Truncate(time.Millisecond),
		By: d.By, Via: d.Via, Software: d.Software, Backfill: d.Backfill,
	}
	if len(d.Meta) > 0 {
		e.Meta = make(map[string]string, len(d.Meta))
		for k, v := range d.Meta {
			e.Meta[k] = v
		}
	}
	return e
}

// checkSizes reports whether a batch is within the limits.
func checkSizes(drafts []Draft) error {
	if len(drafts) > MaxBatch {
		return fmt.Errorf("%d drafts, at most %d at once: %w", len(drafts), MaxBatch, ErrSize)
	}
	total := 0
	for i := range drafts {
		for slot, b := range drafts[i].blobs() {
			if b == nil {
				continue
			}
			if len(b.Data) > MaxBlob {
				return fmt.Errorf("draft %d, %s: %d bytes, at most %d: %w",
					i, slotName(slot), len(b.Data), MaxBlob, ErrSize)
			}
			total += len(b.Data)
		}
	}
	if total > MaxBatchBytes {
		return fmt.Errorf("%d bytes in bodies, at most %d at once: %w", total, MaxBatchBytes, ErrSize)
	}
	return nil
}

func slotName(slot int) string {
	if slot == 0 {
		return "body"
	}
	return fmt.Sprintf("attachment %d", slot)
}

func (b *Blob) media() string {
	if b.MediaType == "" {
		return defaultMedia
	}
	return b.MediaType
}
