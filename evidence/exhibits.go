package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/ledger"
)

// Exhibit is a record with its place in the ledger.
type Exhibit struct {
	Ref            string // "12": what Event.Evidence and Finding.Evidence hold
	Seq            int64
	Original       int64     // ledger number of the original it was read from; -1 when it was written by hand
	OriginalSHA256 string    // of the original's bytes; "" when written by hand, or when they were erased
	At             time.Time // when it was recorded
	Recorder       string    // who recorded it
	Importer       string    // name and version; "" when written by hand
	Record         Record    // as recorded; its Means are not what was decided later
}

// Exhibits yields every record, in order of the ledger, decided or not. An error ends the sequence.
func (t *Trail) Exhibits(ctx context.Context) iter.Seq2[Exhibit, error] {
	return func(yield func(Exhibit, error) bool) {
		sums := &sums{trail: t, originals: map[int64]ledger.Commitment{}, known: map[int64]string{}}
		for e, err := range t.log.Entries(ctx, 0, -1) {
			var x *Exhibit
			if err == nil {
				x, err = t.exhibit(ctx, &e, sums)
			}
			if err != nil {
				yield(Exhibit{}, fmt.Errorf("evidence: exhibits: %w", err))
				return
			}
			if x != nil && !yield(*x, nil) {
				return
			}
		}
	}
}

// exhibit returns the exhibit that an entry is; nil when it is none.
func (t *Trail) exhibit(ctx context.Context, e *ledger.Entry, s *sums) (*Exhibit, error) {
	if e.Type == typeOriginal && e.Body != nil {
		s.originals[e.Seq] = *e.Body
	}
	if e.Type != typeRecord {
		return nil, nil
	}
	original, err := number(e, metaOriginal)
	if err != nil {
		return nil, err
	}
	x := &Exhibit{
		Ref: strconv.FormatInt(e.Seq, 10), Seq: e.Seq, Original: original,
		At: e.At, Recorder: e.By, Importer: e.Meta[metaImporter],
	}
	if _, err := t.read(ctx, e, &x.Record); err != nil {
		return nil, err
	}
	x.OriginalSHA256, err = s.of(ctx, original)
	return x, err
}

// sums hashes each original once. The plain hash is kept nowhere: it would show, after an
// erasure, whether a guess at the bytes is right.
type sums struct {
	trail     *Trail
	originals map[int64]ledger.Commitment
	known     map[int64]string
}

func (s *sums) of(ctx context.Context, original int64) (string, error) {
	if sum, ok := s.known[original]; ok || original < 0 {
		return sum, nil
	}
	c, ok := s.originals[original]
	if !ok {
		return "", fmt.Errorf("entry %d is not an original, and a record names it as one", original)
	}
	o, err := s.trail.log.Body(ctx, c)
	if err != nil && !errors.Is(err, ledger.ErrErased) {
		return "", err
	}
	if err == nil {
		sum := sha256.Sum256(o.Data)
		s.known[original] = hex.EncodeToString(sum[:])
	} else {
		s.known[original] = ""
	}
	return s.known[original], nil
}

// Review yields the records on which nobody has decided, in order of the ledger. An error ends the
// sequence.
func (t *Trail) Review(ctx context.Context) iter.Seq2[Exhibit, error] {
	return func(yield func(Exhibit, error) bool) {
		records, originals := map[int64]bool{}, map[int64]int64{}
		for e, err := range t.log.Entries(ctx, 0, -1) {
			if err == nil && e.Type == typeDecision {
				err = note(&e, records, originals)
			}
			if err != nil {
				yield(Exhibit{}, fmt.Errorf("evidence: review: %w", err))
				return
			}
		}
		for x, err := range t.Exhibits(ctx) {
			byHand := x.Original < 0 && len(x.Record.Means) > 0
			if err == nil && (byHand || records[x.Seq] || originals[x.Original] > x.Seq) {
				continue
			}
			if !yield(x, err) {
				return
			}
		}
	}
}

// note notes what a decision is about.
func note(e *ledger.Entry, records map[int64]bool, originals map[int64]int64) error {
	record, err := number(e, metaRecord)
	if err != nil {
		return err
	}
	original, err := number(e, metaOriginal)
	if err != nil {
		return err
	}
	if record >= 0 {
		records[record] = true
	}
	if original >= 0 {
		originals[original] = e.Seq
	}
	return nil
}
