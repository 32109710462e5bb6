package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// tongue is a language that a report can speak.
type tongue string

const (
	english tongue = "en"
	chinese tongue = "zh-CN"
)

// tongueOf returns the language to write in. One that is asked for by name must be there; a contract in
// another language is reported in English.
func tongueOf(asked, contract string) (tongue, error) {
	if t := matchTongue(asked); t != "" {
		return t, nil
	}
	if asked != "" {
		return "", fmt.Errorf("there is no language %q: use %q or %q", asked, english, chinese)
	}
	if t := matchTongue(contract); t != "" {
		return t, nil
	}
	return english, nil
}

func matchTongue(tag string) tongue {
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	switch {
	case tag == "en" || strings.HasPrefix(tag, "en-"):
		return english
	case tag == "zh" || tag == "zh-cn" || strings.HasPrefix(tag, "zh-hans"):
		return chinese
	}
	return ""
}

// time gives the date and the clock time; seconds and fractions only where there are some, and the offset
// from UTC where the clock shows the same time twice.
func (l tongue) time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.date(t) + " " + clock(t)
}

func (l tongue) date(t time.Time) string {
	if l == chinese {
		return t.Format("2006年1月2日")
	}
	return t.Format("2 Jan 2006")
}

// monthDay is a date on an axis, where the year is known.
func (l tongue) monthDay(t time.Time) string {
	if l == chinese {
		return t.Format("1月2日")
	}
	return t.Format("2 Jan")
}

func clock(t time.Time) string {
	layout := "15:04"
	switch {
	case t.Nanosecond() != 0:
		layout = "15:04:05.999999999"
	case t.Second() != 0:
		layout = "15:04:05"
	}
	if ambiguous(t) {
		layout += " (UTC-07:00)"
	}
	return t.Format(layout)
}

// ambiguous reports whether clocks in the zone of t show its wall time twice that night.
func ambiguous(t time.Time) bool {
	_, off := t.Zone()
	from, to := t.ZoneBounds()
	if !from.IsZero() {
		_, before := from.Add(-1).Zone()
		if t.Sub(from) < time.Duration(before-off)*time.Second {
			return true
		}
	}
	if !to.IsZero() {
		_, after := to.Zone()
		if to.Sub(t) <= time.Duration(off-after)*time.Second {
			return true
		}
	}
	return false
}

// due gives the last moment in time: a limit that ends with a day is its 24:00, not the next day's 0:00.
func (l tongue) due(d calendar.Due, loc *time.Location) string {
	if d.At.IsZero() {
		return ""
	}
	at := d.At.In(loc)
	switch {
	case !d.Exclusive:
		return l.time(at)
	case at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 && at.Nanosecond() == 0:
		return l.date(at.Add(-1)) + " 24:00"
	case l == chinese:
		return l.time(at) + "之前"
	}
	return "before " + l.time(at)
}

// open gives a length of counted time in hours, minutes and, where there are some, seconds. Its sign is
// not shown.
func (l tongue) open(d time.Duration) string { return l.parts(d, false) }

// clock gives a length of time by the clock, with days of 24 hours.
func (l tongue) clock(d time.Duration) string { return l.parts(d, true) }

func (l tongue) parts(d time.Duration, days bool) string {
	d = d.Abs()
	var parts []string
	add := func(n int64, en, zh string) {
		if n == 0 {
			return
		}
		if l == chinese {
			parts = append(parts, strconv.FormatInt(n, 10)+zh)
		} else {
			parts = append(parts, strconv.FormatInt(n, 10)+" "+en)
		}
	}
	if days {
		add(int64(d/(24*time.Hour)), "d", "天")
		d %= 24 * time.Hour
	}
	add(int64(d/time.Hour), "h", "小时")
	add(int64(d%time.Hour/time.Minute), "min", "分")
	if s := d % time.Minute; s != 0 {
		parts = append(parts, l.seconds(s))
	}
	switch {
	case len(parts) == 0 && l == chinese:
		return "0分"
	case len(parts) == 0:
		return "0 min"
	case l == chinese:
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}

func (l tongue) seconds(d time.Duration) string {
	s := strconv.FormatInt(int64(d/time.Second), 10)
	if ns := d % time.Second; ns != 0 {
		s += strings.TrimRight(fmt.Sprintf(".%09d", int64(ns)), "0")
	}
	if l == chinese {
		return s + "秒"
	}
	return s + " s"
}

// length gives a limit of the contract.
func (l tongue) length(days int, unit calendar.Unit, d time.Duration) string {
	working := unit == calendar.WorkingDay
	switch {
	case days == 0:
		return l.open(d)
	case l == chinese && working:
		return fmt.Sprintf("%d个工作日", days)
	case l == chinese:
		return fmt.Sprintf("%d天", days)
	}
	s := fmt.Sprintf("%d day", days)
	if working {
		s = fmt.Sprintf("%d working day", days)
	}
	if days != 1 {
		s += "s"
	}
	return s
}

// zone names a zone once for a page. The offset is that of the given time.
func (l tongue) zone(loc *time.Location, at time.Time) string {
	offset := at.In(loc).Format("UTC-07:00")
	switch {
	case loc == time.UTC || loc.String() == "UTC":
		return "UTC"
	case l == chinese && loc.String() == "Asia/Shanghai":
		return "北京时间（Asia/Shanghai，" + offset + "）"
	case l == chinese:
		return loc.String() + "（" + offset + "）"
	}
	return loc.String() + " (" + offset + ")"
}

// list joins names as a sentence does.
func (l tongue) list(names []string) string {
	if l == chinese {
		return strings.Join(names, "、")
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// items joins the parts of an enumeration that is no sentence.
func (l tongue) items(parts []string) string {
	if l == chinese {
		return strings.Join(parts, "、")
	}
	return strings.Join(parts, ", ")
}
