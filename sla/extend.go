package sla

import (
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// grants returns the extensions that the client granted for the commitment, in order of time. One
// that names no commitment concerns the work, not the answers and reports on the way to it.
func (k *clock) grants() []*Event {
	var gs []*Event
	for _, e := range k.events {
		named := e.Commitment == k.commitment.ID && e.Commitment != ""
		if e.Kind == ExtensionGranted && (named || e.Commitment == "" && k.endsWork()) {
			gs = append(gs, e)
		}
	}
	return gs
}

// notLater reports an extension that is none.
func (k *clock) notLater(g *Event, due calendar.Due) {
	k.problem(g, "the extension does not lie after the due time %s; it moves nothing",
		due.At.In(k.zone).Format(time.RFC3339))
}

// extend moves the due time by each grant that came before it passed, and returns the grants that
// did not.
func (r *reckoning) extend(f *Finding, grants []*Event) (late []*Event, err error) {
	for i, g := range grants {
		due, late, err := r.lateFor(f, g)
		if err != nil {
			return nil, err
		}
		if late {
			return grants[i:], nil
		}
		to, err := r.extended(due, g)
		if err != nil {
			return nil, err
		}
		if !to.At.After(due.At) {
			r.notLater(g, due)
			continue
		}
		r.fixed = to
		f.Extension = g.ID
		f.reason(Extended)
		f.used = append(f.used, g)
	}
	return nil, nil
}

// lateFor returns the due time that a grant moves, and whether the grant came after it. Where coarse times do not tell,
// it takes the grant to be in time and notes that nothing is certain; where only a contested pause had kept the
// due time open, that the claim decides.
func (r *reckoning) lateFor(f *Finding, g *Event) (due calendar.Due, late bool, err error) {
	at := g.Times.Occurred
	least, most, err := r.dues(begun(r.taken[ClauseAllows], at))
	if err != nil || most.Late(at) {
		return most, true, err
	}
	if least.Late(g.latest()) || g.Until.IsZero() && !least.At.Equal(most.At) {
		r.unsure = true
	}
	granted, _, err := r.dues(begun(r.taken[Undisputed], at))
	if err == nil && granted.Late(at) {
		f.reason(ClaimDecides)
	}
	return least, false, err
}

// begun returns the pauses that had begun by a time: only they had moved the due time that was then
// extended.
func begun(ps []pause, by time.Time) []pause {
	n := 0
	for n < len(ps) && ps[n].From.Before(by) {
		n++
	}
	return ps[:n]
}

// extended returns the due time that a grant sets: its date, or the days it adds at the same clock
// time.
func (k *clock) extended(due calendar.Due, g *Event) (calendar.Due, error) {
	if !g.Until.IsZero() {
		return calendar.Due{At: g.Until}, nil
	}
	rule := calendar.Counting{DueAt: calendar.DueSameClock}
	from := due.At
	if due.Exclusive {
		rule.DueAt = calendar.DueEndOfDay
		from = from.Add(-time.Nanosecond)
	}
	return k.calendar.Due(from, g.Extra, rule)
}
