package calendar

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"sync"
	"time"
)

// A calendar is compiled for these years, both included. Their seconds fit into 32 bits.
const (
	MinYear = 1970
	MaxYear = 2100
)

// minDay and maxDay are the first and the last day of those years, counted from 1970-01-01.
var (
	minDay = Date{MinYear, time.January, 1}.number()
	maxDay = Date{MaxYear, time.December, 31}.number()
)

// Compile checks spec and compiles it. The error joins every fault found, each a [Fault] that names
// field and value. A spec without any open time is legal, and so is one that is always open. Compile
// keeps no memory of spec. It takes some milliseconds; compile once and share the result.
func Compile(spec Spec) (*Calendar, error) {
	loc, err := checkSpec(spec)
	if err != nil {
		return nil, err
	}
	c := &Calendar{spec: spec.canonical()}
	c.rules = newRules(c.spec)
	c.zone = newZone(loc, minDay, maxDay)
	c.start, _ = c.zone.instant(int64(minDay) * secondsPerDay)
	end, _ := c.zone.instant(int64(maxDay+1) * secondsPerDay)
	c.length = uint32(end - c.start)

	c.fill()
	n := len(c.openings)
	c.byOpening = newIndex(c.openings, c.length)
	c.byCounted = newIndex(c.counted[:n], c.counted[n])
	c.fingerprint = sync.OnceValue(c.hash)
	return c, nil
}

// fill resolves the windows of every day and notes which days have open time.
func (c *Calendar) fill() {
	at := cursor{zone: c.zone}
	c.counted = []uint32{0}
	// A window of the evening before the first day may reach into it.
	for day := minDay - 1; day <= maxDay; day++ {
		midnight := int64(day) * secondsPerDay
		worked := false
		for _, w := range c.rules.of(day).windows {
			from := at.instant(midnight + int64(w.From))
			to := at.instant(midnight + int64(w.To))
			worked = worked || from < to
			c.open(from, to)
		}
		if worked && day >= minDay {
			c.workdays = append(c.workdays, int32(day))
		}
	}
}

// open adds the open time between two instants, which must not begin before that added last. What
// was open already is not counted again.
func (c *Calendar) open(from, to int64) {
	low, high := max(from-c.start, 0), min(to-c.start, int64(c.length))
	n := len(c.openings)
	if n == 0 {
		if low < high {
			c.openings = append(c.openings, uint32(low))
			c.counted = append(c.counted, uint32(high-low))
		}
		return
	}
	closing := int64(c.closing(n - 1))
	low = max(low, closing)
	if low >= high {
		return
	}
	if low == closing {
		c.counted[n] += uint32(high - low)
		return
	}
	c.openings = append(c.openings, uint32(low))
	c.counted = append(c.counted, c.counted[n]+uint32(high-low))
}

// hash makes the fingerprint that the package comment specifies.
func (c *Calendar) hash() string {
	h := sha256.New()
	text, err := json.Marshal(c.spec)
	if err != nil {
		panic("calendar: a checked spec does not marshal: " + err.Error())
	}
	h.Write([]byte("slaledger calendar 1\n"))
	h.Write(append(text, '\n'))
	buf := make([]byte, 0, 16*len(c.openings))
	for i, opening := range c.openings {
		buf = binary.BigEndian.AppendUint64(buf, uint64(c.start+int64(opening)))
		buf = binary.BigEndian.AppendUint64(buf, uint64(c.start+int64(c.closing(i))))
	}
	h.Write(buf)
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
