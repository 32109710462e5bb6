// Package tickets reads ticket exports, tables with one row a case, by a mapping of their columns.
//
// A [Mapping] is data, in JSON:
//
//	{
//	  "zone": "Asia/Shanghai",
//	  "layouts": ["2006-01-02 15:04:05"],
//	  "case": "工单号", "title": "标题",
//	  "category": {"column": "类型", "values": {"故障": "outage"}},
//	  "channel": {"column": "来源", "values": {"电话": "phone"}}, "default_channel": "ticket",
//	  "events": [
//	    {"kind": "opened", "by": "client", "at": "创建时间"},
//	    {"kind": "message", "by": "vendor", "at": "首次回复"},
//	    {"kind": "resolved", "by": "vendor", "at": "关闭时间"}
//	  ],
//	  "theirs": {"due": "截止时间", "verdict": "是否超时", "values": {"否": "met", "是": "missed"}},
//	  "coverage": {"channel": "ticket", "from": "2026-09-01T00:00:00+08:00", "to": "2026-10-01T00:00:00+08:00",
//	               "method": "full export by the administrator of the portal"}
//	}
//
// # What a row becomes
//
// One record with an event for each time in it, located by "row" and its line in the file; the
// heading is line 1. What cannot be read is a problem of its row, and the other rows go on:
//
//   - without a case id, without the time of the first event, or with more or fewer fields than the
//     heading, a row gives no record;
//   - a case id that an earlier row has gives a record that means nothing, to be decided by hand;
//   - another time that cannot be read, or lies before the case was opened, drops that event alone;
//   - a time that the clocks of the zone skipped cannot be read; one that they showed twice is
//     taken as the first, with a precision that reaches to the second.
//
// An export is the word of the side that made it: it shows what their system says today, not what
// it said then.
package tickets

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slaledger/slaledger/evidence"
)

// The limits of an export.
const (
	MaxSize = 128 << 20 // bytes unpacked: a gzip file of 1 MB can hold a thousand times that
	MaxRows = 1_000_000 // rows: more are not one agreement's

	maxProblems = 10_000 // problems of one file that are listed one by one
	maxValues   = 50     // values without a translation that are listed one by one
)

// New returns the importer of exports with these columns. The error lists every fault of the
// mapping. The importer's version names the mapping, for it is part of how an export was read.
func New(m Mapping) (evidence.Importer, error) {
	c, err := m.clock()
	_, charsetErr := charset(m.Charset)
	if err := errors.Join(m.check(), err, charsetErr); err != nil {
		return evidence.Importer{}, fmt.Errorf("tickets: mapping: %w", err)
	}
	data, err := json.Marshal(m)
	if err != nil {
		return evidence.Importer{}, fmt.Errorf("tickets: mapping: %w", err)
	}
	return evidence.Importer{
		Name:    "tickets",
		Version: fmt.Sprintf("1+%.8x", sha256.Sum256(data)),
		Parse: func(raw []byte) ([]evidence.Record, []evidence.Problem) {
			p := parser{Mapping: &m, clock: c, rows: map[string]int{}, untold: map[[2]string]*sighting{}}
			p.file(raw)
			return p.records, p.problems
		},
	}, nil
}

// parser reads one file.
type parser struct {
	*Mapping
	clock    *clock
	column   map[string]int
	cells    []string
	row      int            // the line of the row in hand
	rows     map[string]int // the row of each case
	records  []evidence.Record
	problems []evidence.Problem
	dropped  int                     // problems beyond maxProblems
	untold   map[[2]string]*sighting // by column and value, what the mapping does not translate
}

// sighting counts a value, and remembers its first row.
type sighting struct{ first, count int }

func (p *parser) fault(format string, args ...any) {
	p.report(evidence.Problem{Text: fmt.Sprintf(format, args...)})
}

func (p *parser) report(e evidence.Problem) {
	if len(p.problems) == maxProblems {
		p.dropped++
		return
	}
	p.problems = append(p.problems, e)
}

// problem is one of the row in hand.
func (p *parser) problem(format string, args ...any) evidence.Problem {
	return evidence.Problem{Where: fmt.Sprintf("row %d", p.row), Text: fmt.Sprintf(format, args...)}
}

func (p *parser) file(raw []byte) {
	data, err := unpack(raw)
	if err != nil {
		p.fault("%v", err)
		return
	}
	data, note, err := decode(data, p.Charset)
	if err != nil {
		p.fault("%v", err)
		return
	}
	if len(bytes.TrimSpace(data)) == 0 {
		p.fault("the file is empty; it needs a heading and a row for each case")
		return
	}
	if note != "" {
		p.fault("%s", note)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	if p.Comma != "" {
		r.Comma, _ = utf8.DecodeRuneInString(p.Comma)
	}
	if !p.heading(r) {
		return
	}
	p.body(r)
	p.cover()
	p.tellValues()
	if p.dropped > 0 {
		p.problems = append(p.problems,
			evidence.Problem{Text: fmt.Sprintf("%d more problems are not listed", p.dropped)})
	}
}

// heading reads the first row, and reports whether it has the columns of the mapping.
func (p *parser) heading(r *csv.Reader) bool {
	names, err := r.Read()
	if err != nil {
		p.fault("the heading cannot be read: %v", err)
		return false
	}
	p.column = map[string]int{}
	var twice []string
	for i, name := range names {
		name = strings.TrimSpace(name)
		if _, ok := p.column[name]; ok {
			twice = append(twice, name)
			continue
		}
		p.column[name] = i
	}
	p.cells = make([]string, len(names))
	var faults []string
	for _, name := range p.columns() {
		if _, ok := p.column[name]; !ok {
			faults = append(faults, fmt.Sprintf("there is no column %q%s", name, closest(name, p.column)))
		} else if slices.Contains(twice, name) {
			faults = append(faults, fmt.Sprintf("there are several columns %q", name))
		}
	}
	if len(faults) == 0 {
		return true
	}
	slices.Sort(faults)
	p.fault("no row was read: %s. The columns are %q", strings.Join(slices.Compact(faults), "; "),
		slices.Sorted(maps.Keys(p.column)))
	return false
}

// body reads the rows after the heading.
func (p *parser) body(r *csv.Reader) {
	for n := 0; ; n++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if n == MaxRows {
			p.fault("the file has more than %d rows; the rest was not read", MaxRows)
			return
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			p.row = broken.StartLine
			p.report(p.problem("its quotation marks do not match (%v); lines %d to %d were not read", broken.Err,
				broken.StartLine, broken.Line))
			continue
		}
		if err != nil {
			p.fault("the file cannot be read further: %v", err)
			return
		}
		p.row, _ = r.FieldPos(0)
		if p.take(cells) {
			p.readRow()
		}
	}
}

// take puts the fields of a row into cells. It reports whether there is something to read.
func (p *parser) take(cells []string) bool {
	last := len(cells)
	for last > 0 && strings.TrimSpace(cells[last-1]) == "" {
		last--
	}
	if last == 0 {
		return false // spreadsheets write rows of commas alone after the table
	}
	if len(cells) < len(p.cells) || last > len(p.cells) {
		p.report(p.problem("it has %d fields and the heading has %d; mend the row in the export and import it again",
			len(cells), len(p.cells)))
		return false
	}
	for i := range p.cells {
		p.cells[i] = strings.TrimSpace(cells[i])
	}
	return true
}
