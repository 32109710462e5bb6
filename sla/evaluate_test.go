package sla_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
	"github.com/stretchr/testify/require"
)

var (
	response = sla.Commitment{ID: "R", Measure: sla.FirstResponse, Calendar: "office", Within: hours(4)}
	restore  = sla.Commitment{ID: "S", Measure: sla.Restoration, Calendar: "always", Within: hours(24)}
	delivery = sla.Commitment{ID: "D", Measure: sla.Delivery, Calendar: "office", Within: workingDays(3)}
)

func TestVerdict(t *testing.T) {
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 09:00") // a Monday
	automatic := event("m", sla.Message, sla.Vendor, "2026-09-21 09:01")
	automatic.Automatic = true
	for _, tt := range []struct {
		name       string
		commitment sla.Commitment
		asOf       string
		events     []sla.Event
		verdict    sla.Verdict
		due        string
		elapsed    time.Duration
		margin     time.Duration
	}{
		{"in time", response, "2026-09-30 00:00",
			[]sla.Event{event("m", sla.Message, sla.Vendor, "2026-09-21 10:00")},
			sla.Met, "2026-09-21 13:00", time.Hour, 3 * time.Hour},
		{"exactly at the due time", response, "2026-09-30 00:00",
			[]sla.Event{event("m", sla.Message, sla.Vendor, "2026-09-21 13:00")},
			sla.Met, "2026-09-21 13:00", 4 * time.Hour, 0},
		{"a nanosecond late", response, "2026-12-31 12:00",
			[]sla.Event{event("m", sla.Message, sla.Vendor, "2026-09-21 13:00:00.000000001"), covered()},
			sla.Missed, "2026-09-21 13:00", 4*time.Hour + 1, -1},
		{"late", response, "2026-12-31 12:00",
			[]sla.Event{event("m", sla.Message, sla.Vendor, "2026-09-22 10:00"), covered()},
			sla.Missed, "2026-09-21 13:00", 10 * time.Hour, -6 * time.Hour},
		{"never, and the record is complete", response, "2026-12-31 12:00", []sla.Event{covered()},
			sla.Missed, "2026-09-21 13:00", (69*9 + 3) * time.Hour, -(69*9 - 1) * time.Hour},
		{"never, and nobody kept the record", response, "2026-09-21 14:00", nil,
			sla.Unknown, "2026-09-21 13:00", 5 * time.Hour, -time.Hour},
		{"not yet due", response, "2026-09-21 12:00", nil,
			sla.Open, "2026-09-21 13:00", 3 * time.Hour, time.Hour},
		{"open at the very due time", response, "2026-09-21 13:00", nil,
			sla.Open, "2026-09-21 13:00", 4 * time.Hour, 0},
		{"an automatic reply is no answer", response, "2026-09-21 10:00", []sla.Event{automatic},
			sla.Open, "2026-09-21 13:00", time.Hour, 3 * time.Hour},
		{"a note is no answer", response, "2026-09-21 10:00",
			[]sla.Event{event("m", sla.Note, sla.Vendor, "2026-09-21 09:05")},
			sla.Open, "2026-09-21 13:00", time.Hour, 3 * time.Hour},
		{"the client's own message is no answer", response, "2026-09-21 10:00",
			[]sla.Event{event("m", sla.Message, sla.Client, "2026-09-21 09:05")},
			sla.Open, "2026-09-21 13:00", time.Hour, 3 * time.Hour},
		{"what is said to be restored was answered too", response, "2026-09-30 00:00",
			[]sla.Event{event("m", sla.Restored, sla.Vendor, "2026-09-21 11:00")},
			sla.Met, "2026-09-21 13:00", 2 * time.Hour, 2 * time.Hour},
		{"restored around the clock", restore, "2026-09-30 00:00",
			[]sla.Event{event("r", sla.Restored, sla.Vendor, "2026-09-22 08:30")},
			sla.Met, "2026-09-22 09:00", 23*time.Hour + 30*time.Minute, 30 * time.Minute},
		{"an outage of more than a day", restore, "2026-12-31 12:00",
			[]sla.Event{event("r", sla.OutageEnded, sla.Monitor, "2026-09-22 11:18"), covered()},
			sla.Missed, "2026-09-22 09:00", 26*time.Hour + 18*time.Minute, -(2*time.Hour + 18*time.Minute)},
		{"three working days end at closing", delivery, "2026-09-30 00:00",
			[]sla.Event{event("d", sla.Delivered, sla.Vendor, "2026-09-24 18:00")},
			sla.Met, "2026-09-24 18:00", 36 * time.Hour, 0},
		{"delivered the working day after", delivery, "2026-12-31 12:00",
			[]sla.Event{event("d", sla.Delivered, sla.Vendor, "2026-09-28 17:30"), covered()},
			sla.Missed, "2026-09-24 18:00", (5*9*60 + 8*60 + 30) * time.Minute, -(95*time.Hour + 30*time.Minute)},
		{"withdrawn before it was due", delivery, "2026-12-31 12:00",
			[]sla.Event{event("c", sla.Cancelled, sla.Client, "2026-09-22 09:00"), covered()},
			sla.Void, "2026-09-24 18:00", 9 * time.Hour, 57 * time.Hour},
		{"withdrawn after it was due", delivery, "2026-12-31 12:00",
			[]sla.Event{event("c", sla.Cancelled, sla.Client, "2026-09-24 18:01"), covered()},
			sla.Missed, "2026-09-24 18:00", 36 * time.Hour, -time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := one(t, contract(t, tt.commitment), tt.asOf, append(tt.events, opened)...)
			require.Equal(t, tt.verdict, f.Verdict, "%v", f.Reasons)
			require.True(t, f.Due().At.Equal(at(tt.due)), "due %s", f.Due().At)
			require.Equal(t, tt.elapsed, f.Views[sla.ClauseAllows].Elapsed)
			require.Equal(t, tt.margin, f.Views[sla.ClauseAllows].MarginLow)
		})
	}
}

func TestHolidayAndMadeUpDay(t *testing.T) {
	c := contract(t, delivery)
	// Wed 30 Sep, three working days: Thu 8, Fri 9, and Sat 10 Oct, which is worked.
	f := one(t, c, "2026-10-11 00:00",
		event("o", sla.Opened, sla.Client, "2026-09-30 10:00"),
		event("d", sla.Delivered, sla.Vendor, "2026-10-10 17:59"))
	require.Equal(t, sla.Met, f.Verdict)
	require.True(t, f.Due().At.Equal(at("2026-10-10 18:00")))
	require.Empty(t, f.Reasons)
}

func TestBeyondTheKnownCalendarIsProvisional(t *testing.T) {
	c := contract(t, delivery)
	f := one(t, c, "2026-12-31 12:00", event("o", sla.Opened, sla.Client, "2026-12-30 10:00"))
	require.Equal(t, sla.Open, f.Verdict)
	require.Equal(t, []sla.Reason{sla.Provisional}, f.Reasons)
}

func TestNextOpening(t *testing.T) {
	c := contract(t, sla.Commitment{ID: "R", Measure: sla.FirstResponse, Calendar: "office", Within: hours(9)})
	events := []sla.Event{
		event("o", sla.Opened, sla.Client, "2026-09-21 09:00"),
		event("m", sla.Message, sla.Vendor, "2026-09-21 20:00"), covered(),
	}
	f := one(t, c, "2026-12-31 12:00", events...)
	require.Equal(t, sla.Missed, f.Verdict, "due at closing")
	c.Terms[0].Conventions.AtClosing = sla.NextOpening
	f = one(t, c, "2026-12-31 12:00", events...)
	require.Equal(t, sla.Met, f.Verdict, "due at the next opening")
	require.True(t, f.Due().At.Equal(at("2026-09-22 09:00")))
}

func TestCoarseTimes(t *testing.T) {
	coarse := func(e sla.Event, p time.Duration) sla.Event {
		e.Precision = sla.Precision(p)
		return e
	}
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 09:00")
	for _, tt := range []struct {
		name    string
		open    sla.Event
		stop    sla.Event
		verdict sla.Verdict
	}{
		{"the stop straddles the limit", opened,
			coarse(event("m", sla.Message, sla.Vendor, "2026-09-21 12:30"), time.Hour), sla.Unknown},
		{"the last instant of the minute is still in time", opened,
			coarse(event("m", sla.Message, sla.Vendor, "2026-09-21 12:59"), time.Minute), sla.Met},
		{"the minute that begins at the limit straddles it", opened,
			coarse(event("m", sla.Message, sla.Vendor, "2026-09-21 13:00"), time.Minute), sla.Unknown},
		{"late at every bound", opened,
			coarse(event("m", sla.Message, sla.Vendor, "2026-09-21 13:01"), time.Hour), sla.Missed},
		{"the start straddles", coarse(opened, 2*time.Hour),
			event("m", sla.Message, sla.Vendor, "2026-09-21 14:00"), sla.Unknown},
		{"in time for the very latest start", coarse(opened, time.Hour),
			event("m", sla.Message, sla.Vendor, "2026-09-21 14:00"), sla.Unknown},
		{"late for the latest start", coarse(opened, time.Hour),
			event("m", sla.Message, sla.Vendor, "2026-09-21 14:01"), sla.Missed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := one(t, contract(t, response), "2026-12-31 12:00", tt.open, tt.stop, covered())
			require.Equal(t, tt.verdict, f.Verdict)
			require.LessOrEqual(t, f.Views[sla.ClauseAllows].MarginLow, f.Views[sla.ClauseAllows].MarginHigh)
			if tt.verdict == sla.Unknown {
				require.Equal(t, []sla.Reason{sla.Straddles}, f.Reasons)
			}
		})
	}
}

func TestCoverage(t *testing.T) {
	c := contract(t, response)
	c.Terms[0].Channels = []sla.Channel{{ID: "phone"}, {ID: "email"}}
	cover := func(channel, from, to string) sla.Event {
		return sla.Event{ID: channel + from, Kind: sla.Coverage, By: sla.Client, Channel: channel,
			Times: sla.Times{Occurred: at("2026-09-30 00:00")}, Span: sla.Span{From: at(from), To: at(to)}}
	}
	for _, tt := range []struct {
		name string
		gaps []string
		has  []sla.Event
	}{
		{"no record at all", []string{"phone", "email"}, nil},
		{"one channel is missing", []string{"email"}, []sla.Event{cover("phone", "2026-09-21 00:00", "2026-09-22 00:00")}},
		{"all channels at once", nil, []sla.Event{cover("", "2026-09-21 00:00", "2026-09-22 00:00")}},
		{"one and one", nil, []sla.Event{cover("phone", "2026-09-21 00:00", "2026-09-22 00:00"), cover("email", "2026-09-21 09:00", "2026-09-21 13:00")}},
		{"a gap of a minute", []string{"phone", "email"}, []sla.Event{cover("", "2026-09-21 00:00", "2026-09-21 10:00"), cover("", "2026-09-21 10:01", "2026-09-22 00:00")}},
		{"two that touch", nil, []sla.Event{cover("", "2026-09-21 10:00", "2026-09-22 00:00"), cover("", "2026-09-21 00:00", "2026-09-21 10:00")}},
		{"it ends before the due time", []string{"phone", "email"}, []sla.Event{cover("", "2026-09-21 00:00", "2026-09-21 12:59")}},
		{"a general one fills the gap of a channel", nil, []sla.Event{cover("phone", "2026-09-21 00:00", "2026-09-21 10:00"), cover("", "2026-09-21 09:00", "2026-09-22 00:00")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			events := append(tt.has, event("o", sla.Opened, sla.Client, "2026-09-21 09:00"),
				event("m", sla.Message, sla.Vendor, "2026-09-21 14:00"))
			f := one(t, c, "2026-09-30 00:00", events...)
			require.Equal(t, tt.gaps, f.Uncovered)
			if tt.gaps == nil {
				require.Equal(t, sla.Missed, f.Verdict)
				require.Contains(t, f.Events, tt.has[0].ID)
			} else {
				require.Equal(t, sla.Unknown, f.Verdict)
				require.Equal(t, []sla.Reason{sla.NoCoverage}, f.Reasons)
			}
		})
	}
	t.Run("what was vouched for later counts for the time before, once it is known", func(t *testing.T) {
		later := cover("", "2026-09-21 00:00", "2026-09-25 00:00")
		opened := event("o", sla.Opened, sla.Client, "2026-09-21 09:00")
		asOf := sla.AsOf{At: at("2026-09-22 00:00"), Known: at("2026-09-29 00:00")}
		a, err := sla.Evaluate(c, []sla.Event{opened, later}, asOf, sla.Options{})
		require.NoError(t, err)
		require.Equal(t, sla.Unknown, a.Findings[0].Verdict)
		asOf.Known = at("2026-09-30 00:00")
		a, err = sla.Evaluate(c, []sla.Event{opened, later}, asOf, sla.Options{})
		require.NoError(t, err)
		require.Equal(t, sla.Missed, a.Findings[0].Verdict)
	})
	t.Run("nobody vouches for what comes later", func(t *testing.T) {
		early := cover("", "2026-09-21 00:00", "2026-09-22 00:00")
		early.Times.Occurred = at("2026-09-21 12:00")
		f := one(t, c, "2026-09-30 00:00", early, event("o", sla.Opened, sla.Client, "2026-09-21 09:00"))
		require.Equal(t, sla.Unknown, f.Verdict)
	})
}

func TestRejectedDeliveryStopsNothing(t *testing.T) {
	refused := event("x", sla.Rejected, sla.Client, "2026-09-25 09:00")
	refused.Refs = []string{"d"}
	events := []sla.Event{
		event("o", sla.Opened, sla.Client, "2026-09-21 09:00"),
		event("d", sla.Delivered, sla.Vendor, "2026-09-24 10:00"), refused, covered(),
	}
	c := contract(t, delivery)
	require.Equal(t, sla.Met, one(t, c, "2026-09-24 12:00", events...).Verdict, "before it was rejected")
	require.Equal(t, sla.Missed, one(t, c, "2026-12-31 12:00", events...).Verdict)
}

func TestTimesThatTheContractCountsBy(t *testing.T) {
	c := contract(t, response)
	c.Terms[0].Commitments[0].Start = sla.Mark{Time: sla.AtArrived}
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 09:00")
	f := one(t, c, "2026-09-21 09:30", opened)
	require.Equal(t, sla.Unknown, f.Verdict)
	require.Equal(t, []sla.Reason{sla.TimeNotKnown}, f.Reasons)
	opened.Times.Arrived = at("2026-09-21 09:20")
	f = one(t, c, "2026-09-21 09:30", opened)
	require.Equal(t, sla.Open, f.Verdict)
	require.True(t, f.Due().At.Equal(at("2026-09-21 13:20")))
}

// The answer that arrived first stops the clock, not the one that was sent first; one whose arrival
// nobody recorded may have been in time.
func TestTheEarliestOfTheTimesThatCount(t *testing.T) {
	c := contract(t, response)
	c.Terms[0].Commitments[0].Stop = sla.Mark{Time: sla.AtArrived}
	slow := event("slow", sla.Message, sla.Vendor, "2026-09-21 10:00")
	slow.Times.Arrived = at("2026-09-21 15:00")
	quick := event("quick", sla.Message, sla.Vendor, "2026-09-21 11:00")
	quick.Times.Arrived = at("2026-09-21 11:01")
	blind := event("blind", sla.Message, sla.Vendor, "2026-09-21 12:00")
	tardy := event("tardy", sla.Message, sla.Vendor, "2026-09-21 13:01")
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 09:00")
	for _, tt := range []struct {
		name    string
		events  []sla.Event
		verdict sla.Verdict
		stop    string
	}{
		{"the quicker one", []sla.Event{slow, quick}, sla.Met, "quick"},
		{"only the slow one", []sla.Event{slow}, sla.Missed, "slow"},
		{"one without arrival", []sla.Event{blind}, sla.Unknown, ""},
		{"one without arrival, sent too late", []sla.Event{tardy}, sla.Missed, ""},
		{"one without arrival before the slow one", []sla.Event{slow, blind}, sla.Unknown, "slow"},
		{"one without arrival beside the quick one", []sla.Event{quick, blind}, sla.Met, "quick"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := one(t, c, "2026-12-31 12:00", append(tt.events, opened, covered())...)
			require.Equal(t, tt.verdict, f.Verdict)
			require.Equal(t, tt.stop, f.Stop.Event)
		})
	}
}

func TestConditionsAndVersions(t *testing.T) {
	phone := response
	phone.ID, phone.When = "P", sla.Condition{Channels: []string{"phone"}}
	mail := response
	mail.ID, mail.When = "M", sla.Condition{Channels: []string{"email", "ticket"}}
	c := contract(t, phone, mail)
	second := c.Terms[0]
	c.Terms[0].Until = date("2026-09-21")
	second.Version, second.From = "2", date("2026-09-22")
	second.Commitments = []sla.Commitment{phone}
	c.Terms = append(c.Terms, second)

	opened := event("o", sla.Opened, sla.Client, "2026-09-21 23:59")
	opened.Channel = "ticket"
	f := one(t, c, "2026-09-30 00:00", opened)
	require.Equal(t, "M", f.Commitment)
	require.Equal(t, "1", f.Terms)

	opened.Times.Occurred = at("2026-09-22 00:00")
	none := evaluate(t, c, "2026-09-30 00:00", opened)
	require.Empty(t, none.Findings, "version 2 promises nothing by ticket")
	require.Equal(t, []string{"A"}, none.NoClock)
	opened.Times.Occurred = at("2025-12-31 12:00")
	a := evaluate(t, c, "2026-09-30 00:00", opened)
	require.Empty(t, a.Findings)
	require.Contains(t, a.Problems[0].Text, "no version of the terms was in force on 2025-12-31")
}

func TestProblemsAreReported(t *testing.T) {
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 09:00")
	other := event("m", sla.Message, sla.Vendor, "2026-09-21 10:00")
	twin := other
	twin.Channel = "phone"
	nobody := event("n", sla.Message, "", "2026-09-21 10:00")
	timeless := sla.Event{ID: "t", Case: "A", Kind: sla.Message, By: sla.Vendor}
	stray := event("s", sla.Message, sla.Vendor, "2026-09-21 10:00")
	stray.Case = ""
	for _, tt := range []struct {
		name   string
		events []sla.Event
		want   string
	}{
		{"no opening", []sla.Event{other}, "no opened event"},
		{"two events with one id", []sla.Event{opened, other, twin}, "bear this id"},
		{"opened twice", []sla.Event{opened, event("o2", sla.Opened, sla.Client, "2026-09-22 09:00")}, "opened already"},
		{"an unknown kind", []sla.Event{opened, event("k", "reopened", sla.Client, "2026-09-22 09:00")}, `kind "reopened"`},
		{"nobody", []sla.Event{opened, nobody}, "which side"},
		{"no time", []sla.Event{opened, timeless}, "no time"},
		{"no case", []sla.Event{opened, stray}, "names no case"},
		{"resolved before it was opened", []sla.Event{opened, event("r", sla.Resolved, sla.Vendor, "2026-09-20 09:00")}, "before the case was opened"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := evaluate(t, contract(t, response), "2026-09-30 00:00", tt.events...)
			require.Len(t, a.Problems, 1)
			require.Contains(t, a.Problems[0].Text, tt.want)
		})
	}
}

func TestEvaluateRefusesABrokenContract(t *testing.T) {
	bad := response
	bad.Calendar = "moon"
	both := response
	both.Within.Period = calendar.Period{N: 1, Unit: calendar.Day}
	_, err := sla.Evaluate(contract(t, bad, both, sla.Commitment{ID: "X", Calendar: "office"}), nil,
		sla.AsOf{At: at("2026-09-21 09:00")}, sla.Options{})
	require.ErrorContains(t, err, `calendar "moon"`)
	require.ErrorContains(t, err, "positive duration or a positive number of days")
	require.ErrorContains(t, err, `measure ""`)
	twice := contract(t, response, response)
	twice.Terms = append(twice.Terms, twice.Terms[0])
	_, err = sla.Evaluate(twice, nil, sla.AsOf{At: at("2026-09-21 09:00")}, sla.Options{})
	require.ErrorContains(t, err, `two commitments bear the id "R"`)
	require.ErrorContains(t, err, `begin before those of "1" end`)
	_, err = sla.Evaluate(contract(t), nil, sla.AsOf{}, sla.Options{})
	require.ErrorContains(t, err, "AsOf.At")
	_, err = sla.Evaluate(nil, nil, sla.AsOf{At: at("2026-09-21 09:00")}, sla.Options{})
	require.Error(t, err)
}

// The order of the events, their repetition, and the number of goroutines change nothing.
func TestSameFactsSameFindings(t *testing.T) {
	c := contract(t, response, restore, delivery)
	var events []sla.Event
	r := rand.New(rand.NewPCG(1, 2))
	kinds := []sla.Kind{sla.Message, sla.Restored, sla.Delivered, sla.HoldClaimed, sla.ExtensionGranted, sla.Cancelled, sla.Note}
	for n := range 60 {
		open := event("o", sla.Opened, sla.Client, "2026-09-21 09:00")
		open.Case = string(rune('A'+n%26)) + string(rune('a'+n/26))
		events = append(events, open)
		for k := range r.IntN(6) {
			e := open
			e.ID, e.Kind, e.By = string(rune('a'+k)), kinds[r.IntN(len(kinds))], sla.Vendor
			e.Times.Occurred = open.Times.Occurred.Add(time.Duration(r.IntN(100)) * time.Hour)
			e.Span = sla.Span{From: e.Times.Occurred, To: e.Times.Occurred.Add(5 * time.Hour)}
			events = append(events, e)
		}
	}
	events = append(events, covered())
	want := evaluate(t, c, "2026-12-31 12:00", events...)
	for round := range 5 {
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		got, err := sla.Evaluate(c, append(events, events[:20]...), sla.AsOf{At: at("2026-12-31 12:00")}, sla.Options{Parallel: round})
		require.NoError(t, err)
		require.Equal(t, jsonOf(t, want.Findings), jsonOf(t, got.Findings))
		require.Equal(t, want.Problems, got.Problems)
	}
}

func TestAsOfHidesWhatCameLater(t *testing.T) {
	c := contract(t, response)
	late := event("m", sla.Message, sla.Vendor, "2026-09-21 10:00")
	late.Known = at("2026-09-25 00:00")
	events := []sla.Event{event("o", sla.Opened, sla.Client, "2026-09-21 09:00"), late}
	a, err := sla.Evaluate(c, events, sla.AsOf{At: at("2026-09-21 12:00"), Known: at("2026-09-24 00:00")}, sla.Options{})
	require.NoError(t, err)
	require.Equal(t, sla.Open, a.Findings[0].Verdict)
	a, err = sla.Evaluate(c, events, sla.AsOf{At: at("2026-09-21 12:00"), Known: at("2026-09-25 00:00")}, sla.Options{})
	require.NoError(t, err)
	require.Equal(t, sla.Met, a.Findings[0].Verdict)
}

// jsonOf gives the bytes that two runs must agree on.
func jsonOf(t *testing.T, fs []sla.Finding) string {
	t.Helper()
	b, err := json.Marshal(fs)
	require.NoError(t, err)
	return string(b)
}
