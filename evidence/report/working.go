package report

import (
	"slices"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// A working of more steps than maxSteps is condensed: runs of ordinary days longer than minRun become one
// line each, but for keep steps at either end. Forty lines fill a page.
const (
	maxSteps = 40
	minRun   = 8
	keep     = 2
)

// workRow is one line of the working.
type workRow struct {
	From, To, Counted, Why string
	Late, Paused, Closed   bool
}

// working puts the steps of a clock into lines, and reports whether some were summed.
func (p *page) working(f *finding) (rows []workRow, condensed bool) {
	for i := 0; i < len(f.steps); {
		n := runOf(f.steps[i:])
		if len(f.steps) <= maxSteps || n < minRun {
			rows = append(rows, p.workRow(f, f.steps[i:i+1]))
			i++
			continue
		}
		for _, s := range f.steps[i : i+keep] {
			rows = append(rows, p.workRow(f, []sla.Step{s}))
		}
		rows = append(rows, p.workRow(f, f.steps[i+keep:i+n-keep]))
		for _, s := range f.steps[i+n-keep : i+n] {
			rows = append(rows, p.workRow(f, []sla.Step{s}))
		}
		condensed = true
		i += n
	}
	return rows, condensed
}

// runOf returns how many steps from the first on are ordinary and on the same side of the due time.
func runOf(steps []sla.Step) int {
	n := 0
	for n < len(steps) && ordinary(steps[n]) && steps[n].Late == steps[0].Late {
		n++
	}
	return n
}

// ordinary reports whether a step may be summed with its neighbours: it is no pause and has no name.
func ordinary(s sla.Step) bool {
	return s.Pause == "" && s.Name == "" &&
		(s.Why == calendar.WhyHours || s.Why == calendar.WhyOff || s.Why == calendar.WhyRest)
}

// workRow is the line for one step, or for several that are summed.
func (p *page) workRow(f *finding, steps []sla.Step) workRow {
	first, last := steps[0], steps[len(steps)-1]
	from, to := first.From.In(f.loc), last.To.In(f.loc)
	r := workRow{From: p.voice.time(from), To: p.voice.time(to), Counted: "–",
		Late: first.Late, Paused: first.Pause != "", Closed: true}
	if from.YearDay() == to.YearDay() && from.Year() == to.Year() {
		r.To = clock(to)
	}
	var sum time.Duration
	for _, s := range steps {
		if s.Counted {
			sum += s.To.Sub(s.From)
			r.Closed = false
		}
	}
	if !r.Closed {
		r.Counted = p.voice.open(sum)
	}
	if len(steps) == 1 {
		r.Why = p.why(first)
		return r
	}
	r.Why = p.voice.say("why.condensed", fields{"n": strconv.Itoa(len(steps)), "whys": p.voice.list(p.whys(steps))})
	return r
}

func (p *page) whys(steps []sla.Step) []string {
	var names []string
	for _, s := range steps {
		if w := p.voice.word("why", string(s.Why)); !slices.Contains(names, w) {
			names = append(names, w)
		}
	}
	return names
}

// why says by which rule a step counts or does not.
func (p *page) why(s sla.Step) string {
	v := p.voice
	text := named(v, v.word("why", string(s.Why)), s.Name, s.Source)
	if s.Pause == "" {
		return text
	}
	data := fields{"claim": clean(s.Pause)}
	if e := p.events[s.Pause]; e != nil {
		data["by"] = v.word("role", string(e.By))
		data["ground"] = v.word("ground", string(e.Ground))
		data["clause"] = clean(e.Clause)
	}
	paused := v.say("why.paused", data)
	if s.Open && s.Why == calendar.WhyHours {
		return paused
	}
	return v.list([]string{paused, text})
}

func named(v voice, why, name, source string) string {
	if name != "" {
		why = v.say("why.named", fields{"why": why, "name": clean(name)})
	}
	if source != "" {
		why = v.say("why.source", fields{"text": why, "source": clean(source)})
	}
	return why
}

// dayRow is one line of a count of days.
type dayRow struct{ Day, N, Why string }

// maxDayRows bounds the lines of a count of days; longer runs of counted days become one line.
const maxDayRows = 40

// days shows how a limit in days was counted, before extensions and pauses.
func (p *page) days(f *finding) []dayRow {
	if !f.of.Limit.InDays() || f.of.Start.Time.IsZero() {
		return nil
	}
	steps := slices.Collect(f.calendar.ExplainDue(f.of.Start.Time, f.of.Limit.Period, f.counting()))
	var rows []dayRow
	for i := 0; i < len(steps); {
		n := 1
		for i+n < len(steps) && len(steps) > maxDayRows && steps[i+n].Rule == steps[i].Rule && steps[i+n].Name == "" {
			n++
		}
		rows = append(rows, p.dayRow(steps[i:i+n]))
		i += n
	}
	return rows
}

func (p *page) dayRow(steps []calendar.DayStep) dayRow {
	first, last := steps[0], steps[len(steps)-1]
	r := dayRow{Day: p.day(first.Date), Why: named(p.voice, p.voice.word("days", first.Rule), first.Name, first.Source)}
	if first.N != 0 && first.Rule != calendar.RuleDue {
		r.N = strconv.Itoa(first.N)
	}
	if len(steps) == 1 {
		return r
	}
	r.Day += " – " + p.day(last.Date)
	if last.N != 0 {
		r.N += "–" + strconv.Itoa(last.N)
	}
	r.Why = p.voice.list([]string{r.Why, p.voice.say("days.run", fields{"n": strconv.Itoa(len(steps))})})
	return r
}

// counting returns the rule by which the limit's days were counted.
func (f *finding) counting() calendar.Counting {
	rule := f.terms.Conventions.Days
	if f.of.Limit.Period.Unit == calendar.WorkingDay {
		rule = f.terms.Conventions.WorkingDays
	}
	if f.commitment.Counting != nil {
		rule = f.commitment.Counting
	}
	if rule == nil {
		return calendar.Counting{}
	}
	return *rule
}
