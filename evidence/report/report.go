// Package report puts an assessment into words: a breach report that a person can read, check by hand
// and print.
//
// A report keeps three things apart. Facts are what the ledger holds, and each is cited by its number
// there. Computation is what follows from the facts and the contract, and each figure shows its working.
// Statements are sentences made from both; they say no more than the two support, and the report ends
// with what it does not prove.
//
// The four forms hold the same facts: HTML is self-contained and prints, Markdown is for repositories and
// tickets, JSON is for programs, Text is for a terminal. HTML, Markdown and Text speak English or
// Simplified Chinese. The same Breach always gives the same bytes: nothing is read but the arguments and
// the time zones.
//
// # Format of the JSON
//
// The value of "schema" is "slaledger/breach/1". Times are RFC 3339 with the offset of the finding's
// calendar, or of the contract's zone outside findings. A duration is an object with "seconds" and,
// when it is not zero, "nanoseconds"; both bear the sign. An absent time is left out. The steps of
// "working" are in the view on which the verdict stands, and those that are counted sum to that view's
// "elapsed". Verdicts, reasons, measures and kinds are the codes of package sla. A reader must accept
// fields that it does not know.
package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// Breach is what a report is made of.
type Breach struct {
	Contract *sla.Contract      // nil means the contract of Result
	Result   *sla.Assessment    // required
	Events   []sla.Event        // the events that were judged, to say who claimed what and what was covered
	Head     ledger.Checkpoint  // what the events rest on; zero means none, and the report says so
	Exhibits []evidence.Exhibit // the records behind the events; those that no finding cites are not printed
	Language string             // "zh-CN" or "en"; "" means the contract's when it is one of them, else "en"
	Demo     bool               // marks every page as made from invented data with a published key
	Software string             // name and version of the program, printed at the end; "" prints none
}

// HTML writes the report as one file that needs nothing else: no script, no network, no font. It is XML
// well-formed, so that it may also be checked by a strict parser. Nothing is written when it fails.
func HTML(w io.Writer, b Breach) error {
	return write(w, b, "html", func(buf *bytes.Buffer, p *page) error { return p.html(buf) })
}

// Markdown writes the report in the Markdown of GitHub. Text of others is escaped. Nothing is written
// when it fails.
func Markdown(w io.Writer, b Breach) error {
	return write(w, b, "markdown", func(buf *bytes.Buffer, p *page) error { return p.markdown(buf) })
}

// JSON writes the report for programs, in the format of the package's documentation. It does not depend
// on Language. Nothing is written when it fails.
func JSON(w io.Writer, b Breach) error {
	return write(w, b, "json", func(buf *bytes.Buffer, p *page) error { return p.json(buf) })
}

// Text writes the verdicts and a short timeline of each for a terminal. Nothing is written when it fails.
func Text(w io.Writer, b Breach, t Terminal) error {
	return write(w, b, "text", func(buf *bytes.Buffer, p *page) error { p.text(buf, t); return nil })
}

func write(w io.Writer, b Breach, form string, to func(*bytes.Buffer, *page) error) error {
	p, err := newPage(b)
	if err != nil {
		return fmt.Errorf("report: make %s: %w", form, err)
	}
	var buf bytes.Buffer
	if err := to(&buf, p); err != nil {
		return fmt.Errorf("report: make %s: %w", form, err)
	}
	if _, err := w.Write(buf.Bytes()); err != nil {
		return fmt.Errorf("report: write %s: %w", form, err)
	}
	return nil
}

func (b *Breach) check() error {
	if b.Result == nil {
		return errors.New("there is no assessment: set Result to what sla.Evaluate returned")
	}
	if b.Contract == nil {
		b.Contract = b.Result.Contract
	}
	if b.Contract == nil {
		return errors.New("there is no contract: set Contract")
	}
	return nil
}
