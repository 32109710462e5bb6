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

// easter is an office that closes from Good Friday to Easter Monday of 2026, and works on 11 April.
const easter = office + `,"closed":[{"date":"2026-04-03","name":"Good Friday"},` +
	`{"date":"2026-04-06","name":"Easter Monday"}],"worked":[{"date":"2026-04-11"}]}`

// limit reads "14 day", as the law and settings of l.
func limit(t testing.TB, text string, l calendar.Limit) calendar.Limit {
	t.Helper()
	_, err := fmt.Sscan(text, &l.Period.N, (*string)(&l.Period.Unit))
	require.NoError(t, err)
	return l
}

func showDue(d calendar.Due) string {
	text := d.At.Format("2006-01-02T15:04")
	if d.Exclusive {
		text += "!"
	}
	return text
}

func TestDueByLaw(t *testing.T) {
	c := compile(t, easter)
	type l = calendar.Limit
	down := []calendar.Date{date("2026-03-13"), date("2026-03-16")}
	for _, tt := range []struct {
		name, from, period string
		limit              calendar.Limit
		want               string // with "!" when exclusive
	}{
		{"China: the first day is out", "2026-03-02T10:00", "1 day", l{Law: "cn-civil-code"}, "2026-03-04T00:00!"},
		{"China: off the holidays", "2026-04-01T10:00", "2 day", l{Law: "cn-civil-code"}, "2026-04-08T00:00!"},
		{"China: a made-up day is no rest day", "2026-04-01T10:00", "10 day", l{Law: "cn-civil-code"}, "2026-04-12T00:00!"},
		{"China: business hours", "2026-03-02T10:00", "1 day", l{Law: "cn-civil-code", AtOffice: true}, "2026-03-03T17:00"},
		{"China: hours on a rest day stay", "2026-03-06T10:30", "24 hour", l{Law: "cn-civil-code"}, "2026-03-07T10:30"},
		{"China: month end", "2026-01-31T10:00", "1 month", l{Law: "cn-civil-code"}, "2026-03-03T00:00!"},
		{"China: as the parties agree", "2026-04-02T10:00", "2 working_day", l{Law: "cn-civil-code"}, "2026-04-09T00:00!"},
		{"Germany: a quarter", "2025-11-30T10:00", "1 quarter", l{Law: "de-bgb", KeepLastDay: true}, "2026-03-01T00:00!"},
		{"Germany: no month-end to month-end", "2026-02-28T10:00", "1 month", l{Law: "de-bgb", KeepLastDay: true}, "2026-03-29T00:00!"},
		{"Germany: leap day", "2024-02-29T10:00", "2 year", l{Law: "de-bgb", KeepLastDay: true}, "2026-03-01T00:00!"},
		{"Germany: first day in, days", "2026-03-02T00:00", "2 day", l{Law: "de-bgb", FirstDay: true}, "2026-03-04T00:00!"},
		{"Germany: first day in, weeks", "2026-03-02T00:00", "1 week", l{Law: "de-bgb", FirstDay: true, KeepLastDay: true}, "2026-03-09T00:00!"},
		{"Germany: first day in, the month is short", "2026-01-31T00:00", "1 month",
			l{Law: "de-bgb", FirstDay: true, KeepLastDay: true}, "2026-03-01T00:00!"},
		{"Germany: first day in, first of the month", "2026-02-01T00:00", "1 month",
			l{Law: "de-bgb", FirstDay: true, KeepLastDay: true}, "2026-03-01T00:00!"},
		{"Germany: Saturday gives way", "2026-02-28T10:00", "2 week", l{Law: "de-bgb"}, "2026-03-17T00:00!"},
		{"EU: whole hours", "2026-03-06T10:15", "2 hour", l{Law: "eu-1182-71"}, "2026-03-06T13:00!"},
		{"EU: on the hour", "2026-03-06T10:00", "2 hour", l{Law: "eu-1182-71"}, "2026-03-06T13:00!"},
		{"EU: hours back", "2026-03-06T10:15", "2 hour", l{Law: "eu-1182-71", Before: true}, "2026-03-06T08:00!"},
		{"EU: one day needs no two working days", "2026-04-02T10:00", "1 day", l{Law: "eu-1182-71"}, "2026-04-08T00:00!"},
		{"EU: two days do", "2026-04-02T10:00", "2 day", l{Law: "eu-1182-71"}, "2026-04-09T00:00!"},
		{"EU: working days back", "2026-04-07T10:00", "2 working_day", l{Law: "eu-1182-71", Before: true}, "2026-04-02T00:00!"},
		{"EU: back onto a Sunday", "2026-03-25T10:00", "10 day", l{Law: "eu-1182-71", Before: true}, "2026-03-16T00:00!"},
		{"EU: two working days back", "2026-04-07T10:00", "2 day", l{Law: "eu-1182-71", Before: true}, "2026-04-02T00:00!"},
		{"US: off Sunday", "2026-03-01T10:00", "14 day", l{Law: "us-frcp-6"}, "2026-03-17T00:00!"},
		{"US: the same way, back", "2026-03-29T10:00", "14 day", l{Law: "us-frcp-6", Before: true}, "2026-03-14T00:00!"},
		{"US: a month back", "2026-03-31T10:00", "1 month", l{Law: "us-frcp-6", Before: true}, "2026-02-28T00:00!"},
		{"US: clerk's closing", "2026-03-02T10:00", "1 day", l{Law: "us-frcp-6", AtOffice: true}, "2026-03-03T17:00"},
		{"US: inaccessible on Friday and Monday", "2026-03-03T10:00", "10 day",
			l{Law: "us-frcp-6", Inaccessible: down}, "2026-03-18T00:00!"},
		{"US: inaccessible, back, is later", "2026-03-25T10:00", "12 day",
			l{Law: "us-frcp-6", Before: true, Inaccessible: down}, "2026-03-18T00:00!"},
		{"US: hours off the weekend", "2026-03-05T14:17", "48 hour", l{Law: "us-frcp-6"}, "2026-03-09T14:17"},
		{"US: hours back off the weekend", "2026-03-09T14:17", "48 hour", l{Law: "us-frcp-6", Before: true}, "2026-03-06T14:17"},
		{"US: hours, inaccessible", "2026-03-12T14:17", "24 hour", l{Law: "us-frcp-6", Inaccessible: down}, "2026-03-17T14:17"},
		{"US: state holiday, after", "2026-03-03T10:00", "1 day",
			l{Law: "us-frcp-6", StateHolidays: []calendar.Date{date("2026-03-04")}}, "2026-03-06T00:00!"},
		{"US: state holiday, before", "2026-03-05T10:00", "1 day",
			l{Law: "us-frcp-6", Before: true, StateHolidays: []calendar.Date{date("2026-03-04")}}, "2026-03-05T00:00!"},
		{"England: clear days", "2026-03-20T10:00", "7 day", l{Law: "uk-cpr-2.8", Before: true}, "2026-03-13T00:00!"},
		{"England: five days skip the weekend", "2026-03-16T10:00", "3 day", l{Law: "uk-cpr-2.8", Before: true}, "2026-03-11T00:00!"},
		{"England: five days after", "2026-03-13T10:00", "5 day", l{Law: "uk-cpr-2.8"}, "2026-03-21T00:00!"},
		{"England: six days do not skip", "2026-03-15T10:00", "6 day", l{Law: "uk-cpr-2.8"}, "2026-03-22T00:00!"},
		{"England: court office closed", "2026-03-15T10:00", "6 day", l{Law: "uk-cpr-2.8", AtOffice: true}, "2026-03-23T17:00"},
		{"FOIA: received on Sunday", "2026-03-15T10:00", "20 working_day", l{Law: "uk-foia-10"}, "2026-04-14T00:00!"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			from := local(t, c, tt.from)
			l := limit(t, tt.period, tt.limit)
			due, err := c.DueByLaw(from, l)
			require.NoError(t, err)
			require.Equal(t, tt.want, showDue(due))
			steps := slices.Collect(c.ExplainByLaw(from, l))
			last := steps[len(steps)-1]
			require.Equal(t, calendar.RuleDue, last.Rule)
			for _, s := range steps {
				require.NotEmpty(t, s.Article, s)
			}
		})
	}
}

// local reads a wall-clock time of the calendar.
func local(t testing.TB, c *calendar.Calendar, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02T15:04", text, c.Location())
	require.NoError(t, err)
	return at
}

func TestExplainByLaw(t *testing.T) {
	c := compile(t, easter)
	type l = calendar.Limit
	down := []calendar.Date{date("2026-03-16")}
	for _, tt := range []struct {
		name, from, period string
		limit              calendar.Limit
		want               []string
	}{
		{"moved by 193", "2026-04-01T10:00", "2 day", l{Law: "de-bgb"}, []string{
			"2026-04-01 0 event BGB 187(1)", "2026-04-02 1 counted BGB 188(1)",
			"2026-04-03 2 counted BGB 188(1) Good Friday", "2026-04-04 0 rest BGB 193",
			"2026-04-05 0 rest BGB 193", "2026-04-06 0 closed BGB 193 Easter Monday",
			"2026-04-07 0 moved BGB 193", "2026-04-07 2 due BGB 188",
		}},
		{"first day in", "2026-03-02T10:00", "2 day", l{Law: "de-bgb", FirstDay: true}, []string{
			"2026-03-02 1 counted BGB 187(2)", "2026-03-03 2 counted BGB 188(1)", "2026-03-03 2 due BGB 188",
		}},
		{"short month", "2026-01-30T10:00", "1 month", l{Law: "cn-civil-code", KeepLastDay: true}, []string{
			"2026-01-30 0 event Civil Code 201", "2026-02-28 0 month_end Civil Code 202",
			"2026-02-28 0 due Civil Code 203",
		}},
		{"weeks by agreement", "2026-03-02T10:00", "1 week", l{Law: "cn-civil-code", AtOffice: true}, []string{
			"2026-03-02 0 event Civil Code 201", "2026-03-09 0 corresponding_day Civil Code 204",
			"2026-03-09 0 due Civil Code 203",
		}},
		{"two working days", "2026-04-02T10:00", "2 day", l{Law: "eu-1182-71"}, []string{
			"2026-04-02 0 event 1182/71 3(1)", "2026-04-03 1 counted 1182/71 3(2)(b) Good Friday",
			"2026-04-04 2 counted 1182/71 3(2)(b)", "2026-04-05 0 rest 1182/71 3(4)",
			"2026-04-06 0 closed 1182/71 3(4) Easter Monday", "2026-04-07 0 moved 1182/71 3(4)",
			"2026-04-08 0 moved 1182/71 3(5)", "2026-04-08 2 due 1182/71 3(2)",
		}},
		{"clear days back", "2026-03-16T10:00", "1 day", l{Law: "uk-cpr-2.8", Before: true}, []string{
			"2026-03-16 0 event CPR 2.8(3)", "2026-03-15 0 rest CPR 2.8(4)", "2026-03-14 0 rest CPR 2.8(4)",
			"2026-03-13 1 counted CPR 2.8(4)", "2026-03-12 0 clear CPR 2.8(3)", "2026-03-12 1 due CPR 2.8(2)",
		}},
		{"back, then inaccessible", "2026-03-17T10:00", "1 day",
			l{Law: "us-frcp-6", Before: true, Inaccessible: down}, []string{
				"2026-03-17 0 event FRCP 6(a)(1)(A)", "2026-03-16 1 counted FRCP 6(a)(1)(B)",
				"2026-03-17 0 moved FRCP 6(a)(3)(A)", "2026-03-17 1 due FRCP 6(a)(4)(A)",
			}},
		{"hours", "2026-03-13T10:00", "24 hour", l{Law: "us-frcp-6", Inaccessible: down}, []string{
			"2026-03-13 0 event FRCP 6(a)(2)", "2026-03-15 0 rest FRCP 6(a)(2)(C)",
			"2026-03-16 0 moved FRCP 6(a)(2)(C)", "2026-03-17 0 moved FRCP 6(a)(3)(B)",
			"2026-03-17 0 due FRCP 6(a)(2)",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for s := range c.ExplainByLaw(local(t, c, tt.from), limit(t, tt.period, tt.limit)) {
				line := fmt.Sprint(s.Date, " ", s.N, " ", s.Rule, " ", s.Article, " ", s.Name)
				got = append(got, strings.TrimSpace(line))
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestLimitFaults(t *testing.T) {
	c := compile(t, easter)
	type l = calendar.Limit
	at := local(t, c, "2026-03-02T10:00")
	for _, tt := range []struct {
		period string
		limit  calendar.Limit
		want   string
	}{
		{"1 day", l{Law: "common"}, `law: "common" is unknown; use one of cn-civil-code, de-bgb, eu-1182-71`},
		{"1 hour", l{Law: "de-bgb"}, `period.unit: "de-bgb" does not count in "hour"`},
		{"1 working_day", l{Law: "us-frcp-6"}, `"us-frcp-6" does not count in "working_day"`},
		{"1 month", l{Law: "uk-cpr-2.8"}, `does not count in "month"; use one of ["day"]`},
		{"1 fortnight", l{Law: "de-bgb"}, `does not count in "fortnight"`},
		{"0 day", l{Law: "de-bgb"}, "period.n: 0 is not within 1 to 36600"},
		{"101 year", l{Law: "de-bgb"}, "period.n: 101 is not within 1 to 100"},
		{"9601 hour", l{Law: "us-frcp-6"}, "period.n: 9601 is not within 1 to 9600"},
		{"1 day", l{Law: "de-bgb", Before: true}, `before: "de-bgb" has no rule for counting back`},
		{"1 day", l{Law: "cn-civil-code", Before: true}, "no rule for counting back"},
		{"1 working_day", l{Law: "uk-foia-10", Before: true}, "no rule for counting back"},
		{"1 day", l{Law: "uk-cpr-2.8", Before: true, AtOffice: true}, "at_office: "},
		{"1 hour", l{Law: "us-frcp-6", AtOffice: true}, "at_office: a period in hours"},
		{"1 day", l{Law: "de-bgb", AtOffice: true}, "does not let a period end with business"},
		{"1 day", l{Law: "eu-1182-71", AtOffice: true}, "does not let a period end with business"},
		{"1 working_day", l{Law: "uk-foia-10", AtOffice: true}, "does not let a period end with business"},
		{"1 day", l{Law: "us-frcp-6", FirstDay: true}, "first_day: "},
		{"1 day", l{Law: "de-bgb", StateHolidays: []calendar.Date{date("2026-01-01")}}, "inaccessible: "},
		{"1 day", l{Law: "us-frcp-6", Inaccessible: []calendar.Date{{}}}, "inaccessible[0].date: it is not set"},
		{"1 day", l{Law: "us-frcp-6", StateHolidays: []calendar.Date{{}}}, "state_holidays[0].date: it is not set"},
	} {
		l := limit(t, tt.period, tt.limit)
		require.ErrorContains(t, l.Check(), tt.want)
		_, err := c.DueByLaw(at, l)
		require.ErrorContains(t, err, tt.want)
		require.ErrorContains(t, err, "calendar: due ")
		var fault *calendar.Fault
		require.ErrorAs(t, err, &fault)
		require.Empty(t, slices.Collect(c.ExplainByLaw(at, l)))
	}
}

func TestDueByLawOutOfRange(t *testing.T) {
	c, never := compile(t, easter), compile(t, `{}`)
	type l = calendar.Limit
	late, early := local(t, c, "2100-12-31T10:00"), local(t, c, "1970-01-01T10:00")
	for _, tt := range []struct {
		c      *calendar.Calendar
		from   time.Time
		period string
		limit  calendar.Limit
	}{
		{c, late.AddDate(1, 0, 0), "1 day", l{Law: "de-bgb"}},
		{c, late, "1 day", l{Law: "de-bgb"}},
		{c, late, "1 month", l{Law: "de-bgb"}},
		{c, late, "24 hour", l{Law: "cn-civil-code"}},
		{c, early, "1 day", l{Law: "us-frcp-6", Before: true}},
		{c, early.AddDate(0, 0, 1), "1 day", l{Law: "uk-cpr-2.8", Before: true}},
		{never, early.AddDate(0, 0, 9), "2 day", l{Law: "eu-1182-71", Before: true}},
		{never, early, "1 day", l{Law: "de-bgb"}},
		{never, early, "1 hour", l{Law: "us-frcp-6"}},
		{never, early, "1 working_day", l{Law: "uk-foia-10"}},
		{never, early, "2 day", l{Law: "eu-1182-71"}},
		{c, local(t, c, "2100-12-30T10:00"), "1 day",
			l{Law: "us-frcp-6", Inaccessible: []calendar.Date{date("2100-12-31")}}},
	} {
		_, err := tt.c.DueByLaw(tt.from, limit(t, tt.period, tt.limit))
		require.ErrorIs(t, err, calendar.ErrRange, "%s %v", tt.period, tt.limit)
	}
}

func TestLimitJSON(t *testing.T) {
	const text = `{"law":"us-frcp-6","period":{"n":14,"unit":"day"},"before":true,"at_office":true,` +
		`"inaccessible":["2026-03-13"],"state_holidays":["2026-04-20"]}`
	var l calendar.Limit
	require.NoError(t, json.Unmarshal([]byte(text), &l))
	require.NoError(t, l.Check())
	got, err := json.Marshal(l)
	require.NoError(t, err)
	require.JSONEq(t, text, string(got))
	require.False(t, l.Law.ForContracts())
	require.True(t, calendar.BGB.ForContracts())
	require.True(t, calendar.CivilCodeCN.ForContracts())
}

// TestLawReference compares the forward rules in days, weeks and months with a plain reading of them.
func TestLawReference(t *testing.T) {
	c := compile(t, easter)
	rests := func(d calendar.Date) bool { return !c.IsWorkday(d) }
	for day := date("2025-12-25"); day.Compare(date("2026-05-01")) < 0; day = day.AddDays(1) {
		noon, err := c.At(day, 12*3600)
		require.NoError(t, err)
		for n := 1; n < 40; n++ {
			days := day.AddDays(n)
			month := calendar.DateOf(time.Date(day.Year, day.Month+time.Month(n), day.Day, 0, 0, 0, 0, time.UTC))
			for month.Day != day.Day && month.Day < 4 {
				month = month.AddDays(-1) // time.Date runs over into the next month
			}
			for unit, end := range map[calendar.Unit]calendar.Date{
				calendar.Day: days, calendar.Weeks: day.AddDays(7 * n), calendar.Months: month,
			} {
				for rests(end) {
					end = end.AddDays(1)
				}
				want, err := c.At(end, 24*3600)
				require.NoError(t, err)
				for _, law := range []calendar.Law{calendar.CivilCodeCN, calendar.BGB, calendar.FRCP6} {
					l := calendar.Limit{Law: law, Period: calendar.Period{N: n, Unit: unit}}
					due, err := c.DueByLaw(noon, l)
					require.NoError(t, err)
					require.Equal(t, calendar.Due{At: want, Exclusive: true}, due, "%s %v", day, l)
				}
			}
		}
	}
}

func FuzzDueByLaw(f *testing.F) {
	c := compile(f, easter)
	f.Add(int64(1_775_000_000), 2, uint8(2), uint8(1), uint8(0))
	f.Add(int64(1_775_000_000), 72, uint8(3), uint8(6), uint8(1))
	f.Add(int64(4_000_000_000), 100, uint8(1), uint8(5), uint8(2))
	f.Add(int64(1_774_999_989), 25, uint8(2), uint8(6), uint8(1)) // hours that end at midnight
	laws := []calendar.Law{calendar.CivilCodeCN, calendar.BGB, calendar.EU1182,
		calendar.FRCP6, calendar.CPR28, calendar.FOIA10}
	units := []calendar.Unit{calendar.WorkingDay, calendar.Day, calendar.Weeks, calendar.Months,
		calendar.Quarters, calendar.Years, calendar.Hours}
	f.Fuzz(func(t *testing.T, unix int64, n int, law, unit, set uint8) {
		from := time.Unix(unix, 0).In(c.Location())
		l := calendar.Limit{
			Law:    laws[int(law)%len(laws)],
			Period: calendar.Period{N: n, Unit: units[int(unit)%len(units)]},
			Before: set&1 != 0, FirstDay: set&2 != 0, KeepLastDay: set&4 != 0, AtOffice: set&8 != 0,
		}
		due, err := c.DueByLaw(from, l)
		steps := slices.Collect(c.ExplainByLaw(from, l))
		if err != nil {
			require.Empty(t, steps)
			return
		}
		require.NoError(t, l.Check())
		last := due.At
		if due.Exclusive {
			last = last.Add(-1)
		}
		require.Equal(t, calendar.DateOf(last), steps[len(steps)-1].Date)
		midnight := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, from.Location())
		switch {
		case l.Before && l.Period.Unit == calendar.Hours:
			require.False(t, due.At.After(from))
		case l.Before:
			require.False(t, due.At.After(midnight))
		default:
			require.True(t, due.At.After(midnight))
		}
		if !due.Exclusive && l.Period.Unit != calendar.Hours {
			require.True(t, c.IsOpen(last.Add(-1)), "it ends with business")
		}
	})
}

func TestDueInLongUnits(t *testing.T) {
	c := compile(t, office+`}`)
	for _, tt := range []struct {
		from, period string
		rule         calendar.Counting
		want         string
		rules        []string
	}{
		{"2026-03-04T14:00", "2 week", calendar.Counting{}, "2026-03-19T00:00!", []string{"received", "corresponding_day", "due"}},
		{"2026-01-31T14:00", "1 month", calendar.Counting{}, "2026-03-01T00:00!", []string{"received", "month_end", "due"}},
		{"2026-01-31T14:00", "2 month", calendar.Counting{}, "2026-04-01T00:00!", []string{"received", "corresponding_day", "due"}},
		{"2026-01-31T14:00", "1 month", calendar.Counting{DueAt: calendar.DueSameClock}, "2026-02-28T14:00", nil},
		{"2026-01-31T14:00", "1 month", calendar.Counting{LastDay: calendar.LastDayNext}, "2026-03-03T00:00!",
			[]string{"received", "month_end", "rest", "moved", "due"}},
		{"2026-11-30T14:00", "1 quarter", calendar.Counting{}, "2027-03-01T00:00!", nil},
		{"2024-02-29T14:00", "4 year", calendar.Counting{}, "2028-03-01T00:00!", nil},
	} {
		t.Run(tt.from+" "+tt.period, func(t *testing.T) {
			from, p := local(t, c, tt.from), limit(t, tt.period, calendar.Limit{}).Period
			due, err := c.Due(from, p, tt.rule)
			require.NoError(t, err)
			require.Equal(t, tt.want, showDue(due))
			var rules []string
			for s := range c.ExplainDue(from, p, tt.rule) {
				rules = append(rules, s.Rule)
			}
			if tt.rules != nil {
				require.Equal(t, tt.rules, rules)
			}
		})
	}
	for _, p := range []calendar.Period{{N: 24, Unit: calendar.Hours}, {N: 101, Unit: calendar.Years}} {
		_, err := c.Due(local(t, c, "2026-01-31T14:00"), p, calendar.Counting{})
		require.Error(t, err, "%v", p)
	}
	_, err := c.Due(local(t, c, "2026-01-31T14:00"), calendar.Period{N: 100, Unit: calendar.Years}, calendar.Counting{})
	require.ErrorIs(t, err, calendar.ErrRange)
}

func TestClearOf(t *testing.T) {
	c := compile(t, easter)
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-04-02", 2, "2026-04-09"},
		{"2026-03-13", 1, "2026-03-17"},
		{"2026-03-13", 5, "2026-03-21"},
		{"2026-03-16", -1, "2026-03-12"},
		{"2026-03-13", -4, "2026-03-08"},
	} {
		got, err := c.ClearOf(date(tt.from), tt.n)
		require.NoError(t, err)
		require.Equal(t, tt.want, got.String(), "%s %d", tt.from, tt.n)
		require.Equal(t, max(tt.n, -tt.n), c.WorkdaysBetween(date(tt.from), got))
		require.Equal(t, max(tt.n, -tt.n), c.WorkdaysBetween(got, date(tt.from)))
		nearer := got.AddDays(1)
		if tt.n > 0 {
			nearer = got.AddDays(-1)
		}
		require.Less(t, c.WorkdaysBetween(date(tt.from), nearer), max(tt.n, -tt.n))
	}
	require.Zero(t, c.WorkdaysBetween(date("2026-03-13"), date("2026-03-13")))
	require.ErrorContains(t, second(c.ClearOf(date("2026-03-13"), 0)), "use 1 or more")
	require.ErrorIs(t, second(c.ClearOf(date("2100-12-30"), 1)), calendar.ErrRange)
	require.ErrorIs(t, second(c.ClearOf(date("2100-12-30"), 9)), calendar.ErrRange)
}
