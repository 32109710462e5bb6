package eml

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// decoder decodes the encoded words (RFC 2047) in names.
var decoder = &mime.WordDecoder{CharsetReader: func(label string, r io.Reader) (io.Reader, error) {
	e := charset(label)
	if e == nil {
		return nil, fmt.Errorf("character set %q is not known", label)
	}
	return e.NewDecoder().Reader(r), nil
}}

// charset finds a character set by its label; nil when it is not known.
func charset(label string) encoding.Encoding {
	label = strings.ToLower(strings.Trim(label, " \t\"'"))
	switch label {
	case "gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "euc-cn", "gb18030", "csgb2312":
		// QUIRK: mail programs label GB18030 text by its smaller forebears, which it contains.
		return simplifiedchinese.GB18030
	case "hz-gb-2312":
		return simplifiedchinese.HZGB2312 // htmlindex has it as unreadable, for browsers' safety
	case "cp950":
		label = "big5"
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil
	}
	if name, err := htmlindex.Name(e); err != nil || name == "replacement" {
		return nil
	}
	return e
}

// guess makes text of bytes that say nothing of their character set: UTF-8 if they are valid,
// else GB18030, which is reported.
func (m *message) guess(where string, b []byte) string {
	if utf8.Valid(b) {
		return clean(string(b))
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		m.problem(where,
			"its characters could not all be read; it names no character set and is neither UTF-8 nor GB18030")
		return clean(strings.ToValidUTF8(string(b), string(utf8.RuneError)))
	}
	m.problem(where, "it names no character set and is not UTF-8; it was read as GB18030, which is a guess")
	return clean(string(text))
}

// decode makes text of bytes in the character set named.
func (m *message) decode(where, label string, b []byte) string {
	switch strings.ToLower(label) {
	case "", "us-ascii", "ascii", "utf-8", "utf8":
		return m.guess(where, b)
	}
	e := charset(label)
	if e == nil {
		m.problem(where, "the character set %q is not known", label)
		return m.guess(where, b)
	}
	text, err := e.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		m.problem(where, "some of its characters are not in the character set %q that it names", label)
	}
	return clean(strings.ToValidUTF8(string(text), string(utf8.RuneError)))
}

// clean replaces NUL, which some databases refuse.
func clean(s string) string { return strings.ReplaceAll(s, "\x00", string(utf8.RuneError)) }

// tidy turns line breaks and other control characters in a name into blanks.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
	return strings.TrimSpace(s)
}

// encodedWords is a run of encoded words with nothing but blanks between them.
var encodedWords = regexp.MustCompile(`=\?[^?\s]+\?[BbQq]\?[^?]*\?=(?:\s+=\?[^?\s]+\?[BbQq]\?[^?]*\?=)*`)

var encodedWord = regexp.MustCompile(`=\?([^?*\s]+)(?:\*[^?]*)?\?([BbQq])\?([^?]*)\?=`)

// words decodes the encoded words in text.
//
// QUIRK: many programs cut a character of several bytes across two encoded words, which RFC 2047 forbids and
// mime.WordDecoder cannot mend. Words of one character set are joined before they are read.
func (m *message) words(name, text string) string {
	where := "header " + name
	return tidy(encodedWords.ReplaceAllStringFunc(text, func(run string) string {
		var out strings.Builder
		var label string
		var pending []byte
		for _, w := range encodedWord.FindAllStringSubmatch(run, -1) {
			if !strings.EqualFold(w[1], label) {
				out.WriteString(m.decode(where, label, pending))
				label, pending = w[1], nil
			}
			pending = append(pending, m.unpack(where, w[2], w[3])...)
		}
		out.WriteString(m.decode(where, label, pending))
		return out.String()
	}))
}

// unpack takes the B or Q encoding off one encoded word.
func (m *message) unpack(where, kind, text string) []byte {
	if strings.EqualFold(kind, "b") {
		b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
		if err != nil {
			m.problem(where, "an encoded word in it is damaged")
		}
		return b
	}
	b := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '_':
			b = append(b, ' ')
		case c == '=' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			b = append(b, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
		default:
			b = append(b, c)
		}
	}
	return b
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' || 'a' <= c && c <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}
