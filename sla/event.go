package sla

import (
	"fmt"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// Event is a fact: something that somebody did at a time. It holds no conclusion; the contract
// decides what counts as a response, a restoration, a delivery.
type Event struct {
	ID        string    `json:"id"`
	Case      string    `json:"case,omitempty"` // "" only for Coverage
	Kind      Kind      `json:"kind"`
	By        Role      `json:"by,omitempty"`
	Channel   string    `json:"channel,omitempty"`
	Times     Times     `json:"times"`
	Precision Precision `json:"precision,omitempty"` // the true time lies in [t, t+Precision]; zero means exact
	Known     time.Time `json:"known,omitzero"`      // when we recorded it; zero means as it occurred

	// What the Opened event says of the case.
	Category string `json:"category,omitempty"`
	Priority string `json:"priority,omitempty"`
	Service  string `json:"service,omitempty"`
	Title    string `json:"title,omitempty"`

	Automatic bool `json:"automatic,omitempty"` // written by a machine (RFC 3834); never an answer

	// Commitment is what an extension or a hold concerns. "" means, for an extension, every commitment about
	// the work of the case and, for a hold, every one of it.
	Commitment string `json:"commitment,omitempty"`

	Ground   Ground          `json:"ground,omitempty"`   // of a hold
	Clause   string          `json:"clause,omitempty"`   // the clause that a hold invokes
	Span     Span            `json:"span,omitzero"`      // of Coverage and holds
	Until    time.Time       `json:"until,omitzero"`     // ExtensionGranted: the new date
	Extra    calendar.Period `json:"extra,omitzero"`     // ExtensionGranted: days added to the old date
	Refs     []string        `json:"refs,omitempty"`     // ids of the events that this one answers
	Evidence []string        `json:"evidence,omitempty"` // references to the ledger
}

// Times are the times of one communication, kept apart because contracts start clocks by different
// ones. A zero time is not known.
type Times struct {
	Occurred     time.Time `json:"occurred"`
	Sent         time.Time `json:"sent,omitzero"`
	Arrived      time.Time `json:"arrived,omitzero"` // entered the recipient's system
	Acknowledged time.Time `json:"acknowledged,omitzero"`
}

// Of returns the time that the name stands for; zero when it is not known.
func (t Times) Of(name TimeOf) time.Time {
	switch name {
	case AtSent:
		return t.Sent
	case AtArrived:
		return t.Arrived
	case AtAcknowledged:
		return t.Acknowledged
	}
	return t.Occurred
}

// Span is a stretch of time, From inclusive, To exclusive; of Coverage, both inclusive. A zero To
// means "not ended", of Coverage "until it was said".
type Span struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// Precision is how coarse a recorded time is. A call note that says "10:30" has one of a minute.
// Its text form is a Go duration, "1m0s".
type Precision time.Duration

// MarshalText gives the duration as text.
func (p Precision) MarshalText() ([]byte, error) { return []byte(time.Duration(p).String()), nil }

// UnmarshalText reads a Go duration that is not negative.
func (p *Precision) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil || d < 0 {
		return fmt.Errorf("sla: precision %q is not a duration such as \"1m\"", text)
	}
	*p = Precision(d)
	return nil
}

// Role is the side that an event comes from.
type Role string

// The roles.
const (
	Client  Role = "client"
	Vendor  Role = "vendor"
	Third   Role = "third_party"
	Monitor Role = "monitor"
)

// Kind is what happened.
type Kind string

// Judged reports whether this version judges events of the kind. Others are reported as a Problem.
func (k Kind) Judged() bool { return known[k] }

// The kinds that this version judges.
const (
	Opened           Kind = "opened"            // the client made a request
	Message          Kind = "message"           // something said to the other side
	Note             Kind = "note"              // something written for one's own side; never a response
	Acknowledged     Kind = "acknowledged"      // receipt was confirmed
	Reported         Kind = "reported"          // the vendor reported progress
	Restored         Kind = "restored"          // the service was said, or seen, to work again
	Resolved         Kind = "resolved"          // the request was said to be settled
	Delivered        Kind = "delivered"         // the work was handed over
	Accepted         Kind = "accepted"          // the client accepted the work in Refs
	Rejected         Kind = "rejected"          // the client refused the work in Refs: it stops no clock until accepted
	Cancelled        Kind = "cancelled"         // the client withdrew the request
	HoldClaimed      Kind = "hold_claimed"      // the vendor says that the clock stands still over Span
	HoldGranted      Kind = "hold_granted"      // the client grants the claim in Refs, for Span if it has one
	HoldContested    Kind = "hold_contested"    // the client disputes the claim in Refs
	HoldEnded        Kind = "hold_ended"        // the claim in Refs ended
	ExtensionAsked   Kind = "extension_asked"   // the vendor asked for more time
	ExtensionGranted Kind = "extension_granted" // the client agreed to a new date
	OutageBegan      Kind = "outage_began"      // a monitor, or a person, saw the service fail
	OutageEnded      Kind = "outage_ended"      // a monitor, or a person, saw it work again
	Coverage         Kind = "coverage"          // over Span, all that came by Channel ("" any) is in the record
	Undecided        Kind = "undecided"         // a record of which nobody has decided what it means; it may stop any clock
	Chased           Kind = "chased"            // the client asked for an answer that is due
	Noticed          Kind = "noticed"           // the client gave formal notice
)
