package contractfile

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// days is in the order in which ranges of days run.
var days = []calendar.Weekday{calendar.Mon, calendar.Tue, calendar.Wed, calendar.Thu, calendar.Fri,
	calendar.Sat, calendar.Sun}

var longDays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// hanDays are the last characters of the Chinese names; 天 is a second name of Sunday.
var hanDays = []string{"一", "二", "三", "四", "五", "六", "日"}

// parseWeekday reads "fri", "Friday", 周五 or 星期五.
func parseWeekday(s string) (calendar.Weekday, error) {
	plain := strings.ToLower(s)
	for i, d := range days {
		if plain == string(d) || plain == longDays[i] || plain == "周"+hanDays[i] || plain == "星期"+hanDays[i] {
			return d, nil
		}
	}
	if plain == "周天" || plain == "星期天" {
		return calendar.Sun, nil
	}
	return "", &wrong{quote(s) + " is no day of the week", "write mon, tue, wed, thu, fri, sat or sun"}
}

// parseDays reads a day, or a range of days such as "mon-fri". A range may run over the end of the week.
func parseDays(s string) ([]calendar.Weekday, error) {
	low, high, isRange := strings.Cut(s, "-")
	from, err := parseWeekday(low)
	if err != nil || !isRange {
		return []calendar.Weekday{from}, err
	}
	to, err := parseWeekday(high)
	if err != nil {
		return nil, err
	}
	all := []calendar.Weekday{from}
	for i := slices.Index(days, from); days[i] != to; {
		i = (i + 1) % len(days)
		all = append(all, days[i])
	}
	return all, nil
}

// expandWeek gives each day the hours of the entry that names it.
func expandWeek(d *decoder, s spot, entries []named[[]calendar.Window]) calendar.Week {
	week := make(calendar.Week)
	for _, e := range entries {
		names, err := parseDays(e.name)
		var w *wrong
		if errors.As(err, &w) {
			d.faultOn(e.at.key, e.at.path, w.message, w.hint)
			continue
		}
		for _, day := range names {
			if _, twice := week[day]; twice {
				d.faultOn(e.at.key, e.at.path,
					fmt.Sprintf("%q has its hours already, by an entry above", day), "name each day once")
				break
			}
			week[day] = e.value
			d.places[s.field(string(day))] = e.at // where package calendar will look for it
		}
	}
	return week
}

// weekly is how a recurring time is said in one line: "fri 18:00", "every Friday at 18:00", 每周五 18:00.
var weekly = regexp.MustCompile(`^(?:(?i:every )|每)?\s*(\p{L}+)\s*(?i: at )?\s*([0-9:]+)前?$`)

func parseWeekly(s string) (sla.Schedule, error) {
	m := weekly.FindStringSubmatch(strings.ReplaceAll(s, "：", ":"))
	if m == nil {
		return sla.Schedule{}, &wrong{quote(s) + " is not a recurring time",
			`write "fri 18:00", or {day: fri, at: "18:00"}`}
	}
	day, err := parseWeekday(m[1])
	if err != nil {
		return sla.Schedule{}, err
	}
	at, err := calendar.ParseClock(m[2])
	return sla.Schedule{Weekday: day, At: at}, reworded(m[2], "a time", err)
}
