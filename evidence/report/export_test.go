package report

import (
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// What cannot be reached from outside: how times and lengths are written.

func FormatTime(language string, t time.Time) string { return tongue(language).time(t) }
func FormatOpen(language string, d time.Duration) string {
	return tongue(language).open(d)
}
func FormatClock(language string, d time.Duration) string { return tongue(language).clock(d) }
func FormatDue(language string, d calendar.Due, loc *time.Location) string {
	return tongue(language).due(d, loc)
}
func CompareClauses(a, b string) int         { return compareClauses(a, b) }
func Cells(s string) int                     { return cells(s) }
func Wrap(text string, columns int) []string { return wrap(text, columns) }

// Places returns where the times are drawn on a line of the given width.
func Places(from, to time.Time, marks []time.Time, width float64) []float64 {
	s := newScale(from, to, marks, 0, width)
	var out []float64
	for _, m := range marks {
		out = append(out, s.at(m))
	}
	return out
}
