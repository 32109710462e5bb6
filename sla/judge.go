package sla

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// judge holds what all cases share. It does not change once made.
type judge struct {
	contract *Contract
	asOf     AsOf
	zone     *time.Location
	coverage coverage
}

// ruling is what one case gave.
type ruling struct {
	findings []Finding
	problems []Problem
	noClock  string // the case's id when no commitment applies to it
}

// file is one case: its events in order of time.
type file struct {
	*judge
	ruling
	events   []*Event
	opened   *Event
	rejected []string // ids of what the client refused
}

// judge judges one case.
func (j *judge) judge(events []*Event) ruling {
	f := file{judge: j, events: events}
	f.sift()
	if f.opened == nil {
		f.problem(events[0], "the case has no opened event; nothing in it could be judged")
		f.problems[len(f.problems)-1].Event = ""
		return f.ruling
	}
	governed := false
	for i := range j.contract.Terms {
		governed = f.judgeUnder(&j.contract.Terms[i]) || governed
	}
	if !governed {
		f.problem(f.opened, "no version of the terms was in force on %s", f.day(f.opened.Times.Occurred))
	}
	if len(f.findings) == 0 {
		f.noClock = f.opened.Case
	}
	return f.ruling
}

// judgeUnder judges the case by the commitments of t, and reports whether t governs any clock of it.
func (f *file) judgeUnder(t *Terms) bool {
	governs := t.inForce(f.day(f.opened.Times.Occurred))
	for i := range t.Commitments {
		c := &t.Commitments[i]
		if !c.When.fits(f.opened) {
			continue
		}
		start := f.first(c.start(), time.Time{})
		if start == nil || !t.inForce(f.day(start.Times.Occurred)) {
			continue
		}
		governs = true
		k := clock{file: f, terms: t, commitment: c, calendar: t.Calendars[c.Calendar], start: start}
		if c.Measure == Progress {
			k.recurring()
		} else {
			k.once()
		}
	}
	return governs
}

func (f *file) day(t time.Time) calendar.Date { return calendar.DateOf(t.In(f.zone)) }

// sift drops equal events, and reports those that cannot be judged.
func (f *file) sift() {
	kept := f.events[:0:0]
	for i, e := range f.events {
		if twin := f.twin(i); twin != nil {
			if !same(e, twin) {
				f.problem(e, "two different events of the case bear this id; the earlier one was judged")
			}
			continue
		}
		if text := fault(e); text != "" {
			f.problem(e, "%s", text)
			continue
		}
		switch e.Kind {
		case Opened:
			if f.opened != nil {
				f.problem(e, "the case was opened already; its clocks run from the first time")
				continue
			}
			f.opened = e
		case Rejected:
			f.rejected = append(f.rejected, e.Refs...)
		}
		kept = append(kept, e)
	}
	f.events = kept
	f.beforeOpening()
}

// twin returns the event before the i-th that bears its id.
func (f *file) twin(i int) *Event {
	if f.events[i].ID == "" {
		return nil
	}
	for _, e := range f.events[:i] {
		if e.ID == f.events[i].ID {
			return e
		}
	}
	return nil
}

// same reports whether two events with one id are the same fact.
func same(a, b *Event) bool {
	return order(a, b) == 0 && a.Channel == b.Channel && a.Times.Sent.Equal(b.Times.Sent) &&
		a.Times.Arrived.Equal(b.Times.Arrived) && a.Times.Acknowledged.Equal(b.Times.Acknowledged) &&
		a.Precision == b.Precision && a.Automatic == b.Automatic && a.Commitment == b.Commitment &&
		a.Ground == b.Ground && a.Clause == b.Clause && a.Until.Equal(b.Until) && a.Extra == b.Extra &&
		a.Span.From.Equal(b.Span.From) && a.Span.To.Equal(b.Span.To) && slices.Equal(a.Refs, b.Refs) &&
		a.Category == b.Category && a.Priority == b.Priority && a.Service == b.Service
}

// fault says why an event cannot be judged; "" when it can.
func fault(e *Event) string {
	switch {
	case e.Times.Occurred.IsZero():
		return "the event has no time"
	case !known[e.Kind]:
		return fmt.Sprintf("events of kind %q are not judged by this version", e.Kind)
	case e.Kind == Coverage:
		return "coverage belongs to no case; leave its case empty"
	case e.By == "":
		return "the event does not say which side it comes from"
	case e.Precision < 0:
		return "its precision is negative"
	}
	return ""
}

// beforeOpening reports what is said to have ended the case before it began.
func (f *file) beforeOpening() {
	if f.opened == nil {
		return
	}
	for _, e := range f.events {
		ends := e.Kind == Restored || e.Kind == Resolved || e.Kind == Delivered || e.Kind == Cancelled
		if ends && e.Times.Occurred.Before(f.opened.Times.Occurred) {
			f.problem(e, "%s before the case was opened; it stops no clock", e.Kind)
		}
	}
}

func (f *file) problem(e *Event, format string, args ...any) {
	f.problems = append(f.problems, Problem{Case: e.Case, Event: e.ID, Text: fmt.Sprintf(format, args...)})
}

// first returns the first event that the mark fits, at or after a time.
func (f *file) first(m Mark, from time.Time) *Event {
	for _, e := range f.events {
		if !e.Times.Occurred.Before(from) && m.fits(e) && !f.refused(e) {
			return e
		}
	}
	return nil
}

// refused reports whether the client rejected what the event says.
func (f *file) refused(e *Event) bool { return e.ID != "" && slices.Contains(f.rejected, e.ID) }

// fits reports whether the event is one that the mark names. An automatic message is none.
func (m Mark) fits(e *Event) bool {
	return slices.Contains(m.Kinds, e.Kind) && (m.By == "" || m.By == e.By) && !e.Automatic
}

// fits reports whether the condition holds for a case opened so.
func (w Condition) fits(opened *Event) bool {
	in := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	return in(w.Categories, opened.Category) && in(w.Services, opened.Service) &&
		in(w.Priorities, opened.Priority) && in(w.Channels, opened.Channel)
}

// marks are the events that start and stop each measure's clock when the contract does not say.
var marks = map[Measure][2]Mark{
	FirstResponse: {opening, {Kinds: []Kind{Message, Reported, Restored, Resolved, Delivered}, By: Vendor}},
	Restoration:   {opening, {Kinds: []Kind{Restored, Resolved, OutageEnded}}},
	Resolution:    {opening, {Kinds: []Kind{Resolved}}},
	Delivery:      {opening, {Kinds: []Kind{Delivered}}},
	Progress:      {opening, {Kinds: []Kind{Reported}, By: Vendor}},
}

var opening = Mark{Kinds: []Kind{Opened}, By: Client}

func (c *Commitment) start() Mark { return c.Start.or(marks[c.Measure][0]) }
func (c *Commitment) stop() Mark  { return c.Stop.or(marks[c.Measure][1]) }

// or fills what m leaves open from the measure's own mark. Its role is taken over only for its own
// kinds: a client's message never answers the client, but an outage begins whoever saw it.
func (m Mark) or(own Mark) Mark {
	if len(m.Kinds) == 0 {
		m.Kinds = own.Kinds
	}
	if m.By == "" && slices.ContainsFunc(m.Kinds, func(k Kind) bool { return slices.Contains(own.Kinds, k) }) {
		m.By = own.By
	}
	return m
}

// known holds the kinds that this version judges.
var known = func() map[Kind]bool {
	m := map[Kind]bool{}
	for _, k := range []Kind{Opened, Message, Note, Acknowledged, Reported, Restored, Resolved, Delivered,
		Accepted, Rejected, Cancelled, HoldClaimed, HoldGranted, HoldContested, HoldEnded, ExtensionAsked,
		ExtensionGranted, OutageBegan, OutageEnded, Coverage, Chased, Noticed} {
		m[k] = true
	}
	return m
}()

// findingID names a finding: its case, its commitment, and which one of several.
func findingID(e *Event, c *Commitment, n int) string {
	if n == 0 {
		return e.Case + "/" + c.ID
	}
	return e.Case + "/" + c.ID + "#" + strconv.Itoa(n)
}
