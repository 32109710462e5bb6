package evidence

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// Events returns what was decided, as events with the ledger numbers that they rest on, and the
// checkpoint that covers them. They come in order of their records, then of what each means.
//
// An event has the id that its author chose, else the number of its record, "12", and from the
// second event of a record on "12.2". Evidence is the record's number and, for an imported record,
// the original's. Known is when the decision that stands was recorded. Should two writers have
// chosen one id, the later event gets the number instead.
//
// Every entry is read and checked against the signed checkpoint. It fails with a
// [ledger.TamperError] if one is not what was signed, and with [ledger.ErrErased] if the text of
// one is gone: nothing is left out in silence.
func (t *Trail) Events(ctx context.Context) ([]sla.Event, ledger.Checkpoint, error) {
	return t.events(ctx, time.Time{})
}

// AsKnownAt is Events with only what was recorded and decided by the time known, inclusive. The
// checkpoint is the present one: it covers what came later too.
func (t *Trail) AsKnownAt(ctx context.Context, known time.Time) ([]sla.Event, ledger.Checkpoint, error) {
	if known.IsZero() {
		return nil, ledger.Checkpoint{}, fmt.Errorf("evidence: as known at: the time is not set")
	}
	return t.events(ctx, known)
}

func (t *Trail) events(ctx context.Context, until time.Time) ([]sla.Event, ledger.Checkpoint, error) {
	f := fold{trail: t, bySeq: map[int64]int{}, byOriginal: map[int64][]int{}}
	head := t.log.Checkpoint()
	for e, err := range t.log.Entries(ctx, 0, head.Size) {
		if err == nil && (until.IsZero() || !e.At.After(until)) {
			err = f.add(ctx, &e)
		}
		if err != nil {
			return nil, ledger.Checkpoint{}, fmt.Errorf("evidence: events: %w", err)
		}
	}
	return f.events(), head, nil
}

// fold gathers the records and what was decided of each.
type fold struct {
	trail      *Trail
	held       []held
	bySeq      map[int64]int   // place in held
	byOriginal map[int64][]int // places in held
}

// held is a record with the decision that stands.
type held struct {
	seq      int64
	original int64 // -1 when written by hand
	importer string
	gist     gist
	proposed []sla.Event
	means    []sla.Event // what was decided; nil when it means nothing, or nobody decided
	known    time.Time   // when it was decided; zero when nobody decided
}

func (f *fold) add(ctx context.Context, e *ledger.Entry) error {
	switch e.Type {
	case typeRecord:
		return f.addRecord(ctx, e)
	case typeDecision:
		return f.addDecision(ctx, e)
	}
	return nil
}

func (f *fold) addRecord(ctx context.Context, e *ledger.Entry) error {
	original, err := number(e, metaOriginal)
	if err != nil {
		return err
	}
	var r Record
	if _, err := f.trail.read(ctx, e, &r); err != nil {
		return err
	}
	h := held{seq: e.Seq, original: original, importer: e.Meta[metaImporter], gist: gistOf(&r),
		proposed: r.Means}
	if original < 0 && len(r.Means) > 0 {
		h.means, h.known = r.Means, e.At
	}
	if original >= 0 {
		f.byOriginal[original] = append(f.byOriginal[original], len(f.held))
	}
	f.bySeq[e.Seq] = len(f.held)
	f.held = append(f.held, h)
	return nil
}

func (f *fold) addDecision(ctx context.Context, e *ledger.Entry) error {
	var d decision
	if _, err := f.trail.read(ctx, e, &d); err != nil {
		return err
	}
	if d.Record != nil {
		i, ok := f.bySeq[*d.Record]
		if !ok {
			return fmt.Errorf("decision entry %d is about record %d, which is not there", e.Seq, *d.Record)
		}
		f.held[i].means, f.held[i].known = d.Means, e.At
		return nil
	}
	if d.Original == nil {
		return fmt.Errorf("decision entry %d does not say what it is about", e.Seq)
	}
	for _, i := range f.byOriginal[*d.Original] {
		h := &f.held[i]
		h.means, h.known = nil, e.At
		switch {
		case h.importer != d.Importer: // another reading of the same bytes, which this one replaces
		case d.Accept:
			h.means = h.proposed
		default:
			h.means = d.Means
		}
	}
	return nil
}

// events returns the events of all records.
func (f *fold) events() []sla.Event {
	n := 0
	for i := range f.held {
		n += len(f.held[i].means)
	}
	events := make([]sla.Event, 0, n)
	taken := map[string]bool{}
	for i := range f.held {
		h := &f.held[i]
		evidence := make([]string, 1, 2)
		evidence[0] = strconv.FormatInt(h.seq, 10)
		if h.original >= 0 {
			evidence = append(evidence, strconv.FormatInt(h.original, 10))
		}
		for k := range h.means {
			e := fill(h.means[k], &h.gist)
			if e.ID == "" || taken[e.ID] {
				e.ID = eventID(evidence[0], k)
			} else {
				taken[e.ID] = true
			}
			e.Known = h.known
			e.Evidence = slices.Clone(evidence)
			events = append(events, e)
		}
	}
	return events
}

// eventID is the id of the k-th event, from 0, of a record. The first keeps its id when others are
// added.
func eventID(record string, k int) string {
	if k == 0 {
		return record
	}
	return record + "." + strconv.Itoa(k+1)
}
