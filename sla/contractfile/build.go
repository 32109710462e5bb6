package contractfile

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// maxCalendars bounds the calendars of a file, all versions together: each takes milliseconds to compile.
// A contract with a calendar for each time zone and ten versions has fewer.
const maxCalendars = 500

// build makes the contract of what the file says, and compiles its calendars.
func (d *decoder) build(c draft, o Options) *sla.Contract {
	calendars := 0
	for _, t := range c.terms {
		calendars += len(t.calendars)
		if calendars > maxCalendars {
			d.fault(t.calendars[0].at,
				fmt.Sprintf("with these the file has more than %d calendars", maxCalendars),
				"leave out those that no commitment names")
			break
		}
		c.Terms = append(c.Terms, d.buildTerms(t, c.Zone, o))
	}
	return &c.Contract
}

func (d *decoder) buildTerms(t draftTerms, zone string, o Options) sla.Terms {
	built := t.Terms
	built.Calendars = make(map[string]*calendar.Calendar, len(t.calendars))
	for _, e := range t.calendars {
		built.Calendars[e.name] = d.compile(e, zone, o)
	}
	for _, e := range t.channels {
		e.value.ID = e.name
		built.Channels = append(built.Channels, e.value)
	}
	for _, e := range t.commitments {
		e.Within, e.Aim = e.within.limit, e.within.aim
		built.Commitments = append(built.Commitments, e.Commitment)
	}
	return built
}

func termsPath(i int) string { return fmt.Sprintf("terms[%d]", i) }

// compile returns the calendar, nil after a fault.
func (d *decoder) compile(e named[draftCalendar], zone string, o Options) *calendar.Calendar {
	if !d.sound(e.at.path) {
		return nil
	}
	own := e.value.own
	own.Name = e.name
	spec := own
	if e.value.base != "" {
		base, ok := d.resolve(e, o)
		if !ok {
			return nil
		}
		spec = base.With(own)
	}
	spec.Zone = cmp.Or(spec.Zone, zone)
	if !opens(spec) {
		d.fault(e.at, "the calendar is never open", "give it a week, such as {mon-fri: [09:00-18:00]}")
		return nil
	}
	c, err := calendar.Compile(spec)
	if err != nil {
		d.calendarFaults(e, err)
		return nil
	}
	if day, n := idle(spec); n > 0 {
		d.fault(e.at, fmt.Sprintf("made-up working days (%d) take the hours of %q, which has none", n, day),
			`give that day hours, list the dates under "worked" with another "as", or base it on a calendar without made-up days`)
	}
	return c
}

// idle counts the made-up working days that take the hours of a weekday without any, and names the weekday.
func idle(s calendar.Spec) (day calendar.Weekday, n int) {
	for _, w := range s.Worked {
		if as := cmp.Or(w.As, calendar.Mon); len(s.Week[as]) == 0 {
			day = as
			n++
		}
	}
	return day, n
}

// resolve asks the caller for the calendar that e is based on.
func (d *decoder) resolve(e named[draftCalendar], o Options) (calendar.Spec, bool) {
	at := e.at // of a bare name
	if path := e.at.path + ".base"; d.has(path) {
		at = d.at(path)
	}
	err := errors.New("the program that reads this contract knows no calendars by name")
	var spec calendar.Spec
	if o.Calendars != nil {
		spec, err = o.Calendars(e.value.base)
	}
	if err != nil {
		d.fault(at, fmt.Sprintf("no calendar is known by the name %s", quote(e.value.base)), err.Error())
		return spec, false
	}
	return spec, true
}

// opens reports whether a calendar has any hours: by its week or on special days.
func opens(s calendar.Spec) bool {
	for _, windows := range s.Week {
		if len(windows) > 0 {
			return true
		}
	}
	for _, e := range s.Special {
		if len(e.Windows) > 0 {
			return true
		}
	}
	return false
}

// calendarFaults records the faults that Compile found. With a base, the entries that Compile counts are
// not those of the file, so the file's own are compiled once more alone to find their places.
func (d *decoder) calendarFaults(e named[draftCalendar], err error) {
	indexed := e.value.base == ""
	if !indexed {
		if _, own := calendar.Compile(e.value.own); own != nil {
			err, indexed = own, true
		}
	}
	for _, f := range joined(err) {
		var fault *calendar.Fault
		switch {
		case !errors.As(f, &fault):
			d.fault(e.at, f.Error(), "")
		case indexed:
			reason, hint := cutHint(fault.Reason)
			d.fault(d.at(e.at.path+"."+fault.Field), reason, hint)
		default:
			d.fault(e.at, fault.Field+": "+fault.Reason, "")
		}
	}
}

// joined takes apart what errors.Join put together.
func joined(err error) []error {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		return all.Unwrap()
	}
	return []error{err}
}
