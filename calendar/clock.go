package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Clock is a wall-clock time in seconds after the midnight that begins a day, 0 to 48 h. A Clock past
// 24:00 lies on the next day and is written with "+1": "06:00+1". As text it is "09:00" or "09:00:30".
type Clock int

const (
	dayEnd  Clock = secondsPerDay     // 24:00
	lastEnd Clock = 2 * secondsPerDay // 24:00+1, the latest end of a window
)

// ParseClock reads a time such as "09:00", "09:00:30", "24:00" or "06:00+1".
func ParseClock(s string) (Clock, error) {
	c, err := parseClock(s)
	if err != nil {
		return 0, fmt.Errorf("calendar: parse time %q: %w", s, err)
	}
	return c, nil
}

func parseClock(s string) (Clock, error) {
	text, nextDay := strings.CutSuffix(s, "+1")
	hour, okHour := digits(text, 0, 2)
	minute, okMinute := digits(text, 3, 5)
	second, okSecond := 0, len(text) == 5
	if len(text) == 8 && text[5] == ':' {
		second, okSecond = digits(text, 6, 8)
	}
	if !okHour || !okMinute || !okSecond || text[2] != ':' {
		return 0, errors.New("want HH:MM or HH:MM:SS, such as 09:00, and +1 behind it for the next day")
	}
	c := Clock(hour*3600 + minute*60 + second)
	if minute > 59 || second > 59 || hour > 24 {
		return 0, errors.New("there is no such time")
	}
	if c > dayEnd {
		return 0, fmt.Errorf("the day ends at 24:00; for the next day write %q", c)
	}
	if nextDay {
		c += secondsPerDay
	}
	return c, nil
}

// String returns c as text. A Clock outside 0 to 48 h is written as a number of seconds.
func (c Clock) String() string {
	if c < 0 || c > lastEnd {
		return fmt.Sprintf("%d s", int(c))
	}
	suffix := ""
	if c > dayEnd {
		c, suffix = c-secondsPerDay, "+1"
	}
	text := fmt.Sprintf("%02d:%02d", int(c)/3600, int(c)/60%60)
	if c%60 != 0 {
		text += fmt.Sprintf(":%02d", int(c)%60)
	}
	return text + suffix
}

// MarshalText returns c as text. It fails if c is outside 0 to 48 h.
func (c Clock) MarshalText() ([]byte, error) {
	if c < 0 || c > lastEnd {
		return nil, fmt.Errorf("calendar: write time: %d seconds are not within 0 to 48 hours", int(c))
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads what MarshalText writes, as ParseClock does.
func (c *Clock) UnmarshalText(text []byte) error {
	parsed, err := ParseClock(string(text))
	if err == nil {
		*c = parsed
	}
	return err
}

// Window is open time on one day, from From (inclusive) to To (exclusive), owned by the day on which
// it starts. As text it is "09:00-18:00", "18:00-24:00", or "22:00-06:00+1" for one that runs past
// midnight.
type Window struct {
	From, To Clock
}

// ParseWindow reads a window such as "09:00-18:00" or "22:00-06:00+1". A window that ends before it
// starts is refused: the "+1" is never guessed.
func ParseWindow(s string) (Window, error) {
	w, err := parseWindow(s)
	if err != nil {
		return Window{}, fmt.Errorf("calendar: parse window %q: %w", s, err)
	}
	return w, nil
}

func parseWindow(s string) (Window, error) {
	fromText, toText, ok := strings.Cut(s, "-")
	if !ok {
		return Window{}, errors.New("want two times and a hyphen between them, such as 09:00-18:00")
	}
	from, err := parseClock(fromText)
	if err != nil {
		return Window{}, fmt.Errorf("%q: %w", fromText, err)
	}
	to, err := parseClock(toText)
	if err != nil {
		return Window{}, fmt.Errorf("%q: %w", toText, err)
	}
	w := Window{from, to}
	return w, w.check()
}

// check says what keeps w from being a window.
func (w Window) check() error {
	switch {
	case w.From < 0 || w.From >= dayEnd:
		return fmt.Errorf("it starts at %s; a window starts on its own day, from 00:00 to before 24:00", w.From)
	case w.To < 0 || w.To > lastEnd:
		return fmt.Errorf("it ends at %s; a window ends by the end of the next day, 24:00+1", w.To)
	case w.To == w.From:
		return fmt.Errorf("it is empty; for 24 hours write %q", Window{w.From, w.From + secondsPerDay})
	case w.To < w.From && w.To == 0:
		return fmt.Errorf("it ends before it starts; write %q", Window{w.From, dayEnd})
	case w.To < w.From:
		return fmt.Errorf("it ends before it starts; write %q, or %q if it runs past midnight",
			Window{w.To, w.From}, Window{w.From, w.To + secondsPerDay})
	}
	return nil
}

// String returns w as text.
func (w Window) String() string { return w.From.String() + "-" + w.To.String() }

// MarshalText returns w as text. It fails if w is not a window that ParseWindow would read.
func (w Window) MarshalText() ([]byte, error) {
	if err := w.check(); err != nil {
		return nil, fmt.Errorf("calendar: write window %q: %w", w, err)
	}
	return []byte(w.String()), nil
}

// UnmarshalText reads what MarshalText writes, as ParseWindow does.
func (w *Window) UnmarshalText(text []byte) error {
	parsed, err := ParseWindow(string(text))
	if err == nil {
		*w = parsed
	}
	return err
}

// Weekday names a day of the week as text: "mon" to "sun".
type Weekday string

// The days of the week.
const (
	Mon Weekday = "mon"
	Tue Weekday = "tue"
	Wed Weekday = "wed"
	Thu Weekday = "thu"
	Fri Weekday = "fri"
	Sat Weekday = "sat"
	Sun Weekday = "sun"
)

// weekdays is in the order of time.Weekday.
var weekdays = [7]Weekday{Sun, Mon, Tue, Wed, Thu, Fri, Sat}

// check says what keeps d from being a weekday.
func (d Weekday) check() error {
	if !slices.Contains(weekdays[:], d) {
		return fmt.Errorf("%q is no weekday; use mon, tue, wed, thu, fri, sat or sun", string(d))
	}
	return nil
}
