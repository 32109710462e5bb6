package report

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/width"

	"github.com/slaledger/slaledger/sla"
)

// Terminal says what a terminal can show. The zero Terminal is 80 columns wide and has no colours.
type Terminal struct {
	Width int  // columns, 40 to 80; 0 means 80, and what lies outside is brought inside
	Color bool // bold and one colour, by ANSI escapes
}

const (
	minColumns = 40
	maxColumns = 80
	ansiBold   = "\x1b[1m"
	ansiRed    = "\x1b[31m"
	ansiPlain  = "\x1b[0m"
)

// terminal writes lines that fit.
type terminal struct {
	*bytes.Buffer
	columns int
	color   bool
}

func (p *page) text(buf *bytes.Buffer, t Terminal) {
	columns := t.Width
	if columns == 0 {
		columns = maxColumns
	}
	w := terminal{buf, min(max(columns, minColumns), maxColumns), t.Color}
	if p.Demo != "" {
		w.line("", p.Demo, ansiBold)
	}
	w.line("", p.voice.say("text.title", fields{"title": p.Title, "heading": p.Heading}), ansiBold)
	w.line("", strings.TrimSpace(p.Contract+"  "+p.Name), "")
	w.line("", p.voice.say("text.asof", fields{"at": p.At, "known": p.Known,
		"zone": p.voice.say("zone", p.Zone)}), "")
	w.WriteByte('\n')
	for _, s := range p.Summary {
		w.line("  ", s, "")
	}
	w.WriteByte('\n')
	p.rows(w)
	for _, s := range append(p.Problems, p.Warnings...) {
		w.line("! ", s, "")
	}
	w.line("", p.voice.say("text.legend", nil), "")
	if p.Origin != "" {
		w.line("", p.Origin+" "+p.Size+" "+p.Root, "")
	}
}

// rows writes the verdicts: for each its times, the sentence and the clock drawn in letters; for those that were
// met, which come last, a table of times alone.
func (p *page) rows(w terminal) {
	id, measure, due := 0, 0, 0
	for _, f := range p.Findings {
		id, measure, due = max(id, cells(f.ID)), max(measure, cells(f.Measure)), max(due, cells(f.Due))
	}
	id = min(id, w.columns/2)
	table := false
	for _, f := range p.Findings {
		if f.of.Verdict != sla.Met {
			p.row(w, f, id, measure)
			continue
		}
		if !table {
			w.line("", p.voice.say("text.met", nil), "")
			table = true
		}
		line := f.Glyph + " " + pad(f.ID, id) + "  " + pad(f.Due, due) + "  " + f.Stop
		if cells(line) > w.columns { // a narrow terminal: the times go to a line of their own
			w.line("", f.Glyph+" "+f.ID, "")
			line = "  " + pad(f.Due, due) + "  " + f.Stop
		}
		w.line("", line, "")
	}
	if table {
		w.WriteByte('\n')
	}
}

// row writes one verdict that was not met.
func (p *page) row(w terminal, f *finding, id, measure int) {
	style := ""
	if f.of.Verdict == sla.Missed {
		style = ansiBold + ansiRed
	}
	head := f.Glyph + " " + pad(f.ID, id) + "  " + pad(f.Measure, measure) + "  " + f.Word
	if f.Clause != "" {
		head += "  " + p.voice.say("text.clause", f.Clause)
	}
	w.line("", head, style)
	if !f.says(f.Due) || !f.says(f.Stop) {
		times := p.voice.say("text.nostop", nil)
		if f.Stop != "" {
			times = p.voice.say("text.stop", f.Stop)
		}
		if f.Due != "" {
			times = p.voice.say("text.due", f.Due) + "   " + times
		}
		w.line("  ", times, "")
	}
	w.line("  ", f.Sentence, "")
	w.line("  ", f.bar(w.columns-2), "")
	w.WriteByte('\n')
}

// says reports whether the sentence has a time in it already.
func (f *finding) says(at string) bool { return strings.Contains(f.Sentence, at) }

// bar draws the clock in letters, one for each equal part of the time from its start to its end or its
// due time, whichever is later. A part shows what most of it was.
func (f *finding) bar(columns int) string {
	from, to, due := f.of.Start.Time, f.last(), f.of.Due().At
	if len(f.steps) == 0 || due.IsZero() || !to.After(from) {
		return ""
	}
	part := to.Sub(from) / time.Duration(columns)
	if part <= 0 {
		return ""
	}
	var b strings.Builder
	drawn := false
	for i := range columns {
		a := from.Add(part * time.Duration(i))
		if !drawn && !due.After(a.Add(part)) || !drawn && i == columns-1 {
			b.WriteByte('|')
			drawn = true
			continue
		}
		b.WriteByte(f.letter(a, a.Add(part)))
	}
	return strings.TrimRight(b.String(), " ")
}

// letter says what most of the time from a to b was.
func (f *finding) letter(a, b time.Time) byte {
	var most time.Duration
	best := byte(' ')
	sums := map[byte]time.Duration{}
	for _, s := range f.steps {
		from, to := s.From, s.To
		if from.Before(a) {
			from = a
		}
		if to.After(b) {
			to = b
		}
		if !from.Before(to) {
			continue
		}
		c := letterOf(s)
		sums[c] += to.Sub(from)
		if sums[c] > most {
			most, best = sums[c], c
		}
	}
	return best
}

func letterOf(s sla.Step) byte {
	switch {
	case s.Pause != "":
		return '~'
	case s.Counted && s.Late:
		return '='
	case s.Counted:
		return '-'
	}
	return '.'
}

// line writes a text, broken where it must be, every line behind the indent; nothing for an empty text.
func (w terminal) line(indent, text, style string) {
	if !w.color {
		style = ""
	}
	if text == "" {
		return
	}
	for _, l := range wrap(text, w.columns-cells(indent)) {
		if style != "" {
			l = style + l + ansiPlain
		}
		fmt.Fprintf(w, "%s%s\n", indent, l)
	}
}

// wrap breaks a text into lines of so many columns: at spaces and between Han characters, and within a
// word that is longer than a line.
func wrap(text string, columns int) []string {
	var lines []string
	line, used := []rune{}, 0
	for _, r := range text {
		w := runeCells(r)
		if r == ' ' && used == columns { // the line is full and ends here
			lines = append(lines, strings.TrimRight(string(line), " "))
			line, used = nil, 0
			continue
		}
		if used+w > columns {
			rest := breakAt(&line)
			lines = append(lines, strings.TrimRight(string(line), " "))
			line, used = rest, cells(string(rest))
		}
		if r == ' ' && len(line) == 0 && len(lines) > 0 {
			continue
		}
		line = append(line, r)
		used += w
	}
	return append(lines, strings.TrimRight(string(line), " "))
}

// breakAt cuts the line at its last good place and returns what goes to the next line.
func breakAt(line *[]rune) []rune {
	l := *line
	for i := len(l) - 1; i > len(l)/2; i-- {
		if l[i] == ' ' || runeCells(l[i]) == 2 && runeCells(l[i-1]) == 2 && !closes(l[i]) && !opens(l[i-1]) {
			rest := []rune(strings.TrimLeft(string(l[i:]), " "))
			*line = l[:i]
			return rest
		}
	}
	return nil
}

// closes reports whether a line must not begin with r.
func closes(r rune) bool { return strings.ContainsRune("，。；：、）》”！？", r) }

// opens reports whether a line must not end with r.
func opens(r rune) bool { return strings.ContainsRune("（《“", r) }

// pad fills a text up with spaces to so many columns.
func pad(s string, columns int) string { return s + strings.Repeat(" ", max(columns-cells(s), 0)) }

// cells counts the columns that a text takes, two for a Han character.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
