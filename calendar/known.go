package calendar

import (
	"errors"
	"fmt"
	"time"
)

// ErrUnknown reports a date outside the Spec's KnownFrom and KnownUntil, about which answers are
// provisional.
var ErrUnknown = errors.New("outside the dates for which the calendar is known")

// KnownUntil returns the last date for which the lists of the Spec are complete; the zero Date means
// that there is no such bound. A monitor compares it with today, so that the next year's holidays are
// added before they are missed.
func (c *Calendar) KnownUntil() Date { return c.spec.KnownUntil }

// Known reports whether the date that t has in the calendar's zone lies within the Spec's KnownFrom
// and KnownUntil. Answers about other dates rest on the weekly hours and what the lists happen to
// hold, and are provisional.
func (c *Calendar) Known(t time.Time) bool {
	return c.spec.knows(DateOf(t.In(c.zone.loc)))
}

// CheckKnown is for callers who want an error instead of a provisional answer: it returns nil if
// every date from a to b, in either order, is known, and else an error that names the first of the
// two that is not, and is ErrUnknown. Give it what was asked and what was answered:
//
//	due, err := c.Add(start, 8*time.Hour)
//	if err == nil {
//		err = c.CheckKnown(start, due)
//	}
//
// An instant that only ends a period, such as an exclusive midnight, counts with the date that it
// begins; pass the nanosecond before it to leave that date out.
func (c *Calendar) CheckKnown(a, b time.Time) error {
	// The known dates have no holes, so the two ends decide.
	for _, t := range [2]time.Time{a, b} {
		if !c.Known(t) {
			return fmt.Errorf("calendar: %s in %q, known %s; add what closes beyond it: %w",
				DateOf(t.In(c.zone.loc)), c.spec.Name, c.spec.bounds(), ErrUnknown)
		}
	}
	return nil
}

// knows reports whether d lies within KnownFrom and KnownUntil.
func (s Spec) knows(d Date) bool {
	return (s.KnownFrom.IsZero() || d.Compare(s.KnownFrom) >= 0) &&
		(s.KnownUntil.IsZero() || d.Compare(s.KnownUntil) <= 0)
}

// bounds says from when until when s is known.
func (s Spec) bounds() string {
	switch {
	case s.KnownFrom.IsZero():
		return "until " + s.KnownUntil.String()
	case s.KnownUntil.IsZero():
		return "from " + s.KnownFrom.String()
	}
	return "from " + s.KnownFrom.String() + " until " + s.KnownUntil.String()
}
