package calendar_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

func TestCheckKnown(t *testing.T) {
	const from, until = `,"known_from":"2026-01-01"`, `,"known_until":"2026-12-31"`
	for _, tt := range []struct {
		name, bounds, a, b string
		want               string // "" when all is known
	}{
		{"no bounds", "", "1971-01-01T00:00", "2099-01-01T00:00", ""},
		{"the first and the last moment", from + until, "2026-01-01T00:00", "2026-12-31T23:59", ""},
		{"reversed", from + until, "2026-12-31T23:59", "2026-01-01T00:00", ""},
		{"a midnight too far", until, "2026-12-31T10:00", "2027-01-01T00:00", "2027-01-01 in \"\", known until 2026-12-31"},
		{"before", from, "2025-12-31T23:59", "2026-01-01T00:00", "2025-12-31 in \"\", known from 2026-01-01"},
		{"around", from + until, "2025-12-31T23:59", "2027-01-01T00:00", "2025-12-31 in \"\", known from 2026-01-01 until 2026-12-31"},
		{"reversed beyond", from + until, "2027-01-01T00:00", "2026-06-01T00:00", "2027-01-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := compile(t, office+tt.bounds+"}")
			err := c.CheckKnown(local(t, c, tt.a), local(t, c, tt.b))
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, calendar.ErrUnknown)
			require.ErrorContains(t, err, tt.want)
		})
	}
	require.Equal(t, date("2026-12-31"), compile(t, office+until+"}").KnownUntil())
	require.True(t, compile(t, office+"}").KnownUntil().IsZero())
}

// TestKnownInTheZone: the date is that of the calendar, not of the instant given.
func TestKnownInTheZone(t *testing.T) {
	c := compile(t, `{"zone":"Asia/Shanghai","known_until":"2026-12-31"}`)
	require.NoError(t, c.CheckKnown(instant("2026-12-31T15:59:59Z"), instant("2026-12-31T15:59:59Z")))
	require.ErrorIs(t, c.CheckKnown(instant("2026-12-31T16:00:00Z"), instant("2026-12-31T16:00:00Z")), calendar.ErrUnknown)
}
