package calendar_test

import (
	"fmt"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// desk is open from 9 to 18 with an hour and a half for lunch, and on a made-up Saturday.
func desk() *calendar.Calendar {
	hours := []calendar.Window{{From: 9 * 3600, To: 12 * 3600}, {From: 13*3600 + 1800, To: 18 * 3600}}
	c, err := calendar.Compile(calendar.Spec{
		Zone: "Asia/Shanghai",
		Week: calendar.Week{
			calendar.Mon: hours, calendar.Tue: hours, calendar.Wed: hours, calendar.Thu: hours, calendar.Fri: hours,
		},
		Closed: []calendar.Closed{{Date: calendar.Date{Year: 2026, Month: 9, Day: 25}, Name: "中秋节"}},
		Worked: []calendar.Worked{{Date: calendar.Date{Year: 2026, Month: 9, Day: 20}, Name: "国庆节"}},
	})
	if err != nil {
		panic(err)
	}
	return c
}

var friday = time.Date(2026, 9, 18, 9, 0, 0, 0, time.UTC) // 17:00 in Shanghai

func ExampleCompile() {
	_, err := calendar.Compile(calendar.Spec{
		Zone:   "Beijing",
		Week:   calendar.Week{"mon": {{From: 18 * 3600, To: 9 * 3600}}},
		Closed: []calendar.Closed{{Date: calendar.Date{Year: 2026, Month: 2, Day: 30}}},
	})
	fmt.Println(err)
	// Output:
	// calendar: zone: "Beijing" is not in the time-zone database; use a name such as "Asia/Shanghai" or "UTC"
	// calendar: week.mon[0]: "18:00-09:00": it ends before it starts; write "09:00-18:00", or "18:00-09:00+1" if it runs past midnight
	// calendar: closed[0].date: 2026-02-30: there is no such day: February 2026 has 28 days
}

func ExampleCalendar_Elapsed() {
	d, err := desk().Elapsed(friday, friday.AddDate(0, 0, 3))
	fmt.Println(d, err)
	// Output: 15h0m0s <nil>
}

func ExampleCalendar_Add() {
	c := desk()
	t, err := c.Add(friday, time.Hour)
	fmt.Println(t, err)
	next, err := c.NextOpen(t) // the other convention
	fmt.Println(next, err)
	// Output:
	// 2026-09-18 18:00:00 +0800 CST <nil>
	// 2026-09-20 09:00:00 +0800 CST <nil>
}

func ExampleCalendar_Explain() {
	for s := range desk().Explain(friday, friday.AddDate(0, 0, 2)) {
		fmt.Println(s.From.Format("Mon 15:04"), s.To.Format("Mon 15:04"), s.Open, s.Why)
	}
	// Output:
	// Fri 17:00 Fri 18:00 true hours
	// Fri 18:00 Sat 00:00 false off
	// Sat 00:00 Sun 00:00 false rest
	// Sun 00:00 Sun 09:00 false off
	// Sun 09:00 Sun 12:00 true worked
	// Sun 12:00 Sun 13:30 false off
	// Sun 13:30 Sun 17:00 true worked
}

func ExampleCalendar_Due() {
	due, err := desk().Due(friday, calendar.Period{N: 2, Unit: calendar.WorkingDay}, calendar.Counting{})
	fmt.Println(due.At, err)
	// Output: 2026-09-21 18:00:00 +0800 CST <nil>
}

func ExampleCalendar_ExplainDue() {
	rule := calendar.Counting{CutOff: 17 * 3600}
	for s := range desk().ExplainDue(friday, calendar.Period{N: 1, Unit: calendar.WorkingDay}, rule) {
		fmt.Println(s.Date, s.N, s.Rule)
	}
	// Output:
	// 2026-09-18 0 received
	// 2026-09-19 0 rest
	// 2026-09-20 0 deemed_received_cut_off
	// 2026-09-21 1 counted
	// 2026-09-21 1 due
}

func ExampleCalendar_DueByLaw() {
	// Two months under the Civil Code, to the end of the corresponding day.
	limit := calendar.Limit{Law: calendar.CivilCodeCN, Period: calendar.Period{N: 2, Unit: calendar.Months}}
	due, err := desk().DueByLaw(friday, limit)
	fmt.Println(due.At, due.Exclusive, err)
	// Output: 2026-11-19 00:00:00 +0800 CST true <nil>
}

func ExampleCalendar_ExplainByLaw() {
	limit := calendar.Limit{Law: calendar.BGB, Period: calendar.Period{N: 3, Unit: calendar.Weeks}}
	for s := range desk().ExplainByLaw(friday.AddDate(0, 0, 1), limit) {
		fmt.Println(s.Date, s.Rule, s.Article)
	}
	// Output:
	// 2026-09-19 event BGB 187(1)
	// 2026-10-10 corresponding_day BGB 188(2)
	// 2026-10-11 rest BGB 193
	// 2026-10-12 moved BGB 193
	// 2026-10-12 due BGB 188
}

func ExampleCalendar_ClearOf() {
	// The last day to give five full working days' notice of a meeting.
	last, err := desk().ClearOf(calendar.Date{Year: 2026, Month: 9, Day: 18}, -5)
	fmt.Println(last, err)
	// Output: 2026-09-10 <nil>
}

func ExampleBreak() {
	spec := desk().Spec()
	spec.Breaks = []calendar.Break{{
		Date: calendar.DateOf(friday), Windows: []calendar.Window{{From: 15 * 3600, To: 24 * 3600}}, Name: "stocktaking",
	}}
	c, err := calendar.Compile(spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	closing, err := c.PrevClose(friday)
	fmt.Println(closing, err)
	// Output: 2026-09-18 15:00:00 +0800 CST <nil>
}

func ExampleCalendar_CheckKnown() {
	spec := desk().Spec()
	spec.Name, spec.KnownUntil = "desk", calendar.Date{Year: 2026, Month: 12, Day: 31}
	c, err := calendar.Compile(spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.KnownUntil())
	fmt.Println(c.CheckKnown(friday, friday.AddDate(0, 4, 0)))
	// Output:
	// 2026-12-31
	// calendar: 2027-01-18 in "desk", known until 2026-12-31; add what closes beyond it: outside the dates for which the calendar is known
}

func ExampleParseWindow() {
	_, err := calendar.ParseWindow("22:00-06:00")
	fmt.Println(err)
	// Output: calendar: parse window "22:00-06:00": it ends before it starts; write "06:00-22:00", or "22:00-06:00+1" if it runs past midnight
}

func ExampleSpec_With() {
	base := calendar.Spec{Worked: []calendar.Worked{{Date: calendar.Date{Year: 2026, Month: 10, Day: 10}}}}
	ours := calendar.Spec{Closed: []calendar.Closed{{Date: calendar.Date{Year: 2026, Month: 10, Day: 10}}}}
	s := base.With(ours)
	fmt.Println(len(s.Worked), len(s.Closed))
	// Output: 0 1
}
