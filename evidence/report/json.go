package report

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// schema names the format of the JSON. A change that a reader could trip over makes a new one.
const schema = "slaledger/breach/1"

type jsonBreach struct {
	Schema     string         `json:"schema"`
	Demo       bool           `json:"demo,omitempty"`
	Software   string         `json:"software,omitempty"`
	Contract   jsonContract   `json:"contract"`
	At         time.Time      `json:"at"`
	Known      time.Time      `json:"known"`
	Findings   []jsonFinding  `json:"findings"`
	Problems   []jsonProblem  `json:"problems"`
	Exhibits   []jsonExhibit  `json:"exhibits"`
	Checkpoint *jsonHead      `json:"checkpoint,omitempty"`
	Owed       jsonNotReached `json:"owed"`
}

// jsonNotReached says of a thing that this version does not compute that it was not computed.
type jsonNotReached struct {
	State string `json:"state"`
}

type jsonContract struct {
	ID     string     `json:"id"`
	Title  string     `json:"title,omitempty"`
	Client sla.Party  `json:"client"`
	Vendor sla.Party  `json:"vendor"`
	Law    string     `json:"law,omitempty"`
	Zone   string     `json:"zone"`
	Ledger sla.Ledger `json:"ledger"`
}

type jsonFinding struct {
	ID         string       `json:"id"`
	Case       string       `json:"case"`
	Commitment string       `json:"commitment"`
	Clause     string       `json:"clause,omitempty"`
	Quote      string       `json:"quote,omitempty"`
	Measure    sla.Measure  `json:"measure"`
	Occurrence int          `json:"occurrence,omitempty"`
	Terms      string       `json:"terms"`
	Calendar   jsonCalendar `json:"calendar"`
	Limit      *jsonLimit   `json:"limit,omitempty"`
	Aim        *jsonLimit   `json:"aim,omitempty"`
	Verdict    sla.Verdict  `json:"verdict"`
	Reasons    []sla.Reason `json:"reasons,omitempty"`
	Uncovered  []string     `json:"uncovered,omitempty"`
	Undecided  []string     `json:"undecided,omitempty"`
	Refused    []string     `json:"refused,omitempty"`
	Automatic  []string     `json:"automatic,omitempty"`
	Theirs     []jsonTheirs `json:"theirs,omitempty"`
	Start      *jsonPoint   `json:"start,omitempty"`
	Stop       *jsonPoint   `json:"stop,omitempty"`
	Promised   *jsonDue     `json:"promised,omitempty"`
	Due        *jsonDue     `json:"due,omitempty"`
	Extension  string       `json:"extension,omitempty"`
	MarginBy   string       `json:"margin_by"`
	Views      []jsonView   `json:"views"`
	Working    []jsonStep   `json:"working"`
	Events     []string     `json:"events"`
	Evidence   []string     `json:"evidence"`
}

// jsonTheirs is what the vendor's own system says of the case, and in which record.
type jsonTheirs struct {
	Ref     string      `json:"ref"`
	Due     time.Time   `json:"due,omitzero"`
	Verdict sla.Verdict `json:"verdict,omitempty"`
	Text    string      `json:"text,omitempty"`
}

type jsonCalendar struct {
	Name        string `json:"name"`
	Zone        string `json:"zone"`
	Fingerprint string `json:"fingerprint"`
}

type jsonLimit struct {
	Duration *jsonDuration `json:"duration,omitempty"`
	Days     int           `json:"days,omitempty"`
	Unit     calendar.Unit `json:"unit,omitempty"`
}

type jsonDuration struct {
	Seconds     int64 `json:"seconds"`
	Nanoseconds int64 `json:"nanoseconds,omitempty"`
}

type jsonPoint struct {
	Time      time.Time    `json:"time,omitzero"`
	Precision jsonDuration `json:"precision"`
	Event     string       `json:"event,omitempty"`
}

type jsonDue struct {
	At        time.Time `json:"at"`
	Exclusive bool      `json:"exclusive"`
}

type jsonView struct {
	View       string       `json:"view"`
	Due        *jsonDue     `json:"due,omitempty"`
	Elapsed    jsonDuration `json:"elapsed"`
	Paused     jsonDuration `json:"paused"`
	MarginLow  jsonDuration `json:"margin_low"`
	MarginHigh jsonDuration `json:"margin_high"`
}

type jsonStep struct {
	From    time.Time    `json:"from"`
	To      time.Time    `json:"to"`
	Open    bool         `json:"open"`
	Counted bool         `json:"counted"`
	Length  jsonDuration `json:"length"`
	Why     calendar.Why `json:"why"`
	Name    string       `json:"name,omitempty"`
	Source  string       `json:"source,omitempty"`
	Pause   string       `json:"pause,omitempty"`
	Late    bool         `json:"late"`
}

type jsonProblem struct {
	Case  string `json:"case,omitempty"`
	Event string `json:"event,omitempty"`
	Text  string `json:"text"`
}

type jsonExhibit struct {
	Ref      string    `json:"ref"`
	Recorded time.Time `json:"recorded"`
	Recorder string    `json:"recorder"`
	Importer string    `json:"importer,omitempty"`
	Original *int64    `json:"original,omitempty"`
	SHA256   string    `json:"original_sha256,omitempty"`
	Channel  string    `json:"channel,omitempty"`
	Occurred time.Time `json:"occurred,omitzero"`
	Subject  string    `json:"subject,omitempty"`
}

type jsonHead struct {
	Origin   string `json:"origin"`
	Size     int64  `json:"size"`
	Root     string `json:"root"`
	Text     string `json:"text"`
	Verified bool   `json:"signature_verified"`
}

func (p *page) json(buf *bytes.Buffer) error {
	c, asOf := p.b.Contract, p.b.Result.AsOf
	out := jsonBreach{
		Schema: schema, Demo: p.b.Demo, Software: p.b.Software, At: asOf.At.In(p.zone), Known: asOf.Known.In(p.zone),
		Contract: jsonContract{c.ID, c.Title, c.Client, c.Vendor, c.Law, p.zone.String(), c.Ledger},
		Findings: []jsonFinding{}, Problems: []jsonProblem{}, Owed: jsonNotReached{"not_computed"},
		Exhibits: p.jsonExhibits(),
	}
	if asOf.Known.IsZero() {
		out.Known = out.At
	}
	for _, f := range p.judged {
		out.Findings = append(out.Findings, f.json(p.jsonTheirs(f)))
	}
	for _, q := range p.b.Result.Problems {
		out.Problems = append(out.Problems, jsonProblem(q))
	}
	if h := p.b.Head; h.Text != "" || h.Origin != "" {
		out.Checkpoint = &jsonHead{h.Origin, h.Size, hex.EncodeToString(h.Root[:]), h.Text, h.Signed}
	}
	e := json.NewEncoder(buf)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func (p *page) jsonTheirs(f *finding) []jsonTheirs {
	var out []jsonTheirs
	for _, x := range p.theirs(f) {
		t := x.Record.Theirs
		if !t.Due.IsZero() {
			t.Due = t.Due.In(f.loc)
		}
		out = append(out, jsonTheirs{x.Ref, t.Due, t.Verdict, t.Text})
	}
	return out
}

func (f *finding) json(theirs []jsonTheirs) jsonFinding {
	of := f.of
	out := jsonFinding{
		ID: of.ID, Case: of.Case, Commitment: of.Commitment, Clause: of.Clause, Quote: f.commitment.Quote,
		Measure: of.Measure, Occurrence: of.N, Terms: of.Terms,
		Calendar: jsonCalendar{of.Calendar, f.loc.String(), of.Fingerprint},
		Limit:    jsonLimitOf(of.Limit), Aim: jsonLimitOf(f.commitment.Aim), Verdict: of.Verdict, Reasons: of.Reasons,
		Uncovered: of.Uncovered, Undecided: of.Undecided, Refused: of.Refused, Automatic: of.Automatic,
		Theirs: theirs, Start: f.jsonPoint(of.Start), Stop: f.jsonPoint(of.Stop),
		Promised: f.jsonDue(of.Promised), Due: f.jsonDue(of.Due()), Extension: of.Extension, MarginBy: "open_time",
		Working: []jsonStep{}, Events: nonNil(of.Events), Evidence: nonNil(of.Evidence),
	}
	if f.byClock() {
		out.MarginBy = "clock"
	}
	for i, name := range []string{"undisputed", "clause_allows", "every_claim"} {
		a := of.Views[i]
		out.Views = append(out.Views, jsonView{name, f.jsonDue(a.Due), jsonDurationOf(a.Elapsed),
			jsonDurationOf(a.Paused), jsonDurationOf(a.MarginLow), jsonDurationOf(a.MarginHigh)})
	}
	for _, s := range f.steps {
		out.Working = append(out.Working, jsonStep{s.From.In(f.loc), s.To.In(f.loc), s.Open, s.Counted,
			jsonDurationOf(s.To.Sub(s.From)), s.Why, s.Name, s.Source, s.Pause, s.Late})
	}
	return out
}

func (f *finding) jsonPoint(p sla.Point) *jsonPoint {
	if p.Time.IsZero() && p.Event == "" {
		return nil
	}
	out := &jsonPoint{Precision: jsonDurationOf(time.Duration(p.Precision)), Event: p.Event}
	if !p.Time.IsZero() {
		out.Time = p.Time.In(f.loc)
	}
	return out
}

func (f *finding) jsonDue(d calendar.Due) *jsonDue {
	if d.At.IsZero() {
		return nil
	}
	return &jsonDue{d.At.In(f.loc), d.Exclusive}
}

func jsonLimitOf(l sla.Length) *jsonLimit {
	switch {
	case l.IsZero():
		return nil
	case l.InDays():
		return &jsonLimit{Days: l.Period.N, Unit: l.Period.Unit}
	}
	d := jsonDurationOf(l.Duration)
	return &jsonLimit{Duration: &d}
}

func jsonDurationOf(d time.Duration) jsonDuration {
	return jsonDuration{int64(d / time.Second), int64(d % time.Second)}
}

// jsonExhibits are the records that findings cite, in the order given.
func (p *page) jsonExhibits() []jsonExhibit {
	cited := map[string]bool{}
	for i := range p.b.Result.Findings {
		for _, ref := range p.b.Result.Findings[i].Evidence {
			cited[ref] = true
		}
	}
	out := []jsonExhibit{}
	for i := range p.b.Exhibits {
		x := &p.b.Exhibits[i]
		if !cited[x.Ref] {
			continue
		}
		e := jsonExhibit{Ref: x.Ref, Recorded: x.At.In(p.zone), Recorder: x.Recorder, Importer: x.Importer,
			SHA256: x.OriginalSHA256, Channel: x.Record.Channel, Subject: x.Record.Subject}
		if t := x.Record.Times.Occurred; !t.IsZero() {
			e.Occurred = t.In(p.zone)
		}
		if x.Importer != "" {
			e.Original = &x.Original
		}
		out = append(out, e)
	}
	return out
}

// nonNil makes a list that is empty in JSON where there is nothing.
func nonNil(s []string) []string { return append([]string{}, s...) }
