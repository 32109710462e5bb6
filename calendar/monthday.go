package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// MonthDay is a day of every year, as text "12-25". "02-29" is a day of leap years only.
type MonthDay struct {
	Month time.Month
	Day   int
}

// check says what keeps d from being a day of some year.
func (d MonthDay) check() error {
	// 2000 was a leap year.
	return Date{2000, d.Month, d.Day}.check()
}

// of returns the day in a year; ok is false if the year has none.
func (d MonthDay) of(year int) (date Date, ok bool) {
	date = Date{year, d.Month, d.Day}
	return date, date.check() == nil
}

func (d MonthDay) compare(e MonthDay) int {
	return cmp.Or(cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// String returns d as text, such as "12-25".
func (d MonthDay) String() string { return fmt.Sprintf("%02d-%02d", int(d.Month), d.Day) }

// MarshalText returns d as text. It fails if no year has that day.
func (d MonthDay) MarshalText() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("calendar: write day of the year %q: %w", d.String(), err)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes, with exactly these digits.
func (d *MonthDay) UnmarshalText(text []byte) error {
	s := string(text)
	month, okMonth := digits(s, 0, 2)
	day, okDay := digits(s, 3, 5)
	if len(s) != 5 || s[2] != '-' || !okMonth || !okDay {
		return fmt.Errorf("calendar: parse day of the year %q: want MM-DD, such as 12-25", s)
	}
	parsed := MonthDay{time.Month(month), day}
	if err := parsed.check(); err != nil {
		return fmt.Errorf("calendar: parse day of the year %q: %w", s, err)
	}
	*d = parsed
	return nil
}
