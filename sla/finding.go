package sla

import (
	"time"

	"github.com/slaledger/slaledger/calendar"
)

// Verdict is the answer to one promise on one case.
type Verdict string

// The verdicts.
const (
	Open    Verdict = "open"    // not stopped, and not yet due
	Met     Verdict = "met"     // in time
	Missed  Verdict = "missed"  // late, whatever the coarseness of the times recorded
	Excused Verdict = "excused" // late by the clock, in time once what both sides accept is taken out
	Void    Verdict = "void"    // the duty fell away before it was due
	Unknown Verdict = "unknown" // the record does not decide it
)

// Reason is why a verdict is what it is, as a code for reports to put into words.
type Reason string

// The reasons.
const (
	NoCoverage      Reason = "no_coverage"    // nothing covers every channel up to the due time, so that silence cannot be shown
	Straddles       Reason = "straddles"      // the recorded times are too coarse: in time by one bound, late by the other
	TimeNotKnown    Reason = "time_not_known" // the contract counts by a time, such as arrival, that an event does not have
	UndecidedRecord Reason = "undecided"      // a record may be an answer, and nobody has decided what it means
	OutOfRange      Reason = "out_of_range"   // a time lies outside the years of the calendar
	ClaimDecides    Reason = "claim_decides"  // in time only by a pause that a clause allows and that the client has not granted
	ExtendedLate    Reason = "extended_late"  // an extension was agreed after the due time: the first date stays missed
	Extended        Reason = "extended"       // judged by an extended date
	WithdrawnLate   Reason = "withdrawn_late" // the request was withdrawn after the due time
	Provisional     Reason = "provisional"    // the calendar is not known as far as the due time
)

// View says which claimed pauses are taken out of a clock.
type View int

// The three views, each with every pause of the one before. The verdict stands on ClauseAllows.
const (
	Undisputed   View = iota // what the client granted
	ClauseAllows             // and what a clause of the contract allows, contested or not
	EveryClaim               // and every other claim: a note, it decides nothing
	views
)

// Finding is the verdict on one promise of one case, with what it rests on.
type Finding struct {
	ID          string // case, commitment, and "#n" for the n-th occurrence
	Case        string
	Commitment  string
	Clause      string
	Measure     Measure
	N           int    // which occurrence of a recurring duty, from 1; 0 when there is one
	Terms       string // version of the terms in force when the clock started
	Calendar    string
	Fingerprint string // of the calendar
	Limit       Length
	Verdict     Verdict
	Reasons     []Reason
	Start       Point
	Stop        Point          // zero Time: not stopped as of the assessment
	Promised    calendar.Due   // the due time before extensions and pauses
	Views       [views]Account // by View
	Extension   string         // id of the event that moved the due time; "" when none did
	Refused     []string       // ids of the work that the client rejected, in order of time
	Automatic   []string       // ids of the vendor's automatic messages that were disregarded
	Undecided   []string       // ids of the records that may have stopped the clock, with UndecidedRecord
	Uncovered   []string       // the channels whose record is not complete, with NoCoverage
	Events      []string       // ids of the events used, in order of time
	Evidence    []string       // ledger references of those events

	calendar  *calendar.Calendar
	end       time.Time // of the clock: the stop, the withdrawal, or the moment asked about
	withdrawn bool
	doubt     []*Event // what may have stopped the clock before the Stop
	used      []*Event // what the finding rests on, until it is cited
	taken     [views][]pause
}

// Due is the due time in the view that the verdict stands on.
func (f *Finding) Due() calendar.Due { return f.Views[ClauseAllows].Due }

// Point is the start or the stop of a clock: the time used, and the event it comes from.
type Point struct {
	Time      time.Time
	Precision Precision
	Event     string
}

// Account is a clock in one view. Elapsed and Paused are open time of the calendar. A Margin is
// what was left at the stop, or as of the assessment; negative means over. It is open time for a
// limit in open time, and time by the clock for a limit in days. MarginLow and MarginHigh are its
// bounds by the precision of the times.
type Account struct {
	Due        calendar.Due
	Elapsed    time.Duration
	Paused     time.Duration
	MarginLow  time.Duration
	MarginHigh time.Duration
}

// Problem is an event, or a case, that could not be judged as it stands. Nothing is dropped in
// silence.
type Problem struct {
	Case  string
	Event string
	Text  string
}

// AsOf is the moment a question is asked about: events that occurred after At, or were known after
// Known, do not exist for it. A zero Known means At. Coverage counts from when it was known, for
// the time up to At.
type AsOf struct {
	At    time.Time
	Known time.Time
}

// Assessment is the answer of Evaluate.
type Assessment struct {
	Contract *Contract
	AsOf     AsOf
	Findings []Finding // in order of case, then of commitment in the contract, then of occurrence
	Problems []Problem
	NoClock  []string // ids of the cases that no commitment applies to
}

// Step is one stretch of a finding's working.
type Step struct {
	calendar.Step
	Counted bool   // it counts against the vendor: open and not paused
	Pause   string // id of the claim that stopped the clock, "" when none did
	Late    bool   // it lies after the due time of the view
}
