package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// finding is one verdict in words.
type finding struct {
	of         *sla.Finding
	terms      *sla.Terms
	commitment *sla.Commitment
	calendar   *calendar.Calendar
	loc        *time.Location
	end        time.Time // of the working: the stop, or the moment asked about
	steps      []sla.Step

	N                                int
	ID, Case, Title                  string
	Clause, Quote                    string
	Measure, Limit                   string
	Verdict, Word, Glyph             string
	Sentence                         string
	Start, Due, Stop, Promised       string
	Over, Elapsed                    string
	Calendar, Version, Print, Zone   string
	Terms                            string
	StartEvent, StopEvent, Extension string
	Notes                            []string
	Timeline                         *timeline
	Days                             []dayRow
	Working                          []workRow
	Sum                              string
	Condensed                        bool
	Views                            []viewRow
	Pauses                           []pauseRow
	Evidence                         []exhibitRow
}

// glyphs tell verdicts apart without colour.
var glyphs = map[sla.Verdict]string{
	sla.Met: "✓", sla.Missed: "✕", sla.Unknown: "?", sla.Open: "○", sla.Excused: "◇", sla.Void: "–",
}

func (p *page) finding(i int) (*finding, error) {
	of := &p.b.Result.Findings[i]
	f := &finding{of: of}
	if err := p.locate(f); err != nil {
		return nil, err
	}
	if err := p.work(f); err != nil {
		return nil, err
	}
	p.describe(f)
	f.Pauses = p.pauses(f)
	f.Sentence = p.sentence(f)
	f.Notes = p.notes(f)
	f.Days = p.days(f)
	f.Views = p.views(f)
	f.Evidence = p.evidence(f)
	f.Timeline = p.timeline(f)
	return f, nil
}

// locate finds what a finding was judged by.
func (p *page) locate(f *finding) error {
	for i := range p.b.Contract.Terms {
		if t := &p.b.Contract.Terms[i]; t.Version == f.of.Terms {
			f.terms = t
		}
	}
	if f.terms == nil {
		return fmt.Errorf("the contract has no terms of version %q; give the contract that was judged", f.of.Terms)
	}
	for i := range f.terms.Commitments {
		if c := &f.terms.Commitments[i]; c.ID == f.of.Commitment {
			f.commitment = c
		}
	}
	f.calendar = f.terms.Calendars[f.of.Calendar]
	if f.commitment == nil || f.calendar == nil {
		return fmt.Errorf("terms %q have no commitment %q with a calendar %q; give the contract that was judged",
			f.of.Terms, f.of.Commitment, f.of.Calendar)
	}
	if f.calendar.Fingerprint() != f.of.Fingerprint {
		return fmt.Errorf("calendar %q is not the one it was judged by; evaluate again", f.of.Calendar)
	}
	f.loc = f.calendar.Location()
	return nil
}

// work collects the steps of the clock, and sees that they come to what the finding says.
func (p *page) work(f *finding) error {
	var sum time.Duration
	f.end = p.b.Result.AsOf.At
	if !f.of.Stop.Time.IsZero() {
		f.end = f.of.Stop.Time
	}
	for s := range p.b.Result.Explain(f.of, sla.ClauseAllows) {
		f.steps = append(f.steps, s)
		f.end = s.To
		if s.Counted {
			sum += s.To.Sub(s.From)
		}
	}
	if len(f.steps) > 0 && sum != f.of.Views[sla.ClauseAllows].Elapsed {
		return errors.New("its working does not come to its elapsed time; evaluate again and report this as a fault")
	}
	f.Working, f.Condensed = p.working(f)
	f.Sum = p.voice.open(sum)
	return nil
}

// describe fills what is said in single words.
func (p *page) describe(f *finding) {
	v, of := p.voice, f.of
	f.ID, f.Case, f.Clause = clean(of.ID), clean(of.Case), clean(of.Clause)
	f.Quote = clean(f.commitment.Quote)
	f.Measure = v.word("measure", string(of.Measure))
	f.Limit = p.limit(f)
	f.Verdict, f.Word = string(of.Verdict), v.word("verdict", string(of.Verdict))
	f.Glyph = cmp.Or(glyphs[of.Verdict], "?")
	if !of.Start.Time.IsZero() {
		f.Start = v.time(of.Start.Time.In(f.loc))
	}
	f.Due, f.Promised = v.due(of.Due(), f.loc), v.due(of.Promised, f.loc)
	if !of.Stop.Time.IsZero() {
		f.Stop = v.time(of.Stop.Time.In(f.loc))
	}
	f.Elapsed = v.open(of.Views[sla.ClauseAllows].Elapsed)
	f.Over = p.margin(f, of.Views[sla.ClauseAllows])
	f.Calendar, f.Print = clean(of.Calendar), of.Fingerprint
	at := of.Start.Time
	if at.IsZero() {
		at = p.b.Result.AsOf.At
	}
	f.Zone = v.tongue.zone(f.loc, at)
	f.Version, f.Terms = clean(f.calendar.Spec().Version), clean(of.Terms)
	f.StartEvent, f.StopEvent, f.Extension = clean(of.Start.Event), clean(of.Stop.Event), clean(of.Extension)
	for i := range p.b.Events {
		if e := &p.b.Events[i]; e.Kind == sla.Opened && e.Case == of.Case && f.Title == "" {
			f.Title = short(e.Title, 120)
		}
	}
}

func (p *page) limit(f *finding) string {
	v := p.voice
	if e := f.commitment.Every; e != nil {
		return v.say("limit.every", fields{"day": v.word("day", string(e.Weekday)), "at": e.At.String()})
	}
	return v.say("limit.within", p.length(f.of.Limit))
}

func (p *page) length(l sla.Length) string {
	return p.voice.length(l.Period.N, l.Period.Unit, l.Duration)
}

// sentence says the verdict, and no more than the record supports.
func (p *page) sentence(f *finding) string {
	v, of := p.voice, f.of
	over := f.Over
	if coarse := p.coarse(f); coarse != "" {
		over = v.say("over.coarse", fields{"over": over, "coarse": coarse})
	}
	refused := p.refused(f)
	data := fields{"due": f.Due, "stop": f.Stop, "over": over, "margin": over, "promised": f.Promised,
		"granted": v.due(of.Views[sla.Undisputed].Due, f.loc),
		"done":    v.word("done", string(of.Measure)),
		"lacking": v.word("lacking", string(of.Measure)),
		"nowhere": p.nowhere(f),
		"refused": refused,
		"end":     v.time(f.end.In(f.loc))}
	name := "says." + string(of.Verdict)
	switch of.Verdict {
	case sla.Missed:
		if slices.Contains(of.Reasons, sla.WithdrawnLate) {
			name += ".withdrawn"
		} else if of.Stop.Time.IsZero() {
			name += ".silent"
		}
		if refused != "" && name != "says.missed" {
			name += ".refused"
		}
	case sla.Unknown:
		data["why"] = v.paragraph(p.reasons(f))
	case sla.Open:
		if refused != "" {
			name += ".refused"
		}
	case sla.Met, sla.Excused, sla.Void:
	default:
		return f.Word
	}
	return v.say(name, data)
}

// nowhere says that nothing came, and by which channels: those whose record is said to be complete over
// the clock.
func (p *page) nowhere(f *finding) string {
	data := fields{"lacking": p.voice.word("lacking", string(f.of.Measure))}
	names := p.channels(f)
	data["channels"] = p.voice.list(names)
	if len(names) == 1 {
		return p.voice.say("nowhere.one", data)
	}
	return p.voice.say("nowhere", data)
}

func (p *page) channels(f *finding) []string {
	v := p.voice
	var names []string
	for _, id := range f.of.Events {
		e := p.events[id]
		if e == nil || e.Kind != sla.Coverage {
			continue
		}
		if e.Channel == "" && len(f.terms.Channels) == 0 {
			return []string{v.say("channel.every", nil)}
		}
		if e.Channel == "" {
			return p.allChannels(f)
		}
		if name := p.channel(f, e.Channel); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return []string{v.say("channel.some", nil)}
	}
	return names
}

func (p *page) allChannels(f *finding) []string {
	var names []string
	for _, c := range f.terms.Channels {
		names = append(names, clean(cmp.Or(c.Name, c.ID)))
	}
	return names
}

func (p *page) channel(f *finding, id string) string {
	for _, c := range f.terms.Channels {
		if c.ID == id {
			return clean(cmp.Or(c.Name, id))
		}
	}
	return clean(id)
}

// viewRow is one view of the clock.
type viewRow struct{ Name, Due, Elapsed, Paused, Over string }

// views compares the three views; nothing when they do not differ.
func (p *page) views(f *finding) []viewRow {
	vs := f.of.Views
	if vs[sla.Undisputed] == vs[sla.ClauseAllows] && vs[sla.ClauseAllows] == vs[sla.EveryClaim] {
		return nil
	}
	var rows []viewRow
	for i, a := range vs {
		rows = append(rows, viewRow{
			Name: p.voice.say("view."+strconv.Itoa(i), nil), Due: p.voice.due(a.Due, f.loc),
			Elapsed: p.voice.open(a.Elapsed), Paused: p.voice.open(a.Paused), Over: p.signed(f, a),
		})
	}
	return rows
}
