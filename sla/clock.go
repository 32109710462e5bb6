package sla

import (
	"slices"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// clock is one commitment on one case.
type clock struct {
	*file
	terms      *Terms
	commitment *Commitment
	calendar   *calendar.Calendar
	start      *Event
}

// once judges a commitment with one due time, and beside it the date of every extension that came too late
// to save it.
func (k *clock) once() {
	grants := k.grants()
	var fixed calendar.Due
	for n := 0; ; n++ {
		f := k.finding(n)
		if n > 0 {
			f.Extension = grants[0].ID
			f.reason(Extended)
			grants = grants[1:]
		}
		late, err := k.settle(&f, fixed, grants)
		if err == nil && len(late) > 0 {
			f.reason(ExtendedLate)
			fixed, err = k.extended(f.Due(), late[0])
		}
		if err != nil {
			f.Verdict = Unknown
			f.reason(OutOfRange)
		}
		k.findings = append(k.findings, f)
		if err != nil || len(late) == 0 {
			return
		}
		grants = late
	}
}

// finding begins a finding: what is known before anything is reckoned. The n-th after the first is numbered n+1.
func (k *clock) finding(n int) Finding {
	c := k.commitment
	if n > 0 {
		n++
	}
	return Finding{
		ID: findingID(k.start, c, n), Case: k.start.Case, Commitment: c.ID, Clause: c.Clause, Measure: c.Measure, N: n,
		Terms: k.terms.Version, Calendar: c.Calendar, Fingerprint: k.calendar.Fingerprint(), Limit: c.Within,
		Start:    Point{k.start.Times.Of(c.start().Time), k.start.Precision, k.start.ID},
		calendar: k.calendar,
	}
}

// settle reckons a finding to its verdict, against a fixed date or, when that is zero, the commitment's limit.
// It returns the grants that came after the due time.
func (k *clock) settle(f *Finding, fixed calendar.Due, grants []*Event) (late []*Event, err error) {
	k.stop(f)
	if f.Start.Time.IsZero() {
		f.Verdict = Unknown
		f.reason(TimeNotKnown)
		k.cite(f, nil)
		return nil, nil
	}
	r := reckoning{clock: k, start: f.Start.Time}
	if f.Promised, err = r.due(r.start, nil); err != nil {
		return nil, err
	}
	cs := k.claims(k.commitment)
	r.take(cs)
	r.fixed = fixed
	if late, err = r.extend(f, grants); err != nil {
		return nil, err
	}
	return late, k.conclude(f, &r, cs)
}

// conclude gives the verdict, and names what it rests on.
func (k *clock) conclude(f *Finding, r *reckoning, cs []claim) error {
	if err := r.decide(f); err != nil {
		return err
	}
	k.needCoverage(f)
	k.cite(f, cs)
	return nil
}

// stop sets the Stop and the end of f: by the event that stops the clock, or by the withdrawal of the request.
func (k *clock) stop(f *Finding) {
	f.end = k.asOf.At
	m := k.commitment.stop()
	e, blind := k.earliest(m, k.start.Times.Occurred)
	gone := k.first(Mark{Kinds: []Kind{Cancelled}, By: Client}, k.start.Times.Occurred)
	switch {
	case gone != nil && (e == nil || gone.Times.Occurred.Before(e.Times.Of(m.Time))):
		f.Stop = Point{gone.Times.Occurred, gone.Precision, gone.ID}
		f.withdrawn = true
	case e != nil:
		f.Stop = Point{e.Times.Of(m.Time), e.Precision, e.ID}
	case blind != nil:
		f.Stop = Point{Event: blind.ID}
		f.end = time.Time{}
		return
	default:
		return
	}
	f.end = f.Stop.Time
	f.blind = blind != nil && blind.Times.Occurred.Before(f.end)
}

// earliest returns the event with the earliest of the times that the mark counts by, and the first event that the mark
// fits without that time being known: it may have been the earlier one.
func (f *file) earliest(m Mark, from time.Time) (e, blind *Event) {
	for _, x := range f.events {
		if x.Times.Occurred.Before(from) || !m.fits(x) || f.refused(x) {
			continue
		}
		at := x.Times.Of(m.Time)
		switch {
		case at.IsZero() && blind == nil:
			blind = x
		case !at.IsZero() && (e == nil || at.Before(e.Times.Of(m.Time))):
			e = x
		}
	}
	return e, blind
}

// needCoverage turns a miss that no complete record supports into an unknown.
func (k *clock) needCoverage(f *Finding) {
	if f.Verdict != Missed {
		return
	}
	f.Uncovered = k.coverage.gaps(k.channels(), f.Start.Time, f.Due().At)
	if len(f.Uncovered) > 0 {
		f.Verdict = Unknown
		f.reason(NoCoverage)
	}
}

// channels are those by which an answer may arrive: every one that the terms name, else that of
// the request.
func (k *clock) channels() []string {
	if len(k.terms.Channels) == 0 {
		return []string{k.opened.Channel}
	}
	ids := make([]string, len(k.terms.Channels))
	for i, c := range k.terms.Channels {
		ids[i] = c.ID
	}
	return ids
}

func (f *Finding) reason(r Reason) {
	if !slices.Contains(f.Reasons, r) {
		f.Reasons = append(f.Reasons, r)
	}
}

// cite names the events a finding rests on, in order of time, and their evidence.
func (k *clock) cite(f *Finding, cs []claim) {
	used := []*Event{k.start}
	for _, e := range k.events {
		if e.ID != "" && (e.ID == f.Stop.Event || e.ID == f.Extension) {
			used = append(used, e)
		}
	}
	for _, m := range cs {
		if m.concerns(f) {
			used = append(used, m.event)
			used = append(used, m.answers...)
		}
	}
	if f.Verdict == Missed {
		used = append(used, k.coverage.during(f.Start.Time, f.Due().At)...)
	}
	slices.SortStableFunc(used, func(a, b *Event) int { return a.Times.Occurred.Compare(b.Times.Occurred) })
	f.Events = make([]string, 0, len(used))
	for _, e := range used {
		if e.ID == "" || slices.Contains(f.Events, e.ID) {
			continue
		}
		f.Events = append(f.Events, e.ID)
		for _, ref := range e.Evidence {
			if !slices.Contains(f.Evidence, ref) {
				f.Evidence = append(f.Evidence, ref)
			}
		}
	}
}

// times returns the bounds of a recorded time: it lies from the first to the last, both included.
func (p Point) times() (first, last time.Time) {
	return p.Time, p.Time.Add(time.Duration(p.Precision))
}
