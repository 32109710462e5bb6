package calendar_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/slaledger/slaledger/calendar"
)

const benchSpec = `{"zone":"America/New_York","week":{"mon":["09:00-12:00","13:00-17:00"],` +
	`"tue":["09:00-12:00","13:00-17:00"],"wed":["09:00-12:00","13:00-17:00"],` +
	`"thu":["09:00-12:00","13:00-17:00"],"fri":["09:00-12:00","13:00-17:00"]}}`

func BenchmarkCompile(b *testing.B) {
	s := compile(b, benchSpec).Spec()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = calendar.Compile(s)
	}
}

func BenchmarkFingerprint(b *testing.B) {
	s := compile(b, benchSpec).Spec()
	for b.Loop() {
		c, _ := calendar.Compile(s)
		_ = c.Fingerprint()
	}
}

// instants are spread over twenty years, so that no cache helps.
func instants() []time.Time {
	r := rand.New(rand.NewPCG(1, 1))
	list := make([]time.Time, 1<<16)
	for i := range list {
		list[i] = time.Unix(1_500_000_000+r.Int64N(20*365*86400), 0)
	}
	return list
}

func BenchmarkRandomElapsed(b *testing.B) {
	c, list := compile(b, benchSpec), instants()
	i := 0
	for b.Loop() {
		_, _ = c.Elapsed(list[i&0xffff], list[(i+1)&0xffff])
		i++
	}
}

func BenchmarkRandomAdd(b *testing.B) {
	c, list := compile(b, benchSpec), instants()
	i := 0
	for b.Loop() {
		_, _ = c.Add(list[i&0xffff], 40*time.Hour)
		i++
	}
}

func BenchmarkIsOpen(b *testing.B) {
	c, list := compile(b, benchSpec), instants()
	i := 0
	for b.Loop() {
		_ = c.IsOpen(list[i&0xffff])
		i++
	}
}

func BenchmarkDue(b *testing.B) {
	c, list := compile(b, benchSpec), instants()
	i := 0
	for b.Loop() {
		_, _ = c.Due(list[i&0xffff], calendar.Period{N: 10, Unit: calendar.WorkingDay}, boston)
		i++
	}
}

func BenchmarkExplainMonth(b *testing.B) {
	c := compile(b, benchSpec)
	from := instant("2026-03-01T00:00:00Z")
	for b.Loop() {
		for range c.Explain(from, from.AddDate(0, 1, 0)) {
		}
	}
}
