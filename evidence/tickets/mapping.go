package tickets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/slaledger/slaledger/sla"
)

// Mapping says what the columns of an export mean. Columns are named by their heading.
type Mapping struct {
	// Zone is the IANA zone of the times in the export. It is required unless every layout has an
	// offset. There is no default: an export does not say where its clock stands.
	Zone string `json:"zone,omitempty"`

	// Layouts are the forms of the times, as package time writes them ("2006-01-02 15:04:05"),
	// tried in order. A layout without seconds, or without a time of day, makes the times as coarse
	// as it is.
	Layouts []string `json:"layouts"`

	Comma     string        `json:"comma,omitempty"`     // between fields; "" means ","
	Charset   string        `json:"charset,omitempty"`   // "" means UTF-8, or a guess, reported
	Precision sla.Precision `json:"precision,omitempty"` // of all times, if coarser than the layout

	Case     string `json:"case"`            // column of the case id
	Title    string `json:"title,omitempty"` // column of the title; "" none
	Category Column `json:"category,omitzero"`
	Service  Column `json:"service,omitzero"`
	Priority Column `json:"priority,omitzero"`
	Channel  Column `json:"channel,omitzero"`

	// DefaultChannel is the channel of rows whose channel is empty or not among Channel.Values.
	DefaultChannel string `json:"default_channel,omitempty"`

	// Events are what a row tells, in order. The first is the row's own: a row without its time
	// gives no record. Where the time of another is empty, the event has not happened.
	Events []Event `json:"events"`

	Theirs   Theirs    `json:"theirs,omitzero"`
	Coverage *Coverage `json:"coverage,omitempty"` // nil: the export shows what it holds, and no silence
}

// Column is a column with a value for each case. The zero Column is none.
type Column struct {
	Column string            `json:"column"`
	Values map[string]string `json:"values,omitempty"` // from the export's words to the contract's; nil keeps them
}

// Event is something that a row tells, and the column of its time.
type Event struct {
	Kind sla.Kind `json:"kind"`
	By   sla.Role `json:"by"`
	At   string   `json:"at"`
}

// Theirs are the columns with the other side's own figures.
type Theirs struct {
	Due     string                 `json:"due,omitempty"`
	Verdict string                 `json:"verdict,omitempty"`
	Values  map[string]sla.Verdict `json:"values,omitempty"` // from the export's words; others are kept as text
}

// Coverage says that the export holds everything that happened in a channel from From (inclusive)
// to To (exclusive). Whoever writes it into a mapping vouches for it.
type Coverage struct {
	// Channel is the one that the export is of. An export that vouches for every channel there is, because all
	// requests and answers are entered into it, says so with "*". There is no default: a portal knows
	// nothing of telephone calls.
	Channel string `json:"channel"`

	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Method string    `json:"method"` // how that is known; required
}

// maxMapping is the size of a mapping, 1 MiB: some dozen columns, and tables of values.
const maxMapping = 1 << 20

// ParseMapping reads a mapping from JSON. Fields that it does not know are errors. The name is that
// of the file, for the errors. New checks what the mapping says.
func ParseMapping(name string, data []byte) (Mapping, error) {
	var m Mapping
	if len(data) > maxMapping {
		return m, fmt.Errorf("tickets: mapping %q: it has %d bytes; at most %d are read", name,
			len(data), maxMapping)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return m, fmt.Errorf("tickets: mapping %q: it is not UTF-8; save it as UTF-8", name)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return Mapping{}, fmt.Errorf("tickets: mapping %q: line %d: %w", name, line(data,
			d.InputOffset(), err), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Mapping{}, fmt.Errorf("tickets: mapping %q: something follows the closing brace; delete it", name)
	}
	return m, nil
}

// line returns the line of a fault in data.
func line(data []byte, offset int64, err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	return 1 + bytes.Count(data[:min(max(offset, 0), int64(len(data)))], []byte("\n"))
}

var roles = []sla.Role{sla.Client, sla.Vendor, sla.Third, sla.Monitor}

var verdicts = []sla.Verdict{sla.Open, sla.Met, sla.Missed, sla.Excused, sla.Void, sla.Unknown}

// check returns every fault of the mapping.
func (m *Mapping) check() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if m.Case == "" {
		fault("case: name the column with the id of the case")
	}
	if len(m.Events) == 0 {
		fault("events: name at least one, such as {\"kind\":\"opened\",\"by\":\"client\",\"at\":\"opened\"}")
	}
	for i, e := range m.Events {
		if e.Kind == "" || e.Kind == sla.Coverage || e.At == "" {
			fault("events: number %d needs a kind other than coverage, and the column of its time", i+1)
		}
		if !slices.Contains(roles, e.By) {
			fault("events: number %d: by is %q; use one of %q", i+1, e.By, roles)
		}
	}
	for word, v := range m.Theirs.Values {
		if !slices.Contains(verdicts, v) {
			fault("theirs: the value of %q is %q; use one of %q", word, v, verdicts)
		}
	}
	if m.Precision < 0 {
		fault("precision: it is negative")
	}
	if utf8.RuneCountInString(m.Comma) > 1 {
		fault("comma: %q is more than one character", m.Comma)
	}
	if c := m.Coverage; c != nil {
		if c.From.IsZero() || !c.From.Before(c.To) {
			fault("coverage: from and to must be times, the earlier first")
		}
		if c.Channel == "" {
			fault("coverage: name the channel that the export holds all of, or \"*\" if that is every channel")
		}
		if c.Method == "" {
			fault("coverage: say in method how it is known that the export is complete")
		}
	}
	return errors.Join(faults...)
}

// columns returns the headings that the mapping needs.
func (m *Mapping) columns() []string {
	names := []string{m.Case, m.Title, m.Category.Column, m.Service.Column, m.Priority.Column,
		m.Channel.Column,
		m.Theirs.Due, m.Theirs.Verdict}
	for _, e := range m.Events {
		names = append(names, e.At)
	}
	return slices.DeleteFunc(names, func(s string) bool { return s == "" })
}
