package calendar_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

// Zones with daylight saving of an hour and of half an hour, changes at midnight, a skipped day, odd
// offsets, rules that have no end, and none at all.
var zones = []string{
	"", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Europe/Dublin", "Australia/Lord_Howe",
	"America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns",
	"America/Havana", "Africa/Casablanca", "Asia/Tehran", "Antarctica/Troll", "Atlantic/Azores",
}

// randomSpec makes a legal spec whose windows lie on whole minutes.
func randomSpec(r *rand.Rand) calendar.Spec {
	s := calendar.Spec{Zone: zones[r.IntN(len(zones))], Week: calendar.Week{}}
	days := []calendar.Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	for _, d := range days {
		if r.IntN(4) > 0 {
			s.Week[d] = randomWindows(r)
		}
	}
	first := calendar.Date{Year: 1975 + r.IntN(120), Month: 1, Day: 1}
	for day := range 365 {
		d := first.AddDays(day)
		switch r.IntN(60) {
		case 0:
			s.Closed = append(s.Closed, calendar.Closed{Date: d, Name: string(rune('a' + r.IntN(3)))})
		case 1:
			s.Worked = append(s.Worked, calendar.Worked{Date: d, As: days[r.IntN(7)], Name: "made up"})
		case 2:
			s.Special = append(s.Special, calendar.Special{Date: d, Windows: randomWindows(r), Name: "half"})
		case 3: // one day in two lists
			s.Closed = append(s.Closed, calendar.Closed{Date: d})
			s.Worked = append(s.Worked, calendar.Worked{Date: d})
		case 4:
			s.Yearly = append(s.Yearly, calendar.Yearly{Day: calendar.MonthDay{Month: d.Month, Day: d.Day}})
		}
		if r.IntN(20) == 0 {
			s.Breaks = append(s.Breaks, calendar.Break{Date: d, Windows: randomWindows(r), Name: "break"})
		}
	}
	if r.IntN(2) == 0 {
		s.KnownUntil = calendar.Date{Year: first.Year, Month: 7, Day: 15}
	}
	return s
}

func randomWindows(r *rand.Rand) (list []calendar.Window) {
	const minute, day = 60, 24 * 60
	at := r.IntN(day)
	for at < day && len(list) < 4 {
		end := min(at+1+r.IntN(12*60), 2*day)
		list = append(list, calendar.Window{
			From: calendar.Clock(at * minute), To: calendar.Clock(end * minute),
		})
		at = end + r.IntN(120)
	}
	return list
}

// randomInstant is an instant of the compiled years, most often in the year of the spec's dates.
func randomInstant(r *rand.Rand, s calendar.Spec) time.Time {
	t := time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC)
	t = t.Add(time.Duration(r.Int64N(130*365*24)) * time.Hour)
	if len(s.Closed) > 0 && r.IntN(3) > 0 {
		d := s.Closed[r.IntN(len(s.Closed))].Date
		t = time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
		t = t.Add(time.Duration(r.IntN(72*60)-24*60) * time.Minute)
	}
	if r.IntN(2) == 0 {
		t = t.Add(time.Duration(r.Int64N(int64(time.Hour))))
	}
	return t
}

// reference is a second, slow reading of a spec, that shares no code with the first.
type reference struct {
	spec calendar.Spec
	loc  *time.Location
	step time.Duration // how far a walk goes at once; all wall times are multiples of it
}

// windows decides a date by the order of precedence.
func (f reference) windows(d calendar.Date) []calendar.Window {
	for _, e := range f.spec.Special {
		if e.Date == d {
			return e.Windows
		}
	}
	for _, e := range f.spec.Worked {
		if e.Date == d && e.As == "" {
			return f.spec.Week["mon"]
		}
		if e.Date == d {
			return f.spec.Week[e.As]
		}
	}
	for _, e := range f.spec.Closed {
		if e.Date == d {
			return nil
		}
	}
	for _, e := range f.spec.Yearly {
		late := !f.spec.KnownUntil.IsZero() && d.String() > f.spec.KnownUntil.String()
		if e.Day.Month == d.Month && e.Day.Day == d.Day && !late {
			return nil
		}
	}
	weekday := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday().String()
	return f.spec.Week[calendar.Weekday(string(weekday[0]|32)+weekday[1:3])]
}

// instant walks step by step to the first that shows the wall time, or, when they pass it by, to
// the first after it.
func (f reference) instant(d calendar.Date, c calendar.Clock) time.Time {
	wall := time.Date(d.Year, d.Month, d.Day, 0, 0, int(c), 0, time.UTC)
	var past time.Time
	for t := wall.Add(-16 * time.Hour); t.Before(wall.Add(40 * time.Hour)); t = t.Add(f.step) {
		l := t.In(f.loc)
		shown := time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), 0, time.UTC)
		if shown.Equal(wall) {
			return t
		}
		if past.IsZero() && shown.After(wall) {
			past = t
		}
		if !past.IsZero() && t.Sub(past) > 3*time.Hour {
			return past
		}
	}
	return past
}

// minutes returns the open minutes from a to b, both on whole minutes.
func (f reference) minutes(a, b time.Time) map[time.Time]bool {
	open := map[time.Time]bool{}
	day := calendar.DateOf(a.In(f.loc)).AddDays(-2)
	for last := calendar.DateOf(b.In(f.loc)); day.Compare(last) <= 0; day = day.AddDays(1) {
		for _, w := range f.windows(day) {
			to := f.instant(day, w.To)
			for t := f.instant(day, w.From); t.Before(to); t = t.Add(time.Minute) {
				if !t.Before(a) && t.Before(b) {
					open[t.UTC()] = true
				}
			}
		}
	}
	for _, e := range f.spec.Breaks {
		for _, w := range e.Windows {
			if e.Date.Compare(calendar.DateOf(a.In(f.loc)).AddDays(-2)) < 0 || e.Date.Compare(calendar.DateOf(b.In(f.loc))) > 0 {
				continue
			}
			to := f.instant(e.Date, w.To)
			for t := f.instant(e.Date, w.From); t.Before(to); t = t.Add(time.Minute) {
				delete(open, t.UTC())
			}
		}
	}
	return open
}

func TestAgainstMinuteReference(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		s := randomSpec(r)
		c, err := calendar.Compile(s)
		require.NoError(t, err)
		f := reference{s, c.Location(), time.Minute}
		a := randomInstant(r, s).Truncate(time.Minute).UTC()
		b := a.Add(time.Duration(r.IntN(9*24*60)) * time.Minute)
		open := f.minutes(a, b)
		elapsed, err := c.Elapsed(a, b)
		require.NoError(t, err)
		require.Equal(t, time.Duration(len(open))*time.Minute, elapsed, "%s from %s to %s", s.Zone, a, b)
		for m := a; m.Before(b); m = m.Add(time.Minute) {
			if open[m] != c.IsOpen(m) {
				t.Fatalf("%s at %s: want open %v", s.Zone, m, open[m])
			}
		}
	}
}

// TestAtEveryTransition compares the resolver with the walk around the clock changes of every zone.
func TestAtEveryTransition(t *testing.T) {
	for _, name := range zones {
		c, err := calendar.Compile(calendar.Spec{Zone: name})
		require.NoError(t, err)
		f := reference{loc: c.Location(), step: 5 * time.Minute}
		if name == "America/St_Johns" {
			f.step = time.Minute // until 2011 its clocks changed at 00:01
		}
		for _, d := range changes(c.Location()) {
			for clock := calendar.Clock(0); clock < 26*60*60; clock += 55 * 60 {
				got, err := c.At(d, clock)
				require.NoError(t, err)
				if want := f.instant(d, clock); !want.Equal(got) {
					t.Fatalf("%s %s %s: want %s, got %s", name, d, clock, want, got)
				}
			}
		}
	}
}

// changes returns the dates on which the offset of a location changes, and those before them, of some
// years, found by asking each day.
func changes(loc *time.Location) (dates []calendar.Date) {
	for _, year := range []int{1983, 2011, 2018, 2026, 2096} {
		t := time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC)
		_, before := t.In(loc).Zone()
		for ; t.Year() == year; t = t.AddDate(0, 0, 1) {
			if _, offset := t.In(loc).Zone(); offset != before {
				d := calendar.DateOf(t.In(loc))
				dates = append(dates, d.AddDays(-1), d)
				before = offset
			}
		}
	}
	return dates
}
