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

// once judges a commitment with one due time, and beside it the date of every extension that came
// too late to save it.
func (k *clock) once() {
	grants := k.grants()
	var fixed calendar.Due
	for n := 0; ; n++ {
		f := k.finding(n)
		if n > 0 {
			f.Extension = grants[0].ID
			f.reason(Extended)
			f.used = append(f.used, grants[0])
			grants = grants[1:]
		}
		late, err := k.settle(&f, fixed, grants)
		if err == nil {
			fixed, late, err = k.second(&f, late)
		}
		if err != nil {
			f.Verdict = Unknown
			f.reason(OutOfRange)
			k.cite(&f, nil)
		}
		k.findings = append(k.findings, f)
		if err != nil || len(late) == 0 {
			return
		}
		grants = late
	}
}

// second returns the date of the first of the grants that came after the due time of f and sets a
// later one, and the grants from it on. A clock that had stopped in time by then needs none.
func (k *clock) second(f *Finding, late []*Event) (calendar.Due, []*Event, error) {
	for ; len(late) > 0; late = late[1:] {
		if f.Stop.Event != "" && f.Verdict != Missed && f.Verdict != Unknown {
			return calendar.Due{}, nil, nil
		}
		to, err := k.extended(f.Due(), late[0])
		if err != nil {
			return to, nil, err
		}
		if to.At.After(f.Due().At) {
			f.reason(ExtendedLate)
			return to, late, nil
		}
		k.notLater(late[0], f.Due())
	}
	return calendar.Due{}, nil, nil
}

// finding begins a finding: what is known before anything is reckoned. The n-th after the first is
// numbered n+1.
func (k *clock) finding(n int) Finding {
	c := k.commitment
	if n > 0 {
		n++
	}
	return Finding{
		ID: findingID(k.start, c, n), Case: k.start.Case, Commitment: c.ID, Clause: c.Clause, Measure: c.Measure, N: n,
		Terms: k.terms.Version, Calendar: c.Calendar, Fingerprint: k.calendar.Fingerprint(), Limit: c.Within,
		Start:    Point{k.startTime(k.start), k.start.Precision, k.start.ID},
		calendar: k.calendar,
		used:     []*Event{k.start},
	}
}

// settle reckons a finding to its verdict, against a fixed date or, when that is zero, the
// commitment's limit. It returns the grants that came after the due time.
func (k *clock) settle(f *Finding, fixed calendar.Due, grants []*Event) (late []*Event, err error) {
	if f.Start.Time.IsZero() {
		f.Verdict = Unknown
		f.reason(TimeNotKnown)
		k.cite(f, nil)
		return nil, nil
	}
	k.stop(f, k.stopped(f.Start))
	r := reckoning{clock: k, start: f.Start}
	if f.Promised, err = r.due(f.Start.Time, nil); err != nil {
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
	latest, err := r.decide(f)
	if err != nil {
		return err
	}
	k.needCoverage(f, latest)
	k.cite(f, cs)
	return nil
}

// stop sets the Stop and the end of f: by what stopped the clock, or by the withdrawal of the
// request.
func (k *clock) stop(f *Finding, h halt) {
	f.end, f.doubt = k.asOf.At, h.doubt
	gone := k.withdrawn()
	switch {
	case gone != nil && (h.firstBy == nil || gone.Times.Occurred.Before(h.first)):
		f.Stop = Point{gone.Times.Occurred, gone.Precision, gone.ID}
		f.withdrawn = true
		f.used = append(f.used, gone)
	case h.firstBy != nil:
		f.Stop = Point{h.first, Precision(h.last.Sub(h.first)), h.firstBy.ID}
		f.used = append(f.used, h.firstBy, h.lastBy)
	default:
		return
	}
	f.end = f.Stop.Time
}

// withdrawn returns the withdrawal of the request; nil when there is none.
func (k *clock) withdrawn() *Event {
	i := slices.IndexFunc(k.events, func(e *Event) bool {
		return e.Kind == Cancelled && !e.latest().Before(k.start.Times.Occurred)
	})
	if i < 0 {
		return nil
	}
	return k.events[i]
}

// needCoverage turns a miss that no complete record supports into an unknown. The record must go on
// to the latest time that the due time can be.
func (k *clock) needCoverage(f *Finding, latest time.Time) {
	if f.Verdict != Missed {
		return
	}
	f.used = append(f.used, k.coverage.during(f.Start.Time, latest)...)
	f.Uncovered = k.coverage.gaps(k.channels(), f.Start.Time, latest)
	if len(f.Uncovered) > 0 {
		f.Verdict = Unknown
		f.reason(NoCoverage)
	}
}

// channels are those by which an answer may arrive: every one that the terms name. Where they name
// none, only a record of every channel there is will do.
func (k *clock) channels() []string {
	if len(k.terms.Channels) == 0 {
		return []string{""}
	}
	ids := make([]string, len(k.terms.Channels))
	for i, c := range k.terms.Channels {
		ids[i] = c.ID
	}
	return ids
}

// disregarded names in f the work that the client rejected and the vendor's automatic messages, which stop no clock, and
// returns them.
func (k *clock) disregarded(f *Finding) (es []*Event) {
	for _, e := range k.events {
		by := k.refused(e)
		switch {
		case k.endsWork() && by != nil && k.commitment.stopsBy(e):
			f.Refused = append(f.Refused, e.ID)
			es = append(es, e, by)
		case e.Automatic && e.By == Vendor && k.commitment.Measure == FirstResponse && e.ID != "" &&
			!e.Times.Occurred.Before(f.Start.Time) && !e.Times.Occurred.After(f.end):
			f.Automatic = append(f.Automatic, e.ID)
			es = append(es, e)
		}
	}
	return es
}

func (f *Finding) reason(r Reason) {
	if !slices.Contains(f.Reasons, r) {
		f.Reasons = append(f.Reasons, r)
	}
}

// cite names the events a finding rests on, in order of time, and their evidence: what started and
// stopped the clock, what may have stopped it, what was claimed of its time, and the work that the
// client rejected.
func (k *clock) cite(f *Finding, cs []claim) {
	used := append(f.used, f.doubt...)
	for _, m := range cs {
		if m.concerns(f) {
			used = append(used, m.event)
			used = append(used, m.answers...)
		}
	}
	used = append(used, k.disregarded(f)...)
	slices.SortFunc(used, func(a, b *Event) int {
		if c := a.Times.Occurred.Compare(b.Times.Occurred); c != 0 {
			return c
		}
		return order(a, b)
	})
	f.Events, f.Evidence, f.used = make([]string, 0, len(used)), nil, nil
	var last *Event
	for _, e := range used {
		if e.ID == "" || e == last { // in order, the same event stands beside itself
			continue
		}
		last = e
		f.Events = append(f.Events, e.ID)
		f.Evidence = append(f.Evidence, e.Evidence...)
	}
	f.Evidence = unique(f.Evidence)
}

// unique drops what a list has already.
func unique(list []string) []string {
	if len(list) < 2 {
		return list
	}
	if len(list) <= fewEvents {
		out := list[:0]
		for _, s := range list {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		return out
	}
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool {
		had := seen[s]
		seen[s] = true
		return had
	})
}
