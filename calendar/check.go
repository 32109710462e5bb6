package calendar

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"
)

// Limits of a Spec. They are far above any real calendar, and keep a hostile one from costing much.
const (
	// MaxDates is how many entries each list of dates may have: one for every compiled day.
	MaxDates = 50_000
	// MaxWindows is how many windows a day may have: one each half hour.
	MaxWindows = 48
	// MaxText is how many bytes a name, a version or a source may have: a long sentence.
	MaxText = 1000

	maxFaults = 100 // more than a reader corrects in one go
)

// Fault is one thing that is wrong with a Spec or a Counting. The error of Compile joins all that it
// found, each a *Fault; errors.As finds the first.
type Fault struct {
	Field  string // where it is, such as "closed[3].date" or "week.mon[0]"
	Reason string // what is wrong, with the value, and what to do
}

// Error returns the field and the reason.
func (f *Fault) Error() string { return "calendar: " + f.Field + ": " + f.Reason }

// checker collects faults.
type checker struct {
	faults []error
	more   int // faults found after maxFaults
}

func (k *checker) fault(field, format string, args ...any) {
	if len(k.faults) == maxFaults {
		k.more++
		return
	}
	k.faults = append(k.faults, &Fault{field, fmt.Sprintf(format, args...)})
}

func (k *checker) err() error {
	if k.more > 0 {
		k.faults = append(k.faults, fmt.Errorf("calendar: and %d faults more", k.more))
	}
	return errors.Join(k.faults...)
}

// checkSpec finds every fault of s, and returns the location that its zone names.
func checkSpec(s Spec) (*time.Location, error) {
	var k checker
	k.text("name", s.Name)
	k.text("version", s.Version)
	loc := k.zone(s.Zone)
	for _, d := range slices.Sorted(maps.Keys(s.Week)) {
		field := "week." + string(d)
		if err := d.check(); err != nil {
			k.fault(field, "%v", err)
		}
		k.windows(field, s.Week[d])
	}
	k.special(s.Special)
	k.worked(s.Worked)
	k.closed(s.Closed)
	k.yearly(s.Yearly)
	k.breaks(s.Breaks)
	k.known(s.KnownFrom, s.KnownUntil)
	return loc, k.err()
}

func (k *checker) text(field, s string) {
	if len(s) > MaxText {
		k.fault(field, "it has %d bytes; the limit is %d", len(s), MaxText)
	}
	if !utf8.ValidString(s) {
		k.fault(field, "%q is not valid UTF-8", s)
	}
}

func (k *checker) zone(name string) *time.Location {
	// LoadLocation reads "Local" as the zone of the machine, which is no one's contract.
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		k.fault("zone", "%q is not in the time-zone database; "+
			"use a name such as \"Asia/Shanghai\" or \"UTC\"", name)
		return time.UTC
	}
	return loc
}

func (k *checker) windows(field string, windows []Window) {
	if len(windows) > MaxWindows {
		k.fault(field, "it has %d windows; the limit is %d", len(windows), MaxWindows)
		return
	}
	valid := true
	for i, w := range windows {
		if err := w.check(); err != nil {
			k.fault(fmt.Sprintf("%s[%d]", field, i), "%q: %v", w.String(), err)
			valid = false
		}
	}
	if !valid {
		return
	}
	sorted := slices.Clone(windows)
	sortWindows(sorted)
	for i := range len(sorted) - 1 {
		if sorted[i].To > sorted[i+1].From {
			k.fault(field, "%q and %q overlap; write them as one", sorted[i].String(), sorted[i+1].String())
		}
	}
}

// dates checks one list, of which entry i has the date date(i), and reports whether its entries are
// few enough to look at.
func (k *checker) dates(list string, n int, date func(i int) Date) bool {
	if n > MaxDates {
		k.fault(list, "it has %d entries; the limit is %d", n, MaxDates)
		return false
	}
	first := make(map[Date]int, n)
	for i := range n {
		d, field := date(i), fmt.Sprintf("%s[%d].date", list, i)
		if !k.date(field, d) {
			continue
		}
		if d.Year < MinYear || d.Year > MaxYear {
			k.fault(field, "%s is outside the years %d to %d", d, MinYear, MaxYear)
		}
		if before, dup := first[d]; dup {
			k.fault(field, "%s stands in %s[%d] too; keep one of them", d, list, before)
			continue
		}
		first[d] = i
	}
	return true
}

func (k *checker) date(field string, d Date) bool {
	if d.IsZero() {
		k.fault(field, "it is not set; write a date such as 2026-10-01")
		return false
	}
	if err := d.check(); err != nil {
		k.fault(field, "%s: %v", d, err)
		return false
	}
	return true
}

func (k *checker) special(list []Special) {
	if !k.dates("special", len(list), func(i int) Date { return list[i].Date }) {
		return
	}
	for i, e := range list {
		k.windows(fmt.Sprintf("special[%d].windows", i), e.Windows)
		k.names("special", i, e.Name, e.Source)
	}
}

func (k *checker) worked(list []Worked) {
	if !k.dates("worked", len(list), func(i int) Date { return list[i].Date }) {
		return
	}
	for i, e := range list {
		if err := e.As.check(); err != nil && e.As != "" {
			k.fault(fmt.Sprintf("worked[%d].as", i), "%v", err)
		}
		k.names("worked", i, e.Name, e.Source)
	}
}

func (k *checker) closed(list []Closed) {
	if !k.dates("closed", len(list), func(i int) Date { return list[i].Date }) {
		return
	}
	for i, e := range list {
		k.names("closed", i, e.Name, e.Source)
	}
}

func (k *checker) yearly(list []Yearly) {
	first := make(map[MonthDay]int)
	for i, e := range list {
		field := fmt.Sprintf("yearly[%d].day", i)
		if before, dup := first[e.Day]; dup {
			k.fault(field, "%s stands in yearly[%d] too; keep one of them", e.Day, before)
			continue
		}
		if err := e.Day.check(); err != nil {
			k.fault(field, "%s: %v; write a day such as 12-25", e.Day, err)
		}
		first[e.Day] = i
		k.names("yearly", i, e.Name, e.Source)
	}
}

func (k *checker) breaks(list []Break) {
	if !k.dates("breaks", len(list), func(i int) Date { return list[i].Date }) {
		return
	}
	for i, e := range list {
		field := fmt.Sprintf("breaks[%d].windows", i)
		if len(e.Windows) == 0 {
			k.fault(field, "it takes nothing away; write at least one window, such as 12:00-13:00")
		}
		k.windows(field, e.Windows)
		k.names("breaks", i, e.Name, e.Source)
	}
}

func (k *checker) names(list string, i int, name, source string) {
	k.text(fmt.Sprintf("%s[%d].name", list, i), name)
	k.text(fmt.Sprintf("%s[%d].source", list, i), source)
}

func (k *checker) known(from, until Date) {
	okFrom := from.IsZero() || k.date("known_from", from)
	okUntil := until.IsZero() || k.date("known_until", until)
	if okFrom && okUntil && !from.IsZero() && !until.IsZero() && until.Compare(from) < 0 {
		k.fault("known_until", "%s is before known_from, %s", until, from)
	}
}
