package notice

import (
	"slices"
	"strings"
	"time"

	"github.com/slaledger/slaledger/sla"
)

// chaser is one earlier request for an answer that was due.
type chaser struct {
	At, Channel string
	Refs        []string
	Late        bool // it surely came after the due time
}

// refusal is work that was recorded as done, and that the client rejected.
type refusal struct {
	Kind, At, Rejected string
	Refs, ByRefs       []string
}

// automatic is a message of the vendor that a machine wrote.
type automatic struct {
	At, Clause string // the clause that speaks of such messages; "" when the one breached does not
	Refs       []string
}

// claim is a pause that was claimed and not taken out, or only in part.
type claim struct {
	By                       string
	Refs, Contested, Granted []string // the last two are empty when the claim was not so answered
}

// chasers returns what was asked on the case, for this promise or for any, while its clock ran. What was
// asked after the stop was asked for something else.
func (l *letter) chasers(f *sla.Finding) []chaser {
	asOf := l.r.Result.AsOf
	end := asOf.At
	if !f.Stop.Time.IsZero() {
		end = f.Stop.Time
	}
	var out []chaser
	for i := range l.r.Events {
		e := &l.r.Events[i]
		at := e.Times.Occurred
		if e.Kind != sla.Chased || e.By != sla.Client || e.Case != f.Case || at.Before(f.Start.Time) ||
			e.Commitment != "" && e.Commitment != f.Commitment ||
			at.After(end) || e.Known.After(latest(asOf.At, asOf.Known)) || l.r.numbers(e.ID) == nil {
			continue
		}
		late := at.After(f.Due().At) && f.Start.Precision == 0 // a coarse start makes the due time coarse
		out = append(out, chaser{l.short(at), l.channel(e.Channel), l.r.numbers(e.ID), late})
	}
	return out
}

// refused returns the work that the client rejected, with the last rejection of each.
func (l *letter) refused(f *sla.Finding) []refusal {
	var out []refusal
	for _, id := range f.Refused {
		e := l.r.event(id)
		if e == nil {
			continue // Missing has named it
		}
		r := refusal{Kind: l.tongue.work(e.Kind), At: l.short(e.Times.Occurred), Refs: l.r.numbers(id)}
		for _, answer := range l.r.answers(f, id, sla.Rejected) {
			r.Rejected, r.ByRefs = l.short(answer.Times.Occurred), l.r.numbers(answer.ID)
		}
		out = append(out, r)
	}
	return out
}

// answers returns the events of a kind that answer the one of the id, and that the finding rests on.
func (r *Reminder) answers(f *sla.Finding, id string, kind sla.Kind) []*sla.Event {
	var out []*sla.Event
	for _, answer := range f.Events {
		if e := r.event(answer); e != nil && e.Kind == kind && slices.Contains(e.Refs, id) {
			out = append(out, e)
		}
	}
	return out
}

func (l *letter) automatic(f *sla.Finding, c *sla.Commitment) []automatic {
	var out []automatic
	for _, id := range f.Automatic {
		e := l.r.event(id)
		if e == nil {
			continue // Missing has named it
		}
		a := automatic{At: l.short(e.Times.Occurred), Refs: l.r.numbers(id)}
		if onAutomatic(c.Quote) {
			a.Clause = clean(f.Clause)
		}
		out = append(out, a)
	}
	return out
}

// onAutomatic reports whether the words of a clause speak of automatic messages, so that it may be cited
// on them.
func onAutomatic(quote string) bool {
	return strings.Contains(strings.ToLower(quote), "automat") || strings.Contains(quote, "自动")
}

// claims returns the pauses that were claimed and of which something was not taken out.
func (l *letter) claims(f *sla.Finding) []claim {
	taken, claimed := l.paused(f, sla.ClauseAllows), l.paused(f, sla.EveryClaim)
	var out []claim
	for _, id := range f.Events {
		e := l.r.event(id)
		if e == nil || claimed[id] <= taken[id] {
			continue
		}
		c := claim{By: l.tongue.who(e.By), Refs: l.r.numbers(id)}
		for _, answer := range l.r.answers(f, id, sla.HoldContested) {
			c.Contested = append(c.Contested, l.r.numbers(answer.ID)...)
		}
		for _, answer := range l.r.answers(f, id, sla.HoldGranted) {
			c.Granted = append(c.Granted, l.r.numbers(answer.ID)...)
		}
		out = append(out, c)
	}
	return out
}

// paused returns how much open time each claim takes out of the clock in a view.
func (l *letter) paused(f *sla.Finding, v sla.View) map[string]time.Duration {
	sums := map[string]time.Duration{}
	for s := range l.r.Result.Explain(f, v) {
		if s.Pause != "" && s.Open {
			sums[s.Pause] += s.To.Sub(s.From)
		}
	}
	return sums
}
