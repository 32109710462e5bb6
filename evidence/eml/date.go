package eml

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// zones are the names that RFC 5322, section 4.3, gives an offset. CST is left out: there it is
// Chicago's, in Chinese mail it is Beijing's, and fourteen hours lie between them.
var zones = map[string]string{
	"GMT": "+0000", "UT": "+0000", "UTC": "+0000", "Z": "+0000",
	"EST": "-0500", "EDT": "-0400", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}

// layouts are the forms of a date after normalise, each with how coarse it is.
var layouts = []struct {
	layout    string
	precision time.Duration
}{
	{"2 Jan 2006 15:4:5 -0700", 0},
	{"2 Jan 2006 15:4 -0700", time.Minute},
	{"2 Jan 06 15:4:5 -0700", 0},
	{"2 Jan 06 15:4 -0700", time.Minute},
	{"2 January 2006 15:4:5 -0700", 0},
	// QUIRK: the rest is no mail date by any RFC, but programs write it.
	{"Jan 2 15:4:5 2006 -0700", 0},
	{"Jan 2 15:4:5 -0700 2006", 0},
	{"2006-1-2 15:4:5 -0700", 0},
	{"2006-1-2 15:4 -0700", time.Minute},
	{"2006-1-2T15:4:5 -0700", 0},
	{"2006/1/2 15:4:5 -0700", 0},
}

var (
	weekday = regexp.MustCompile(`(?i)^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(,\s*|\s+)`)
	comment = regexp.MustCompile(`\([^()]*\)`)
	offset  = regexp.MustCompile(`^(?:GMT|UTC)?([+-]\d{2}):?(\d{2})$`)
	glued   = regexp.MustCompile(`^(.*:\d{2}(?:\.\d+)?)([+-]\d{2}:?\d{2}|Z)$`)
)

// parseDate reads a date of a header and says how coarse it is. It is stricter than net/mail in one
// thing: a zone must be a number or a name that means one offset only, for the zone of the machine
// must not enter into it.
func parseDate(text string) (time.Time, time.Duration, error) {
	if len(text) > 200 {
		return time.Time{}, 0, fmt.Errorf("the date %.60q... is too long to be one", text)
	}
	plain, err := normalise(text)
	if err != nil {
		return time.Time{}, 0, err
	}
	for _, l := range layouts {
		t, err := time.Parse(l.layout, plain)
		if err != nil {
			continue
		}
		if t.Year() < 1970 || t.Year() > 2100 {
			return time.Time{}, 0, fmt.Errorf("the date %q lies outside the years 1970 to 2100", text)
		}
		return t.UTC(), l.precision, nil
	}
	return time.Time{}, 0, fmt.Errorf("the date %q cannot be read", text)
}

// normalise drops comments and the day of the week, and writes the zone as an offset.
func normalise(text string) (string, error) {
	s := text
	for was := ""; was != s; {
		was, s = s, comment.ReplaceAllString(s, " ")
	}
	s = weekday.ReplaceAllString(strings.TrimSpace(s), "")
	words := strings.Fields(s)
	if len(words) == 0 {
		return "", fmt.Errorf("the date %q is empty", text)
	}
	if g := glued.FindStringSubmatch(words[len(words)-1]); g != nil {
		words = append(words[:len(words)-1], g[1], g[2])
	}
	zoned := false
	kept := words[:0]
	for _, w := range words {
		upper := strings.ToUpper(w)
		switch o := offset.FindStringSubmatch(upper); {
		case zoned && strings.Trim(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
			continue // QUIRK: "+0800 CST": the number decides
		case o != nil:
			w, zoned = o[1]+o[2], true
		case zones[upper] != "":
			w, zoned = zones[upper], true
		}
		kept = append(kept, w)
	}
	if !zoned {
		return "", fmt.Errorf("the date %q has no zone, or one that is not a single offset", text)
	}
	return strings.Join(kept, " "), nil
}
