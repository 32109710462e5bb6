package evidence

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// read parses the original, and keeps the records that can be kept.
func (in *reading) read(ctx context.Context, imp Importer, raw []byte) error {
	records, problems := imp.Parse(raw)
	in.problems = slices.Clip(problems)
	taken := map[string]bool{}
	var ofRecords []Problem
	for i := range records {
		r := records[i]
		records[i] = Record{} // its memory may go as soon as it is encoded
		if r.Case == "" && !onlyCoverage(r.Means) {
			r.Case = in.about.Case
		}
		if err := in.sift(ctx, &r, taken); err != nil {
			return err
		}
		if err := in.add(&r); err != nil {
			in.problems = append(in.problems, Problem{Where: r.Locator,
				Text: fmt.Sprintf("record %d was not kept: %v", i+1, err)})
			continue
		}
		ofRecords = append(ofRecords, r.Problems...)
	}
	in.receipt.Problems = slices.Concat(in.problems, ofRecords)
	return nil
}

// add checks and encodes a record.
func (in *reading) add(r *Record) error {
	if err := checkRecord(r); err != nil {
		return err
	}
	data, err := encode(r)
	if err != nil {
		return err
	}
	in.kept = append(in.kept, kept{subject: r.Case, named: named(r.Means), body: data})
	in.only = nil
	if len(in.kept) == 1 {
		in.only = r
	}
	if _, err := filled(r.Means, r); err != nil && in.lacking == nil {
		in.lacking = fmt.Errorf("the proposal of record %d (%s) cannot be accepted: %w",
			len(in.kept), r.Locator, err)
	}
	return nil
}

// sift drops proposals that could not stand, and ids that are taken, and says so in the record.
func (in *reading) sift(ctx context.Context, r *Record, taken map[string]bool) error {
	mine := func(o owner) bool { return o.original == in.receipt.Original }
	kept := make([]sla.Event, 0, len(r.Means))
	for _, e := range r.Means {
		id := e.ID
		if reservedID.MatchString(id) || id != "" && taken[id] {
			e.ID = ""
		} else if id != "" {
			if err := in.catchUp(ctx); err != nil {
				return err
			}
			if o, ok := in.ids.owners[id]; ok && !mine(o) {
				e.ID = ""
			}
		}
		if e.ID != id {
			r.report("the event id %q is taken; the event got another", id)
		}
		if err := checkEvent(&e); err != nil {
			r.report("a proposed event was dropped: %v", err)
			continue
		}
		taken[e.ID] = true
		kept = append(kept, e)
	}
	r.Means = kept
	return nil
}

// report adds a problem. The importer's own list stays as it is.
func (r *Record) report(format string, args ...any) {
	p := Problem{Where: r.Locator, Text: fmt.Sprintf(format, args...)}
	r.Problems = append(slices.Clip(r.Problems), p)
}

func onlyCoverage(means []sla.Event) bool {
	return len(means) > 0 && !slices.ContainsFunc(means,
		func(e sla.Event) bool { return e.Kind != sla.Coverage })
}

// decision returns the decision that About makes; nil when it makes none, or made it before.
func (in *reading) decision(ctx context.Context) (*ledger.Draft, error) {
	a := in.about
	if !a.Accept && a.Means == nil {
		return nil, nil
	}
	d := decision{By: a.By, Original: &in.receipt.Original, Importer: in.importer, Accept: a.Accept,
		Means: a.Means}
	if err := in.checkDecision(ctx, &d); err != nil {
		return nil, err
	}
	if made, err := in.made(ctx, &d); err != nil || made {
		return nil, err
	}
	draft, err := in.draft(d)
	if err != nil {
		return nil, err
	}
	draft.Via, draft.Backfill, draft.Subject = a.Via, a.Backfill, a.Case
	if in.only != nil {
		draft.Subject = in.only.Case
	}
	return &draft, nil
}

func (in *reading) checkDecision(ctx context.Context, d *decision) error {
	if d.Accept {
		return in.lacking
	}
	if in.only == nil {
		return fmt.Errorf("the original gave %d records, so what its one record means cannot be said; "+
			"decide on each, or record by hand what the original shows", len(in.kept))
	}
	if _, err := filled(d.Means, in.only); err != nil {
		return err
	}
	mine := func(o owner) bool { return o.original == in.receipt.Original }
	return in.checkIDs(ctx, d.Means, mine)
}

// made reports whether the last import of the original decided the same.
func (in *reading) made(ctx context.Context, d *decision) (bool, error) {
	if !in.receipt.Again {
		return false, nil
	}
	if err := in.catchUp(ctx); err != nil {
		return false, err
	}
	seq, ok := in.ids.imported[in.receipt.Original]
	if !ok {
		return false, nil
	}
	for e, err := range in.log.Entries(ctx, seq, seq+1) {
		if err != nil {
			return false, err
		}
		var old decision
		data, err := in.Trail.read(ctx, &e, &old)
		if err != nil {
			return false, err
		}
		now, err := encode(d)
		return err == nil && bytes.Equal(data, now), err
	}
	return false, nil
}
