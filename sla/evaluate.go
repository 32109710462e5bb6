package sla

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Options of Evaluate. The zero value judges one case after the other.
type Options struct {
	Parallel int // goroutines that judge cases at the same time; they end before Evaluate returns
}

// Evaluate judges every case in events against c, as of a moment. The order of events does not
// matter; two that are equal count once. Events that cannot be judged are in the Problems of the
// assessment. The error says what is wrong with the contract or the moment; c must not change as
// long as the assessment is used.
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

	a := &Assessment{Contract: c, AsOf: asOf, Problems: j.problemsWithoutCase(others)}
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

// group drops the events that do not exist as of the moment, and returns the others by case, in
// order of time, with those that belong to no case apart.
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

// has reports whether an event exists as of the moment. Coverage is said afterwards of the time
// before, so for it only the day counts on which it was known.
func (m AsOf) has(e *Event) bool {
	known := e.Known
	if known.IsZero() {
		known = e.Times.Occurred
	}
	return !known.After(m.Known) && (e.Kind == Coverage || !e.Times.Occurred.After(m.At))
}

// order sorts by case, then time, then everything that could tell two events apart for a verdict. It looks
// at no more than it must, for most events differ in the first two.
func order(a, b *Event) int {
	if c := strings.Compare(a.Case, b.Case); c != 0 {
		return c
	}
	if c := a.Times.Occurred.Compare(b.Times.Occurred); c != 0 {
		return c
	}
	if c := a.Known.Compare(b.Known); c != 0 { // of two at the same moment, the one that was recorded first
		return c
	}
	if c := cmp.Compare(len(a.ID), len(b.ID)); c != 0 { // so that "3" comes before "10"
		return c
	}
	if c := strings.Compare(a.ID, b.ID); c != 0 {
		return c
	}
	if c := content(a, b); c != 0 {
		return c
	}
	return slices.Compare(a.Evidence, b.Evidence)
}

// content compares what two events say; 0 means that they say the same.
func content(a, b *Event) int {
	automatic := 0
	if a.Automatic != b.Automatic {
		automatic = -1
		if a.Automatic {
			automatic = 1
		}
	}
	return cmp.Or(
		automatic,
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.By, b.By), cmp.Compare(a.Channel, b.Channel),
		a.Times.Occurred.Compare(b.Times.Occurred), a.Times.Sent.Compare(b.Times.Sent),
		a.Times.Arrived.Compare(b.Times.Arrived), a.Times.Acknowledged.Compare(b.Times.Acknowledged),
		cmp.Compare(a.Precision, b.Precision), cmp.Compare(a.Category, b.Category),
		cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.Service, b.Service),
		cmp.Compare(a.Commitment, b.Commitment), cmp.Compare(a.Ground, b.Ground), cmp.Compare(a.Clause, b.Clause),
		a.Span.From.Compare(b.Span.From), a.Span.To.Compare(b.Span.To), a.Until.Compare(b.Until),
		cmp.Compare(a.Extra.N, b.Extra.N), cmp.Compare(a.Extra.Unit, b.Extra.Unit), slices.Compare(a.Refs, b.Refs),
	)
}
