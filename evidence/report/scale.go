package report

import (
	"cmp"
	"slices"
	"time"
)

// A scale maps time to a width. It is true to scale but for breaks: long stretches in which nothing
// that the drawing shows begins or ends are cut out, and the cut is drawn.
type scale struct {
	parts []part
	per   float64 // width of a nanosecond
}

// part is a stretch that is drawn, and where it begins on the width.
type part struct {
	from, to time.Time
	x        float64
}

const (
	uncut     = 14 * day // a time up to this is never cut
	minQuiet  = 4 * day  // a shorter quiet stretch is never cut
	around    = day      // what is kept of a quiet stretch at either end
	maxBreaks = 8        // more would leave little room for the rest
	day       = 24 * time.Hour

	breakWidth = 38.0
)

// newScale fits from..to into the width. Marks are the instants that must be drawn; they lie between the two.
func newScale(from, to time.Time, marks []time.Time, left, width float64) scale {
	s := scale{parts: cut(from, to, marks)}
	var total time.Duration
	for _, p := range s.parts {
		total += p.to.Sub(p.from)
	}
	s.per = (width - breakWidth*float64(len(s.parts)-1)) / float64(total)
	x := left
	for i := range s.parts {
		s.parts[i].x = x
		x += float64(s.parts[i].to.Sub(s.parts[i].from))*s.per + breakWidth
	}
	return s
}

// cut returns the stretches of from..to that are drawn: all but the longest quiet ones.
func cut(from, to time.Time, marks []time.Time) []part {
	var parts []part
	start := from
	for _, q := range quiet(from, to, marks) {
		parts = append(parts, part{from: start, to: q.from.Add(around)})
		start = q.to.Add(-around)
	}
	return append(parts, part{from: start, to: to})
}

// quiet returns the stretches between marks that are cut, in order of time.
func quiet(from, to time.Time, marks []time.Time) []part {
	if to.Sub(from) <= uncut {
		return nil
	}
	marks = append([]time.Time{from, to}, marks...)
	slices.SortFunc(marks, time.Time.Compare)
	var found []part
	for i := 1; i < len(marks); i++ {
		if marks[i].Sub(marks[i-1]) >= minQuiet {
			found = append(found, part{from: marks[i-1], to: marks[i]})
		}
	}
	slices.SortStableFunc(found, func(a, b part) int { return cmp.Compare(b.to.Sub(b.from), a.to.Sub(a.from)) })
	found = found[:min(len(found), maxBreaks)]
	slices.SortFunc(found, func(a, b part) int { return a.from.Compare(b.from) })
	return found
}

// at returns where t is drawn; one that is cut out is drawn in the middle of the break.
func (s scale) at(t time.Time) float64 {
	for i, p := range s.parts {
		if t.Before(p.from) {
			if i == 0 {
				return p.x
			}
			return p.x - breakWidth/2
		}
		if !t.After(p.to) {
			return p.x + float64(t.Sub(p.from))*s.per
		}
	}
	last := s.parts[len(s.parts)-1]
	return last.x + float64(last.to.Sub(last.from))*s.per
}

// spans returns the drawn stretches between two times, as pairs of places.
func (s scale) spans(from, to time.Time) [][2]float64 {
	var out [][2]float64
	for _, p := range s.parts {
		a, b := from, to
		if a.Before(p.from) {
			a = p.from
		}
		if b.After(p.to) {
			b = p.to
		}
		if a.Before(b) {
			out = append(out, [2]float64{s.at(a), s.at(b)})
		}
	}
	return out
}
