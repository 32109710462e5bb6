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
		due, err := r.due(f.Start.Time, begun(r.taken[ClauseAllows], g.Times.Occurred))
		if err != nil {
			return nil, err
		}
		if due.Late(g.Times.Occurred) {
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
