package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/sla"
)

// cite names the ledger entries of the records behind an event, or the event where none are known.
func (p *page) cite(id string) string {
	refs := p.refs(id)
	if len(refs) == 0 {
		return p.voice.say("cite.event", clean(id))
	}
	return p.voice.say("cite.ledger", p.voice.list(refs))
}

// refs returns the ledger numbers of the records behind an event. The bytes that they were read from
// are left out: the table of evidence has them.
func (p *page) refs(id string) []string {
	e := p.events[id]
	if e == nil {
		return nil
	}
	var all, records []string
	for _, ref := range e.Evidence {
		all = append(all, clean(ref))
		if p.exhibits[ref] != nil || p.originals[ref] == nil {
			records = append(records, clean(ref))
		}
	}
	if len(records) == 0 {
		return all
	}
	return records
}

// undecided names the records that may have stopped the clock, and reports whether they are several.
func (p *page) undecided(f *finding) (names string, several bool) {
	var refs []string
	for _, id := range f.of.Undecided {
		refs = append(refs, p.refs(id)...)
	}
	if len(refs) == 0 {
		for _, id := range f.of.Undecided {
			refs = append(refs, clean(id))
		}
	}
	return p.voice.list(refs), len(refs) > 1
}

// refused says what was recorded as done and rejected by the client; "" when nothing was.
func (p *page) refused(f *finding) string {
	var parts []string
	for _, id := range f.of.Refused {
		data := fields{"work": p.cite(id)}
		if e := p.events[id]; e != nil {
			data["kind"], data["at"] = p.voice.word("kind", string(e.Kind)), p.when(f, e)
		}
		if by := p.rejection(f, id); by != nil {
			data["rejected"], data["by"] = p.when(f, by), p.cite(by.ID)
		}
		parts = append(parts, p.voice.say("refused.one", data))
	}
	return p.voice.say("refused.join", parts)
}

// rejection returns the client's last rejection of the work; nil when it was not given.
func (p *page) rejection(f *finding, work string) (by *sla.Event) {
	for _, id := range f.of.Events {
		if e := p.events[id]; e != nil && e.Kind == sla.Rejected && slices.Contains(e.Refs, work) {
			by = e
		}
	}
	return by
}

func (p *page) when(f *finding, e *sla.Event) string {
	return p.voice.time(e.Times.Occurred.In(f.loc))
}

// automatic says of each automatic message of the vendor that it is no answer.
func (p *page) automatic(f *finding) []string {
	var notes []string
	for _, id := range f.of.Automatic {
		data := fields{"cite": p.cite(id)}
		if e := p.events[id]; e != nil {
			data["at"] = p.when(f, e)
		}
		if onAutomatic(f.commitment.Quote) {
			data["clause"] = f.Clause
		}
		notes = append(notes, p.voice.say("note.automatic", data))
	}
	return notes
}

// onAutomatic reports whether the words of a clause speak of automatic messages, so that it may be cited
// on them.
func onAutomatic(quote string) bool {
	return strings.Contains(strings.ToLower(quote), "automat") || strings.Contains(quote, "自动")
}

// theirs returns the exhibits of the case that hold the vendor's own figures for it, each figure once.
// Those recorded after the moment of the report do not exist for it.
func (p *page) theirs(f *finding) []*evidence.Exhibit {
	switch f.of.Measure {
	case sla.Restoration, sla.Resolution, sla.Delivery:
	default: // their system has one figure for a case, and it is not about answers or reports
		return nil
	}
	known := cmp.Or(p.b.Result.AsOf.Known, p.b.Result.AsOf.At)
	var out []*evidence.Exhibit
	for i := range p.b.Exhibits {
		x := &p.b.Exhibits[i]
		if x.Record.Theirs == (evidence.Theirs{}) || x.At.After(known) || !p.ofCase(x, f.of.Case) {
			continue
		}
		if !slices.ContainsFunc(out, func(o *evidence.Exhibit) bool { return sameFigures(o, x) }) {
			out = append(out, x)
		}
	}
	return out
}

func sameFigures(a, b *evidence.Exhibit) bool {
	x, y := a.Record.Theirs, b.Record.Theirs
	return x.Due.Equal(y.Due) && x.Verdict == y.Verdict && x.Text == y.Text
}

// ofCase reports whether a record is about the case: by what was decided of it, else as it was recorded.
func (p *page) ofCase(x *evidence.Exhibit, id string) bool {
	cited := false
	for i := range p.b.Events {
		if e := &p.b.Events[i]; slices.Contains(e.Evidence, x.Ref) && e.Case != "" {
			cited = true
			if e.Case == id {
				return true
			}
		}
	}
	return !cited && x.Record.Case == id
}

// theirNotes puts the vendor's own figures into words, whether they agree with the finding or not.
func (p *page) theirNotes(f *finding) []string {
	var notes []string
	for _, x := range p.theirs(f) {
		t := x.Record.Theirs
		data := fields{"text": cmp.Or(short(t.Text, maxSubject), p.voice.word("verdict", string(t.Verdict))),
			"cite": p.voice.say("cite.ledger", clean(x.Ref))}
		if !t.Due.IsZero() {
			data["due"] = p.voice.time(t.Due.In(f.loc))
		}
		notes = append(notes, p.voice.say("note.theirs", data))
	}
	return notes
}
