package calendar_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

func TestExplain(t *testing.T) {
	c := compile(t, `{"zone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:30-18:00"],
		"tue":["09:00-18:00"],"wed":["09:00-18:00"],"thu":["09:00-18:00"],"fri":["09:00-18:00"]},
		"special":[{"date":"2026-09-30","windows":["09:00-12:00"],"name":"half day"},{"date":"2026-10-14","windows":[],"name":"move"}],
		"worked":[{"date":"2026-10-10","as":"mon","name":"made up","source":"notice"}],
		"closed":[{"date":"2026-10-01","name":"a"},{"date":"2026-10-02","name":"a"},{"date":"2026-10-03","name":"a"},
			{"date":"2026-10-04","name":"b"},{"date":"2026-10-05","name":"b"}]}`)
	for _, tt := range []struct {
		name, from, to string
		want           []string
	}{
		{"lunch and night", "2026-09-28T10:00:00.5+08:00", "2026-09-29T10:00:00+08:00", []string{
			"Mon 10:00:00.5 Mon 12:00 open hours", "Mon 12:00 Mon 13:30 off", "Mon 13:30 Mon 18:00 open hours",
			"Mon 18:00 Tue 09:00 off", "Tue 09:00 Tue 10:00 open hours",
		}},
		{"half day, holidays by name, night", "2026-09-30T11:00:00+08:00", "2026-10-06T09:30:00+08:00", []string{
			"Wed 11:00 Wed 12:00 open special half day", "Wed 12:00 Thu 00:00 off",
			"Thu 00:00 Sun 00:00 closed a", "Sun 00:00 Tue 00:00 closed b",
			"Tue 00:00 Tue 09:00 off", "Tue 09:00 Tue 09:30 open hours",
		}},
		{"weekend with a made-up Saturday", "2026-10-09T20:00:00+08:00", "2026-10-12T00:00:00+08:00", []string{
			"Fri 20:00 Sat 09:00 off", "Sat 09:00 Sat 12:00 open worked made up", "Sat 12:00 Sat 13:30 off",
			"Sat 13:30 Sat 18:00 open worked made up", "Sat 18:00 Sun 00:00 off", "Sun 00:00 Mon 00:00 rest",
		}},
		{"closed by special hours", "2026-10-13T18:00:00+08:00", "2026-10-15T09:00:00+08:00", []string{
			"Tue 18:00 Wed 00:00 off", "Wed 00:00 Thu 00:00 special move", "Thu 00:00 Thu 09:00 off",
		}},
		{"a whole weekend is one step", "2026-10-17T03:00:00+08:00", "2026-10-19T00:00:00+08:00", []string{
			"Sat 03:00 Mon 00:00 rest",
		}},
		{"nothing", "2026-10-17T03:00:00+08:00", "2026-10-17T03:00:00+08:00", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, steps(c, tt.from, tt.to))
			require.Equal(t, tt.want, steps(c, tt.to, tt.from))
		})
	}
}

func steps(c *calendar.Calendar, from, to string) (lines []string) {
	for s := range c.Explain(instant(from), instant(to)) {
		words := []string{stamp(s.From.Format("Mon 15:04:05.9")), stamp(s.To.Format("Mon 15:04:05.9"))}
		if s.Open {
			words = append(words, "open")
		}
		words = append(words, string(s.Why), s.Name)
		lines = append(lines, strings.TrimSpace(strings.Join(words, " ")))
	}
	return lines
}

// stamp leaves out seconds that are zero.
func stamp(s string) string { return strings.TrimSuffix(s, ":00") }

func TestExplainStops(t *testing.T) {
	c := compile(t, office+`}`)
	n := 0
	for range c.Explain(instant("2026-01-01T00:00:00Z"), instant("2100-01-01T00:00:00Z")) {
		if n++; n == 3 {
			break
		}
	}
	require.Equal(t, 3, n)
}
