package tickets

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// clock reads the times of an export.
type clock struct {
	zone    *time.Location // nil when every layout has an offset
	layouts []layout
	least   time.Duration // the mapping's precision
}

// layout is a form of times and what it leaves out.
type layout struct {
	text   string
	offset bool          // it has the offset from UTC
	coarse time.Duration // 0 seconds, a minute, an hour; day means the time of day is missing
}

const day = 24 * time.Hour

// moment is a time as an export has it: it lies in [at, at+precision].
type moment struct {
	at        time.Time
	precision time.Duration
	folded    bool // the clock showed this time twice
}

func (m *Mapping) clock() (*clock, error) {
	c := &clock{least: time.Duration(m.Precision)}
	var faults []error
	if len(m.Layouts) == 0 {
		faults = append(faults, errors.New("layouts: name at least one, such as \"2006-01-02 15:04:05\""))
	}
	for _, text := range m.Layouts {
		l, err := newLayout(text)
		if err != nil {
			faults = append(faults, err)
		}
		c.layouts = append(c.layouts, l)
		if !l.offset && m.Zone == "" && err == nil {
			faults = append(faults,
				fmt.Errorf("zone: the layout %q has no offset; "+
					"name the zone of its times, such as \"Asia/Shanghai\"", text))
		}
	}
	if m.Zone != "" {
		zone, err := time.LoadLocation(m.Zone)
		if err != nil || m.Zone == "Local" {
			faults = append(faults,
				fmt.Errorf("zone: %q is not a zone that is known here; "+
					"use a name such as \"Asia/Shanghai\"", m.Zone))
		}
		c.zone = zone
	}
	return c, errors.Join(faults...)
}

// newLayout finds out what a layout holds by writing and reading a time with it.
func newLayout(text string) (layout, error) {
	if strings.Contains(text, "MST") {
		return layout{}, fmt.Errorf("layouts: %q has the name of a zone, "+
			"and one name means several zones; use an offset, or zone", text)
	}
	probe := time.Date(2031, 11, 23, 17, 48, 59, 0, time.FixedZone("", 5*3600+1800))
	got, err := time.Parse(text, probe.Format(text))
	if err != nil || got.Year() != 2031 || got.Month() != 11 || got.Day() != 23 || got.Hour() == 5 {
		return layout{}, fmt.Errorf("layouts: %q does not hold a whole date; "+
			"write it as 2 January 2006, 15:04:05, would look in the export", text)
	}
	_, offset := got.Zone()
	l := layout{text: text, offset: offset == 5*3600+1800}
	switch {
	case got.Second() == 59:
	case got.Minute() == 48:
		l.coarse = time.Minute
	case got.Hour() == 17:
		l.coarse = time.Hour
	default:
		l.coarse = day
	}
	return l, nil
}

// read reads a time by the first layout that fits.
func (c *clock) read(text string) (moment, error) {
	for _, l := range c.layouts {
		wall, err := time.Parse(l.text, text)
		if err != nil {
			continue
		}
		if wall.Year() < 1970 || wall.Year() > 2100 {
			return moment{}, fmt.Errorf("the time %q lies outside the years 1970 to 2100", text)
		}
		m := moment{at: wall.UTC()}
		if !l.offset {
			var ok bool
			if m, ok = c.resolve(wall); !ok {
				return moment{}, fmt.Errorf("the time %q does not exist in %s: "+
					"the clock was put forward over it", text, c.zone)
			}
		}
		m.precision += l.coarse
		if l.coarse == day && !l.offset {
			y, mo, d := wall.Date()
			m.precision = time.Date(y, mo, d+1, 0, 0, 0, 0, c.zone).Sub(m.at) // a day has 23 to 25 hours
		}
		m.precision = max(m.precision, c.least)
		return m, nil
	}
	return moment{}, fmt.Errorf("the time %q has none of the forms %q", text, c.texts())
}

func (c *clock) texts() []string {
	texts := make([]string, len(c.layouts))
	for i, l := range c.layouts {
		texts[i] = l.text
	}
	return texts
}

// resolve finds the instant at which the clocks of the zone showed wall. It reports false if they
// never did. If they did so twice it takes the first time and widens the precision up to the
// second, for the export does not say which it was.
func (c *clock) resolve(wall time.Time) (moment, bool) {
	y, mo, d := wall.Date()
	t := time.Date(y, mo, d, wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), c.zone)
	_, offset := t.Zone()
	if wallClock := t.Add(time.Duration(offset) * time.Second); !wallClock.Equal(wall) {
		return moment{}, false
	}
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		if before := at(wall, start.Add(-1)); before.Before(start) && !before.Equal(t) {
			return moment{at: before.UTC(), precision: t.Sub(before), folded: true}, true
		}
	}
	if !end.IsZero() {
		if after := at(wall, end); !after.Before(end) {
			return moment{at: t.UTC(), precision: after.Sub(t), folded: true}, true
		}
	}
	return moment{at: t.UTC()}, true
}

// at returns the instant of a wall-clock time by the offset in force at another instant.
func at(wall, by time.Time) time.Time {
	_, offset := by.Zone()
	return wall.Add(-time.Duration(offset) * time.Second)
}
