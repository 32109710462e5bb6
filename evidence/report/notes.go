package report

import (
	"strings"
	"time"

	"github.com/slaledger/slaledger/sla"
)

// reasons gives a sentence for each reason of the verdict.
func (p *page) reasons(f *finding) []string {
	var uncovered []string
	for _, id := range f.of.Uncovered {
		uncovered = append(uncovered, p.channel(f, id))
	}
	undecided, several := p.undecided(f)
	data := fields{"promised": f.Promised, "extension": f.Extension, "uncovered": p.voice.list(uncovered),
		"undecided": undecided}
	var out []string
	for _, r := range f.of.Reasons {
		name := "reason." + string(r)
		if r == sla.UndecidedRecord && several {
			name += ".several"
		}
		if p.voice.sentences.Lookup(name) == nil {
			out = append(out, p.voice.say("reason.other", clean(string(r))))
			continue
		}
		out = append(out, p.voice.say(name, data))
	}
	return out
}

// notes says what a reader must know beside the verdict. What the sentence says already is not repeated.
func (p *page) notes(f *finding) []string {
	v, of := p.voice, f.of
	var notes []string
	if of.Verdict != sla.Unknown {
		notes = p.reasons(f)
	}
	notes = append(notes, p.asides(f)...)
	if of.Promised != of.Due() && of.Extension == "" && of.Verdict != sla.Excused && f.Promised != "" {
		notes = append(notes, v.say("note.paused", fields{"promised": f.Promised}))
	}
	if s, e := of.Start.Precision, of.Stop.Precision; s != 0 || e != 0 {
		notes = append(notes, v.say("note.precision",
			fields{"start": p.precision(s), "stop": p.precision(e)}))
	}
	if aim := f.commitment.Aim; !aim.IsZero() {
		notes = append(notes, v.say("note.aim", fields{"aim": p.length(aim), "limit": p.length(of.Limit)}))
	}
	if every := of.Views[sla.EveryClaim].Due; every != of.Due() {
		notes = append(notes, v.say("note.claims", fields{"due": v.due(every, f.loc)}))
	}
	if until := f.calendar.Spec().KnownUntil; len(f.steps) > 0 && !until.IsZero() && !f.calendar.Known(f.end) {
		notes = append(notes, v.say("note.known", p.day(until)))
	}
	if f.byClock() && len(f.Working) > 0 {
		notes = append(notes, v.say("note.date", nil))
	}
	return notes
}

// asides says what was recorded and decides nothing: work that the client rejected, automatic messages, and
// the figures of the vendor's own system.
func (p *page) asides(f *finding) []string {
	var notes []string
	if refused := p.refused(f); refused != "" && !strings.Contains(f.Sentence, refused) {
		notes = append(notes, p.voice.say("note.refused", refused))
	}
	notes = append(notes, p.automatic(f)...)
	return append(notes, p.theirNotes(f)...)
}

func (p *page) precision(c sla.Precision) string {
	if c == 0 {
		return p.voice.say("note.exact", nil)
	}
	return p.voice.open(time.Duration(c))
}
