package report

import (
	"slices"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// convention is a setting that changes verdicts, and who set it.
type convention struct{ Terms, What, Setting, Source string }

// conventions lists those that bear on the findings, by version of the terms.
func (p *page) conventions() []convention {
	rows := []convention{p.convention("conv.zone", p.Zone, p.b.Contract.Zone != "")}
	for i := range p.b.Contract.Terms {
		t := &p.b.Contract.Terms[i]
		if !p.used(t) {
			continue
		}
		from := len(rows)
		rows = append(rows, p.termsConventions(t)...)
		for k := range t.Commitments {
			rows = append(rows, p.commitmentConventions(t, &t.Commitments[k])...)
		}
		for k := from; k < len(rows); k++ {
			rows[k].Terms = clean(t.Version)
		}
	}
	for _, name := range []string{"conv.limit", "conv.elapsed", "conv.silence", "conv.automatic"} {
		rows = append(rows, convention{What: p.voice.say(name, nil), Setting: p.voice.say(name+".text", nil),
			Source: p.voice.say("source.program", nil)})
	}
	return rows
}

func (p *page) convention(what, setting string, stated bool) convention {
	source := "source.assumed"
	if stated {
		source = "source.stated"
	}
	return convention{What: p.voice.say(what, nil), Setting: setting, Source: p.voice.say(source, nil)}
}

// termsConventions are those of one version. One that no finding needs is left out.
func (p *page) termsConventions(t *sla.Terms) []convention {
	var rows []convention
	c := t.Conventions
	judged := func(is func(sla.Length) bool) bool {
		return slices.ContainsFunc(p.b.Result.Findings, func(f sla.Finding) bool {
			return f.Terms == t.Version && is(f.Limit)
		})
	}
	if judged(func(l sla.Length) bool { return l.Duration != 0 }) {
		at := c.AtClosing
		if at == "" {
			at = sla.Closing
		}
		rows = append(rows, p.convention("conv.closing", p.voice.word("conv.closing", string(at)), c.AtClosing != ""))
	}
	if judged(func(l sla.Length) bool { return l.InDays() && l.Period.Unit == calendar.WorkingDay }) {
		setting := p.counting(c.WorkingDays, calendar.WorkingDay)
		rows = append(rows, p.convention("conv.working", setting, c.WorkingDays != nil))
	}
	if judged(func(l sla.Length) bool { return l.InDays() && l.Period.Unit != calendar.WorkingDay }) {
		rows = append(rows, p.convention("conv.days", p.counting(c.Days, calendar.Day), c.Days != nil))
	}
	return rows
}

// commitmentConventions are those of a promise on which there is a finding.
func (p *page) commitmentConventions(t *sla.Terms, c *sla.Commitment) []convention {
	judged := slices.ContainsFunc(p.b.Result.Findings, func(f sla.Finding) bool {
		return f.Terms == t.Version && f.Commitment == c.ID
	})
	if !judged {
		return nil
	}
	id := clean(c.ID)
	row := func(what, setting string, stated bool) convention {
		r := p.convention("conv.zone", setting, stated)
		r.What = p.voice.say(what, id)
		return r
	}
	rows := []convention{row("conv.clock", p.rule(c), len(c.Start.Kinds)+len(c.Stop.Kinds) > 0)}
	if c.Counting != nil {
		rows = append(rows, row("conv.counting.of", p.counting(c.Counting, c.Within.Period.Unit), true))
	}
	if c.Every != nil {
		rest := c.Every.RestDay
		if rest == "" {
			rest = sla.Skip
		}
		rows = append(rows, row("conv.restday", p.voice.word("conv.restday", string(rest)), c.Every.RestDay != ""))
	}
	return rows
}

// rule says what starts and stops a clock.
func (p *page) rule(c *sla.Commitment) string {
	plain := func(m sla.Mark) bool { return len(m.Kinds) == 0 && m.By == "" && m.Time == "" }
	own := p.voice.word("rule", string(c.Measure))
	if plain(c.Start) && plain(c.Stop) {
		return own
	}
	text := p.voice.say("rule.marks", fields{"start": p.mark(c.Start), "stop": p.mark(c.Stop)})
	if len(c.Start.Kinds) > 0 && len(c.Stop.Kinds) > 0 {
		return text
	}
	return p.voice.say("count.join", []string{text, own})
}

func (p *page) mark(m sla.Mark) string {
	var kinds []string
	for _, k := range m.Kinds {
		kinds = append(kinds, p.voice.word("kind", string(k)))
	}
	if len(kinds) == 0 {
		kinds = []string{p.voice.say("rule.own", nil)}
	}
	return p.voice.say("rule.mark", fields{"kinds": p.voice.list(kinds), "by": p.voice.word("role", string(m.By)),
		"time": p.voice.word("time", string(m.Time))})
}

// counting puts a rule for counting days into words. Nil is the zero rule.
func (p *page) counting(r *calendar.Counting, unit calendar.Unit) string {
	if r == nil {
		r = &calendar.Counting{}
	}
	say := p.voice.say
	parts := []string{say("count.receipt", nil)}
	if r.RestDay != calendar.RestKeep {
		parts = append(parts, p.voice.word("count.rest", string(r.RestDay)))
	}
	if r.CutOff != 0 {
		to := ""
		if r.AfterCutOff != 0 {
			to = r.AfterCutOff.String()
		}
		parts = append(parts, say("count.cutoff", fields{"at": r.CutOff.String(), "to": to}))
	}
	switch {
	case r.DueAt == calendar.DueSameClock:
		parts = append(parts, say("count.due.same_clock", nil))
	case r.DueAt == calendar.DueEndOfDay || unit != calendar.WorkingDay:
		parts = append(parts, say("count.due.day", nil))
	default:
		parts = append(parts, say("count.due.close", nil))
	}
	if r.LastDay == calendar.LastDayNext && unit != calendar.WorkingDay {
		parts = append(parts, p.voice.word("count.last", string(r.LastDay)))
	}
	return say("count.join", parts)
}
