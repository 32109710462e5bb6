package notice

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/sla"
)

// enclosure is one record that the letter cites, and what it shows.
type enclosure struct {
	Ref, Channel, Recorded, Digest string
	Shows                          string // what was done, each with its time if the times differ
	Occurred                       string // when, if it is one time
	Covers                         string // what it states to be complete, when it states nothing else
}

// enclose lists every entry that the letter cites, each once, in the order of the ledger.
func (l *letter) enclose(fs []*sla.Finding) {
	var refs []string
	for i, f := range fs {
		refs = append(refs, f.Evidence...)
		for _, c := range l.Facts[i].Chasers {
			refs = append(refs, c.Refs...)
		}
	}
	slices.SortFunc(refs, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	for _, ref := range slices.Compact(refs) {
		l.Enclosures = append(l.Enclosures, l.enclosure(ref))
	}
}

func (l *letter) enclosure(ref string) enclosure {
	for i := range l.r.Exhibits {
		if x := &l.r.Exhibits[i]; x.Ref == ref {
			return l.record(x)
		}
	}
	for i := range l.r.Exhibits { // the bytes that a record was read from
		if x := &l.r.Exhibits[i]; x.Importer != "" && strconv.FormatInt(x.Original, 10) == ref {
			return enclosure{Ref: clean(ref), Digest: clean(x.OriginalSHA256)}
		}
	}
	return enclosure{Ref: clean(ref)}
}

// record says what a record shows. One that states only that the record is complete tells of no event, and
// the time at which it was said is not what it is about. Where a record tells of several times, each deed
// bears its own.
func (l *letter) record(x *evidence.Exhibit) enclosure {
	out := enclosure{Ref: clean(x.Ref), Channel: l.channel(x.Record.Channel), Recorded: l.short(x.At)}
	events := l.shownBy(x.Ref)
	at := x.Record.Times.Occurred
	one := !slices.ContainsFunc(events, func(e *sla.Event) bool { return !e.Times.Occurred.Equal(at) })
	var shows, covers []string
	for _, e := range events {
		text := l.tongue.kind(e.Kind)
		if !one && !e.Times.Occurred.IsZero() {
			text = l.tongue.at(text, l.short(e.Times.Occurred))
		}
		if !slices.Contains(shows, text) {
			shows = append(shows, text)
		}
		if e.Kind == sla.Coverage {
			covers = append(covers, l.coverage(e))
		}
	}
	if len(covers) > 0 && len(covers) == len(events) {
		out.Covers = l.tongue.items(covers)
		return out
	}
	out.Shows = l.tongue.list(shows)
	if one {
		out.Occurred = l.short(at)
	}
	return out
}

// shownBy returns the events that rest on an entry.
func (l *letter) shownBy(ref string) []*sla.Event {
	var out []*sla.Event
	for i := range l.r.Events {
		if e := &l.r.Events[i]; slices.Contains(e.Evidence, ref) {
			out = append(out, e)
		}
	}
	return out
}

// coverage names the channel and the stretch of time of a statement, no later than it could be made.
func (l *letter) coverage(e *sla.Event) string {
	to := cmp.Or(e.Span.To, e.Times.Occurred)
	for _, limit := range []time.Time{e.Times.Occurred, e.Known} {
		if !limit.IsZero() && to.After(limit) {
			to = limit
		}
	}
	channel := cmp.Or(l.channel(e.Channel), l.tongue.everyChannel())
	return channel + l.tongue.comma() + l.tongue.span(l.short(e.Span.From), l.short(to))
}
