package sla

import (
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// reckoning is the arithmetic of one clock.
type reckoning struct {
	*clock
	start time.Time
	fixed calendar.Due   // a due time set by an extension; zero when there is none
	taken [views][]pause // the pauses in each view
}

// take sorts the claims into the three views.
func (r *reckoning) take(cs []claim) {
	if len(cs) == 0 {
		return
	}
	for v := range r.taken {
		r.taken[v] = pausesIn(cs, r.commitment, View(v), r.start)
	}
}

// due returns the due time of a clock that starts at a time and stands still over the pauses.
func (r *reckoning) due(start time.Time, ps []pause) (calendar.Due, error) {
	if !r.fixed.At.IsZero() {
		return r.fixed, nil
	}
	if r.commitment.Within.InDays() {
		return r.dueInDays(start, ps)
	}
	left, at := r.commitment.Within.Duration, start
	for _, p := range ps {
		if p.From.Before(at) {
			p.From = at
		}
		open, err := r.calendar.Elapsed(at, p.From)
		if err != nil {
			return calendar.Due{}, err
		}
		if open >= left {
			break
		}
		if p.To.After(at) {
			at = p.To
		}
		left -= open
	}
	at, err := r.calendar.Add(at, left)
	if err == nil && r.terms.Conventions.AtClosing == NextOpening {
		at, err = r.calendar.NextOpen(at)
	}
	return calendar.Due{At: at}, err
}

// dueInDays counts the days first, and then adds the open time of every pause that began before the due time.
func (r *reckoning) dueInDays(start time.Time, ps []pause) (calendar.Due, error) {
	due, err := r.calendar.Due(start, r.commitment.Within.Period, r.counting())
	if err != nil {
		return due, err
	}
	for _, p := range ps {
		if !p.From.Before(due.At) {
			break
		}
		open, err := r.calendar.Elapsed(p.From, p.To)
		if err != nil {
			return due, err
		}
		if open == 0 {
			continue
		}
		at, err := r.calendar.Add(due.At, open)
		if err != nil {
			return due, err
		}
		due = calendar.Due{At: at}
	}
	return due, nil
}

// counting returns the rule by which the commitment's days are counted.
func (r *reckoning) counting() calendar.Counting {
	rule := r.terms.Conventions.Days
	if r.commitment.Within.Period.Unit == calendar.WorkingDay {
		rule = r.terms.Conventions.WorkingDays
	}
	if r.commitment.Counting != nil {
		rule = r.commitment.Counting
	}
	if rule == nil {
		return calendar.Counting{}
	}
	return *rule
}

// decide fills the accounts of f and gives its verdict.
func (r *reckoning) decide(f *Finding) error {
	for v := range f.Views {
		if err := r.account(f, View(v)); err != nil {
			return err
		}
	}
	f.taken = r.taken
	first, last, err := r.late(f, r.taken[ClauseAllows])
	if err != nil {
		return err
	}
	if due := f.Due().At; !r.calendar.Known(f.Start.Time) || !r.calendar.Known(due) {
		f.reason(Provisional)
	}
	stopped := f.Stop.Event != ""
	switch {
	case f.withdrawn && !last:
		f.Verdict = Void
	case f.withdrawn:
		f.Verdict = Missed
		f.reason(WithdrawnLate)
	case stopped && f.Stop.Time.IsZero():
		f.Verdict = Unknown
		f.reason(TimeNotKnown)
	case !stopped && !first:
		f.Verdict = Open
	case first && last && f.blind:
		f.Verdict = Unknown
		f.reason(TimeNotKnown)
	case first && last:
		f.Verdict = Missed
	case !first && !last:
		return r.met(f)
	default:
		f.Verdict = Unknown
		f.reason(Straddles)
	}
	return nil
}

// met says whether a clock that stopped in time owes that to a pause.
func (r *reckoning) met(f *Finding) error {
	f.Verdict = Met
	if len(r.taken[ClauseAllows]) == 0 {
		return nil
	}
	gross, _, err := r.late(f, nil)
	if err != nil || !gross {
		return err
	}
	granted, _, err := r.late(f, r.taken[Undisputed])
	if err != nil {
		return err
	}
	if granted {
		f.reason(ClaimDecides)
	} else {
		f.Verdict = Excused
	}
	return nil
}

// late reports whether the clock ended after its due time, by the bounds of the recorded times: by
// those that favour the vendor, and by those that do not.
func (r *reckoning) late(f *Finding, ps []pause) (favoured, strict bool, err error) {
	startFirst, startLast := f.Start.times()
	endFirst, endLast := f.end, f.end
	if !f.Stop.Time.IsZero() {
		endFirst, endLast = f.Stop.times()
	}
	due, err := r.due(startFirst, ps)
	if err != nil {
		return false, false, err
	}
	latest := due
	if startLast != startFirst {
		if latest, err = r.due(startLast, ps); err != nil {
			return false, false, err
		}
	}
	return latest.Late(endFirst), due.Late(endLast), nil
}

// account reckons the clock in one view.
func (r *reckoning) account(f *Finding, v View) (err error) {
	ps, a := r.taken[v], &f.Views[v]
	if v > 0 && len(ps) == 0 {
		*a = f.Views[v-1] // every view has the pauses of the one before
		return nil
	}
	if a.Due, err = r.due(r.start, ps); err != nil || f.end.IsZero() {
		return err
	}
	if a.Elapsed, err = r.open(r.start, f.end, ps); err != nil {
		return err
	}
	whole, err := r.open(r.start, f.end, nil)
	if err != nil {
		return err
	}
	a.Paused = whole - a.Elapsed
	return r.margins(f, a, ps)
}

// margins reckons what was left of the limit at the end, at both bounds of the recorded times.
func (r *reckoning) margins(f *Finding, a *Account, ps []pause) (err error) {
	startFirst, startLast := f.Start.times()
	endFirst, endLast := f.end, f.end
	if !f.Stop.Time.IsZero() {
		endFirst, endLast = f.Stop.times()
	}
	if a.MarginLow, err = r.margin(startFirst, endLast, ps); err != nil {
		return err
	}
	a.MarginHigh = a.MarginLow
	if startFirst != startLast || endFirst != endLast {
		a.MarginHigh, err = r.margin(startLast, endFirst, ps)
	}
	return err
}

// margin is the time left between an end and the due time of a clock that started at a time.
func (r *reckoning) margin(start, end time.Time, ps []pause) (time.Duration, error) {
	due, err := r.due(start, ps)
	if err != nil {
		return 0, err
	}
	switch {
	case r.commitment.Within.InDays(), r.commitment.Measure == Progress:
		return due.At.Sub(end), nil
	case !r.fixed.At.IsZero():
		return r.calendar.Elapsed(end, due.At)
	}
	used, err := r.open(start, end, ps)
	return r.commitment.Within.Duration - used, err
}

// open returns the open time from a to b that is not paused; zero when b is not after a.
func (r *reckoning) open(a, b time.Time, ps []pause) (time.Duration, error) {
	if !b.After(a) {
		return 0, nil
	}
	sum, err := r.calendar.Elapsed(a, b)
	for _, p := range ps {
		s := overlap(p.Span, Span{From: a, To: b})
		if err != nil || s == (Span{}) {
			continue
		}
		var out time.Duration
		out, err = r.calendar.Elapsed(s.From, s.To)
		sum -= out
	}
	return sum, err
}
