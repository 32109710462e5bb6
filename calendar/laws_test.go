package calendar_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

func TestLaws(t *testing.T) {
	for seed := range uint64(40) {
		checkLaws(t, seed, 20)
	}
}

func FuzzLaws(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { checkLaws(t, seed, 5) })
}

func checkLaws(t *testing.T, seed uint64, n int) {
	r := rand.New(rand.NewPCG(seed, 5))
	s := randomSpec(r)
	c, err := calendar.Compile(s)
	require.NoError(t, err)
	checkRoundTrip(t, c)
	for range n {
		p, q, x := randomInstant(r, s), randomInstant(r, s), randomInstant(r, s)
		checkElapsed(t, c, p, q, x)
		d := time.Duration(r.Int64N(int64(400*24*time.Hour))) - 200*24*time.Hour
		checkAdd(t, c, p, d)
		checkNeighbours(t, c, p)
		checkSteps(t, c, p, p.Add(time.Duration(r.Int64N(int64(40*24*time.Hour)))))
		checkDays(t, c, p, r.IntN(60))
	}
}

// checkRoundTrip: a spec that went through JSON is the same calendar.
func checkRoundTrip(t *testing.T, c *calendar.Calendar) {
	text, err := json.Marshal(c.Spec())
	require.NoError(t, err)
	var back calendar.Spec
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, c.Spec(), back)
	again, err := calendar.Compile(back)
	require.NoError(t, err)
	require.Equal(t, c.Fingerprint(), again.Fingerprint())
}

// checkElapsed: antisymmetric, additive, never more than the time between.
func checkElapsed(t *testing.T, c *calendar.Calendar, p, q, x time.Time) {
	pq, err := c.Elapsed(p, q)
	require.NoError(t, err)
	qp, err := c.Elapsed(q, p)
	require.NoError(t, err)
	require.Equal(t, pq, -qp)
	qx, err := c.Elapsed(q, x)
	require.NoError(t, err)
	px, err := c.Elapsed(p, x)
	require.NoError(t, err)
	require.Equal(t, px, pq+qx)
	require.LessOrEqual(t, pq.Abs(), q.Sub(p).Abs())
	require.GreaterOrEqual(t, pq.Seconds()*q.Sub(p).Seconds(), 0.0)
}

// checkAdd: Elapsed undoes Add, Add is the nearest such instant, and it never decreases with d.
func checkAdd(t *testing.T, c *calendar.Calendar, p time.Time, d time.Duration) {
	end, err := c.Add(p, d)
	if errors.Is(err, calendar.ErrRange) {
		return
	}
	require.NoError(t, err)
	back, err := c.Elapsed(p, end)
	require.NoError(t, err)
	require.Equal(t, d, back, "from %s to %s", p, end)
	if d > 0 {
		before, err := c.Elapsed(p, end.Add(-1))
		require.NoError(t, err)
		require.Less(t, before, d)
	}
	if d < 0 {
		after, err := c.Elapsed(p, end.Add(1))
		require.NoError(t, err)
		require.Greater(t, after, d)
	}
	later, err := c.Add(p, d+1)
	if err == nil {
		require.True(t, later.After(end) || d == -1, "%s, then %s", end, later)
	}
}

// checkNeighbours: openings and closings are where IsOpen changes, and the sequences agree.
func checkNeighbours(t *testing.T, c *calendar.Calendar, p time.Time) {
	if next, err := c.NextOpen(p); err == nil {
		require.True(t, c.IsOpen(next))
		require.False(t, next.Before(p))
		gap, err := c.Elapsed(p, next)
		require.NoError(t, err)
		require.Zero(t, gap)
		zero, err := c.Add(p, 0)
		require.NoError(t, err)
		require.Equal(t, next, zero)
		for from, to := range c.OpenAfter(p) {
			require.Equal(t, next, from)
			closing, err := c.NextClose(p)
			require.NoError(t, err)
			require.Equal(t, closing, to)
			break
		}
	}
	if closing, err := c.NextClose(p); err == nil {
		require.False(t, c.IsOpen(closing))
		require.True(t, c.IsOpen(closing.Add(-1)))
		require.True(t, closing.After(p))
	}
	if opening, err := c.PrevOpen(p); err == nil {
		require.True(t, c.IsOpen(opening))
		require.False(t, opening.After(p))
	}
	if last, err := c.PrevClose(p); err == nil {
		require.True(t, last.Equal(p) || c.IsOpen(last.Add(-1)))
		for _, to := range c.OpenBefore(p) {
			// At an opening, the open time before p ended earlier.
			opening, err := c.PrevOpen(p)
			require.NoError(t, err)
			require.Equal(t, !opening.Equal(p), to.Equal(last))
			break
		}
	}
}

// checkSteps: the steps touch, cover all, tell the truth and sum to Elapsed.
func checkSteps(t *testing.T, c *calendar.Calendar, p, q time.Time) {
	at, sum := p, time.Duration(0)
	last := calendar.Step{Open: true}
	for s := range c.Explain(p, q) {
		if !s.From.Equal(at) || !s.From.Before(s.To) {
			t.Fatalf("a hole before %v, or an empty step", s)
		}
		if c.IsOpen(s.From) != s.Open || c.IsOpen(s.To.Add(-1)) != s.Open {
			t.Fatalf("an untrue step: %v", s)
		}
		counted, err := c.Elapsed(s.From, s.To)
		require.NoError(t, err)
		if s.Open {
			sum += s.To.Sub(s.From)
			require.Equal(t, s.To.Sub(s.From), counted)
		} else {
			require.Zero(t, counted)
			same := !last.Open && last.Why == s.Why && last.Name == s.Name && last.Source == s.Source
			require.False(t, same, "two steps with one reason: %v, %v", last, s)
		}
		at, last = s.To, s
	}
	require.True(t, at.Equal(q) || p.Equal(q), "steps end at %s, not at %s", at, q)
	elapsed, err := c.Elapsed(p, q)
	require.NoError(t, err)
	require.Equal(t, elapsed, sum)
}

// checkDays: Due, its explanation, AddWorkdays, Workdays and IsWorkday agree.
func checkDays(t *testing.T, c *calendar.Calendar, p time.Time, n int) {
	day := calendar.DateOf(p.In(c.Location()))
	end, err := c.AddWorkdays(day, n)
	if errors.Is(err, calendar.ErrRange) {
		return
	}
	require.NoError(t, err)
	if n > 0 {
		require.True(t, c.IsWorkday(end))
		require.Equal(t, n, c.Workdays(day.AddDays(1), end))
		back, err := c.AddWorkdays(end, -n)
		if c.IsWorkday(day) {
			require.NoError(t, err)
			require.Equal(t, day, back)
		}
	}
	var last calendar.DayStep
	counted := 0
	period := calendar.Period{N: n, Unit: calendar.WorkingDay}
	for s := range c.ExplainDue(p, period, calendar.Counting{}) {
		if s.Rule == calendar.RuleCounted {
			counted++
			require.Equal(t, counted, s.N)
			require.True(t, c.IsWorkday(s.Date))
		}
		last = s
	}
	require.Equal(t, n, counted)
	if n > 0 {
		require.Equal(t, calendar.DayStep{
			Date: end, N: n, Rule: calendar.RuleDue, Name: last.Name, Source: last.Source,
		}, last)
	}
}

// FuzzSpec: whatever JSON says, Compile gives a fault or a calendar that answers.
func FuzzSpec(f *testing.F) {
	f.Add([]byte(`{"zone":"Europe/Berlin","week":{"mon":["09:00-12:00","22:00-06:00+1"]}}`))
	f.Add([]byte(`{"special":[{"date":"2026-03-29","windows":["02:00-03:00"]}],"known_until":"2026-12-31"}`))
	f.Add([]byte(`{"week":{},"special":[],"worked":[],"closed":[]}`))
	f.Add([]byte(`{"worked":[{"date":"2026-10-10","as":"fri"}],"closed":[{"date":"2026-10-10"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := calendar.ParseSpec(data)
		if err != nil {
			return
		}
		c, err := calendar.Compile(s)
		if err != nil {
			return
		}
		checkRoundTrip(t, c)
		p := time.Date(2026, 3, 28, 20, 0, 0, 1, time.UTC)
		checkElapsed(t, c, p, p.AddDate(0, 1, 0), p.AddDate(1, 0, 0))
		checkAdd(t, c, p, time.Hour)
		checkAdd(t, c, p, -time.Hour)
		checkNeighbours(t, c, p)
		checkSteps(t, c, p, p.AddDate(0, 1, 0))
		checkDays(t, c, p, 3)
	})
}
