package contractfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
	"github.com/slaledger/slaledger/sla/contractfile"
)

func TestEveryInOneLine(t *testing.T) {
	friday := sla.Schedule{Weekday: calendar.Fri, At: 18 * 3600}
	tests := []struct {
		text string
		want sla.Schedule
	}{
		{"fri 18:00", friday},
		{"Friday 18:00", friday},
		{"every friday at 18:00", friday},
		{"Every Fri 18:00", friday},
		{"每周五 18:00", friday},
		{"每周五18：00前", friday},
		{"周五 18:00", friday},
		{"星期五 18:00", friday},
		{"每星期天 09:30", sla.Schedule{Weekday: calendar.Sun, At: 9*3600 + 1800}},
		{"sun 24:00", sla.Schedule{Weekday: calendar.Sun, At: 24 * 3600}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			text := strings.Replace(base, `{day: fri, at: "17:00"}`, tt.text, 1)
			c, err := contractfile.Parse("web.yaml", []byte(text), options)
			require.NoError(t, err)
			require.Equal(t, &tt.want, c.Terms[0].Commitments[1].Every)
		})
	}
}

func TestEveryInOneLineRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{"fri", `"fri" is not a recurring time [write "fri 18:00", or {day: fri, at: "18:00"}]`},
		{"friday evening", `"friday evening" is not a recurring time [write "fri 18:00", or {day: fri, at: "18:00"}]`},
		{"fry 18:00", `"fry" is no day of the week [write mon, tue, wed, thu, fri, sat or sun]`},
		{"fri 25:00", `"25:00" is not a time: there is no such time`},
		{"fri 6:00", `"6:00" is not a time [write HH:MM or HH:MM:SS, such as 09:00, and +1 behind it for the next day]`},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			text := strings.Replace(base, `{day: fri, at: "17:00"}`, tt.text, 1)
			_, err := contractfile.Parse("web.yaml", []byte(text), options)
			require.Equal(t, []string{"27:16 terms[0].commitments[1].every: " + tt.want}, brief(err))
		})
	}
}

func TestWeekRanges(t *testing.T) {
	hours := []calendar.Window{{From: 9 * 3600, To: 17 * 3600}}
	tests := []struct {
		week string
		open []calendar.Weekday
	}{
		{"{mon: [09:00-17:00]}", []calendar.Weekday{calendar.Mon}},
		{"{mon-wed: [09:00-17:00]}", []calendar.Weekday{calendar.Mon, calendar.Tue, calendar.Wed}},
		{"{sat-mon: [09:00-17:00]}", []calendar.Weekday{calendar.Sat, calendar.Sun, calendar.Mon}},
		{"{周一-周二: [09:00-17:00], 星期日: []}", []calendar.Weekday{calendar.Mon, calendar.Tue}},
		{"{tue-tue: [09:00-17:00], wed-thu: []}", []calendar.Weekday{calendar.Tue}},
	}
	for _, tt := range tests {
		t.Run(tt.week, func(t *testing.T) {
			text := strings.Replace(base, "{mon-fri: [09:00-17:30]}", tt.week, 1)
			c, err := contractfile.Parse("web.yaml", []byte(text), options)
			require.NoError(t, err)
			want := make(calendar.Week)
			for _, d := range tt.open {
				want[d] = hours
			}
			require.Equal(t, want, c.Terms[0].Calendars["office"].Spec().Week)
		})
	}
}

// A mistake in a file's own part of a calendar with a base is found at its own place, although the base has
// entries before it.
func TestCalendarFaultBesideBase(t *testing.T) {
	text := strings.Replace(base, "closed: [{date: 2026-10-02}]",
		"closed: [{date: 2026-10-02}, {date: 2026-10-03}, {date: 2026-10-03}]", 1)
	_, err := contractfile.Parse("web.yaml", []byte(text), options)
	require.Equal(t, []string{"13:109 terms[0].calendars.china.closed[2].date: " +
		"2026-10-03 stands in closed[1] too [keep one of them]"}, brief(err))
}

// A fault that only the base has stands at the calendar.
func TestCalendarFaultOfBase(t *testing.T) {
	broken := contractfile.Options{Calendars: func(name string) (calendar.Spec, error) {
		s, err := known(name)
		if name == "CN" {
			s.Closed = append(s.Closed, s.Closed[0])
		}
		return s, err
	}}
	_, err := contractfile.Parse("web.yaml", []byte(base), broken)
	require.Equal(t, []string{"13:14 terms[0].calendars.china: closed[2].date: " +
		"2026-10-01 stands in closed[0] too; keep one of them"}, brief(err))
}

func TestNoCalendarsByName(t *testing.T) {
	_, err := contractfile.Parse("web.yaml", []byte(base), contractfile.Options{})
	require.Equal(t, []string{
		`13:21 terms[0].calendars.china.base: no calendar is known by the name "CN" [the program that reads this contract knows no calendars by name]`,
		`14:15 terms[0].calendars.always: no calendar is known by the name "24x7" [the program that reads this contract knows no calendars by name]`,
	}, brief(err))
}
