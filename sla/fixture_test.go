package sla_test

import (
	"testing"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
	"github.com/stretchr/testify/require"
)

// at reads "2026-09-21 09:00" or "2026-09-21 09:00:30" as a time in Shanghai.
func at(s string) time.Time {
	layout := "2006-01-02 15:04"
	if len(s) > len(layout) {
		layout = "2006-01-02 15:04:05.999999999"
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		panic(err)
	}
	return t.Add(-8 * time.Hour).In(time.FixedZone("", 8*3600))
}

func compile(t testing.TB, s calendar.Spec) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Compile(s)
	require.NoError(t, err)
	return c
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// office is Monday to Friday 09:00-18:00 with the National Day holiday of 2026: 1 to 7 October off,
// 20 September and 10 October worked (State Council notice for 2026).
func office() calendar.Spec {
	day := []calendar.Window{{From: 9 * 3600, To: 18 * 3600}}
	s := calendar.Spec{
		Name: "office", Zone: "Asia/Shanghai",
		Week: calendar.Week{"mon": day, "tue": day, "wed": day, "thu": day, "fri": day},
		Worked: []calendar.Worked{
			{Date: date("2026-09-20"), Name: "National Day"}, {Date: date("2026-10-10"), Name: "National Day"},
		},
		KnownFrom: date("2026-01-01"), KnownUntil: date("2026-12-31"),
	}
	for d := date("2026-10-01"); d != date("2026-10-08"); d = d.AddDays(1) {
		s.Closed = append(s.Closed, calendar.Closed{Date: d, Name: "National Day"})
	}
	return s
}

// contract returns a contract with the commitments, in force for 2026, with the calendars "office"
// and "always".
func contract(t testing.TB, commitments ...sla.Commitment) *sla.Contract {
	t.Helper()
	return &sla.Contract{
		ID: "C-1", Zone: "Asia/Shanghai",
		Terms: []sla.Terms{{
			Version: "1", From: date("2026-01-01"), Until: date("2026-12-31"),
			Calendars: map[string]*calendar.Calendar{
				"office": compile(t, office()),
				"always": compile(t, calendar.AlwaysOpen("Asia/Shanghai")),
			},
			Commitments: commitments,
		}},
	}
}

func hours(n int) sla.Length { return sla.Length{Duration: time.Duration(n) * time.Hour} }

func workingDays(n int) sla.Length {
	return sla.Length{Period: calendar.Period{N: n, Unit: calendar.WorkingDay}}
}

// event makes an event of case "A".
func event(id string, kind sla.Kind, by sla.Role, when string) sla.Event {
	return sla.Event{ID: id, Case: "A", Kind: kind, By: by, Times: sla.Times{Occurred: at(when)}}
}

// covered says that every channel was recorded over 2026, as of the end of it.
func covered() sla.Event {
	return sla.Event{
		ID: "cov", Kind: sla.Coverage, By: sla.Client, Times: sla.Times{Occurred: at("2026-12-31 00:00")},
		Span: sla.Span{From: at("2026-01-01 00:00")},
	}
}

func evaluate(t testing.TB, c *sla.Contract, asOf string, events ...sla.Event) *sla.Assessment {
	t.Helper()
	a, err := sla.Evaluate(c, events, sla.AsOf{At: at(asOf)}, sla.Options{})
	require.NoError(t, err)
	return a
}

// one evaluates and returns the only finding.
func one(t testing.TB, c *sla.Contract, asOf string, events ...sla.Event) *sla.Finding {
	t.Helper()
	a := evaluate(t, c, asOf, events...)
	require.Len(t, a.Findings, 1, "problems: %v", a.Problems)
	return &a.Findings[0]
}
