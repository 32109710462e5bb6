package calendar

import (
	"sort"
	"time"
)

// zone tells which instant a wall-clock time stands for. It keeps the transitions of a location as
// a list, because asking the location for each of a hundred thousand boundaries would be slow.
type zone struct {
	loc   *time.Location
	parts []part
}

// part is a stretch of time with one offset from UTC.
type part struct {
	from     int64 // the instant at which it begins, in Unix seconds
	offset   int64 // local time less UTC, in seconds
	localEnd int64 // the local time at which it ends, never less than that of the part before
}

const endOfTime = 1 << 60 // later than any local time that is asked for

// newZone lists the parts of loc that matter to the days from first to last, counted from 1970-01-01,
// and to the day before and the two days after.
func newZone(loc *time.Location, first, last int) *zone {
	z := &zone{loc: loc}
	// No offset from UTC reaches a day.
	end := time.Unix(int64(last+4)*secondsPerDay, 0)
	t := time.Unix(int64(first-2)*secondsPerDay, 0).In(loc)
	for ; !t.IsZero() && t.Before(end); t = nextBound(t) {
		_, offset := t.Zone()
		z.add(t.Unix(), int64(offset))
	}
	return z
}

// nextBound returns the next instant after t at which the zone may change, or the zero time.
func nextBound(t time.Time) time.Time {
	_, next := t.ZoneBounds()
	if next.IsZero() || next.After(t) {
		return next.In(t.Location())
	}
	// QUIRK: where a zone's rules are extrapolated, Go 1.26 takes every year for 365 days long, and
	// on the last day of a leap year gives a bound that is already past.
	return t.Add(secondsPerDay * time.Second)
}

// add begins a part at an instant. It goes on until the next is added.
func (z *zone) add(from, offset int64) {
	if n := len(z.parts); n > 0 {
		before := &z.parts[n-1]
		if before.offset == offset {
			return
		}
		before.localEnd = from + before.offset
		if n > 1 {
			before.localEnd = max(before.localEnd, z.parts[n-2].localEnd)
		}
	}
	z.parts = append(z.parts, part{from: from, offset: offset, localEnd: endOfTime})
}

// instant returns the Unix second at which the clocks first show local, a time in seconds since
// 1970-01-01T00:00 on the wall. If they skip it, it returns the second at which they resume, and
// shown is false.
func (z *zone) instant(local int64) (unix int64, shown bool) {
	i := sort.Search(len(z.parts), func(i int) bool { return z.parts[i].localEnd > local })
	return z.parts[i].instant(local)
}

// instant resolves a local time that lies before the end of p, and not before that of the part
// before p. The first such part is the earlier one where the clocks go back.
func (p part) instant(local int64) (unix int64, shown bool) {
	unix = local - p.offset
	if unix < p.from {
		return p.from, false
	}
	return unix, true
}

// cursor resolves local times that mostly ascend, each in constant time.
type cursor struct {
	zone *zone
	i    int
}

func (c *cursor) instant(local int64) int64 {
	parts := c.zone.parts
	for c.i > 0 && parts[c.i-1].localEnd > local {
		c.i--
	}
	for parts[c.i].localEnd <= local {
		c.i++
	}
	unix, _ := parts[c.i].instant(local)
	return unix
}
