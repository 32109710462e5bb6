package contractfile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
	"github.com/slaledger/slaledger/sla/contractfile"
)

func open(d time.Duration) sla.Length { return sla.Length{Duration: d} }

func days(n int) sla.Length { return sla.Length{Period: calendar.Period{N: n, Unit: calendar.Day}} }

func workingDays(n int) sla.Length {
	return sla.Length{Period: calendar.Period{N: n, Unit: calendar.WorkingDay}}
}

func TestParseLength(t *testing.T) {
	none := sla.Length{}
	tests := []struct {
		text       string
		limit, aim sla.Length
	}{
		{"30 min", open(30 * time.Minute), none},
		{"30min", open(30 * time.Minute), none},
		{"90s", open(90 * time.Second), none},
		{"4h", open(4 * time.Hour), none},
		{"4 hours", open(4 * time.Hour), none},
		{"4 Hours", open(4 * time.Hour), none},
		{"24 hours", open(24 * time.Hour), none},
		{"1h30m", open(90 * time.Minute), none},
		{"1 h 30 min", open(90 * time.Minute), none},
		{"1h0m5s", open(time.Hour + 5*time.Second), none},
		{"PT4H", open(4 * time.Hour), none},
		{"PT30M", open(30 * time.Minute), none},
		{"PT1H30M", open(90 * time.Minute), none},
		{"30分钟", open(30 * time.Minute), none},
		{"３０分钟", open(30 * time.Minute), none},
		{"24小时", open(24 * time.Hour), none},
		{"1小时30分钟", open(90 * time.Minute), none},
		{"2 days", days(2), none},
		{"1 day", days(1), none},
		{"2 calendar days", days(2), none},
		{"3天", days(3), none},
		{"3日", days(3), none},
		{"3个自然日", days(3), none},
		{"2 working days", workingDays(2), none},
		{"2  working   days", workingDays(2), none},
		{"2 business days", workingDays(2), none},
		{"2个工作日", workingDays(2), none},
		{"2 个工作日", workingDays(2), none},
		{"1-2个工作日", workingDays(2), workingDays(1)},
		{"1 至 2 个工作日", workingDays(2), workingDays(1)},
		{"10-30分钟", open(30 * time.Minute), open(10 * time.Minute)},
		{"10–30 min", open(30 * time.Minute), open(10 * time.Minute)},
		{"10 to 30 min", open(30 * time.Minute), open(10 * time.Minute)},
		{"30 min - 1 h", open(time.Hour), open(30 * time.Minute)},
		{"1~2 working days", workingDays(2), workingDays(1)},
		{"36600 days", days(36600), none},
		{"878400 h", open(878400 * time.Hour), none},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			limit, aim, err := contractfile.ParseLength(tt.text)
			require.NoError(t, err)
			require.Equal(t, tt.limit, limit)
			require.Equal(t, tt.aim, aim)
		})
	}
}

func TestParseLengthRefuses(t *testing.T) {
	tests := []struct{ text, message string }{
		{"", `"" is not a length; write a figure and a unit, such as "30 min", "4 h" or "2 working days"`},
		{"soon", `"soon" is not a length; write a figure and a unit, such as "30 min", "4 h" or "2 working days"`},
		{"30", `"30" has no unit; write "30 min", "4 h" or "2 working days"`},
		{"10-30", `"10-30" has no unit; write "30 min", "4 h" or "2 working days"`},
		{"0 min", `"0 min" is no time at all; a limit is above zero`},
		{"0 days", `"0 days" is no time at all; a limit is above zero`},
		{"0-5 min", `"0-5 min" is no time at all; a limit is above zero`},
		{"-5 min", `"-5 min" is negative; a limit is above zero`},
		{"10--30 min", `"10--30 min" is negative; a limit is above zero`},
		{"1.5 h", `"1.5 h" has a fraction; write whole figures, such as "90 min"`},
		{"0.5 working days", `"0.5 working days" has a fraction; write whole figures, such as "90 min"`},
		{"1,5 h", `"1,5 h" has a fraction; write whole figures, such as "90 min"`},
		{"½ h", `"½ h" has a fraction; write whole figures, such as "90 min"`},
		{"P2D", `"P2D" does not say which days are meant; write "2 days" or "2 working days"`},
		{"2d", `"2d" does not say which days are meant; write "2 days" or "2 working days"`},
		{"P1DT4H", `"P1DT4H" does not say which days are meant; write "2 days" or "2 working days"`},
		{"PT", `"PT" is not a length; write a figure and a unit, such as "30 min", "4 h" or "2 working days"`},
		{"PT30M1H", `"PT30M1H" is not a length; write a figure and a unit, such as "30 min", "4 h" or "2 working days"`},
		{"1 month", `"1 month" has the unit "month", which is not read; months differ in length; write days, such as "30 days"`},
		{"1个月", `"1个月" has the unit "个月", which is not read; months differ in length; write days, such as 30天`},
		{"1 year", `"1 year" has the unit "year", which is not read; write days, such as "365 days"`},
		{"2 weeks", `"2 weeks" has the unit "weeks", which is not read; write days, such as "7 days" for a week`},
		{"4 working hours", `"4 working hours" has the unit "working hours", which is not read; write "4 hours", and name the calendar whose hours count`},
		{"4工作小时", `"4工作小时" has the unit "工作小时", which is not read; write 4小时, and name the calendar whose hours count`},
		{"2 dais", `"2 dais" has the unit "dais", which is not read; did you mean "days"?`},
		{"30 min 1 h", `"30 min 1 h" is not a length; write hours before minutes, each once`},
		{"1 h 1 h", `"1 h 1 h" is not a length; write hours before minutes, each once`},
		{"1 h 30", `"1 h 30" has a figure without a unit; write each with its own, such as "1 h 30 min"`},
		{"1 day 4 h", `"1 day 4 h" adds days to something else; a day is not a number of hours; write days alone, or hours alone`},
		{"4 h 1 day", `"4 h 1 day" adds days to something else; a day is not a number of hours; write days alone, or hours alone`},
		{"30-10 min", `"30-10 min" runs backwards; write the lower figure first`},
		{"3-1个工作日", `"3-1个工作日" runs backwards; write the lower figure first`},
		{"30-30 min", `"30-30 min" is a range of one figure; write "30 min"`},
		{"1 day - 2 working days", `"1 day - 2 working days" mixes units that do not compare; write both figures in one unit`},
		{"4 h - 2 days", `"4 h - 2 days" mixes units that do not compare; write both figures in one unit`},
		{"878401 h", `"878401 h" is longer than any contract runs`},
		{"36601 days", `"36601 days" is longer than any contract runs`},
		{"878400 h 1 min", `"878400 h 1 min" is longer than any contract runs`},
		{"99999999999999999999 h", `"99999999999999999999 h" is longer than any contract runs`},
		{"9223372036854775807 s", `"9223372036854775807 s" is longer than any contract runs`},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			limit, aim, err := contractfile.ParseLength(tt.text)
			require.EqualError(t, err, "contractfile: read length: "+tt.message)
			require.Zero(t, limit)
			require.Zero(t, aim)
		})
	}
	_, _, err := contractfile.ParseLength("1" + strings.Repeat(" ", 100) + "h")
	require.ErrorContains(t, err, "is not a length")
}

func ExampleParseLength() {
	limit, aim, err := contractfile.ParseLength("1-2个工作日")
	fmt.Println(limit, "/", aim, "/", err)
	_, _, err = contractfile.ParseLength("P2D")
	fmt.Println(err)
	// Output:
	// 2 working days / 1 working day / <nil>
	// contractfile: read length: "P2D" does not say which days are meant; write "2 days" or "2 working days"
}

// What is read prints as a text that is read as the same.
func FuzzParseLength(f *testing.F) {
	for _, s := range []string{"30 min", "1h0m5s", "10-30分钟", "2个工作日", "P2D", "1 day - 2 days", "878400 h", "-1 h", "1.5 h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		limit, aim, err := contractfile.ParseLength(s)
		if err != nil {
			require.Zero(t, limit)
			require.Zero(t, aim)
			return
		}
		for _, l := range []sla.Length{limit, aim} {
			if l.IsZero() {
				require.Equal(t, aim, l)
				continue
			}
			again, none, err := contractfile.ParseLength(l.String())
			require.NoError(t, err)
			require.Equal(t, l, again)
			require.Zero(t, none)
		}
		require.LessOrEqual(t, aim.Duration, limit.Duration)
		require.LessOrEqual(t, aim.Period.N, limit.Period.N)
	})
}

// The inverse law in the other direction, on lengths of every size.
func FuzzLengthString(f *testing.F) {
	f.Add(int64(3605), 0, false)
	f.Add(int64(0), 2, true)
	f.Fuzz(func(t *testing.T, seconds int64, n int, working bool) {
		l := open(time.Duration(seconds%(100*366*24*3600)) * time.Second)
		if seconds == 0 {
			l = days(n)
			if working {
				l = workingDays(n)
			}
		}
		if l.Duration < 0 || n < 0 || n > calendar.MaxDays || l.Duration == 0 && !l.InDays() {
			return
		}
		got, _, err := contractfile.ParseLength(l.String())
		require.NoError(t, err)
		require.Equal(t, l, got)
	})
}
