package calendar_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

func TestParseDate(t *testing.T) {
	for _, tt := range []struct{ text, fault string }{
		{"2026-10-01", ""},
		{"2024-02-29", ""},
		{"0001-01-01", ""},
		{"9999-12-31", ""},
		{"2026-02-30", "there is no such day: February 2026 has 28 days"},
		{"2100-02-29", "February 2100 has 28 days"},
		{"2026-13-01", "there is no month 13"},
		{"2026-00-01", "there is no month 0"},
		{"2026-04-00", "April 2026 has 30 days"},
		{"0000-01-01", "the year 0 is not one of 1 to 9999"},
		{"2026-1-1", "want YYYY-MM-DD"},
		{"2026-10-01 ", "want YYYY-MM-DD"},
		{"2026/10/01", "want YYYY-MM-DD"},
		{"+026-10-01", "want YYYY-MM-DD"},
		{"", "want YYYY-MM-DD"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			d, err := calendar.ParseDate(tt.text)
			if tt.fault != "" {
				require.ErrorContains(t, err, tt.fault)
				require.ErrorContains(t, err, "calendar: parse date ")
				require.True(t, d.IsZero())
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.text, d.String())
		})
	}
}

func TestDate(t *testing.T) {
	d := date("2026-02-28")
	require.Equal(t, date("2026-03-01"), d.AddDays(1))
	require.Equal(t, date("2025-12-31"), d.AddDays(-59))
	require.Equal(t, calendar.Sat, d.Weekday())
	require.Equal(t, calendar.Wed, date("1969-12-31").Weekday())
	require.Equal(t, -1, d.Compare(d.AddDays(1)))
	require.Equal(t, 0, d.Compare(d))
	require.Equal(t, 1, d.Compare(date("2026-01-31")))
	require.Empty(t, calendar.Date{}.String())
	_, err := calendar.Date{Year: 2026, Month: 2, Day: 30}.MarshalText()
	require.ErrorContains(t, err, "February 2026 has 28 days")
}

func TestParseClock(t *testing.T) {
	for _, tt := range []struct {
		text  string
		want  calendar.Clock
		fault string
	}{
		{"00:00", 0, ""},
		{"09:00", 9 * 3600, ""},
		{"09:00:30", 9*3600 + 30, ""},
		{"23:59:59", 24*3600 - 1, ""},
		{"24:00", 24 * 3600, ""},
		{"06:00+1", 30 * 3600, ""},
		{"24:00+1", 48 * 3600, ""},
		{"24:30", 0, `for the next day write "00:30+1"`},
		{"25:00", 0, "there is no such time"},
		{"09:60", 0, "there is no such time"},
		{"09:00:60", 0, "there is no such time"},
		{"9:00", 0, "want HH:MM"},
		{"09:00 ", 0, "want HH:MM"},
		{"09:00+2", 0, "want HH:MM"},
		{"09.00", 0, "want HH:MM"},
		{"-9:00", 0, "want HH:MM"},
		{"", 0, "want HH:MM"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			c, err := calendar.ParseClock(tt.text)
			if tt.fault != "" {
				require.ErrorContains(t, err, tt.fault)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, c)
			require.Equal(t, tt.text, c.String())
		})
	}
	_, err := calendar.Clock(-1).MarshalText()
	require.ErrorContains(t, err, "-1 seconds are not within 0 to 48 hours")
}

func TestParseWindow(t *testing.T) {
	for _, tt := range []struct{ text, fault string }{
		{"09:00-18:00", ""},
		{"00:00-24:00", ""},
		{"22:00-06:00+1", ""},
		{"09:00-09:00+1", ""},
		{"00:00-24:00+1", ""},
		{"18:00-09:00", `write "09:00-18:00", or "18:00-09:00+1" if it runs past midnight`},
		{"22:00-00:00", `write "22:00-24:00"`},
		{"09:00-09:00", `it is empty; for 24 hours write "09:00-09:00+1"`},
		{"24:00-06:00+1", "it starts at 24:00; a window starts on its own day"},
		{"06:00+1-09:00+1", "it starts at 06:00+1"},
		{"09:00", "want two times and a hyphen"},
		{"09:00-", "want HH:MM"},
		{"09:00-12:00-18:00", "want HH:MM"},
		{"09:00 - 18:00", "want HH:MM"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			w, err := calendar.ParseWindow(tt.text)
			if tt.fault != "" {
				require.ErrorContains(t, err, tt.fault)
				require.Zero(t, w)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.text, w.String())
		})
	}
	_, err := calendar.Window{From: 5, To: 5}.MarshalText()
	require.Error(t, err)
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"2026-10-01", "09:00:30", "06:00+1", "22:00-06:00+1", "24:00", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := calendar.ParseDate(s); err == nil {
			require.Equal(t, s, d.String())
		}
		if c, err := calendar.ParseClock(s); err == nil {
			again, err := calendar.ParseClock(c.String())
			require.NoError(t, err)
			require.Equal(t, c, again)
		}
		if w, err := calendar.ParseWindow(s); err == nil {
			again, err := calendar.ParseWindow(w.String())
			require.NoError(t, err)
			require.Equal(t, w, again)
		}
	})
}

func TestSpecJSON(t *testing.T) {
	const text = `{"name":"desk","zone":"Asia/Shanghai",` +
		`"week":{"fri":["22:00-06:00+1"],"mon":["09:00-12:00","13:30-18:00"]},` +
		`"special":[{"date":"2026-09-30","windows":[],"name":"stocktaking"}],` +
		`"worked":[{"date":"2026-10-10","as":"fri"}],` +
		`"closed":[{"date":"2026-10-01","name":"国庆节","source":"notice"}],` +
		`"known_until":"2026-12-31"}`
	s, err := calendar.ParseSpec([]byte(text))
	require.NoError(t, err)
	require.Equal(t, date("2026-12-31"), s.KnownUntil)
	require.True(t, s.KnownFrom.IsZero())
	got, err := json.Marshal(s)
	require.NoError(t, err)
	require.Equal(t, text, string(got))

	for bad, want := range map[string]string{
		`{"closed":[{"date":"2026-02-30"}]}`: "February 2026 has 28 days",
		`{"week":{"mon":["18:00-09:00"]}}`:   "ends before it starts",
		`{"week":{"mon":["9-18"]}}`:          "want HH:MM",
		`{"closd":[]}`:                       `unknown field "closd"`,
		`{} {}`:                              "more behind the closing brace",
		`{`:                                  "unexpected EOF",
	} {
		_, err := calendar.ParseSpec([]byte(bad))
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "calendar: parse spec: ")
	}
	_, err = calendar.ParseSpec(make([]byte, calendar.MaxSpec+1))
	require.ErrorContains(t, err, "the limit is 16777216")
}
