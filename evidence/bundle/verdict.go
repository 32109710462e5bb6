package bundle

import (
	"fmt"
	"strings"

	"github.com/slaledger/slaledger/ledger"
)

// Result is the answer to one of the four questions.
type Result string

// The answers.
const (
	Pass     Result = "PASS"      // Pass says that it was checked and holds.
	Fail     Result = "FAIL"      // Fail says that it was checked and does not hold.
	NotShown Result = "NOT SHOWN" // NotShown says that the bundle does not show it, for better or worse.
)

// Line is one line of a verdict with its reasons, in English and in the order to be read.
type Line struct {
	Result Result
	Detail []string
}

// Verdict is what Verify found. There is no sum of the four lines: a reader needs each.
type Verdict struct {
	Integrity    Line // what is here is what the checkpoint was signed over
	TimeBounds   Line // outside times between which it was recorded
	Completeness Line // every entry up to the checkpoint is here or a counted blank
	Authorship   Line // the checkpoint is signed with the key that the reader knows

	// What the bundle says of itself, as far as it could be read. Rely on Origin, Size and
	// Root only if Integrity and Authorship are PASS; on Software and Demo, never.
	Origin   string // the name of the log
	Size     int64  // entries in the log at the checkpoint
	Root     ledger.Hash
	Here     int64 // entries whose bytes are in the bundle
	Software string
	Demo     bool // made with a published key

	// SHA256 is the digest of the whole file. Compared with one that was told by another way, it
	// shows that the bundle is the one that was sent.
	SHA256 ledger.Hash
}

// Failed reports whether any of the four lines is FAIL. That none is does not
// mean that all is shown.
func (v *Verdict) Failed() bool {
	for _, l := range v.lines() {
		if l.line.Result == Fail {
			return true
		}
	}
	return false
}

// String returns the four lines, each followed by its reasons, indented.
func (v *Verdict) String() string {
	var b strings.Builder
	for _, l := range v.lines() {
		fmt.Fprintf(&b, "%-13s %s\n", l.name, l.line.Result)
		for _, d := range l.line.Detail {
			fmt.Fprintf(&b, "    %s\n", d)
		}
	}
	return b.String()
}

type namedLine struct {
	name string
	line *Line
}

func (v *Verdict) lines() []namedLine {
	return []namedLine{
		{"Integrity", &v.Integrity},
		{"Time bounds", &v.TimeBounds},
		{"Completeness", &v.Completeness},
		{"Authorship", &v.Authorship},
	}
}

// maxDetail is how many reasons of one sort a line lists, 20: the rest are counted.
const maxDetail = 20

// capped returns the first reasons and the number of the others.
func capped(reasons []string) []string {
	if len(reasons) <= maxDetail {
		return reasons
	}
	more := fmt.Sprintf("and %d more", len(reasons)-maxDetail)
	return append(reasons[:maxDetail:maxDetail], more)
}
