package report_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/evidence/report"
	"github.com/slaledger/slaledger/sla"
)

// example is a promise of an answer within an hour, asked for at 10:00 and answered at 12:30.
func example() report.Breach {
	always, err := calendar.Compile(calendar.AlwaysOpen("UTC"))
	if err != nil {
		panic(err)
	}
	contract := &sla.Contract{ID: "C-7", Client: sla.Party{Name: "Acme Ltd"}, Vendor: sla.Party{Name: "Webworks Ltd"},
		Terms: []sla.Terms{{Version: "1", From: calendar.Date{Year: 2026, Month: 1, Day: 1},
			Calendars: map[string]*calendar.Calendar{"always": always},
			Commitments: []sla.Commitment{{ID: "answer", Clause: "2", Measure: sla.FirstResponse, Calendar: "always",
				Within: sla.Length{Duration: time.Hour}}}}}}
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 2, hour, minute, 0, 0, time.UTC) }
	events := []sla.Event{
		{ID: "e1", Case: "T-1", Kind: sla.Opened, By: sla.Client, Channel: "email", Times: sla.Times{Occurred: at(10, 0)}},
		{ID: "e2", Case: "T-1", Kind: sla.Message, By: sla.Vendor, Channel: "email", Times: sla.Times{Occurred: at(12, 30)}},
		{ID: "e3", Kind: sla.Coverage, Times: sla.Times{Occurred: at(13, 0)}, Span: sla.Span{From: at(0, 0), To: at(13, 0)}},
	}
	result, err := sla.Evaluate(contract, events, sla.AsOf{At: at(14, 0)}, sla.Options{})
	if err != nil {
		panic(err)
	}
	return report.Breach{Result: result, Events: events}
}

func ExampleText() {
	if err := report.Text(os.Stdout, example(), report.Terminal{Width: 64}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Breach report: Acme Ltd against Webworks Ltd
	// C-7
	// As of 2 Mar 2026 14:00, as known 2 Mar 2026 14:00. Times in UTC.
	//
	//   Missed: 1 (clause 2: 1).
	//   What is owed: not computed. This version of the program
	//   computes no amounts; the contract's remedies are unaffected by
	//   that.
	//   Next date: no open deadline is on record.
	//   To do: check the findings against their evidence, then send a
	//   formal reminder with a new deadline.
	//
	// ✕ T-1/answer  first response  missed  clause 2
	//   Due 2 Mar 2026 11:00, first answered 2 Mar 2026 12:30: missed
	//   by 1 h 30 min of counted time.
	//   ------------------------|=====================================
	//
	// Timeline: - counted, = counted after the due time, . not
	// counted, ~ paused, | due
}

func ExampleJSON() {
	var b strings.Builder
	if err := report.JSON(&b, example()); err != nil {
		fmt.Println(err)
	}
	var doc struct {
		Schema   string
		Findings []struct{ ID, Verdict string }
	}
	if err := json.Unmarshal([]byte(b.String()), &doc); err != nil {
		fmt.Println(err)
	}
	fmt.Println(doc.Schema, doc.Findings)
	// Output: slaledger/breach/1 [{T-1/answer missed}]
}

func ExampleMarkdown() {
	var b strings.Builder
	if err := report.Markdown(&b, example()); err != nil {
		fmt.Println(err)
	}
	_, working, _ := strings.Cut(b.String(), "### The working of the clock\n\n")
	working, _, _ = strings.Cut(working, "\n\n")
	fmt.Println(working)
	// Output:
	// | From | To | Counted | Why |
	// |---|---|---:|---|
	// | 2 Mar 2026 10:00 | 11:00 | 1 h | opening hours |
	// | 2 Mar 2026 11:00 | 12:30 | 1 h 30 min | opening hours; after the due time |
	// | **Elapsed** | | **2 h 30 min** | |
}

func ExampleHTML() {
	b := example()
	b.Language = "zh-CN"
	var page strings.Builder
	if err := report.HTML(&page, b); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.Contains(page.String(), "<script"), strings.Contains(page.String(), "逾期1小时30分"))
	// Output: false true
}
