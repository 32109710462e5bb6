package sla_test

import (
	"fmt"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// A vendor promised an answer within two hours of office time. It was asked on Friday evening and
// answered on Monday.
func ExampleEvaluate() {
	day := []calendar.Window{{From: 9 * 3600, To: 18 * 3600}}
	office, err := calendar.Compile(calendar.Spec{
		Zone: "Asia/Shanghai",
		Week: calendar.Week{"mon": day, "tue": day, "wed": day, "thu": day, "fri": day},
	})
	if err != nil {
		panic(err)
	}
	contract := &sla.Contract{ID: "WEB-1", Zone: "Asia/Shanghai", Terms: []sla.Terms{{
		Version: "1", From: calendar.Date{Year: 2026, Month: 1, Day: 1},
		Calendars: map[string]*calendar.Calendar{"office": office},
		Commitments: []sla.Commitment{{
			ID: "response", Clause: "4.1", Measure: sla.FirstResponse, Calendar: "office",
			Within: sla.Length{Duration: 2 * time.Hour},
		}},
	}}}
	china := time.FixedZone("", 8*3600)
	friday := time.Date(2026, 9, 18, 17, 30, 0, 0, china)
	monday := time.Date(2026, 9, 21, 11, 0, 0, 0, china)
	events := []sla.Event{
		{ID: "1", Case: "WEB-17", Kind: sla.Opened, By: sla.Client, Times: sla.Times{Occurred: friday}},
		{ID: "2", Case: "WEB-17", Kind: sla.Message, By: sla.Vendor, Times: sla.Times{Occurred: monday}},
		// Without this one, nothing shows that no earlier answer was overlooked.
		{ID: "3", Kind: sla.Coverage, By: sla.Client, Span: sla.Span{From: friday, To: monday},
			Times: sla.Times{Occurred: monday}},
	}
	result, err := sla.Evaluate(contract, events, sla.AsOf{At: monday.Add(time.Hour)}, sla.Options{})
	if err != nil {
		panic(err)
	}
	f := &result.Findings[0]
	fmt.Println(f.ID, f.Verdict, "due", f.Due().At.Format("Mon 15:04"))
	for s := range result.Explain(f, sla.ClauseAllows) {
		fmt.Println(s.From.Format("Mon 15:04"), "to", s.To.Format("Mon 15:04"), s.Why, s.Counted)
	}
	// Output:
	// WEB-17/response missed due Mon 10:30
	// Fri 17:30 to Fri 18:00 hours true
	// Fri 18:00 to Sat 00:00 off false
	// Sat 00:00 to Mon 00:00 rest false
	// Mon 00:00 to Mon 09:00 off false
	// Mon 09:00 to Mon 10:30 hours true
	// Mon 10:30 to Mon 11:00 hours true
}
