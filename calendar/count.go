package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Counting is the rule by which a Period becomes a due time. The zero Counting is the plain one: the
// day of receipt does not count, whatever day or hour it was, and the period ends when business closes
// on its last day (every Unit but WorkingDay: at 24:00 of its last day).
//
// A receipt on a rest day is moved first, as RestDay says; then the cut-off is applied to the result;
// then the days are counted; then the last day is moved, as LastDay says; then the time of day is set.
type Counting struct {
	// A receipt on a working day at or after CutOff counts as made on the next working day, at the
	// clock time AfterCutOff. CutOff 0 means that there is none, AfterCutOff 0 that day's opening.
	CutOff      Clock `json:"cut_off,omitempty"`
	AfterCutOff Clock `json:"after_cut_off,omitempty"`
	// RestDay is for a receipt on a day without hours.
	RestDay RestDay `json:"rest_day,omitempty"`
	DueAt   DueAt   `json:"due_at,omitempty"`
	// LastDay is not for Unit WorkingDay; working days never end on a rest day.
	LastDay LastDay `json:"last_day,omitempty"`
}

// RestDay says how a receipt on a date that is no working day counts.
type RestDay string

// The rules for a receipt on a rest day.
const (
	RestKeep        RestDay = ""             // it keeps its date
	RestNextOpening RestDay = "next_opening" // made at the opening of the next working day
	RestSameClock   RestDay = "same_clock"   // made on the next working day at the same clock time
)

// DueAt says at what time of its last day a period ends.
type DueAt string

// The rules for the time of day.
const (
	DueAtClose   DueAt = ""           // WorkingDay: closing time of the last day. Others: end of the day
	DueSameClock DueAt = "same_clock" // the last day at the clock time of (deemed) receipt
	DueEndOfDay  DueAt = "end_of_day" // 24:00 of the last day, exclusive
)

// LastDay says what happens when a period that is not in working days ends on a rest day.
type LastDay string

// The rules for the last day.
const (
	LastDayStays LastDay = ""             // even a rest day
	LastDayNext  LastDay = "next_working" // moves to the next working day
)

// Check reports what is wrong with r, every fault at once: a word that is none of the constants, a
// clock time past 24:00, an AfterCutOff without a CutOff.
func (r Counting) Check() error {
	var faults []error
	fault := func(field, format string, args ...any) {
		faults = append(faults, &Fault{field, fmt.Sprintf(format, args...)})
	}
	if r.CutOff < 0 || r.CutOff > dayEnd {
		fault("cut_off", "%s is not a time from 00:00 to 24:00", r.CutOff)
	}
	if r.AfterCutOff < 0 || r.AfterCutOff >= dayEnd {
		fault("after_cut_off", "%s is not a time from 00:00 to before 24:00", r.AfterCutOff)
	}
	if r.AfterCutOff != 0 && r.CutOff == 0 {
		fault("after_cut_off", "%s is set without cut_off; set both or neither", r.AfterCutOff)
	}
	if r.RestDay != RestKeep && r.RestDay != RestNextOpening && r.RestDay != RestSameClock {
		fault("rest_day", "%q is unknown; use %q, %q or nothing",
			r.RestDay, RestNextOpening, RestSameClock)
	}
	if r.DueAt != DueAtClose && r.DueAt != DueSameClock && r.DueAt != DueEndOfDay {
		fault("due_at", "%q is unknown; use %q, %q or nothing",
			r.DueAt, DueSameClock, DueEndOfDay)
	}
	if r.LastDay != LastDayStays && r.LastDay != LastDayNext {
		fault("last_day", "%q is unknown; use %q or nothing", r.LastDay, LastDayNext)
	}
	return errors.Join(faults...)
}

// Due is the end of a time limit. At is the last instant in time, or, when Exclusive, the first one
// too late.
type Due struct {
	At        time.Time
	Exclusive bool
}

// Late reports whether t is after the limit. Exactly at an inclusive limit is in time.
func (d Due) Late(t time.Time) bool {
	if d.Exclusive {
		return !t.Before(d.At)
	}
	return t.After(d.At)
}

// Due returns the end of the period p that starts with a receipt at from.
//
// The n-th day counted is the last day; weeks, months, quarters and years end as [Period] says. With N = 0 it is the day of (deemed) receipt itself, or, for
// working days, the next working day if that is none. A closing at 24:00 and the end of a day are
// Exclusive; a closing before that and a clock time are in time. The closing of a day is the end of
// its last window, even past midnight. A same clock time that is skipped or occurs twice on the last
// day is resolved as by [Calendar.At], except that a period that ends on the very day of receipt
// ends at the instant of receipt. With N = 0 and a receipt after closing, the limit lies before the
// receipt: set a cut-off if the contract does not mean that.
//
// The error says what is wrong with p or r, or is ErrRange.
func (c *Calendar) Due(from time.Time, p Period, r Counting) (Due, error) {
	t, err := c.count(from, p, r)
	if err != nil {
		return Due{}, fmt.Errorf("calendar: due %d %s after %s: %w", p.N, p.Unit, c.show(from), err)
	}
	return c.dueAt(t, p, r)
}

// dueAt sets the time of day.
func (c *Calendar) dueAt(t tally, p Period, r Counting) (Due, error) {
	switch {
	case r.DueAt == DueSameClock && t.last == t.received.day:
		return Due{At: t.received.at}, nil
	case r.DueAt == DueSameClock:
		return Due{At: c.clock(t.last, t.deemed.clock, t.deemed.nanos)}, nil
	case r.DueAt == DueAtClose && p.Unit == WorkingDay:
		closing := c.closes(t.last)
		return Due{At: c.local(t.last, closing), Exclusive: closing%dayEnd == 0}, nil
	}
	return Due{At: c.local(t.last, dayEnd), Exclusive: true}, nil
}

// receipt is a point in time on the wall.
type receipt struct {
	day   int // from 1970-01-01
	clock Clock
	nanos int
	at    time.Time // zero when the receipt is deemed
}

// tally is the working of a period.
type tally struct {
	received receipt
	moved    int     // the day to which a receipt on a rest day was moved, else its own
	deemed   receipt // after the cut-off too
	end      int     // the day on which the count ends
	last     int     // the last day, moved off a rest day
}

// count finds the days of a period, without the time of day of its end.
func (c *Calendar) count(from time.Time, p Period, r Counting) (tally, error) {
	if err := p.check(); err != nil {
		return tally{}, err
	}
	if err := r.Check(); err != nil {
		return tally{}, err
	}
	if _, ok := c.place(from); !ok {
		return tally{}, ErrRange
	}
	t := tally{received: c.receipt(from)}
	var err error
	if t.deemed, err = c.offRest(t.received, r); err != nil {
		return tally{}, err
	}
	t.moved = t.deemed.day
	if t.deemed, err = c.pastCutOff(t.deemed, r); err != nil {
		return tally{}, err
	}
	if t.end, err = c.end(t.deemed.day, p); err != nil {
		return tally{}, err
	}
	t.last = t.end
	if p.Unit == WorkingDay || r.LastDay == LastDayNext {
		t.last, err = c.orNext(t.end)
	}
	return t, err
}

// receipt reads an instant off the clocks of the zone.
func (c *Calendar) receipt(t time.Time) receipt {
	t = c.same(t)
	h, m, s := t.Clock()
	return receipt{DateOf(t).number(), Clock(h*3600 + m*60 + s), t.Nanosecond(), t}
}

// offRest moves a receipt on a rest day to the next working day, if r says so.
func (c *Calendar) offRest(a receipt, r Counting) (receipt, error) {
	if r.RestDay == RestKeep || c.works(a.day) {
		return a, nil
	}
	day, err := c.workday(a.day, 1)
	if err != nil {
		return receipt{}, err
	}
	if r.RestDay == RestNextOpening {
		return receipt{day: day, clock: c.opens(day)}, nil
	}
	return receipt{day: day, clock: a.clock, nanos: a.nanos}, nil
}

// pastCutOff moves a receipt at or after the cut-off of a working day to the next one.
func (c *Calendar) pastCutOff(a receipt, r Counting) (receipt, error) {
	if r.CutOff == 0 || a.clock < r.CutOff || !c.works(a.day) {
		return a, nil
	}
	day, err := c.workday(a.day, 1)
	if err != nil {
		return receipt{}, err
	}
	if r.AfterCutOff != 0 {
		return receipt{day: day, clock: r.AfterCutOff}, nil
	}
	return receipt{day: day, clock: c.opens(day)}, nil
}

// end counts the days of p after a day.
func (c *Calendar) end(day int, p Period) (int, error) {
	if p.Unit != WorkingDay {
		end := day + p.N
		if p.long() {
			end, _ = p.corresponding(day, 1)
		}
		if end > maxDay {
			return 0, ErrRange
		}
		return end, nil
	}
	if p.N == 0 {
		return day, nil
	}
	return c.workday(day, p.N)
}

// orNext returns day if it is a working day, else the next one.
func (c *Calendar) orNext(day int) (int, error) {
	if c.works(day) {
		return day, nil
	}
	return c.workday(day, 1)
}

func (c *Calendar) works(day int) bool { return c.IsWorkday(dateOf(day)) }

// opens and closes return the first opening and the last closing of a working day.
func (c *Calendar) opens(day int) Clock { return c.rules.of(day).windows[0].From }

func (c *Calendar) closes(day int) Clock {
	windows := c.rules.of(day).windows
	return windows[len(windows)-1].To
}

// clock returns a clock time of a day. Nanoseconds are dropped where the clocks skip it.
func (c *Calendar) clock(day int, clock Clock, nanos int) time.Time {
	unix, shown := c.zone.instant(int64(day)*secondsPerDay + int64(clock))
	if !shown {
		nanos = 0
	}
	return time.Unix(unix, int64(nanos)).In(c.zone.loc)
}
