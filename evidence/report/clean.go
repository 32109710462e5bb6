package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText is how many characters of a foreign text a report shows. The whole of it is in the ledger.
const maxText = 4000

// clean makes foreign text safe to show in any form: one line, valid UTF-8, no control characters, and
// no characters that change the order in which the rest is read. What is taken out leaves a mark, so
// that a reader sees that something was there.
func clean(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.TrimSpace(s) {
		if n++; n > maxText {
			b.WriteString(" [...]")
			break
		}
		writeClean(&b, r)
	}
	return b.String()
}

func writeClean(b *strings.Builder, r rune) {
	switch {
	case unicode.IsSpace(r):
		b.WriteByte(' ')
	case r == utf8.RuneError || unicode.IsControl(r):
		b.WriteRune(utf8.RuneError)
	case unicode.Is(unicode.Bidi_Control, r), r >= 0xFFFE && r <= 0xFFFF:
		// A direction mark could make a report read otherwise than it is written.
		fmt.Fprintf(b, "[U+%04X]", r)
	default:
		b.WriteRune(r)
	}
}

// short is clean, cut to n characters.
func short(s string, n int) string {
	s = clean(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// mdEscape keeps clean text from being read as Markdown, in a table cell too.
func mdEscape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\\`*_[]|~", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cssString is s as a string of CSS, whatever is in it.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .,:/@-", r)) {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "\\%06x ", r)
	}
	b.WriteByte('"')
	return b.String()
}
