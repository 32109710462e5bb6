package report

import (
	"strconv"
	"time"

	"github.com/slaledger/slaledger/sla"
)

// dateSteps are the distances of the dates under the axis, the finest that leaves room is taken.
var dateSteps = []time.Duration{15 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, day,
	2 * day, 4 * day, 7 * day, 14 * day, 28 * day, 91 * day, 364 * day, 3640 * day}

// dates puts dates, or clock times, under the axis, and returns where the room under them begins.
func (d *draft) dates() float64 {
	below := d.top + axisHeight + 14
	d.Below = num(below)
	step := dateSteps[len(dateSteps)-1]
	for _, s := range dateSteps {
		if float64(s)*d.s.per >= 52 {
			step = s
			break
		}
	}
	free := 0.0
	for _, p := range d.s.parts {
		for t := firstDate(p.from, step); t.Before(p.to); t = nextDate(t, step) {
			x, text := d.s.at(t), d.dateText(t, step)
			half := drawn(text) / 2
			if x-half < free || x+half > drawWidth {
				continue
			}
			free = x + half + 8
			d.Dates = append(d.Dates, label{num(x), num(below), "middle", text})
		}
	}
	return below
}

func (d *draft) dateText(t time.Time, step time.Duration) string {
	if step < day && (t.Hour() != 0 || t.Minute() != 0) {
		return clock(t)
	}
	return d.voice.monthDay(t)
}

// firstDate is the first date or clock time of the step at or after t, by the clock on the wall.
func firstDate(t time.Time, step time.Duration) time.Time {
	at := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	for at.Before(t) {
		at = nextDate(at, min(step, day))
	}
	return at
}

func nextDate(t time.Time, step time.Duration) time.Time {
	if step >= day {
		return time.Date(t.Year(), t.Month(), t.Day()+int(step/day), 0, 0, 0, 0, t.Location())
	}
	return t.Add(step)
}

// ticks names start, due and stop under the dates.
func (d *draft) ticks(below float64) {
	of := d.f.of
	due := of.Due().At
	d.tick("start", "start", of.Start.Time, d.f.Start)
	if of.Promised != of.Due() && !of.Promised.At.IsZero() {
		d.tick("promised", "start", of.Promised.At, d.f.Promised)
	}
	d.tick("due", "due", due, d.f.Due)
	switch {
	case !of.Stop.Time.IsZero():
		class := "stop"
		if of.Verdict == sla.Missed {
			class = "missed"
		}
		d.tick("stop", class, of.Stop.Time, d.f.Stop)
	default:
		d.tick("asof", "stop", d.f.end, d.voice.time(d.f.end.In(d.f.loc)))
	}
	var ends [5]float64
	lanes := 0
	for i := range d.Ticks {
		t := &d.Ticks[i]
		x, _ := strconv.ParseFloat(t.X, 64)
		_, anchor, left, right := place(x, t.Text)
		t.Anchor = anchor
		for k := range ends {
			if left >= ends[k] || k == len(ends)-1 {
				ends[k], lanes = right+8, max(lanes, k+1)
				t.Y, t.LineTo = num(below+float64((k+1)*lane)), num(below+float64((k+1)*lane-11))
				break
			}
		}
	}
	d.Width, d.Height = num(drawWidth), num(below+float64(lanes*lane)+6)
}

func (d *draft) tick(name, class string, at time.Time, text string) {
	d.Ticks = append(d.Ticks, tick{label: label{X: num(d.s.at(at)),
		Text: d.voice.say("svg."+name, nil) + " " + text}, Class: class})
}
