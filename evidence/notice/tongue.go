package notice

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/slaledger/slaledger/calendar"
)

// tongue is a language that a letter can be written in.
type tongue string

const (
	english tongue = "en"
	chinese tongue = "zh-CN"
)

// tongueOf returns the language to write in. One that is asked for by name must be there; for a contract in
// another language the letter is in English.
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

func (l tongue) date(t time.Time) string {
	if l == chinese {
		return t.Format("2006年1月2日")
	}
	return t.Format("2 January 2006")
}

// moment gives date, clock time and zone. The offset is always there in English, and in Chinese for
// any zone but China's own, which has one name and one offset.
func (l tongue) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.date(t) + l.gap() + clock(t) + l.zone(t)
}

// short is moment for a text that has named the zone: without it in Chinese where China's own zone is
// meant, and with the offset alone elsewhere, so that no time can be read in two ways.
func (l tongue) short(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case l == chinese && t.Location().String() == "Asia/Shanghai":
		return l.date(t) + clock(t)
	}
	return l.date(t) + l.gap() + clock(t) + t.Format(" -07:00")
}

func (l tongue) gap() string {
	if l == chinese {
		return ""
	}
	return ", "
}

func (l tongue) zone(t time.Time) string {
	zone := t.Location().String()
	switch {
	case l == chinese && zone == "Asia/Shanghai":
		return "（北京时间）"
	case l == chinese:
		return "（" + zone + "，" + t.Format("UTC-07:00") + "）"
	case zone == "UTC":
		return " (UTC)"
	}
	return " (" + zone + ", " + t.Format("UTC-07:00") + ")"
}

// zoneName names the zone of t in a sentence.
func (l tongue) zoneName(t time.Time) string {
	zone := t.Location().String()
	switch {
	case l == chinese && zone == "Asia/Shanghai":
		return "北京时间"
	case l == chinese || zone == "UTC":
		return zone
	}
	if _, end := t.ZoneBounds(); !end.IsZero() {
		return zone // its offset changes, and stands beside each time
	}
	return zone + " (" + t.Format("UTC-07:00") + ")"
}

func clock(t time.Time) string {
	switch {
	case t.Nanosecond() != 0:
		return t.Format("15:04:05.999999999")
	case t.Second() != 0:
		return t.Format("15:04:05")
	}
	return t.Format("15:04")
}

// due gives the last moment in time: a limit that ends with a day is its 24:00, not the next day's 0:00.
func (l tongue) due(d calendar.Due, zone *time.Location) string {
	at := d.At.In(zone)
	if !d.Exclusive || at != time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone) {
		return l.short(at)
	}
	last := at.Add(-1)
	minute := last.Truncate(time.Minute)
	return strings.Replace(l.short(minute), clock(minute), "24:00", 1)
}

// delay gives how late something is: in days by the clock, or in hours of the contract's calendar.
func (l tongue) delay(d time.Duration, byClock, least bool) string {
	text := l.duration(d, byClock)
	switch {
	case l == chinese && least:
		text = "至少" + text
	case least:
		text = "at least " + text
	}
	switch {
	case l == chinese && byClock:
		return text + "（按自然时间）"
	case l == chinese:
		return text + "（按合同计时时段）"
	case byClock:
		return text
	}
	return text + " of the time that the contract counts"
}

// coarse says why a delay is given as the least: how coarse the recorded times are.
func (l tongue) coarse(d time.Duration) string {
	units := map[time.Duration][2]string{time.Second: {"second", "秒"}, time.Minute: {"minute", "分钟"},
		time.Hour: {"hour", "小时"}}
	unit, whole := units[d]
	switch {
	case l == chinese && whole:
		return "；所记时间精确到" + unit[1]
	case l == chinese:
		return "；所记时间的误差不超过" + l.duration(d, true)
	case whole:
		return "; the times are recorded to the " + unit[0]
	}
	return "; the recorded times are known to within " + l.duration(d, true)
}

func (l tongue) duration(d time.Duration, days bool) string {
	d = d.Truncate(time.Second) // a letter claims no part of a second
	units := []struct {
		size   time.Duration
		en, zh string
	}{{24 * time.Hour, "d", "天"}, {time.Hour, "h", "小时"}, {time.Minute, "min", "分"}, {time.Second, "s", "秒"}}
	if !days {
		units = units[1:]
	}
	var parts []string
	for _, u := range units {
		n := int64(d / u.size)
		d %= u.size
		switch {
		case n == 0:
		case l == chinese:
			parts = append(parts, strconv.FormatInt(n, 10)+u.zh)
		default:
			parts = append(parts, strconv.FormatInt(n, 10)+" "+u.en)
		}
	}
	switch {
	case len(parts) == 0 && l == chinese:
		return "不足1秒"
	case len(parts) == 0:
		return "less than 1 s"
	case l == chinese:
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
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

// han gives a number from 1 to 99 in Chinese numerals, and a larger one in digits.
func han(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n%10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// clean makes foreign text safe to show: one line, valid UTF-8, no control characters, and none that
// change the order in which the rest is read. What is taken out leaves a mark.
func clean(s string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(s) {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r == utf8.RuneError || unicode.IsControl(r):
			b.WriteRune(utf8.RuneError)
		case unicode.Is(unicode.Bidi_Control, r):
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mdEscape keeps clean text from being read as Markdown.
func mdEscape(s string) string {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\\", "\\\\", "`", "\\`", "*", "\\*",
		"_", "\\_", "[", "\\[", "]", "\\]", "|", "\\|", "~", "\\~")
	return escape.Replace(s)
}
