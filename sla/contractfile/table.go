package contractfile

import (
	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// The types below hold what the file says until calendars are compiled and lists are in their final form.

type draft struct {
	sla.Contract
	terms []draftTerms
}

type draftTerms struct {
	sla.Terms
	calendars   []named[draftCalendar]
	channels    []named[sla.Channel]
	commitments []draftCommitment
}

type draftCalendar struct {
	base string
	own  calendar.Spec
}

type draftCommitment struct {
	sla.Commitment
	within span
}

// The table of fields: every setting of a contract stands here, once.

var contractKind = object("a contract",
	need("id", name, func(c *draft) *string { return &c.ID },
		"the name of the contract, at most 128 bytes, without a slash"),
	opt("title", text, func(c *draft) *string { return &c.Title },
		"what the contract calls itself"),
	opt("law", country, func(c *draft) *string { return &c.Law },
		"the governing law, as an ISO 3166-1 country code"),
	opt("language", language, func(c *draft) *string { return &c.Language },
		"the language of notices, as a BCP 47 tag"),
	need("zone", zone, func(c *draft) *string { return &c.Zone },
		"the IANA time zone of the contract's dates, such as Asia/Shanghai"),
	opt("signed", date, func(c *draft) *calendar.Date { return &c.Signed },
		"the day on which it was signed"),
	need("client", party, func(c *draft) *sla.Party { return &c.Client },
		"the side that buys the service"),
	need("vendor", party, func(c *draft) *sla.Party { return &c.Vendor },
		"the side that renders the service"),
	opt("ledger", ledger, func(c *draft) *sla.Ledger { return &c.Ledger },
		"the log in which the evidence is kept"),
	need("terms", atLeastOne("a list of terms", terms), func(c *draft) *[]draftTerms { return &c.terms },
		"the list of what was promised, one entry for each dated version"),
)

var party = object("a party",
	need("name", text, func(p *sla.Party) *string { return &p.Name },
		"the full name, as in the contract"),
	opt("address", text, func(p *sla.Party) *string { return &p.Address },
		"the postal address at which it takes notices"),
	opt("email", text, func(p *sla.Party) *string { return &p.Email },
		"the e-mail address at which it takes notices"),
	opt("phone", text, func(p *sla.Party) *string { return &p.Phone }, "the telephone number"),
	opt("contact", text, func(p *sla.Party) *string { return &p.Contact },
		"the person whom the contract names"),
)

var ledger = object("a ledger",
	need("origin", text, func(l *sla.Ledger) *string { return &l.Origin },
		"the name of the log, as its checkpoints have it"),
	need("key", verifierKey, func(l *sla.Ledger) *string { return &l.Key },
		"the public key that verifies its checkpoints"),
)

var terms = object("a version of the terms",
	need("version", name, func(t *draftTerms) *string { return &t.Version },
		"the name of the version, such as 1"),
	need("from", date, func(t *draftTerms) *calendar.Date { return &t.From },
		"the first day in force"),
	opt("until", date, func(t *draftTerms) *calendar.Date { return &t.Until },
		"the last day in force; left out, the terms are open-ended"),
	need("calendars", mapping("calendars by name", calendarKind),
		func(t *draftTerms) *[]named[draftCalendar] { return &t.calendars },
		"the calendars by which time counts, by name"),
	opt("channels", mapping("channels by name", channel),
		func(t *draftTerms) *[]named[sla.Channel] { return &t.channels },
		"the roads by which the sides talk, by name"),
	need("commitments", atLeastOne("a list of commitments", commitment),
		func(t *draftTerms) *[]draftCommitment { return &t.commitments },
		"the list of the vendor's promises"),
	opt("conventions", conventions, func(t *draftTerms) *sla.Conventions { return &t.Conventions },
		"how the contract counts; what is left out it does not state"),
)

// calendarKind is an object, or the bare name of a calendar that the caller knows.
var calendarKind = either(
	convert(name, func(_ *decoder, _ spot, base string) draftCalendar { return draftCalendar{base: base} }),
	object("a calendar",
		opt("base", name, func(c *draftCalendar) *string { return &c.base },
			"the name of a calendar that the rest overlays, such as CN"),
		opt("zone", zone, func(c *draftCalendar) *string { return &c.own.Zone },
			"the IANA time zone; left out, that of the base, else of the contract"),
		opt("week", week, func(c *draftCalendar) *calendar.Week { return &c.own.Week },
			"the opening hours by day, such as mon-fri: [09:00-18:00]"),
		opt("closed", atLeastOne("a list of closed days", closed),
			func(c *draftCalendar) *[]calendar.Closed { return &c.own.Closed },
			"days without hours, such as holidays"),
		opt("worked", atLeastOne("a list of made-up working days", worked),
			func(c *draftCalendar) *[]calendar.Worked { return &c.own.Worked },
			"days that take the hours of another weekday"),
		opt("special", atLeastOne("a list of days with special hours", special),
			func(c *draftCalendar) *[]calendar.Special { return &c.own.Special },
			"days with hours of their own"),
		opt("known_from", date, func(c *draftCalendar) *calendar.Date { return &c.own.KnownFrom },
			"the first day for which the lists of days are complete"),
		opt("known_until", date, func(c *draftCalendar) *calendar.Date { return &c.own.KnownUntil },
			"the last day for which the lists of days are complete"),
	))

// windows may be empty: a day that is closed.
var windows = listOrNone("a list of opening hours", window)

var week = convert(mapping("opening hours by day", windows), expandWeek)

var closed = object("a closed day",
	need("date", date, func(c *calendar.Closed) *calendar.Date { return &c.Date }, "the day"),
	opt("name", text, func(c *calendar.Closed) *string { return &c.Name },
		"what the day is called"),
	opt("source", text, func(c *calendar.Closed) *string { return &c.Source }, "who says so"),
)

var worked = object("a made-up working day",
	need("date", date, func(w *calendar.Worked) *calendar.Date { return &w.Date }, "the day"),
	opt("as", weekday, func(w *calendar.Worked) *calendar.Weekday { return &w.As },
		"the weekday whose hours it takes; left out, Monday"),
	opt("name", text, func(w *calendar.Worked) *string { return &w.Name },
		"what the day is called"),
	opt("source", text, func(w *calendar.Worked) *string { return &w.Source }, "who says so"),
)

var special = object("a day with special hours",
	need("date", date, func(s *calendar.Special) *calendar.Date { return &s.Date }, "the day"),
	need("windows", windows, func(s *calendar.Special) *[]calendar.Window { return &s.Windows },
		"its opening hours; [] closes it"),
	opt("name", text, func(s *calendar.Special) *string { return &s.Name },
		"what the day is called"),
	opt("source", text, func(s *calendar.Special) *string { return &s.Source }, "who says so"),
)

var channel = object("a channel",
	need("name", text, func(c *sla.Channel) *string { return &c.Name },
		"what the contract calls the channel"),
	opt("written", truth, func(c *sla.Channel) *bool { return &c.Written },
		"whether what is said there is in writing; left out, it is not"),
)

var commitment = object("a commitment",
	need("id", name, func(c *draftCommitment) *string { return &c.ID },
		"its name, different from that of every other commitment of these terms"),
	opt("clause", text, func(c *draftCommitment) *string { return &c.Clause },
		"where it stands in the contract, such as 4.2"),
	opt("quote", text, func(c *draftCommitment) *string { return &c.Quote },
		"the contract's own words"),
	need("measure", choiceOf(sla.FirstResponse, sla.Restoration, sla.Resolution, sla.Delivery,
		sla.Progress),
		func(c *draftCommitment) *sla.Measure { return &c.Measure },
		"what is promised, such as first_response"),
	opt("when", condition, func(c *draftCommitment) *sla.Condition { return &c.When },
		"the requests that it applies to; left out, all"),
	opt("within", length, func(c *draftCommitment) *span { return &c.within },
		"the limit, such as 30 min or 2 working days"),
	opt("every", pointer(schedule), func(c *draftCommitment) **sla.Schedule { return &c.Every },
		"the recurring time of a progress report, such as fri 18:00"),
	need("calendar", name, func(c *draftCommitment) *string { return &c.Calendar },
		"the name of one of the calendars of these terms"),
	opt("start", mark, func(c *draftCommitment) *sla.Mark { return &c.Start },
		"what starts the clock; left out, what the measure says"),
	opt("stop", mark, func(c *draftCommitment) *sla.Mark { return &c.Stop },
		"what stops the clock; left out, what the measure says"),
	opt("counting", pointer(counting),
		func(c *draftCommitment) **calendar.Counting { return &c.Counting },
		"how the days of its limit are counted, instead of the convention"),
	opt("allows", atLeastOne("a list of grounds", exclusion),
		func(c *draftCommitment) *[]sla.Exclusion { return &c.Allows },
		"the grounds on which a clause lets the vendor stop the clock"),
)

var condition = object("a condition",
	opt("channel", oneOrMore("a channel or a list of them", name),
		func(c *sla.Condition) *[]string { return &c.Channels },
		"the channels by which the request came"),
	opt("category", oneOrMore("a category or a list of them", text),
		func(c *sla.Condition) *[]string { return &c.Categories },
		"the categories of the request"),
	opt("priority", oneOrMore("a priority or a list of them", text),
		func(c *sla.Condition) *[]string { return &c.Priorities },
		"the priorities of the request"),
	opt("service", oneOrMore("a service or a list of them", text),
		func(c *sla.Condition) *[]string { return &c.Services },
		"the services that the request is about"),
)

// schedule is an object, or one line of text.
var schedule = either(
	scalarOf("a recurring time such as fri 18:00", parseWeekly),
	object("a recurring time",
		need("day", weekday, func(s *sla.Schedule) *calendar.Weekday { return &s.Weekday },
			"the day of the week, such as fri"),
		need("at", clock, func(s *sla.Schedule) *calendar.Clock { return &s.At },
			`the time of day, such as "18:00"`),
		opt("rest_day", choiceOf(sla.Skip, sla.Previous, sla.Next),
			func(s *sla.Schedule) *sla.OnRestDay { return &s.RestDay },
			"what becomes of one that falls on a day without hours"),
	))

var mark = object("a start or a stop",
	opt("on", oneOrMore("a kind of event or a list of them", choiceOf(
		sla.Opened, sla.Message, sla.Acknowledged, sla.Reported, sla.Restored, sla.Resolved,
		sla.Delivered, sla.Accepted,
		sla.Rejected, sla.Cancelled, sla.ExtensionAsked, sla.ExtensionGranted, sla.OutageBegan,
		sla.OutageEnded, sla.Chased, sla.Noticed)),
		func(m *sla.Mark) *[]sla.Kind { return &m.Kinds }, "the kinds of event"),
	opt("by", choiceOf(sla.Client, sla.Vendor, sla.Third, sla.Monitor),
		func(m *sla.Mark) *sla.Role { return &m.By },
		"the side that the event comes from"),
	opt("time", choiceOf(sla.AtOccurred, sla.AtSent, sla.AtArrived, sla.AtAcknowledged),
		func(m *sla.Mark) *sla.TimeOf { return &m.Time },
		"which of the times of the event counts; left out, when it occurred"),
)

var counting = object("a rule of counting",
	opt("cut_off", clock, func(c *calendar.Counting) *calendar.Clock { return &c.CutOff },
		"the time of day from which a receipt counts as made on the next working day"),
	opt("after_cut_off", clock, func(c *calendar.Counting) *calendar.Clock { return &c.AfterCutOff },
		"the time of day of that receipt; left out, the opening"),
	opt("rest_day", choice(
		word[calendar.RestDay]{"keep", calendar.RestKeep},
		word[calendar.RestDay]{"next_opening", calendar.RestNextOpening},
		word[calendar.RestDay]{"same_clock", calendar.RestSameClock}),
		func(c *calendar.Counting) *calendar.RestDay { return &c.RestDay },
		"where a receipt on a day without hours moves; left out, it keeps its date"),
	opt("due_at", choice(
		word[calendar.DueAt]{"close", calendar.DueAtClose},
		word[calendar.DueAt]{"same_clock", calendar.DueSameClock},
		word[calendar.DueAt]{"end_of_day", calendar.DueEndOfDay}),
		func(c *calendar.Counting) *calendar.DueAt { return &c.DueAt },
		"the time of the last day at which it is due; left out, the close of business or, of calendar days, 24:00"),
	opt("last_day", choice(
		word[calendar.LastDay]{"stays", calendar.LastDayStays},
		word[calendar.LastDay]{"next_working", calendar.LastDayNext}),
		func(c *calendar.Counting) *calendar.LastDay { return &c.LastDay },
		"where calendar days that end on a rest day move; left out, they stay"),
)

var exclusion = object("a ground",
	need("ground", choiceOf(sla.WaitingForClient, sla.ThirdParty, sla.ForceMajeure,
		sla.PlannedMaintenance, sla.Agreed),
		func(e *sla.Exclusion) *sla.Ground { return &e.Ground }, "the cause that stops the clock"),
	need("clause", text, func(e *sla.Exclusion) *string { return &e.Clause },
		"the clause that says so"),
)

var conventions = object("conventions",
	opt("at_closing", choiceOf(sla.Closing, sla.NextOpening),
		func(c *sla.Conventions) *sla.AtClosing { return &c.AtClosing },
		"where a limit ends that uses up the last minute of a day"),
	opt("working_days", pointer(counting),
		func(c *sla.Conventions) **calendar.Counting { return &c.WorkingDays },
		"how periods in working days are counted"),
	opt("days", pointer(counting), func(c *sla.Conventions) **calendar.Counting { return &c.Days },
		"how periods in calendar days are counted"),
)
