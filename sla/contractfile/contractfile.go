package contractfile

import (
	"fmt"
	"io"
	"os"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// maxSize bounds a file: a thousand commitments with long quotations fit into a tenth of it.
const maxSize = 1 << 20

// Options of Open and Parse.
type Options struct {
	// Calendars returns the calendar that has the name, for `base: CN` and `always: 24x7`. Its error is
	// shown to the user; it should say which names there are. Nil knows no names.
	Calendars func(name string) (calendar.Spec, error)
}

// Open reads the contract in the file at path. What is wrong with the text is reported as [Faults]; another
// error means that the file could not be read.
func Open(path string, o Options) (*sla.Contract, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("contractfile: open contract: %w", err)
	}
	defer func() { _ = f.Close() }()                      // it was only read
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1)) // one byte more shows that it is too large
	if err != nil {
		return nil, fmt.Errorf("contractfile: read contract: %w", err)
	}
	return Parse(path, data, o)
}

// Parse reads the contract in data, of at most 1 MiB. The name stands in messages. An error is always of
// type [Faults], and then there is no contract. Parse keeps no memory of data.
func Parse(name string, data []byte, o Options) (*sla.Contract, error) {
	d := &decoder{file: name, places: make(map[string]spot)}
	root, ok := d.load(data)
	if !ok {
		return nil, d.result()
	}
	at := spot{node: root}
	d.places[""] = at
	c := d.build(contractKind.read(d, at), o)
	d.check(c)
	if err := d.result(); err != nil {
		return nil, err
	}
	return c, nil
}
