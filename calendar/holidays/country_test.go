package holidays_test

import (
	"sync"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/us"
	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/calendar/holidays"
)

// within sets the library's idea of the local zone for one call. Our results must not depend on it.
func within(t *testing.T, zone string, f func()) {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	require.NoError(t, err)
	before := cal.DefaultLoc
	defer func() { cal.DefaultLoc = before }()
	cal.DefaultLoc = loc
	f()
}

// TestCountryIsTheLibrary compares with the library's own answer in the one zone where it can be had.
func TestCountryIsTheLibrary(t *testing.T) {
	added := map[string]bool{"DE 2017-10-31": true, "GB 2022-09-19": true}
	for code, list := range map[string][]*cal.Holiday{
		"US": us.Holidays, "GB": gb.Holidays, "JP": jp.Holidays, "BR": br.Holidays,
		"DE": de.Holidays, "FR": fr.Holidays, "IT": it.Holidays,
	} {
		t.Run(code, func(t *testing.T) {
			s, err := holidays.Country(code, 1990, 2040)
			require.NoError(t, err)
			closed := map[calendar.Date]bool{}
			for _, e := range s.Closed {
				closed[e.Date] = !added[code+" "+e.Date.String()]
			}
			library := &cal.Calendar{Holidays: list}
			within(t, "UTC", func() {
				for day := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() <= 2040; day = day.AddDate(0, 0, 1) {
					_, observed, _ := library.IsHoliday(day)
					if observed != closed[calendar.DateOf(day)] {
						t.Errorf("%s: library %v, we %v", day.Format(time.DateOnly), observed, !observed)
					}
				}
			})
		})
	}
}

func TestCountryInAnyZone(t *testing.T) {
	for _, code := range []string{"BR", "JP", "NZ", "US"} {
		var want, got calendar.Spec
		var err error
		within(t, "UTC", func() { want, err = holidays.Country(code, 1990, 2040) })
		require.NoError(t, err)
		for _, zone := range []string{"America/Santiago", "America/Sao_Paulo", "Pacific/Apia", "Africa/Cairo"} {
			within(t, zone, func() { got, err = holidays.Country(code, 1990, 2040) })
			require.NoError(t, err)
			require.Equal(t, want, got, "%s in %s", code, zone)
		}
	}
}

func TestCountryConcurrently(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := holidays.Country("JP", 2000, 2030); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestCountryDays(t *testing.T) {
	for _, tt := range []struct {
		code, day string
		closed    bool
	}{
		{"US", "2026-07-03", true}, // the 4th is a Saturday
		{"US", "2021-12-31", true}, // New Year's Day of 2022, a Saturday
		{"US", "2026-11-26", true},
		{"US", "2026-11-27", false},
		{"GB", "2022-09-19", true},
		{"GB", "2022-12-27", true}, // Christmas Day on a Sunday
		{"DE", "2017-10-31", true},
		{"DE", "2018-10-31", false},
		{"JP", "2026-09-22", true}, // between two holidays
		{"NZ", "2026-07-10", true}, // Matariki
		{"NZ", "2019-06-24", false},
		{"BR", "2026-11-20", true},
	} {
		s, err := holidays.Country(tt.code, 2015, 2027)
		require.NoError(t, err)
		require.Equal(t, !tt.closed, compile(t, s).IsWorkday(date(tt.day)), "%s %s", tt.code, tt.day)
	}
}

func TestCountryBounds(t *testing.T) {
	s, err := holidays.Country("JP", 2020, 2050)
	require.NoError(t, err)
	require.Equal(t, date("2020-01-01"), s.KnownFrom)
	require.Equal(t, date("2027-12-31"), s.KnownUntil)
	require.Equal(t, "Asia/Tokyo", s.Zone)
	for _, e := range s.Closed {
		require.GreaterOrEqual(t, e.Date.Year, 2020)
		require.LessOrEqual(t, e.Date.Year, 2050)
		require.Contains(t, e.Source, "rickar/cal v2.1.31")
		require.NotEmpty(t, e.Name)
	}
	// New Year's Day of 2022 is observed on the last day of 2021.
	s, err = holidays.Country("US", 2021, 2021)
	require.NoError(t, err)
	require.Equal(t, date("2021-12-31"), s.Closed[len(s.Closed)-1].Date)
	for _, tt := range []struct {
		code     string
		from, to int
		want     string
	}{
		{"HU", 2020, 2030, "decreed from year to year"},
		{"AU", 2020, 2030, "not compared"},
		{"XX", 2020, 2030, "unknown; there are AT, BE,"},
		{"us", 2020, 2030, "unknown"},
		{"US", 2030, 2020, "want years in order"},
		{"US", 1900, 2020, "within 1970 to 2100"},
		{"US", 2020, 2101, "within 1970 to 2100"},
		{"US", 2040, 2050, "want some of 2015 to 2027"},
		{"US", 1980, 2014, "want some of 2015 to 2027"},
	} {
		_, err := holidays.Country(tt.code, tt.from, tt.to)
		require.ErrorContains(t, err, tt.want)
	}
}

func TestNamed(t *testing.T) {
	names := holidays.Names()
	require.Contains(t, names, "CN-statutory")
	for _, name := range names {
		s, err := holidays.Named(name)
		require.NoError(t, err)
		require.Equal(t, name, s.Name)
		c, err := calendar.Compile(s)
		require.NoError(t, err, name)
		require.Equal(t, name == "24x7", c.IsOpen(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
	}
	_, err := holidays.Named("Narnia")
	require.ErrorContains(t, err, `holidays: no calendar is named "Narnia"; there are 24x7, CN, CN-no-makeup, CN-statutory, AT,`)
	_, err = holidays.Named("RU")
	require.ErrorContains(t, err, "decreed from year to year")
}
