package sla_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/slaledger/slaledger/sla"
)

// BenchmarkEvaluate judges 25,000 cases of 140,000 events, 6 commitments each, two pauses in a
// tenth of them.
func BenchmarkEvaluate(b *testing.B) {
	c := promises(b)
	extra := delivery
	extra.ID = "D2"
	c.Terms[0].Commitments = append(c.Terms[0].Commitments, extra)
	events := []sla.Event{covered()}
	for n := range 25_000 {
		name := fmt.Sprintf("case-%05d", n)
		start := at("2026-03-02 09:00").Add(time.Duration(n*7) * time.Minute)
		add := func(id string, kind sla.Kind, by sla.Role, after time.Duration) {
			events = append(events, sla.Event{ID: id, Case: name, Kind: kind, By: by, Times: sla.Times{Occurred: start.Add(after)},
				Ground: sla.WaitingForClient, Span: sla.Span{From: start.Add(after), To: start.Add(after + 3*time.Hour)}})
		}
		add("o", sla.Opened, sla.Client, 0)
		add("m", sla.Message, sla.Vendor, time.Hour)
		add("r", sla.Reported, sla.Vendor, 50*time.Hour)
		add("s", sla.Restored, sla.Vendor, 30*time.Hour)
		add("d", sla.Delivered, sla.Vendor, 120*time.Hour)
		if n%10 == 0 {
			add("h", sla.HoldClaimed, sla.Vendor, 24*time.Hour)
			add("k", sla.HoldClaimed, sla.Vendor, 48*time.Hour)
		} else if n%2 == 0 {
			add("z", sla.Resolved, sla.Vendor, 121*time.Hour)
		}
	}
	for _, parallel := range []int{1, 2} {
		b.Run(fmt.Sprintf("parallel=%d", parallel), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := sla.Evaluate(c, events, sla.AsOf{At: at("2026-12-31 12:00")}, sla.Options{Parallel: parallel}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(events))*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
