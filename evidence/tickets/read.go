package tickets

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// unpack takes gzip off, if it is there.
func unpack(raw []byte) ([]byte, error) {
	if !bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) {
		if len(raw) > MaxSize {
			return nil, fmt.Errorf("the file has more than %d bytes; export it in several parts", MaxSize)
		}
		return raw, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("the gzip file is damaged: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(z, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("the gzip file is damaged or cut off: %w", err)
	}
	if len(data) > MaxSize {
		return nil, fmt.Errorf("the file unpacks to more than %d bytes; export it in several parts",
			MaxSize)
	}
	return data, nil
}

// decode makes UTF-8 of an export. The note is a guess that must be told; an error leaves nothing
// to read.
func decode(raw []byte, label string) (data []byte, note string, err error) {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if strings.HasPrefix(string(raw[:min(2, len(raw))]), mark) {
			data, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
			return data, "", err
		}
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	valid := utf8.Valid(raw)
	if label == "" && !valid {
		data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
		if err != nil || bytes.ContainsRune(data, utf8.RuneError) {
			return nil, "", errors.New("the file is neither UTF-8 nor GB18030; name its character set in the mapping")
		}
		return data, "the file is not UTF-8; it was read as GB18030, which is a guess: " +
			"name its character set in the mapping", nil
	}
	e, err := charset(label)
	if err != nil {
		return nil, "", err
	}
	if e == nil {
		if !valid {
			return nil, "", errors.New("the file is not UTF-8 as the mapping says; name its character set there")
		}
		return raw, "", nil
	}
	data, err = e.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(data, utf8.RuneError) {
		return nil, "", fmt.Errorf("the file is not in the character set %q as the mapping says", label)
	}
	return data, "", nil
}

// charset finds a character set by its label. Nil means UTF-8.
func charset(label string) (encoding.Encoding, error) {
	switch strings.ToLower(label) {
	case "", "utf-8", "utf8":
		return nil, nil
	case "gb2312", "gbk", "cp936":
		// QUIRK: files are labelled by the smaller forebears of GB18030, which it contains.
		return simplifiedchinese.GB18030, nil
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("charset: %q is not known; use a name such as \"gb18030\"", label)
	}
	return e, nil
}
