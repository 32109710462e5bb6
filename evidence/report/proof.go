package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/sla"
)

// pauseRow is one claim that a clock stood still.
type pauseRow struct {
	claim                              *sla.Event
	from, to                           time.Time
	granted, contested, counts         bool
	ID, Span, By, Ground, Clause, Made string
	State, Effect                      string
}

// pauses lists every claim over some time of the clock, whatever became of it.
func (p *page) pauses(f *finding) []pauseRow {
	var rows []pauseRow
	for _, id := range f.of.Events {
		e := p.events[id]
		if e == nil || e.Kind != sla.HoldClaimed && !(e.Kind == sla.HoldGranted && len(e.Refs) == 0) {
			continue
		}
		if r := p.pauseRow(f, e); r.from.Before(f.last()) && r.to.After(f.of.Start.Time) {
			rows = append(rows, r)
		}
	}
	return rows
}

// last is the end of the clock or its due time, whichever is later.
func (f *finding) last() time.Time {
	if due := f.of.Due().At; due.After(f.end) {
		return due
	}
	return f.end
}

func (p *page) pauseRow(f *finding, e *sla.Event) pauseRow {
	v := p.voice
	r := pauseRow{claim: e, ID: clean(e.ID), By: v.word("role", string(e.By)),
		Ground: v.word("ground", string(e.Ground)), Made: v.time(e.Times.Occurred.In(f.loc)),
		Clause: cmp.Or(clean(e.Clause), v.say("pause.noclause", nil))}
	r.from, r.to = p.spanOf(f, e)
	r.Span = v.time(r.from.In(f.loc)) + " – " + v.time(r.to.In(f.loc))
	r.State = p.stateOf(f, &r)
	r.Effect = p.effectOf(f, &r)
	return r
}

// spanOf returns the stretch that a claim is about, as sla reads it: its Span, else from when it was
// made until it was said to have ended, else until the end of the clock.
func (p *page) spanOf(f *finding, e *sla.Event) (from, to time.Time) {
	from, to = e.Span.From, e.Span.To
	if from.IsZero() {
		from = e.Times.Occurred
	}
	if to.IsZero() {
		to = p.b.Result.AsOf.At
		for _, id := range f.of.Events {
			end := p.events[id]
			if end != nil && end.Kind == sla.HoldEnded && slices.Contains(end.Refs, e.ID) && end.Times.Occurred.Before(to) {
				to = end.Times.Occurred
			}
		}
	}
	return from, to
}

// stateOf says what the client answered to the claim.
func (p *page) stateOf(f *finding, r *pauseRow) string {
	v := p.voice
	text := ""
	if r.claim.By == sla.Client {
		r.granted = true
		text = v.say("pause.granted", "")
	}
	for _, id := range f.of.Events {
		e := p.events[id]
		if e == nil || e.By != sla.Client || !slices.Contains(e.Refs, r.claim.ID) {
			continue
		}
		switch e.Kind {
		case sla.HoldGranted:
			r.granted = true
			text = v.say("pause.granted", clean(e.ID))
		case sla.HoldContested:
			r.contested = true
			text = v.say("pause.contested", clean(e.ID))
		}
	}
	if text == "" {
		return v.say("pause.silent", nil)
	}
	return text
}

// effectOf says what the claim does in the view on which the verdict stands.
func (p *page) effectOf(f *finding, r *pauseRow) string {
	out := false // some of the claimed stretch still counts
	for _, s := range f.steps {
		switch {
		case s.Pause == r.claim.ID:
			r.counts = true
		case s.Counted && s.From.Before(r.to) && s.To.After(r.from):
			out = true
		}
	}
	switch {
	case r.counts && out:
		return p.voice.say("pause.partly", nil)
	case r.counts:
		return p.voice.say("pause.counts", nil)
	}
	return p.voice.say("pause.note", nil)
}

// exhibitRow is one record that a finding rests on.
type exhibitRow struct {
	Ref, Kind, Channel, Occurred, Recorded, By, Source, Subject string
}

// maxSubject is how much of a record's subject a list of evidence shows.
const maxSubject = 60

// evidence lists the records behind a finding, in the order of the finding.
func (p *page) evidence(f *finding) []exhibitRow {
	var rows []exhibitRow
	for _, ref := range f.of.Evidence {
		x := p.exhibits[ref]
		if from := p.originals[ref]; x == nil && from != nil {
			rows = append(rows, p.originalRow(f, from, ref))
			continue
		}
		if x == nil {
			rows = append(rows, exhibitRow{Ref: clean(ref), Kind: p.kindsOf(f, ref),
				Source: p.voice.say("exhibit.missing", nil)})
			continue
		}
		rows = append(rows, p.exhibitRow(f, x))
	}
	return rows
}

// originalRow is the line for the bytes that a record was read from.
func (p *page) originalRow(f *finding, x *evidence.Exhibit, ref string) exhibitRow {
	digest := cmp.Or(clean(x.OriginalSHA256), p.voice.say("exhibit.erased", nil))
	return exhibitRow{Ref: clean(ref), Kind: p.voice.say("exhibit.bytes", nil), Channel: p.channel(f, x.Record.Channel),
		By: clean(x.Recorder), Source: "SHA-256 " + digest}
}

func (p *page) exhibitRow(f *finding, x *evidence.Exhibit) exhibitRow {
	v, rec := p.voice, &x.Record
	r := exhibitRow{Ref: clean(x.Ref), Kind: p.kindsOf(f, x.Ref), Channel: p.channel(f, rec.Channel),
		Recorded: v.time(x.At.In(f.loc)), By: clean(x.Recorder), Subject: short(cmp.Or(rec.Subject, rec.Text), maxSubject),
		Source: v.say("exhibit.hand", nil)}
	if t := rec.Times.Occurred; !t.IsZero() {
		r.Occurred = v.time(t.In(f.loc))
	}
	if x.Importer != "" {
		// What an importer writes as the source is in English, and the importer is named already.
		r.Source = v.say("exhibit.original",
			fields{"importer": importerName(x.Importer), "seq": strconv.FormatInt(x.Original, 10)})
	} else if rec.Source != "" {
		r.Source = v.list([]string{r.Source, clean(rec.Source)})
	}
	return r
}

// importerName is the name and version of an importer without the digest of its settings, which is for
// programs and in the JSON.
func importerName(s string) string {
	name, _, _ := strings.Cut(s, "+")
	return clean(name)
}

// kindsOf says what the record shows for the finding: the kinds of the events that cite it.
func (p *page) kindsOf(f *finding, ref string) string {
	var kinds []string
	for _, id := range f.of.Events {
		e := p.events[id]
		if e == nil || !slices.Contains(e.Evidence, ref) {
			continue
		}
		if k := p.voice.word("kind", string(e.Kind)); !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	return p.voice.list(kinds)
}
