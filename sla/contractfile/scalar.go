package contractfile

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// scalarOf makes the kind of a value that parse reads from text.
func scalarOf[V any](what string, parse func(string) (V, error)) kind[V] {
	read := func(d *decoder, s spot) (v V) {
		text, ok := d.scalar(s, what)
		if !ok {
			return v
		}
		parsed, err := parse(text)
		if err != nil {
			d.faultErr(s, err)
			return v
		}
		return parsed
	}
	return kind[V]{shape{form: scalarForm, what: what}, read}
}

// matching makes the kind of a text that has a pattern.
func matching(what, pattern, hint string) kind[string] {
	re := regexp.MustCompile(pattern)
	return scalarOf(what, func(s string) (string, error) {
		if !re.MatchString(s) {
			return "", &wrong{fmt.Sprintf("%s is not %s", quote(s), what), hint}
		}
		return s, nil
	})
}

// word is one of the values of a choice, and how it is written.
type word[V any] struct {
	text  string
	value V
}

// choice makes the kind of a value that is one of these words.
func choice[V any](words ...word[V]) kind[V] {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	k := scalarOf("one of "+strings.Join(texts, ", "), func(s string) (v V, err error) {
		for _, w := range words {
			if w.text == s {
				return w.value, nil
			}
		}
		return v, &wrong{quote(s) + " is not known here", suggest(s, texts)}
	})
	k.words = texts
	return k
}

// choiceOf makes the kind of a value that is written as itself.
func choiceOf[V ~string](values ...V) kind[V] {
	words := make([]word[V], len(values))
	for i, v := range values {
		words[i] = word[V]{string(v), v}
	}
	return choice(words...)
}

var (
	text = scalarOf("a text", parseText)

	name = scalarOf("a name", func(s string) (string, error) {
		if err := checkName(s); err != nil {
			return "", err
		}
		return s, nil
	})

	truth = choice(word[bool]{"true", true}, word[bool]{"false", false})

	country = matching("a country code", `^[A-Z]{2}$`,
		"write two capital letters, such as CN or DE (ISO 3166-1)")

	language = matching("a language tag", `^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`,
		"write a tag such as zh-CN or en (BCP 47)")

	// verifierKey is looked at, not checked: what it stands for is the ledger's to know.
	verifierKey = matching("a verifier key", `^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$`,
		"a key is a name, eight hexadecimal digits and base64, with + between them")

	zone = scalarOf("a time zone such as Asia/Shanghai", parseZone)

	date = scalarOf("a date such as 2026-03-02", func(s string) (calendar.Date, error) {
		v, err := calendar.ParseDate(s)
		return v, reworded(s, "a date", err)
	})

	clock = scalarOf(`a time such as "09:00"`, func(s string) (calendar.Clock, error) {
		v, err := calendar.ParseClock(s)
		return v, reworded(s, "a time", err)
	})

	window = scalarOf("opening hours such as 09:00-18:00", func(s string) (calendar.Window, error) {
		v, err := calendar.ParseWindow(s)
		return v, reworded(s, "a span of opening hours", err)
	})

	weekday = scalarOf("a day of the week such as mon", parseWeekday)

	length = scalarOf("a length such as 30 min or 2 working days", func(s string) (span, error) {
		limit, aim, err := parseRange(s)
		return span{limit, aim}, err
	})
)

// parseText takes the white space off that a block of YAML ends with.
func parseText(s string) (string, error) {
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return "", &wrong{fmt.Sprintf("the text holds the control character %U", r),
				"take it out; letters and reports could not show it"}
		}
	}
	if s = strings.TrimSpace(s); s == "" {
		return "", &wrong{"the text is blank", "write a text here"}
	}
	return s, nil
}

// span is a limit with the lower figure of its range.
type span struct{ limit, aim sla.Length }

// maxName is how many bytes an id may have. It becomes part of file names and of ids of findings.
const maxName = 128

// checkName says what keeps s from being an id.
func checkName(s string) *wrong {
	for _, r := range s {
		if r == '/' || !unicode.IsPrint(r) {
			return &wrong{fmt.Sprintf("the name %s holds the character %U", quote(s), r),
				"a name is printable text without a slash"}
		}
	}
	switch {
	case len(s) > maxName:
		return &wrong{fmt.Sprintf("the name %s has %d bytes", quote(s), len(s)),
			fmt.Sprintf("the limit is %d", maxName)}
	case strings.TrimSpace(s) != s:
		return &wrong{fmt.Sprintf("the name %s has a space around it", quote(s)), "take the space away"}
	}
	return nil
}

func parseZone(s string) (string, error) {
	// "Local" would be the zone of whatever machine reads the contract.
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		return "", &wrong{quote(s) + " is not in the time-zone database",
			"write a name such as Asia/Shanghai or UTC"}
	}
	return s, nil
}

// reworded turns an error of package calendar into one of ours: its own reason, with what to do kept apart.
func reworded(s, what string, err error) error {
	if err == nil {
		return nil
	}
	message := err.Error()
	if _, rest, ok := strings.Cut(message, fmt.Sprintf("%q: ", s)); ok {
		message = rest
	}
	reason, hint := cutHint(message)
	if reason == "" {
		return &wrong{fmt.Sprintf("%s is not %s", quote(s), what), hint}
	}
	return &wrong{fmt.Sprintf("%s is not %s: %s", quote(s), what, reason), hint}
}

// cutHint parts what is wrong from what to do, in a message of package calendar.
func cutHint(message string) (reason, hint string) {
	if reason, hint, ok := strings.Cut(message, "want "); ok {
		return strings.TrimSuffix(reason, ": "), "write " + hint
	}
	reason, hint, _ = strings.Cut(message, "; ")
	return reason, hint
}
