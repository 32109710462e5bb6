package calendar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxSpec is how many bytes of JSON ParseSpec reads: MaxDates entries with a name and a source.
const MaxSpec = 16 << 20

// ParseSpec reads the JSON of a Spec, and nothing else: a field that Spec does not have, such as a
// misspelt one, is an error, as is anything behind the closing brace. It stops at the first fault;
// what it has read, Compile checks.
func ParseSpec(data []byte) (Spec, error) {
	if len(data) > MaxSpec {
		return Spec{}, fmt.Errorf("calendar: parse spec: it has %d bytes; the limit is %d", len(data), MaxSpec)
	}
	var s Spec
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Spec{}, fmt.Errorf("calendar: parse spec: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Spec{}, errors.New("calendar: parse spec: there is more behind the closing brace")
	}
	return s, nil
}
