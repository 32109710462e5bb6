package calendar

import (
	"iter"
	"time"
)

// Why says by which rule a stretch of time is open or closed.
type Why string

// The rules.
const (
	WhyHours   Why = "hours"   // open by the weekly hours
	WhyOff     Why = "off"     // a working day, outside its hours: night, lunch
	WhyRest    Why = "rest"    // a weekday without hours
	WhyClosed  Why = "closed"  // a closed day, by name and source
	WhyWorked  Why = "worked"  // open on a made-up working day, by name and source
	WhyBreak   Why = "break"   // closed by a break, by name and source
	WhySpecial Why = "special" // open by the special hours of the date, or closed for want of any
)

// Step is one stretch of time of an explanation, From inclusive, To exclusive, in the calendar's
// zone. Each window is a step of its own. Closed time that has one reason throughout is one step: a
// night between two working days, a whole weekend, the days of a holiday that share name and source.
type Step struct {
	From, To     time.Time
	Open         bool
	Why          Why
	Name, Source string // what the Spec says about the date; empty for WhyHours and WhyOff
}

// Explain yields the steps from a to b: they touch, they do not overlap, and the open ones sum to
// Elapsed(a, b). If b is before a, it yields the steps from b to a. Time outside the compiled years
// has no steps. The sequence may be ranged over more than once.
func (c *Calendar) Explain(a, b time.Time) iter.Seq[Step] {
	if b.Before(a) {
		a, b = b, a
	}
	return func(yield func(Step) bool) {
		from, to := c.clip(a), c.clip(b)
		if !from.Before(to) {
			return
		}
		var held Step // the step that the next piece may yet extend
		for piece := range c.pieces(from, to) {
			switch {
			case held.To.IsZero():
				held = piece
			case held.extends(piece):
				held.To = piece.To
			case !yield(held):
				return
			default:
				held = piece
			}
		}
		yield(held)
	}
}

// extends reports whether next is one step with s. Open time never is.
func (s Step) extends(next Step) bool {
	return !s.Open && !next.Open && s.Why == next.Why && s.Name == next.Name && s.Source == next.Source
}

// clip moves t into the compiled years.
func (c *Calendar) clip(t time.Time) time.Time {
	if first := c.unix(c.start); t.Before(first) {
		return first
	}
	if last := c.at(c.length); t.After(last) {
		return last
	}
	return c.same(t)
}

// pieces yields what Explain joins to steps: the windows between two instants and, day by day, the
// closed time around them.
func (c *Calendar) pieces(from, to time.Time) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		at := from // how far the pieces yielded so far reach
		piece := func(end time.Time, g segment) bool {
			if end.After(to) {
				end = to
			}
			if !at.Before(end) {
				return true
			}
			s := Step{From: at, To: end, Open: g.open, Why: g.why}
			if g.why != WhyHours && g.why != WhyOff {
				s.Name, s.Source = g.name, g.source
			}
			at = end
			return yield(s)
		}
		// The window of the evening before may reach past from.
		for day := DateOf(from).number() - 1; at.Before(to); day++ {
			r := c.rules.of(day)
			around := segment{why: r.closed(), name: r.name, source: r.source}
			for _, g := range r.segments() {
				if !piece(c.local(day, g.From), around) || !piece(c.local(day, g.To), g) {
					return
				}
			}
			if !piece(c.local(day, dayEnd), around) {
				return
			}
		}
	}
}

// local returns the instant at which the clocks show a time of a day counted from 1970-01-01.
func (c *Calendar) local(day int, clock Clock) time.Time {
	unix, _ := c.zone.instant(int64(day)*secondsPerDay + int64(clock))
	return c.unix(unix)
}
