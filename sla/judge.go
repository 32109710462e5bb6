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
	events  []*Event
	opened  *Event
	answers map[string][]*Event // by the id of the event that they answer
}

// judge judges one case.
func (j *judge) judge(events []*Event) ruling {
	f := file{judge: j, events: events}
	f.sift()
	if f.opened == nil {
		f.problems = append(f.problems, Problem{Case: events[0].Case,
			Text: "the case has no opened event; nothing in it could be judged"})
		return f.ruling
	}
	f.checkRefs()
	promised, governed := false, false
	for i := range j.contract.Terms {
		t := &j.contract.Terms[i]
		promised = f.judgeUnder(t) || promised
		governed = governed || t.inForce(f.day(f.opened.Times.Occurred))
	}
	if !governed && !promised {
		f.problem(f.opened, "no version of the terms was in force on %s", f.day(f.opened.Times.Occurred))
	}
	if !promised {
		f.noClock = f.opened.Case
	}
	f.checkGrants()
	return f.ruling
}

// judgeUnder judges the case by the commitments of t, and reports whether one applies.
func (f *file) judgeUnder(t *Terms) bool {
	applies := false
	if len(t.Commitments) <= fewEvents && f.findings == nil {
		f.findings = make([]Finding, 0, len(t.Commitments))
	}
	for i := range t.Commitments {
		c := &t.Commitments[i]
		if !c.When.fits(f.opened) {
			continue
		}
		k := clock{file: f, terms: t, commitment: c, calendar: t.Calendars[c.Calendar]}
		at, ok := k.started()
		if !ok || !t.inForce(f.day(at)) {
			continue
		}
		applies = true
		switch {
		case at.After(f.asOf.At): // by the time that counts, it has not started
		case c.Measure == Progress:
			k.recurring()
		default:
			k.once()
		}
	}
	return applies
}

func (f *file) day(t time.Time) calendar.Date { return calendar.DateOf(t.In(f.zone)) }

// sift drops equal events, and reports those that cannot be judged.
func (f *file) sift() {
	kept := make([]*Event, 0, len(f.events))
	twins := f.twins()
	for i, e := range f.events {
		if twin := twins(i); twin != nil {
			if content(e, twin) != 0 {
				f.problem(e, "two different events of the case bear this id; the earlier one was judged")
			}
			continue
		}
		if text := fault(e); text != "" {
			f.problem(e, "%s", text)
			continue
		}
		if e.Kind == Opened && !f.open(e) {
			continue
		}
		kept = append(kept, e)
	}
	f.events = kept
	for _, e := range f.events {
		for _, ref := range e.Refs {
			if f.answers == nil {
				f.answers = map[string][]*Event{}
			}
			f.answers[ref] = append(f.answers[ref], e)
		}
	}
	f.beforeOpening()
}

// fewEvents is up to how many events it is quicker to look through a case than to make an index of it.
const fewEvents = 24

// twins returns a function that finds the earlier event with the id of the i-th; nil when there is none. It
// must be asked about the events in order.
func (f *file) twins() func(i int) *Event {
	if len(f.events) <= fewEvents {
		return func(i int) *Event {
			for _, e := range f.events[:i] {
				if e.ID == f.events[i].ID && e.ID != "" {
					return e
				}
			}
			return nil
		}
	}
	seen := make(map[string]*Event, len(f.events))
	return func(i int) *Event {
		e := f.events[i]
		twin := seen[e.ID]
		if twin == nil && e.ID != "" {
			seen[e.ID] = e
		}
		return twin
	}
}

// open takes an Opened for the one that the case rests on: the first by the client, else the first.
// It reports false for a second one by the client.
func (f *file) open(e *Event) bool {
	switch {
	case f.opened == nil || f.opened.By != Client && e.By == Client:
		f.opened = e
	case e.By == Client:
		f.problem(e, "the case was opened already; its clocks run from the first time")
		return false
	}
	return true
}

// clientsOwn are the deeds that only the client can do.
var clientsOwn = map[Kind]string{
	ExtensionGranted: "grant an extension", HoldGranted: "grant a hold", HoldContested: "contest a hold",
	Rejected: "reject work", Accepted: "accept work", Cancelled: "withdraw a request",
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
	case e.By == "" && e.Kind != Undecided:
		return "the event does not say which side it comes from"
	case !e.Span.From.IsZero() && !e.Span.To.IsZero() && !e.Span.From.Before(e.Span.To):
		return "its span ends before it begins"
	case e.Precision < 0:
		return "its precision is negative"
	case clientsOwn[e.Kind] != "" && e.By != Client:
		return fmt.Sprintf("only the client can %s; this event changes nothing", clientsOwn[e.Kind])
	case e.Kind == ExtensionGranted && e.Until.IsZero() && (e.Extra.N <= 0 ||
		e.Extra.Unit != calendar.Day && e.Extra.Unit != calendar.WorkingDay):
		return "the extension says neither until when nor by how many days of which kind; it moves no date"
	}
	return ""
}

// beforeOpening reports what is said to have ended the case before it began.
func (f *file) beforeOpening() {
	if f.opened == nil {
		return
	}
	for _, e := range f.events {
		if (isWork(e.Kind) || e.Kind == Cancelled) && e.latest().Before(f.opened.Times.Occurred) {
			f.problem(e, "%s before the case was opened; it stops no clock", e.Kind)
		}
	}
}

// checkRefs reports what names an event or a commitment that is not there, or that it cannot be
// about.
func (f *file) checkRefs() {
	var ids map[string]*Event
	for _, e := range f.events {
		if len(e.Refs) > 0 && ids == nil {
			ids = f.byID()
		}
		if len(e.Refs) == 0 && isAnswer(e.Kind) && e.Kind != HoldGranted && e.Kind != Accepted {
			f.problem(e, "it does not say which event it answers; it changes nothing")
		}
		for _, ref := range e.Refs {
			about := ids[ref]
			switch {
			case ref == "" || about == nil && isAnswer(e.Kind):
				f.problem(e, "it refers to the event %q, which the case does not have; it changes nothing", ref)
			case e.Kind == Rejected && !isWork(about.Kind):
				f.problem(e, "a %s cannot be rejected; only restored, resolved and delivered can", about.Kind)
			case holdAnswers[e.Kind] && about.Kind != HoldClaimed && about.Kind != HoldGranted:
				f.problem(e, "a %s is no hold, which this event answers; it changes nothing", about.Kind)
			}
		}
		if e.Commitment != "" && moves(e.Kind) && !f.promises(e) {
			f.problem(e, "no commitment %q applies to extensions and holds; it changes nothing", e.Commitment)
		}
	}
}

// byID indexes the events of the case.
func (f *file) byID() map[string]*Event {
	ids := make(map[string]*Event, len(f.events))
	for _, e := range f.events {
		ids[e.ID] = e
	}
	return ids
}

// checkGrants reports what the client granted and nothing came of: time that no work of the case has a clock for, and
// a hold outside the one that was claimed.
func (f *file) checkGrants() {
	work := slices.ContainsFunc(f.findings, func(g Finding) bool { return isAboutWork(g.Measure) })
	for _, e := range f.events {
		if e.Kind == ExtensionGranted && e.Commitment == "" && !work {
			f.problem(e, "no work of the case has a clock that an extension could move; name the commitment")
		}
		if e.Kind != HoldClaimed {
			continue
		}
		span, _ := f.spanOf(e)
		for _, answer := range f.answers[e.ID] {
			if answer.Kind == HoldGranted && answer.Span != (Span{}) && overlap(span, answer.Span) == (Span{}) {
				f.problem(answer, "it grants no part of the hold that was claimed; it changes nothing")
			}
		}
	}
}

// promises reports whether some terms have the commitment that an event names, and pauses and dates
// can be set for it.
func (f *file) promises(e *Event) bool {
	return slices.ContainsFunc(f.contract.Terms, func(t Terms) bool {
		return slices.ContainsFunc(t.Commitments, func(c Commitment) bool {
			return c.ID == e.Commitment && c.Measure != Progress
		})
	})
}

// isWork reports whether the kind says that work is done, which the client may reject.
func isWork(k Kind) bool { return k == Restored || k == Resolved || k == Delivered }

// isAnswer reports whether the kind means nothing without the event that it answers.
func isAnswer(k Kind) bool {
	return k == HoldGranted || k == HoldContested || k == HoldEnded || k == Rejected || k == Accepted
}

// moves reports whether the kind stops a clock or sets a new date.
func moves(k Kind) bool { return k == ExtensionGranted || k == HoldClaimed || k == HoldGranted }

func (f *file) problem(e *Event, format string, args ...any) {
	f.problems = append(f.problems, Problem{Case: e.Case, Event: e.ID, Text: fmt.Sprintf(format, args...)})
}

// refused returns the event by which the client rejected work, and did not accept it later; nil
// when he did not.
func (f *file) refused(e *Event) (by *Event) {
	if e.ID == "" || !isWork(e.Kind) {
		return nil
	}
	for _, answer := range f.answers[e.ID] {
		switch answer.Kind {
		case Rejected:
			by = answer
		case Accepted:
			by = nil
		}
	}
	return by
}

// fits reports whether the condition holds for a case opened so.
func (w Condition) fits(opened *Event) bool {
	in := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	return in(w.Categories, opened.Category) && in(w.Services, opened.Service) &&
		in(w.Priorities, opened.Priority) && in(w.Channels, opened.Channel)
}

// known holds the kinds that this version judges.
var known = func() map[Kind]bool {
	m := map[Kind]bool{}
	for _, k := range []Kind{Opened, Message, Note, Acknowledged, Reported, Restored, Resolved, Delivered,
		Accepted, Rejected, Cancelled, HoldClaimed, HoldGranted, HoldContested, HoldEnded, ExtensionAsked,
		ExtensionGranted, OutageBegan, OutageEnded, Coverage, Undecided, Chased, Noticed} {
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
