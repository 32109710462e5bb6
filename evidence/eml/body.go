package eml

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slaledger/slaledger/evidence"
)

// readText fills the record's text and attachments from the body.
func (m *message) readText() {
	text := strings.TrimSpace(m.part(m.header, m.body, 1).text)
	if len(text) > MaxText {
		cut := MaxText
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
		m.problem("body", "its text is longer than %d bytes; the rest is in the original only", MaxText)
	}
	m.record.Text = text
}

// content is the text found in a part; plain says that it was written as text and not as HTML.
type content struct {
	text  string
	plain bool
}

// part reads a part, the whole message being the first. Parts that are no text to read become
// attachments.
func (m *message) part(h header, body []byte, depth int) content {
	m.parts++
	if depth > MaxDepth || m.parts > MaxParts {
		m.problem("body",
			"it has more than %d parts, or more than %d within each other; the rest was not read", MaxParts, MaxDepth)
		return content{}
	}
	kind, params, err := m.contentType(h)
	if err != nil {
		m.problem("header Content-Type", "it is malformed: %q", cutText(h.get("Content-Type"), 100))
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		return m.multipart(kind, params["boundary"], body, depth)
	}
	name, attached := m.fileName(h, params)
	data := m.unwrap(h.get("Content-Transfer-Encoding"), body)
	switch {
	case attached || name != "" || !strings.HasPrefix(kind, "text/"):
		m.attach(name, kind, data)
		return content{}
	case kind == "text/html":
		return content{text: plainText(m.decode("body", params["charset"], data))}
	}
	return content{text: unixLines(m.decode("body", params["charset"], data)), plain: true}
}

// contentType returns the media type of a part, text/plain when it has none (RFC 2045, section
// 5.2).
func (m *message) contentType(h header) (string, map[string]string, error) {
	text := h.get("Content-Type")
	if text == "" {
		return "text/plain", nil, nil
	}
	kind, params, err := mime.ParseMediaType(text)
	if err == nil {
		return kind, params, nil
	}
	// QUIRK: unquoted names, missing semicolons. What can be found is taken.
	kind, rest, _ := strings.Cut(text, ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	if !strings.Contains(kind, "/") {
		kind = "text/plain"
	}
	params = map[string]string{}
	for item := range strings.SplitSeq(rest, ";") {
		key, value, _ := strings.Cut(item, "=")
		params[strings.ToLower(strings.TrimSpace(key))] = strings.Trim(strings.TrimSpace(value), `"`)
	}
	return kind, params, err
}

// fileName returns the name of an attached file, and whether the part says that it is one.
func (m *message) fileName(h header, params map[string]string) (name string, attached bool) {
	disposition, more, _ := mime.ParseMediaType(h.get("Content-Disposition"))
	name = more["filename"]
	if name == "" {
		name = params["name"]
	}
	// QUIRK: encoded words in a parameter; RFC 2047, section 5, forbids them.
	name = m.words("Content-Disposition", name)
	return cutText(name, 255), strings.EqualFold(disposition, "attachment")
}

func (m *message) attach(name, kind string, data []byte) {
	sum := sha256.Sum256(data)
	m.record.Attachments = append(m.record.Attachments, evidence.Attachment{
		Name: name, MediaType: cutText(kind,
			127), SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)),
	})
}

// multipart reads the parts between boundaries. Of alternatives the plain text is taken, else the
// richest form; of other parts, all.
func (m *message) multipart(kind, boundary string, body []byte, depth int) content {
	parts, closed := split(body, boundary, MaxParts+1)
	if !closed {
		m.problem("body", "the last boundary of %s is missing; the message may be cut off", kind)
	}
	if len(parts) == 0 {
		m.problem("body", "%s holds no part", kind)
	}
	var found []content
	for _, raw := range parts {
		h, rest := m.readHeader(raw)
		if c := m.part(h, rest, depth+1); strings.TrimSpace(c.text) != "" {
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return content{}
	}
	if kind == "multipart/alternative" {
		if i := slices.IndexFunc(found, func(c content) bool { return c.plain }); i >= 0 {
			return found[i]
		}
		return found[len(found)-1]
	}
	all := content{plain: true}
	texts := make([]string, len(found))
	for i, c := range found {
		texts[i] = strings.TrimRight(c.text, "\n")
		all.plain = all.plain && c.plain
	}
	all.text = strings.Join(texts, "\n\n")
	return all
}

// split cuts a body at its boundary lines (RFC 2046, section 5.1.1), and says whether the closing
// one is there. mime/multipart stops at the first fault; this reads on to the end.
func split(body []byte, boundary string, limit int) (parts [][]byte, closed bool) {
	delimiter := []byte("--" + boundary)
	start := -1
	for at := 0; at < len(body) && len(parts) < limit; {
		end := len(body)
		if i := bytes.IndexByte(body[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := bytes.TrimRight(body[at:end], " \t\r\n")
		if tail, ok := bytes.CutPrefix(line, delimiter); ok && (len(tail) == 0 || string(tail) == "--") {
			if start >= 0 {
				parts = append(parts, trimBreak(body[start:at]))
			}
			start = end
			if len(tail) > 0 {
				return parts, true
			}
		}
		at = end
	}
	if len(parts) == limit {
		return parts, true // the caller reports the limit; what comes after was not looked at
	}
	if start >= 0 && start < len(body) {
		parts = append(parts, body[start:])
	}
	return parts, false
}

// trimBreak drops the line break before a boundary, which belongs to the boundary.
func trimBreak(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// unwrap takes the transfer encoding off a part.
func (m *message) unwrap(name string, body []byte) []byte {
	switch name = strings.ToLower(strings.TrimSpace(name)); name {
	case "", "7bit", "8bit", "binary":
		return body
	case "base64":
		return m.unwrapBase64(body)
	case "quoted-printable":
		data, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
		if err != nil {
			m.problem("body", "its quoted-printable encoding is damaged; it was read up to the damage")
		}
		return data
	}
	m.problem("header Content-Transfer-Encoding",
		"the encoding %.40q is not known; the part was kept as it stands", name)
	return body
}

// unwrapBase64 reads base64 with anything between its letters, up to the first padding.
func (m *message) unwrapBase64(body []byte) []byte {
	letters := make([]byte, 0, len(body))
	foreign := false
	for i, c := range body {
		switch {
		case 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/':
			letters = append(letters, c)
		case c == '=':
			rest := bytes.Trim(body[i:], "= \t\r\n")
			foreign = foreign || len(rest) > 0
		case c != '\r' && c != '\n' && c != ' ' && c != '\t':
			foreign = true
		}
		if c == '=' {
			break
		}
	}
	if len(letters)%4 == 1 {
		letters, foreign = letters[:len(letters)-1], true
	}
	data, err := base64.RawStdEncoding.DecodeString(string(letters))
	var corrupt base64.CorruptInputError
	if foreign || errors.As(err, &corrupt) {
		m.problem("body", "its base64 encoding is damaged; what could be decoded was kept")
	}
	return data
}

func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// cutText returns at most n bytes of s, whole characters.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
