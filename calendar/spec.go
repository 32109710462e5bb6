package calendar

import (
	"cmp"
	"slices"
)

// Week holds the windows of each weekday. A weekday that is left out is closed.
type Week map[Weekday][]Window

// Closed is a day without open time, such as a public holiday.
type Closed struct {
	Date   Date   `json:"date"`
	Name   string `json:"name,omitempty"`   // what the day is called
	Source string `json:"source,omitempty"` // who says that it is closed
}

// Worked is a made-up working day: it takes the hours of the weekday As, whatever day it is.
type Worked struct {
	Date   Date    `json:"date"`
	As     Weekday `json:"as,omitempty"` // "" means Monday
	Name   string  `json:"name,omitempty"`
	Source string  `json:"source,omitempty"`
}

// Special replaces the windows of one date; it wins over every other rule for that date. Without
// windows it closes the date.
type Special struct {
	Date    Date     `json:"date"`
	Windows []Window `json:"windows"`
	Name    string   `json:"name,omitempty"`
	Source  string   `json:"source,omitempty"`
}

// Break takes open time away on a date, such as for a stocktaking: nothing is open in its windows,
// whichever rule opened it, nor what reaches into them from the evening before.
type Break struct {
	Date    Date     `json:"date"`
	Windows []Window `json:"windows"` // at least one
	Name    string   `json:"name,omitempty"`
	Source  string   `json:"source,omitempty"`
}

// Yearly is a day closed every year from KnownFrom to KnownUntil; without such a bound, in every
// compiled year.
type Yearly struct {
	Day    MonthDay `json:"day"`
	Name   string   `json:"name,omitempty"`
	Source string   `json:"source,omitempty"`
}

// Spec is a calendar as data. Its JSON is the written form of a calendar. The zero Spec is a
// calendar in UTC that is never open.
//
// For a date the first of these rules holds: Special, Worked, Closed, Yearly, Week. Breaks then take
// away from whatever it gave. A date stands at most once in each list; the order of the lists and of
// windows means nothing.
type Spec struct {
	Name    string `json:"name,omitempty"`
	Version string `json:"version,omitempty"`
	// Zone is a name of the IANA time-zone database, such as "Asia/Shanghai". "" means UTC.
	Zone    string    `json:"zone,omitempty"`
	Week    Week      `json:"week,omitempty"`
	Special []Special `json:"special,omitempty"`
	Worked  []Worked  `json:"worked,omitempty"`
	Closed  []Closed  `json:"closed,omitempty"`
	// KnownFrom and KnownUntil are the first and the last date for which the lists are complete.
	// The zero Date means that there is no such bound.
	KnownFrom  Date `json:"known_from,omitzero"`
	KnownUntil Date `json:"known_until,omitzero"`

	Yearly []Yearly `json:"yearly,omitempty"`
	Breaks []Break  `json:"breaks,omitempty"`
}

// AlwaysOpen returns the Spec of a calendar that never closes, called "24x7". The zone decides only
// where days begin; "" means UTC.
func AlwaysOpen(zone string) Spec {
	week := Week{}
	for _, d := range weekdays {
		week[d] = []Window{{0, dayEnd}}
	}
	return Spec{Name: "24x7", Zone: zone, Week: week}
}

// With returns s with the changes of o laid over it. A Name, Version, Zone, Week, KnownFrom or
// KnownUntil of o that is set replaces that of s, the Week as a whole. What s says about a date that
// o lists as Special, Worked or Closed is dropped, in whichever list, so that o alone decides it. A
// Break of o replaces only one of the same date, and a Yearly of o only one of the same day. Neither
// s nor o is changed, and the result shares no memory with them.
func (s Spec) With(o Spec) Spec {
	listed := o.dates()
	r := s.clone()
	r.Special = slices.DeleteFunc(r.Special, func(e Special) bool { return listed[e.Date] })
	r.Worked = slices.DeleteFunc(r.Worked, func(e Worked) bool { return listed[e.Date] })
	r.Closed = slices.DeleteFunc(r.Closed, func(e Closed) bool { return listed[e.Date] })
	r.Breaks = slices.DeleteFunc(r.Breaks, func(e Break) bool { return listed[e.Date] || o.breaks(e.Date) })
	r.Yearly = slices.DeleteFunc(r.Yearly, func(e Yearly) bool { return o.yearly(e.Day) })

	o = o.clone()
	r.Breaks = append(r.Breaks, o.Breaks...)
	r.Yearly = append(r.Yearly, o.Yearly...)
	r.Special = append(r.Special, o.Special...)
	r.Worked = append(r.Worked, o.Worked...)
	r.Closed = append(r.Closed, o.Closed...)
	r.Name = cmp.Or(o.Name, r.Name)
	r.Version = cmp.Or(o.Version, r.Version)
	r.Zone = cmp.Or(o.Zone, r.Zone)
	r.KnownFrom = cmp.Or(o.KnownFrom, r.KnownFrom)
	r.KnownUntil = cmp.Or(o.KnownUntil, r.KnownUntil)
	if len(o.Week) > 0 {
		r.Week = o.Week
	}
	return r
}

func (s Spec) breaks(d Date) bool {
	return slices.ContainsFunc(s.Breaks, func(e Break) bool { return e.Date == d })
}

func (s Spec) yearly(d MonthDay) bool {
	return slices.ContainsFunc(s.Yearly, func(e Yearly) bool { return e.Day == d })
}

// dates returns the dates for which s gives hours or closes.
func (s Spec) dates() map[Date]bool {
	dates := make(map[Date]bool)
	for _, e := range s.Special {
		dates[e.Date] = true
	}
	for _, e := range s.Worked {
		dates[e.Date] = true
	}
	for _, e := range s.Closed {
		dates[e.Date] = true
	}
	return dates
}

// clone returns a copy of s that shares no memory with it.
func (s Spec) clone() Spec {
	if s.Week != nil {
		week := make(Week, len(s.Week))
		for d, windows := range s.Week {
			week[d] = slices.Clone(windows)
		}
		s.Week = week
	}
	s.Special = slices.Clone(s.Special)
	for i := range s.Special {
		s.Special[i].Windows = slices.Clone(s.Special[i].Windows)
	}
	s.Worked = slices.Clone(s.Worked)
	s.Closed = slices.Clone(s.Closed)
	s.Yearly = slices.Clone(s.Yearly)
	s.Breaks = slices.Clone(s.Breaks)
	for i := range s.Breaks {
		s.Breaks[i].Windows = slices.Clone(s.Breaks[i].Windows)
	}
	return s
}

// canonical returns a copy of s in the one form that all specs with its meaning share: lists by
// date, windows by time, defaults written out.
func (s Spec) canonical() Spec {
	s = s.clone()
	s.Zone = cmp.Or(s.Zone, "UTC")
	for d, windows := range s.Week {
		sortWindows(windows)
		if len(windows) == 0 {
			delete(s.Week, d)
		}
	}
	if len(s.Week) == 0 {
		s.Week = nil
	}
	s.Special = orNil(s.Special)
	s.Worked = orNil(s.Worked)
	s.Closed = orNil(s.Closed)
	s.Yearly = orNil(s.Yearly)
	s.Breaks = orNil(s.Breaks)
	for i := range s.Special {
		sortWindows(s.Special[i].Windows)
		if s.Special[i].Windows == nil {
			s.Special[i].Windows = []Window{}
		}
	}
	for i := range s.Worked {
		s.Worked[i].As = cmp.Or(s.Worked[i].As, Mon)
	}
	slices.SortFunc(s.Special, func(a, b Special) int { return a.Date.Compare(b.Date) })
	slices.SortFunc(s.Worked, func(a, b Worked) int { return a.Date.Compare(b.Date) })
	slices.SortFunc(s.Closed, func(a, b Closed) int { return a.Date.Compare(b.Date) })
	slices.SortFunc(s.Yearly, func(a, b Yearly) int { return a.Day.compare(b.Day) })
	slices.SortFunc(s.Breaks, func(a, b Break) int { return a.Date.Compare(b.Date) })
	for i := range s.Breaks {
		sortWindows(s.Breaks[i].Windows)
	}
	return s
}

// orNil returns nil for an empty list.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func sortWindows(windows []Window) {
	slices.SortFunc(windows, func(a, b Window) int { return cmp.Compare(a.From, b.From) })
}
