package notice

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// letter is a reminder put into words: what its template is filled from. Its texts are clean, but not escaped.
type letter struct {
	r      *Reminder
	c      *sla.Contract
	tongue tongue
	zone   *time.Location

	Demo                       bool
	Number, Date               string
	Client, Vendor             side
	Contract, Title, Signed    string
	At, Zone                   string
	Facts                      []fact
	Late, Owed, Overdue        bool // some of it was done late; is still not done; was not done while it was owed
	Demand                     []string
	Deadline                   string
	JudgedBy, Consequence      string
	Chinese                    bool // PRC law governs: the Civil Code may be cited
	Signer, Authority, Service string
	Enclosures                 []enclosure
	Origin, Size, Root         string
}

// side is a party as a letter names it.
type side struct{ Name, Address, Email, Contact string }

// fact is one missed obligation.
type fact struct {
	ID, Case, Subject, Clause, Quote, Measure string
	Start, Due, Stop, End, Delay              string
	StartRefs, StopRefs, CoverRefs            []string
	Withdrawn                                 bool
	Channels                                  string
	OneChannel                                bool
	Extension                                 string // when the extension that set the due time was granted
	ExtensionRefs                             []string
	AgreedLate                                bool   // more time was agreed only after the due time
	Denied                                    string // the due time by every claim, when claims were denied
	Claims                                    []claim
	Refused                                   []refusal
	Automatic                                 []automatic
	Report                                    bool // it is a progress report
	// Began is when the matter began, for a report after the first, whose Start is the reporting time before it.
	Began   string
	Paused  bool // pauses are taken out
	Chasers []chaser
}

func newLetter(r Reminder) (*letter, error) {
	l := &letter{r: &r, c: r.contract(), Demo: r.Demo}
	var err error
	if l.tongue, err = tongueOf(r.Language, l.c.Language); err != nil {
		return nil, err
	}
	if l.zone, err = time.LoadLocation(l.c.Zone); err != nil {
		return nil, fmt.Errorf("zone of the contract: %w", err)
	}
	l.heading()
	chosen, _ := r.chosen()
	for _, f := range chosen {
		fact, err := l.fact(f)
		if err != nil {
			return nil, fmt.Errorf("finding %q: %w", f.ID, err)
		}
		l.Facts = append(l.Facts, fact)
		l.Late = l.Late || fact.Stop != "" && !fact.Withdrawn
		l.Owed = l.Owed || fact.Stop == ""
		l.Overdue = l.Overdue || fact.Stop == "" || fact.Withdrawn
	}
	l.enclose(chosen)
	return l, nil
}

// heading fills all that does not depend on the findings.
func (l *letter) heading() {
	r, c := l.r, l.c
	l.Number, l.Client, l.Vendor = clean(r.Number), sideOf(c.Client), sideOf(c.Vendor)
	l.Contract, l.Title = clean(c.ID), clean(c.Title)
	l.Signed = l.tongue.date(time.Date(c.Signed.Year, c.Signed.Month, c.Signed.Day, 0, 0, 0, 0, time.UTC))
	l.Date = l.tongue.date(r.Date.In(l.zone))
	l.At, l.Deadline = l.moment(r.Result.AsOf.At), l.moment(r.Deadline)
	l.Zone = l.tongue.zoneName(r.Result.AsOf.At.In(l.zone))
	for _, d := range r.Demand {
		l.Demand = append(l.Demand, clean(d))
	}
	l.JudgedBy, l.Consequence = clean(r.JudgedBy), clean(r.Consequence)
	l.Chinese = c.Law == "CN"
	l.Signer, l.Authority, l.Service = clean(r.Signer.Name), clean(r.Signer.Title), clean(r.Service)
	l.Origin, l.Size = clean(r.Head.Origin), strconv.FormatInt(r.Head.Size, 10)
	l.Root = hex.EncodeToString(r.Head.Root[:])
}

func sideOf(p sla.Party) side {
	return side{clean(p.Name), clean(p.Address), clean(p.Email), clean(p.Contact)}
}

// moment is a time in the contract's zone, with the zone named.
func (l *letter) moment(t time.Time) string { return l.tongue.moment(t.In(l.zone)) }

// short is a time in the contract's zone, which the letter has named.
func (l *letter) short(t time.Time) string { return l.tongue.short(t.In(l.zone)) }

// fact states one missed obligation: what is on record, and what follows by the clock.
func (l *letter) fact(f *sla.Finding) (fact, error) {
	terms, c := l.commitment(f)
	if c == nil {
		return fact{}, fmt.Errorf("the contract has no terms %q with a commitment %q; give the one that was judged",
			f.Terms, f.Commitment)
	}
	out := fact{
		ID: clean(f.ID), Case: clean(f.Case), Clause: clean(f.Clause), Quote: clean(c.Quote),
		Measure: l.tongue.measure(f.Measure), Report: f.Measure == sla.Progress, Start: l.short(f.Start.Time), Due: l.due(f.Due()),
		StartRefs: l.r.numbers(f.Start.Event), StopRefs: l.r.numbers(f.Stop.Event),
		Withdrawn: slices.Contains(f.Reasons, sla.WithdrawnLate), AgreedLate: slices.Contains(f.Reasons, sla.ExtendedLate),
		Paused: f.Views[sla.ClauseAllows].Paused > 0, Chasers: l.chasers(f),
	}
	var channels []string
	channels, out.CoverRefs = l.covered(f, terms)
	out.Channels, out.OneChannel = cmp.Or(l.tongue.list(channels), l.tongue.everyChannel()), len(channels) == 1
	end := l.r.end(f)
	out.End = l.short(end)
	if !f.Stop.Time.IsZero() {
		out.Stop = l.short(f.Stop.Time)
	}
	out.Delay = l.delay(f)
	if e := l.r.event(f.Extension); e != nil {
		out.Extension, out.ExtensionRefs = l.short(e.Times.Occurred), l.r.numbers(e.ID)
	}
	if every := f.Views[sla.EveryClaim].Due; every != f.Due() {
		out.Denied, out.Claims = l.due(every), l.claims(f)
	}
	if e := l.r.event(f.Start.Event); e != nil && f.Measure == sla.Progress && f.N > 1 {
		out.Began = l.short(e.Times.Occurred)
	}
	out.Refused, out.Automatic = l.refused(f), l.automatic(f, c)
	for i := range l.r.Events {
		if e := &l.r.Events[i]; e.Kind == sla.Opened && e.Case == f.Case && out.Subject == "" {
			out.Subject = clean(e.Title)
		}
	}
	return out, nil
}

func (l *letter) commitment(f *sla.Finding) (*sla.Terms, *sla.Commitment) {
	for i := range l.c.Terms {
		t := &l.c.Terms[i]
		for k := range t.Commitments {
			if t.Version == f.Terms && t.Commitments[k].ID == f.Commitment {
				return t, &t.Commitments[k]
			}
		}
	}
	return nil, nil
}

func (l *letter) due(d calendar.Due) string { return l.tongue.due(d, l.zone) }

// delay gives the least delay that the recorded times allow, since no more is shown.
func (l *letter) delay(f *sla.Finding) string {
	a := f.Views[sla.ClauseAllows]
	text := l.tongue.delay(-a.MarginHigh, byClock(f), a.MarginLow != a.MarginHigh)
	if coarse := max(f.Start.Precision, f.Stop.Precision); a.MarginLow != a.MarginHigh && coarse != 0 {
		text += l.tongue.coarse(time.Duration(coarse))
	}
	return text
}

// covered names the channels whose record is complete over the clock, and the statements of that. Terms that
// name no channel mean every one.
func (l *letter) covered(f *sla.Finding, t *sla.Terms) (channels, refs []string) {
	for _, id := range f.Events {
		e := l.r.event(id)
		if e == nil || e.Kind != sla.Coverage {
			continue
		}
		bears := len(t.Channels) == 0
		for _, c := range t.Channels {
			if e.Channel != "" && e.Channel != c.ID {
				continue
			}
			bears = true
			if name := clean(cmp.Or(c.Name, c.ID)); !slices.Contains(channels, name) {
				channels = append(channels, name)
			}
		}
		if bears {
			refs = append(refs, l.r.numbers(id)...)
		}
	}
	return channels, refs
}

func (l *letter) channel(id string) string {
	for i := range l.c.Terms {
		for _, c := range l.c.Terms[i].Channels {
			if c.ID == id {
				return clean(cmp.Or(c.Name, id))
			}
		}
	}
	return clean(id)
}
