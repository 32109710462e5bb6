package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

// TestCases runs the files of cases in CASES_DIR, by default our testdata. A file or an operation
// that it does not know is skipped by name.
func TestCases(t *testing.T) {
	dir := os.Getenv("CASES_DIR")
	if dir == "" {
		dir = "testdata"
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "no cases in %s", dir)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { runFile(t, file) })
	}
}

// skipped is the reason for not judging a case.
type skipped string

func (s skipped) Error() string { return string(s) }

func runFile(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	name := filepath.Base(file)
	run := runnerOf(name, data)
	if run == nil {
		fmt.Printf("cases: %s: 0 passed, 0 failed, 1 skipped (unknown schema)\n", name)
		return
	}
	var content struct{ Cases []json.RawMessage }
	require.NoError(t, json.Unmarshal(data, &content))
	passed, failed := 0, 0
	reasons := map[string]int{}
	for i, raw := range content.Cases {
		var reason skipped
		switch err := run(raw); {
		case err == nil:
			passed++
		case asSkipped(err, &reason):
			reasons[string(reason)]++
		default:
			failed++
			t.Errorf("case %d: %v\n%s", i, err, raw)
		}
	}
	skips := 0
	for _, n := range reasons {
		skips += n
	}
	fmt.Printf("cases: %s: %d passed, %d failed, %d skipped", name, passed, failed, skips)
	if skips > 0 {
		fmt.Printf(" %v", reasons)
	}
	fmt.Println()
}

func asSkipped(err error, s *skipped) bool {
	return errors.As(err, s)
}

// runnerOf tells the schema of a file by its keys.
func runnerOf(name string, data []byte) func(json.RawMessage) error {
	var keys struct {
		Calendars map[string]hours
		Cases     []struct{ Op, Regime, Timezone *string }
	}
	if json.Unmarshal(data, &keys) != nil || len(keys.Cases) == 0 {
		return nil
	}
	first := keys.Cases[0]
	switch {
	case keys.Calendars != nil:
		return func(raw json.RawMessage) error { return runVector(keys.Calendars, raw) }
	case first.Regime != nil:
		return runPeriod
	case first.Op != nil && first.Timezone != nil:
		return runBusinessTime
	}
	return nil
}

// hours are the calendars of all case files; each file uses some of the fields.
type hours struct {
	Zone, Timezone string
	Week           map[calendar.Weekday][][2]string
	WeeklyHours    map[calendar.Weekday][][2]string `json:"weekly_hours"`
	Holidays       []string
	AnnualHolidays []string `json:"annual_holidays"`
	Special        map[string][][2]string
	Overrides      map[string][][2]string
	Breaks         map[string][][2]string
}

// spec translates to our order of precedence: in these files a holiday beats an override, and a
// special date beats a holiday.
func (h hours) spec() calendar.Spec {
	s := calendar.Spec{Zone: h.Zone + h.Timezone, Week: calendar.Week{}}
	for _, week := range []map[calendar.Weekday][][2]string{h.Week, h.WeeklyHours} {
		for d, pairs := range week {
			s.Week[d] = windows(pairs)
		}
	}
	for _, text := range h.Holidays {
		s.Closed = append(s.Closed, calendar.Closed{Date: date(text), Name: "holiday"})
	}
	for _, text := range h.AnnualHolidays {
		s.Yearly = append(s.Yearly, calendar.Yearly{Day: monthDay(text), Name: "holiday"})
	}
	for text, pairs := range h.Special {
		s.Special = append(s.Special, calendar.Special{Date: date(text), Windows: windows(pairs)})
	}
	for text, pairs := range h.Overrides {
		if !slices.Contains(h.Holidays, text) && !slices.Contains(h.AnnualHolidays, text[5:]) {
			s.Special = append(s.Special, calendar.Special{Date: date(text), Windows: windows(pairs)})
		}
	}
	for text, pairs := range h.Breaks {
		s.Breaks = append(s.Breaks, calendar.Break{Date: date(text), Windows: windows(pairs)})
	}
	return s
}

func (h hours) compile() (*calendar.Calendar, error) { return calendar.Compile(h.spec()) }

func windows(pairs [][2]string) (list []calendar.Window) {
	for _, p := range pairs {
		w := calendar.Window{From: clock(p[0]), To: clock(p[1])}
		if w.To <= w.From {
			w.To += 24 * 60 * 60
		}
		list = append(list, w)
	}
	return list
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func monthDay(s string) (d calendar.MonthDay) {
	if err := d.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return d
}

func clock(s string) calendar.Clock {
	c, err := calendar.ParseClock(s)
	if err != nil {
		panic(err)
	}
	return c
}

// instant reads RFC 3339, with or without seconds.
func instant(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	panic("no instant: " + s)
}

func sameInstant(want string, got time.Time, err error) error {
	if err != nil {
		return err
	}
	if !got.Equal(instant(want)) {
		return fmt.Errorf("want %s, got %s", want, got.Format(time.RFC3339Nano))
	}
	return nil
}

func same[T comparable](want, got T) error {
	if want != got {
		return fmt.Errorf("want %v, got %v", want, got)
	}
	return nil
}

func runVector(calendars map[string]hours, raw json.RawMessage) error {
	var v struct {
		Op, Calendar, From, To, Deadline string
		Seconds                          int64
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	c, err := calendars[v.Calendar].compile()
	if err != nil {
		return err
	}
	want := time.Duration(v.Seconds) * time.Second
	switch v.Op {
	case "between":
		got, err := c.Elapsed(instant(v.From), instant(v.To))
		if err != nil {
			return err
		}
		return same(want, got)
	case "add":
		got, err := c.Add(instant(v.From), want)
		return sameInstant(v.Deadline, got, err)
	}
	return skipped("op " + v.Op)
}

// period is a case of legal_periods.
type period struct {
	Regime, Rule, Zone, Trigger, Direction string
	Period                                 struct {
		N    int
		Unit string
	}
	Holidays []string
	Makeup   []string `json:"makeup_workdays"`
	Options  struct {
		Window, Cutoff, Days, Roll string
		SameTime                   bool `json:"same_time"`
		CountFirstDay              bool `json:"count_first_day"`
		Inaccessible               []calendar.Date
		StateHolidays              []calendar.Date `json:"state_holidays"`
	}
	Expect struct {
		LastDay  string `json:"last_day"`
		Deadline string
	}
}

// runPeriod judges the rules that a contract can set, and those of laws, which have the names of the
// regimes.
func runPeriod(raw json.RawMessage) error {
	var p period
	if err := json.Unmarshal(raw, &p); err != nil {
		return err
	}
	c, err := calendar.Compile(p.spec())
	if err != nil {
		return err
	}
	from, err := p.from(c)
	if err != nil {
		return err
	}
	switch what := p.Regime + " " + p.Direction; what {
	case "sla-business-hours after":
		got, err := c.Add(from, time.Duration(p.Period.N)*time.Hour)
		return sameInstant(p.Expect.Deadline, got, err)
	case "sla-working-days after":
		of := calendar.Period{N: p.Period.N, Unit: units[p.Period.Unit]}
		due, err := c.Due(from, of, p.counting())
		return p.judge(due, err)
	case "sla-business-hours before", "sla-working-days before":
		return skipped(what)
	}
	l := p.limit()
	if fault := l.Check(); fault != nil {
		return skipped(fault.Error())
	}
	due, err := c.DueByLaw(from, l)
	return p.judge(due, err)
}

var units = map[string]calendar.Unit{
	"hours": calendar.Hours, "days": calendar.Day, "workdays": calendar.WorkingDay,
	"weeks": calendar.Weeks, "months": calendar.Months, "quarters": calendar.Quarters,
	"years": calendar.Years,
}

func (p period) limit() calendar.Limit {
	u := units[p.Period.Unit]
	return calendar.Limit{
		Law: calendar.Law(p.Regime), Period: calendar.Period{N: p.Period.N, Unit: u},
		Before: p.Direction == "before", FirstDay: p.Options.CountFirstDay,
		KeepLastDay:   p.Options.Roll == "none",
		AtOffice:      u != calendar.Hours && p.Options.Window+p.Options.Roll != "" && p.Options.Roll != "none",
		Inaccessible:  p.Options.Inaccessible,
		StateHolidays: p.Options.StateHolidays,
	}
}

func (p period) spec() calendar.Spec {
	window := []calendar.Window{{From: 0, To: 24 * 60 * 60}}
	if p.Options.Window != "" {
		from, to, _ := strings.Cut(p.Options.Window, "-")
		window = windows([][2]string{{from, to}})
	}
	s := calendar.Spec{Zone: p.Zone, Week: calendar.Week{}}
	for _, d := range []calendar.Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		if d[0] != 's' || p.Options.Days == "all" || d == "sun" && p.Options.Days == "sun" {
			s.Week[d] = window
		}
	}
	for _, h := range p.Holidays {
		s.Closed = append(s.Closed, calendar.Closed{Date: date(h)})
	}
	for _, m := range p.Makeup {
		s.Worked = append(s.Worked, calendar.Worked{Date: date(m)})
	}
	return s
}

func (p period) from(c *calendar.Calendar) (time.Time, error) {
	if len(p.Trigger) == len("2006-01-02") {
		return c.At(date(p.Trigger), 12*60*60)
	}
	return instant(p.Trigger), nil
}

func (p period) counting() calendar.Counting {
	var r calendar.Counting
	if p.Options.Cutoff != "" {
		r.CutOff, r.RestDay = clock(p.Options.Cutoff), calendar.RestNextOpening
	}
	if strings.Contains(p.Rule, "non-working day") {
		r.RestDay = calendar.RestNextOpening
	}
	if p.Options.SameTime {
		r.DueAt = calendar.DueSameClock
	}
	return r
}

func (p period) judge(due calendar.Due, err error) error {
	if err != nil {
		return err
	}
	if p.Expect.Deadline != "" {
		if err := sameInstant(p.Expect.Deadline, due.At, nil); err != nil {
			return err
		}
	}
	if p.Expect.LastDay == "" {
		return nil
	}
	last := due.At
	if due.Exclusive {
		last = last.Add(-1)
	}
	return same(p.Expect.LastDay, calendar.DateOf(last).String())
}
