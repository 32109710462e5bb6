// Package holidays knows the days on which countries do not work.
//
// It gives them as a [calendar.Spec] without hours: lay the hours of a contract over it with
// [calendar.Spec.With], or name it as the base of a contract's calendar. [Named] finds one by the name
// that a contract uses.
//
// Mainland China comes from a table of our own, one State Council notice after another, because no
// rule can tell which weekend days are worked instead of holidays. Other countries come from the rules
// of rickar/cal, and only those that were found to agree with a second source, exactly or with
// differences that the Source of every day names. Nothing here can know what a government will
// decree next year: KnownFrom and KnownUntil say how far a calendar was checked.
package holidays
