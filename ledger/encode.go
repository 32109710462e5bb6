package ledger

import (
	"sort"
	"strconv"
)

// encode returns the canonical bytes of the entry: RFC 8785, names in order, nothing optional.
func (e *Entry) encode() []byte {
	b := make([]byte, 0, 512)
	b = append(b, '{')
	if len(e.Attachments) > 0 {
		b = append(b, `"attachments":[`...)
		for i, c := range e.Attachments {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCommitment(b, c)
		}
		b = append(b, `],`...)
	}
	if e.Body != nil {
		b = append(b, `"body":`...)
		b = append(appendCommitment(b, *e.Body), ',')
	}
	b = appendString(append(b, `"log":`...), e.Log)
	b = appendMeta(b, e.Meta)
	b = e.appendRecorder(b)
	b = strconv.AppendInt(append(b, `,"seq":`...), e.Seq, 10)
	b = e.appendSubject(b)
	b = appendString(append(b, `,"type":`...), e.Type)
	b = strconv.AppendInt(append(b, `,"v":`...), formatVersion, 10)
	return append(b, '}')
}

func appendCommitment(b []byte, c Commitment) []byte {
	b = appendString(append(b, `{"commitment":`...), c.Hash.String())
	b = strconv.AppendInt(append(b, `,"length":`...), c.Len, 10)
	b = appendString(append(b, `,"media":`...), c.MediaType)
	return append(b, '}')
}

func appendMeta(b []byte, meta map[string]string) []byte {
	if len(meta) == 0 {
		return b
	}
	keys := make([]string, 0, len(meta))
	for k := range meta {
		keys = append(keys, k)
	}
	// RFC 8785 sorts by UTF-16 units; keys are ASCII, for which that is the order of bytes.
	sort.Strings(keys)
	b = append(b, `,"meta":{`...)
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, k), ':')
		b = appendString(b, meta[k])
	}
	return append(b, '}')
}

func (e *Entry) appendRecorder(b []byte) []byte {
	mode := modeLive
	if e.Backfill {
		mode = modeBackfill
	}
	b = append(b, `,"recorder":{"at":"`...)
	b = e.At.UTC().AppendFormat(b, timeLayout)
	b = appendString(append(b, `","by":`...), e.By)
	b = appendString(append(b, `,"mode":`...), mode)
	b = appendString(append(b, `,"software":`...), e.Software)
	b = appendString(append(b, `,"via":`...), e.Via)
	return append(b, '}')
}

func (e *Entry) appendSubject(b []byte) []byte {
	if e.Subject == "" {
		return b
	}
	b = appendString(append(b, `,"subject":{"id":`...), e.Subject)
	b = strconv.AppendInt(append(b, `,"n":`...), e.N, 10)
	if e.N > 1 {
		b = appendString(append(b, `,"prev":`...), e.Prev.String())
	}
	return append(b, '}')
}

// appendString writes a JSON string with the fewest escapes: RFC 8785, section 3.2.2.2.
func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= 0x20:
			b = append(b, c)
		case c == '\b':
			b = append(b, `\b`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\f':
			b = append(b, `\f`...)
		case c == '\r':
			b = append(b, `\r`...)
		default:
			b = append(b, `\u00`...)
			b = append(b, digits[c>>4], digits[c&15])
		}
	}
	return append(b, '"')
}
