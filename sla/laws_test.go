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

// history makes a random history of case A from a seed: nonsense included.
func history(seed uint64) []sla.Event {
	r := rand.New(rand.NewPCG(seed, 7))
	kinds := []sla.Kind{
		sla.Message, sla.Note, sla.Reported, sla.Restored, sla.Resolved, sla.Delivered, sla.Accepted, sla.Rejected,
		sla.Cancelled, sla.HoldClaimed, sla.HoldClaimed, sla.HoldGranted, sla.HoldContested, sla.HoldEnded,
		sla.ExtensionAsked, sla.ExtensionGranted, sla.Opened, sla.OutageEnded, "nonsense", sla.Coverage,
	}
	grounds := []sla.Ground{sla.WaitingForClient, sla.ThirdParty, sla.Agreed, ""}
	roles := []sla.Role{sla.Client, sla.Vendor, sla.Vendor, sla.Monitor, ""}
	base := at("2026-09-14 08:00")
	moment := func() time.Time { return base.Add(time.Duration(r.Int64N(45*24*3600)) * time.Second) }
	events := []sla.Event{event("o", sla.Opened, sla.Client, "2026-09-18 16:40"), covered()}
	for i := range r.IntN(12) {
		e := sla.Event{ID: fmt.Sprint(i), Case: "A", Kind: kinds[r.IntN(len(kinds))], By: roles[r.IntN(len(roles))]}
		e.Times.Occurred = moment()
		e.Precision = sla.Precision(time.Duration(r.IntN(3)) * 20 * time.Minute)
		e.Ground = grounds[r.IntN(len(grounds))]
		if r.IntN(2) == 0 {
			e.Span = sla.Span{From: moment(), To: moment()}
		}
		if r.IntN(2) == 0 {
			e.Until = moment()
		} else {
			e.Extra = calendar.Period{N: r.IntN(4), Unit: calendar.WorkingDay}
		}
		e.Refs = []string{fmt.Sprint(r.IntN(12))}
		if r.IntN(8) == 0 {
			e.ID = fmt.Sprint(r.IntN(3))
		}
		events = append(events, e)
	}
	return events
}

// promises is a contract with every measure, and a clause that allows one ground.
func promises(t testing.TB) *sla.Contract {
	all := []sla.Commitment{response, restore, delivery,
		{ID: "W", Measure: sla.Progress, Calendar: "office", Every: &sla.Schedule{Weekday: "fri", At: 18 * 3600, RestDay: sla.Previous}},
		{ID: "E", Measure: sla.Resolution, Calendar: "always", Within: sla.Length{Period: calendar.Period{N: 5, Unit: calendar.Day}}},
	}
	for i := range all {
		if all[i].Measure == sla.Progress {
			continue
		}
		all[i].Allows = []sla.Exclusion{{Ground: sla.WaitingForClient, Clause: "6.2"}}
	}
	return contract(t, all...)
}

// FuzzLaws holds every finding of a random history to the laws that do not depend on what happened.
func FuzzLaws(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, int64(seed)*5000)
	}
	f.Fuzz(func(t *testing.T, seed uint64, asOf int64) {
		c, events := promises(t), history(seed)
		moment := at("2026-09-14 08:00").Add(time.Duration(uint64(asOf)%(90*24*3600)) * time.Second)
		a, err := sla.Evaluate(c, events, sla.AsOf{At: moment}, sla.Options{})
		require.NoError(t, err)
		for i := range a.Findings {
			checkLaws(t, a, &a.Findings[i])
		}
		later, err := sla.Evaluate(c, append(events, event("later", sla.Delivered, sla.Vendor, "2027-01-01 00:00")),
			sla.AsOf{At: moment}, sla.Options{})
		require.NoError(t, err)
		require.Equal(t, jsonOf(t, a.Findings), jsonOf(t, later.Findings), "what came later changes nothing")
	})
}

func checkLaws(t *testing.T, a *sla.Assessment, f *sla.Finding) {
	for v := sla.Undisputed; v <= sla.EveryClaim; v++ {
		account := f.Views[v]
		require.GreaterOrEqual(t, account.Elapsed, time.Duration(0))
		require.GreaterOrEqual(t, account.Paused, time.Duration(0))
		require.LessOrEqual(t, account.MarginLow, account.MarginHigh)
		require.Equal(t, f.Views[0].Elapsed+f.Views[0].Paused, account.Elapsed+account.Paused)
		if v > sla.Undisputed && f.Extension == "" {
			require.GreaterOrEqual(t, account.MarginLow, f.Views[v-1].MarginLow, "%s: a claim more shrank the margin", f.ID)
			require.False(t, account.Due.At.Before(f.Views[v-1].Due.At))
		}
		var sum time.Duration
		for s := range a.Explain(f, v) {
			if s.Counted {
				sum += s.To.Sub(s.From)
			}
		}
		require.Equal(t, account.Elapsed, sum, "%s view %d", f.ID, v)
	}
	due, end := f.Due(), a.AsOf.At
	if f.Stop.Event != "" {
		end = f.Stop.Time
	}
	switch f.Verdict {
	case sla.Met, sla.Excused:
		require.NotEmpty(t, f.Stop.Event)
		require.False(t, due.Late(end), "%s is %s", f.ID, f.Verdict)
	case sla.Missed:
		require.True(t, due.Late(end) || f.Stop.Precision > 0, f.ID)
		require.Empty(t, f.Uncovered)
	case sla.Open:
		require.Empty(t, f.Stop.Event)
	case sla.Unknown:
		require.NotEmpty(t, f.Reasons)
	}
}
