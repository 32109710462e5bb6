package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	formatVersion = 1
	timeLayout    = "2006-01-02T15:04:05.000Z" // UTC, milliseconds, always 24 bytes
	modeLive      = "live"
	modeBackfill  = "backfill"
)

// Entry is one record of a log.
type Entry struct {
	Log  string // the origin of the log
	Seq  int64  // its number in the log, from 0
	Type string

	// At is when the recorder's clock said it was recorded, in UTC, to the millisecond. It is
	// the recorder's own word.
	At                time.Time
	By, Via, Software string // the recorder, as in Draft
	Backfill          bool

	Subject string // "" none
	N       int64  // its number within the subject, from 1; 0 without a subject
	Prev    Hash   // the hash of the subject's entry before; zero for the first

	Meta        map[string]string // nil when there is none
	Body        *Commitment       // nil when there is none
	Attachments []Commitment

	Raw  []byte // the bytes that are hashed and stored
	Hash Hash   // LeafHash(Raw)

	// Again says that Append found the entry in the log and appended nothing. It is not part of
	// the record.
	Again bool
}

// Commitment stands in an entry for bytes that are kept elsewhere and may be erased.
type Commitment struct {
	Hash      Hash   // Commit(salt, data)
	MediaType string // as the recorder declared it
	Len       int64  // bytes

	Seq  int64 // the entry that it stands in
	Slot int   // 0 the body, 1 the first attachment and so on
}

// commitments returns all commitments of the entry.
func (e *Entry) commitments() []Commitment {
	var cs []Commitment
	if e.Body != nil {
		cs = append(cs, *e.Body)
	}
	return append(cs, e.Attachments...)
}

// ParseEntry reads the bytes of an entry. It accepts exactly the bytes that Append writes, as
// the package comment specifies them: any other spelling of the same content is refused.
func ParseEntry(raw []byte) (Entry, error) {
	e, err := parseEntry(raw)
	if err != nil {
		return Entry{}, fmt.Errorf("ledger: parse entry: %w", err)
	}
	return e, nil
}

func parseEntry(raw []byte) (Entry, error) {
	if len(raw) > MaxLeaf {
		return Entry{}, fmt.Errorf("%d bytes, at most %d: %w", len(raw), MaxLeaf, ErrSize)
	}
	var w wire
	if err := json.Unmarshal(raw, &w); err != nil {
		return Entry{}, fmt.Errorf("not the JSON of an entry: %w", err)
	}
	if w.Version != formatVersion {
		return Entry{}, fmt.Errorf("format version %d; this program reads version %d",
			w.Version, formatVersion)
	}
	e, err := w.entry()
	if err != nil {
		return Entry{}, err
	}
	if err := e.check(); err != nil {
		return Entry{}, err
	}
	// Whatever the JSON reader let pass (other spacing, order, escapes, unknown or repeated
	// names, broken UTF-8) is not what comes out again.
	if !bytes.Equal(e.encode(), raw) {
		return Entry{}, errors.New("not in canonical form")
	}
	e.Raw = bytes.Clone(raw)
	e.Hash = LeafHash(raw)
	return e, nil
}

// wire is the JSON of an entry. Only reading goes through it; encode writes.
type wire struct {
	Attachments []wireCommitment  `json:"attachments"`
	Body        *wireCommitment   `json:"body"`
	Log         string            `json:"log"`
	Meta        map[string]string `json:"meta"`
	Recorder    struct {
		At       string `json:"at"`
		By       string `json:"by"`
		Mode     string `json:"mode"`
		Software string `json:"software"`
		Via      string `json:"via"`
	} `json:"recorder"`
	Seq     int64 `json:"seq"`
	Subject *struct {
		ID   string `json:"id"`
		N    int64  `json:"n"`
		Prev *Hash  `json:"prev"`
	} `json:"subject"`
	Type    string `json:"type"`
	Version int    `json:"v"`
}

type wireCommitment struct {
	Hash      Hash   `json:"commitment"`
	Len       int64  `json:"length"`
	MediaType string `json:"media"`
}

func (c wireCommitment) commitment(seq int64, slot int) Commitment {
	return Commitment{Hash: c.Hash, MediaType: c.MediaType, Len: c.Len, Seq: seq, Slot: slot}
}

func (w *wire) entry() (Entry, error) {
	at, err := time.Parse(timeLayout, w.Recorder.At)
	if err != nil {
		return Entry{}, fmt.Errorf("recorder time: %w", err)
	}
	e := Entry{
		Log: w.Log, Seq: w.Seq, Type: w.Type, At: at,
		By: w.Recorder.By, Via: w.Recorder.Via, Software: w.Recorder.Software,
		Backfill: w.Recorder.Mode == modeBackfill,
		Meta:     w.Meta,
	}
	if w.Subject != nil {
		e.Subject, e.N = w.Subject.ID, w.Subject.N
		if w.Subject.Prev != nil {
			e.Prev = *w.Subject.Prev
		}
	}
	if w.Body != nil {
		c := w.Body.commitment(w.Seq, 0)
		e.Body = &c
	}
	for i, a := range w.Attachments {
		e.Attachments = append(e.Attachments, a.commitment(w.Seq, i+1))
	}
	return e, nil
}

// check reports whether the entry may stand in a log. What it lets pass, encode and parse agree
// on.
func (e *Entry) check() error {
	if err := checkName(e.Log); err != nil {
		return fmt.Errorf("log %q: %w", e.Log, err)
	}
	if e.Seq < 0 || e.Seq > maxSeq {
		return fmt.Errorf("number %d is outside 0 to %d", e.Seq, int64(maxSeq))
	}
	if !validType(e.Type) {
		return fmt.Errorf("type %q: want a lower-case letter, then letters, digits, '.', '-' or '_', "+
			"at most %d bytes", e.Type, maxType)
	}
	if y := e.At.Year(); y < 1970 || y > 9999 {
		return fmt.Errorf("recorder time is in the year %d: set the clock", y)
	}
	if err := e.checkTexts(); err != nil {
		return err
	}
	if err := e.checkSubject(); err != nil {
		return err
	}
	for _, c := range e.commitments() {
		if err := c.check(); err != nil {
			return fmt.Errorf("%s: %w", slotName(c.Slot), err)
		}
	}
	return nil
}

func (e *Entry) checkTexts() error {
	texts := [...]struct{ name, text string }{
		{"subject", e.Subject}, {"by", e.By}, {"via", e.Via}, {"software", e.Software},
	}
	for _, t := range texts {
		if !validText(t.text) {
			return fmt.Errorf("%s %q: it is not UTF-8 or has a zero byte", t.name, t.text)
		}
	}
	for k, v := range e.Meta {
		if k == "" || len(k) > maxType || !printable(k) {
			return fmt.Errorf("metadata key %q: want 1 to %d printable ASCII characters", k, maxType)
		}
		if !validText(v) {
			return fmt.Errorf("metadata %q: %q is not UTF-8 or has a zero byte", k, v)
		}
	}
	return nil
}

func (e *Entry) checkSubject() error {
	switch {
	case e.Subject == "" && e.N == 0 && e.Prev == Hash{}:
		return nil
	case e.Subject == "":
		return errors.New("numbered within a subject that it does not name")
	case e.N < 1 || e.N > maxSeq:
		return fmt.Errorf("number %d within the subject is outside 1 to %d", e.N, int64(maxSeq))
	case (e.N == 1) != (e.Prev == Hash{}):
		return errors.New("only the first entry of a subject has none before it")
	}
	return nil
}

func (c Commitment) check() error {
	if c.MediaType == "" || len(c.MediaType) > 255 || !printable(c.MediaType) {
		return fmt.Errorf("media type %q: want 1 to 255 printable ASCII characters", c.MediaType)
	}
	if c.Len < 0 || c.Len > MaxBlob {
		return fmt.Errorf("length %d is outside 0 to %d", c.Len, MaxBlob)
	}
	return nil
}

func validType(s string) bool {
	if s == "" || len(s) > maxType || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// validText allows what every database keeps unchanged. PostgreSQL has no zero character in
// text.
func validText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

func printable(s string) bool {
	for _, c := range []byte(s) {
		if c < 0x20 || c > 0x7e {
			return false
		}
	}
	return true
}
