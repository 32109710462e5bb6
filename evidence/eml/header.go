package eml

import (
	"bytes"
	"strings"
)

// header holds the fields of a message or a part in their order, unfolded and as UTF-8, with
// encoded words left as they are.
type header []field

type field struct {
	name  string
	value string
}

// get returns the first field of that name, "" when there is none.
func (h header) get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

func (h header) all(name string) []string {
	var values []string
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			values = append(values, f.value)
		}
	}
	return values
}

// readHeader splits the headers from what follows the first empty line. A line that is no header is
// reported and passed over. It is used rather than net/mail's reader, which gives up at the first
// such line.
func (m *message) readHeader(raw []byte) (header, []byte) {
	var h header
	for read := 0; len(raw) > 0; {
		line, rest := cutField(raw)
		if len(line) == 0 {
			return h, rest
		}
		read += len(raw) - len(rest)
		raw = rest
		if read > MaxHeader || len(h) == MaxFields {
			m.problem("headers",
				"they are longer than %d bytes or %d fields; the rest of them was not read", MaxHeader, MaxFields)
			return h, skipHeader(raw)
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		name = bytes.TrimRight(name, " \t")
		if !ok || !isName(name) {
			m.problem("headers", "the line %.60q is no header; it was passed over",
				m.guess("headers", line))
			continue
		}
		h = append(h, field{string(name), strings.TrimSpace(m.guess("header "+string(name), value))})
	}
	return h, nil
}

// cutField cuts a header field with its continuation lines, unfolded, from the front of raw. An
// empty field is the empty line that ends the headers.
func cutField(raw []byte) (line, rest []byte) {
	line, rest = cutLine(raw)
	if len(line) == 0 {
		return nil, rest
	}
	line = line[:len(line):len(line)] // so that append copies it and leaves the original alone
	// RFC 5322, section 2.2.3. A line of blanks alone ends no field and is not the end of the
	// headers.
	for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
		var more []byte
		more, rest = cutLine(rest)
		line = append(line, more...)
		if len(line) > MaxHeader {
			break
		}
	}
	return line, rest
}

func cutLine(raw []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(raw, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), rest
}

// skipHeader returns what follows the first empty line.
func skipHeader(raw []byte) []byte {
	for len(raw) > 0 {
		var line []byte
		if line, raw = cutLine(raw); len(line) == 0 {
			return raw
		}
	}
	return nil
}

// isName reports whether b can be the name of a field: printable ASCII without a colon.
func isName(b []byte) bool {
	for _, c := range b {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return len(b) > 0 && len(b) <= 200
}
