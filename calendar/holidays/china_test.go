package holidays_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/calendar/holidays"
)

// hours are laid over a country's days off to make working days.
var hours = []calendar.Window{{From: 9 * 3600, To: 18 * 3600}}

func office() calendar.Spec {
	return calendar.Spec{Week: calendar.Week{
		calendar.Mon: hours, calendar.Tue: hours, calendar.Wed: hours, calendar.Thu: hours, calendar.Fri: hours,
	}}
}

func compile(t testing.TB, s calendar.Spec) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Compile(s.With(office()))
	require.NoError(t, err)
	return c
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestCases runs china_days and china_exceptions, from CASES_DIR or our testdata.
func TestCases(t *testing.T) {
	dir := os.Getenv("CASES_DIR")
	if dir == "" {
		dir = "testdata"
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	require.NoError(t, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		name := filepath.Base(file)
		switch name {
		case "china_days.json":
			testDays(t, name, data)
		case "china_exceptions.json":
			testExceptions(t, name, data)
		default:
			fmt.Printf("cases: %s: 0 passed, 0 failed, 1 skipped (unknown schema)\n", name)
		}
	}
}

// testDays: every day off of the table is closed and every made-up day worked, by the right list.
func testDays(t *testing.T, name string, data []byte) {
	var years map[string]struct{ Off, Work []string }
	require.NoError(t, json.Unmarshal(data, &years))
	s := holidays.China(holidays.ChinaNotice)
	closed, worked := map[string]bool{}, map[string]bool{}
	for _, e := range s.Closed {
		closed[e.Date.String()] = true
	}
	for _, e := range s.Worked {
		worked[e.Date.String()] = true
	}
	passed, failed := 0, 0
	judge := func(day string, ok bool) {
		if passed++; !ok {
			passed, failed = passed-1, failed+1
			t.Errorf("%s: %s", name, day)
		}
	}
	for _, y := range years {
		for _, day := range y.Off {
			judge(day, closed[day])
			delete(closed, day)
		}
		for _, day := range y.Work {
			judge(day, worked[day])
			delete(worked, day)
		}
	}
	require.Empty(t, closed, "days off that the file does not have")
	require.Empty(t, worked, "made-up days that the file does not have")
	fmt.Printf("cases: %s: %d passed, %d failed, 0 skipped\n", name, passed, failed)
}

// testExceptions: every day of the years is a working day, or is none, as the file has it.
func testExceptions(t *testing.T, name string, data []byte) {
	var file struct {
		Years map[string]struct {
			Off     []string `json:"weekday_off"`
			Work    []string `json:"weekend_work"`
			Working int      `json:"workdays_in_year"`
		}
	}
	require.NoError(t, json.Unmarshal(data, &file))
	notice := compile(t, holidays.China(holidays.ChinaNotice))
	noMakeup := compile(t, holidays.China(holidays.ChinaNoMakeup))
	passed, failed := 0, 0
	for year, y := range file.Years {
		n := 0
		for d := date(year + "-01-01"); d.String() <= year+"-12-31"; d = d.AddDays(1) {
			weekend := d.Weekday() == calendar.Sat || d.Weekday() == calendar.Sun
			off, made := slices.Contains(y.Off, d.String()), slices.Contains(y.Work, d.String())
			want := !weekend && !off || made
			if want != notice.IsWorkday(d) || (want && !made) != noMakeup.IsWorkday(d) {
				t.Errorf("%s: %s", name, d)
				failed++
				continue
			}
			passed++
			if want {
				n++
			}
		}
		require.Equal(t, y.Working, n, year)
		require.Equal(t, n, notice.Workdays(date(year+"-01-01"), date(year+"-12-31")))
	}
	require.Equal(t, 7305, passed+failed)
	fmt.Printf("cases: %s: %d passed, %d failed, 0 skipped\n", name, passed, failed)
}

func TestChinaSources(t *testing.T) {
	s := holidays.China(holidays.ChinaNotice)
	source := map[string]string{}
	for _, e := range s.Closed {
		source[e.Date.String()] = e.Name + " " + e.Source
		require.True(t, strings.HasPrefix(e.Source, "国务院"), e.Source)
		require.Contains(t, e.Source, "通知 http")
		require.NotEmpty(t, e.Name)
	}
	for _, e := range s.Worked {
		source[e.Date.String()] = e.Name + " " + e.Source
		require.Contains(t, []calendar.Weekday{calendar.Sat, calendar.Sun}, e.Date.Weekday())
	}
	for day, want := range map[string]string{
		"2026-10-10": "国庆节 国务院办公厅关于2026年部分节假日安排的通知",
		"2022-12-31": "元旦 国务院办公厅关于2023年部分节假日安排的通知", // set by the next year's notice
		"2019-05-05": "劳动节 国务院办公厅关于调整2019年劳动节假期安排的通知",
		"2020-02-01": "春节 国务院办公厅关于延长2020年春节假期的通知",
	} {
		require.True(t, strings.HasPrefix(source[day], want), "%s: %s", day, source[day])
	}
}

// TestChinaStatutory: as many days as the decree gave in each year, all of them off by the notice too.
func TestChinaStatutory(t *testing.T) {
	statutory := holidays.China(holidays.ChinaStatutory)
	require.Empty(t, statutory.Worked)
	notice := map[calendar.Date]bool{}
	for _, e := range holidays.China(holidays.ChinaNotice).Closed {
		notice[e.Date] = true
	}
	n := map[int]int{}
	for _, e := range statutory.Closed {
		require.True(t, notice[e.Date], e.Date)
		require.Contains(t, e.Source, "全国年节及纪念日放假办法")
		n[e.Date.Year] += 1 + strings.Count(e.Name, "、")
	}
	for year := 2007; year <= 2026; year++ {
		want := 11
		switch {
		case year == 2007:
			want = 10
		case year >= 2025:
			want = 13
		}
		require.Equal(t, want, n[year], year)
	}
	c := compile(t, statutory)
	require.False(t, c.IsWorkday(date("2026-02-16"))) // New Year's Eve of the lunar year
	require.True(t, c.IsWorkday(date("2026-02-23")))  // off by the notice alone
	require.False(t, c.IsWorkday(date("2026-10-10"))) // a Saturday worked by the notice alone
}

func TestChinaIsKnown(t *testing.T) {
	for _, form := range []holidays.ChinaForm{
		holidays.ChinaNotice, holidays.ChinaNoMakeup, holidays.ChinaStatutory,
	} {
		c := compile(t, holidays.China(form))
		at, err := c.At(date("2026-12-31"), 86399)
		require.NoError(t, err)
		require.True(t, c.Known(at))
		require.False(t, c.Known(at.Add(time.Second)))
		require.Equal(t, string(form), c.Name())
	}
	require.Panics(t, func() { holidays.China("CN-other") })
}
