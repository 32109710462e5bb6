package calendar_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// businessTime is a case of the business-time schema.
type businessTime struct {
	hours
	ID, Name, Op     string
	At, Start, End   string
	Local            string
	Seconds          int64 `json:"duration_s"`
	Days, Count      int
	DayRule          string `json:"day_rule"`
	CountRule        string `json:"count_rule"`
	Expected         json.RawMessage
	Peculiar         any
	Portable         json.RawMessage `json:"portable_expected"`
	Alternatives     map[string]string
	Target           *int64 `json:"target_s"`
	Stop             *string
	AsOf             *string `json:"as_of"`
	Pauses           [][2]*string
	EscalationOffset *int64 `json:"escalation_offset_s"`
}

func runBusinessTime(raw json.RawMessage) error {
	var b businessTime
	if err := json.Unmarshal(raw, &b); err != nil {
		return err
	}
	if b.Peculiar != nil && b.Peculiar != false {
		if len(b.Portable) == 0 || string(b.Portable) == "null" {
			return skipped("peculiar " + b.Op)
		}
		b.Expected = b.Portable
	}
	c, err := b.compile()
	if err != nil {
		return err
	}
	switch b.Op {
	case "add", "sub":
		return b.add(c)
	case "between", "days_between":
		return b.between(c)
	case "is_open", "is_holiday", "is_working_day":
		return b.is(c)
	case "next_open", "next_close", "prev_open_or_close", "resolve_local":
		return b.find(c)
	case "windows":
		return b.windows(c, c.OpenAfter(instant(b.Start)))
	case "windows_before":
		return b.windows(c, c.OpenBefore(instant(b.Start)))
	case "add_days", "sub_days":
		return b.addDays(c)
	case "sla":
		return b.sla(c)
	}
	return skipped("op " + b.Op)
}

// expect returns the expected value, which must be a T.
func expect[T any](b businessTime) (v T, err error) {
	return v, json.Unmarshal(b.Expected, &v)
}

func (b businessTime) instant(got time.Time, err error) error {
	want, e := expect[string](b)
	if e != nil {
		return e
	}
	return sameInstant(want, got, err)
}

func (b businessTime) add(c *calendar.Calendar) error {
	d := time.Duration(b.Seconds) * time.Second
	if b.Op == "sub" {
		d = -d
	}
	got, err := c.Add(instant(b.Start), d)
	if b.Op == "sub" && d == 0 {
		got, err = c.PrevClose(instant(b.Start))
	}
	if err != nil {
		return err
	}
	// A deadline on a closing has two conventions, and we must give each.
	if want := b.Alternatives["closing"]; want != "" {
		if err := sameInstant(want, got, nil); err != nil {
			return err
		}
	}
	next, err := c.NextOpen(got)
	if want := b.Alternatives["next_opening"]; want != "" {
		return sameInstant(want, next, err)
	}
	return b.instant(got, nil)
}

func (b businessTime) between(c *calendar.Calendar) error {
	want, err := expect[int64](b)
	if err != nil {
		return err
	}
	from, to := instant(b.Start), instant(b.End)
	if b.Op == "days_between" {
		got, err := b.daysBetween(c, from.In(c.Location()), to.In(c.Location()))
		if err != nil {
			return err
		}
		return same(want, int64(got))
	}
	got, err := c.Elapsed(from, to)
	if err != nil {
		return err
	}
	if b.Peculiar != nil {
		got = max(got, 0) // systems that answer 0 for a reversed interval
	}
	return same(time.Duration(want)*time.Second, got)
}

func (b businessTime) daysBetween(c *calendar.Calendar, from, to time.Time) (int, error) {
	first, last := calendar.DateOf(from), calendar.DateOf(to)
	switch b.CountRule {
	case "include_both":
	case "include_start_exclude_end":
		last = last.AddDays(-1)
	case "exclude_start_include_end":
		first = first.AddDays(1)
	default:
		return 0, skipped("days_between " + b.CountRule)
	}
	return c.Workdays(first, last), nil
}

func (b businessTime) is(c *calendar.Calendar) error {
	want, err := expect[bool](b)
	if err != nil {
		return err
	}
	at := instant(b.At).In(c.Location())
	switch b.Op {
	case "is_open":
		return same(want, c.IsOpen(at))
	case "is_working_day":
		return same(want, c.IsWorkday(calendar.DateOf(at)))
	}
	holiday := false
	for step := range c.Explain(at, at.Add(1)) {
		holiday = step.Why == calendar.WhyClosed
	}
	return same(want, holiday)
}

func (b businessTime) find(c *calendar.Calendar) error {
	switch b.Op {
	case "next_open":
		return b.instant(c.NextOpen(instant(b.At)))
	case "next_close":
		return b.instant(c.NextClose(instant(b.At)))
	case "prev_open_or_close":
		return b.instant(c.PrevClose(instant(b.At)))
	}
	day, hour := date(b.Local[:10]), clock(b.Local[11:])
	got, err := c.At(day, hour)
	if err := b.instant(got, err); err == nil || !insideGap(c, day, hour) {
		return err
	}
	return skipped("resolve_local an hour later")
}

// insideGap reports whether the clocks skip a time and the second before it. Some systems move such
// a time by the length of the gap; ours is the end of the gap, and there is no setting for it.
func insideGap(c *calendar.Calendar, day calendar.Date, hour calendar.Clock) bool {
	at, err := c.At(day, hour)
	before, errBefore := c.At(day, max(hour-1, 0))
	return err == nil && errBefore == nil && hour > 0 && at.Equal(before)
}

// startsInGap reports whether a weekly window of the days between two instants starts inside a gap.
func (b businessTime) startsInGap(c *calendar.Calendar, from, to time.Time) bool {
	last := calendar.DateOf(to.In(c.Location()))
	for d := calendar.DateOf(from.In(c.Location())); d.Compare(last) <= 0; d = d.AddDays(1) {
		for _, w := range windows(b.WeeklyHours[d.Weekday()]) {
			if insideGap(c, d, w.From) {
				return true
			}
		}
	}
	return false
}

// windows judges the first windows from or before a start. Where windows touch, a system may take
// them apart, as our steps do, or together, as our stretches of open time are.
func (b businessTime) windows(c *calendar.Calendar, seq iter.Seq2[time.Time, time.Time]) error {
	want, err := expect[[][2]string](b)
	if err != nil {
		return err
	}
	start := instant(b.Start)
	for _, w := range want {
		if end := instant(w[1]); end.After(start) && b.startsInGap(c, start, end) {
			return skipped(b.Op + " with an opening an hour later")
		}
	}
	var stretches [][2]time.Time
	for from, to := range seq {
		if len(stretches) == b.Count {
			break
		}
		stretches = append(stretches, [2]time.Time{from, to})
	}
	err = sameWindows(want, stretches)
	if err != nil && sameWindows(want, b.steps(c, start)) == nil {
		return nil
	}
	return err
}

// steps returns as many windows as the case asks for, one by one.
func (b businessTime) steps(c *calendar.Calendar, start time.Time) (got [][2]time.Time) {
	end := start.AddDate(2, 0, 0)
	if b.Op == "windows_before" {
		start, end = start.AddDate(-2, 0, 0), start
	}
	for s := range c.Explain(start, end) {
		if s.Open {
			got = append(got, [2]time.Time{s.From, s.To})
		}
	}
	if b.Op == "windows_before" {
		slices.Reverse(got)
	}
	return got[:min(len(got), b.Count)]
}

func sameWindows(want [][2]string, got [][2]time.Time) error {
	if len(got) != len(want) {
		return fmt.Errorf("want %d windows, got %v", len(want), got)
	}
	for i, w := range want {
		if !got[i][0].Equal(instant(w[0])) || !got[i][1].Equal(instant(w[1])) {
			return fmt.Errorf("window %d: want %v, got %v", i, w, got[i])
		}
	}
	return nil
}

func (b businessTime) addDays(c *calendar.Calendar) error {
	from := instant(b.Start).In(c.Location())
	n, roll := b.Days, c.NextOpen
	if b.Op == "sub_days" {
		n, roll = -b.Days, c.PrevClose
	}
	day, err := c.AddWorkdays(calendar.DateOf(from), n)
	if err != nil {
		return err
	}
	got, err := c.At(day, calendar.Clock(from.Hour()*3600+from.Minute()*60+from.Second()))
	if err != nil {
		return err
	}
	if n >= 0 && b.DayRule != "keep_clock_end_of_day" {
		rule := calendar.Counting{DueAt: calendar.DueSameClock}
		due, err := c.Due(from, calendar.Period{N: n, Unit: calendar.WorkingDay}, rule)
		if err != nil {
			return err
		}
		if n > 0 && !due.At.Equal(got) {
			return fmt.Errorf("Due says %v, and AddWorkdays %v", due.At, got)
		}
	}
	switch b.DayRule {
	case "keep_clock":
	case "keep_clock_then_roll":
		got, err = roll(got)
	case "keep_clock_end_of_day":
		due, e := c.Due(from, calendar.Period{N: n, Unit: calendar.WorkingDay}, calendar.Counting{})
		got, err = due.At, e
	default:
		return skipped("add_days " + b.DayRule)
	}
	return b.instant(got, err)
}

// sla does the arithmetic of a case with pauses; the package sla has the whole of it.
func (b businessTime) sla(c *calendar.Calendar) error {
	want, err := expect[map[string]any](b)
	if err != nil {
		return err
	}
	if b.Target == nil {
		return skipped("sla in days")
	}
	got, err := b.measure(c)
	if err != nil {
		return err
	}
	for key, value := range want {
		result, ok := got[key]
		if !ok {
			return skipped("sla key " + key)
		}
		if text, ok := value.(string); ok {
			err = sameInstant(text, result.(time.Time), nil)
		} else {
			err = same(fmt.Sprint(value), fmt.Sprint(result))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

func (b businessTime) measure(c *calendar.Calendar) (map[string]any, error) {
	target := time.Duration(*b.Target) * time.Second
	start := instant(b.Start)
	due, err := c.Add(start, target)
	if err != nil {
		return nil, err
	}
	var stop time.Time
	for _, s := range []*string{b.AsOf, b.Stop} {
		if s != nil {
			stop = instant(*s)
		}
	}
	var paused time.Duration
	for _, p := range b.Pauses {
		from, to := instant(*p[0]), stop
		if p[1] != nil {
			to = instant(*p[1])
		}
		held, err := c.Elapsed(from, to)
		if err != nil {
			return nil, err
		}
		paused += held
		if from.Before(due) {
			if due, err = c.Add(due, held); err != nil {
				return nil, err
			}
		}
	}
	got := map[string]any{"due": due, "paused_s": paused.Seconds()}
	if b.EscalationOffset != nil {
		got["escalate_at"], err = c.Add(due, time.Duration(*b.EscalationOffset)*time.Second)
	}
	if !stop.IsZero() {
		all, e := c.Elapsed(start, stop)
		elapsed := all - paused
		got["elapsed_s"], got["met"] = elapsed.Seconds(), elapsed <= target
		got["margin_s"] = (target - elapsed).Seconds()
		got["overrun_s"] = max(elapsed-target, 0).Seconds()
		err = e
	}
	return got, err
}
