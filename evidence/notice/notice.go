// Package notice writes the letters by which a client holds a vendor to its contract.
//
// A letter states facts that are on record, the demand, and what is reserved. It refuses to be written
// while a fact that it must cite is missing, and nothing in it is invented: a line has either a source in
// the contract, the assessment or the ledger, or it was given by the person who signs.
//
// The one letter of this version is the formal reminder (书面催告函), which sets the vendor a new
// deadline. It is no legal advice, and writing it sends nothing: that it arrived must be recorded.
package notice

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"strings"
	"text/template"
	"time"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// Reminder is a formal reminder. Every field is required unless it says otherwise. What a person writes in it
// is printed as it is, on one line each.
type Reminder struct {
	Contract *sla.Contract   // nil means the contract of Result
	Result   *sla.Assessment // what is owed, and was missed
	Events   []sla.Event     // the events that were judged, to cite what was chased and covered
	Exhibits []evidence.Exhibit
	Head     ledger.Checkpoint // what the events rest on
	Findings []string          // ids of the missed findings it rests on; nil means every missed one

	Language    string    // "zh-CN" or "en"; "" means the contract's when it is one of them, else "en"
	Number      string    // the letter's own reference
	Date        time.Time // of the letter; its day in the contract's zone is printed
	Deadline    time.Time // the new deadline, after Date
	Demand      []string  // what must be done by then, each a full sentence or phrase
	JudgedBy    string    // how it is judged whether it was done
	Consequence string    // what follows if it is not done
	Signer      evidence.Person
	Service     string // method and address of service
	Demo        bool   // optional; marks the letter as made from invented data
}

// IncompleteError reports that a letter lacks facts that it must cite.
type IncompleteError struct {
	Missing []string // each in words, with what to do
}

// Error names everything that is missing.
func (e *IncompleteError) Error() string {
	return "notice: the letter is incomplete: " + strings.Join(e.Missing, "; ")
}

//go:embed templates
var templates embed.FS

// Markdown writes the letter. It fails with an *IncompleteError, and writes nothing, while Missing
// names anything. The same Reminder always gives the same bytes.
func Markdown(w io.Writer, r Reminder) error {
	if missing := r.Missing(); len(missing) > 0 {
		return &IncompleteError{Missing: missing}
	}
	l, err := newLetter(r)
	if err != nil {
		return fmt.Errorf("notice: make letter: %w", err)
	}
	t, err := template.New("").Funcs(template.FuncMap{"md": mdEscape, "list": l.tongue.list, "han": han, "add": add}).
		ParseFS(templates, "templates/reminder."+string(l.tongue)+".md.tmpl")
	if err != nil {
		return fmt.Errorf("notice: make letter: %w", err)
	}
	var buf bytes.Buffer
	if err := t.ExecuteTemplate(&buf, "reminder", l); err != nil {
		return fmt.Errorf("notice: make letter: %w", err)
	}
	if _, err := w.Write(buf.Bytes()); err != nil {
		return fmt.Errorf("notice: write letter: %w", err)
	}
	return nil
}

func add(a, b int) int { return a + b }
