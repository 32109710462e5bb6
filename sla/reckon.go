package sla

import (
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// reckoning is the arithmetic of one clock.
type reckoning struct {
	*clock
	start Point
	fixed calendar.Due   // a due time that does not depend on the start; zero when there is none
	taken [views][]pause // the pauses in each view

	// unsure says that the due time rests on an extension, a pause or an end whose own time is too
	// coarse to tell: no verdict is certain then.
	unsure bool
}

// take sorts the claims into the three views.
func (r *reckoning) take(cs []claim) {
	if len(cs) == 0 {
		return
	}
	for v := range r.taken {
		r.taken[v] = pausesIn(cs, r.commitment, View(v), r.start.Time)
	}
	for _, m := range cs {
		if m.coarse && len(m.inView(r.commitment, ClauseAllows)) > 0 {
			r.unsure = true
		}
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

// dueInDays counts the days first. Every pause that began before the due time then moves it: in
// working days by the open time of the pause, in calendar days by all of its time.
func (r *reckoning) dueInDays(start time.Time, ps []pause) (calendar.Due, error) {
	due, err := r.calendar.Due(start, r.commitment.Within.Period, r.counting())
	for _, p := range ps {
		if err != nil || !p.From.Before(due.At) {
			break
		}
		s := overlap(p.Span, Span{From: start})
		if s == (Span{}) {
			continue
		}
		if r.commitment.Within.Period.Unit == calendar.Day {
			due.At = due.At.Add(s.To.Sub(s.From))
			continue
		}
		var open time.Duration
		if open, err = r.calendar.Elapsed(s.From, s.To); err == nil && open > 0 {
			due.Exclusive = false
			due.At, err = r.calendar.Add(due.At, open)
		}
	}
	return due, err
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

// dues returns the earliest and the latest due time for a start that is known only to lie between
// two bounds. A due time in days does not always move with the start: a request after the cut-off
// can be due at an earlier hour than one before it. So each stretch between two midnights and
// cut-offs is looked at from both ends.
func (r *reckoning) dues(ps []pause) (least, most calendar.Due, err error) {
	first, last := r.start.times()
	if least, err = r.due(first, ps); err != nil || first.Equal(last) {
		return least, least, err
	}
	most = least
	for _, start := range r.probes(first, last) {
		due, err := r.due(start, ps)
		if err != nil {
			return least, most, err
		}
		if due.At.Before(least.At) {
			least = due
		}
		if due.At.After(most.At) {
			most = due
		}
	}
	return least, most, nil
}

// probes returns the starts at which the due time can be at its earliest or latest.
func (r *reckoning) probes(first, last time.Time) []time.Time {
	at := []time.Time{last}
	if !r.commitment.Within.InDays() || !r.fixed.At.IsZero() {
		return at
	}
	cutOff := int(r.counting().CutOff)
	loc := r.calendar.Location()
	for day := calendar.DateOf(first.In(loc)); ; day = day.AddDays(1) {
		midnight := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, loc)
		if midnight.After(last) {
			return at
		}
		for _, t := range []time.Time{midnight, time.Date(day.Year, day.Month, day.Day, 0, 0, cutOff, 0, loc)} {
			for _, t := range []time.Time{t, t.Add(-time.Nanosecond)} {
				if t.After(first) && t.Before(last) {
					at = append(at, t)
				}
			}
		}
	}
}

// decide fills the accounts of f and gives its verdict. It returns the latest time that the due
// time can be.
func (r *reckoning) decide(f *Finding) (latest time.Time, err error) {
	for v := range f.Views {
		if err := r.account(f, View(v)); err != nil {
			return latest, err
		}
	}
	f.taken = r.taken
	favoured, strict, most, err := r.late(f, r.taken[ClauseAllows])
	if err != nil {
		return latest, err
	}
	if !r.calendar.Known(f.Start.Time) || !r.calendar.Known(most.At) {
		f.reason(Provisional)
	}
	stopped := f.Stop.Event != ""
	switch {
	case r.unsure && (stopped || favoured):
		f.Verdict = Unknown
		f.reason(Straddles)
	case f.withdrawn && !strict:
		f.Verdict = Void
	case !stopped && !favoured:
		f.Verdict = Open
	case !favoured && !strict:
		return most.At, r.met(f)
	case !favoured:
		f.Verdict = Unknown
		f.reason(Straddles)
	case r.doubtful(f, most):
		f.Verdict = Unknown
	default:
		f.Verdict = Missed
		if f.withdrawn {
			f.reason(WithdrawnLate)
		}
	}
	return most.At, nil
}

// doubtful reports whether something may have stopped the clock in time that the record does not
// decide: an event whose time is not known, or one that lies before the start or after it.
func (r *reckoning) doubtful(f *Finding, due calendar.Due) bool {
	doubtful := false
	for _, e := range f.doubt {
		switch {
		case due.Late(e.Times.Occurred):
		case e.Kind == Undecided:
			f.Undecided = append(f.Undecided, e.ID)
			f.reason(UndecidedRecord)
			doubtful = true
		case e.Times.Of(r.commitment.Stop.Time).IsZero():
			f.reason(TimeNotKnown)
			doubtful = true
		default:
			f.reason(Straddles)
			doubtful = true
		}
	}
	return doubtful
}

// met says whether a clock that stopped in time owes that to a pause.
func (r *reckoning) met(f *Finding) error {
	f.Verdict = Met
	if len(r.taken[ClauseAllows]) == 0 {
		return nil
	}
	certain, gross, _, err := r.late(f, nil)
	if err != nil || !gross {
		return err
	}
	_, granted, _, err := r.late(f, r.taken[Undisputed])
	switch {
	case err != nil:
		return err
	case granted:
		f.reason(ClaimDecides)
	case certain:
		f.Verdict = Excused
	}
	return nil
}

// late reports whether the clock ended after its due time, by the bounds of the recorded times: by
// those that favour the vendor, and by those that do not. It also returns the latest due time.
func (r *reckoning) late(f *Finding, ps []pause) (favoured, strict bool, most calendar.Due, err error) {
	least, most, err := r.dues(ps)
	first, last := f.ends()
	return most.Late(first), least.Late(last), most, err
}

// ends returns the bounds of the time at which the clock ended.
func (f *Finding) ends() (first, last time.Time) {
	if f.Stop.Event == "" && f.Stop.Time.IsZero() {
		return f.end, f.end
	}
	return f.Stop.times()
}

// account reckons the clock in one view.
func (r *reckoning) account(f *Finding, v View) (err error) {
	ps, a := r.taken[v], &f.Views[v]
	if v > 0 && len(ps) == 0 {
		*a = f.Views[v-1] // every view has the pauses of the one before
		return nil
	}
	if a.Due, err = r.due(r.start.Time, ps); err != nil {
		return err
	}
	if a.Elapsed, err = r.open(r.start.Time, f.end, ps); err != nil {
		return err
	}
	whole, err := r.open(r.start.Time, f.end, nil)
	if err != nil {
		return err
	}
	a.Paused = whole - a.Elapsed
	return r.margins(f, a, ps)
}

// margins reckons what was left of the limit at the end, at both bounds of the recorded times.
func (r *reckoning) margins(f *Finding, a *Account, ps []pause) error {
	least, most, err := r.dues(ps)
	if err != nil {
		return err
	}
	startFirst, startLast := r.start.times()
	endFirst, endLast := f.ends()
	if a.MarginLow, err = r.margin(least, startFirst, endLast, ps); err != nil {
		return err
	}
	a.MarginHigh, err = r.margin(most, startLast, endFirst, ps)
	return err
}

// margin is the time left between an end and the due time of a clock that started at a time.
func (r *reckoning) margin(due calendar.Due, start, end time.Time, ps []pause) (time.Duration, error) {
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
