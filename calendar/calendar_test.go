package calendar_test

import (
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

func TestAddConventions(t *testing.T) {
	c := compile(t, office+`}`)
	for _, tt := range []struct {
		name, from string
		d          time.Duration
		want       string
	}{
		{"uses up the window: the closing", "2026-03-06T09:00:00+01:00", 8 * time.Hour, "2026-03-06T17:00:00+01:00"},
		{"one nanosecond more: Monday", "2026-03-06T09:00:00+01:00", 8*time.Hour + 1, "2026-03-09T09:00:00.000000001+01:00"},
		{"from the closing itself", "2026-03-06T17:00:00+01:00", time.Hour, "2026-03-09T10:00:00+01:00"},
		{"nothing, when open", "2026-03-06T16:59:59.5+01:00", 0, "2026-03-06T16:59:59.5+01:00"},
		{"nothing, at closing", "2026-03-06T17:00:00+01:00", 0, "2026-03-09T09:00:00+01:00"},
		{"nothing, on Saturday", "2026-03-07T12:00:00+01:00", 0, "2026-03-09T09:00:00+01:00"},
		{"back to an opening stays there", "2026-03-09T17:00:00+01:00", -8 * time.Hour, "2026-03-09T09:00:00+01:00"},
		{"back past an opening", "2026-03-09T10:00:00+01:00", -2 * time.Hour, "2026-03-06T16:00:00+01:00"},
		{"back from a closed moment", "2026-03-08T12:00:00+01:00", -time.Hour, "2026-03-06T16:00:00+01:00"},
		{"over the clock change", "2026-03-27T16:00:00+01:00", 2 * time.Hour, "2026-03-30T10:00:00+02:00"},
		{"in another zone", "2026-03-06T00:30:00-10:00", time.Hour, "2026-03-06T12:30:00+01:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Add(instant(tt.from), tt.d)
			require.NoError(t, err)
			require.Equal(t, instant(tt.want).UTC(), got.UTC())
			require.Equal(t, c.Location(), got.Location())
		})
	}
}

func TestAlwaysOpen(t *testing.T) {
	c, err := calendar.Compile(calendar.AlwaysOpen("America/New_York"))
	require.NoError(t, err)
	from := instant("2026-03-07T00:00:00-05:00")
	to := instant("2026-03-10T00:00:00-04:00")
	got, err := c.Elapsed(from, to)
	require.NoError(t, err)
	require.Equal(t, 71*time.Hour, got)
	closing, err := c.NextClose(from)
	require.NoError(t, err)
	require.Equal(t, "2101-01-01T00:00:00-05:00", closing.Format(time.RFC3339))
	require.False(t, c.IsOpen(closing))
	all, err := c.Elapsed(instant("1970-01-01T00:00:00-05:00"), closing)
	require.NoError(t, err)
	require.Equal(t, closing.Sub(instant("1970-01-01T00:00:00-05:00")), all)
}

func TestNeverOpen(t *testing.T) {
	c, err := calendar.Compile(calendar.Spec{})
	require.NoError(t, err)
	at := instant("2026-03-07T00:00:00Z")
	got, err := c.Elapsed(at, at.AddDate(50, 0, 0))
	require.NoError(t, err)
	require.Zero(t, got)
	require.False(t, c.IsOpen(at))
	require.False(t, c.IsWorkday(calendar.DateOf(at)))
	for _, err := range []error{
		second(c.Add(at, time.Second)), second(c.Add(at, -time.Second)), second(c.Add(at, 0)),
		second(c.NextOpen(at)), second(c.NextClose(at)), second(c.PrevOpen(at)), second(c.PrevClose(at)),
		second(c.AddWorkdays(calendar.DateOf(at), 1)), second(c.AddWorkdays(calendar.DateOf(at), -1)),
		second(c.Due(at, calendar.Period{N: 1, Unit: calendar.WorkingDay}, calendar.Counting{})),
	} {
		require.ErrorIs(t, err, calendar.ErrRange)
	}
	for range c.OpenAfter(at) {
		t.Fatal("an opening")
	}
	for range c.OpenBefore(at) {
		t.Fatal("an opening")
	}
	steps := 0
	for s := range c.Explain(at, at.AddDate(1, 0, 0)) {
		require.Equal(t, calendar.WhyRest, s.Why)
		steps++
	}
	require.Equal(t, 1, steps)
}

func second[T any](_ T, err error) error { return err }

func TestRange(t *testing.T) {
	c, err := calendar.Compile(calendar.AlwaysOpen(""))
	require.NoError(t, err)
	first, last := instant("1970-01-01T00:00:00Z"), instant("2101-01-01T00:00:00Z")
	for _, bad := range []time.Time{
		first.Add(-1), last.Add(1), {}, time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0),
	} {
		require.ErrorIs(t, second(c.Elapsed(first, bad)), calendar.ErrRange)
		require.ErrorIs(t, second(c.Elapsed(bad, first)), calendar.ErrRange)
		require.ErrorIs(t, second(c.Add(bad, 1)), calendar.ErrRange)
		require.ErrorIs(t, second(c.NextClose(bad)), calendar.ErrRange)
		require.ErrorIs(t, second(c.NextOpen(bad)), calendar.ErrRange)
		require.ErrorIs(t, second(c.PrevOpen(bad)), calendar.ErrRange)
		require.ErrorIs(t, second(c.PrevClose(bad)), calendar.ErrRange)
		for range c.OpenAfter(bad) {
			t.Error("open time outside the range")
		}
		for range c.OpenBefore(bad) {
			t.Error("open time outside the range")
		}
		require.False(t, c.IsOpen(bad))
	}
	end, err := c.Add(first, last.Sub(first))
	require.NoError(t, err)
	require.True(t, end.Equal(last))
	start, err := c.Add(last, first.Sub(last))
	require.NoError(t, err)
	require.True(t, start.Equal(first))
	for _, d := range []time.Duration{math.MaxInt64, math.MinInt64, last.Sub(first) + 1} {
		require.ErrorIs(t, second(c.Add(first, d)), calendar.ErrRange)
	}
	n := 0
	for s := range c.Explain(first.AddDate(-1, 0, 0), first.AddDate(0, 0, 1)) {
		require.True(t, s.From.Equal(first))
		n++
	}
	require.Equal(t, 1, n)
}

func TestKnown(t *testing.T) {
	c := compile(t, `{"zone":"Asia/Shanghai","known_from":"2007-01-01","known_until":"2026-12-31"}`)
	require.False(t, c.Known(instant("2006-12-31T23:59:59+08:00")))
	require.True(t, c.Known(instant("2006-12-31T16:00:00Z")))
	require.True(t, c.Known(instant("2026-12-31T23:59:59.9+08:00")))
	require.False(t, c.Known(instant("2026-12-31T16:00:00Z")))
	require.True(t, compile(t, `{}`).Known(time.Time{}))
}

// TestWindowsMeet has an overnight window that reaches into the next day's.
func TestWindowsMeet(t *testing.T) {
	c := compile(t, `{"week":{"mon":["22:00-06:00+1"],"tue":["05:00-07:00","07:00-08:00"]}}`)
	from := instant("2026-03-02T00:00:00Z")
	got, err := c.Elapsed(from, from.AddDate(0, 0, 7))
	require.NoError(t, err)
	require.Equal(t, 10*time.Hour, got)
	closing, err := c.NextClose(instant("2026-03-02T23:00:00Z"))
	require.NoError(t, err)
	require.True(t, closing.Equal(instant("2026-03-03T08:00:00Z")))
	var open []string
	for s := range c.Explain(from, from.AddDate(0, 0, 2)) {
		if s.Open {
			open = append(open, s.From.Format("15:04")+"-"+s.To.Format("15:04"))
		}
	}
	require.Equal(t, []string{"22:00-06:00", "06:00-07:00", "07:00-08:00"}, open)
}

func TestClosingInFold(t *testing.T) {
	c := compile(t, `{"zone":"America/New_York","week":{"sat":["22:00-01:30+1"],"sun":["01:30-02:30"]}}`)
	from := instant("2026-10-31T12:00:00-04:00")
	var got []string
	for s := range c.Explain(from, from.AddDate(0, 0, 1)) {
		if s.Open {
			got = append(got, s.From.Format(time.RFC3339)+" "+s.To.Sub(s.From).String())
		}
	}
	require.Equal(t, []string{
		"2026-10-31T22:00:00-04:00 3h30m0s",
		"2026-11-01T01:30:00-04:00 2h0m0s",
	}, got)
}

// TestSkippedDay: 30 December 2011 did not exist in Apia, so its hours are no open time.
func TestSkippedDay(t *testing.T) {
	s := calendar.AlwaysOpen("Pacific/Apia")
	c, err := calendar.Compile(s)
	require.NoError(t, err)
	require.True(t, c.IsWorkday(date("2011-12-29")))
	require.False(t, c.IsWorkday(date("2011-12-30")))
	require.True(t, c.IsWorkday(date("2011-12-31")))
	next, err := c.AddWorkdays(date("2011-12-29"), 1)
	require.NoError(t, err)
	require.Equal(t, date("2011-12-31"), next)
}

func TestConcurrentUse(t *testing.T) {
	c := compile(t, office+`}`)
	at := instant("2026-03-06T12:00:00+01:00")
	want, err := c.Add(at, 100*time.Hour)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if got, err := c.Add(at, 100*time.Hour); err != nil || !got.Equal(want) {
					t.Errorf("Add gives %v, %v", got, err)
				}
				_ = c.Fingerprint()
				for range c.Explain(at, want) {
				}
			}
		})
	}
	wg.Wait()
}

func TestNoAllocation(t *testing.T) {
	c := compile(t, office+`}`)
	a, b := instant("2026-03-06T12:00:00+01:00"), instant("2036-03-06T12:00:00+01:00")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		_, _ = c.Elapsed(a, b)
		_, _ = c.Add(a, 10_000*time.Hour)
		_ = c.IsOpen(b)
		_, _ = c.NextOpen(b)
	}))
}
