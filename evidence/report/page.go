package report

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/sla"
)

// page is a breach put into words: what the templates of every form are filled from. Its texts are
// clean, but not escaped.
type page struct {
	voice voice
	b     Breach
	zone  *time.Location

	judged   []*finding // in the order of the assessment
	events   map[string]*sla.Event
	exhibits map[string]*evidence.Exhibit
	// originals names, by the number of an original, a record that was read from it.
	originals map[string]*evidence.Exhibit

	Lang, Title, Heading   string
	Client, Vendor         party
	Contract, Name, Signed string
	Versions               string
	At, Known, Zone        string
	Demo                   string
	Summary                []string
	Findings               []*finding
	Conventions            []convention
	Problems               []string
	Warnings               []string // what is odd about the checkpoint
	Checkpoint, Key        string
	Origin, Size, Root     string
	Software               string
}

type party struct{ Name, Address, Contact string }

func newPage(b Breach) (*page, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	l, err := tongueOf(b.Language, b.Contract.Language)
	if err != nil {
		return nil, err
	}
	v, err := newVoice(l)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(b.Contract.Zone)
	if err != nil {
		return nil, fmt.Errorf("zone of the contract: %w", err)
	}
	p := &page{voice: v, b: b, zone: zone}
	p.index()
	p.parties()
	for i := range b.Result.Findings {
		f, err := p.finding(i)
		if err != nil {
			return nil, fmt.Errorf("finding %q: %w", b.Result.Findings[i].ID, err)
		}
		p.Findings = append(p.Findings, f)
	}
	p.arrange()
	p.summarise()
	p.Conventions = p.conventions()
	p.problems()
	p.head()
	return p, nil
}

// rank is the order in which a reader wants to see verdicts.
var rank = []sla.Verdict{sla.Missed, sla.Unknown, sla.Excused, sla.Open, sla.Void, sla.Met}

// arrange puts what was missed first and what was kept last, and numbers the findings so. The JSON
// keeps the order of the assessment.
func (p *page) arrange() {
	p.judged = slices.Clone(p.Findings)
	slices.SortStableFunc(p.Findings, func(a, b *finding) int {
		return cmp.Compare(slices.Index(rank, a.of.Verdict), slices.Index(rank, b.of.Verdict))
	})
	for i, f := range p.Findings {
		f.N = i + 1
	}
}

// index makes events and exhibits known by their names. Of two with one name the first stands, as in
// the assessment.
func (p *page) index() {
	p.events = make(map[string]*sla.Event, len(p.b.Events))
	for i := range p.b.Events {
		e := &p.b.Events[i]
		if _, ok := p.events[e.ID]; !ok && e.ID != "" {
			p.events[e.ID] = e
		}
	}
	p.exhibits = make(map[string]*evidence.Exhibit, len(p.b.Exhibits))
	p.originals = map[string]*evidence.Exhibit{}
	for i := range p.b.Exhibits {
		x := &p.b.Exhibits[i]
		if x.Original >= 0 && x.Importer != "" {
			p.originals[strconv.FormatInt(x.Original, 10)] = x
		}
		if _, ok := p.exhibits[x.Ref]; !ok {
			p.exhibits[x.Ref] = x
		}
	}
}

// parties fills what the first page says of the contract and the moment.
func (p *page) parties() {
	c, asOf, say := p.b.Contract, p.b.Result.AsOf, p.voice.say
	if asOf.Known.IsZero() {
		asOf.Known = asOf.At
	}
	p.Lang = string(p.voice.tongue)
	p.Client, p.Vendor = partyOf(c.Client), partyOf(c.Vendor)
	p.Contract, p.Name = clean(c.ID), clean(c.Title)
	if !c.Signed.IsZero() {
		p.Signed = p.day(c.Signed)
	}
	p.Title = say("title", nil)
	p.Heading = say("heading", fields{"client": p.Client.Name, "vendor": p.Vendor.Name})
	p.At, p.Known = p.voice.time(asOf.At.In(p.zone)), p.voice.time(asOf.Known.In(p.zone))
	p.Zone = p.voice.tongue.zone(p.zone, asOf.At)
	p.Software = clean(p.b.Software)
	if p.b.Demo {
		p.Demo = say("demo", nil)
	}
	var versions []string
	for i := range c.Terms {
		if p.used(&c.Terms[i]) {
			versions = append(versions, clean(c.Terms[i].Version))
		}
	}
	p.Versions = p.voice.list(versions)
}

func partyOf(q sla.Party) party {
	return party{clean(cmp.Or(q.Name, "?")), clean(q.Address), clean(q.Contact)}
}

// used reports whether a finding was judged by the terms.
func (p *page) used(t *sla.Terms) bool {
	return slices.ContainsFunc(p.b.Result.Findings, func(f sla.Finding) bool { return f.Terms == t.Version })
}

func (p *page) day(d calendar.Date) string {
	return p.voice.date(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC))
}

// summarise says in five lines what the report comes to.
func (p *page) summarise() {
	p.Summary = []string{p.sumMissed()}
	if rest := p.sumRest(); rest != "" {
		p.Summary = append(p.Summary, rest)
	}
	p.Summary = append(p.Summary, p.voice.say("sum.owed", nil), p.sumNext(), p.sumToDo())
}

func (p *page) count(v sla.Verdict) int {
	n := 0
	for i := range p.b.Result.Findings {
		if p.b.Result.Findings[i].Verdict == v {
			n++
		}
	}
	return n
}

// sumMissed counts what was missed by clause, in order of the clauses.
func (p *page) sumMissed() string {
	if p.count(sla.Missed) == 0 {
		return p.voice.say("sum.none", nil)
	}
	var clauses []string
	counts := map[string]int{}
	for _, f := range p.Findings {
		if f.of.Verdict != sla.Missed {
			continue
		}
		if counts[f.Clause] == 0 {
			clauses = append(clauses, f.Clause)
		}
		counts[f.Clause]++
	}
	slices.SortFunc(clauses, compareClauses)
	for i, c := range clauses {
		name := "sum.clause"
		if c == "" {
			name = "sum.noclause"
		}
		clauses[i] = p.voice.say(name, fields{"clause": c, "n": strconv.Itoa(counts[c])})
	}
	return p.voice.say("sum.missed",
		fields{"n": strconv.Itoa(p.count(sla.Missed)), "clauses": p.voice.items(clauses)})
}

func (p *page) sumRest() string {
	var parts []string
	for _, v := range []sla.Verdict{sla.Unknown, sla.Open, sla.Excused, sla.Void, sla.Met} {
		if n := p.count(v); n > 0 {
			parts = append(parts, p.voice.say("sum.count",
				fields{"n": strconv.Itoa(n), "word": p.voice.word("verdict", string(v))}))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return p.voice.say("sum.rest", p.voice.items(parts))
}

// sumNext names the open finding that is due first.
func (p *page) sumNext() string {
	var next *finding
	for _, f := range p.Findings {
		if f.of.Verdict == sla.Open && (next == nil || f.of.Due().At.Before(next.of.Due().At)) {
			next = f
		}
	}
	if next == nil {
		return p.voice.say("sum.nonext", nil)
	}
	return p.voice.say("sum.next", fields{"due": p.voice.due(next.of.Due(), p.zone), "case": next.Case,
		"measure": next.Measure, "clause": next.Clause})
}

func (p *page) sumToDo() string {
	unknown := ""
	if n := p.count(sla.Unknown); n > 0 {
		unknown = strconv.Itoa(n)
	}
	switch {
	case p.count(sla.Missed) > 0:
		return p.voice.say("sum.todo.remind", unknown)
	case unknown != "":
		return p.voice.say("sum.todo.record", unknown)
	}
	return p.voice.say("sum.todo.none", nil)
}

func (p *page) problems() {
	for _, q := range p.b.Result.Problems {
		p.Problems = append(p.Problems, p.voice.say("problem",
			fields{"case": clean(q.Case), "text": clean(q.Text), "event": clean(q.Event)}))
	}
}

// head fills what the report says of the checkpoint.
func (p *page) head() {
	h, c := p.b.Head, p.b.Contract
	p.Key = clean(c.Ledger.Key)
	if h.Text == "" && h.Origin == "" {
		return
	}
	var lines []string
	for line := range strings.Lines(h.Text) {
		lines = append(lines, clean(line))
	}
	p.Checkpoint = strings.Join(lines, "\n")
	p.Origin, p.Size = clean(h.Origin), strconv.FormatInt(h.Size, 10)
	p.Root = hex.EncodeToString(h.Root[:])
	if c.Ledger.Origin != "" && c.Ledger.Origin != h.Origin {
		p.Warnings = append(p.Warnings, p.voice.say("head.other",
			fields{"head": p.Origin, "contract": clean(c.Ledger.Origin)}))
	}
	if !h.Signed {
		p.Warnings = append(p.Warnings, p.voice.say("head.unsigned", nil))
	}
}
