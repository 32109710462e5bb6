package sla

import (
	"slices"
	"time"
)

// pause is a stretch over which a clock is claimed to stand still.
type pause struct {
	Span
	event *Event // the claim
}

// claim is one HoldClaimed, or a HoldGranted that answers none, with what became of it.
type claim struct {
	event   *Event
	span    Span
	granted []Span
	answers []*Event // what granted, contested or ended it
	coarse  bool     // its span rests on a time that is not exact
}

// claims returns the pauses claimed for a commitment, in order of time.
func (f *file) claims(c *Commitment) []claim {
	var cs []claim
	for _, e := range f.events {
		alone := e.Kind == HoldGranted && len(e.Refs) == 0
		if e.Kind != HoldClaimed && !alone || !e.concerns(c) {
			continue
		}
		m := claim{event: e}
		m.span, m.coarse = f.spanOf(e)
		if e.By == Client {
			m.granted = []Span{m.span}
		}
		for _, answer := range f.answers[e.ID] {
			if e.ID == "" || !holdAnswers[answer.Kind] || !answer.concerns(c) {
				continue
			}
			m.answers = append(m.answers, answer)
			if answer.Kind == HoldGranted {
				m.granted = append(m.granted, overlap(m.span, answer.Span))
			}
		}
		cs = append(cs, m)
	}
	return cs
}

// concerns reports whether an extension or a hold is about the commitment.
func (e *Event) concerns(c *Commitment) bool { return e.Commitment == "" || e.Commitment == c.ID }

var holdAnswers = map[Kind]bool{HoldGranted: true, HoldContested: true, HoldEnded: true}

// spanOf returns the stretch that a claim is about: from when it says, or was made, until the time
// that it says or at which it was said to have ended, whichever is earlier, else until the moment
// asked about.
func (f *file) spanOf(e *Event) (s Span, coarse bool) {
	s = e.Span
	if s.From.IsZero() {
		s.From = e.Times.Occurred
		coarse = e.Precision > 0
	}
	if s.To.IsZero() {
		s.To = f.asOf.At
	}
	if e.ID == "" {
		return s, coarse
	}
	for _, end := range f.answers[e.ID] {
		if end.Kind == HoldEnded && end.Times.Occurred.Before(s.To) {
			s.To = end.Times.Occurred
			coarse = coarse || end.Precision > 0
		}
	}
	return s, coarse
}

// concerns reports whether the claim is about time in which the clock of f ran, or could have run.
func (m claim) concerns(f *Finding) bool {
	last := f.end
	if due := f.Views[EveryClaim].Due.At; due.After(last) {
		last = due
	}
	return overlap(m.span, Span{From: f.Start.Time, To: last}) != Span{}
}

// overlap returns the part of s that lies in limit; a zero end of limit does not limit.
func overlap(s, limit Span) Span {
	if limit.From.After(s.From) {
		s.From = limit.From
	}
	if !limit.To.IsZero() && limit.To.Before(s.To) {
		s.To = limit.To
	}
	if !s.From.Before(s.To) {
		return Span{}
	}
	return s
}

// inView returns what a claim takes out of the clock of c in the view.
func (m claim) inView(c *Commitment, v View) []Span {
	if v == EveryClaim || v == ClauseAllows && c.allows(m.event) {
		return []Span{m.span}
	}
	return m.granted
}

// allows reports whether a clause lets the ground of the claim stop this clock.
func (c *Commitment) allows(e *Event) bool {
	return slices.ContainsFunc(c.Allows, func(x Exclusion) bool {
		return x.Ground == e.Ground && (e.Clause == "" || e.Clause == x.Clause)
	})
}

// pausesIn returns the pauses of a clock in the view, from its start on: in order, without overlap.
func pausesIn(cs []claim, c *Commitment, v View, start time.Time) []pause {
	var ps []pause
	for _, m := range cs {
		for _, span := range m.inView(c, v) {
			if s := overlap(span, Span{From: start}); s != (Span{}) {
				ps = append(ps, pause{s, m.event})
			}
		}
	}
	slices.SortStableFunc(ps, func(a, b pause) int { return a.From.Compare(b.From) })
	out := ps[:0]
	for _, p := range ps {
		if n := len(out); n > 0 && p.From.Before(out[n-1].To) {
			p.From = out[n-1].To
		}
		if p.From.Before(p.To) {
			out = append(out, p)
		}
	}
	return out
}
