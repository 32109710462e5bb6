package sla

import (
	"slices"
	"time"
)

// coverage holds, by channel, the stretches of time whose record is complete, and the events that say so.
type coverage struct {
	events []*Event
	spans  map[string][]Span // merged, in order; those of "" hold for every channel
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
		if s.To.After(asOf.At) {
			s.To = asOf.At
		}
		if s.From.IsZero() || !s.From.Before(s.To) {
			continue
		}
		v.events = append(v.events, e)
		v.spans[e.Channel] = append(v.spans[e.Channel], s)
	}
	for channel, spans := range v.spans {
		if channel != "" {
			spans = append(spans, v.spans[""]...)
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

// gaps returns the channels whose record is not complete from a to b.
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
	for _, e := range v.events {
		if e.Span.From.Before(b) && (e.Span.To.IsZero() || e.Span.To.After(a)) {
			es = append(es, e)
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
