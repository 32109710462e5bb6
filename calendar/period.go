package calendar

import (
	"fmt"
	"time"
)

// Unit is what a Period counts.
type Unit string

// The units. None but Hours is ever a number of hours.
const (
	WorkingDay Unit = "working_day" // a date for which IsWorkday holds
	Day        Unit = "day"         // calendar day
	Weeks      Unit = "week"        // seven days
	Months     Unit = "month"       // to the day of the same number, or else the last day of the month
	Quarters   Unit = "quarter"     // three months
	Years      Unit = "year"        // twelve months
	Hours      Unit = "hour"        // elapsed hours, open or not; DueByLaw alone takes it
)

// Period is a length in days or longer units, from 0 to about a hundred years (MaxDays). For open
// hours see [Calendar.Add].
//
// A month ends on the day that has the number of the day it is counted from: from 15 January to 15
// February. Where the month has no such day it ends on its last: from 31 January to 28 or 29
// February. It does not go from month end to month end: from 28 February to 28 March. Several months
// are one step, from 31 January to 31 March.
type Period struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// most is the largest number of each unit.
var most = map[Unit]int{
	WorkingDay: MaxDays, Day: MaxDays, Weeks: MaxDays / 7,
	Months: MaxDays / 366 * 12, Quarters: MaxDays / 366 * 4, Years: MaxDays / 366,
}

func (p Period) check() error {
	limit, ok := most[p.Unit]
	if !ok {
		return fmt.Errorf("the unit %q is unknown; use %q, %q, %q, %q, %q or %q",
			p.Unit, WorkingDay, Day, Weeks, Months, Quarters, Years)
	}
	if p.N < 0 || p.N > limit {
		return fmt.Errorf("the number of days or longer units is not within 0 to %d", limit)
	}
	return nil
}

// months returns the length of p in months; ok is false if it is not made of months.
func (p Period) months() (n int, ok bool) {
	switch p.Unit {
	case Months:
		return p.N, true
	case Quarters:
		return 3 * p.N, true
	case Years:
		return 12 * p.N, true
	}
	return 0, false
}

// long reports whether p is of a unit whose days are not counted one by one.
func (p Period) long() bool {
	_, ok := p.months()
	return ok || p.Unit == Weeks
}

// corresponding returns the day that ends p, of a long unit, counted from a day: after it if
// direction is 1, before it if it is -1. It is short if the month has no day of that number.
func (p Period) corresponding(day, direction int) (end int, short bool) {
	months, ok := p.months()
	if !ok {
		return day + direction*7*p.N, false
	}
	from := dateOf(day)
	first := time.Date(from.Year, from.Month+time.Month(direction*months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1)
	if from.Day > last.Day() {
		return DateOf(last).number(), true
	}
	return DateOf(first).number() + from.Day - 1, false
}
