package sla_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
	"github.com/stretchr/testify/require"
)

func coarse(e sla.Event, p time.Duration) sla.Event {
	e.Precision = sla.Precision(p)
	return e
}

func refs(e sla.Event, ids ...string) sla.Event {
	e.Refs = ids
	return e
}

// What may have been in time is never found late, and what was asked of the vendor does not vanish.
func TestNeitherSideIsWronged(t *testing.T) {
	hour := sla.Commitment{ID: "C", Measure: sla.FirstResponse, Calendar: "always", Within: hours(1)}
	day := sla.Commitment{ID: "C", Measure: sla.Delivery, Calendar: "always", Within: hours(24)}
	arrives := hour
	arrives.Stop = sla.Mark{Time: sla.AtArrived}
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 10:00")
	arrived := event("m", sla.Message, sla.Vendor, "2026-09-21 10:10")
	arrived.Times.Arrived = at("2026-09-21 10:50")
	machine := opened
	machine.Automatic = true
	seen := event("m", sla.OutageEnded, sla.Monitor, "2026-09-21 11:00")
	seen.Automatic = true
	restored := sla.Commitment{ID: "C", Measure: sla.Restoration, Calendar: "always", Within: hours(24)}
	resolvedBy := sla.Commitment{ID: "C", Measure: sla.Resolution, Calendar: "always", Within: hours(24), Stop: sla.Mark{Kinds: []sla.Kind{sla.Message}}}
	for _, tt := range []struct {
		name       string
		commitment sla.Commitment
		asOf       string
		events     []sla.Event
		verdict    sla.Verdict
		reasons    []sla.Reason
	}{
		{"withdrawn at a time that straddles the limit", hour, "2026-12-31 12:00",
			[]sla.Event{opened, coarse(event("c", sla.Cancelled, sla.Client, "2026-09-21 10:30"), time.Hour)},
			sla.Unknown, []sla.Reason{sla.Straddles}},
		{"withdrawn after an answer of unknown arrival", arrives, "2026-12-31 12:00",
			[]sla.Event{opened, event("m", sla.Message, sla.Vendor, "2026-09-21 10:05"), event("c", sla.Cancelled, sla.Client, "2026-09-22 10:00")},
			sla.Unknown, []sla.Reason{sla.TimeNotKnown}},
		{"rejected work was an answer all the same", hour, "2026-12-31 12:00",
			[]sla.Event{opened, event("d", sla.Delivered, sla.Vendor, "2026-09-21 10:30"), refs(event("x", sla.Rejected, sla.Client, "2026-09-21 12:00"), "d")},
			sla.Met, nil},
		{"accepted after it was rejected", day, "2026-12-31 12:00",
			[]sla.Event{opened, event("d", sla.Delivered, sla.Vendor, "2026-09-21 10:30"), refs(event("x", sla.Rejected, sla.Client, "2026-09-21 12:00"), "d"),
				refs(event("y", sla.Accepted, sla.Client, "2026-09-21 13:00"), "d")},
			sla.Met, nil},
		{"an answer in the minute of the request", hour, "2026-12-31 12:00",
			[]sla.Event{event("o", sla.Opened, sla.Client, "2026-09-21 10:00:30"), coarse(event("m", sla.Message, sla.Vendor, "2026-09-21 10:00"), time.Minute)},
			sla.Unknown, []sla.Reason{sla.Straddles}},
		{"a coarse answer beside an exact one in time", hour, "2026-12-31 12:00",
			[]sla.Event{opened, coarse(event("m", sla.Message, sla.Vendor, "2026-09-21 10:20"), 2*time.Hour), event("n", sla.Message, sla.Vendor, "2026-09-21 10:40")},
			sla.Met, nil},
		{"an answer that has not arrived yet", arrives, "2026-09-21 10:20", []sla.Event{opened, arrived}, sla.Open, nil},
		{"a request by a machine", hour, "2026-09-21 10:20", []sla.Event{machine}, sla.Open, nil},
		{"an end that a machine saw", restored, "2026-09-22 10:20", []sla.Event{opened, seen}, sla.Met, nil},
		{"the client asks again", resolvedBy, "2026-09-22 09:00",
			[]sla.Event{opened, event("m", sla.Message, sla.Client, "2026-09-21 18:00")}, sla.Open, nil},
		{"the vendor opened it first", hour, "2026-12-31 12:00",
			[]sla.Event{opened, event("v", sla.Opened, sla.Vendor, "2026-09-21 09:00"), event("m", sla.Message, sla.Vendor, "2026-09-21 10:40")},
			sla.Met, nil},
		{"an extension after a delivery in time", day, "2026-12-31 12:00",
			[]sla.Event{opened, event("d", sla.Delivered, sla.Vendor, "2026-09-22 09:00"), until("g", "2026-09-25 09:00", "2026-09-28 18:00")},
			sla.Met, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := one(t, contract(t, tt.commitment), tt.asOf, append(tt.events, covered())...)
			require.Equal(t, tt.verdict, f.Verdict)
			require.Equal(t, tt.reasons, f.Reasons)
		})
	}
}

// until makes an extension to a date.
func until(id, when, date string) sla.Event {
	e := event(id, sla.ExtensionGranted, sla.Client, when)
	e.Until = at(date)
	return e
}

func TestCoverageReachesTheLatestDueTime(t *testing.T) {
	c := contract(t, sla.Commitment{ID: "C", Measure: sla.FirstResponse, Calendar: "always", Within: hours(1)})
	opened := coarse(event("o", sla.Opened, sla.Client, "2026-09-21 10:00"), time.Hour) // due 11:00 to 12:00
	cover := covered()
	cover.Times.Occurred = at("2026-09-21 15:00")
	cover.Span = sla.Span{From: at("2026-09-21 09:00"), To: at("2026-09-21 11:30")}
	require.Equal(t, sla.Unknown, one(t, c, "2026-09-21 15:00", opened, cover).Verdict)
	cover.Span.To = at("2026-09-21 12:00")
	require.Equal(t, sla.Missed, one(t, c, "2026-09-21 15:00", opened, cover).Verdict)
	cover.Channel = "email"
	require.Equal(t, sla.Unknown, one(t, c, "2026-09-21 15:00", opened, cover).Verdict,
		"terms without channels leave open by which one the answer came")
}

func TestPausesOfCalendarDays(t *testing.T) {
	c := contract(t, sla.Commitment{ID: "D", Measure: sla.Delivery, Calendar: "office",
		Within: sla.Length{Period: calendar.Period{N: 3, Unit: calendar.Day}}})
	hold := event("h", sla.HoldGranted, sla.Client, "2026-09-19 09:00")
	hold.Span = sla.Span{From: at("2026-09-19 00:00"), To: at("2026-09-21 00:00")} // Saturday and Sunday
	opened := event("o", sla.Opened, sla.Client, "2026-09-17 10:00")
	f := one(t, c, "2026-12-31 12:00", opened, hold, event("d", sla.Delivered, sla.Vendor, "2026-09-22 23:00"))
	require.True(t, f.Promised.At.Equal(at("2026-09-21 00:00")), "%s", f.Promised.At)
	require.True(t, f.Due().At.Equal(at("2026-09-23 00:00")), "%s", f.Due().At)
	require.True(t, f.Due().Exclusive)
	require.Equal(t, sla.Excused, f.Verdict)
}

func TestGrantsAddUp(t *testing.T) {
	c := contract(t, sla.Commitment{ID: "D", Measure: sla.Delivery, Calendar: "always", Within: hours(24)})
	claimed := held("h", sla.ThirdParty, "2026-09-21 12:00", "2026-09-27 12:00")
	part := func(id, from, to string) sla.Event {
		e := refs(event(id, sla.HoldGranted, sla.Client, "2026-09-28 09:00"), "h")
		e.Span = sla.Span{From: at(from), To: at(to)}
		return e
	}
	f := one(t, c, "2026-12-31 12:00", event("o", sla.Opened, sla.Client, "2026-09-21 10:00"), claimed,
		part("g1", "2026-09-21 12:00", "2026-09-22 12:00"), part("g2", "2026-09-22 20:00", "2026-09-23 20:00"),
		event("d", sla.Delivered, sla.Vendor, "2026-09-24 08:00"))
	require.Equal(t, sla.Excused, f.Verdict)
	require.Equal(t, 48*time.Hour, f.Views[sla.Undisputed].Paused)

	other := part("g3", "2026-09-21 12:00", "2026-09-27 12:00")
	other.Commitment = "R"
	c.Terms[0].Commitments = append(c.Terms[0].Commitments, sla.Commitment{ID: "R", Measure: sla.Restoration, Calendar: "always", Within: hours(24)})
	a := evaluate(t, c, "2026-12-31 12:00", event("o", sla.Opened, sla.Client, "2026-09-21 10:00"), claimed, other, covered())
	require.Equal(t, time.Duration(0), a.Findings[0].Views[sla.Undisputed].Paused, "granted for the other commitment")
	require.Equal(t, 144*time.Hour, a.Findings[1].Views[sla.Undisputed].Paused)

	ended := answer("e", sla.HoldEnded, "2026-09-21 14:00", "h")
	f = one(t, contract(t, c.Terms[0].Commitments[0]), "2026-12-31 12:00", event("o", sla.Opened, sla.Client, "2026-09-21 10:00"), claimed, ended, covered())
	require.Equal(t, 2*time.Hour, f.Views[sla.EveryClaim].Paused, "the earlier end counts")
}

// What hits nothing is said, never dropped.
func TestDanglingNamesAreProblems(t *testing.T) {
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 10:00")
	misnamed := until("g", "2026-09-21 12:00", "2026-09-28 18:00")
	misnamed.Commitment = "deliverry"
	elsewhere := covered()
	elsewhere.Channel = "emial"
	endless := covered()
	endless.Span = sla.Span{}
	late := until("g", "2026-09-26 09:00", "2026-09-22 18:00")
	c := contract(t, delivery)
	c.Terms[0].Channels = []sla.Channel{{ID: "email"}}
	for _, tt := range []struct {
		name  string
		event sla.Event
		want  string
	}{
		{"a commitment", misnamed, `"deliverry"`},
		{"a claim", refs(event("g", sla.HoldGranted, sla.Client, "2026-09-21 12:00"), "hh"), `"hh"`},
		{"a rejection of a request", refs(event("g", sla.Rejected, sla.Client, "2026-09-21 12:00"), "o"), "cannot be rejected"},
		{"a rejection by the vendor", refs(event("g", sla.Rejected, sla.Vendor, "2026-09-21 12:00"), "o"), "only the client can reject"},
		{"a withdrawal by the vendor", event("g", sla.Cancelled, sla.Vendor, "2026-09-21 12:00"), "only the client can withdraw"},
		{"a channel", elsewhere, `"emial"`},
		{"coverage from nowhere", endless, "from when"},
		{"a late extension to an earlier date", late, "does not lie after"},
		{"days of no kind", sla.Event{ID: "g", Case: "A", Kind: sla.ExtensionGranted, By: sla.Client, Times: sla.Times{Occurred: at("2026-09-21 12:00")},
			Extra: calendar.Period{N: 2}}, "which kind"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := evaluate(t, c, "2026-12-31 12:00", opened, tt.event)
			require.Len(t, a.Problems, 1)
			require.Contains(t, a.Problems[0].Text, tt.want)
			require.Len(t, a.Findings, 1)
		})
	}
}

// What was granted and came to nothing is said as well.
func TestEmptyGrantsAreProblems(t *testing.T) {
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 10:00")
	a := evaluate(t, contract(t, response), "2026-09-21 11:00", opened, until("g", "2026-09-21 10:30", "2026-09-28 18:00"))
	require.Len(t, a.Problems, 1)
	require.Contains(t, a.Problems[0].Text, "no work of the case")

	outside := refs(event("g", sla.HoldGranted, sla.Client, "2026-09-21 13:00"), "h")
	outside.Span = sla.Span{From: at("2026-09-25 00:00"), To: at("2026-09-26 00:00")}
	a = evaluate(t, contract(t, delivery), "2026-09-22 11:00", opened, outside,
		held("h", sla.ThirdParty, "2026-09-21 12:00", "2026-09-22 12:00"))
	require.Len(t, a.Problems, 1)
	require.Contains(t, a.Problems[0].Text, "grants no part")
}

// FuzzCoarse judges a history whose times are coarse, and again with exact times drawn from within:
// what was certain must be so for every draw.
func FuzzCoarse(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 3))
		boston := &calendar.Counting{CutOff: 17 * 3600, AfterCutOff: 8*3600 + 1800, RestDay: calendar.RestSameClock, DueAt: calendar.DueSameClock}
		c := contract(t, response, restore, delivery,
			sla.Commitment{ID: "B", Measure: sla.Delivery, Calendar: "office", Within: workingDays(2), Counting: boston},
			sla.Commitment{ID: "E", Measure: sla.Delivery, Calendar: "office", Within: sla.Length{Period: calendar.Period{N: 2, Unit: calendar.Day}}})
		base := at("2026-09-17 00:00")
		moment := func() time.Time { return base.Add(time.Duration(r.Int64N(8*24*60)) * time.Minute) }
		opened := event("o", sla.Opened, sla.Client, "2026-09-17 00:00")
		opened.Times.Occurred = moment()
		events := []sla.Event{coarse(opened, time.Duration(r.Int64N(24*60))*time.Minute), covered()}
		for i, kind := range []sla.Kind{sla.Message, sla.Message, sla.Delivered, sla.Restored} {
			e := event(fmt.Sprint(i), kind, sla.Vendor, "2026-09-17 00:00")
			e.Times.Occurred = opened.Times.Occurred.Add(time.Duration(r.Int64N(6*24*60)-600) * time.Minute)
			events = append(events, coarse(e, time.Duration(r.Int64N(12*60))*time.Minute))
		}
		hold := held("h", sla.ThirdParty, "2026-09-17 00:00", "2026-09-17 00:01")
		hold.Span = sla.Span{From: moment(), To: moment()}
		hold.Times.Occurred = base
		events = append(events, hold, answer("g", sla.HoldGranted, "2026-09-17 00:00", "h"))
		judged := evaluate(t, c, "2026-12-31 12:00", events...)
		for range 6 {
			exact := make([]sla.Event, len(events))
			for i, e := range events {
				if e.Precision > 0 {
					e.Times.Occurred = e.Times.Occurred.Add(time.Duration(r.Int64N(int64(e.Precision) + 1)))
					e.Precision = 0
				}
				exact[i] = e
			}
			if overtaken(events, exact) {
				continue
			}
			for i, g := range evaluate(t, c, "2026-12-31 12:00", exact...).Findings {
				switch was := judged.Findings[i]; was.Verdict {
				case sla.Missed:
					require.Equal(t, sla.Missed, g.Verdict, "%s: certain to be missed, and %s at %v", was.ID, g.Verdict, exact)
				case sla.Met, sla.Excused:
					require.Contains(t, []sla.Verdict{sla.Met, sla.Excused}, g.Verdict, "%s: certain to be in time at %v", was.ID, exact)
				}
			}
		}
	})
}

// overtaken reports whether a draw puts before the request what is recorded after it. The order of
// the record holds there: an answer noted in the minute of the request is an answer.
func overtaken(recorded, exact []sla.Event) bool {
	for i := range recorded {
		after := !recorded[i].Times.Occurred.Before(recorded[0].Times.Occurred)
		if after && exact[i].Times.Occurred.Before(exact[0].Times.Occurred) {
			return true
		}
	}
	return false
}

// A record on which nobody has decided may be the answer. The client's own, a machine's, and one
// after the due time are not.
func TestUndecidedRecords(t *testing.T) {
	c := contract(t, response, delivery)
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 09:00") // response due 13:00, delivery 24 Sep 18:00
	record := func(by sla.Role, when string) sla.Event { return event("7", sla.Undecided, by, when) }
	machine := record(sla.Vendor, "2026-09-21 10:00")
	machine.Automatic = true
	for _, tt := range []struct {
		name     string
		record   sla.Event
		response sla.Verdict
		delivery sla.Verdict
	}{
		{"by the vendor", record(sla.Vendor, "2026-09-21 10:00"), sla.Unknown, sla.Unknown},
		{"by nobody known", record("", "2026-09-21 10:00"), sla.Unknown, sla.Unknown},
		{"after one of the due times", record(sla.Vendor, "2026-09-21 15:00"), sla.Missed, sla.Unknown},
		{"by the client, who may note that the work is done", record(sla.Client, "2026-09-21 10:00"), sla.Missed, sla.Unknown},
		{"by a machine, which may", machine, sla.Missed, sla.Unknown},
		{"before the request", record(sla.Vendor, "2026-09-21 08:00"), sla.Missed, sla.Missed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fs := evaluate(t, c, "2026-12-31 12:00", opened, tt.record, covered()).Findings
			require.Equal(t, tt.response, fs[0].Verdict)
			require.Equal(t, tt.delivery, fs[1].Verdict)
			for _, f := range fs {
				if f.Verdict == sla.Unknown {
					require.Equal(t, []sla.Reason{sla.UndecidedRecord}, f.Reasons)
					require.Equal(t, []string{"7"}, f.Undecided)
					require.Contains(t, f.Events, "7")
				}
			}
		})
	}
	met := evaluate(t, c, "2026-12-31 12:00", opened, record(sla.Vendor, "2026-09-21 10:00"),
		event("m", sla.Message, sla.Vendor, "2026-09-21 12:00"), covered()).Findings
	require.Equal(t, sla.Met, met[0].Verdict, "in time whatever the record means")
}

// What stopped no clock is named: the work that was rejected, and the automatic reply.
func TestDisregardedEventsAreNamed(t *testing.T) {
	reply := event("auto", sla.Message, sla.Vendor, "2026-09-21 09:01")
	reply.Automatic = true
	fs := evaluate(t, contract(t, response, delivery), "2026-12-31 12:00",
		event("o", sla.Opened, sla.Client, "2026-09-21 09:00"), reply,
		event("d", sla.Delivered, sla.Vendor, "2026-09-22 10:00"),
		refs(event("x", sla.Rejected, sla.Client, "2026-09-25 09:00"), "d"), covered()).Findings
	require.Equal(t, []string{"auto"}, fs[0].Automatic)
	require.Contains(t, fs[0].Events, "auto")
	require.Equal(t, []string{"d"}, fs[1].Refused)
	require.Subset(t, fs[1].Events, []string{"d", "x"})
}

// Whoever recorded coverage early vouches for no later time, whatever he wrote into it.
func TestCoverageEndsWhereItWasRecorded(t *testing.T) {
	early := covered()
	early.Known = at("2026-09-21 12:00")
	f := one(t, contract(t, response), "2026-12-31 12:00", event("o", sla.Opened, sla.Client, "2026-09-21 09:00"), early)
	require.Equal(t, sla.Unknown, f.Verdict)
	require.Equal(t, []sla.Reason{sla.NoCoverage}, f.Reasons)
}

// Of two openings at one moment the case rests on the one that was recorded first, whatever their
// ids.
func TestTheFirstRecordedComesFirst(t *testing.T) {
	old := event("3", sla.Opened, sla.Client, "2026-09-21 09:00")
	old.Category, old.Known = "update", at("2026-09-21 10:00")
	changed := event("10", sla.Opened, sla.Client, "2026-09-21 09:00")
	changed.Category, changed.Known = "inquiry", at("2026-09-25 10:00")
	c := delivery
	c.When.Categories = []string{"update"}
	a := evaluate(t, contract(t, c), "2026-09-30 00:00", changed, old)
	require.Len(t, a.Findings, 1)
	require.Equal(t, "10", a.Problems[0].Event)
}

// Times of extensions, pauses and ends that are too coarse decide nothing either.
func TestCoarseDeeds(t *testing.T) {
	day := sla.Commitment{ID: "C", Measure: sla.Delivery, Calendar: "always", Within: hours(24)}
	weekly := sla.Commitment{ID: "C", Measure: sla.Progress, Calendar: "office",
		Every: &sla.Schedule{Weekday: "fri", At: 18 * 3600, RestDay: sla.Previous}}
	byArrival := sla.Commitment{ID: "C", Measure: sla.FirstResponse, Calendar: "always", Within: hours(1),
		Stop: sla.Mark{Time: sla.AtArrived}}
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 10:00")
	delivered := func(when string) sla.Event { return event("d", sla.Delivered, sla.Vendor, when) }
	claimed := held("h", sla.ThirdParty, "2026-09-21 12:00", "2026-09-27 12:00")
	ended := coarse(refs(event("e", sla.HoldEnded, sla.Client, "2026-09-22 00:00"), "h"), 24*time.Hour)
	early := event("m", sla.Message, sla.Vendor, "2026-09-21 09:00")
	early.Times.Arrived = at("2026-09-21 10:05")
	for _, tt := range []struct {
		name       string
		commitment sla.Commitment
		events     []sla.Event
		verdict    sla.Verdict
	}{
		{"a coarse start, and a grant near the due time", day, []sla.Event{coarse(opened, 2*time.Hour),
			until("g", "2026-09-22 11:00", "2026-09-25 18:00"), delivered("2026-09-24 10:00")}, sla.Unknown},
		{"a coarse grant on the due day", day, []sla.Event{opened,
			coarse(until("g", "2026-09-22 00:00", "2026-09-25 18:00"), 24*time.Hour), delivered("2026-09-24 10:00")}, sla.Unknown},
		{"a coarse withdrawal in the minute of the request", day, []sla.Event{event("o", sla.Opened, sla.Client, "2026-09-21 10:00:30"),
			coarse(event("c", sla.Cancelled, sla.Client, "2026-09-21 10:00"), time.Minute)}, sla.Void},
		{"a coarse end of a pause", day, []sla.Event{opened, claimed, ended,
			answer("y", sla.HoldGranted, "2026-09-21 13:00", "h"), delivered("2026-09-23 05:00")}, sla.Unknown},
		{"sent before the request, arrived after it", byArrival, []sla.Event{opened, early}, sla.Missed},
		{"a coarse end of the work on the due day", weekly, []sla.Event{event("o", sla.Opened, sla.Client, "2026-09-14 10:00"),
			coarse(delivered("2026-09-18 00:00"), 24*time.Hour)}, sla.Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := one(t, contract(t, tt.commitment), "2026-12-31 12:00", append(tt.events, covered())...)
			require.Equal(t, tt.verdict, f.Verdict, "%v", f.Reasons)
		})
	}
	t.Run("an undecided record in an earlier week may be the end of the work", func(t *testing.T) {
		fs := evaluate(t, contract(t, weekly), "2026-09-30 00:00", event("o", sla.Opened, sla.Client, "2026-09-14 10:00"),
			event("u", sla.Undecided, sla.Vendor, "2026-09-16 10:00"), covered()).Findings
		require.Equal(t, []sla.Verdict{sla.Unknown, sla.Unknown}, []sla.Verdict{fs[0].Verdict, fs[1].Verdict})
	})
	t.Run("an extension in time only by a contested pause", func(t *testing.T) {
		allowed := day
		allowed.Allows = []sla.Exclusion{{Ground: sla.ThirdParty, Clause: "6"}}
		f := one(t, contract(t, allowed), "2026-12-31 12:00", opened, held("h", sla.ThirdParty, "2026-09-21 12:00", "2026-09-23 12:00"),
			until("g", "2026-09-23 15:00", "2026-09-28 18:00"), delivered("2026-09-26 10:00"))
		require.Equal(t, sla.Met, f.Verdict)
		require.Contains(t, f.Reasons, sla.ClaimDecides)
	})
	t.Run("a first start whose time nobody knows", func(t *testing.T) {
		byMessage := day
		byMessage.Start = sla.Mark{Kinds: []sla.Kind{sla.Message}, Time: sla.AtArrived}
		second := event("n", sla.Message, sla.Client, "2026-09-25 10:00")
		second.Times.Arrived = second.Times.Occurred
		f := one(t, contract(t, byMessage), "2026-12-31 12:00", opened, event("m", sla.Message, sla.Client, "2026-09-21 11:00"),
			second, delivered("2026-09-26 09:00"))
		require.Equal(t, sla.Unknown, f.Verdict)
		require.Equal(t, []sla.Reason{sla.TimeNotKnown}, f.Reasons)
	})
}
