package holidays_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/calendar/holidays"
)

var spans = []int{1, 30, 365, 3650}

// library is the business calendar of rickar/cal, Monday to Friday 9 to 17.
func library(loc *time.Location, cacheable bool) *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.Locations = []*time.Location{loc}
	c.Cacheable = cacheable
	c.AddHoliday(us.Holidays...)
	c.SetWorkHours(9*time.Hour, 17*time.Hour)
	return c
}

func ours(b *testing.B) *calendar.Calendar {
	s, err := holidays.Country("US", 2000, 2050)
	require.NoError(b, err)
	o := office()
	for d := range o.Week {
		o.Week[d] = []calendar.Window{{From: 9 * 3600, To: 17 * 3600}}
	}
	o.Zone = "America/New_York"
	c, err := calendar.Compile(s.With(o))
	require.NoError(b, err)
	return c
}

func BenchmarkElapsed(b *testing.B) {
	c := ours(b)
	from := time.Date(2020, 3, 2, 11, 30, 0, 0, c.Location())
	for _, days := range spans {
		to := from.AddDate(0, 0, days)
		b.Run(fmt.Sprintf("slaledger/%dd", days), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = c.Elapsed(from, to)
			}
		})
		for _, cacheable := range []bool{false, true} {
			l := library(c.Location(), cacheable)
			b.Run(fmt.Sprintf("rickar,cache=%v/%dd", cacheable, days), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_ = l.WorkHoursInRange(from, to)
				}
			})
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	c := ours(b)
	from := time.Date(2020, 3, 2, 11, 30, 0, 0, c.Location())
	for _, days := range spans {
		d, err := c.Elapsed(from, from.AddDate(0, 0, days))
		require.NoError(b, err)
		b.Run(fmt.Sprintf("slaledger/%dd", days), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = c.Add(from, d)
			}
		})
		for _, cacheable := range []bool{false, true} {
			l := library(c.Location(), cacheable)
			b.Run(fmt.Sprintf("rickar,cache=%v/%dd", cacheable, days), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_ = l.AddWorkHours(from, d)
				}
			})
		}
	}
}

// TestBenchmarksAgree keeps the benchmarks honest: all three compute the same.
func TestBenchmarksAgree(t *testing.T) {
	s, err := holidays.Country("US", 2000, 2050)
	require.NoError(t, err)
	o := office()
	for d := range o.Week {
		o.Week[d] = []calendar.Window{{From: 9 * 3600, To: 17 * 3600}}
	}
	o.Zone = "America/New_York"
	c, err := calendar.Compile(s.With(o))
	require.NoError(t, err)
	from := time.Date(2020, 3, 2, 11, 30, 0, 0, c.Location())
	for _, days := range spans {
		to := from.AddDate(0, 0, days)
		got, err := c.Elapsed(from, to)
		require.NoError(t, err)
		within(t, "UTC", func() {
			require.Equal(t, library(c.Location(), true).WorkHoursInRange(from, to), got)
		})
	}
}

func BenchmarkCountry(b *testing.B) {
	for b.Loop() {
		_, _ = holidays.Country("US", 2000, 2029)
	}
}
