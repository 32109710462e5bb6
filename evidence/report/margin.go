package report

import (
	"time"

	"github.com/slaledger/slaledger/sla"
)

// byClock reports whether margins of the finding are time by the clock rather than counted time.
func (f *finding) byClock() bool { return f.of.Limit.InDays() || f.of.Measure == sla.Progress }

// margin gives the time left, or over, with both bounds where the recorded times are coarse.
func (p *page) margin(f *finding, a sla.Account) string {
	return p.bounds(f, a, func(time.Duration) string { return "" })
}

// bounds gives the one figure of a margin or both of them, each behind its sign: the smaller first, and
// a margin that is over by one bound only from what is over to what is left.
func (p *page) bounds(f *finding, a sla.Account, sign func(time.Duration) string) string {
	span, unit := p.voice.open, "over.open"
	if f.byClock() {
		span, unit = p.voice.tongue.clock, "over.clock"
	}
	low, high := a.MarginLow, a.MarginHigh
	if high <= 0 {
		low, high = high, low
	}
	text := sign(low) + span(low)
	if low != high {
		text = p.voice.say("between", fields{"low": text, "high": sign(high) + span(high)})
	}
	return p.voice.say(unit, text)
}

// signed is the margin with the sign of each bound: minus is over.
func (p *page) signed(f *finding, a sla.Account) string {
	return p.bounds(f, a, func(d time.Duration) string {
		if d < 0 {
			return "−"
		}
		return "+"
	})
}

// coarse says how coarse the times of the clock are, where the figures have two bounds for it; else "".
func (p *page) coarse(f *finding) string {
	a := f.of.Views[sla.ClauseAllows]
	c := time.Duration(max(f.of.Start.Precision, f.of.Stop.Precision))
	if a.MarginLow == a.MarginHigh || c == 0 {
		return ""
	}
	switch c {
	case time.Second, time.Minute, time.Hour:
		return p.voice.say("coarse."+c.String(), nil)
	}
	return p.voice.say("coarse.other", p.voice.open(c))
}
