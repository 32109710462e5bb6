package calendar_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

// city is a calendar of working days around the clock, as offices count that keep the clock time.
const city = `{"zone":"America/New_York","week":{"mon":["00:00-24:00"],"tue":["00:00-24:00"],` +
	`"wed":["00:00-24:00"],"thu":["00:00-24:00"],"fri":["00:00-24:00"]}}`

// boston is a rule for receipts at any time: off the weekend first, then off the evening.
var boston = calendar.Counting{
	RestDay: calendar.RestSameClock, CutOff: 17 * 3600, AfterCutOff: 8*3600 + 1800, DueAt: calendar.DueSameClock,
}

func TestDue(t *testing.T) {
	berlin, ny := office+`,"closed":[{"date":"2026-04-03","name":"Good Friday"},`+
		`{"date":"2026-04-06"}],"special":[{"date":"2026-04-02","windows":["09:00-12:00"]}]}`, city
	var plain calendar.Counting
	for _, tt := range []struct {
		name, calendar, from string
		n                    int
		unit                 calendar.Unit
		rule                 calendar.Counting
		want                 string // with "!" when exclusive
	}{
		{"plain", berlin, "2026-03-04T14:00:00+01:00", 2, "working_day", plain, "2026-03-06T17:00:00+01:00"},
		{"over a weekend and the clock change", berlin, "2026-03-27T20:00:00+01:00", 1, "working_day", plain, "2026-03-30T17:00:00+02:00"},
		{"a half day ends early", berlin, "2026-04-01T10:00:00+02:00", 1, "working_day", plain, "2026-04-02T12:00:00+02:00"},
		{"over holidays", berlin, "2026-04-02T10:00:00+02:00", 1, "working_day", plain, "2026-04-07T17:00:00+02:00"},
		{"received on Saturday, kept", berlin, "2026-03-07T11:00:00+01:00", 2, "working_day", plain, "2026-03-10T17:00:00+01:00"},
		{"received on Saturday, next opening", berlin, "2026-03-07T11:00:00+01:00", 2, "working_day",
			calendar.Counting{RestDay: calendar.RestNextOpening}, "2026-03-11T17:00:00+01:00"},
		{"received on Saturday, next opening, same clock", berlin, "2026-03-07T11:00:00+01:00", 2, "working_day",
			calendar.Counting{RestDay: calendar.RestNextOpening, DueAt: calendar.DueSameClock}, "2026-03-11T09:00:00+01:00"},
		{"a second before the cut-off", berlin, "2026-03-04T14:59:59.999+01:00", 1, "working_day",
			calendar.Counting{CutOff: 15 * 3600}, "2026-03-05T17:00:00+01:00"},
		{"at the cut-off", berlin, "2026-03-04T15:00:00+01:00", 1, "working_day",
			calendar.Counting{CutOff: 15 * 3600}, "2026-03-06T17:00:00+01:00"},
		{"at the cut-off, deemed at the opening", berlin, "2026-03-04T15:00:00+01:00", 1, "working_day",
			calendar.Counting{CutOff: 15 * 3600, DueAt: calendar.DueSameClock}, "2026-03-06T09:00:00+01:00"},
		{"no cut-off on a kept rest day", berlin, "2026-03-07T18:00:00+01:00", 1, "working_day",
			calendar.Counting{CutOff: 15 * 3600}, "2026-03-09T17:00:00+01:00"},
		{"end of the day", berlin, "2026-03-04T14:00:00+01:00", 2, "working_day",
			calendar.Counting{DueAt: calendar.DueEndOfDay}, "2026-03-07T00:00:00+01:00!"},
		{"same clock", berlin, "2026-03-04T14:00:00.25+01:00", 2, "working_day",
			calendar.Counting{DueAt: calendar.DueSameClock}, "2026-03-06T14:00:00.25+01:00"},
		{"same day", berlin, "2026-03-04T14:00:00+01:00", 0, "working_day", plain, "2026-03-04T17:00:00+01:00"},
		{"same day, on a Saturday", berlin, "2026-03-07T14:00:00+01:00", 0, "working_day", plain, "2026-03-09T17:00:00+01:00"},
		{"same day, same clock", berlin, "2026-10-25T02:30:00+01:00", 0, "day",
			calendar.Counting{DueAt: calendar.DueSameClock}, "2026-10-25T02:30:00+01:00"},
		{"a closing at 24:00 is exclusive", ny, "2026-03-04T14:00:00-05:00", 1, "working_day", plain, "2026-03-06T00:00:00-05:00!"},
		{"calendar days", berlin, "2026-03-04T14:00:00+01:00", 3, "day", plain, "2026-03-08T00:00:00+01:00!"},
		{"calendar days, off the rest day", berlin, "2026-03-04T14:00:00+01:00", 3, "day",
			calendar.Counting{LastDay: calendar.LastDayNext}, "2026-03-10T00:00:00+01:00!"},
		{"calendar days never roll by themselves", berlin, "2026-03-07T23:00:00+01:00", 1, "day",
			calendar.Counting{DueAt: calendar.DueSameClock}, "2026-03-08T23:00:00+01:00"},
		{"calendar days with a cut-off", berlin, "2026-03-06T18:00:00+01:00", 1, "day",
			calendar.Counting{CutOff: 17 * 3600}, "2026-03-11T00:00:00+01:00!"},
		{"same clock in a gap", berlin, "2026-03-28T02:30:00.5+01:00", 1, "day",
			calendar.Counting{DueAt: calendar.DueSameClock}, "2026-03-29T03:00:00+02:00"},
		{"same clock in a fold", berlin, "2026-10-24T02:30:00+02:00", 1, "day",
			calendar.Counting{DueAt: calendar.DueSameClock}, "2026-10-25T02:30:00+02:00"},
		{"city, weekday before the evening", ny, "2026-03-04T07:15:00-05:00", 2, "working_day", boston, "2026-03-06T07:15:00-05:00"},
		{"city, Friday evening", ny, "2026-03-06T17:00:00-05:00", 2, "working_day", boston, "2026-03-11T08:30:00-04:00"},
		{"city, Sunday 17:18: weekend first, then evening", ny, "2026-03-08T17:18:00-04:00", 1, "working_day", boston, "2026-03-11T08:30:00-04:00"},
		{"city, Sunday at noon", ny, "2026-03-08T12:00:00-04:00", 1, "working_day", boston, "2026-03-10T12:00:00-04:00"},
		{"city, calendar days", ny, "2026-03-08T17:18:00-04:00", 14, "day",
			calendar.Counting{DueAt: calendar.DueSameClock}, "2026-03-22T17:18:00-04:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := compile(t, tt.calendar)
			due, err := c.Due(instant(tt.from), calendar.Period{N: tt.n, Unit: tt.unit}, tt.rule)
			require.NoError(t, err)
			want, exclusive := strings.CutSuffix(tt.want, "!")
			require.Equal(t, want, due.At.Format("2006-01-02T15:04:05.999999999Z07:00"))
			require.Equal(t, exclusive, due.Exclusive)
			require.False(t, due.Late(due.At.Add(-1)))
			require.Equal(t, exclusive, due.Late(due.At))
			require.True(t, due.Late(due.At.Add(1)))
		})
	}
}

func TestDueFaults(t *testing.T) {
	c := compile(t, office+`}`)
	at := instant("2026-03-04T14:00:00+01:00")
	for _, tt := range []struct {
		period calendar.Period
		rule   calendar.Counting
		want   string
	}{
		{calendar.Period{N: -1, Unit: "day"}, calendar.Counting{}, "not within 0 to 36600"},
		{calendar.Period{N: 36_601, Unit: "day"}, calendar.Counting{}, "not within 0 to 36600"},
		{calendar.Period{N: 1}, calendar.Counting{}, `the unit "" is unknown; use "working_day", "day", "week"`},
		{calendar.Period{N: 1, Unit: "day"}, calendar.Counting{RestDay: "no"}, `rest_day: "no" is unknown`},
		{calendar.Period{N: 1, Unit: "day"}, calendar.Counting{DueAt: "noon"}, `due_at: "noon" is unknown`},
		{calendar.Period{N: 1, Unit: "day"}, calendar.Counting{LastDay: "x"}, `last_day: "x" is unknown`},
		{calendar.Period{N: 1, Unit: "day"}, calendar.Counting{CutOff: 90_000}, "cut_off: 01:00+1 is not a time"},
		{calendar.Period{N: 1, Unit: "day"}, calendar.Counting{AfterCutOff: 60}, "set without cut_off"},
		{calendar.Period{N: 36_600, Unit: "day"}, calendar.Counting{}, "outside the compiled years"},
		{calendar.Period{N: 36_600, Unit: "working_day"}, calendar.Counting{}, "outside the compiled years"},
	} {
		_, err := c.Due(at, tt.period, tt.rule)
		require.ErrorContains(t, err, tt.want)
		require.ErrorContains(t, err, "calendar: due ")
		require.Empty(t, slices.Collect(c.ExplainDue(at, tt.period, tt.rule)))
	}
	_, err := c.Due(at.AddDate(-100, 0, 0), calendar.Period{N: 1, Unit: "day"}, calendar.Counting{})
	require.ErrorIs(t, err, calendar.ErrRange)
}

func TestExplainDue(t *testing.T) {
	c := compile(t, office+`,"closed":[{"date":"2026-03-10","name":"Founders' day","source":"handbook"}],
		"worked":[{"date":"2026-03-14","name":"made up"}]}`)
	rule := calendar.Counting{RestDay: calendar.RestSameClock, CutOff: 15 * 3600}
	for _, tt := range []struct {
		name, from string
		period     calendar.Period
		rule       calendar.Counting
		want       []string
	}{
		{"both rolls", "2026-03-07T16:00:00+01:00", calendar.Period{N: 3, Unit: "working_day"}, rule, []string{
			"2026-03-07 0 received", "2026-03-08 0 rest", "2026-03-09 0 deemed_received_rest_day",
			"2026-03-10 0 closed Founders' day", "2026-03-11 0 deemed_received_cut_off",
			"2026-03-12 1 counted", "2026-03-13 2 counted", "2026-03-14 3 counted made up", "2026-03-14 3 due made up",
		}},
		{"calendar days", "2026-03-06T10:00:00+01:00", calendar.Period{N: 1, Unit: "day"},
			calendar.Counting{LastDay: calendar.LastDayNext}, []string{
				"2026-03-06 0 received", "2026-03-07 1 counted", "2026-03-08 0 rest", "2026-03-09 0 moved", "2026-03-09 1 due",
			}},
		{"nothing to count", "2026-03-10T10:00:00+01:00", calendar.Period{N: 0, Unit: "working_day"}, calendar.Counting{}, []string{
			"2026-03-10 0 received Founders' day", "2026-03-11 0 moved", "2026-03-11 0 due",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for s := range c.ExplainDue(instant(tt.from), tt.period, tt.rule) {
				got = append(got, strings.TrimSpace(fmt.Sprint(s.Date, " ", s.N, " ", s.Rule, " ", s.Name)))
			}
			require.Equal(t, tt.want, got)
			for range c.ExplainDue(instant(tt.from), tt.period, tt.rule) {
				break // a caller may have enough
			}
		})
	}
}

func TestDays(t *testing.T) {
	c := compile(t, office+`}`)
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-03-06", 1, "2026-03-09"},
		{"2026-03-07", 1, "2026-03-09"},
		{"2026-03-07", 0, "2026-03-07"},
		{"2026-03-09", -1, "2026-03-06"},
		{"2026-03-08", -1, "2026-03-06"},
		{"2026-03-08", -6, "2026-02-27"},
		{"2026-03-06", 250, "2027-02-19"},
	} {
		got, err := c.AddWorkdays(date(tt.from), tt.n)
		require.NoError(t, err)
		require.Equal(t, tt.want, got.String(), "%s %d", tt.from, tt.n)
	}
	require.Equal(t, 5, c.Workdays(date("2026-03-06"), date("2026-03-12")))
	require.Zero(t, c.Workdays(date("2026-03-07"), date("2026-03-08")))
	require.Zero(t, c.Workdays(date("2026-03-12"), date("2026-03-06")))
	require.ErrorIs(t, second(c.AddWorkdays(date("1970-01-02"), -30)), calendar.ErrRange)
	require.ErrorIs(t, second(c.AddWorkdays(date("2101-01-02"), -1)), calendar.ErrRange)
	require.ErrorContains(t, second(c.AddWorkdays(calendar.Date{}, 1)), "the year 0")
	require.ErrorContains(t, second(c.AddWorkdays(date("2026-01-01"), 40_000)), "the limit is 36600")
	require.ErrorIs(t, second(c.At(date("1969-12-31"), 0)), calendar.ErrRange)
	require.ErrorContains(t, second(c.At(date("2026-01-01"), -1)), "no time of 0 to 48 h")
	require.ErrorContains(t, second(c.At(calendar.Date{Year: 2026, Month: 2, Day: 30}, 0)), "has 28 days")
	require.False(t, c.IsWorkday(calendar.Date{Year: 2026, Month: 2, Day: 30}))
}

func TestCountingJSON(t *testing.T) {
	const text = `{"cut_off":"17:00","after_cut_off":"08:30","rest_day":"same_clock","due_at":"same_clock"}`
	var r calendar.Counting
	require.NoError(t, json.Unmarshal([]byte(text), &r))
	require.Equal(t, boston, r)
	got, err := json.Marshal(r)
	require.NoError(t, err)
	require.JSONEq(t, text, string(got))
	got, err = json.Marshal(calendar.Counting{})
	require.NoError(t, err)
	require.Equal(t, "{}", string(got))
	require.ErrorContains(t, json.Unmarshal([]byte(`{"cut_off":"5pm"}`), &r), "want HH:MM")
}

// TestDueAtTheEndOfTime: no working day is left for a receipt to be moved to.
func TestDueAtTheEndOfTime(t *testing.T) {
	c := compile(t, office+`}`)
	friday, saturday := instant("2100-12-31T20:00:00+01:00"), instant("2100-12-25T20:00:00+01:00")
	last := compile(t, `{"zone":"Europe/Berlin","special":[{"date":"2026-03-04","windows":["09:00-10:00"]}]}`)
	one := calendar.Period{N: 1, Unit: calendar.WorkingDay}
	for _, err := range []error{
		second(c.Due(friday, one, calendar.Counting{})),
		second(c.Due(friday, one, calendar.Counting{CutOff: 17 * 3600})),
		second(last.Due(saturday, one, calendar.Counting{RestDay: calendar.RestNextOpening})),
		second(last.Due(saturday, calendar.Period{N: 1, Unit: "day"}, calendar.Counting{LastDay: "next_working"})),
	} {
		require.ErrorIs(t, err, calendar.ErrRange)
	}
}
