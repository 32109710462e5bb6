package notice

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slaledger/slaledger/sla"
)

// Missing returns the facts that the letter must cite and does not have, and the reasons why it may not be
// written as it stands, in English words. It is empty when the letter can be written.
func (r Reminder) Missing() []string {
	m := missing{}
	c := r.contract()
	if r.Result == nil || c == nil {
		return []string{"the assessment: set Result to what sla.Evaluate returned"}
	}
	m.contract(c)
	m.dates(&r, c)
	m.words(&r)
	m.ledger(&r, c)
	m.findings(&r)
	if _, err := tongueOf(r.Language, c.Language); err != nil {
		m.add("a language that it can be written in: %v", err)
	}
	return m.list
}

func (r *Reminder) contract() *sla.Contract {
	if r.Contract == nil && r.Result != nil {
		return r.Result.Contract
	}
	return r.Contract
}

// missing collects what is missing.
type missing struct{ list []string }

func (m *missing) add(format string, args ...any) {
	m.list = append(m.list, fmt.Sprintf(format, args...))
}

// need adds what to do if a text is blank.
func (m *missing) need(text, what string) {
	if clean(text) == "" {
		m.add("%s", what)
	}
}

func (m *missing) contract(c *sla.Contract) {
	m.need(c.ID, "the number of the contract: set Contract.ID")
	m.need(c.Client.Name, "the name of the client: set Contract.Client.Name")
	m.need(c.Vendor.Name, "the name of the vendor: set Contract.Vendor.Name")
	m.need(c.Vendor.Address+c.Vendor.Email,
		"the vendor's address for notices: set Contract.Vendor.Address or Contract.Vendor.Email")
	if c.Signed.IsZero() {
		m.add("the date of the contract: set Contract.Signed")
	}
}

// dates checks the date of the letter and the new deadline.
func (m *missing) dates(r *Reminder, c *sla.Contract) {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		m.add("the zone of the contract: %v", err)
		return
	}
	if r.Date.IsZero() {
		m.add("the date of the letter: set Date")
	} else if endOfDay(r.Date.In(zone)).Before(r.Result.AsOf.At) {
		m.add("a date that is not before the assessment: set Date to %s or later, or evaluate as of an earlier moment",
			r.Result.AsOf.At.In(zone).Format("2006-01-02"))
	}
	switch {
	case r.Deadline.IsZero():
		m.add("the new deadline: set Deadline")
	case !r.Deadline.After(r.Date), !r.Deadline.After(r.Result.AsOf.At):
		m.add("a deadline after the date of the letter and after the assessment: set Deadline later than %s",
			latest(r.Date, r.Result.AsOf.At).In(zone).Format("2006-01-02 15:04"))
	}
}

func endOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location()).Add(-1)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// words checks what the signer writes.
func (m *missing) words(r *Reminder) {
	m.need(r.Number, "the reference of the letter: set Number")
	if len(r.Demand) == 0 || slices.ContainsFunc(r.Demand, func(s string) bool { return clean(s) == "" }) {
		m.add("what must be done: set Demand, without blank lines")
	}
	m.need(r.JudgedBy, "how it is judged whether it was done: set JudgedBy")
	m.need(r.Consequence, "what follows if it is not done: set Consequence")
	m.need(r.Signer.Name, "the name of the person who signs: set Signer.Name")
	m.need(r.Signer.Title, "the authority of the person who signs: set Signer.Title")
	m.need(r.Service, "method and address of service: set Service")
}

func (m *missing) ledger(r *Reminder, c *sla.Contract) {
	switch {
	case clean(r.Head.Text) == "":
		m.add("the checkpoint of the ledger: set Head to what the trail returned with the events")
	case c.Ledger.Origin != "" && c.Ledger.Origin != r.Head.Origin:
		m.add("a checkpoint of the contract's ledger: Head is of %q, the contract names %q", r.Head.Origin, c.Ledger.Origin)
	}
}

// findings checks that every finding the letter rests on is a miss, and has what it must cite.
func (m *missing) findings(r *Reminder) {
	chosen, unknown := r.chosen()
	for _, id := range unknown {
		m.add("the finding %q: the assessment has none of this id", id)
	}
	if len(chosen) == 0 && len(unknown) == 0 {
		m.add("a missed obligation: the assessment has none; do not send a reminder")
	}
	for _, f := range chosen {
		for _, id := range f.Undecided {
			m.add("a decision on %s, which may be an answer in %q: decide what it means", r.entry(id), f.ID)
		}
		if f.Verdict != sla.Missed {
			m.add("a miss: finding %q is %s, and a reminder rests on missed ones alone; leave it out", f.ID, f.Verdict)
			continue
		}
		m.finding(r, f)
	}
}

func (m *missing) finding(r *Reminder, f *sla.Finding) {
	if clean(f.Clause) == "" {
		m.add("the clause breached in %q: name it in the contract", f.ID)
	}
	if slices.Contains(f.Reasons, sla.Provisional) {
		m.add("a due time that is sure in %q: the days off of its calendar are not known that far; "+
			"complete the calendar", f.ID)
	}
	if !r.delayKnown(f) {
		m.add("a delay that is sure in %q: the days off of its calendar are not known up to its end; "+
			"complete the calendar", f.ID)
	}
	if r.numbers(f.Start.Event) == nil {
		m.add("the ledger number of the event that starts the clock of %q: record it in the trail", f.ID)
	}
	if f.Stop.Event != "" && r.numbers(f.Stop.Event) == nil {
		m.add("the ledger number of the event that stops the clock of %q: record it in the trail", f.ID)
	}
	m.disregarded(r, f)
	m.problems(r, f)
	for _, ref := range f.Evidence {
		n, err := strconv.ParseInt(ref, 10, 64)
		if err == nil && r.Head.Text != "" && n >= r.Head.Size {
			m.add("a checkpoint that covers entry %s, on which %q rests: take Head from the trail again", ref, f.ID)
		}
	}
}

// disregarded checks that what the finding does not count, and why, can be cited.
func (m *missing) disregarded(r *Reminder, f *sla.Finding) {
	ids := slices.Concat(f.Refused, f.Automatic)
	for _, id := range f.Refused {
		rejections := r.answers(f, id, sla.Rejected)
		if len(rejections) == 0 {
			m.add("the rejection of %q in %q: give Events as they were judged", id, f.ID)
		}
		for _, e := range rejections {
			ids = append(ids, e.ID)
		}
	}
	for _, id := range ids {
		if r.numbers(id) == nil {
			m.add("the ledger number of the event %q of %q: record it in the trail", id, f.ID)
		}
	}
}

// problems names what of the case could not be judged, and what may belong to it. It might change the
// verdict, so that a letter rests on none of it.
func (m *missing) problems(r *Reminder, f *sla.Finding) {
	for _, q := range r.Result.Problems {
		if q.Case == f.Case && q.Case != "" {
			m.add("a case that could be judged whole, for %q: of event %q, %q; correct it in the trail and evaluate again",
				f.ID, q.Event, q.Text)
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		early := !e.Times.Occurred.Before(f.Start.Time) && !f.Due().Late(e.Times.Occurred)
		if e.Kind == sla.Undecided && e.Case == "" && e.By != sla.Client && !e.Automatic && early {
			m.add("a decision on %s, which belongs to no case and may be an answer for %q", r.entry(e.ID), f.ID)
		}
	}
}

// entry names the ledger entries behind an event, or the event when there are none.
func (r *Reminder) entry(id string) string {
	if refs := r.numbers(id); refs != nil {
		return "ledger entry " + strings.Join(refs, ", ")
	}
	return fmt.Sprintf("event %q", id)
}

// delayKnown reports whether the calendar is known as far as the delay was counted in its time. A delay
// by the clock needs no calendar.
func (r *Reminder) delayKnown(f *sla.Finding) bool {
	if byClock(f) {
		return true
	}
	known := true
	for i := range r.contract().Terms {
		t := &r.contract().Terms[i]
		if c := t.Calendars[f.Calendar]; c != nil && t.Version == f.Terms {
			known = c.Known(r.end(f))
		}
	}
	return known
}

// byClock reports whether the delay of a finding is time by the clock rather than time of its calendar.
func byClock(f *sla.Finding) bool { return f.Limit.InDays() || f.Measure == sla.Progress }

// end is the moment up to which the delay is counted.
func (r *Reminder) end(f *sla.Finding) time.Time {
	if !f.Stop.Time.IsZero() {
		return f.Stop.Time
	}
	end := r.Result.AsOf.At
	for s := range r.Result.Explain(f, sla.ClauseAllows) {
		end = s.To
	}
	return end
}

// chosen returns the findings that the letter rests on, in the order of the assessment, and the ids that
// no finding has.
func (r *Reminder) chosen() (fs []*sla.Finding, unknown []string) {
	known := map[string]bool{}
	for i := range r.Result.Findings {
		f := &r.Result.Findings[i]
		known[f.ID] = true
		if slices.Contains(r.Findings, f.ID) || r.Findings == nil && f.Verdict == sla.Missed {
			fs = append(fs, f)
		}
	}
	for _, id := range r.Findings {
		if !known[id] {
			unknown = append(unknown, id)
		}
	}
	return fs, unknown
}

// event returns the event of the id; nil when it is not among those given.
func (r *Reminder) event(id string) *sla.Event {
	for i := range r.Events {
		if r.Events[i].ID == id && id != "" {
			return &r.Events[i]
		}
	}
	return nil
}

// numbers returns the ledger numbers behind an event; nil when there are none.
func (r *Reminder) numbers(id string) []string {
	e := r.event(id)
	if e == nil {
		return nil
	}
	var out []string
	for _, ref := range e.Evidence {
		if strings.TrimSpace(ref) != "" {
			out = append(out, clean(ref))
		}
	}
	return out
}
