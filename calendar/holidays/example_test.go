package holidays_test

import (
	"fmt"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/calendar/holidays"
)

func ExampleChina() {
	hours := []calendar.Window{{From: 9 * 3600, To: 18 * 3600}}
	contract := calendar.Spec{Week: calendar.Week{
		calendar.Mon: hours, calendar.Tue: hours, calendar.Wed: hours, calendar.Thu: hours, calendar.Fri: hours,
	}}
	c, err := calendar.Compile(holidays.China(holidays.ChinaNotice).With(contract))
	if err != nil {
		panic(err)
	}
	received := time.Date(2026, time.September, 30, 15, 0, 0, 0, c.Location())
	two := calendar.Period{N: 2, Unit: calendar.WorkingDay}
	due, err := c.Due(received, two, calendar.Counting{})
	fmt.Println(due.At, err)
	for s := range c.ExplainDue(received, two, calendar.Counting{}) {
		fmt.Println(s.Date, s.Rule)
	}
	// Output:
	// 2026-10-09 18:00:00 +0800 CST <nil>
	// 2026-09-30 received
	// 2026-10-01 closed
	// 2026-10-02 closed
	// 2026-10-03 closed
	// 2026-10-04 closed
	// 2026-10-05 closed
	// 2026-10-06 closed
	// 2026-10-07 closed
	// 2026-10-08 counted
	// 2026-10-09 counted
	// 2026-10-09 due
}

func ExampleCountry() {
	_, err := holidays.Country("HU", 2026, 2026)
	fmt.Println(err)
	// Output: holidays: country "HU": its days off are decreed from year to year and no rule gives them; list them in the contract
}

func ExampleNamed() {
	s, err := holidays.Named("US")
	fmt.Println(s.Name, s.KnownUntil, err)
	// Output: US 2027-12-31 <nil>
}
