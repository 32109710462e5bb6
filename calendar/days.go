package calendar

import (
	"fmt"
	"slices"
	"time"
)

// MaxDays is the largest number of days that may be counted, a hundred years.
const MaxDays = 36_600

// IsWorkday reports whether d is a working day: a date on which a window of its own begins. Hours
// that reach into it from the evening before do not make it one, nor does a window that the clocks
// skip. A date outside the compiled years is none.
func (c *Calendar) IsWorkday(d Date) bool {
	if d.check() != nil {
		return false
	}
	_, ok := slices.BinarySearch(c.workdays, int32(d.number()))
	return ok
}

// AddWorkdays returns the n-th working day after d, or before it if n is negative. The day d itself
// is never counted; if n is 0 the result is d, working day or not. The error is ErrRange, or says
// that d is no day, or that n is beyond MaxDays.
func (c *Calendar) AddWorkdays(d Date, n int) (Date, error) {
	if err := d.check(); err != nil {
		return Date{}, fmt.Errorf("calendar: add working days to %q: %w", d, err)
	}
	if n > MaxDays || n < -MaxDays {
		return Date{}, fmt.Errorf("calendar: add %d working days: the limit is %d", n, MaxDays)
	}
	if n == 0 {
		return d, nil
	}
	day, err := c.workday(d.number(), n)
	if err != nil {
		return Date{}, fmt.Errorf("calendar: add %d working days to %s: %w", n, d, err)
	}
	return dateOf(day), nil
}

// workday returns the n-th working day after a day, or before it; n is not 0. The error is ErrRange.
func (c *Calendar) workday(day, n int) (int, error) {
	if day < minDay || day > maxDay {
		return 0, ErrRange
	}
	i, ok := slices.BinarySearch(c.workdays, int32(day))
	switch {
	case n < 0:
		i += n
	case ok:
		i += n
	default:
		i += n - 1
	}
	if i < 0 || i >= len(c.workdays) {
		return 0, ErrRange
	}
	return int(c.workdays[i]), nil
}

// Workdays returns how many working days there are from the first date to the last, both included;
// none if last is before first. Only those of the compiled years are counted.
func (c *Calendar) Workdays(first, last Date) int {
	low, _ := slices.BinarySearch(c.workdays, int32(first.number()))
	high, _ := slices.BinarySearch(c.workdays, int32(last.number()+1))
	return max(high-low, 0)
}

// WorkdaysBetween returns how many full working days lie between two dates, in either order and
// neither of them included: the clear days of a notice. Only those of the compiled years are counted.
func (c *Calendar) WorkdaysBetween(a, b Date) int {
	if b.Compare(a) < 0 {
		a, b = b, a
	}
	return c.Workdays(a.AddDays(1), b.AddDays(-1))
}

// ClearOf returns the first date after d with n full working days between them or, if n is negative,
// the last date before d with -n: the last day to give "not less than five working days' notice" of
// d is ClearOf(d, -5). It may be a rest day. The error is ErrRange, or says that d is no day, or
// that n is 0 or beyond MaxDays.
func (c *Calendar) ClearOf(d Date, n int) (Date, error) {
	if n == 0 {
		return Date{}, fmt.Errorf("calendar: find 0 full working days from %q: use 1 or more", d)
	}
	last, err := c.AddWorkdays(d, n)
	if err != nil {
		return Date{}, err
	}
	if n < 0 {
		last = last.AddDays(-1)
	} else {
		last = last.AddDays(1)
	}
	if !inRange(last.number()) {
		return Date{}, fmt.Errorf("calendar: find %d full working days from %s: %w", n, d, ErrRange)
	}
	return last, nil
}

// At returns the instant at which the clocks of the calendar's zone show a time of a date: the first
// such instant where they show it twice, and the instant at which they resume where they skip it.
// The error is ErrRange, or says that the date or the clock time does not exist.
func (c *Calendar) At(d Date, clock Clock) (time.Time, error) {
	if err := d.check(); err != nil {
		return time.Time{}, fmt.Errorf("calendar: find %s of %q: %w", clock, d, err)
	}
	if clock < 0 || clock > lastEnd {
		return time.Time{}, fmt.Errorf("calendar: find %s of %s: no time of 0 to 48 h", clock, d)
	}
	day := d.number()
	if day < minDay || day > maxDay {
		return time.Time{}, fmt.Errorf("calendar: find %s of %s: %w", clock, d, ErrRange)
	}
	return c.local(day, clock), nil
}
