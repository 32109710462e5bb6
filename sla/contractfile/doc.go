// Package contractfile reads a contract from a file that people write.
//
// The file is YAML, or JSON, in UTF-8. [Open] and [Parse] return the contract as package sla judges it,
// with its calendars compiled, or [Faults]: every fault at once, each with its place, the lines around it
// and what to write instead. An error of the syntax ends the reading, so it stands alone. Nothing is
// guessed and nothing is skipped: an unknown field, a field written twice, an alias or a second document
// is a fault.
//
// # The file
//
//	id: WEB-2026-03              # printable text of at most 128 bytes, without a slash
//	zone: Asia/Shanghai          # IANA zone of the contract's dates
//	client: {name: Qinghe}
//	vendor: {name: Beichen, email: service@beichen.example}
//	terms:                       # dated versions, without overlap or gap
//	  - version: "1"
//	    from: 2026-03-02         # first day in force
//	    until: 2027-03-01        # last day in force; left out, it is open-ended
//	    calendars:
//	      office:
//	        base: CN             # a calendar that Options.Calendars knows; a week replaces its week, a date that date
//	        week: {mon-fri: [09:00-12:00, 13:30-18:00]}
//	        closed: [{date: 2026-11-30, name: Company day}]
//	      always: 24x7           # a calendar that Options.Calendars knows, as it is
//	    channels:
//	      phone: {name: Telephone}
//	      email: {name: E-mail, written: true}
//	    commitments:
//	      - id: response
//	        clause: "4.1"
//	        measure: first_response
//	        when: {channel: [phone, email]}
//	        within: 10-30 min    # the upper figure binds
//	        calendar: office
//	        allows: [{ground: waiting_for_client, clause: "6.2"}]
//	      - id: weekly-report
//	        measure: progress
//	        every: fri 18:00     # or {day: fri, at: "18:00", rest_day: previous}
//	        calendar: office
//	    conventions:
//	      at_closing: closing
//	      working_days: {cut_off: "17:00", after_cut_off: "08:30", rest_day: same_clock}
//
// A contract may also give title, law, language, signed, the address, email, phone and contact of a
// party, and the ledger {origin, key} in which the evidence is kept; a commitment its quote, its start
// and stop {on, by, time}, and its own counting. Terms may count calendar days by conventions.days. A
// convention that is left out is one that the contract does not state.
//
// Names of calendars, channels, versions, commitments and of the contract itself are printable text of at
// most 128 bytes, without a slash, a control character or a space at either end.
//
// How a length is written is said at [ParseLength].
package contractfile
