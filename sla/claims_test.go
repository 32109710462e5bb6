package sla_test

import (
	"testing"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
	"github.com/stretchr/testify/require"
)

// held makes the vendor's claim that the clock of case A stood still.
func held(id string, ground sla.Ground, from, to string) sla.Event {
	e := event(id, sla.HoldClaimed, sla.Vendor, from)
	e.Ground = ground
	e.Span = sla.Span{From: at(from), To: at(to)}
	return e
}

func answer(id string, kind sla.Kind, when string, refs ...string) sla.Event {
	e := event(id, kind, sla.Client, when)
	e.Refs = refs
	return e
}

func TestPausesAreClaims(t *testing.T) {
	c := contract(t, sla.Commitment{ID: "S", Measure: sla.Resolution, Calendar: "office", Within: hours(9),
		Allows: []sla.Exclusion{{Ground: sla.WaitingForClient, Clause: "6.2"}}})
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 09:00")
	done := event("r", sla.Resolved, sla.Vendor, "2026-09-22 11:00") // 11 h of open time
	wait := held("h", sla.WaitingForClient, "2026-09-21 10:00", "2026-09-21 13:00")
	upstream := held("h", sla.ThirdParty, "2026-09-21 10:00", "2026-09-21 13:00")
	night := held("h", sla.WaitingForClient, "2026-09-21 18:00", "2026-09-22 09:00")
	elsewhere := wait
	elsewhere.Clause = "9.9"
	part := answer("g", sla.HoldGranted, "2026-09-22 09:00", "h")
	part.Span = sla.Span{From: at("2026-09-21 10:00"), To: at("2026-09-21 10:30")}
	for _, tt := range []struct {
		name    string
		events  []sla.Event
		verdict sla.Verdict
		reasons []sla.Reason
		elapsed [3]time.Duration // in hours
	}{
		{"no claim", nil, sla.Missed, nil, [3]time.Duration{11, 11, 11}},
		{"granted", []sla.Event{wait, answer("g", sla.HoldGranted, "2026-09-22 09:00", "h")},
			sla.Excused, nil, [3]time.Duration{8, 8, 8}},
		{"allowed by a clause, contested", []sla.Event{wait, answer("g", sla.HoldContested, "2026-09-22 09:00", "h")},
			sla.Met, []sla.Reason{sla.ClaimDecides}, [3]time.Duration{11, 8, 8}},
		{"another clause than the one invoked", []sla.Event{elsewhere}, sla.Missed, nil, [3]time.Duration{11, 11, 8}},
		{"a bare excuse", []sla.Event{upstream}, sla.Missed, nil, [3]time.Duration{11, 11, 8}},
		{"a bare excuse that we grant", []sla.Event{upstream, answer("g", sla.HoldGranted, "2026-09-22 09:00", "h")},
			sla.Excused, nil, [3]time.Duration{8, 8, 8}},
		{"closed time takes nothing out", []sla.Event{night}, sla.Missed, nil, [3]time.Duration{11, 11, 11}},
		{"the vendor cannot grant its own claim",
			[]sla.Event{upstream, {ID: "g", Case: "A", Kind: sla.HoldGranted, By: sla.Vendor, Refs: []string{"h"}, Times: sla.Times{Occurred: at("2026-09-22 09:00")}}},
			sla.Missed, nil, [3]time.Duration{11, 11, 8}},
		{"overlapping claims count once",
			[]sla.Event{wait, held("h2", sla.WaitingForClient, "2026-09-21 11:00", "2026-09-21 13:00")},
			sla.Met, []sla.Reason{sla.ClaimDecides}, [3]time.Duration{11, 8, 8}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := one(t, c, "2026-12-31 12:00", append(tt.events, opened, done, covered())...)
			require.Equal(t, tt.verdict, f.Verdict)
			require.Equal(t, tt.reasons, f.Reasons)
			for v, hours := range tt.elapsed {
				require.Equal(t, hours*time.Hour, f.Views[v].Elapsed, "view %d", v)
				require.Equal(t, 11*time.Hour, f.Views[v].Elapsed+f.Views[v].Paused, "view %d", v)
			}
		})
	}
	t.Run("granted in part", func(t *testing.T) {
		f := one(t, c, "2026-12-31 12:00", upstream, part, opened, done, covered())
		require.Equal(t, sla.Missed, f.Verdict)
		require.Equal(t, 10*time.Hour+30*time.Minute, f.Views[sla.Undisputed].Elapsed)
		require.True(t, f.Due().At.Equal(at("2026-09-22 09:30")))
	})
	t.Run("ended by an event", func(t *testing.T) {
		open := upstream
		open.Span = sla.Span{}
		f := one(t, c, "2026-12-31 12:00", open, answer("e", sla.HoldEnded, "2026-09-21 12:00", "h"), opened, done, covered())
		require.Equal(t, 9*time.Hour, f.Views[sla.EveryClaim].Elapsed)
	})
}

func TestPauseOfALimitInDays(t *testing.T) {
	c := contract(t, delivery)
	c.Terms[0].Commitments[0].Allows = []sla.Exclusion{{Ground: sla.WaitingForClient, Clause: "6.2"}}
	f := one(t, c, "2026-12-31 12:00",
		event("o", sla.Opened, sla.Client, "2026-09-21 10:00"),
		held("h", sla.WaitingForClient, "2026-09-22 14:00", "2026-09-23 12:00"), // 4 h and 3 h open
		answer("g", sla.HoldGranted, "2026-09-23 13:00", "h"),
		event("d", sla.Delivered, sla.Vendor, "2026-09-25 16:00"))
	require.True(t, f.Promised.At.Equal(at("2026-09-24 18:00")))
	require.True(t, f.Due().At.Equal(at("2026-09-25 16:00")))
	require.Equal(t, sla.Excused, f.Verdict)
}

func TestExtension(t *testing.T) {
	c := contract(t, delivery)
	opened := event("o", sla.Opened, sla.Client, "2026-09-21 10:00") // due Thu 24 Sep 18:00
	grant := func(when string) sla.Event {
		e := event("g", sla.ExtensionGranted, sla.Client, when)
		e.Extra = calendar.Period{N: 2, Unit: calendar.WorkingDay}
		return e
	}
	delivered := func(when string) sla.Event { return event("d", sla.Delivered, sla.Vendor, when) }
	judge := func(events ...sla.Event) []sla.Finding {
		a := evaluate(t, c, "2026-12-31 12:00", append(events, opened, covered())...)
		require.Empty(t, a.Problems)
		return a.Findings
	}
	t.Run("before the due time, kept", func(t *testing.T) {
		fs := judge(grant("2026-09-24 17:00"), delivered("2026-09-28 17:00"))
		require.Len(t, fs, 1)
		require.Equal(t, sla.Met, fs[0].Verdict)
		require.Equal(t, "g", fs[0].Extension)
		require.Equal(t, []sla.Reason{sla.Extended}, fs[0].Reasons)
		require.True(t, fs[0].Promised.At.Equal(at("2026-09-24 18:00")))
		require.True(t, fs[0].Due().At.Equal(at("2026-09-28 18:00")))
	})
	t.Run("before the due time, broken", func(t *testing.T) {
		fs := judge(grant("2026-09-24 18:00"), delivered("2026-09-29 09:00"))
		require.Len(t, fs, 1)
		require.Equal(t, sla.Missed, fs[0].Verdict)
	})
	t.Run("after the due time: the first miss stays", func(t *testing.T) {
		fs := judge(grant("2026-09-24 18:01"), delivered("2026-09-28 17:00"))
		require.Len(t, fs, 2)
		require.Equal(t, sla.Missed, fs[0].Verdict)
		require.Equal(t, []sla.Reason{sla.ExtendedLate}, fs[0].Reasons)
		require.Equal(t, sla.Met, fs[1].Verdict)
		require.Equal(t, "A/D#2", fs[1].ID)
		require.True(t, fs[1].Promised.At.Equal(at("2026-09-24 18:00")))
	})
	t.Run("a fixed date does not float with pauses", func(t *testing.T) {
		fixed := event("g", sla.ExtensionGranted, sla.Client, "2026-09-22 09:00")
		fixed.Until = at("2026-09-25 12:00")
		fs := judge(fixed, held("h", sla.Agreed, "2026-09-24 09:00", "2026-09-24 18:00"),
			answer("y", sla.HoldGranted, "2026-09-24 18:00", "h"), delivered("2026-09-25 12:01"))
		require.Equal(t, sla.Missed, fs[0].Verdict)
		require.True(t, fs[0].Due().At.Equal(at("2026-09-25 12:00")))
	})
	t.Run("it does not concern the response", func(t *testing.T) {
		c := contract(t, response)
		a := evaluate(t, c, "2026-09-21 12:00", opened, grant("2026-09-21 11:00"))
		require.Empty(t, a.Findings[0].Extension)
	})
	t.Run("refused with a reason", func(t *testing.T) {
		own := grant("2026-09-22 09:00")
		own.By = sla.Vendor
		empty := event("e", sla.ExtensionGranted, sla.Client, "2026-09-22 09:00")
		earlier := event("f", sla.ExtensionGranted, sla.Client, "2026-09-22 09:00")
		earlier.Until = at("2026-09-23 09:00")
		a := evaluate(t, c, "2026-12-31 12:00", opened, own, empty, earlier, delivered("2026-09-24 12:00"))
		require.Equal(t, sla.Met, a.Findings[0].Verdict)
		require.Len(t, a.Problems, 3)
		require.Contains(t, a.Problems[1].Text, "only the client")
	})
}

func TestWeeklyReport(t *testing.T) {
	weekly := sla.Commitment{ID: "W", Measure: sla.Progress, Calendar: "office",
		Every: &sla.Schedule{Weekday: "fri", At: 18 * 3600, RestDay: sla.Previous}}
	report := func(id, when string) sla.Event { return event(id, sla.Reported, sla.Vendor, when) }
	events := []sla.Event{
		event("o", sla.Opened, sla.Client, "2026-09-14 10:00"),
		report("r1", "2026-09-18 18:00"), // exactly in time
		report("r2", "2026-09-28 09:00"), // late for Fri 25, in time for Wed 30
		event("d", sla.Delivered, sla.Vendor, "2026-10-16 12:00"),
		covered(),
	}
	type row struct {
		id, due string
		verdict sla.Verdict
	}
	judge := func(rule sla.OnRestDay, asOf string) []row {
		weekly.Every.RestDay = rule
		var rows []row
		for _, f := range evaluate(t, contract(t, weekly), asOf, events...).Findings {
			rows = append(rows, row{f.ID, f.Due().At.Format("01-02 15:04"), f.Verdict})
		}
		return rows
	}
	require.Equal(t, []row{
		{"A/W#1", "09-18 18:00", sla.Met}, {"A/W#2", "09-25 18:00", sla.Missed},
		{"A/W#3", "09-30 18:00", sla.Met}, {"A/W#4", "10-09 18:00", sla.Missed},
	}, judge(sla.Previous, "2026-12-31 12:00"))
	require.Equal(t, []row{
		{"A/W#1", "09-18 18:00", sla.Met}, {"A/W#2", "09-25 18:00", sla.Missed},
		{"A/W#3", "10-08 18:00", sla.Met}, {"A/W#4", "10-09 18:00", sla.Missed},
	}, judge(sla.Next, "2026-12-31 12:00"))
	require.Equal(t, []row{
		{"A/W#1", "09-18 18:00", sla.Met}, {"A/W#2", "09-25 18:00", sla.Missed}, {"A/W#3", "10-09 18:00", sla.Met},
	}, judge(sla.Skip, "2026-12-31 12:00"))
	require.Equal(t, []row{
		{"A/W#1", "09-18 18:00", sla.Met}, {"A/W#2", "09-25 18:00", sla.Open},
	}, judge(sla.Skip, "2026-09-20 12:00"), "the next one is open")
}

// The steps of every view touch, begin at the start, end at the end, and sum to the elapsed time;
// here they are added up by a second program that knows only the steps.
func TestExplainSums(t *testing.T) {
	c := contract(t, delivery, response, restore)
	for i := range c.Terms[0].Commitments {
		c.Terms[0].Commitments[i].Allows = []sla.Exclusion{{Ground: sla.WaitingForClient, Clause: "6.2"}}
	}
	a := evaluate(t, c, "2026-10-20 11:11",
		event("o", sla.Opened, sla.Client, "2026-09-20 10:07"),
		held("h", sla.WaitingForClient, "2026-09-22 14:00", "2026-09-25 12:00"),
		held("k", sla.ThirdParty, "2026-09-25 11:00", "2026-10-08 10:00"),
		answer("g", sla.HoldGranted, "2026-09-23 13:00", "h"),
		event("d", sla.Delivered, sla.Vendor, "2026-10-10 16:00"), covered())
	require.Len(t, a.Findings, 3)
	for i := range a.Findings {
		f := &a.Findings[i]
		for v := sla.Undisputed; v <= sla.EveryClaim; v++ {
			var sum time.Duration
			last := f.Start.Time
			for s := range a.Explain(f, v) {
				require.True(t, s.From.Equal(last), "%s view %d: a gap at %s", f.ID, v, s.From)
				require.True(t, s.To.After(s.From))
				require.False(t, s.Counted && s.Pause != "")
				require.Equal(t, !s.From.Before(f.Views[v].Due.At), s.Late)
				if s.Counted {
					sum += s.To.Sub(s.From)
				}
				last = s.To
			}
			require.Equal(t, f.Views[v].Elapsed, sum, "%s view %d", f.ID, v)
			if f.Stop.Event != "" {
				require.True(t, last.Equal(f.Stop.Time))
			} else {
				require.True(t, last.Equal(a.AsOf.At))
			}
		}
	}
}
