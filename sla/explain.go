package sla

import (
	"iter"
	"slices"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// Explain yields the working of f in the view: every stretch from the start of its clock to its
// stop, or to the moment asked about, cut where a pause begins or ends and at the due time. The
// stretches touch, and the counted ones sum to the Elapsed of the view. It yields nothing for a
// clock whose start or stop is not known. f must come from a.
func (a *Assessment) Explain(f *Finding, v View) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		if f.calendar == nil || f.Start.Time.IsZero() || !f.end.After(f.Start.Time) {
			return
		}
		ps, due := f.taken[v], f.Views[v].Due.At
		cuts := cutsOf(ps, due)
		for s := range f.calendar.Explain(f.Start.Time, f.end) {
			for part := range split(s, cuts) {
				if !yield(stepOf(part, ps, due)) {
					return
				}
			}
		}
	}
}

// cutsOf returns the instants at which a step must be cut, in order.
func cutsOf(ps []pause, due time.Time) []time.Time {
	cuts := []time.Time{due}
	for _, p := range ps {
		cuts = append(cuts, p.From, p.To)
	}
	slices.SortFunc(cuts, time.Time.Compare)
	return cuts
}

// split cuts a step at every cut inside it.
func split(s calendar.Step, cuts []time.Time) iter.Seq[calendar.Step] {
	return func(yield func(calendar.Step) bool) {
		for _, cut := range cuts {
			if !cut.After(s.From) || !cut.Before(s.To) {
				continue
			}
			part := s
			part.To = cut.In(s.From.Location())
			s.From = part.To
			if !yield(part) {
				return
			}
		}
		yield(s)
	}
}

// stepOf says whether a stretch counts; no pause and no due time lies inside it.
func stepOf(s calendar.Step, ps []pause, due time.Time) Step {
	step := Step{Step: s, Counted: s.Open, Late: !due.IsZero() && !s.From.Before(due)}
	for _, p := range ps {
		if !s.From.Before(p.From) && s.From.Before(p.To) {
			step.Pause = p.event.ID
			step.Counted = false
			break
		}
	}
	return step
}
