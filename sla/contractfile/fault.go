package contractfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// maxFaults is more than a reader mends in one go; it keeps a hostile file from costing much.
const maxFaults = 100

// Fault is one thing that is wrong with a contract file.
type Fault struct {
	File    string // the name given to Parse, or the path given to Open
	Line    int    // from 1
	Column  int    // from 1, in characters
	Field   string // where it is in the contract, "terms[0].commitments[2].within"; "" when it has no field
	Message string // what is wrong
	Hint    string // what to do; "" when the message says it
	Excerpt string // one or two numbered lines of the file and a caret; "" when there is none to show
}

// Error returns the place and the message in one line, then the excerpt, then the hint.
func (f Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: ", f.File, f.Line, f.Column)
	if f.Field != "" {
		b.WriteString(f.Field + ": ")
	}
	b.WriteString(f.Message)
	if f.Excerpt != "" {
		b.WriteString("\n" + f.Excerpt)
	}
	if f.Hint != "" {
		b.WriteString("\n  hint: " + f.Hint)
	}
	return b.String()
}

// Faults are all that was found wrong with a file, in order of place: at most 100, and then one that says
// that there are more.
type Faults []Fault

// Error returns the faults with an empty line between them.
func (f Faults) Error() string {
	texts := make([]string, len(f))
	for i := range f {
		texts[i] = f[i].Error()
	}
	return strings.Join(texts, "\n\n")
}

// sortFaults orders faults by place, then by field.
func sortFaults(f Faults) {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Field, b.Field))
	})
}

// excerptWidth is how many characters of a line an excerpt shows, so that it stays on a line of a terminal.
const excerptWidth = 90

// excerpt shows the line and the one before it, with a caret under the column.
func excerpt(lines []string, line, column int) string {
	if line < 1 || line > len(lines) {
		return ""
	}
	text := []rune(lines[line-1])
	column = min(max(column, 1), len(text)+1)
	from := 0
	if column > excerptWidth {
		from = column - excerptWidth/2
	}
	var b strings.Builder
	if line > 1 {
		before := printable(clip([]rune(lines[line-2]), from))
		if strings.TrimSpace(before) != "" {
			fmt.Fprintf(&b, "%5d | %s\n", line-1, before)
		}
	}
	fmt.Fprintf(&b, "%5d | %s\n", line, printable(clip(text, from)))
	fmt.Fprintf(&b, "      | %s^", blank(text[from:column-1]))
	return b.String()
}

func clip(line []rune, from int) []rune {
	return line[min(from, len(line)):min(from+excerptWidth, len(line))]
}

// printable replaces what would change how a terminal shows the rest: control and direction marks.
func printable(line []rune) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, string(line))
}

// blank returns white space as wide as text, so that the caret stands below its character.
func blank(text []rune) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\t':
			b.WriteByte('\t')
		case isWide(r):
			b.WriteString("  ")
		case !unicode.Is(unicode.Mn, r):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// isWide reports whether terminals show r in two columns.
func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) ||
		r >= 0x3000 && r <= 0x303F || // ideographic punctuation
		r >= 0xFF01 && r <= 0xFF60 // full-width forms
}

// quote shows foreign text in a message, and cuts what is too long for one.
func quote(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
