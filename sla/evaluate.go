package sla

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// Options of Evaluate. The zero value judges one case after the other.
type Options struct {
	Parallel int // goroutines that judge cases at the same time; they end before Evaluate returns
}

// Evaluate judges every case in events against c, as of a moment. The order of events does not matter; two that are
// equal count once. Events that cannot be judged are in the Problems of the assessment. The error says what is wrong
// with the contract or the moment; c must not change as long as the assessment is used.
func Evaluate(c *Contract, events []Event, asOf AsOf, o Options) (*Assessment, error) {
	if asOf.At.IsZero() {
		return nil, errors.New("sla: evaluate: AsOf.At is not set; give the moment that the question is about")
	}
	if asOf.Known.IsZero() {
		asOf.Known = asOf.At
	}
	if c == nil {
		return nil, errors.New("sla: evaluate: there is no contract")
	}
	zone, err := check(c)
	if err != nil {
		return nil, fmt.Errorf("sla: evaluate contract %q: %w", c.ID, err)
	}
	cases, others := group(events, asOf)
	j := &judge{contract: c, asOf: asOf, zone: zone}
	j.coverage = newCoverage(others, asOf)
	rulings := make([]ruling, len(cases))
	each(len(cases), o.Parallel, func(i int) { rulings[i] = j.judge(cases[i]) })

	a := &Assessment{Contract: c, AsOf: asOf, Problems: problemsWithoutCase(others)}
	total := 0
	for _, r := range rulings {
		total += len(r.findings)
	}
	a.Findings = make([]Finding, 0, total)
	for _, r := range rulings {
		a.Findings = append(a.Findings, r.findings...)
		a.Problems = append(a.Problems, r.problems...)
		if r.noClock != "" {
			a.NoClock = append(a.NoClock, r.noClock)
		}
	}
	return a, nil
}

// each calls do for 0 to n-1, from so many goroutines.
func each(n, goroutines int, do func(int)) {
	goroutines = min(max(goroutines, 1), max(n, 1))
	if goroutines == 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for i := n * g / goroutines; i < n*(g+1)/goroutines; i++ {
				do(i)
			}
		})
	}
	wg.Wait()
}

// group drops the events that do not exist as of the moment, and returns the others by case, in order of time, with
// those that belong to no case apart.
func group(events []Event, asOf AsOf) (cases [][]*Event, others []*Event) {
	kept := make([]*Event, 0, len(events))
	for i := range events {
		e := &events[i]
		if !asOf.has(e) {
			continue
		}
		kept = append(kept, e)
	}
	slices.SortStableFunc(kept, order)
	for from := 0; from < len(kept); {
		to := from + 1
		for to < len(kept) && kept[to].Case == kept[from].Case {
			to++
		}
		if kept[from].Case == "" {
			others = kept[from:to]
		} else {
			cases = append(cases, kept[from:to])
		}
		from = to
	}
	return cases, others
}

// has reports whether an event exists as of the moment. Coverage is said afterwards of the time before, so for it
// only the day counts on which it was known.
func (m AsOf) has(e *Event) bool {
	if e.Kind != Coverage {
		return !e.Times.Occurred.After(m.At) && !e.Known.After(m.Known)
	}
	if e.Known.IsZero() {
		return !e.Times.Occurred.After(m.Known)
	}
	return !e.Known.After(m.Known)
}

// order sorts by case, then time, then everything that could tell two events apart for a verdict.
func order(a, b *Event) int {
	return cmp.Or(
		cmp.Compare(a.Case, b.Case),
		a.Times.Occurred.Compare(b.Times.Occurred),
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.By, b.By),
		a.Known.Compare(b.Known),
	)
}

// check reports every fault of a contract that would make a verdict impossible.
func check(c *Contract) (*time.Location, error) {
	zone, err := time.LoadLocation(c.Zone)
	faults := []error{}
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
		ids := map[string]bool{}
		for k := range t.Commitments {
			if id := t.Commitments[k].ID; ids[id] {
				faults = append(faults, fmt.Errorf("terms %q: two commitments bear the id %q", t.Version, id))
			}
			ids[t.Commitments[k].ID] = true
			if err := checkCommitment(t, &t.Commitments[k]); err != nil {
				faults = append(faults, fmt.Errorf("terms %q: commitment %q: %w", t.Version, t.Commitments[k].ID, err))
			}
		}
	}
	return zone, errors.Join(faults...)
}

// follows reports whether the terms begin after those before them end.
func follows(t, before *Terms) bool {
	return !before.Until.IsZero() && t.From.Compare(before.Until) > 0
}

var weekdays = []calendar.Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

func checkCommitment(t *Terms, c *Commitment) error {
	if t.Calendars[c.Calendar] == nil {
		return fmt.Errorf("calendar %q is not in the terms", c.Calendar)
	}
	if _, ok := marks[c.Measure]; !ok {
		return fmt.Errorf("measure %q is not known", c.Measure)
	}
	if c.Measure == Progress {
		if c.Every == nil || !c.Within.IsZero() {
			return errors.New("progress takes a recurring time, and no limit")
		}
		if !slices.Contains(weekdays, c.Every.Weekday) {
			return fmt.Errorf("weekday %q is not known; use mon to sun", c.Every.Weekday)
		}
		return nil
	}
	if c.Every != nil {
		return fmt.Errorf("%s takes a limit, and no recurring time", c.Measure)
	}
	if (c.Within.Duration > 0) == (c.Within.Period.N > 0) {
		return errors.New("the limit must be a positive duration or a positive number of days")
	}
	return nil
}

// problemsWithoutCase reports the events that need a case and name none.
func problemsWithoutCase(others []*Event) []Problem {
	var ps []Problem
	for _, e := range others {
		if e.Kind != Coverage {
			ps = append(ps, Problem{Event: e.ID, Text: fmt.Sprintf("%s event names no case; it was not judged", e.Kind)})
		}
	}
	return ps
}

// inForce reports whether the terms are in force on the day.
func (t *Terms) inForce(day calendar.Date) bool {
	return day.Compare(t.From) >= 0 && (t.Until.IsZero() || day.Compare(t.Until) <= 0)
}
