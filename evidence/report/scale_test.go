package report_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/report"
)

// Whatever is drawn lies on the line, and in order of time, however many marks and cuts there are.
func TestPlaces(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 500 {
		whole := time.Duration(1+r.IntN(20000)) * time.Hour
		var marks []time.Time
		for range r.IntN(150) {
			marks = append(marks, from.Add(time.Duration(r.Int64N(int64(whole)))))
		}
		slices.SortFunc(marks, time.Time.Compare)
		places := report.Places(from, from.Add(whole), marks, 660)
		for i, x := range places {
			require.GreaterOrEqual(t, x, 0.0)
			require.LessOrEqual(t, x, 660.0001)
			if i > 0 {
				require.GreaterOrEqual(t, x, places[i-1])
			}
		}
		if whole > 14*24*time.Hour {
			continue // it may be cut
		}
		for i, m := range marks {
			require.InDelta(t, 660*float64(m.Sub(from))/float64(whole), places[i], 0.001)
		}
	}
}
