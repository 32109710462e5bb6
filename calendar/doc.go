// Package calendar computes the time that counts.
//
// A [Spec] is a calendar as data: a zone, the hours of each weekday, and the dates that differ; its
// JSON is read by [ParseSpec].
// [Compile] turns it into a [Calendar], an immutable value that answers how much open time lies
// between two instants ([Calendar.Elapsed]), when an amount of it is used up ([Calendar.Add]), when
// a period of days ends ([Calendar.Due], [Calendar.DueByLaw]), and why ([Calendar.Explain],
// [Calendar.ExplainDue], [Calendar.ExplainByLaw]).
//
// # Which hours a date has
//
// One rule decides, the first of: the special hours of the date, a made-up working day, a closed
// day, a day closed every year, the hours of the weekday. A window is half-open, [From, To), in
// wall-clock time, and belongs to the date on which it starts: a closed day removes the windows that
// start on it, and does not cut short one that started the evening before. Windows that overlap are
// counted once. A break takes time away from all of them: nothing is open in it.
//
// # When the clocks change
//
// A wall-clock time that the clocks skip stands for the instant at which they resume. One that
// occurs twice stands for its first occurrence, be it an opening or a closing. So windows that
// touch on the clock touch in time, and a day open around the clock has 23 or 25 hours. A window
// that falls wholly into skipped time is empty. Durations are elapsed time, never clock differences.
//
// # Periods of days
//
// A [Period] is a number of days, working days or longer units, and never of hours in disguise. A
// contract says itself how its periods are counted: a [Counting] says it, for [Calendar.Due]. Where
// it leaves that to the law, or the limit is one of law, a [Limit] names the [Law], for
// [Calendar.DueByLaw]. Some laws are made for contracts, others for acts and courts only; the
// comments on them say which, and cite their articles, and [Law.ForContracts] tells. What a law does
// not regulate is refused, not guessed.
//
// # Range
//
// Calendars are compiled from the first day of [MinYear] to the last of [MaxYear]; beyond that every
// answer is [ErrRange]. How far a calendar's closed days are really known is another matter, see
// [Calendar.Known]: answers beyond it are given, and it is for the caller to call them provisional,
// or to refuse them with [Calendar.CheckKnown]. [Calendar.KnownUntil] is for a monitor.
//
// # Fingerprint
//
// [Calendar.Fingerprint] is "sha256:" and the lower-case hexadecimal SHA-256 of these bytes: the line
// "slaledger calendar 1", a newline, the JSON that encoding/json makes of [Calendar.Spec], a newline,
// and for each stretch of open time, in order, its start and its end as Unix seconds, each eight
// bytes, big-endian. Stretches that touch are one. It thus changes when the Spec changes, and when
// another edition of the time-zone database moves an opening or a closing. Vectors are in testdata.
package calendar
