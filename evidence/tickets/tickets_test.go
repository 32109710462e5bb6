package tickets_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/tickets"
	"github.com/slaledger/slaledger/sla"
)

// portal is the mapping of most tests: times of New York.
func portal() tickets.Mapping {
	return tickets.Mapping{
		Zone: "America/New_York", Layouts: []string{"2006-01-02 15:04:05", "2006-01-02 15:04",
			"2006-01-02"},
		Case: "id", Title: "title",
		Category: tickets.Column{Column: "type", Values: map[string]string{"故障": "outage"}},
		Priority: tickets.Column{Column: "prio"},
		Channel: tickets.Column{Column: "source",
			Values: map[string]string{"Call": "phone"}}, DefaultChannel: "ticket",
		Events: []tickets.Event{
			{Kind: sla.Opened, By: sla.Client, At: "opened"},
			{Kind: sla.Message, By: sla.Vendor, At: "answered"},
			{Kind: sla.Resolved, By: sla.Vendor, At: "closed"},
		},
		Theirs: tickets.Theirs{Due: "due", Verdict: "sla",
			Values: map[string]sla.Verdict{"ok": sla.Met, "late": sla.Missed}},
	}
}

const heading = "id,title,type,prio,source,opened,answered,closed,due,sla\n"

func parse(t testing.TB, m tickets.Mapping, raw []byte) ([]evidence.Record, []evidence.Problem) {
	t.Helper()
	imp, err := tickets.New(m)
	require.NoError(t, err)
	return imp.Parse(raw)
}

func at(t testing.TB, text string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return v.UTC()
}

func TestRow(t *testing.T) {
	recs, problems := parse(t, portal(), []byte("\xef\xbb\xbf"+strings.ReplaceAll(heading, "\n", "\r\n")+
		"T-1,\"site, down\r\nagain\",故障,P1,Call,2026-09-24 10:00:00,2026-09-24 10:12,,2026-09-25,ok\r\n"+
		"T-2,,故障,,,2026-12-24 10:00:00,,,,\r\n"))
	require.Empty(t, problems)
	opened := sla.Times{Occurred: at(t, "2026-09-24T10:00:00-04:00")}
	require.Equal(t, []evidence.Record{
		{
			Case: "T-1", Channel: "phone", By: sla.Client, Times: opened, Source: "the ticket export",
			Subject: "site, down\nagain", Locator: "row 2",
			Theirs: evidence.Theirs{Due: at(t, "2026-09-25T00:00:00-04:00"), Verdict: sla.Met, Text: "ok"},
			Means: []sla.Event{
				{Kind: sla.Opened, By: sla.Client, Times: opened, Category: "outage",
					Priority: "P1", Title: "site, down\nagain"},
				{Kind: sla.Message, By: sla.Vendor, Times: sla.Times{Occurred: at(t,
					"2026-09-24T10:12:00-04:00")}, Precision: sla.Precision(time.Minute)},
			},
		},
		{
			Case: "T-2", Channel: "ticket", By: sla.Client, Times: sla.Times{Occurred: at(t,
				"2026-12-24T10:00:00-05:00")},
			Source: "the ticket export", Locator: "row 4",
			Means: []sla.Event{{Kind: sla.Opened, By: sla.Client, Category: "outage",
				Times: sla.Times{Occurred: at(t, "2026-12-24T10:00:00-05:00")}}},
		},
	}, recs)
}

func TestBrokenRows(t *testing.T) {
	const good = "G-1,,故障,,,2026-09-24 09:00:00,,,,\n"
	tests := []struct {
		name  string
		row   string
		means int    // events of the row's record; -1 when it gives none
		want  string // in the problem of the row
	}{
		{"no case", ",,故障,,,2026-09-24 10:00:00,,,,", -1, `no case id in the column "id"`},
		{"too few fields", "T-1,,故障,,,2026-09-24 10:00:00", -1, "it has 6 fields and the heading has 10"},
		{"too many fields", "T-1,a,b,故障,,,2026-09-24 10:00:00,,,,x", -1, "it has 11 fields"},
		{"not opened", "T-1,,故障,,,,,2026-09-24 10:00:00,,", -1, `no time in the column "opened"`},
		{"broken opening", "T-1,,故障,,,24.09.2026,,,,", -1, `has none of the forms ["2006-01-02 15:04:05"`},
		{"impossible day", "T-1,,故障,,,2026-02-30 10:00:00,,,,", -1, "has none of the forms"},
		{"year", "T-1,,故障,,,1026-02-03 10:00:00,,,,", -1, "outside the years"},
		{"clocks skip it", "T-1,,故障,,,2026-03-08 02:30:00,,,,", -1, "does not exist in America/New_York"},
		{"broken answer", "T-1,,故障,,,2026-09-24 10:00:00,soon,2026-09-24 11:00:00,,", 2,
			`column "answered": the time "soon"`},
		{"closed before opened", "T-1,,故障,,,2026-09-24 10:00:00,,2026-09-24 09:59:59,,", 1,
			"lies before the case was opened"},
		{"clocks show it twice", "T-1,,故障,,,2026-11-01 01:30:00,,,,", 1,
			"the clocks showed this time twice"},
		{"case of another row", "G-1,,故障,,,2026-09-24 10:00:00,,,,", 0, `row 2 opened case "G-1" already`},
		{"broken due", "T-1,,故障,,,2026-09-24 10:00:00,,,never,", 1, `column "due": the time "never"`},
		{"quotation marks", `T-1,a "b" c,故障,,,2026-09-24 10:00:00,,,,`, -1,
			"its quotation marks do not match"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			after := strings.ReplaceAll(good, "G-1", "G-2")
			recs, problems := parse(t, portal(), []byte(heading+good+tt.row+"\n"+after))
			require.Equal(t, "G-1", recs[0].Case)
			require.Equal(t, "G-2", recs[len(recs)-1].Case, "the rows after it go on")
			if tt.means < 0 {
				require.Len(t, recs, 2)
				require.Len(t, problems, 1)
			} else {
				require.Len(t, recs, 3)
				require.Empty(t, problems)
				require.Len(t, recs[1].Means, tt.means)
				problems = recs[1].Problems
			}
			require.Len(t, problems, 1)
			require.Equal(t, "row 3", problems[0].Where)
			require.Contains(t, problems[0].Text, tt.want)
		})
	}
}

// A closing that may be as early as the opening is no closing before it.
func TestCoarseTimesAreNotBeforeTheOpening(t *testing.T) {
	recs, problems := parse(t, portal(),
		[]byte(heading+"T-1,,故障,,,2026-09-24 10:00:30,2026-09-24 10:00,2026-09-24,,\n"))
	require.Empty(t, problems)
	require.Empty(t, recs[0].Problems)
	require.Len(t, recs[0].Means, 3)
	require.Equal(t, sla.Precision(time.Minute), recs[0].Means[1].Precision)
	require.Equal(t, sla.Precision(24*time.Hour), recs[0].Means[2].Precision)
}

func TestTimes(t *testing.T) {
	tests := []struct {
		name, zone, layout, text, want string
		precision                      time.Duration
	}{
		{"summer", "America/New_York", "2006-01-02 15:04:05", "2026-07-01 12:00:00",
			"2026-07-01T12:00:00-04:00", 0},
		{"winter", "America/New_York", "2006-01-02 15:04:05", "2026-01-01 12:00:00",
			"2026-01-01T12:00:00-05:00", 0},
		{"shown twice", "America/New_York", "2006-01-02 15:04:05", "2026-11-01 01:30:00",
			"2026-11-01T01:30:00-04:00", time.Hour},
		{"shown twice, minutes", "America/New_York", "2006-01-02 15:04", "2026-11-01 01:59",
			"2026-11-01T01:59:00-04:00", time.Hour + time.Minute},
		{"before it is shown twice", "America/New_York", "2006-01-02 15:04:05",
			"2026-11-01 00:59:59", "2026-11-01T00:59:59-04:00", 0},
		{"after it was shown twice", "America/New_York", "2006-01-02 15:04:05",
			"2026-11-01 02:00:00", "2026-11-01T02:00:00-05:00", 0},
		{"half an hour twice", "Australia/Lord_Howe", "2006-01-02 15:04:05", "2026-04-05 01:45:00",
			"2026-04-05T01:45:00+11:00", 30 * time.Minute},
		{"after the gap", "America/New_York", "2006-01-02 15:04:05", "2026-03-08 03:00:00",
			"2026-03-08T03:00:00-04:00", 0},
		{"St John's", "America/St_Johns", "2006-01-02 15:04:05", "2026-07-01 12:00:00",
			"2026-07-01T12:00:00-02:30", 0},
		{"offset in the text", "America/New_York", time.RFC3339, "2026-11-01T01:30:00+08:00",
			"2026-11-01T01:30:00+08:00", 0},
		{"afternoon", "Asia/Shanghai", "2/1/2006 3:04 PM", "1/7/2026 1:05 PM",
			"2026-07-01T13:05:00+08:00", time.Minute},
		{"Chinese", "Asia/Shanghai", "2006年1月2日 15:04", "2026年9月4日 08:05",
			"2026-09-04T08:05:00+08:00", time.Minute},
		{"hours alone", "Asia/Shanghai", "2006-01-02 15", "2026-09-04 08",
			"2026-09-04T08:00:00+08:00", time.Hour},
		{"a day", "Asia/Shanghai", "2006-01-02", "2026-09-04", "2026-09-04T00:00:00+08:00", 24 * time.Hour},
		{"a long day", "America/New_York", "2006-01-02", "2026-11-01", "2026-11-01T00:00:00-04:00",
			25 * time.Hour},
		{"a short day", "America/New_York", "2006-01-02", "2026-03-08", "2026-03-08T00:00:00-05:00",
			23 * time.Hour},
		{"fractions", "UTC", "2006-01-02 15:04:05", "2026-09-04 08:00:00.25", "2026-09-04T08:00:00.25Z", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := tickets.Mapping{
				Zone: tt.zone, Layouts: []string{tt.layout}, Case: "id", Events: []tickets.Event{{Kind: sla.Opened, By: sla.Client, At: "at"}},
			}
			recs, problems := parse(t, m, []byte("id,at\nT,"+tt.text+"\n"))
			require.Empty(t, problems)
			require.Equal(t, at(t, tt.want), recs[0].Times.Occurred)
			require.Equal(t, sla.Precision(tt.precision), recs[0].Precision)
			require.Equal(t, recs[0].Precision, recs[0].Means[0].Precision)
		})
	}
}

func TestMappingPrecision(t *testing.T) {
	m := portal()
	m.Precision = sla.Precision(10 * time.Minute)
	recs, _ := parse(t, m, []byte(heading+
		"T-1,,故障,,,2026-09-24 10:00:00,2026-09-24 10:12,2026-09-25,,\n"))
	require.Equal(t, m.Precision, recs[0].Precision)
	require.Equal(t, m.Precision, recs[0].Means[0].Precision)
	require.Equal(t, m.Precision, recs[0].Means[1].Precision)
	require.Equal(t, sla.Precision(24*time.Hour), recs[0].Means[2].Precision, "the layout is coarser")
}

// Every half hour of some months in zones with odd clocks: the instant found shows the time that was
// read, no instant shows a time that is refused, and both instants of a time shown twice are within
// its precision.
func TestTimesAgainstTheClock(t *testing.T) {
	for _, name := range []string{"America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "Asia/Shanghai"} {
		t.Run(name, func(t *testing.T) {
			zone, err := time.LoadLocation(name)
			require.NoError(t, err)
			m := tickets.Mapping{
				Zone: name, Layouts: []string{"2006-01-02 15:04:05"}, Case: "id",
				Events: []tickets.Event{{Kind: sla.Opened, By: sla.Client, At: "at"}},
			}
			shown := map[string][]time.Time{} // by wall clock, when
			first, last := time.Date(2011, 9, 1, 0, 0, 0, 0, time.UTC), time.Date(2012, 5, 1, 0, 0,
				0, 0, time.UTC)
			for i := first.Add(-48 * time.Hour); i.Before(last.Add(48 * time.Hour)); i = i.Add(30 * time.Minute) {
				wall := i.In(zone).Format("2006-01-02 15:04:05")
				shown[wall] = append(shown[wall], i)
			}
			var table strings.Builder
			table.WriteString("id,at\n")
			var walls []string
			for i := first; i.Before(last); i = i.Add(30 * time.Minute) {
				wall := i.Format("2006-01-02 15:04:05")
				walls = append(walls, wall)
				fmt.Fprintf(&table, "%s,%s\n", wall, wall)
			}
			recs, problems := parse(t, m, []byte(table.String()))
			require.Equal(t, len(walls), len(recs)+len(problems))
			for _, r := range recs {
				want := shown[r.Case]
				delete(shown, r.Case)
				if len(want) == 0 || !want[0].Equal(r.Times.Occurred) ||
					want[len(want)-1].Sub(want[0]) != time.Duration(r.Precision) || len(want) > 1 != (len(r.Problems) > 0) {
					t.Fatalf("%s was read as %v within %v; the clocks showed it at %v", r.Case,
						r.Times.Occurred, r.Precision, want)
				}
			}
			for _, wall := range walls {
				if when, ok := shown[wall]; ok {
					t.Fatalf("%s was refused; the clocks showed it at %v", wall, when)
				}
			}
		})
	}
}

func TestValues(t *testing.T) {
	recs, problems := parse(t, portal(), []byte(heading+
		"T-1,,网络,,Mail,2026-09-24 10:00:00,,,,\nT-2,,网络,,,2026-09-24 10:00:00,,,,soon\nT-3,,故障,,,2026-09-24 10:00:00,,,,late\n"))
	require.Equal(t, []evidence.Problem{
		{Text: `column "type": the value "网络" (rows: 2, the first is 2) is not among those of the mapping; it was kept as it stands`},
		{Text: `column "sla": the value "soon" (rows: 1, the first is 3) is not among those of the mapping; it was kept as it stands`},
	}, problems)
	require.Equal(t, "网络", recs[0].Means[0].Category)
	require.Equal(t, "ticket", recs[0].Channel)
	require.Equal(t, evidence.Theirs{Text: "soon"}, recs[1].Theirs)
	require.Equal(t, evidence.Theirs{Text: "late", Verdict: sla.Missed}, recs[2].Theirs)

	m := portal()
	m.DefaultChannel = ""
	recs, problems = parse(t, m, []byte(heading+"T-1,,故障,,Mail,2026-09-24 10:00:00,,,,\n"))
	require.Len(t, problems, 1)
	require.Equal(t, "Mail", recs[0].Channel)
}

func TestFiles(t *testing.T) {
	table := heading + "T-1,官网打不开,故障,P1,Call,2026-09-24 10:00:00,,,,\n"
	pack := func(b []byte) []byte {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, err := z.Write(b)
		require.NoError(t, err)
		require.NoError(t, z.Close())
		return out.Bytes()
	}
	gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(table))
	require.NoError(t, err)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(table))
	require.NoError(t, err)
	tests := []struct {
		name    string
		charset string
		raw     []byte
		records int
		want    string // in the first problem; "" none
	}{
		{"plain", "", []byte(table), 1, ""},
		{"gzip", "", pack([]byte(table)), 1, ""},
		{"GB18030 as said", "gbk", gbk, 1, ""},
		{"GB18030 unsaid", "", gbk, 1, "which is a guess"},
		{"GB18030 said to be UTF-8", "utf-8", gbk, 0, "not UTF-8 as the mapping says"},
		{"UTF-8 said to be Big5", "big5", []byte(table), 0, `not in the character set "big5"`},
		{"UTF-16", "", utf16, 1, ""},
		{"empty", "", nil, 0, "the file is empty"},
		{"blank", "", []byte(" \r\n\r\n"), 0, "the file is empty"},
		{"empty gzip", "", pack(nil), 0, "the file is empty"},
		{"heading alone", "", []byte(heading), 0, ""},
		{"cut gzip", "", pack([]byte(table))[:40], 0, "cut off"},
		{"not gzip", "", []byte("\x1f\x8b nonsense"), 0, "damaged"},
		{"gzip bomb", "", pack(make([]byte, tickets.MaxSize+1)), 0, "unpacks to more than"},
		{"binary", "", []byte{0xff, 0x00, 0x80, 0x81, 0xff}, 0, "neither UTF-8 nor GB18030"},
		{"rows of commas", "", []byte(table + ",,,,,,,,,\n,,\n"), 1, ""},
		{"commas after the row", "", []byte(strings.TrimSpace(table) + ",,\n"), 1, ""},
		{"open quotation", "", []byte(table + "T-2,\"a,b\nT-3,,,\n"), 1, "lines 3 to 4 were not read"},
		{"other comma", "", []byte(strings.ReplaceAll(table, ",", ";")), 0, `there is no column "id"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := portal()
			m.Charset = tt.charset
			recs, problems := parse(t, m, tt.raw)
			require.Len(t, recs, tt.records)
			if tt.want == "" {
				require.Empty(t, problems)
			} else {
				require.NotEmpty(t, problems)
				require.Contains(t, problems[0].Text, tt.want)
			}
			if tt.records > 0 {
				require.Equal(t, "官网打不开", recs[0].Subject)
			}
		})
	}
	t.Run("tabs", func(t *testing.T) {
		m := portal()
		m.Comma = "\t"
		recs, problems := parse(t, m, []byte(strings.ReplaceAll(table, ",", "\t")))
		require.Empty(t, problems)
		require.Len(t, recs, 1)
	})
}

func TestColumns(t *testing.T) {
	raw := strings.Replace(heading, "answered", "Answred", 1) + "T-1,,故障,,,2026-09-24 10:00:00,,,,\n"
	recs, problems := parse(t, portal(), []byte(raw))
	require.Empty(t, recs)
	require.Equal(t,
		[]evidence.Problem{{Text: `no row was read: there is no column "answered" (did you mean "Answred"?). ` +
			`The columns are ["Answred" "closed" "due" "id" "opened" "prio" "sla" "source" "title" "type"]`}}, problems)
	_, problems = parse(t, portal(), []byte(strings.Replace(raw, "Answred", "answered,id", 1)))
	require.Contains(t, problems[0].Text, `there are several columns "id"`)
}

func TestCoverage(t *testing.T) {
	m := portal()
	from, to := at(t, "2026-09-01T00:00:00+08:00"), at(t, "2026-10-01T00:00:00+08:00")
	m.Coverage = &tickets.Coverage{Channel: "*", From: from, To: to, Method: "full export"}
	recs, problems := parse(t, m, []byte(heading+"T-1,,故障,,,2026-09-24 10:00:00,,,,\n"))
	require.Empty(t, problems)
	require.Equal(t, evidence.Record{
		By: sla.Client, Source: "the mapping of the ticket export", Locator: "coverage", Text: "full export", Times: sla.Times{Occurred: to},
		Means: []sla.Event{{Kind: sla.Coverage, By: sla.Client, Times: sla.Times{Occurred: to},
			Span: sla.Span{From: from, To: to}}},
	}, recs[1])
	m.Coverage.Channel = "ticket"
	recs, _ = parse(t, m, []byte(heading+"T-1,,故障,,,2026-09-24 10:00:00,,,,\n"))
	require.Equal(t, "ticket", recs[1].Means[0].Channel)
	recs, _ = parse(t, m, []byte("wrong,heading\n"))
	require.Empty(t, recs, "a file that could not be read covers nothing")
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*tickets.Mapping)
		want   string
	}{
		{"no case", func(m *tickets.Mapping) { m.Case = "" }, "case: name the column"},
		{"no events", func(m *tickets.Mapping) { m.Events = nil }, "events: name at least one"},
		{"no kind", func(m *tickets.Mapping) { m.Events[1].Kind = "" }, "events: number 2 needs a kind"},
		{"role", func(m *tickets.Mapping) { m.Events[1].By = "them" }, `by is "them"; use one of`},
		{"verdict", func(m *tickets.Mapping) { m.Theirs.Values = map[string]sla.Verdict{"x": "good"} }, `the value of "x" is "good"`},
		{"no layout", func(m *tickets.Mapping) { m.Layouts = nil }, "layouts: name at least one"},
		{"no layout at all", func(m *tickets.Mapping) { m.Layouts = []string{"yyyy-mm-dd"} },
			"does not hold a whole date"},
		{"no year", func(m *tickets.Mapping) { m.Layouts = []string{"01-02 15:04"} },
			"does not hold a whole date"},
		{"morning or afternoon",
			func(m *tickets.Mapping) { m.Layouts = []string{"2006-01-02 03:04"} }, "does not hold a whole date"},
		{"name of a zone", func(m *tickets.Mapping) { m.Layouts = []string{time.RFC1123} },
			"has the name of a zone"},
		{"no zone", func(m *tickets.Mapping) { m.Zone = "" }, "name the zone of its times"},
		{"unknown zone", func(m *tickets.Mapping) { m.Zone = "Beijing" }, `"Beijing" is not a zone`},
		{"the machine's zone", func(m *tickets.Mapping) { m.Zone = "Local" }, `"Local" is not a zone`},
		{"comma", func(m *tickets.Mapping) { m.Comma = ", " }, "more than one character"},
		{"charset", func(m *tickets.Mapping) { m.Charset = "klingon" }, `charset: "klingon" is not known`},
		{"precision", func(m *tickets.Mapping) { m.Precision = -1 }, "precision: it is negative"},
		{"coverage of no channel", func(m *tickets.Mapping) {
			m.Coverage = &tickets.Coverage{Method: "x", From: at(t, "2026-09-01T00:00:00Z"), To: at(t, "2026-09-02T00:00:00Z")}
		}, `or "*"`},
		{"coverage without method", func(m *tickets.Mapping) {
			m.Coverage = &tickets.Coverage{Channel: "*", From: at(t, "2026-09-01T00:00:00Z"), To: at(t,
				"2026-09-02T00:00:00Z")}
		}, "say in method"},
		{"coverage backwards", func(m *tickets.Mapping) {
			m.Coverage = &tickets.Coverage{Channel: "*", Method: "x", From: at(t, "2026-09-01T00:00:00Z")}
		}, "the earlier first"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := portal()
			tt.change(&m)
			_, err := tickets.New(m)
			require.ErrorContains(t, err, "tickets: mapping: ")
			require.ErrorContains(t, err, tt.want)
		})
	}
	t.Run("all faults at once", func(t *testing.T) {
		_, err := tickets.New(tickets.Mapping{})
		for _, want := range []string{"case: ", "events: ", "layouts: "} {
			require.ErrorContains(t, err, want)
		}
	})
}

func TestVersionNamesMapping(t *testing.T) {
	one, err := tickets.New(portal())
	require.NoError(t, err)
	same, err := tickets.New(portal())
	require.NoError(t, err)
	m := portal()
	m.Title = "type"
	other, err := tickets.New(m)
	require.NoError(t, err)
	require.Equal(t, one.Version, same.Version)
	require.NotEqual(t, one.Version, other.Version)
}

func TestParseMapping(t *testing.T) {
	data, err := json.Marshal(portal())
	require.NoError(t, err)
	got, err := tickets.ParseMapping("portal.json", data)
	require.NoError(t, err)
	require.Equal(t, portal(), got)
	for _, tt := range []struct{ name, data, want string }{
		{"unknown field", "{\n\"zone\":\"UTC\",\n\"Zonne\":1}", `"Zonne"`},
		{"syntax", "{\n\"zone\" \"UTC\"}", "line 2"},
		{"wrong type", "{\n\n\"zone\": 8}", "line 3"},
		{"second value", "{} {}", "something follows"},
		{"empty", "", "line 1"},
		{"not UTF-8", "{\"zone\":\"\xff\"}", "save it as UTF-8"},
		{"huge", strings.Repeat(" ", 2<<20), "at most"},
		{"precision", `{"precision":"-1s"}`, "precision"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tickets.ParseMapping("portal.json", []byte(tt.data))
			require.ErrorContains(t, err, `tickets: mapping "portal.json": `)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestProblemsAreBounded(t *testing.T) {
	var table strings.Builder
	table.WriteString(heading)
	for i := range 12_000 {
		fmt.Fprintf(&table, "T-%d,,kind %d,,,never,,,,\n", i, i)
	}
	recs, problems := parse(t, portal(), []byte(table.String()))
	require.Empty(t, recs)
	require.LessOrEqual(t, len(problems), 10_001)
	require.Contains(t, problems[len(problems)-1].Text, "2000 more problems are not listed")
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(heading + "T-1,\"a\nb\",故障,P1,Call,2026-09-24 10:00:00,2026-11-01 01:30,2026-11-02,2026-09-25,ok\n"))
	f.Add([]byte("\xff\xfei\x00d\x00"))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	imp, err := tickets.New(portal())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		recs, _ := imp.Parse(raw)
		require.Equal(t, before, raw)
		for _, r := range recs {
			require.NotEmpty(t, r.Case)
			require.True(t, utf8.ValidString(r.Case+r.Subject+r.Channel+r.Theirs.Text))
			require.False(t, r.Times.Occurred.IsZero())
			for i, e := range r.Means {
				require.False(t,
					e.Times.Occurred.Add(time.Duration(e.Precision)).Before(r.Times.Occurred), "event %d", i)
			}
		}
	})
}

func FuzzParseMapping(f *testing.F) {
	data, err := json.Marshal(portal())
	require.NoError(f, err)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := tickets.ParseMapping("x", data)
		if err != nil {
			return
		}
		again, err := json.Marshal(m)
		if err != nil {
			return // times that JSON cannot hold
		}
		back, err := tickets.ParseMapping("x", again)
		require.NoError(t, err)
		third, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(again), string(third))
		if imp, err := tickets.New(m); err == nil {
			imp.Parse([]byte(heading + "T-1,,a,b,c,2026-09-24 10:00:00,,,,\n"))
		}
	})
}

func ExampleNew() {
	mapping, err := tickets.ParseMapping("portal.json", []byte(`{
		"zone": "Asia/Shanghai", "layouts": ["2006-01-02 15:04"],
		"case": "工单号", "default_channel": "ticket",
		"events": [
			{"kind": "opened", "by": "client", "at": "创建时间"},
			{"kind": "resolved", "by": "vendor", "at": "关闭时间"}
		]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	importer, err := tickets.New(mapping)
	if err != nil {
		fmt.Println(err)
		return
	}
	records, problems := importer.Parse([]byte("工单号,创建时间,关闭时间\nT-1,2026-09-24 10:00,2026-09-24 11:30\nT-2,昨天,\n"))
	for _, e := range records[0].Means {
		fmt.Println(records[0].Case, e.Kind, e.Times.Occurred, time.Duration(e.Precision))
	}
	fmt.Println(problems[0].Where, problems[0].Text)
	// Output:
	// T-1 opened 2026-09-24 02:00:00 +0000 UTC 1m0s
	// T-1 resolved 2026-09-24 03:30:00 +0000 UTC 1m0s
	// row 3 case "T-2": column "创建时间": the time "昨天" has none of the forms ["2006-01-02 15:04"]; the row gives no record
}
