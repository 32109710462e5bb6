package calendar

import (
	"errors"
	"fmt"
	"iter"
	"time"
)

// ErrRange reports an instant or a result outside the compiled years, MinYear to MaxYear. A calendar
// that is not open long enough in these years gives it too.
var ErrRange = errors.New("outside the compiled years")

// Calendar is a compiled Spec: immutable, safe for any number of goroutines. Make one with Compile;
// the zero Calendar is of no use. Instants may be given in any location; all that it returns are in
// its own.
//
// Stretches of open time that touch or overlap are one here: a calendar that is always open has one
// opening and one closing, the ends of the compiled years.
type Calendar struct {
	spec  Spec // canonical
	rules rules
	zone  *zone

	start  int64  // the first midnight, in Unix seconds
	length uint32 // seconds to the last midnight

	// Stretch i of open time begins openings[i] seconds after start; counted[i] seconds of open
	// time lie before it. One element more of counted holds the total.
	openings  []uint32
	counted   []uint32
	byOpening index
	byCounted index

	workdays    []int32 // the days with open time, counted from 1970-01-01
	fingerprint func() string
}

// Spec returns the calendar as data, in canonical form: the lists by date, the windows by time, and
// the defaults of Zone and As written out. The caller may change what it gets.
func (c *Calendar) Spec() Spec { return c.spec.clone() }

// Name returns the name that the Spec gives.
func (c *Calendar) Name() string { return c.spec.Name }

// Location returns the zone of the calendar.
func (c *Calendar) Location() *time.Location { return c.zone.loc }

// Fingerprint identifies the calendar and the time-zone data it was compiled with, as "sha256:" and
// 64 hexadecimal digits. The package comment says of which bytes. Any change of the Spec changes it,
// even of a name, and not the order of its lists.
func (c *Calendar) Fingerprint() string { return c.fingerprint() }

// IsOpen reports whether t lies in open time. The instant of an opening does, that of a closing does
// not. Nothing is open outside the compiled years.
func (c *Calendar) IsOpen(t time.Time) bool {
	p, ok := c.place(t)
	return ok && p.open
}

// Elapsed returns the open time from a to b, exact to the nanosecond. It is negative if b is before
// a. The error is ErrRange.
func (c *Calendar) Elapsed(a, b time.Time) (time.Duration, error) {
	from, ok := c.place(a)
	if !ok {
		return 0, c.outside("elapsed from", a)
	}
	to, ok := c.place(b)
	if !ok {
		return 0, c.outside("elapsed to", b)
	}
	return to.counted - from.counted, nil
}

// Add returns the earliest instant at which the open time since t reaches d. So a deadline that uses
// up a window falls on its closing; NextOpen of it is the other convention. If d is 0, Add returns t
// if it is open then, else the next opening.
//
// A negative d goes back: Add returns the latest instant from which the open time to t is -d, and so
// an opening rather than the closing before it. The error is ErrRange.
func (c *Calendar) Add(t time.Time, d time.Duration) (time.Time, error) {
	if d == 0 {
		return c.NextOpen(t)
	}
	p, ok := c.place(t)
	if !ok {
		return time.Time{}, c.outside("add to", t)
	}
	left := c.total() - p.counted
	if d > left || d < -p.counted {
		return time.Time{}, fmt.Errorf("calendar: add %v to %s: %w", d, c.show(t), ErrRange)
	}
	counted := p.counted + d
	// An instant that ends a window and one that begins the next have the same count. Going
	// forward we want the first of them, so look for the window that holds the nanosecond before.
	key := counted
	if d > 0 {
		key--
	}
	i := c.byCounted.last(c.counted[:len(c.openings)], uint32(key/time.Second))
	rest := counted - time.Duration(c.counted[i])*time.Second
	opening := c.start + int64(c.openings[i])
	return time.Unix(opening+int64(rest/time.Second), int64(rest%time.Second)).In(c.zone.loc), nil
}

// NextOpen returns t itself if it is open then, else the first opening after t. The error is
// ErrRange, which a calendar without any later opening gives.
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	p, ok := c.place(t)
	if !ok {
		return time.Time{}, c.outside("next opening after", t)
	}
	if p.open {
		return c.same(t), nil
	}
	if p.i+1 == len(c.openings) {
		return time.Time{}, c.outside("next opening after", t)
	}
	return c.at(c.openings[p.i+1]), nil
}

// NextClose returns the first closing after t, never t itself. The error is ErrRange.
func (c *Calendar) NextClose(t time.Time) (time.Time, error) {
	p, ok := c.place(t)
	if !ok {
		return time.Time{}, c.outside("next closing after", t)
	}
	i := p.i
	if !p.open {
		i++
	}
	if i == len(c.openings) {
		return time.Time{}, c.outside("next closing after", t)
	}
	return c.at(c.closing(i)), nil
}

// PrevOpen returns the last opening that is not after t; it may be t itself. The error is ErrRange.
func (c *Calendar) PrevOpen(t time.Time) (time.Time, error) {
	p, ok := c.place(t)
	if !ok {
		return time.Time{}, c.outside("last opening before", t)
	}
	if p.i < 0 {
		return time.Time{}, c.outside("last opening before", t)
	}
	return c.at(c.openings[p.i]), nil
}

// PrevClose returns t itself if it is open then, else the last closing that is not after t. It is
// NextOpen seen from the other side. The error is ErrRange.
func (c *Calendar) PrevClose(t time.Time) (time.Time, error) {
	p, ok := c.place(t)
	if !ok {
		return time.Time{}, c.outside("last closing before", t)
	}
	if p.open {
		return c.same(t), nil
	}
	if p.i < 0 {
		return time.Time{}, c.outside("last closing before", t)
	}
	return c.at(c.closing(p.i)), nil
}

// OpenAfter yields the stretches of open time after t, each by its start and its end; the first starts
// at t if it is open then. Outside the compiled years there are none.
func (c *Calendar) OpenAfter(t time.Time) iter.Seq2[time.Time, time.Time] {
	return func(yield func(from, to time.Time) bool) {
		p, ok := c.place(t)
		if !ok {
			return
		}
		if p.open && !yield(c.same(t), c.at(c.closing(p.i))) {
			return
		}
		for i := p.i + 1; i < len(c.openings); i++ {
			if !yield(c.at(c.openings[i]), c.at(c.closing(i))) {
				return
			}
		}
	}
}

// OpenBefore yields the stretches of open time before t, the latest first, each by its start and its
// end; the first ends at t if it is open then. Outside the compiled years there are none.
func (c *Calendar) OpenBefore(t time.Time) iter.Seq2[time.Time, time.Time] {
	return func(yield func(from, to time.Time) bool) {
		p, ok := c.place(t)
		if !ok {
			return
		}
		i := p.i
		if p.open {
			from := c.at(c.openings[i])
			if from.Before(t) && !yield(from, c.same(t)) {
				return
			}
			i--
		}
		for ; i >= 0; i-- {
			if !yield(c.at(c.openings[i]), c.at(c.closing(i))) {
				return
			}
		}
	}
}

// place says where an instant lies.
type place struct {
	i       int           // the last stretch of open time that does not begin after it, or -1
	open    bool          // whether it lies in that stretch
	counted time.Duration // the open time before it
}

// place finds t; ok is false if it is outside the compiled years.
func (c *Calendar) place(t time.Time) (p place, ok bool) {
	since := t.Unix() - c.start
	if uint64(since) >= uint64(c.length) {
		// The very last instant has no open time after it, and is still one to count to.
		atEnd := since == int64(c.length) && t.Nanosecond() == 0
		return place{len(c.openings) - 1, false, c.total()}, atEnd
	}
	i := c.byOpening.last(c.openings, uint32(since))
	if i < 0 {
		return place{i: -1}, true
	}
	in, whole := uint32(since)-c.openings[i], c.counted[i+1]-c.counted[i]
	if in >= whole {
		return place{i, false, time.Duration(c.counted[i+1]) * time.Second}, true
	}
	counted := time.Duration(c.counted[i]+in)*time.Second + time.Duration(t.Nanosecond())
	return place{i, true, counted}, true
}

// outside makes the error of a deed that leads out of the compiled years.
func (c *Calendar) outside(deed string, t time.Time) error {
	return fmt.Errorf("calendar: %s %s: %w", deed, c.show(t), ErrRange)
}

// closing returns the end of stretch i in seconds after the start.
func (c *Calendar) closing(i int) uint32 { return c.openings[i] + c.counted[i+1] - c.counted[i] }

// total returns all open time of the compiled years.
func (c *Calendar) total() time.Duration {
	return time.Duration(c.counted[len(c.openings)]) * time.Second
}

// at returns the instant so many seconds after the start.
func (c *Calendar) at(seconds uint32) time.Time { return c.unix(c.start + int64(seconds)) }

func (c *Calendar) unix(seconds int64) time.Time { return time.Unix(seconds, 0).In(c.zone.loc) }

// same returns t in the calendar's zone, without a monotonic clock reading.
func (c *Calendar) same(t time.Time) time.Time { return t.Round(0).In(c.zone.loc) }

// show writes t for an error message.
func (c *Calendar) show(t time.Time) string {
	return t.In(c.zone.loc).Format(time.RFC3339Nano)
}
