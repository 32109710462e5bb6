package tickets

import (
	"fmt"
	"maps"
	"slices"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/sla"
)

// cell returns the field in a column; "" without one.
func (p *parser) cell(name string) string {
	if name == "" {
		return ""
	}
	return p.cells[p.column[name]]
}

func (p *parser) readRow() {
	id := p.cell(p.Case)
	if id == "" {
		p.report(p.problem("it has no case id in the column %q", p.Case))
		return
	}
	own := p.Events[0]
	if p.cell(own.At) == "" {
		p.report(p.problem("case %q has no time in the column %q", id, own.At))
		return
	}
	began, err := p.clock.read(p.cell(own.At))
	if err != nil {
		p.report(p.problem("case %q: column %q: %v; the row gives no record", id, own.At, err))
		return
	}
	r := evidence.Record{
		Case: id, Channel: p.channel(), By: own.By, Source: "the ticket export",
		Times: sla.Times{Occurred: began.at}, Precision: sla.Precision(began.precision),
		Subject: p.cell(p.Title), Locator: fmt.Sprintf("row %d", p.row),
	}
	p.readTheirs(&r)
	p.readEvents(&r, began)
	if first, ok := p.rows[id]; ok && own.Kind == sla.Opened {
		r.Means = nil
		r.Problems = append(r.Problems,
			p.problem("row %d opened case %q already; decide by hand what this row means", first, id))
	} else {
		p.rows[id] = p.row
	}
	p.records = append(p.records, r)
}

// readEvents proposes an event for each time of the row.
func (p *parser) readEvents(r *evidence.Record, began moment) {
	r.Means = make([]sla.Event, 0, len(p.Events))
	for i, e := range p.Events {
		when := began
		if i > 0 {
			text := p.cell(e.At)
			if text == "" {
				continue
			}
			var err error
			if when, err = p.clock.read(text); err != nil {
				r.Problems = append(r.Problems,
					p.problem("column %q: %v; the %s event was left out", e.At, err, e.Kind))
				continue
			}
			if p.Events[0].Kind == sla.Opened && when.at.Add(when.precision).Before(began.at) {
				r.Problems = append(r.Problems,
					p.problem("column %q: %s lies before the case was opened; the %s event was left out",
						e.At, text, e.Kind))
				continue
			}
		}
		if when.folded {
			r.Problems = append(r.Problems,
				p.problem("column %q: the clocks showed this time twice; it is the first, or up to %s later",
					e.At, when.precision))
		}
		means := sla.Event{Kind: e.Kind, By: e.By, Times: sla.Times{Occurred: when.at},
			Precision: sla.Precision(when.precision)}
		if e.Kind == sla.Opened {
			means.Category, means.Service = p.value(p.Category), p.value(p.Service)
			means.Priority, means.Title = p.value(p.Priority), r.Subject
		}
		r.Means = append(r.Means, means)
	}
}

// readTheirs keeps the other side's own figures.
func (p *parser) readTheirs(r *evidence.Record) {
	if text := p.cell(p.Theirs.Due); text != "" {
		due, err := p.clock.read(text)
		if err != nil {
			r.Problems = append(r.Problems, p.problem("column %q: %v; their due time was left out",
				p.Theirs.Due, err))
		}
		r.Theirs.Due = due.at
	}
	if text := p.cell(p.Theirs.Verdict); text != "" {
		r.Theirs.Text = text
		r.Theirs.Verdict = p.Theirs.Values[text]
		if r.Theirs.Verdict == "" && p.Theirs.Values != nil {
			p.see(p.Theirs.Verdict, text)
		}
	}
}

// value returns the field of a column in the contract's words.
func (p *parser) value(c Column) string {
	text := p.cell(c.Column)
	if text == "" || c.Values == nil {
		return text
	}
	if word, ok := c.Values[text]; ok {
		return word
	}
	p.see(c.Column, text)
	return text
}

func (p *parser) channel() string {
	text := p.cell(p.Channel.Column)
	_, told := p.Channel.Values[text]
	if p.DefaultChannel != "" && (text == "" || p.Channel.Values != nil && !told) {
		return p.DefaultChannel
	}
	return p.value(p.Channel)
}

// see notes a value that the mapping does not translate.
func (p *parser) see(column, text string) {
	key := [2]string{column, text}
	if s := p.untold[key]; s != nil {
		s.count++
		return
	}
	p.untold[key] = &sighting{first: p.row, count: 1}
}

// tellValues reports each value that the mapping does not translate once, in order of first sight.
func (p *parser) tellValues() {
	keys := slices.SortedFunc(maps.Keys(p.untold), func(a, b [2]string) int {
		if n := p.untold[a].first - p.untold[b].first; n != 0 {
			return n
		}
		return slices.Compare(a[:], b[:])
	})
	for i, key := range keys {
		if i == maxValues {
			p.fault("%d more values are not among those of the mapping", len(keys)-maxValues)
			return
		}
		s := p.untold[key]
		p.fault("column %q: the value %q (rows: %d, the first is %d) is not among those of the mapping; "+
			"it was kept as it stands",
			key[0], key[1], s.count, s.first)
	}
}

// cover adds the record that vouches for the completeness of the export.
func (p *parser) cover() {
	c := p.Coverage
	if c == nil {
		return
	}
	span, channel := sla.Span{From: c.From.UTC(), To: c.To.UTC()}, c.Channel
	if channel == "*" {
		channel = ""
	}
	// Nobody can vouch for what comes after he looked, so the fact dates from the end of the span.
	p.records = append(p.records, evidence.Record{
		Channel: channel, By: sla.Client, Source: "the mapping of the ticket export", Locator: "coverage", Text: c.Method,
		Times: sla.Times{Occurred: span.To},
		Means: []sla.Event{{Kind: sla.Coverage, By: sla.Client, Channel: channel,
			Times: sla.Times{Occurred: span.To}, Span: span}},
	})
}
