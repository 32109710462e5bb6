package sla

import (
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// maxOccurrences bounds a recurring duty on one case: twenty years of weeks.
const maxOccurrences = 1050

// maxRestDays bounds the search for the working day before or after an occurrence: longer than any holiday.
const maxRestDays = 60

// recurring judges a duty that comes back every week from the start of the case until its work is done: each
// occurrence that has passed, and the next one. A report counts for the occurrence whose week it falls in; a late
// one stops the clock it is late for, and counts for the week it falls in as well.
func (k *clock) recurring() {
	from, until := k.start.Times.Of(k.commitment.start().Time), k.done()
	dues := k.occurrences(from)
	for n, due := range dues {
		if !until.IsZero() && due.After(until) {
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
		r := reckoning{clock: k, start: from, fixed: f.Promised}
		if err := k.conclude(&f, &r, nil); err != nil {
			f.Verdict = Unknown
			f.reason(OutOfRange)
		}
		k.findings = append(k.findings, f)
		if due.After(k.asOf.At) {
			return
		}
		from = due
	}
}

// done returns when the work that is reported on came to its end; zero when it has not.
func (k *clock) done() time.Time {
	e := k.first(Mark{Kinds: []Kind{Delivered, Resolved, Accepted, Cancelled}}, k.start.Times.Occurred)
	if e == nil {
		return time.Time{}
	}
	return e.Times.Occurred
}

// report sets the stop of one occurrence: the first report in its week, or in the week after, which is late.
func (k *clock) report(f *Finding, next time.Time) {
	m := k.commitment.stop()
	from := f.Start.Time
	if f.N > 1 {
		from = from.Add(time.Nanosecond) // a report exactly when one was due belongs to that one
	}
	f.end = k.asOf.At
	if !next.IsZero() && next.Before(f.end) {
		f.end = next
	}
	if e := k.first(m, from); e != nil && !e.Times.Occurred.After(f.end) {
		f.Stop = Point{e.Times.Of(m.Time), e.Precision, e.ID}
		f.end = f.Stop.Time
	}
}

// occurrences returns the due times after a start: all that have passed, and two more.
func (k *clock) occurrences(start time.Time) []time.Time {
	if start.IsZero() {
		return nil
	}
	every := k.commitment.Every
	loc := k.calendar.Location()
	day := calendar.DateOf(start.In(loc))
	for day.Weekday() != every.Weekday {
		day = day.AddDays(1)
	}
	var dues []time.Time
	for coming := 0; coming < 2 && len(dues) < maxOccurrences; day = day.AddDays(7) {
		if day.Year >= lastYear {
			break
		}
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

// lastYear ends the search for occurrences in calendars that have no working day.
const lastYear = 2100

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
