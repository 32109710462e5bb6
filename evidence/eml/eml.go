// Package eml reads one mail message from its bytes.
//
// It takes what RFC 5322 and MIME allow and a good part of what mail programs write instead: raw
// Chinese in headers, wrong character sets, broken boundaries, dates in other forms. Every guess
// and every loss is said in a [evidence.Problem]; a time is never invented.
//
// # What it reads
//
// Times.Sent is the Date header, the sender's claim. Times.Arrived is the date of the topmost
// Received header: the last mail server's stamp when the message comes from the recipient's
// mailbox, and no stamp of ours when it comes from elsewhere. Times.Occurred is Sent, or Arrived
// when the message has no date that can be read; a message with neither gives no record.
//
// A message is taken for automatic (RFC 3834) when its Auto-Submitted header is there and is not
// "no", when its Precedence is auto_reply, when it has an X-Autoreply or X-Autorespond header, or
// when it is a delivery report. Some ticket systems mark so what a person wrote in them: then that
// person's answer must be recorded from another source. X-Auto-Response-Suppress alone decides
// nothing, since people's mail bears it too; it is reported.
//
// # What it does not show
//
// That the headers are true. Anyone can write any sender and any date; signatures (DKIM) are not
// verified. Nested messages are attachments, with size and hash, and are not opened.
package eml

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/sla"
)

// The limits of a message. What is over them is not read, and a problem says so.
const (
	MaxSize   = 64 << 20  // bytes of a message: twice what common servers let through
	MaxHeader = 256 << 10 // bytes of all headers: hundreds of Received and DKIM fields take less
	MaxFields = 2_000     // header fields
	MaxDepth  = 20        // parts within parts: real mail has four or five
	MaxParts  = 1_000     // parts in all
	MaxText   = 1 << 20   // bytes of text kept in the record; the original has all of it
	MaxPeople = 1_000     // recipients kept in the record

	maxProblems = 100 // problems of one message: more of them tell nobody anything
)

// Options say who is who. The bytes of a message do not tell which side wrote it.
type Options struct {
	// Vendor and Client are lists of addresses, "lin@vendor.example", or of domains,
	// "@vendor.example", which do not include their subdomains. Case does not matter. A sender in
	// neither list, or in both, leaves the side open: whoever decides what the message means must
	// name it.
	Vendor []string
	Client []string
}

// New returns the importer of single messages (.eml). Its version names the options, for they are
// part of how a message was read.
func New(o Options) evidence.Importer {
	return evidence.Importer{
		Name:    "eml",
		Version: version(o),
		Parse:   func(raw []byte) ([]evidence.Record, []evidence.Problem) { return parse(raw, o) },
	}
}

func version(o Options) string {
	if len(o.Vendor)+len(o.Client) == 0 {
		return "1"
	}
	data, err := json.Marshal(o)
	if err != nil {
		panic(err) // two lists of strings always encode
	}
	return fmt.Sprintf("1+%.8x", sha256.Sum256(data))
}

func parse(raw []byte, o Options) ([]evidence.Record, []evidence.Problem) {
	if len(raw) > MaxSize {
		text := fmt.Sprintf("the file has %d bytes, and messages are read up to %d; "+
			"record by hand what it says", len(raw), MaxSize)
		return nil, []evidence.Problem{{Text: text}}
	}
	m := &message{}
	m.header, m.body = m.readHeader(trimLead(raw))
	if !m.header.isMessage() {
		return nil, []evidence.Problem{{Text: "this is not a mail message: it has none of the headers " +
			"From, Date, Received and Message-ID; export the message as .eml, " +
			"or record by hand what it says"}}
	}
	m.readTimes()
	if m.record.Times.Occurred.IsZero() {
		m.problem("header Date", "the message has no time that can be read, so it gives no record; "+
			"record it by hand with the time and where you have it from")
		return nil, m.record.Problems
	}
	m.readPeople(o)
	m.readText()
	r := &m.record
	r.Channel = "email"
	r.Source = "the headers of the message"
	r.Automatic = m.isAutomatic()
	r.Means = []sla.Event{{Kind: sla.Message, By: r.By, Automatic: r.Automatic}}
	return []evidence.Record{*r}, nil
}

// message is a message while it is read.
type message struct {
	header header
	body   []byte
	record evidence.Record
	parts  int
}

func (m *message) problem(where, format string, args ...any) {
	p := evidence.Problem{Where: where, Text: fmt.Sprintf(format, args...)}
	switch n := len(m.record.Problems); {
	case n == maxProblems:
		m.record.Problems[n-1] = evidence.Problem{Text: "there are more problems than are listed here"}
	case n < maxProblems && !slices.Contains(m.record.Problems, p):
		m.record.Problems = append(m.record.Problems, p)
	}
}

// once returns the field that a message may have only once (RFC 5322, section 3.6).
func (m *message) once(name string) string {
	all := m.header.all(name)
	if len(all) > 1 {
		m.problem("header "+name, "it is there %d times; the first was read", len(all))
	}
	return m.header.get(name)
}

func (m *message) readTimes() {
	t := &m.record.Times
	if text := m.once("Date"); text != "" {
		at, precision, err := parseDate(text)
		if err != nil {
			m.problem("header Date", "%v; it was not used", err)
		}
		t.Sent, m.record.Precision = at, sla.Precision(precision)
	} else {
		m.problem("header Date", "it is missing")
	}
	t.Arrived = m.arrived()
	t.Occurred = t.Sent
	if t.Occurred.IsZero() && !t.Arrived.IsZero() {
		t.Occurred = t.Arrived
		m.problem("header Date", "the time of the topmost Received header was taken instead")
	}
	// Clocks differ by minutes, queues by hours; more than that the other side will ask about.
	if !t.Sent.IsZero() && !t.Arrived.IsZero() {
		if lag := t.Arrived.Sub(t.Sent); lag < -5*time.Minute || lag > 24*time.Hour {
			m.problem("header Received",
				"it arrived %s after the Date that the sender wrote; one of the clocks may be wrong", lag)
		}
	}
}

// arrived reads the date of the topmost Received header; zero when there is none.
func (m *message) arrived() time.Time {
	text := m.header.get("Received")
	if text == "" {
		return time.Time{}
	}
	i := strings.LastIndexByte(text, ';')
	if i < 0 {
		m.problem("header Received", "it has no date")
		return time.Time{}
	}
	at, _, err := parseDate(text[i+1:])
	if err != nil {
		m.problem("header Received", "%v; it was not used", err)
	}
	return at
}

func (m *message) readPeople(o Options) {
	r := &m.record
	if from := m.people("From"); len(from) > 0 {
		r.From = from[0]
	}
	r.To = append(m.people("To"), m.people("Cc")...)
	if len(r.To) > MaxPeople {
		m.problem("header To", "%d of its %d recipients were kept", MaxPeople, len(r.To))
		r.To = r.To[:MaxPeople]
	}
	r.Subject = m.words("Subject", m.once("Subject"))
	r.Locator = strings.TrimSpace(m.once("Message-ID"))
	vendor, client := listed(o.Vendor, r.From.Address), listed(o.Client, r.From.Address)
	switch {
	case vendor && client:
		m.problem("header From", "the address %q is in the lists of both sides", r.From.Address)
	case vendor:
		r.By = sla.Vendor
	case client:
		r.By = sla.Client
	}
}

// listed reports whether the address, or "@" and its domain, is in the list.
func listed(list []string, address string) bool {
	_, domain, _ := strings.Cut(address, "@")
	return address != "" && slices.ContainsFunc(list, func(s string) bool {
		return strings.EqualFold(s, address) || domain != "" && strings.EqualFold(s, "@"+domain)
	})
}

// people reads a list of addresses. What is not one by the rules is searched for anything with an
// "@".
func (m *message) people(name string) []evidence.Person {
	var ps []evidence.Person
	for _, text := range m.header.all(name) {
		parser := mail.AddressParser{WordDecoder: decoder}
		list, err := parser.ParseList(text)
		if err != nil {
			m.problem("header "+name,
				"it is not a list of addresses by RFC 5322; the addresses in it were picked out")
			ps = append(ps, m.pickPeople(name, text)...)
			continue
		}
		for _, a := range list {
			ps = append(ps, evidence.Person{Name: tidy(a.Name), Address: a.Address})
		}
	}
	return ps
}

// pickPeople finds addresses in text that is no address list, with the words before each as its
// name.
func (m *message) pickPeople(name, text string) []evidence.Person {
	var ps []evidence.Person
	for item := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		at := strings.LastIndexByte(item, '@')
		if at < 0 {
			continue
		}
		stop := func(r rune) bool { return strings.ContainsRune(" \t<>\"'()[]:", r) }
		from := strings.LastIndexFunc(item[:at], stop) + 1
		to := strings.IndexFunc(item[at:], stop)
		if to < 0 {
			to = len(item) - at
		}
		title := strings.Trim(item[:from], " \t<\"'")
		ps = append(ps, evidence.Person{Name: m.words(name, title), Address: item[from : at+to]})
	}
	return ps
}

// isAutomatic reports whether the headers say that a machine wrote the message.
func (m *message) isAutomatic() bool {
	first := func(name string) string {
		word, _, _ := strings.Cut(m.header.get(name), ";") // RFC 3834, section 5: parameters may follow
		word, _, _ = strings.Cut(word, "(")
		return strings.ToLower(strings.TrimSpace(word))
	}
	if s := first("Auto-Submitted"); s != "" && s != "no" {
		return true
	}
	if p := first("Precedence"); p == "auto_reply" || p == "auto-reply" {
		return true
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond"} {
		if s := first(name); s != "" && s != "no" {
			return true
		}
	}
	kind, params, _ := m.contentType(m.header)
	if kind == "multipart/report" && params["report-type"] == "delivery-status" {
		return true
	}
	if s := first("X-Auto-Response-Suppress"); s != "" && s != "none" {
		m.problem("header X-Auto-Response-Suppress",
			"a machine may have written this; decide whether it did")
	}
	return false
}

// isMessage reports whether a header can be that of a message.
func (h header) isMessage() bool {
	return slices.ContainsFunc([]string{"From", "Date", "Received", "Message-ID"},
		func(name string) bool { return h.get(name) != "" })
}

// trimLead drops what mail programs put before the first header.
func trimLead(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	raw = bytes.TrimLeft(raw, "\r\n")
	// QUIRK: a message cut out of an mbox file still has the separator line, which is no header.
	if bytes.HasPrefix(raw, []byte("From ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	return raw
}
