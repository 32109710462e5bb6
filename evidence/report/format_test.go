package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/evidence/report"
)

func TestLengths(t *testing.T) {
	tests := []struct {
		d                  time.Duration
		en, zh, days, zhds string
	}{
		{0, "0 min", "0分", "0 min", "0分"},
		{27*time.Hour + 18*time.Minute, "27 h 18 min", "27小时18分", "1 d 3 h 18 min", "1天3小时18分"},
		{-90 * time.Minute, "1 h 30 min", "1小时30分", "1 h 30 min", "1小时30分"},
		{48 * time.Hour, "48 h", "48小时", "2 d", "2天"},
		{time.Nanosecond, "0.000000001 s", "0.000000001秒", "0.000000001 s", "0.000000001秒"},
		{61500 * time.Millisecond, "1 min 1.5 s", "1分1.5秒", "1 min 1.5 s", "1分1.5秒"},
		{1<<63 - 1, "2562047 h 47 min 16.854775807 s", "2562047小时47分16.854775807秒",
			"106751 d 23 h 47 min 16.854775807 s", "106751天23小时47分16.854775807秒"},
	}
	for _, tt := range tests {
		t.Run(tt.d.String(), func(t *testing.T) {
			require.Equal(t, tt.en, report.FormatOpen("en", tt.d))
			require.Equal(t, tt.zh, report.FormatOpen("zh-CN", tt.d))
			require.Equal(t, tt.days, report.FormatClock("en", tt.d))
			require.Equal(t, tt.zhds, report.FormatClock("zh-CN", tt.d))
		})
	}
}

func TestTimes(t *testing.T) {
	york, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	utc := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, s)
		require.NoError(t, err)
		return at
	}
	tests := []struct {
		name   string
		at     time.Time
		en, zh string
	}{
		{"plain", utc("2026-09-24T22:00:00Z"), "24 Sep 2026 18:00", "2026年9月24日 18:00"},
		{"seconds", utc("2026-09-24T22:00:05Z"), "24 Sep 2026 18:00:05", "2026年9月24日 18:00:05"},
		{"a nanosecond", utc("2026-09-24T22:00:00.000000001Z"), "24 Sep 2026 18:00:00.000000001", "2026年9月24日 18:00:00.000000001"},
		{"before the fold", utc("2026-11-01T04:59:59Z"), "1 Nov 2026 00:59:59", "2026年11月1日 00:59:59"},
		{"first in the fold", utc("2026-11-01T05:30:00Z"), "1 Nov 2026 01:30 (UTC-04:00)", "2026年11月1日 01:30 (UTC-04:00)"},
		{"second in the fold", utc("2026-11-01T06:30:00Z"), "1 Nov 2026 01:30 (UTC-05:00)", "2026年11月1日 01:30 (UTC-05:00)"},
		{"after the fold", utc("2026-11-01T07:00:00Z"), "1 Nov 2026 02:00", "2026年11月1日 02:00"},
		{"after a gap", utc("2026-03-08T07:00:00Z"), "8 Mar 2026 03:00", "2026年3月8日 03:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.en, report.FormatTime("en", tt.at.In(york)))
			require.Equal(t, tt.zh, report.FormatTime("zh-CN", tt.at.In(york)))
		})
	}
	require.Empty(t, report.FormatTime("en", time.Time{}))
}

func TestDue(t *testing.T) {
	midnight := time.Date(2026, 9, 25, 0, 0, 0, 0, time.UTC)
	due := func(at time.Time, exclusive bool) calendar.Due { return calendar.Due{At: at, Exclusive: exclusive} }
	require.Equal(t, "24 Sep 2026 24:00", report.FormatDue("en", due(midnight, true), time.UTC))
	require.Equal(t, "2026年9月24日 24:00", report.FormatDue("zh-CN", due(midnight, true), time.UTC))
	require.Equal(t, "25 Sep 2026 00:00", report.FormatDue("en", due(midnight, false), time.UTC))
	require.Equal(t, "before 25 Sep 2026 18:00", report.FormatDue("en", due(midnight.Add(18*time.Hour), true), time.UTC))
	require.Empty(t, report.FormatDue("en", calendar.Due{}, time.UTC))
}

// Lines that are wrapped fit, and nothing but spaces is lost.
func FuzzWrap(f *testing.F) {
	f.Add("a longer line of text, with a wordthatistoolongforaline", 20)
	f.Add("期限2026年9月24日 18:00；至该时止，在电话均未收到答复。", 12)
	f.Fuzz(func(t *testing.T, text string, columns int) {
		columns = 10 + (columns%70+70)%70
		squeeze := func(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), " ", "") }
		lines := report.Wrap(text, columns)
		for _, l := range lines {
			require.LessOrEqual(t, report.Cells(l), columns)
		}
		require.Equal(t, squeeze(string([]rune(text))), squeeze(strings.Join(lines, "")))
	})
}
