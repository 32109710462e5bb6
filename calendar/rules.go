package calendar

import (
	"cmp"
	"slices"
)

// rules tells which rule decides a day.
type rules struct {
	week  [7]rule // from Sunday
	dates map[int]rule
}

// rule is what holds for one day.
type rule struct {
	why          Why // the reason for its windows, or, without windows, for being closed
	windows      []Window
	name, source string
	cuts         []cut // what breaks took out of the windows
}

// cut is a part of a window that a break took.
type cut struct {
	Window
	name, source string
}

func newRules(s Spec) rules {
	r := rules{dates: make(map[int]rule, len(s.Closed)+len(s.Worked)+len(s.Special))}
	for i, d := range weekdays {
		r.week[i] = rule{why: WhyRest}
		if windows := s.Week[d]; len(windows) > 0 {
			r.week[i] = rule{why: WhyHours, windows: windows}
		}
	}
	// The later lists win.
	r.yearly(s)
	for _, e := range s.Closed {
		r.dates[e.Date.number()] = rule{why: WhyClosed, name: e.Name, source: e.Source}
	}
	for _, e := range s.Worked {
		why, windows := WhyWorked, s.Week[e.As]
		if len(windows) == 0 {
			why = WhyRest
		}
		r.dates[e.Date.number()] = rule{why: why, windows: windows, name: e.Name, source: e.Source}
	}
	for _, e := range s.Special {
		r.dates[e.Date.number()] = rule{why: WhySpecial, windows: e.Windows, name: e.Name, source: e.Source}
	}
	for _, e := range s.Breaks {
		r.take(e)
	}
	return r
}

// yearly closes the yearly days of the years for which s is known.
func (r *rules) yearly(s Spec) {
	for _, e := range s.Yearly {
		for year := MinYear; year <= MaxYear; year++ {
			d, ok := e.Day.of(year)
			if ok && s.knows(d) {
				r.dates[d.number()] = rule{why: WhyClosed, name: e.Name, source: e.Source}
			}
		}
	}
}

// take takes the windows of a break out of those that reach into them: of its date, of the day
// before, and of the day after if the break runs past midnight.
func (r *rules) take(b Break) {
	for offset := -1; offset <= 1; offset++ {
		shift := Clock(-offset) * dayEnd
		list := make([]cut, len(b.Windows))
		for i, w := range b.Windows {
			list[i] = cut{Window{w.From + shift, w.To + shift}, b.Name, b.Source}
		}
		day := b.Date.number() + offset
		if of := r.of(day).without(list); len(of.cuts) > 0 {
			r.dates[day] = of
		}
	}
}

// without returns r less what breaks, in order and apart, take of its windows.
func (r rule) without(breaks []cut) rule {
	var windows []Window
	cuts := slices.Clone(r.cuts)
	for _, w := range r.windows {
		from := w.From
		for _, b := range breaks {
			taken := Window{max(w.From, b.From), min(w.To, b.To)}
			if taken.From >= taken.To {
				continue
			}
			cuts = append(cuts, cut{taken, b.name, b.source})
			if from < taken.From {
				windows = append(windows, Window{from, taken.From})
			}
			from = taken.To
		}
		if from < w.To {
			windows = append(windows, Window{from, w.To})
		}
	}
	if len(r.windows) > 0 && len(windows) == 0 {
		r.why, r.name, r.source = WhyBreak, breaks[0].name, breaks[0].source
	}
	slices.SortFunc(cuts, func(a, b cut) int { return cmp.Compare(a.From, b.From) })
	r.windows, r.cuts = windows, cuts
	return r
}

// of returns the rule of a day, counted from 1970-01-01.
func (r *rules) of(day int) rule {
	if d, ok := r.dates[day]; ok {
		return d
	}
	return r.week[weekdayOf(day)]
}

// closed returns the reason for the closed time of a day around its windows.
func (r rule) closed() Why {
	if len(r.windows)+len(r.cuts) > 0 {
		return WhyOff
	}
	return r.why
}

// segment is a window of a day, or a cut, which is closed.
type segment struct {
	Window
	open         bool
	why          Why
	name, source string
}

// segments returns the windows and the cuts of a day in order.
func (r rule) segments() []segment {
	list := make([]segment, 0, len(r.windows)+len(r.cuts))
	for _, w := range r.windows {
		list = append(list, segment{w, true, r.why, r.name, r.source})
	}
	for _, c := range r.cuts {
		list = append(list, segment{c.Window, false, WhyBreak, c.name, c.source})
	}
	slices.SortFunc(list, func(a, b segment) int { return cmp.Compare(a.From, b.From) })
	return list
}
