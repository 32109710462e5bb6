package report

import (
	"slices"
	"strconv"
	"time"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
)

// Measures of the drawing, in the units of its view box.
const (
	drawWidth  = 680.0
	drawPad    = 10.0
	axisHeight = 30
	lane       = 17
	maxLanes   = 3 // of names above the axis
)

// timeline is the drawing of one clock, ready for the template.
type timeline struct {
	Width, Height          string
	Axis, Base, Mid, Below string // top of the axis, its foot, its middle, and where the dates stand
	AxisHeight             string
	Bands                  []box
	Pauses                 []box
	Runs                   []box // what counted, and the overrun
	Names                  []label
	Dates                  []label
	Ticks                  []tick
	Breaks                 []label
	Alt                    string
}

// box is a rectangle, with a class and what it stands for.
type box struct {
	X, Y, W, H, Class, Name string
	LabelX, LabelY, Anchor  string
}

// label is a text at a place.
type label struct{ X, Y, Anchor, Text string }

// tick is a named instant on the axis, with its label on a line of its own if need be.
type tick struct {
	label
	LineTo, Class string
}

// draft is a timeline being drawn.
type draft struct {
	*page
	f        *finding
	s        scale
	from, to time.Time
	named    []calendar.Step
	top      float64 // of the axis
	timeline
}

// timeline draws the clock of a finding; nil when its start or due time is not known.
func (p *page) timeline(f *finding) *timeline {
	if f.of.Start.Time.IsZero() || f.of.Due().At.IsZero() {
		return nil
	}
	d := &draft{page: p, f: f}
	d.bounds()
	d.scale()
	d.names()
	d.pauseBars()
	d.bands()
	d.runs()
	below := d.dates()
	d.ticks(below)
	d.alt()
	return &d.timeline
}

// bounds finds the time that is drawn: the clock, and a little around it.
func (d *draft) bounds() {
	from, to := d.f.of.Start.Time, d.f.end
	for _, t := range []time.Time{d.f.of.Due().At, d.f.of.Promised.At} {
		if t.After(to) {
			to = t
		}
		if !t.IsZero() && t.Before(from) {
			from = t
		}
	}
	pad := min(max(to.Sub(from)/25, 5*time.Minute), 12*time.Hour)
	d.from, d.to = from.Add(-pad).In(d.f.loc), to.Add(pad).In(d.f.loc)
}

// scale decides what is drawn: every mark, every named day, every pause.
func (d *draft) scale() {
	marks := []time.Time{d.f.of.Start.Time, d.f.of.Due().At, d.f.end}
	if !d.f.of.Promised.At.IsZero() {
		marks = append(marks, d.f.of.Promised.At)
	}
	for i := range d.f.Pauses {
		marks = append(marks, d.f.Pauses[i].from, d.f.Pauses[i].to)
	}
	for s := range d.f.calendar.Explain(d.from, d.to) {
		if s.Name != "" {
			d.named = append(d.named, s)
		}
	}
	for _, s := range d.named {
		marks = append(marks, s.From, s.To)
	}
	marks = slices.DeleteFunc(marks, func(t time.Time) bool { return t.Before(d.from) || t.After(d.to) })
	d.s = newScale(d.from, d.to, marks, drawPad, drawWidth-2*drawPad)
}

// spread is one name over the time that it covers, which may be several steps.
type spread struct {
	name     string
	from, to time.Time
}

// spreads joins the steps of one name that lie within a day of each other.
func (d *draft) spreads() []spread {
	var out []spread
	for _, s := range d.named {
		if n := len(out); n > 0 && out[n-1].name == s.Name && s.From.Sub(out[n-1].to) < day {
			out[n-1].to = s.To
			continue
		}
		out = append(out, spread{s.Name, s.From, s.To})
	}
	return out
}

// names puts the names of days above the axis, in as many lanes as they need.
func (d *draft) names() {
	var ends [maxLanes]float64
	used := 0
	for _, n := range d.spreads() {
		spans := d.s.spans(n.from, n.to)
		if len(spans) == 0 {
			continue
		}
		x, text := (spans[0][0]+spans[len(spans)-1][1])/2, short(n.name, 20)
		x, anchor, left, right := place(x, text)
		for i := range ends {
			if left >= ends[i] {
				ends[i], used = right+6, max(used, i+1)
				d.Names = append(d.Names, label{num(x), strconv.Itoa(i), anchor, text})
				break
			}
		}
	}
	for i := range d.Names { // the lane nearest to the axis is the first
		row, _ := strconv.Atoi(d.Names[i].Y)
		d.Names[i].Y = num(float64((used-row)*lane - 4))
	}
	d.top = float64(used*lane) + 3
}

// pauseBars draws each claim as a bar on a line of its own above the axis.
func (d *draft) pauseBars() {
	say := d.voice.say
	for i := range d.f.Pauses {
		r := &d.f.Pauses[i]
		state := say("svg.claimed", nil)
		switch {
		case r.granted:
			state = say("svg.granted", nil)
		case r.contested:
			state = say("svg.contested", nil)
		}
		class := "claimed"
		if r.granted {
			class = "granted"
		}
		name := say("svg.pause", fields{"by": r.By, "ground": r.Ground, "state": state})
		spans := d.s.spans(r.from, r.to)
		for k, x := range spans {
			b := box{X: num(x[0]), Y: num(d.top + lane), W: num(max(x[1]-x[0], 1)), H: "9", Class: class, Name: name}
			if k == 0 {
				at, anchor, _, _ := place((x[0]+spans[len(spans)-1][1])/2, name)
				b.LabelX, b.LabelY, b.Anchor = num(at), num(d.top+lane-4), anchor
			}
			d.Pauses = append(d.Pauses, b)
		}
		if len(spans) > 0 {
			d.top += 2*lane - 4
		}
	}
	d.Axis, d.AxisHeight = num(d.top), strconv.Itoa(axisHeight)
	d.Mid, d.Base = num(d.top+axisHeight/2-4), num(d.top+axisHeight)
}

// bands shades the axis by what the calendar says.
func (d *draft) bands() {
	for _, p := range d.s.parts {
		for s := range d.f.calendar.Explain(p.from, p.to) {
			class := bandClass(s)
			for _, x := range d.s.spans(s.From, s.To) {
				d.Bands = append(d.Bands, box{X: num(x[0]), W: num(x[1] - x[0]), Class: class, Name: clean(s.Name)})
			}
		}
	}
	for i, p := range d.s.parts[1:] {
		out := p.from.Sub(d.s.parts[i].to)
		d.Breaks = append(d.Breaks, label{X: num(p.x - breakWidth/2), Y: num(d.top + axisHeight/2),
			Text: "~" + d.voice.tongue.clock(out.Round(day))})
	}
}

func bandClass(s calendar.Step) string {
	switch {
	case s.Why == calendar.WhyWorked, s.Why == calendar.WhySpecial && s.Open:
		return "worked"
	case s.Open:
		return "open"
	case s.Name != "" || s.Why == calendar.WhyClosed:
		return "closed"
	}
	return "shut"
}

// runs draws the clock itself: what counted up to the due time, and what counted after it.
func (d *draft) runs() {
	for _, s := range d.f.steps {
		if !s.Counted {
			continue
		}
		class := "run"
		if s.Late {
			class = "late"
		}
		for _, x := range d.s.spans(s.From, s.To) {
			d.Runs = append(d.Runs, box{X: num(x[0]), W: num(max(x[1]-x[0], 0.5)), Class: class})
		}
	}
	d.overrun()
}

// overrun draws the late stretch as a line from due to stop, closed hours and all.
func (d *draft) overrun() {
	due := d.f.of.Due().At
	if d.f.of.Verdict != sla.Missed || !d.f.end.After(due) {
		return
	}
	for _, x := range d.s.spans(due, d.f.end) {
		d.Runs = append(d.Runs, box{X: num(x[0]), W: num(max(x[1]-x[0], 0.5)), Class: "over"})
	}
}

// alt says in words what the drawing shows.
func (d *draft) alt() {
	v := d.voice
	var ticks, names, pauses, breaks []string
	for _, t := range d.Ticks {
		ticks = append(ticks, t.Text)
	}
	for _, n := range d.spreads() {
		names = append(names, clean(n.name)+" "+v.monthDay(n.from.In(d.f.loc))+"–"+v.monthDay(n.to.Add(-1).In(d.f.loc)))
	}
	for i := range d.f.Pauses {
		pauses = append(pauses, d.f.Pauses[i].Span+" "+d.f.Pauses[i].By+" "+d.f.Pauses[i].Ground)
	}
	for _, b := range d.Breaks {
		breaks = append(breaks, b.Text)
	}
	if len(names) > 24 {
		names = append(names[:24], v.say("svg.more", nil))
	}
	d.Alt = v.say("svg.alt", fields{"from": v.time(d.from.Truncate(time.Minute)), "to": v.time(d.to.Truncate(time.Minute)),
		"zone": d.f.Zone, "ticks": v.list(ticks), "names": v.list(names), "pauses": v.list(pauses), "breaks": v.list(breaks)})
}

// place keeps a text of the drawing inside it: near an edge it is set flush with its place.
func place(x float64, text string) (at float64, anchor string, left, right float64) {
	w := drawn(text)
	switch {
	case x-w/2 < 0:
		x = max(x, 2)
		return x, "start", x, x + w
	case x+w/2 > drawWidth:
		x = min(x, drawWidth-2)
		return x, "end", x - w, x
	}
	return x, "middle", x - w/2, x + w/2
}

// drawn estimates how wide a text is drawn at the drawing's size of letters.
func drawn(text string) float64 { return 6.1 * float64(cells(text)) }

// num gives a number for an attribute: one decimal, so that the same drawing is the same bytes everywhere.
func num(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
