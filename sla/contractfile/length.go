package contractfile

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

const (
	// maxLengthText is how many bytes a length may have: the longest with a meaning has far fewer.
	maxLengthText = 100
	// maxDuration is the longest limit in open time. No contract runs longer, and sums of a few stay far
	// from overflow.
	maxDuration = 100 * 366 * 24 * time.Hour
)

// ParseLength reads a limit, or a range of which the upper figure is the limit and the lower one the aim.
// The aim is zero when there is no range. It reads what [sla.Length.String] writes.
//
//	30 min, 90s, 4 hours, 1h30m, 1 h 30 min, PT4H, 30分钟, 24小时     open time of the calendar
//	2 days, 2 calendar days, 3天, 3日, 3个自然日                       calendar days
//	2 working days, 2 business days, 2个工作日                         working days
//	10-30 min, 1~2 working days, 10 min to 1 h, 1-2个工作日            ranges
//
// Figures are whole numbers above zero. A day is never a number of hours, so days stand alone, and forms
// that leave open which days are meant (P2D, 2d, weeks, months, working hours) are refused with what to
// write instead.
func ParseLength(s string) (limit, aim sla.Length, err error) {
	limit, aim, err = parseRange(s)
	if err != nil {
		return sla.Length{}, sla.Length{}, fmt.Errorf("contractfile: read length: %w", err)
	}
	return limit, aim, nil
}

func parseRange(s string) (limit, aim sla.Length, err error) {
	if len(s) > maxLengthText || !utf8.ValidString(s) {
		return limit, aim, notLength(s, "")
	}
	text := strings.ToLower(strings.TrimSpace(halfWidth.Replace(s)))
	low, high, isRange := cutRange(text)
	if !isRange {
		limit, err = parseOne(s, text)
		return limit, aim, err
	}
	if limit, err = parseOne(s, high); err != nil {
		return limit, aim, err
	}
	if isFigure(low) {
		low += unitOf(high)
	}
	if aim, err = parseOne(s, low); err != nil {
		return limit, aim, err
	}
	return limit, aim, checkRange(s, limit, aim)
}

// halfWidth turns the forms that Chinese input methods write into the plain ones.
var halfWidth = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6",
	"７", "7", "８", "8", "９", "9", "　", " ", "～", "~", "–", "-", "—", "-", "－", "-", "至", "-", "到",
	"-", "．", ".")

// cutRange cuts text at the mark between two figures. A mark at the beginning is a sign, not a range.
func cutRange(text string) (low, high string, ok bool) {
	text = strings.ReplaceAll(text, " to ", "-")
	i := strings.IndexAny(text, "-~")
	if i <= 0 {
		return "", "", false
	}
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:]), true
}

func checkRange(s string, limit, aim sla.Length) error {
	if limit.InDays() != aim.InDays() || limit.Period.Unit != aim.Period.Unit {
		return &wrong{fmt.Sprintf("%s mixes units that do not compare", quote(s)),
			"write both figures in one unit"}
	}
	if aim.Duration > limit.Duration || aim.Period.N > limit.Period.N {
		return &wrong{fmt.Sprintf("%s runs backwards", quote(s)), "write the lower figure first"}
	}
	if aim == limit {
		return &wrong{fmt.Sprintf("%s is a range of one figure", quote(s)),
			fmt.Sprintf("write %q", limit)}
	}
	return nil
}

// parts finds the figures of a length, each with the unit behind it.
var parts = regexp.MustCompile(`([0-9]+)\s*([^0-9]*)`)

// parseOne reads a length that is no range. The whole text stands in messages.
func parseOne(whole, text string) (sla.Length, error) {
	if err := refuse(whole, text); err != nil {
		return sla.Length{}, err
	}
	if iso, ok := strings.CutPrefix(text, "pt"); ok {
		text = iso
	}
	var sum time.Duration
	last := time.Duration(math.MaxInt64)
	all := parts.FindAllStringSubmatch(text, -1)
	for i, part := range all {
		u, ok := units[strings.Join(strings.Fields(part[2]), " ")]
		if !ok {
			return sla.Length{}, unknownUnit(whole, part[2])
		}
		n, err := strconv.Atoi(part[1])
		if err != nil || u.of == 0 && n > calendar.MaxDays || u.of > 0 && n > int(maxDuration/u.of) {
			return sla.Length{}, &wrong{fmt.Sprintf("%s is longer than any contract runs",
				quote(whole)), ""}
		}
		if u.of == 0 {
			return inDays(whole, n, u.days, i == 0 && len(all) == 1)
		}
		if u.of >= last {
			return sla.Length{}, notLength(whole, "write hours before minutes, each once")
		}
		last = u.of
		sum += time.Duration(n) * u.of
	}
	if sum == 0 {
		return sla.Length{}, zeroLength(whole)
	}
	if sum > maxDuration {
		return sla.Length{}, &wrong{fmt.Sprintf("%s is longer than any contract runs", quote(whole)), ""}
	}
	return sla.Length{Duration: sum}, nil
}

func inDays(whole string, n int, unit calendar.Unit, alone bool) (sla.Length, error) {
	switch {
	case !alone:
		return sla.Length{}, &wrong{fmt.Sprintf("%s adds days to something else", quote(whole)),
			"a day is not a number of hours; write days alone, or hours alone"}
	case n == 0:
		return sla.Length{}, zeroLength(whole)
	}
	return sla.Length{Period: calendar.Period{N: n, Unit: unit}}, nil
}

// refuse says what is wrong with texts that are near to a length, before their figures are read.
func refuse(whole, text string) error {
	switch {
	case strings.HasPrefix(text, "-"):
		return &wrong{fmt.Sprintf("%s is negative", quote(whole)), "a limit is above zero"}
	case fraction.MatchString(text):
		return &wrong{fmt.Sprintf("%s has a fraction", quote(whole)),
			`write whole figures, such as "90 min"`}
	case isoDays.MatchString(text):
		return &wrong{fmt.Sprintf("%s does not say which days are meant", quote(whole)),
			`write "2 days" or "2 working days"`}
	case bareM.MatchString(strings.TrimSpace(whole)):
		return &wrong{fmt.Sprintf("%s may be months or minutes", quote(whole)),
			`write "3 min"; months are no limit here`}
	case isFigure(text):
		return &wrong{fmt.Sprintf("%s has no unit", quote(whole)),
			`write "30 min", "4 h" or "2 working days"`}
	case text == "", text == "pt", !isDigit(text[0]) && !isoTime.MatchString(text):
		return notLength(whole, "")
	}
	return nil
}

var (
	fraction = regexp.MustCompile(`[0-9]\s*[.,/½¼¾]|[½¼¾半]`)
	isoDays  = regexp.MustCompile(`^p[0-9]+[dwmy]|^[0-9]+\s*d$`)
	bareM    = regexp.MustCompile(`^[0-9]+\s*M$`)
	isoTime  = regexp.MustCompile(`^pt([0-9]+h)?([0-9]+m)?([0-9]+s)?$`)
)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isFigure(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// unitOf returns the unit that ends the text, for the figure before it in a range.
func unitOf(text string) string { return strings.TrimLeft(text, "0123456789") }

// unit is a duration, or days of a kind when it is zero.
type unit struct {
	of   time.Duration
	days calendar.Unit
}

var units = map[string]unit{
	"s": {of: time.Second}, "sec": {of: time.Second}, "secs": {of: time.Second},
	"second": {of: time.Second}, "seconds": {of: time.Second}, "秒": {of: time.Second},
	"秒钟": {of: time.Second},

	"m": {of: time.Minute}, "min": {of: time.Minute}, "mins": {of: time.Minute},
	"minute": {of: time.Minute}, "minutes": {of: time.Minute}, "分": {of: time.Minute},
	"分钟": {of: time.Minute},

	"h": {of: time.Hour}, "hr": {of: time.Hour}, "hrs": {of: time.Hour},
	"hour": {of: time.Hour}, "hours": {of: time.Hour}, "小时": {of: time.Hour}, "个小时": {of: time.Hour},

	"day": {days: calendar.Day}, "days": {days: calendar.Day},
	"calendar day": {days: calendar.Day}, "calendar days": {days: calendar.Day},
	"天": {days: calendar.Day}, "日": {days: calendar.Day}, "自然日": {days: calendar.Day},
	"个自然日": {days: calendar.Day}, "日历日": {days: calendar.Day}, "个日历日": {days: calendar.Day},

	"working day": {days: calendar.WorkingDay}, "working days": {days: calendar.WorkingDay},
	"business day": {days: calendar.WorkingDay}, "business days": {days: calendar.WorkingDay},
	"工作日": {days: calendar.WorkingDay}, "个工作日": {days: calendar.WorkingDay},
}

// unitHints says what to write for units that a contract uses and this format does not, by a part of
// their name.
var unitHints = []struct{ part, hint string }{
	{"week", `write days, such as "7 days" for a week`}, {"周", "write days, such as 7天"}, {"星期",
		"write days, such as 7天"},
	{"month", `months differ in length; write days, such as "30 days"`}, {"月",
		"months differ in length; write days, such as 30天"},
	{"year", `write days, such as "365 days"`}, {"年", "write days, such as 365天"},
	{"ing h", `write "4 hours", and name the calendar whose hours count`},
	{"ness h", `write "4 hours", and name the calendar whose hours count`},
	{"工作小时", "write 4小时, and name the calendar whose hours count"},
}

func unknownUnit(whole, name string) error {
	name = strings.TrimSpace(name)
	if name == "" {
		return &wrong{fmt.Sprintf("%s has a figure without a unit", quote(whole)),
			`write each with its own, such as "1 h 30 min"`}
	}
	message := fmt.Sprintf("%s has the unit %s, which is not read", quote(whole), quote(name))
	for _, h := range unitHints {
		if strings.Contains(name, h.part) {
			return &wrong{message, h.hint}
		}
	}
	known := []string{"min", "minutes", "hours", "seconds", "days", "calendar days", "working days",
		"business days"}
	return &wrong{message, suggest(name, known)}
}

func notLength(s, hint string) error {
	if hint == "" {
		hint = `write a figure and a unit, such as "30 min", "4 h" or "2 working days"`
	}
	return &wrong{quote(s) + " is not a length", hint}
}

func zeroLength(s string) error {
	return &wrong{quote(s) + " is no time at all", "a limit is above zero"}
}
