package sla

import (
	"fmt"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// Contract is what the two sides agreed: who they are, and one or more dated versions of the terms.
type Contract struct {
	ID       string
	Title    string
	Client   Party
	Vendor   Party
	Law      string        // ISO 3166-1 code of the governing law, "CN"; "" means not stated
	Language string        // BCP 47 tag of the language of notices, "zh-CN"; "" means not stated
	Signed   calendar.Date // zero means not stated
	Zone     string        // IANA zone of the contract's dates; "" means UTC
	Ledger   Ledger
	Terms    []Terms // in order of From, without overlap
}

// Party is one side of a contract, with the address at which it takes notices.
type Party struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Contact string `json:"contact,omitempty"` // the person named in the contract
}

// Ledger names the one log in which the parties agreed to keep the evidence, and the public key
// that signs its checkpoints. It is the root of trust of every proof.
type Ledger struct {
	Origin string `json:"origin"`
	Key    string `json:"key"` // note verifier key
}

// Terms is one version of what was promised. The version in force when a clock starts governs it.
type Terms struct {
	Version     string
	From        calendar.Date // first day in force, in the contract's zone
	Until       calendar.Date // last day in force; zero means open-ended
	Calendars   map[string]*calendar.Calendar
	Channels    []Channel
	Commitments []Commitment
	Conventions Conventions
}

// Channel is a road by which the sides talk. A miss is found only where the record of every channel
// that the terms name is complete.
type Channel struct {
	ID      string // "phone", "wecom", ...
	Name    string // as the contract calls it
	Written bool   // what is said there is in writing
}

// Conventions are the settings that change verdicts and that contracts often leave open. What is
// nil or "" the contract does not say; the stated default is used, and reports mark it as assumed.
type Conventions struct {
	AtClosing   AtClosing          // where a time limit ends that uses up the last minute of a day; "" means Closing
	WorkingDays *calendar.Counting // how a period in working days is counted; nil means the zero Counting
	Days        *calendar.Counting // how a period in calendar days is counted; nil means the zero Counting
}

// AtClosing says where a duration ends that is used up exactly when business closes.
type AtClosing string

// The two conventions. They are the same for an answer given while business is open, and differ by
// a night for one given before the next opening.
const (
	Closing     AtClosing = "closing"      // at closing time
	NextOpening AtClosing = "next_opening" // at the next opening
)

// Commitment is one promise of the vendor, with a clock for each case that it applies to.
type Commitment struct {
	ID       string
	Clause   string // where it stands in the contract, "4.2"
	Quote    string // the contract's own words
	Measure  Measure
	When     Condition
	Within   Length             // the limit that binds; zero only with Every
	Aim      Length             // the lower figure of a range such as "10-30 minutes"; it has no consequence
	Every    *Schedule          // Progress alone: the recurring time by which a report is due
	Calendar string             // name in Terms.Calendars
	Start    Mark               // zero means the measure's own
	Stop     Mark               // zero means the measure's own
	Counting *calendar.Counting // overrides the convention for this commitment
	Allows   []Exclusion        // grounds that stop this clock by a clause
}

// Measure is what a commitment promises.
type Measure string

// The measures on a case, with the events that start and stop their clocks when the contract does
// not say otherwise.
const (
	FirstResponse Measure = "first_response" // Opened by the client, until the vendor first says anything to him
	Restoration   Measure = "restoration"    // Opened by the client, until Restored or Resolved
	Resolution    Measure = "resolution"     // Opened by the client, until Resolved
	Delivery      Measure = "delivery"       // Opened by the client, until Delivered
	Progress      Measure = "progress"       // a Reported by each recurring time, until Delivered, Resolved or Accepted
)

// Condition says which cases a commitment applies to. An empty list means any; all lists must hold.
// The values are those of the Opened event.
type Condition struct {
	Channels   []string
	Categories []string
	Priorities []string
	Services   []string
}

// Length is a limit: a Duration of the calendar's open time, or a Period in days. One of them is
// zero.
type Length struct {
	Duration time.Duration
	Period   calendar.Period
}

// IsZero reports whether the length is not set.
func (l Length) IsZero() bool { return l == Length{} }

// InDays reports whether the limit is counted in days rather than in open time.
func (l Length) InDays() bool { return l.Period.N != 0 }

// String gives the length in plain words: "30 min", "24 h", "2 working days", "3 days".
func (l Length) String() string {
	if l.InDays() {
		unit := "day"
		if l.Period.Unit == calendar.WorkingDay {
			unit = "working day"
		}
		if l.Period.N != 1 {
			unit += "s"
		}
		return fmt.Sprintf("%d %s", l.Period.N, unit)
	}
	h, m, s := l.Duration/time.Hour, l.Duration%time.Hour/time.Minute, l.Duration%time.Minute
	switch {
	case s != 0:
		return l.Duration.String()
	case m == 0:
		return fmt.Sprintf("%d h", h)
	case h == 0:
		return fmt.Sprintf("%d min", m)
	}
	return fmt.Sprintf("%d h %d min", h, m)
}

// Schedule is a weekly recurring time, such as every Friday at 18:00, in the commitment's calendar.
type Schedule struct {
	Weekday calendar.Weekday
	At      calendar.Clock
	RestDay OnRestDay // "" means the contract is silent: the occurrence is skipped
}

// OnRestDay says what becomes of a recurring duty that falls on a day without hours.
type OnRestDay string

// The three rules for a recurring duty on a rest day.
const (
	Skip     OnRestDay = "skip"     // it falls away that week
	Previous OnRestDay = "previous" // it is due on the working day before, at the same clock time
	Next     OnRestDay = "next"     // it is due on the working day after, at the same clock time
)

// Mark says which events start or stop a clock, and which of their times counts.
type Mark struct {
	Kinds []Kind // none means the measure's own

	// By is the side that they must come from. "" means: the client for what starts a clock by an
	// Opened or a Message; the vendor for what stops one by a Message, a Reported or an
	// Acknowledged, and for every first response; anybody for the rest.
	By Role

	Time TimeOf // "" means AtOccurred
}

// TimeOf names one of the times of an event.
type TimeOf string

// The times a clock may use.
const (
	AtOccurred     TimeOf = "occurred"
	AtSent         TimeOf = "sent"
	AtArrived      TimeOf = "arrived"
	AtAcknowledged TimeOf = "acknowledged"
)

// Exclusion is a ground on which a clause lets the vendor stop the clock.
type Exclusion struct {
	Ground Ground
	Clause string
}

// Ground is the cause that a claimed pause rests on.
type Ground string

// The grounds. A third party's fault stops no clock unless a clause says so (PRC Civil Code,
// article 593).
const (
	WaitingForClient   Ground = "waiting_for_client"
	ThirdParty         Ground = "third_party"
	ForceMajeure       Ground = "force_majeure"
	PlannedMaintenance Ground = "planned_maintenance"
	Agreed             Ground = "agreed"
)
