package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/sla"
)

// auditResult is what an audit found: the JSON that it prints.
type auditResult struct {
	Contract   string              `json:"contract"`
	AsOf       time.Time           `json:"as_of"`
	Rows       int                 `json:"rows"`       // rows kept in the ledger
	NoClock    int                 `json:"no_clock"`   // of these, cases that no commitment applies to
	Findings   int                 `json:"findings"`   // clocks judged
	Verdicts   map[sla.Verdict]int `json:"verdicts"`   // how many of each
	Deadlines  int                 `json:"deadlines"`  // rows with a deadline in the export and a clock here
	Reproduced int                 `json:"reproduced"` // of these, due times within the tolerance
	Compared   int                 `json:"compared"`   // of the reproduced, rows with a verdict in the export
	Equal      int                 `json:"equal"`      // of the compared, the same verdict here
	Differ     []difference        `json:"differ"`
	Problems   []string            `json:"problems"`
	Entries    int64               `json:"entries"`
	Root       string              `json:"root"`
	ImportS    float64             `json:"import_s"`
	EvaluateS  float64             `json:"evaluate_s"`
	LedgerS    float64             `json:"ledger_s"`
}

// difference is a row with the same due time and another verdict.
type difference struct {
	Case     string      `json:"case"`
	Ours     sla.Verdict `json:"ours"`
	Theirs   sla.Verdict `json:"theirs"`
	Due      time.Time   `json:"due"`
	TheirDue time.Time   `json:"their_due"`
	Stop     time.Time   `json:"stop,omitzero"`
	Why      string      `json:"why"`
}

// seconds rounds a duration to milliseconds.
func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*1000) / 1000 }

// rowProblems writes problems of an import as lines.
func rowProblems(ps []evidence.Problem) []string {
	var lines []string
	for _, p := range ps {
		if p.Where == "" {
			lines = append(lines, p.Text)
		} else {
			lines = append(lines, p.Where+": "+p.Text)
		}
	}
	return lines
}

// count compares the findings with the export's own figures.
func (r *auditResult) count(a *sla.Assessment, theirs map[string]evidence.Theirs, tolerance time.Duration) {
	r.Verdicts = map[sla.Verdict]int{}
	r.Findings, r.NoClock = len(a.Findings), len(a.NoClock)
	r.Differ = []difference{}
	seen := map[string]bool{}
	for i := range a.Findings {
		f := &a.Findings[i]
		r.Verdicts[f.Verdict]++
		t, ok := theirs[f.Case]
		if !ok || t.Due.IsZero() || seen[f.Case] || !endsWork(f.Measure) || f.Due().At.IsZero() {
			continue
		}
		seen[f.Case] = true
		r.compare(f, t, tolerance, a.Contract.Zone)
	}
	for _, p := range a.Problems {
		r.Problems = append(r.Problems, fmt.Sprintf("case %s: event %s: %s", p.Case, p.Event, p.Text))
	}
	if r.Problems == nil {
		r.Problems = []string{}
	}
}

// endsWork reports whether a measure is one of those that a ticket system keeps a deadline for.
func endsWork(m sla.Measure) bool {
	return m == sla.Resolution || m == sla.Restoration || m == sla.Delivery
}

func (r *auditResult) compare(f *sla.Finding, t evidence.Theirs, tolerance time.Duration, zone string) {
	r.Deadlines++
	due := f.Due().At
	if t.Due.Sub(due).Abs() > tolerance {
		return
	}
	r.Reproduced++
	if t.Verdict == "" {
		return
	}
	r.Compared++
	if t.Verdict == f.Verdict {
		r.Equal++
		return
	}
	r.Differ = append(r.Differ, difference{
		f.Case, f.Verdict, t.Verdict, due, t.Due.In(due.Location()), f.Stop.Time, why(f, t),
	})
}

// why says what explains that two systems with nearly the same due time differ.
func why(f *sla.Finding, t evidence.Theirs) string {
	due, stop := f.Due().At, f.Stop.Time
	early, late := due, t.Due
	if late.Before(early) {
		early, late = late, early
	}
	switch {
	case len(f.Reasons) > 0:
		return fmt.Sprintf("ours rests on %v", f.Reasons)
	case stop.IsZero():
		return "not closed as of the moment asked about"
	case stop.After(early) && !stop.After(late):
		return fmt.Sprintf("closed between the two due times, which lie %s apart", late.Sub(early))
	}
	return "no difference of the due times explains it; look at the row"
}

// maxProblems is the number of problems and differences that are listed on the terminal; JSON has
// all.
const maxProblems = 20

func (r *auditResult) problemText(most int) string {
	return listed(r.Problems, most)
}

// listed indents lines, and says how many were left out.
func listed(lines []string, most int) string {
	var b strings.Builder
	for _, line := range lines[:min(len(lines), most)] {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	if len(lines) > most {
		fmt.Fprintf(&b, "  and %s more; -json lists all\n", thousands(len(lines)-most))
	}
	return b.String()
}

// text writes the result for a person.
func (r *auditResult) text(c *sla.Contract) string {
	var b strings.Builder
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		zone = time.UTC
	}
	const layout = "2006-01-02 15:04:05"
	fmt.Fprintf(&b, "%s\nas of %s (%s)\n\n", c.Title, r.AsOf.In(zone).Format(layout), zone)
	row := func(name string, n int, note string) { fmt.Fprintf(&b, "  %-12s %9s  %s\n", name, thousands(n), note) }
	row("rows", r.Rows, "kept in the ledger")
	row("no clock", r.NoClock, "cases that no commitment applies to")
	row("clocks", r.Findings, "judged by the contract")
	for _, v := range []sla.Verdict{sla.Met, sla.Missed, sla.Excused, sla.Open, sla.Unknown, sla.Void} {
		if r.Verdicts[v] > 0 {
			row("  "+string(v), r.Verdicts[v], "")
		}
	}
	if r.Deadlines > 0 {
		row("deadlines", r.Deadlines, "rows with a deadline in the export and a clock here")
		row("reproduced", r.Reproduced, share(r.Reproduced, r.Deadlines)+" of the deadlines")
		row("compared", r.Compared, "reproduced rows with a verdict in the export")
		row("equal", r.Equal, share(r.Equal, r.Compared)+" of the compared")
	}
	if len(r.Differ) > 0 {
		fmt.Fprintf(&b, "\nverdicts that differ (%s)\n", thousands(len(r.Differ)))
		var lines []string
		for _, d := range r.Differ {
			stop := "not closed"
			if !d.Stop.IsZero() {
				stop = "closed " + d.Stop.In(zone).Format(layout)
			}
			lines = append(lines, fmt.Sprintf("%s: %s here, %s there\n    due %s here, %s there; %s\n    %s",
				d.Case, d.Ours, d.Theirs, d.Due.In(zone).Format(layout), d.TheirDue.In(zone).Format(layout),
				stop, d.Why))
		}
		b.WriteString(listed(lines, maxProblems))
	}
	if len(r.Problems) > 0 {
		fmt.Fprintf(&b, "\nproblems (%s)\n%s", thousands(len(r.Problems)), r.problemText(maxProblems))
	}
	fmt.Fprintf(&b, "\n  import %.3f s, ledger %.3f s, evaluation %.3f s\n  ledger of %s entries, root %s\n",
		r.ImportS, r.LedgerS, r.EvaluateS, thousands(int(r.Entries)), r.Root)
	return b.String()
}

// share writes a part of a whole as a percentage, never rounded up to all of it.
func share(part, whole int) string {
	if whole == 0 {
		return "none"
	}
	hundredths := part * 10_000 / whole
	return fmt.Sprintf("%d.%02d %%", hundredths/100, hundredths%100)
}

// keys returns the keys of a map in order.
func keys[V any](m map[string]V) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}
