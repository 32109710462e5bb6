// Package evidence keeps what was said and done in a ledger, and gives it back as events that can
// be judged.
//
// A [Trail] is the log of one agreement. [Trail.Import] keeps an original, a mail or an export,
// byte for byte before anything reads it, and then the records that an [Importer] finds in it.
// [Trail.Record] keeps what a person writes down. What a record means for a case is decided by a
// named person: importers only propose, and [Trail.Review] lists what is undecided. [Trail.Events]
// returns what was decided, each event with the ledger numbers that it rests on.
//
// # Entries
//
// The trail writes four types of entry. Each body is UTF-8 JSON unless said otherwise, committed to
// by a salted hash and kept where it can be erased; the metadata is public and stays. The subject
// of an entry is its case.
//
//	original  the bytes of an original, as they came. Metadata: "name", the file name without its folder.
//	record    a Record. Metadata of an imported one: "original", the number of the entry that it
//	          was read from, and "importer", the importer's name and version. A record without
//	          them was written by hand by the entry's recorder, and what it means is that
//	          person's decision.
//	problems  {"problems": [...]}: what an importer could not read of an original, with the same metadata.
//	decision  {"by", "record" or "original" with "importer", "accept" or "means", "reason"}: what
//	          a named person says a record means. With "accept" the importer's proposals stand, for
//	          every record that it read from the original. Metadata: "record" or "original".
//
// Metadata "named" marks a record or a decision with an event whose id its author chose.
//
// # Which decision stands
//
// The latest one. A decision on an original is one on every record read from it of which nobody decided
// alone, before or after; records of another
// importer, or of another version, then mean nothing, so that a second reading of the same bytes
// replaces the first. Decisions that were replaced stay in the log, and [Trail.AsKnownAt] finds
// them.
//
// # What it does not show
//
// That a record is true, or that it is complete. The log shows that it was recorded, by whom
// according to himself, and that it has not changed since; its own clock is not proved by anything
// in this package.
package evidence
