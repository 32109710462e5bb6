package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/slaledger/slaledger/sla"
)

// The limits of a record. One over them is refused whole.
const (
	MaxText = 1 << 20 // bytes of one text: a long mail is a tenth of it
	MaxList = 10_000  // items of a list: recipients, attachments, problems
	MaxName = 200     // bytes of a case, an event's id, a recorder: they stand in the log

	maxBody = 8 << 20              // bytes of a whole record
	maxSpan = 366 * 24 * time.Hour // of a precision: coarser times say nothing
)

var roles = []sla.Role{sla.Client, sla.Vendor, sla.Third, sla.Monitor}

var (
	hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
	// reservedID is the form of the ids that the trail gives.
	reservedID = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
)

// checkRecord says what is wrong with a record; nil when it can be kept.
func checkRecord(r *Record) error {
	if err := checkName(r.Case); err != nil {
		return fmt.Errorf("case %.80q: %w", r.Case, err)
	}
	if r.Times.Occurred.IsZero() {
		return errors.New("it has no time; say when it occurred")
	}
	if err := checkTimes(r.Times, r.Precision); err != nil {
		return err
	}
	if r.By != "" && !slices.Contains(roles, r.By) {
		return fmt.Errorf("by %.80q: use one of %q", r.By, roles)
	}
	if err := checkTexts(r); err != nil {
		return err
	}
	for i := range r.Attachments {
		if a := &r.Attachments[i]; !hashForm.MatchString(a.SHA256) || a.Size < 0 {
			return fmt.Errorf("attachment %.80q: sha256 must be 64 lower-case hexadecimal digits, "+
				"and size not negative", a.Name)
		}
	}
	return checkMeans(r.Means)
}

// checkTexts checks that every text of a record can be kept and printed as it is.
func checkTexts(r *Record) error {
	texts := []string{r.Channel, r.From.Name, r.From.Address, r.From.Title, r.Source, r.Subject,
		r.Text, r.Locator,
		r.Theirs.Text, string(r.Theirs.Verdict)}
	for _, p := range r.To {
		texts = append(texts, p.Name, p.Address, p.Title)
	}
	for _, a := range r.Attachments {
		texts = append(texts, a.Name, a.MediaType)
	}
	for _, p := range r.Problems {
		texts = append(texts, p.Where, p.Text)
	}
	if max(len(r.To), len(r.Attachments), len(r.Problems), len(r.Means)) > MaxList {
		return fmt.Errorf("one of its lists has more than %d items", MaxList)
	}
	return checkAll(texts)
}

func checkAll(texts []string) error {
	for _, s := range texts {
		switch {
		case len(s) > MaxText:
			return fmt.Errorf("the text %.40q... is longer than %d bytes", s, MaxText)
		case !utf8.ValidString(s) || strings.Contains(s, "\x00"):
			return fmt.Errorf("the text %.80q is not UTF-8 or has a zero byte", s)
		}
	}
	return nil
}

// checkName checks a text that stands in the log's entry, on one line. It may be empty.
func checkName(s string) error {
	switch {
	case len(s) > MaxName:
		return fmt.Errorf("it is longer than %d bytes", MaxName)
	case !utf8.ValidString(s):
		return errors.New("it is not UTF-8")
	case strings.TrimSpace(s) != s || strings.ContainsFunc(s, unicode.IsControl):
		return errors.New("it begins or ends with a blank, or has a control character")
	}
	return nil
}

func checkBy(by string) error {
	if by == "" {
		return errors.New("name the person who records or decides")
	}
	if err := checkName(by); err != nil {
		return fmt.Errorf("name %.80q: %w", by, err)
	}
	return nil
}

func checkTimes(t sla.Times, p sla.Precision) error {
	for _, at := range []time.Time{t.Occurred, t.Sent, t.Arrived, t.Acknowledged} {
		if err := checkTime(at); err != nil {
			return err
		}
	}
	if p < 0 || time.Duration(p) > maxSpan {
		return fmt.Errorf("precision %s is negative or more than a year", time.Duration(p))
	}
	return nil
}

func checkTime(at time.Time) error {
	if y := at.UTC().Year(); !at.IsZero() && (y < 1970 || y > 2100) {
		return fmt.Errorf("the time %s lies outside the years 1970 to 2100", at.Format(time.RFC3339))
	}
	return nil
}

// checkMeans checks what a record is said to mean, as far as it says it.
func checkMeans(means []sla.Event) error {
	if len(means) > MaxList {
		return fmt.Errorf("it means more than %d events", MaxList)
	}
	ids := map[string]bool{}
	for i := range means {
		e := &means[i]
		if err := checkEvent(e); err != nil {
			return fmt.Errorf("event %d: %w", i+1, err)
		}
		if e.ID != "" && ids[e.ID] {
			return fmt.Errorf("event %d: the id %q is there twice", i+1, e.ID)
		}
		ids[e.ID] = true
	}
	return nil
}

func checkEvent(e *sla.Event) error {
	switch {
	case !e.Kind.Judged() || e.Kind == sla.Undecided:
		return fmt.Errorf("kind %.80q is none; a kind is a word such as \"opened\" or \"message\"", e.Kind)
	case reservedID.MatchString(e.ID):
		return fmt.Errorf("the id %q has the form of those that the trail gives; use another, or none", e.ID)
	case e.By != "" && !slices.Contains(roles, e.By):
		return fmt.Errorf("by %.80q: use one of %q", e.By, roles)
	case len(e.Evidence) > 0 || !e.Known.IsZero():
		return errors.New("leave evidence and known empty: " +
			"the trail says what an event rests on, and since when")
	case e.Kind == sla.Coverage && e.Case != "":
		return errors.New("coverage belongs to no case; leave its case empty")
	case e.Kind == sla.Coverage && (e.Span.From.IsZero() || !e.Span.From.Before(e.Span.To)):
		return errors.New("coverage needs a span with from and to, the earlier first")
	case len(e.Refs) > MaxList:
		return fmt.Errorf("it refers to more than %d events", MaxList)
	}
	for _, at := range []time.Time{e.Span.From, e.Span.To, e.Until} {
		if err := checkTime(at); err != nil {
			return err
		}
	}
	for _, name := range []string{e.ID, e.Case} {
		if err := checkName(name); err != nil {
			return fmt.Errorf("id or case %.80q: %w", name, err)
		}
	}
	if err := checkTimes(e.Times, e.Precision); err != nil {
		return err
	}
	texts := append([]string{e.Channel, e.Category, e.Priority, e.Service, e.Title, e.Commitment,
		string(e.Ground), e.Clause},
		e.Refs...)
	return checkAll(texts)
}

// checkComplete says what an event still lacks once its record has filled it.
func checkComplete(e *sla.Event) error {
	switch {
	case e.Case == "" && e.Kind != sla.Coverage:
		return fmt.Errorf("the %s event belongs to no case; name the case", e.Kind)
	case e.By == "":
		return fmt.Errorf("the %s event does not say which side it comes from; use one of %q",
			e.Kind, roles)
	}
	return nil
}

// gist is what events take from their record.
type gist struct {
	Case      string
	Channel   string
	By        sla.Role
	Times     sla.Times
	Precision sla.Precision
	Automatic bool
}

func gistOf(r *Record) gist {
	return gist{Case: r.Case, Channel: r.Channel, By: r.By, Times: r.Times, Precision: r.Precision,
		Automatic: r.Automatic}
}

// fill gives an event what it leaves open from its record: a person who says "this is a message"
// need not say again when it was sent, by whom and where.
func fill(e sla.Event, r *gist) sla.Event {
	if e.Case == "" && e.Kind != sla.Coverage {
		e.Case = r.Case
	}
	if e.By == "" {
		e.By = r.By
	}
	if e.Channel == "" {
		e.Channel = r.Channel
	}
	t := &e.Times
	for _, p := range []struct{ to, from *time.Time }{
		{&t.Occurred, &r.Times.Occurred}, {&t.Sent, &r.Times.Sent},
		{&t.Arrived, &r.Times.Arrived}, {&t.Acknowledged, &r.Times.Acknowledged},
	} {
		if p.to.IsZero() {
			*p.to = *p.from
		}
		*p.to = utc(*p.to)
	}
	e.Span.From, e.Span.To, e.Until = utc(e.Span.From), utc(e.Span.To), utc(e.Until)
	if e.Precision == 0 {
		e.Precision = r.Precision
	}
	e.Automatic = e.Automatic || r.Automatic
	return e
}

// utc makes times equal that are the same instant, whatever zone the reader's machine is in.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

// filled returns the events that a record is said to mean, filled and complete.
func filled(means []sla.Event, r *Record) ([]sla.Event, error) {
	out, g := make([]sla.Event, len(means)), gistOf(r)
	for i, e := range means {
		out[i] = fill(e, &g)
		if err := checkComplete(&out[i]); err != nil {
			return nil, fmt.Errorf("event %d: %w", i+1, err)
		}
	}
	return out, nil
}

// encode writes a body. It refuses one that is too large to be kept.
func encode(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if len(data) > maxBody {
		return nil, fmt.Errorf("it has %d bytes in all; at most %d are kept", len(data), maxBody)
	}
	return data, nil
}
