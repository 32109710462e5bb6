package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar, without a zone. The zero Date is no day; in a Spec it
// means "not set". As text it is "2026-10-01", and the zero Date is "".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const secondsPerDay = 24 * 60 * 60

// DateOf returns the date that t has in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads a date such as "2026-10-01", with exactly these digits. It refuses a day that
// does not exist, and years before 1 and after 9999.
func ParseDate(s string) (Date, error) {
	var d Date
	y, okYear := digits(s, 0, 4)
	m, okMonth := digits(s, 5, 7)
	day, okDay := digits(s, 8, 10)
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !okYear || !okMonth || !okDay {
		return d, fmt.Errorf("calendar: parse date %q: want YYYY-MM-DD, such as 2026-10-01", s)
	}
	d = Date{y, time.Month(m), day}
	if err := d.check(); err != nil {
		return Date{}, fmt.Errorf("calendar: parse date %q: %w", s, err)
	}
	return d, nil
}

// check says what keeps d from being a day.
func (d Date) check() error {
	if d.Year < 1 || d.Year > 9999 {
		return fmt.Errorf("the year %d is not one of 1 to 9999", d.Year)
	}
	if d.Month < time.January || d.Month > time.December {
		return fmt.Errorf("there is no month %d", d.Month)
	}
	last := time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if d.Day < 1 || d.Day > last {
		return fmt.Errorf("there is no such day: %s %d has %d days", d.Month, d.Year, last)
	}
	return nil
}

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1 if d is before e, 0 if they are the same day, and +1 if d is after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// AddDays returns the day n days after d, or before it if n is negative.
func (d Date) AddDays(n int) Date { return dateOf(d.number() + n) }

// Weekday returns the day of the week.
func (d Date) Weekday() Weekday { return weekdays[weekdayOf(d.number())] }

// String returns d as text, such as "2026-10-01"; the zero Date is "".
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText returns d as text. It fails if d is a day that does not exist.
func (d Date) MarshalText() ([]byte, error) {
	if err := d.check(); err != nil && !d.IsZero() {
		return nil, fmt.Errorf("calendar: write date %q: %w", d.String(), err)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes, as ParseDate does; "" is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// number counts days from 1970-01-01, which is 0.
func (d Date) number() int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

func dateOf(number int) Date {
	return DateOf(time.Unix(int64(number)*secondsPerDay, 0).UTC())
}

// weekdayOf counts from Sunday, as time.Weekday does. Day 0 was a Thursday.
func weekdayOf(number int) int { return ((number+4)%7 + 7) % 7 }

// digits reads s[from:to], which must be digits alone.
func digits(s string, from, to int) (n int, ok bool) {
	if len(s) < to {
		return 0, false
	}
	for _, c := range []byte(s[from:to]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}
