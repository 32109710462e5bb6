package calendar

import (
	"iter"
	"time"
)

// The rules that a DayStep may name.
const (
	RuleReceived      = "received"                 // the day of receipt
	RuleDeemedRestDay = "deemed_received_rest_day" // received on a rest day, so deemed received on this day
	RuleDeemedCutOff  = "deemed_received_cut_off"  // received after the cut-off, so deemed received on this day
	RuleCounted       = "counted"                  // day N of the period
	RuleRest          = "rest"                     // not counted: a weekday without hours
	RuleClosed        = "closed"                   // not counted: a closed day, by name and source
	RuleMoved         = "moved"                    // the period ends on this day instead of a rest day
	RuleDue           = "due"                      // the last day
	RuleCorresponding = "corresponding_day"        // ends weeks, months, quarters or years
	RuleMonthEnd      = "month_end"                // ends them, for want of a corresponding day

	// These are of ExplainByLaw alone.
	RuleEvent        = "event"        // the day of the event, which is not counted
	RuleClear        = "clear"        // the day before the clear days counted back
	RuleInaccessible = "inaccessible" // the clerk's office cannot be reached
)

// DayStep is one day, or one event of the counting, of an explanation in days.
type DayStep struct {
	Date         Date
	N            int    // the number this day has in the count; 0 when it does not count
	Rule         string // one of RuleReceived to RuleInaccessible
	Name, Source string // what the Spec says about the date
	Article      string // the provision behind it, such as "BGB 193"; empty but for ExplainByLaw
}

// ExplainDue yields the working of Due: the day of receipt, the days to which it is moved, every day
// up to the last, counted or not, and last of all a step with RuleDue for the last day. A period in
// weeks or longer units is one step to its end. If Due gives an error, the sequence is empty.
func (c *Calendar) ExplainDue(from time.Time, p Period, r Counting) iter.Seq[DayStep] {
	return func(yield func(DayStep) bool) {
		t, err := c.count(from, p, r)
		if err != nil {
			return
		}
		w := working{c: c, yield: yield}
		w.step(t.received.day, 0, RuleReceived)
		w.move(t.received.day, t.moved, RuleDeemedRestDay)
		w.move(t.moved, t.deemed.day, RuleDeemedCutOff)
		n := w.count(t, p)
		w.move(t.end, t.last, RuleMoved)
		w.step(t.last, n, RuleDue)
	}
}

// working yields the steps of an explanation until the caller has had enough.
type working struct {
	c       *Calendar
	yield   func(DayStep) bool
	stopped bool
}

func (w *working) step(day, n int, rule string) {
	if w.stopped {
		return
	}
	of := w.c.rules.of(day)
	w.stopped = !w.yield(DayStep{dateOf(day), n, rule, of.name, of.source, ""})
}

// count yields the days up to the end of the count, and returns how many of them counted.
func (w *working) count(t tally, p Period) (n int) {
	if p.long() {
		rule := RuleCorresponding
		if _, short := p.corresponding(t.deemed.day, 1); short {
			rule = RuleMonthEnd
		}
		w.step(t.end, 0, rule)
		return 0
	}
	for day := t.deemed.day + 1; day <= t.end && !w.stopped; day++ {
		if p.Unit == WorkingDay && !w.c.works(day) {
			w.rest(day)
			continue
		}
		n++
		w.step(day, n, RuleCounted)
	}
	return n
}

// rest yields a day that does not count.
func (w *working) rest(day int) {
	if w.c.rules.of(day).why == WhyRest {
		w.step(day, 0, RuleRest)
		return
	}
	w.step(day, 0, RuleClosed)
}

// move yields the rest days between two days, and the later one under a rule. If they are the same
// day there is nothing to say.
func (w *working) move(from, to int, rule string) {
	for day := from + 1; day < to && !w.stopped; day++ {
		w.rest(day)
	}
	if from < to {
		w.step(to, 0, rule)
	}
}
