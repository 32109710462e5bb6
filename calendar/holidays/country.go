package holidays

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/slaledger/slaledger/calendar"
)

const library = "rickar/cal v2.1.31"

// The years for which the rules were compared with a second source, vacanza/holidays v0.101.
const (
	comparedFrom  = 2015
	comparedUntil = 2027
)

// Country returns the public holidays of a country, by its two-letter ISO 3166 code, as closed days of
// the years fromYear to toYear, both included and within calendar.MinYear and calendar.MaxYear. "ECB" is
// the calendar of the European payment system. A day that is observed on another date, because it
// falls on a weekend, closes that date alone.
//
// The Week is empty, for the hours are the contract's. The Zone is empty, which is UTC, where a
// country has more than one: set it. The Source of each day says how far it can be trusted.
// KnownFrom and KnownUntil stay within 2015 to 2027, the years for which the rules were compared with a
// second source, and some of which must be asked for; the rules are applied to the others all the same.
//
// Country refuses a country whose holidays are decreed from year to year, and one that was not
// compared; the error says which it is.
func Country(code string, fromYear, toYear int) (calendar.Spec, error) {
	if fromYear < calendar.MinYear || toYear > calendar.MaxYear || fromYear > toYear {
		return calendar.Spec{}, fmt.Errorf("holidays: country %q, years %d to %d: want years in order, "+
			"within %d to %d", code, fromYear, toYear, calendar.MinYear, calendar.MaxYear)
	}
	if fromYear > comparedUntil || toYear < comparedFrom {
		// Such a calendar would have no day that it may call known.
		return calendar.Spec{}, fmt.Errorf("holidays: country %q, years %d to %d: want some of %d to %d, "+
			"for which the rules were compared", code, fromYear, toYear, comparedFrom, comparedUntil)
	}
	c, ok := countries[code]
	if !ok {
		return calendar.Spec{}, fmt.Errorf("holidays: country %q: %s", code, refusal(code))
	}
	s := calendar.Spec{
		Name:    code,
		Version: fmt.Sprintf("%s, %d-%d", library, fromYear, toYear),
		Zone:    c.zone,
		Closed:  c.days(fromYear, toYear),
	}
	s.KnownFrom = calendar.Date{Year: max(fromYear, comparedFrom), Month: time.January, Day: 1}
	s.KnownUntil = calendar.Date{Year: min(toYear, comparedUntil), Month: time.December, Day: 31}
	return s, nil
}

// refused reports whether there are rules for a country that are not to be used.
func refused(code string) bool {
	return slices.Contains(decreed, code) || slices.Contains(unchecked, code)
}

func refusal(code string) string {
	switch {
	case slices.Contains(decreed, code):
		return "its days off are decreed from year to year and no rule gives them; list them in the contract"
	case slices.Contains(unchecked, code):
		return "its rules were not compared with a second source; list the days in the contract"
	}
	return "unknown; there are " + strings.Join(codes(), ", ")
}

// country is a list of rules and what is known about it.
type country struct {
	zone  string // "" if the country has several
	rules []*cal.Holiday
	trust string   // what the comparison showed
	extra []oneOff // days that the rules do not have
}

type oneOff struct{ date, name string }

// days returns the closed days of some years by date, each once.
func (c country) days(fromYear, toYear int) []calendar.Closed {
	names := map[calendar.Date][]string{}
	for _, rule := range c.rules {
		// A day may be observed in the year before or after its own.
		for year := fromYear - 1; year <= toYear+1; year++ {
			if d, ok := observed(rule, year); ok && !slices.Contains(names[d], rule.Name) {
				names[d] = append(names[d], rule.Name)
			}
		}
	}
	source := library + "; weekdays of 2015-2027 compared with vacanza/holidays v0.101: " + c.trust
	days := make([]calendar.Closed, 0, len(names))
	for d, n := range names {
		days = append(days, calendar.Closed{Date: d, Name: strings.Join(n, ", "), Source: source})
	}
	for _, e := range c.extra {
		if d := mustDate(e.date); names[d] == nil {
			days = append(days, calendar.Closed{
				Date: d, Name: e.name, Source: "added here, for " + library + " does not have it",
			})
		}
	}
	days = slices.DeleteFunc(days, func(e calendar.Closed) bool {
		return e.Date.Year < fromYear || e.Date.Year > toYear
	})
	slices.SortFunc(days, func(a, b calendar.Closed) int { return a.Date.Compare(b.Date) })
	return days
}

// observed returns the date on which the holiday of a year is observed.
//
// It does the work of the library's own Calc, which cannot be called: some rules write into the
// Holiday they are given, so two goroutines would race, and the result depends on the time zone of the
// process, where midnight may not exist.
func observed(rule *cal.Holiday, year int) (calendar.Date, bool) {
	h := *rule
	if h.Func == nil || h.StartYear > 0 && year < h.StartYear || h.EndYear > 0 && year > h.EndYear ||
		slices.Contains(h.Except, year) {
		return calendar.Date{}, false
	}
	t := h.Func(&h, year)
	if t.IsZero() {
		return calendar.Date{}, false
	}
	// Where midnight is skipped the library gives an hour beside it: take the nearest midnight.
	d := calendar.DateOf(t.Add(12 * time.Hour))
	if d.Year != year && h.CalcOffset == 0 {
		// QUIRK: outside its table a rule gives a day of some other year.
		return calendar.Date{}, false
	}
	d = d.AddDays(h.CalcOffset)
	weekday := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
	for _, o := range h.Observed {
		if o.Day == weekday {
			return d.AddDays(o.Offset), true
		}
	}
	return d, true
}

// codes returns the codes of Country in order.
func codes() []string {
	list := make([]string, 0, len(countries))
	for code := range countries {
		list = append(list, code)
	}
	slices.SortFunc(list, cmp.Compare)
	return list
}
