package sla

import (
	"fmt"
	"slices"
	"time"
)

// coverage holds, by channel, the stretches of time whose record is complete, and the events that
// say so.
type coverage struct {
	said  []said            // in order of the beginning
	spans map[string][]Span // merged, in order; those of "" hold for every channel
}

// said is one event that says so, for the time that it can vouch for.
type said struct {
	event  *Event
	span   Span
	latest time.Time // the latest end of this one and all before it
}

// newCoverage reads the coverage events. What an event says of the time after it was recorded, or
// after the moment asked about, does not count: nobody can vouch for what has not happened.
func newCoverage(events []*Event, asOf AsOf) coverage {
	v := coverage{spans: map[string][]Span{}}
	for _, e := range events {
		if e.Kind != Coverage {
			continue
		}
		s := e.Span
		if s.To.IsZero() || s.To.After(e.Times.Occurred) {
			s.To = e.Times.Occurred
		}
		if !e.Known.IsZero() && s.To.After(e.Known) {
			s.To = e.Known
		}
		if s.To.After(asOf.At) {
			s.To = asOf.At
		}
		if s.From.IsZero() || !s.From.Before(s.To) {
			continue
		}
		v.said = append(v.said, said{event: e, span: s})
		v.spans[e.Channel] = append(v.spans[e.Channel], s)
	}
	slices.SortStableFunc(v.said, func(a, b said) int { return a.span.From.Compare(b.span.From) })
	for i := range v.said {
		v.said[i].latest = v.said[i].span.To
		if i > 0 && v.said[i-1].latest.After(v.said[i].latest) {
			v.said[i].latest = v.said[i-1].latest
		}
	}
	all := slices.Clone(v.spans[""])
	for channel, spans := range v.spans {
		if channel != "" {
			spans = append(spans, all...)
		}
		v.spans[channel] = merge(spans)
	}
	return v
}

// of returns the stretches covered for a channel.
func (v coverage) of(channel string) []Span {
	if spans, ok := v.spans[channel]; ok {
		return spans
	}
	return v.spans[""]
}

// gaps returns the channels whose record is not complete from a to b, both included.
func (v coverage) gaps(channels []string, a, b time.Time) []string {
	var open []string
	for _, channel := range channels {
		spans := v.of(channel)
		i, _ := slices.BinarySearchFunc(spans, a, func(s Span, t time.Time) int {
			if s.To.After(t) {
				return 1 // the first span that ends after a is the only one that can hold it
			}
			return -1
		})
		if i == len(spans) || spans[i].From.After(a) || spans[i].To.Before(b) {
			open = append(open, channel)
		}
	}
	return open
}

// during returns the coverage events that bear on a to b.
func (v coverage) during(a, b time.Time) []*Event {
	var es []*Event
	n, _ := slices.BinarySearchFunc(v.said, b, func(s said, t time.Time) int { return s.span.From.Compare(t) })
	for n--; n >= 0 && v.said[n].latest.After(a); n-- {
		if v.said[n].span.To.After(a) {
			es = append(es, v.said[n].event)
		}
	}
	return es
}

// merge sorts spans and joins those that touch.
func merge(spans []Span) []Span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b Span) int { return a.From.Compare(b.From) })
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && !s.From.After(out[n-1].To) {
			if s.To.After(out[n-1].To) {
				out[n-1].To = s.To
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// problemsWithoutCase reports the events of no case that cannot be judged: those that need one, and
// coverage of a channel that no terms have, or of no time.
func (j *judge) problemsWithoutCase(others []*Event) []Problem {
	var ps []Problem
	for _, e := range others {
		text := ""
		switch {
		case e.Kind != Coverage:
			text = fmt.Sprintf("the %s event names no case; it was not judged", e.Kind)
		case e.Span.From.IsZero():
			text = "the coverage does not say from when; it shows nothing"
		case !e.Span.To.IsZero() && !e.Span.From.Before(e.Span.To):
			text = "the coverage ends before it begins; it shows nothing"
		case !j.hasChannel(e.Channel):
			text = fmt.Sprintf("no terms have the channel %q that the coverage is about; it shows nothing", e.Channel)
		default:
			continue
		}
		ps = append(ps, Problem{Event: e.ID, Text: text})
	}
	return ps
}

// hasChannel reports whether some terms name the channel, or name none at all.
func (j *judge) hasChannel(id string) bool {
	return id == "" || slices.ContainsFunc(j.contract.Terms, func(t Terms) bool {
		return len(t.Channels) == 0 || slices.ContainsFunc(t.Channels, func(c Channel) bool { return c.ID == id })
	})
}
