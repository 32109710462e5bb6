package holidays

import (
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// ChinaForm is one of the readings of "working day" (工作日) in mainland China. Its text is the
// name under which Named knows it.
type ChinaForm string

// The readings.
const (
	// ChinaNotice follows the notices: their days off are closed, the weekend days that they declare
	// workdays (调休上班) are worked.
	ChinaNotice ChinaForm = "CN"
	// ChinaNoMakeup takes the days off of the notices, and leaves every weekend closed.
	ChinaNoMakeup ChinaForm = "CN-no-makeup"
	// ChinaStatutory closes the statutory days alone, on the very dates on which they fall. A
	// statutory day on a weekend closes no other day, and the days that the notices add by moving
	// weekends are worked.
	ChinaStatutory ChinaForm = "CN-statutory"
)

// The years that the table covers.
const (
	chinaFrom  = 2007
	chinaUntil = 2026
)

//go:embed china.txt
var chinaTable string

// China returns the days off of mainland China in one of the readings, for 2007 to 2026, in the zone
// Asia/Shanghai. The Week is empty, for the hours are the contract's. A made-up working day takes the
// hours of Monday, since the notices do not say those of which weekday; a contract that does lists the
// date itself. Days that a province or a city adds, and half days for groups of people, are not in it.
// The Source of each day is the title of the notice and its address, or the decree.
//
// The notice for the next year may still set days of this December: those of 2007, 2008, 2012, 2019
// and 2023 did. China panics if form is none of the constants.
func China(form ChinaForm) calendar.Spec {
	if form != ChinaNotice && form != ChinaNoMakeup && form != ChinaStatutory {
		panic("holidays: no such form of the Chinese calendar: " + string(form))
	}
	s := calendar.Spec{
		Name:       string(form),
		Version:    fmt.Sprintf("notices for %d-%d", chinaFrom, chinaUntil),
		Zone:       "Asia/Shanghai",
		KnownFrom:  calendar.Date{Year: chinaFrom, Month: time.January, Day: 1},
		KnownUntil: calendar.Date{Year: chinaUntil, Month: time.December, Day: 31},
	}
	source := ""
	for line := range strings.Lines(chinaTable) {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case verb == "notice" || verb == "decree":
			source = rest
		case verb == "off" && form != ChinaStatutory, verb == "day" && form == ChinaStatutory:
			s.Closed = append(s.Closed, daysOff(verb, rest, source)...)
		case verb == "work" && form == ChinaNotice:
			date, name, _ := strings.Cut(rest, " ")
			s.Worked = append(s.Worked, calendar.Worked{Date: mustDate(date), Name: name, Source: source})
		}
	}
	return s
}

// daysOff reads "FIRST LAST NAME" of an off line, or "DATE NAME" of a day line.
func daysOff(verb, rest, source string) (days []calendar.Closed) {
	text, rest, _ := strings.Cut(rest, " ")
	first := mustDate(text)
	last := first
	if verb == "off" {
		text, rest, _ = strings.Cut(rest, " ")
		last = mustDate(text)
	}
	for d := first; d.Compare(last) <= 0; d = d.AddDays(1) {
		days = append(days, calendar.Closed{Date: d, Name: rest, Source: source})
	}
	return days
}

// mustDate reads a date of our own table; a fault there is ours.
func mustDate(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic("holidays: china.txt: " + err.Error())
	}
	return d
}
