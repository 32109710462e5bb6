package contractfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// load turns data into the tree of its one document. It reports false after a fault that leaves no tree.
func (d *decoder) load(data []byte) (*yaml.Node, bool) {
	if len(data) > maxSize {
		d.faultAt(1, 1, fmt.Sprintf("the file is larger than %d bytes", maxSize),
			"move what is not the contract elsewhere")
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // QUIRK: some editors write a byte order mark
	d.lines = splitLines(string(data))
	if !d.readable(data) {
		return nil, false
	}
	l, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithUniqueKeys(false))
	if err != nil {
		d.syntax(err)
		return nil, false
	}
	var doc, second yaml.Node
	if err := l.Load(&doc); err != nil && !errors.Is(err, io.EOF) {
		d.syntax(err)
		return nil, false
	}
	if len(doc.Content) != 1 || doc.Content[0].Tag == "!!null" {
		d.faultAt(1, 1, "the file holds no contract",
			`begin with "id:", "zone:", "client:", "vendor:" and "terms:"`)
		return nil, false
	}
	switch err := l.Load(&second); {
	case err == nil:
		d.faultAt(second.Line, second.Column, "a second document begins here",
			"one file holds one contract; move this to a file of its own")
	case !errors.Is(err, io.EOF):
		d.syntax(err)
	}
	return doc.Content[0], true
}

// splitLines cuts text where YAML does; readable refuses the line breaks that only YAML takes for such.
func splitLines(text string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
}

// readable looks for what no text editor shows as it is. The position of these faults is not known to YAML.
func (d *decoder) readable(data []byte) bool {
	line, column := 1, 1
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if message, hint := unreadable(r, n); message != "" {
			d.faultAt(line, column, message, hint)
			return false
		}
		i += n
		column++
		if r == '\n' || r == '\r' && (i == len(data) || data[i] != '\n') {
			line, column = line+1, 1
		}
	}
	return true
}

func unreadable(r rune, size int) (message, hint string) {
	switch {
	case r == utf8.RuneError && size == 1:
		return "the text is not valid UTF-8 from here on", "save the file as UTF-8"
	case r == '\t' || r == '\n' || r == '\r':
		return "", ""
	case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\ufeff', r == '\ufffe', r == '\uffff':
		return fmt.Sprintf("the invisible character %U stands here", r),
			"delete it, and type the text anew if need be"
	}
	return "", ""
}

// syntax reports an error of the YAML parser at the place that it names.
func (d *decoder) syntax(err error) {
	var at *yaml.LoadError
	if !errors.As(err, &at) {
		d.faultAt(1, 1, "not YAML: "+err.Error(), "")
		return
	}
	line, column := at.Mark.Line, at.Mark.Column
	if strings.Contains(at.Message, "unexpected end of stream") && at.ContextMark.Line > 0 {
		line, column = at.ContextMark.Line, at.ContextMark.Column // where the quotation begins
	}
	line, column = max(line, 1), max(column, 1)
	if d.tabIndented(line) {
		d.faultAt(line, 1+strings.IndexByte(d.lines[line-1], '\t'), "a tab stands in the indentation",
			"YAML indents with spaces only; put two spaces in its place")
		return
	}
	d.faultAt(line, column, "not YAML: "+at.Message, syntaxHint(at.Message))
}

func (d *decoder) tabIndented(line int) bool {
	if line > len(d.lines) {
		return false
	}
	text := d.lines[line-1]
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	return strings.Contains(indent, "\t")
}

// syntaxHints says what is usually behind a message of the parser.
var syntaxHints = []struct{ message, hint string }{
	{"mapping values are not allowed",
		"put text with a colon in it between quotes; or check the indentation, and the quotation marks above"},
	{"did not find expected key",
		"check the indentation of this line and the one above, and the quotes around text"},
	{"did not find expected ',' or", "a list or a mapping was not closed, or a comma is missing"},
	{"did not find expected node content", "a value is missing, or a list or a mapping was not closed"},
	{"could not find expected ':'", `write "name: value", with a space behind the colon`},
	{"unexpected end of stream", "the quotation that begins here is not closed"},
	{"cannot start any token", "put text that begins with this character between quotes"},
	{"unknown anchor", "aliases are not read; write the value out"},
	{"Unicode character escape", "write the character itself instead of its escape"},
	{"exceeded max depth", "the nesting is far deeper than that of a contract"},
}

func syntaxHint(message string) string {
	for _, h := range syntaxHints {
		if strings.Contains(message, h.message) {
			return h.hint
		}
	}
	return ""
}
