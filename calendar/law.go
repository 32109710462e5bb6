package calendar

import (
	"slices"
	"strings"
)

// Law names a written rule by which days are counted.
//
// The calendar given must be one of days: a rest day of the law is a date that IsWorkday denies, so
// its working days have to be those that the law means, with the holidays of the right place. Its
// hours matter only with AtOffice.
type Law string

// The laws. The first two govern contracts. The others are for acts and courts: they count the
// periods of a contract only where it says so.
const (
	// CivilCodeCN is the Civil Code of the People's Republic of China, articles 200 to 204. The day
	// on which a period begins is not counted (201); months and years end on the corresponding day
	// or else the last of the month (202); a last day that is a statutory rest day gives way to the
	// day after the rest ends (203), a made-up working day being none; the day ends at 24:00 or,
	// AtOffice, when business stops (203). Hours run from the very moment, and are not moved. Weeks,
	// quarters and working days rest on the agreement of the parties (204), in which they may agree
	// otherwise in all of this.
	CivilCodeCN Law = "cn-civil-code"
	// BGB is the German civil code, sections 187 to 193. The day of the event is not counted (187(1)),
	// or is with FirstDay (187(2)); weeks, months, quarters and years end on the corresponding day or
	// the last of the month (188(2) and (3)), with FirstDay on the day before; a declaration or a
	// performance due on a Saturday, Sunday or public holiday is due on the next working day (193).
	// Half a month is a period of 15 days (189). It has no rule for hours or working days.
	BGB Law = "de-bgb"
	// EU1182 is Regulation (EEC, Euratom) 1182/71, article 3: for acts of the European Union. The day
	// or hour of the event is not counted (3(1)); the last day, if it is a rest day, gives way to the
	// next working day (3(4)), but not when counting back or in hours; two days or more include at
	// least two working days (3(5)), which here holds for periods in days and longer units, counted
	// either way, and not for hours.
	EU1182 Law = "eu-1182-71"
	// FRCP6 is rule 6(a) of the United States Federal Rules of Civil Procedure: for federal courts.
	// The day of the event is not counted, and a last day that is a rest day gives way to the next
	// one in the direction of counting (6(a)(1), (5)). Hours run at once, are all counted and never
	// rounded; from a rest day they run to the same time of the next day that is none (6(a)(2)). An
	// inaccessible clerk's office extends to the first accessible day, later even when counting back
	// (6(a)(3)). The day ends at midnight, as for electronic filing, or, AtOffice, when the
	// clerk's office closes (6(a)(4)).
	FRCP6 Law = "us-frcp-6"
	// CPR28 is rule 2.8 of the Civil Procedure Rules of England and Wales: for their courts. Days are
	// clear days: neither the day on which the period begins nor that of an event that ends it is
	// counted (2.8(3)), so counting back the last day to act lies before the days counted. Periods of
	// five days or less count working days alone (2.8(4)). A last day for an act AtOffice on which the court
	// office is closed gives way to the next on which it is open (2.8(5)); the text does not
	// say how that goes with counting back, which is refused.
	CPR28 Law = "uk-cpr-2.8"
	// FOIA10 is section 10 of the United Kingdom's Freedom of Information Act 2000: for answers of
	// public authorities. It counts working days after the day of receipt (10(1)); the
	// calendar must close on the bank holidays of every part of the United Kingdom (10(6)).
	FOIA10 Law = "uk-foia-10"
)

// ForContracts reports whether l is made for contracts, rather than for acts or courts alone.
func (l Law) ForContracts() bool { return l == CivilCodeCN || l == BGB }

// Limit is a time limit under a Law. Its Period has at least one unit.
type Limit struct {
	Law    Law    `json:"law"`
	Period Period `json:"period"`
	// Before counts back from the event: the result is the latest day to act before it. Only EU1182,
	// FRCP6 and CPR28 do this; the others are silent or disputed.
	Before bool `json:"before,omitempty"`
	// FirstDay counts the day of the event: BGB 187(2), for a period that starts with a day, and for
	// age. No other law takes it.
	FirstDay bool `json:"first_day,omitempty"`
	// KeepLastDay leaves a last day on a rest day, as for a period after which nothing is to be
	// declared or performed, such as age.
	KeepLastDay bool `json:"keep_last_day,omitempty"`
	// AtOffice is for an act done at a place with business hours, those of the calendar: the period
	// ends when they end on its last day. CivilCodeCN and FRCP6 say so, and under CPR28 it follows
	// from the act; the others do not take it, and no law does for hours.
	AtOffice bool `json:"at_office,omitempty"`
	// Inaccessible lists the days on which the clerk's office could not be reached. For FRCP6 only.
	Inaccessible []Date `json:"inaccessible,omitempty"`
	// StateHolidays lists days that are rest days only for periods after an event: FRCP 6(a)(6)(C).
	// For FRCP6 only.
	StateHolidays []Date `json:"state_holidays,omitempty"`
}

// statute is what the law says, each deed with the provision that says it. What a law does not have
// is empty.
type statute struct {
	units []Unit
	back  bool
	// begin leaves out the day of the event, and firstDay counts it; corresponds and short end a
	// long period; count is for days, work for working days, agreed for what only parties may choose.
	begin, firstDay, corresponds, short, count, work, hours, agreed string
	move, moveHours                                                 string // off a rest day
	end, office                                                     string // the time of day
}

var statutes = map[Law]statute{
	CivilCodeCN: {
		units: []Unit{WorkingDay, Day, Weeks, Months, Quarters, Years, Hours},
		begin: "Civil Code 201", corresponds: "Civil Code 202", short: "Civil Code 202",
		count: "Civil Code 201", work: "Civil Code 204", hours: "Civil Code 201",
		agreed: "Civil Code 204", move: "Civil Code 203", end: "Civil Code 203", office: "Civil Code 203",
	},
	BGB: {
		units: []Unit{Day, Weeks, Months, Quarters, Years},
		begin: "BGB 187(1)", firstDay: "BGB 187(2)", corresponds: "BGB 188(2)", short: "BGB 188(3)",
		count: "BGB 188(1)", move: "BGB 193", end: "BGB 188",
	},
	EU1182: {
		units: []Unit{WorkingDay, Day, Weeks, Months, Quarters, Years, Hours}, back: true,
		begin: "1182/71 3(1)", corresponds: "1182/71 3(2)(c)", short: "1182/71 3(2)(c)",
		count: "1182/71 3(2)(b)", work: "1182/71 3(3)", hours: "1182/71 3(2)(a)",
		move: "1182/71 3(4)", end: "1182/71 3(2)",
	},
	FRCP6: {
		units: []Unit{Day, Weeks, Months, Quarters, Years, Hours}, back: true,
		begin: "FRCP 6(a)(1)(A)", corresponds: "FRCP 6(a)(1)", short: "FRCP 6(a)(1)",
		count: "FRCP 6(a)(1)(B)", hours: "FRCP 6(a)(2)", move: "FRCP 6(a)(1)(C)",
		moveHours: "FRCP 6(a)(2)(C)", end: "FRCP 6(a)(4)(A)", office: "FRCP 6(a)(4)(B)",
	},
	CPR28: {
		units: []Unit{Day}, back: true,
		begin: "CPR 2.8(3)", count: "CPR 2.8(2)", work: "CPR 2.8(4)", move: "CPR 2.8(5)",
		end: "CPR 2.8(2)", office: "CPR 2.8(5)",
	},
	FOIA10: {
		units: []Unit{WorkingDay},
		begin: "FOIA 10(1)", work: "FOIA 10(1)", end: "FOIA 10(1)",
	},
}

// maxHours is the largest number of hours in a Limit, four hundred days: longer ones are not written.
const maxHours = 9600

// Check reports what is wrong with l, every fault at once, each a *Fault: a law or unit that is
// unknown, a period out of bounds, or a setting that the law does not have.
func (l Limit) Check() error {
	var k checker
	s, ok := statutes[l.Law]
	if !ok {
		k.fault("law", "%q is unknown; use one of %s", l.Law, lawNames())
		return k.err()
	}
	l.checkPeriod(&k, s)
	if l.Before && !s.back {
		k.fault("before", "%q has no rule for counting back", l.Law)
	}
	if l.Before && l.Law == CPR28 && l.AtOffice {
		k.fault("at_office", "%q does not say how a closed office goes with counting back; "+
			"leave it out and choose the day yourself", l.Law)
	}
	if l.AtOffice && s.office == "" {
		k.fault("at_office", "%q does not let a period end with business; leave it out", l.Law)
	}
	if l.AtOffice && l.Period.Unit == Hours {
		k.fault("at_office", "a period in hours does not end with business; leave it out")
	}
	if l.FirstDay && s.firstDay == "" {
		k.fault("first_day", "%q never counts the day of the event; leave it out", l.Law)
	}
	if l.Law != FRCP6 && len(l.Inaccessible)+len(l.StateHolidays) > 0 {
		k.fault("inaccessible", "%q knows no inaccessible days and no state holidays; leave them out", l.Law)
	}
	k.dates("inaccessible", len(l.Inaccessible), func(i int) Date { return l.Inaccessible[i] })
	k.dates("state_holidays", len(l.StateHolidays), func(i int) Date { return l.StateHolidays[i] })
	return k.err()
}

func (l Limit) checkPeriod(k *checker, s statute) {
	if !slices.Contains(s.units, l.Period.Unit) {
		k.fault("period.unit", "%q does not count in %q; use one of %q", l.Law, l.Period.Unit, s.units)
		return
	}
	limit := most[l.Period.Unit]
	if l.Period.Unit == Hours {
		limit = maxHours
	}
	if l.Period.N < 1 || l.Period.N > limit {
		k.fault("period.n", "%d is not within 1 to %d", l.Period.N, limit)
	}
}

func lawNames() string {
	names := make([]string, 0, len(statutes))
	for l := range statutes {
		names = append(names, string(l))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
