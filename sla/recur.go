package sla

import (
	"slices"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// maxOccurrences bounds a recurring duty on one case: twenty years of weeks.
const maxOccurrences = 1050

// maxRestDays bounds the search for the working day before or after an occurrence: longer than any
// holiday.
const maxRestDays = 60

// recurring judges a duty that comes back every week from the start of the case until its work is
// done: each occurrence that has passed, and the next one. A report counts for the occurrence whose
// week it falls in; a late one stops the clock it is late for, and counts for the week it falls in
// as well. No pause stops these clocks.
func (k *clock) recurring() {
	from := k.startTime(k.start)
	until, untilLast := k.done()
	if from.IsZero() {
		f := k.finding(0)
		f.Verdict = Unknown
		f.reason(TimeNotKnown)
		k.cite(&f, nil)
		k.findings = append(k.findings, f)
		return
	}
	dues := k.occurrences(from)
	for n, due := range dues {
		if !until.IsZero() && due.After(untilLast) {
			return
		}
		f := k.finding(0)
		f.N = n + 1
		f.ID = findingID(k.start, k.commitment, f.N)
		f.Start.Time, f.Promised = from, calendar.Due{At: due}
		if n > 0 {
			f.Start.Precision = 0
		}
		var next time.Time
		if n+1 < len(dues) {
			next = dues[n+1]
		}
		k.report(&f, next)
		r := reckoning{clock: k, start: f.Start, fixed: f.Promised}
		r.unsure = !until.IsZero() && due.After(until) // the duty may have ended before
		if err := k.conclude(&f, &r, nil); err != nil {
			f.Verdict = Unknown
			f.reason(OutOfRange)
			k.cite(&f, nil)
		}
		k.findings = append(k.findings, f)
		if due.After(k.asOf.At) {
			return
		}
		from = due
	}
	if len(dues) == maxOccurrences {
		k.problem(k.start, "only the first %d reports of %q were judged; close the case, or open another",
			maxOccurrences, k.commitment.ID)
	}
}

// done returns the bounds of when the work that is reported on came to its end; zero when it has not.
func (k *clock) done() (first, last time.Time) {
	i := slices.IndexFunc(k.events, func(e *Event) bool {
		ends := e.Kind == Delivered || e.Kind == Resolved || e.Kind == Accepted || e.Kind == Cancelled
		return ends && !e.latest().Before(k.start.Times.Occurred) && k.refused(e) == nil
	})
	if i < 0 {
		return first, last
	}
	return k.events[i].Times.Occurred, k.events[i].latest()
}

// report sets the stop of one occurrence: the first report in its week, or in the week after, which
// is late.
func (k *clock) report(f *Finding, next time.Time) {
	start := f.Start
	if f.N > 1 {
		start.Time = start.Time.Add(time.Nanosecond) // a report exactly when one was due belongs to that one
	}
	h := k.stopped(start)
	if !next.IsZero() && h.firstBy != nil && h.first.After(next) {
		h = halt{doubt: h.doubt}
	}
	k.stop(f, h)
	if f.withdrawn { // the withdrawal ends the duty; it is no report
		f.Stop, f.withdrawn = Point{}, false
		f.end = k.asOf.At
	}
	if f.Stop.Event == "" && !next.IsZero() && next.Before(f.end) {
		f.end = next
	}
}

// occurrences returns the due times after a start: all that have passed, and two more.
func (k *clock) occurrences(start time.Time) []time.Time {
	every := k.commitment.Every
	loc := k.calendar.Location()
	day := calendar.DateOf(start.In(loc))
	for day.Weekday() != every.Weekday {
		day = day.AddDays(1)
	}
	var dues []time.Time
	for coming := 0; coming < 2 && len(dues) < maxOccurrences && day.Year < calendar.MaxYear; day = day.AddDays(7) {
		on, ok := k.onWorkday(day)
		if !ok {
			continue
		}
		at := time.Date(on.Year, on.Month, on.Day, 0, 0, int(every.At), 0, loc)
		if !at.After(start) || len(dues) > 0 && !at.After(dues[len(dues)-1]) {
			continue
		}
		dues = append(dues, at)
		if at.After(k.asOf.At) {
			coming++
		}
	}
	return dues
}

// onWorkday applies the rule for rest days to an occurrence; false when it falls away.
func (k *clock) onWorkday(day calendar.Date) (calendar.Date, bool) {
	if k.calendar.IsWorkday(day) {
		return day, true
	}
	step := 0
	switch k.commitment.Every.RestDay {
	case Previous:
		step = -1
	case Next:
		step = 1
	default:
		return day, false
	}
	for range maxRestDays {
		if day = day.AddDays(step); k.calendar.IsWorkday(day) {
			return day, true
		}
	}
	return day, false
}
