package sla

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// check reports every fault of a contract that would make a verdict impossible, and returns its
// zone.
func check(c *Contract) (*time.Location, error) {
	var faults []error
	zone, err := time.LoadLocation(c.Zone)
	if c.Zone == "Local" {
		err = errors.New("\"Local\" differs from machine to machine; name the zone")
	}
	if err != nil {
		faults = append(faults, fmt.Errorf("zone: %w", err))
	}
	if len(c.Terms) == 0 {
		faults = append(faults, errors.New("it has no terms"))
	}
	for i := range c.Terms {
		t := &c.Terms[i]
		if i > 0 && !follows(t, &c.Terms[i-1]) {
			faults = append(faults, fmt.Errorf("terms %q: they begin before those of %q end", t.Version, c.Terms[i-1].Version))
		}
		for _, err := range checkTerms(t) {
			faults = append(faults, fmt.Errorf("terms %q: %w", t.Version, err))
		}
	}
	return zone, errors.Join(faults...)
}

// follows reports whether the terms begin after those before them end.
func follows(t, before *Terms) bool {
	return !before.Until.IsZero() && t.From.Compare(before.Until) > 0
}

// inForce reports whether the terms are in force on the day.
func (t *Terms) inForce(day calendar.Date) bool {
	return day.Compare(t.From) >= 0 && (t.Until.IsZero() || day.Compare(t.Until) <= 0)
}

func checkTerms(t *Terms) []error {
	var faults []error
	if at := t.Conventions.AtClosing; at != "" && at != Closing && at != NextOpening {
		faults = append(faults, fmt.Errorf("convention %q for a limit that ends at closing is not known", at))
	}
	for _, rule := range []*calendar.Counting{t.Conventions.WorkingDays, t.Conventions.Days} {
		faults = append(faults, checkCounting(rule)...)
	}
	ids := map[string]bool{}
	for i := range t.Commitments {
		c := &t.Commitments[i]
		if ids[c.ID] {
			faults = append(faults, fmt.Errorf("two commitments bear the id %q", c.ID))
		}
		ids[c.ID] = true
		for _, err := range checkCommitment(t, c) {
			faults = append(faults, fmt.Errorf("commitment %q: %w", c.ID, err))
		}
	}
	return faults
}

func checkCounting(rule *calendar.Counting) []error {
	if rule == nil {
		return nil
	}
	if err := rule.Check(); err != nil {
		return []error{err}
	}
	return nil
}

func checkCommitment(t *Terms, c *Commitment) []error {
	faults := checkCounting(c.Counting)
	add := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if t.Calendars[c.Calendar] == nil {
		add("calendar %q is not in the terms", c.Calendar)
	}
	if _, ok := marks[c.Measure]; !ok {
		add("measure %q is not known", c.Measure)
	}
	for _, m := range []Mark{c.Start, c.Stop} {
		if !slices.Contains([]TimeOf{"", AtOccurred, AtSent, AtArrived, AtAcknowledged}, m.Time) {
			add("time %q is not known", m.Time)
		}
		for _, k := range m.Kinds {
			if !known[k] {
				add("events of kind %q are not judged by this version", k)
			}
		}
	}
	switch {
	case c.Measure == Progress:
		faults = append(faults, checkSchedule(c)...)
	case c.Every != nil:
		add("%s takes a limit, and no recurring time", c.Measure)
	case (c.Within.Duration > 0) == (c.Within.Period.N > 0), c.Within.Duration < 0, c.Within.Period.N < 0:
		add("the limit must be a positive duration or a positive number of days")
	case c.Within.InDays() && c.Within.Period.Unit != calendar.Day && c.Within.Period.Unit != calendar.WorkingDay:
		add("a limit in the unit %q is not judged by this version; use %q or %q",
			c.Within.Period.Unit, calendar.Day, calendar.WorkingDay)
	}
	return faults
}

var weekdays = []calendar.Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// checkSchedule checks a recurring report.
func checkSchedule(c *Commitment) []error {
	switch {
	case c.Every == nil || !c.Within.IsZero():
		return []error{errors.New("progress takes a recurring time, and no limit")}
	case !slices.Contains(weekdays, c.Every.Weekday):
		return []error{fmt.Errorf("weekday %q is not known; use mon to sun", c.Every.Weekday)}
	case !slices.Contains([]OnRestDay{"", Skip, Previous, Next}, c.Every.RestDay):
		return []error{fmt.Errorf("rule %q for rest days is not known", c.Every.RestDay)}
	case len(c.Allows) > 0:
		return []error{errors.New("no pause stops a recurring report in this version; leave out what it allows")}
	}
	return nil
}
