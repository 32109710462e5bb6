package evidence

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// Events returns what was decided, as events with the ledger numbers that they rest on, and the
// checkpoint that covers them. They come in order of their records, then of what each means. A record on
// which nobody has decided is an event of the kind Undecided: for all that is known it may be an answer.
//
// An event has the id that its author chose, else the number of its record, "12", and from the
// second event of a record on "12.2". Evidence is the record's number and, for an imported record,
// the original's. Known is since when what stands was decided. Should two writers have
// chosen one id, the later event gets the number instead.
//
// The events say what is decided now. To judge as of what was known earlier, take those of AsKnownAt: before it was
// decided a record was an Undecided, which is not among these.
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
	recorded time.Time

	decided bool        // somebody decided what it means
	alone   bool        // and of this record, not of its whole original
	means   []sla.Event // what was decided; nil when it means nothing
	known   time.Time   // since when it is known to mean that
}

// decide takes in a decision. One that repeats what stood changes nothing, so that what was known before it
// stays known from then on.
func (h *held) decide(means []sla.Event, at time.Time) error {
	if h.decided {
		before, err := encode(h.means)
		if err != nil {
			return err
		}
		now, err := encode(means)
		if err != nil || bytes.Equal(before, now) {
			return err
		}
	}
	h.decided, h.means, h.known = true, means, at
	return nil
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
		proposed: r.Means, recorded: e.At}
	if original < 0 && len(r.Means) > 0 {
		h.decided, h.means, h.known = true, r.Means, e.At
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
		f.held[i].alone = true
		return f.held[i].decide(d.Means, e.At)
	}
	if d.Original == nil {
		return fmt.Errorf("decision entry %d does not say what it is about", e.Seq)
	}
	for _, i := range f.byOriginal[*d.Original] {
		h := &f.held[i]
		var means []sla.Event
		switch {
		case h.importer != d.Importer: // another reading of the same bytes, which this one replaces
		case h.alone: // what was decided of the one record outlives a decision on all
			continue
		case d.Accept:
			means = h.proposed
		default:
			means = d.Means
		}
		if err := h.decide(means, e.At); err != nil {
			return err
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
		if !h.decided {
			events = append(events, h.undecided(evidence))
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

// undecided is the event that a record is of which nobody has decided what it means: it may be an answer.
func (h *held) undecided(evidence []string) sla.Event {
	e := fill(sla.Event{Kind: sla.Undecided}, &h.gist)
	e.ID, e.Known, e.Evidence = eventID(evidence[0], 0), h.recorded, slices.Clone(evidence)
	return e
}

// eventID is the id of the k-th event, from 0, of a record. The first keeps its id when others are
// added.
func eventID(record string, k int) string {
	if k == 0 {
		return record
	}
	return record + "." + strconv.Itoa(k+1)
}
