// Package sla says what a vendor promised, and whether it kept it.
//
// A [Contract] holds dated [Terms]; each [Commitment] in them puts a clock on every case that its
// condition fits. [Evaluate] takes the contract, the events and a moment, and returns a [Finding]
// for every clock: when it started, when it was due, when it stopped, and the [Verdict]. It is a
// pure function: it reads no clock, file or network, and the same contract, events and moment give
// the same findings in the same order.
//
// # What a verdict rests on
//
// The version of the terms in force on the day a clock starts governs it. A limit in hours counts
// the open time of the commitment's calendar; a limit in days counts days, by the commitment's
// [calendar.Counting], and is never turned into hours. What happens exactly at the due time is in
// time.
//
// Notes to one's own side and automatic replies never stop a clock. What the client rejects stops
// none either.
//
// A pause is a claim of the vendor, not a switch. Each clock is reckoned in three views: with the
// pauses that the client granted, with those that a clause allows besides, and with every one
// claimed. The verdict stands on the second.
//
// A missing answer is a fact that only a complete record can show. A commitment is found [Missed]
// only when [Coverage] events say that every channel of the terms was recorded from the start of
// the clock to its due time; else it is [Unknown]. Times that are known only to the minute, or the
// hour, give bounds: a finding is met or missed only if it is so at every time between them.
//
// A record of which nobody has decided what it means is no silence either: if it may be an answer
// in time, there is no miss until somebody decides.
//
// An extension that the client grants before the due time moves it, to a fixed date that later
// pauses do not move again. One granted after it leaves the first miss as it is, and the new date
// is judged beside it.
//
// # What it does not decide
//
// Whether a fact is true, what a message means, and whether a clause binds. Kinds of event that
// this version does not judge are reported as a [Problem], never dropped.
package sla
