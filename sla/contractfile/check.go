package contractfile

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// check finds what is wrong between fields that are right by themselves. A field that has a fault already
// is left alone.
func (d *decoder) check(c *sla.Contract) {
	for i := range c.Terms {
		path := termsPath(i)
		d.checkDates(c.Terms[i], path)
		d.checkConventions(c.Terms[i].Conventions, path+".conventions")
		for j := range c.Terms[i].Commitments {
			d.checkCommitment(c.Terms[i], j, path)
		}
	}
	d.unique(c)
	d.checkSequence(c.Terms)
}

// unique finds versions and commitments that have the name of an earlier one.
func (d *decoder) unique(c *sla.Contract) {
	versions := make(map[string]string)
	for i, t := range c.Terms {
		d.once(versions, t.Version, termsPath(i)+".version")
		ids := make(map[string]string)
		for j, m := range t.Commitments {
			d.once(ids, m.ID, fmt.Sprintf("%s.commitments[%d].id", termsPath(i), j))
		}
	}
}

// once records the name at path, or a fault if another path has it.
func (d *decoder) once(first map[string]string, name, path string) {
	if name == "" {
		return
	}
	if before, taken := first[name]; taken {
		d.fault(d.at(path), fmt.Sprintf("%s is taken already, in line %d",
			quote(name), d.at(before).node.Line),
			"give each its own name")
		return
	}
	first[name] = path
}

func (d *decoder) checkDates(t sla.Terms, path string) {
	if !t.Until.IsZero() && !t.From.IsZero() && t.Until.Compare(t.From) < 0 {
		d.fault(d.at(path+".until"),
			fmt.Sprintf("the last day in force, %s, is before the first, %s", t.Until, t.From),
			"exchange the two, or correct the year")
	}
}

// checkSequence finds versions out of order, days that two versions claim, and days that none does.
func (d *decoder) checkSequence(all []sla.Terms) {
	for i := 1; i < len(all); i++ {
		before, t, path := all[i-1], all[i], termsPath(i)+".from"
		if before.From.IsZero() || t.From.IsZero() || !d.sound(termsPath(i-1)+".until") {
			continue
		}
		if message, hint := misfit(before, t); message != "" {
			d.fault(d.at(path), message, hint)
		}
	}
}

// misfit says what is wrong between a version and the one above it, "" when they join.
func misfit(above, t sla.Terms) (message, hint string) {
	first, second := quote(above.Version), quote(t.Version)
	dayBefore := t.From.AddDays(-1)
	switch {
	case t.From.Compare(above.From) <= 0:
		return fmt.Sprintf("version %s begins on %s, not after version %s above it, which begins on %s",
			second, t.From, first, above.From), "put the versions in order of from"
	case above.Until.IsZero():
		return fmt.Sprintf("version %s begins while version %s is in force, which has no until", second, first),
			fmt.Sprintf("give version %s until: %s", first, dayBefore)
	case above.Until.Compare(t.From) >= 0:
		return fmt.Sprintf("version %s is in force until %s, and version %s from %s: they overlap",
			first, above.Until, second, t.From), fmt.Sprintf("end the former on %s", dayBefore)
	case above.Until.Compare(dayBefore) < 0:
		return fmt.Sprintf("no version is in force from %s to %s", above.Until.AddDays(1), dayBefore),
			fmt.Sprintf("end version %s on %s, or begin this one earlier", first, dayBefore)
	}
	return "", ""
}

func (d *decoder) checkConventions(c sla.Conventions, path string) {
	d.checkCounting(c.WorkingDays, calendar.WorkingDay, path+".working_days")
	d.checkCounting(c.Days, calendar.Day, path+".days")
}

// checkCounting finds rules that mean nothing, or something else than they seem to.
func (d *decoder) checkCounting(r *calendar.Counting, unit calendar.Unit, path string) {
	if r == nil || !d.sound(path) {
		return
	}
	for _, err := range joined(r.Check()) {
		var f *calendar.Fault
		if errors.As(err, &f) {
			reason, hint := cutHint(f.Reason)
			d.fault(d.at(path+"."+f.Field), reason, hint)
		}
	}
	// Midnight is how Counting says that there is none.
	if d.has(path+".cut_off") && r.CutOff == 0 {
		d.fault(d.at(path+".cut_off"), "a cut-off at 00:00 leaves no day",
			"leave it out if there is none")
	}
	if d.has(path+".after_cut_off") && r.AfterCutOff == 0 {
		d.fault(d.at(path+".after_cut_off"), "00:00 cannot be told from the opening here",
			"write 00:00:01, or leave it out for the opening")
	}
	if unit == calendar.WorkingDay && d.has(path+".last_day") {
		d.fault(d.at(path+".last_day"), "working days never end on a rest day",
			"leave it out; it is for calendar days")
	}
}

func (d *decoder) checkCommitment(t sla.Terms, j int, terms string) {
	c, path := t.Commitments[j], fmt.Sprintf("%s.commitments[%d]", terms, j)
	d.checkLimit(c, path)
	d.checkEvery(c.Every, path+".every")
	if !c.Within.IsZero() && !c.Within.InDays() && c.Counting != nil {
		d.fault(d.at(path+".counting"), fmt.Sprintf("a limit of %s is not counted in days", c.Within),
			"leave it out; it is for limits in days")
	} else {
		d.checkCounting(c.Counting, c.Within.Period.Unit, path+".counting")
	}
	if c.Calendar != "" && len(t.Calendars) > 0 {
		d.known(c.Calendar, path+".calendar", "calendar", slices.Sorted(maps.Keys(t.Calendars)))
	}
	d.checkChannels(t, c, path, terms)
	if cal := t.Calendars[c.Calendar]; cal != nil {
		d.checkDays(c, cal.Spec(), path)
	}
}

// checkDays finds limits and recurring times that the calendar makes to mean something else than they say.
func (d *decoder) checkDays(c sla.Commitment, s calendar.Spec, path string) {
	if c.Within.Period.Unit == calendar.WorkingDay && len(s.Closed) == 0 && openDays(s) == 7 {
		d.fault(d.at(path+".within"), fmt.Sprintf("every day is a working day of the calendar %s", quote(c.Calendar)),
			"name a calendar with rest days, or write days instead of working days")
	}
	if every := c.Every; every != nil && every.Weekday != "" && len(s.Week[every.Weekday]) == 0 && (every.RestDay == "" || every.RestDay == sla.Skip) {
		d.fault(d.at(path+".every"), fmt.Sprintf("the calendar %s has no hours on %q, so that this is never due",
			quote(c.Calendar), every.Weekday), "name another day, or what rest_day does: previous or next")
	}
}

// openDays counts the weekdays that have hours.
func openDays(s calendar.Spec) int {
	n := 0
	for _, windows := range s.Week {
		if len(windows) > 0 {
			n++
		}
	}
	return n
}

// checkChannels checks that a condition names channels that the terms have.
func (d *decoder) checkChannels(t sla.Terms, c sla.Commitment, path, terms string) {
	channels := make([]string, len(t.Channels))
	for i, ch := range t.Channels {
		channels[i] = ch.ID
	}
	if len(channels) == 0 && d.has(terms+".channels") {
		return // a fault already
	}
	for i, name := range c.When.Channels {
		at := path + ".when.channel"
		if item := fmt.Sprintf("%s[%d]", at, i); d.has(item) {
			at = item
		}
		d.known(name, at, "channel", channels)
	}
}

// known checks that a commitment names what its terms have.
func (d *decoder) known(name, path, what string, names []string) {
	if name == "" || d.more || slices.Contains(names, name) {
		return
	}
	hint := suggest(name, names)
	if len(names) == 0 {
		hint = fmt.Sprintf("add %q to the terms", what+"s")
	}
	d.fault(d.at(path), fmt.Sprintf("these terms have no %s %s", what, quote(name)), hint)
}

// checkLimit checks that a report has its recurring time, and everything else its limit.
func (d *decoder) checkLimit(c sla.Commitment, path string) {
	within, every := path+".within", path+".every"
	switch c.Measure {
	case "": // a fault already
	case sla.Progress:
		if !d.has(every) {
			d.fault(d.at(every), `a commitment to "progress" needs the field "every"`,
				`write every: "fri 18:00"`)
		}
		if d.has(within) {
			d.faultOn(d.at(within).key, within, `"within" says nothing about "progress"`,
				`its time is that of "every"; leave "within" out`)
		}
		for _, name := range []string{"counting", "allows"} {
			if at := path + "." + name; d.has(at) {
				d.faultOn(d.at(at).key, at, fmt.Sprintf("%q says nothing about \"progress\"", name), "leave it out")
			}
		}
	default:
		if !d.has(within) {
			d.fault(d.at(within),
				fmt.Sprintf(`a commitment to %q needs the field "within"`, c.Measure),
				`write the limit, such as within: 30 min`)
		}
		if d.has(every) {
			d.faultOn(d.at(every).key, every, fmt.Sprintf(`"every" says nothing about %q`, c.Measure),
				`it is for "progress"; leave it out`)
		}
	}
}

func (d *decoder) checkEvery(s *sla.Schedule, path string) {
	if s != nil && s.At > 24*60*60 {
		d.fault(d.at(path), fmt.Sprintf("%s is not a time of the day itself", s.At),
			"name the next day, and the time there")
	}
}
