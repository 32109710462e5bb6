package sla

import (
	"slices"
	"time"
)

// marks are the events that start and stop each measure's clock when the contract does not say.
var marks = map[Measure]struct{ start, stop []Kind }{
	FirstResponse: {opening, []Kind{Message, Reported, Restored, Resolved, Delivered}},
	Restoration:   {opening, []Kind{Restored, Resolved, OutageEnded}},
	Resolution:    {opening, []Kind{Resolved}},
	Delivery:      {opening, []Kind{Delivered}},
	Progress:      {opening, []Kind{Reported}},
}

var opening = []Kind{Opened}

// starters and stoppers are the sides that an event is expected from when the mark names none: a
// client's message never answers the client, but an outage begins and ends whoever saw it.
var (
	starters = map[Kind]Role{Opened: Client, Message: Client}
	stoppers = map[Kind]Role{Message: Vendor, Reported: Vendor, Acknowledged: Vendor}
)

// startsBy reports whether the event starts the clock of the commitment.
func (c *Commitment) startsBy(e *Event) bool {
	return c.Start.fits(e, marks[c.Measure].start, starters)
}

// stopsBy reports whether the event stops the clock of the commitment. An automatic message is no
// answer; a first response is never automatic, whatever it says.
func (c *Commitment) stopsBy(e *Event) bool {
	if e.Automatic && (c.Measure == FirstResponse || stoppers[e.Kind] != "") {
		return false
	}
	m := c.Stop
	if m.By == "" && c.Measure == FirstResponse {
		m.By = Vendor
	}
	return m.fits(e, marks[c.Measure].stop, stoppers)
}

// fits reports whether the event is one that the mark names, or, where it leaves that open, one of
// those kinds by that side.
func (m Mark) fits(e *Event, kinds []Kind, by map[Kind]Role) bool {
	if len(m.Kinds) > 0 {
		kinds = m.Kinds
	}
	if !slices.Contains(kinds, e.Kind) {
		return false
	}
	role := m.By
	if role == "" {
		role = by[e.Kind]
	}
	return role == "" || role == e.By
}

// started returns the time at which the clock starts: the earliest of those that count, else the
// time of the event that lacks it; false when no event starts it. It sets the start.
func (k *clock) started() (time.Time, bool) {
	var blind *Event
	for _, e := range k.events {
		if !k.commitment.startsBy(e) {
			continue
		}
		at := k.startTime(e)
		switch {
		case at.IsZero() && blind == nil:
			blind = e
		case at.IsZero():
		case k.start == nil || at.Before(k.startTime(k.start)):
			k.start = e
		case e.Kind != Opened:
			k.problem(e, "it starts no second clock of %q; open another case for it", k.commitment.ID)
		}
	}
	if blind != nil && (k.start == nil || blind.Times.Occurred.Before(k.startTime(k.start))) {
		k.start = blind // it may be the earlier one, and then nobody knows since when the clock runs
		return blind.Times.Occurred, true
	}
	if k.start == nil {
		return time.Time{}, false
	}
	return k.startTime(k.start), true
}

func (k *clock) startTime(e *Event) time.Time { return e.Times.Of(k.commitment.Start.Time) }

// halt is what is known of the time at which a clock was stopped: its bounds, and the events that
// set them. There are none when nothing stopped the clock.
type halt struct {
	first, last     time.Time
	firstBy, lastBy *Event

	// doubt are events that may have stopped it earlier: their time is not known, or they may lie
	// before the start.
	doubt []*Event
}

// stopped finds what stopped the clock. Each event that stops it has a time between two bounds; the
// true stop lies between the smallest of the lower and the smallest of the upper ones. What is
// recorded at the time of the start or after it counts as after it, however coarse the two are.
func (k *clock) stopped(start Point) (h halt) {
	for _, e := range k.events {
		if e.Kind == Undecided {
			k.mayBe(&h, e)
			continue
		}
		at := e.Times.Of(k.commitment.Stop.Time)
		p := Point{Time: at, Precision: e.Precision}
		first, last := p.times()
		switch {
		case !k.commitment.stopsBy(e) || k.endsWork() && k.refused(e) != nil:
		case e.latest().Before(k.start.Times.Occurred): // said before it was asked
		case at.After(k.asOf.At): // by the time that counts, it has not happened
		case at.IsZero():
			if !e.latest().Before(start.Time) {
				h.doubt = append(h.doubt, e)
			}
		case last.Before(start.Time):
		case first.Before(start.Time):
			h.doubt = append(h.doubt, e)
		default:
			h.take(e, first, last)
		}
	}
	return h
}

// mayBe notes a record of which nobody has decided what it means. The client's own is no answer to him, and a
// machine's is no response; of work that was done, anybody's record may tell.
func (k *clock) mayBe(h *halt, e *Event) {
	if e.latest().Before(k.start.Times.Occurred) {
		return
	}
	answers := e.By != Client && (!e.Automatic || k.commitment.Measure != FirstResponse)
	if k.endsWork() || answers {
		h.doubt = append(h.doubt, e)
	}
}

// take narrows the bounds by one event.
func (h *halt) take(e *Event, first, last time.Time) {
	if h.firstBy == nil || first.Before(h.first) {
		h.first, h.firstBy = first, e
	}
	if h.lastBy == nil || last.Before(h.last) {
		h.last, h.lastBy = last, e
	}
}

// endsWork reports whether the commitment is about work that the client may reject.
func (k *clock) endsWork() bool { return isAboutWork(k.commitment.Measure) }

func isAboutWork(m Measure) bool { return m == Restoration || m == Resolution || m == Delivery }

// times returns the bounds of a recorded time: it lies from the first to the last, both included.
func (p Point) times() (first, last time.Time) {
	return p.Time, p.Time.Add(time.Duration(p.Precision))
}

// latest returns the latest time at which the event can have occurred.
func (e *Event) latest() time.Time { return e.Times.Occurred.Add(time.Duration(e.Precision)) }
