package calendar_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
)

// compile reads a spec written as JSON.
func compile(t testing.TB, text string) *calendar.Calendar {
	t.Helper()
	var s calendar.Spec
	require.NoError(t, json.Unmarshal([]byte(text), &s))
	c, err := calendar.Compile(s)
	require.NoError(t, err)
	return c
}

const office = `{"zone":"Europe/Berlin","week":{"mon":["09:00-17:00"],"tue":["09:00-17:00"],` +
	`"wed":["09:00-17:00"],"thu":["09:00-17:00"],"fri":["09:00-17:00"]}`

func TestCompileFaults(t *testing.T) {
	day := func(s string) calendar.Date { return date(s) }
	spec := calendar.Spec{
		Zone: "Mars/Olympus",
		Name: strings.Repeat("x", calendar.MaxText+1),
		Week: calendar.Week{
			"monday": {{From: 0, To: 3600}},
			"tue":    {{From: 64800, To: 32400}},
			"wed":    {{From: 0, To: 7200}, {From: 3600, To: 9000}},
			"thu":    make([]calendar.Window, calendar.MaxWindows+1),
		},
		Special: []calendar.Special{{Date: day("2026-12-24")}, {Date: day("2026-12-24")}},
		Worked:  []calendar.Worked{{Date: day("2026-10-10"), As: "someday", Source: "\xff"}},
		Closed: []calendar.Closed{
			{}, {Date: calendar.Date{Year: 2026, Month: 2, Day: 30}}, {Date: day("2101-01-01")},
			{Date: day("2026-01-01")}, {Date: day("2026-01-01")},
		},
		KnownFrom: day("2026-12-31"), KnownUntil: day("2026-01-01"),
	}
	_, err := calendar.Compile(spec)
	require.Error(t, err)
	for _, want := range []string{
		`calendar: zone: "Mars/Olympus" is not in the time-zone database`,
		`calendar: name: it has 1001 bytes; the limit is 1000`,
		`calendar: week.monday: "monday" is no weekday`,
		`calendar: week.tue[0]: "18:00-09:00": it ends before it starts; write "09:00-18:00"`,
		`calendar: week.wed: "00:00-02:00" and "01:00-02:30" overlap`,
		`calendar: week.thu: it has 49 windows; the limit is 48`,
		`calendar: special[1].date: 2026-12-24 stands in special[0] too`,
		`calendar: worked[0].as: "someday" is no weekday`,
		`calendar: worked[0].source: "\xff" is not valid UTF-8`,
		`calendar: closed[0].date: it is not set`,
		`calendar: closed[1].date: 2026-02-30: there is no such day: February 2026 has 28 days`,
		`calendar: closed[2].date: 2101-01-01 is outside the years 1970 to 2100`,
		`calendar: closed[4].date: 2026-01-01 stands in closed[3] too`,
		`calendar: known_until: 2026-01-01 is before known_from, 2026-12-31`,
	} {
		require.ErrorContains(t, err, want)
	}
	var fault *calendar.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, "name", fault.Field)
}

func TestCompileRefusesLocal(t *testing.T) {
	_, err := calendar.Compile(calendar.Spec{Zone: "Local"})
	require.ErrorContains(t, err, `zone: "Local" is not in the time-zone database`)
}

func TestCompileCapsFaults(t *testing.T) {
	_, err := calendar.Compile(calendar.Spec{Closed: make([]calendar.Closed, 150)})
	require.ErrorContains(t, err, "and 50 faults more")
	_, err = calendar.Compile(calendar.Spec{Closed: make([]calendar.Closed, calendar.MaxDates+1)})
	require.ErrorContains(t, err, "closed: it has 50001 entries; the limit is 50000")
}

func TestPrecedence(t *testing.T) {
	c := compile(t, office+`,
		"special":[{"date":"2026-10-08","windows":["10:00-11:00"]},{"date":"2026-10-09","windows":[]}],
		"worked":[{"date":"2026-10-08"},{"date":"2026-10-09"},{"date":"2026-10-10"},{"date":"2026-10-11","as":"sun"}],
		"closed":[{"date":"2026-10-07"},{"date":"2026-10-08"},{"date":"2026-10-09"},{"date":"2026-10-10"}]}`)
	for day, want := range map[string]time.Duration{
		"2026-10-06": 8 * time.Hour, // weekly hours
		"2026-10-07": 0,             // closed
		"2026-10-08": time.Hour,     // special beats worked and closed
		"2026-10-09": 0,             // special without windows
		"2026-10-10": 8 * time.Hour, // a Saturday worked as Monday, though closed
		"2026-10-11": 0,             // worked as Sunday, which has no hours
	} {
		from, err := c.At(date(day), 0)
		require.NoError(t, err)
		to, err := c.At(date(day), 24*60*60)
		require.NoError(t, err)
		got, err := c.Elapsed(from, to)
		require.NoError(t, err)
		require.Equal(t, want, got, day)
		require.Equal(t, want > 0, c.IsWorkday(date(day)), day)
	}
}

func TestCompileKeepsNoMemory(t *testing.T) {
	s := calendar.AlwaysOpen("")
	s.Closed = []calendar.Closed{{Date: date("2026-01-01")}}
	c, err := calendar.Compile(s)
	require.NoError(t, err)
	before := c.Fingerprint()
	s.Week["mon"][0] = calendar.Window{From: 1, To: 2}
	s.Closed[0].Date = date("2026-01-02")
	got := c.Spec()
	got.Week["tue"][0] = calendar.Window{From: 1, To: 2}
	require.Equal(t, calendar.Window{From: 0, To: 86400}, c.Spec().Week["mon"][0])
	require.Equal(t, calendar.Window{From: 0, To: 86400}, c.Spec().Week["tue"][0])
	require.Equal(t, before, c.Fingerprint())
	require.False(t, c.IsWorkday(date("2026-01-01")))
}

func TestWith(t *testing.T) {
	base := calendar.Spec{
		Name: "base", Version: "1", Zone: "Asia/Shanghai", Week: calendar.Week{"mon": {{From: 0, To: 60}}},
		Worked:     []calendar.Worked{{Date: date("2026-10-10")}, {Date: date("2026-10-17")}},
		Closed:     []calendar.Closed{{Date: date("2026-10-01"), Name: "a"}, {Date: date("2026-10-02")}},
		KnownUntil: date("2026-12-31"),
	}
	over := calendar.Spec{
		Name: "ours", Week: calendar.Week{"tue": {{From: 0, To: 60}}},
		Special:   []calendar.Special{{Date: date("2026-10-02"), Windows: []calendar.Window{{From: 0, To: 60}}}},
		Closed:    []calendar.Closed{{Date: date("2026-10-10")}, {Date: date("2026-10-01"), Name: "b"}},
		KnownFrom: date("2026-01-01"),
	}
	require.Equal(t, calendar.Spec{
		Name: "ours", Version: "1", Zone: "Asia/Shanghai", Week: over.Week,
		Special:   over.Special,
		Worked:    []calendar.Worked{{Date: date("2026-10-17")}},
		Closed:    over.Closed, // also of the day that the base made a working day
		KnownFrom: date("2026-01-01"), KnownUntil: date("2026-12-31"),
	}, base.With(over))
	require.Len(t, base.Worked, 2)
	got := base.With(calendar.Spec{})
	require.Equal(t, base.Week, got.Week)
	got.Week["mon"][0].To = 99
	require.Equal(t, calendar.Clock(60), base.Week["mon"][0].To)
}

// TestFingerprint makes the fingerprint by hand, as the package comment says, and compares it with
// the vectors, so that a change of the format cannot pass unseen.
func TestFingerprint(t *testing.T) {
	data, err := os.ReadFile("testdata/fingerprint/vectors.json")
	require.NoError(t, err)
	var vectors []struct {
		Spec        json.RawMessage
		Fingerprint string
	}
	require.NoError(t, json.Unmarshal(data, &vectors))
	require.NotEmpty(t, vectors)
	for _, v := range vectors {
		c := compile(t, string(v.Spec))
		text, err := json.Marshal(c.Spec())
		require.NoError(t, err)
		buf := fmt.Appendf(nil, "slaledger calendar 1\n%s\n", text)
		first, err := c.At(date("1970-01-01"), 0)
		require.NoError(t, err)
		for from, to := range c.OpenAfter(first) {
			buf = binary.BigEndian.AppendUint64(buf, uint64(from.Unix()))
			buf = binary.BigEndian.AppendUint64(buf, uint64(to.Unix()))
		}
		require.Equal(t, fmt.Sprintf("sha256:%x", sha256.Sum256(buf)), c.Fingerprint())
		require.Equal(t, v.Fingerprint, c.Fingerprint(), "%s", v.Spec)
	}
}

func TestFingerprintIgnoresOrder(t *testing.T) {
	a := compile(t, `{"week":{"mon":["09:00-12:00","13:00-18:00"],"tue":[]},
		"closed":[{"date":"2026-01-01"},{"date":"2026-12-25"}],"worked":[{"date":"2026-05-09"}]}`)
	b := compile(t, `{"zone":"UTC","week":{"mon":["13:00-18:00","09:00-12:00"]},
		"closed":[{"date":"2026-12-25"},{"date":"2026-01-01"}],"worked":[{"date":"2026-05-09","as":"mon"}]}`)
	require.Equal(t, a.Fingerprint(), b.Fingerprint())
	c := compile(t, `{"zone":"UTC","week":{"mon":["13:00-18:00","09:00-12:00"]},
		"closed":[{"date":"2026-12-25"}],"worked":[{"date":"2026-05-09","as":"mon"}]}`)
	require.NotEqual(t, a.Fingerprint(), c.Fingerprint())
}
