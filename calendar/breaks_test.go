package calendar_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

// broken has breaks within, around and across its windows.
const broken = office + `,
	"special":[{"date":"2026-03-03","windows":["22:00-06:00+1"]}],
	"closed":[{"date":"2026-12-25","name":"dated"}],
	"yearly":[{"day":"12-25","name":"Christmas","source":"law"},{"day":"02-29","name":"leap"}],
	"breaks":[{"date":"2026-03-02","windows":["12:00-13:00","16:00-20:00"],"name":"stocktaking","source":"memo"},
		{"date":"2026-03-04","windows":["02:00-10:00"],"name":"move"},
		{"date":"2026-03-05","windows":["00:00-24:00"],"name":"strike"},
		{"date":"2026-03-06","windows":["16:00-12:00+1"],"name":"party"}]}`

func TestBreaks(t *testing.T) {
	c := compile(t, broken)
	var got []string
	from, to := local(t, c, "2026-03-02T08:00"), local(t, c, "2026-03-07T00:00")
	for s := range c.Explain(from, to) {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s-%s %t %s %s%s", s.From.Format("02T15"),
			s.To.Format("02T15"), s.Open, s.Why, s.Name, s.Source)))
	}
	require.Equal(t, []string{
		"02T08-02T09 false off", "02T09-02T12 true hours", "02T12-02T13 false break stocktakingmemo",
		"02T13-02T16 true hours", "02T16-02T17 false break stocktakingmemo", "02T17-03T22 false off",
		"03T22-04T02 true special", "04T02-04T06 false break move", "04T06-04T09 false off",
		"04T09-04T10 false break move", "04T10-04T17 true hours", "04T17-05T09 false off",
		"05T09-05T17 false break strike", "05T17-06T09 false off",
		"06T09-06T16 true hours", "06T16-06T17 false break party", "06T17-07T00 false off",
	}, got)
	require.False(t, c.IsWorkday(date("2026-03-05")), "nothing is left of it")
	due, err := c.Due(from, calendar.Period{N: 0, Unit: calendar.WorkingDay}, calendar.Counting{})
	require.NoError(t, err)
	require.Equal(t, "2026-03-02T16:00", showDue(due), "business closes at the break")
	steps := slices.Collect(c.ExplainDue(local(t, c, "2026-03-04T12:00"),
		calendar.Period{N: 1, Unit: calendar.WorkingDay}, calendar.Counting{}))
	require.Equal(t, calendar.DayStep{Date: date("2026-03-05"), Rule: "closed", Name: "strike"}, steps[1])
}

func TestYearly(t *testing.T) {
	c := compile(t, broken)
	for day, want := range map[string]bool{
		"2025-12-25": false, "2026-12-25": false, "2028-02-29": false, "2027-03-01": true, "2026-12-28": true,
	} {
		require.Equal(t, want, c.IsWorkday(date(day)), day)
	}
	for day, want := range map[string]string{"2025-12-25": "Christmas", "2026-12-25": "dated"} {
		noon, err := c.At(date(day), 12*3600)
		require.NoError(t, err)
		for s := range c.Explain(noon, noon.Add(1)) {
			require.Equal(t, calendar.WhyClosed, s.Why)
			require.Equal(t, want, s.Name, "a date of its own wins")
		}
	}
	bounded := compile(t, office+`,"yearly":[{"day":"12-25"}],"known_from":"2024-12-26","known_until":"2026-12-25"}`)
	for day, want := range map[string]bool{
		"2024-12-25": true, "2025-12-25": false, "2026-12-25": false, "2028-12-25": true,
	} {
		require.Equal(t, want, bounded.IsWorkday(date(day)), day)
	}
	worked := compile(t, office+`,"yearly":[{"day":"12-25"}],"worked":[{"date":"2025-12-25"}]}`)
	require.True(t, worked.IsWorkday(date("2025-12-25")))
}

func TestWithBreaksAndYearly(t *testing.T) {
	base := compile(t, broken).Spec()
	var o calendar.Spec
	require.NoError(t, json.Unmarshal([]byte(`{"closed":[{"date":"2026-03-02"}],
		"yearly":[{"day":"12-25","name":"ours"},{"day":"12-24"}],
		"breaks":[{"date":"2026-03-03","windows":["23:00-24:00"]},{"date":"2026-03-05","windows":["12:00-13:00"]}]}`), &o))
	before, err := json.Marshal(base)
	require.NoError(t, err)
	s := base.With(o)
	require.Equal(t, []calendar.Yearly{
		{Day: calendar.MonthDay{Month: 2, Day: 29}, Name: "leap"},
		{Day: calendar.MonthDay{Month: 12, Day: 25}, Name: "ours"}, {Day: calendar.MonthDay{Month: 12, Day: 24}},
	}, s.Yearly)
	var dates []string
	for _, b := range s.Breaks {
		dates = append(dates, b.Date.String()+b.Name)
	}
	require.Equal(t, []string{"2026-03-04move", "2026-03-06party", "2026-03-03", "2026-03-05"}, dates)
	require.Equal(t, base.Special, s.Special, "a break leaves the hours of its date alone")
	s.Breaks[0].Windows[0] = calendar.Window{From: 1, To: 2}
	after, err := json.Marshal(base)
	require.NoError(t, err)
	require.JSONEq(t, string(before), string(after), "no memory is shared")
}

func TestBreakFaults(t *testing.T) {
	_, err := calendar.Compile(calendar.Spec{
		Yearly: []calendar.Yearly{{Day: calendar.MonthDay{Month: 2, Day: 30}}, {Day: calendar.MonthDay{Month: 2, Day: 30}},
			{Day: calendar.MonthDay{Month: 12, Day: 25}, Source: "\xff"}},
		Breaks: []calendar.Break{{Date: date("2026-03-02")}, {Date: date("2026-03-02")},
			{Date: date("2026-03-03"), Windows: []calendar.Window{{From: 7200, To: 3600}}}},
	})
	for _, want := range []string{
		"yearly[0].day: 02-30: there is no such day", "yearly[1].day: 02-30 stands in yearly[0] too",
		`yearly[2].source: "\xff" is not valid UTF-8`, "breaks[0].windows: it takes nothing away",
		"breaks[1].date: 2026-03-02 stands in breaks[0] too", "breaks[2].windows[0]: ",
	} {
		require.ErrorContains(t, err, want)
	}
}

func FuzzMonthDay(f *testing.F) {
	for _, s := range []string{"12-25", "02-29", "02-30", "1-1", "", "12/25", "13-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d calendar.MonthDay
		if d.UnmarshalText([]byte(s)) != nil {
			require.Zero(t, d)
			return
		}
		text, err := d.MarshalText()
		require.NoError(t, err)
		require.Equal(t, s, string(text))
		_, err = calendar.ParseDate("2000-" + s)
		require.NoError(t, err)
	})
}

func TestMonthDayThatIsNone(t *testing.T) {
	_, err := calendar.MonthDay{}.MarshalText()
	require.ErrorContains(t, err, `write day of the year "00-00"`)
	var d calendar.MonthDay
	require.ErrorContains(t, d.UnmarshalText([]byte("12-5")), "want MM-DD")
	require.ErrorContains(t, d.UnmarshalText([]byte("04-31")), "there is no such day")
}

// TestHostileBreaks: breaks in thousands, each cutting in as many places as it may, cost well under a
// second.
func TestHostileBreaks(t *testing.T) {
	s := calendar.AlwaysOpen("")
	for d := date("2022-01-01"); len(s.Breaks) < 4_000; d = d.AddDays(1) {
		b := calendar.Break{Date: d}
		for i := range calendar.Clock(calendar.MaxWindows) {
			b.Windows = append(b.Windows, calendar.Window{From: i * 1800, To: i*1800 + 900})
		}
		s.Breaks = append(s.Breaks, b)
	}
	c, err := calendar.Compile(s)
	require.NoError(t, err)
	from := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	got, err := c.Elapsed(from, from.Add(24*time.Hour))
	require.NoError(t, err)
	require.Equal(t, 12*time.Hour, got)
}
