package contractfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/sla"
	"github.com/slaledger/slaledger/sla/contractfile"
)

// known resolves two names, as a program would.
func known(name string) (calendar.Spec, error) {
	switch name {
	case "24x7":
		return calendar.AlwaysOpen(""), nil
	case "CN":
		return calendar.Spec{
			Name:       "CN",
			Version:    "2026",
			Zone:       "Asia/Shanghai",
			Closed:     []calendar.Closed{{Date: day(2026, 10, 1), Name: "National Day"}, {Date: day(2026, 12, 5), Name: "dropped"}},
			KnownFrom:  day(2007, 1, 1),
			KnownUntil: day(2026, 12, 31),
		}, nil
	}
	return calendar.Spec{}, fmt.Errorf("there are 24x7 and CN")
}

var options = contractfile.Options{Calendars: known}

func day(year int, month time.Month, d int) calendar.Date {
	return calendar.Date{Year: year, Month: month, Day: d}
}

// plain takes the compiled calendars out of c, which cannot be compared, and returns their specs.
func plain(c *sla.Contract) (sla.Contract, []map[string]calendar.Spec) {
	copied := *c
	copied.Terms = nil
	var specs []map[string]calendar.Spec
	for _, t := range c.Terms {
		all := make(map[string]calendar.Spec)
		for name, cal := range t.Calendars {
			all[name] = cal.Spec()
		}
		t.Calendars = nil
		specs = append(specs, all)
		copied.Terms = append(copied.Terms, t)
	}
	return copied, specs
}

// full is the contract of testdata/full.yaml.
var full = sla.Contract{
	ID:       "QH-WEB-2026-03",
	Title:    "官网建设与维护服务合同",
	Law:      "CN",
	Language: "zh-CN",
	Zone:     "Asia/Shanghai",
	Signed:   day(2026, 3, 2),
	Client: sla.Party{
		Name: "青禾文化有限公司", Address: "上海市徐汇区某路 1 号", Email: "legal@qinghe.example",
		Phone: "+86 21 5555 0101", Contact: "王敏",
	},
	Vendor: sla.Party{Name: "北辰网络科技有限公司", Email: "service@beichen.example"},
	Ledger: sla.Ledger{
		Origin: "qinghe.example/qh-web-2026-03/1",
		Key:    "qinghe.example+1f2e3d4c+AWJlaWNoZW4tcWluZ2hlLXRlc3Qta2V5LW5vdC1yZWFsIQ==",
	},
	Terms: []sla.Terms{
		{
			Version: "1", From: day(2026, 3, 2), Until: day(2026, 8, 31),
			Commitments: []sla.Commitment{{
				ID: "response", Measure: sla.FirstResponse, Calendar: "office",
				Within: sla.Length{Period: calendar.Period{N: 2, Unit: calendar.WorkingDay}},
			}},
		},
		{
			Version: "2", From: day(2026, 9, 1), Until: day(2027, 3, 1),
			Channels: []sla.Channel{
				{ID: "phone", Name: "电话"}, {ID: "email", Name: "电子邮件", Written: true}, {ID: "live_chat", Name: "在线客服"},
			},
			Commitments: []sla.Commitment{
				{
					ID: "response-live", Clause: "4.1", Quote: "电话与在线客服须在 10-30 分钟内响应，\n以客户发出时间为准。",
					Measure: sla.FirstResponse, Calendar: "office",
					When: sla.Condition{
						Channels: []string{"phone", "live_chat"}, Categories: []string{"fault"},
						Priorities: []string{"P1", "P2"}, Services: []string{"website"},
					},
					Within: sla.Length{Duration: 30 * time.Minute},
					Aim:    sla.Length{Duration: 10 * time.Minute},
					Start:  sla.Mark{Kinds: []sla.Kind{sla.Opened}, By: sla.Client, Time: sla.AtArrived},
					Stop:   sla.Mark{Kinds: []sla.Kind{sla.Message}, By: sla.Vendor},
					Allows: []sla.Exclusion{{Ground: sla.WaitingForClient, Clause: "6.2"}, {Ground: sla.ForceMajeure, Clause: "9"}},
				},
				{
					ID: "delivery", Clause: "5", Measure: sla.Delivery, Calendar: "office",
					Within: sla.Length{Period: calendar.Period{N: 10, Unit: calendar.WorkingDay}},
					Counting: &calendar.Counting{
						CutOff: 17 * 3600, AfterCutOff: 8*3600 + 30*60,
						RestDay: calendar.RestSameClock, DueAt: calendar.DueSameClock,
					},
				},
				{
					ID: "weekly-report", Measure: sla.Progress, Calendar: "office",
					Every: &sla.Schedule{Weekday: calendar.Fri, At: 18 * 3600, RestDay: sla.Previous},
				},
				{
					ID: "monday-report", Measure: sla.Progress, Calendar: "always",
					Every: &sla.Schedule{Weekday: calendar.Mon, At: 9 * 3600},
				},
			},
			Conventions: sla.Conventions{
				AtClosing:   sla.NextOpening,
				WorkingDays: &calendar.Counting{},
				Days:        &calendar.Counting{DueAt: calendar.DueEndOfDay, LastDay: calendar.LastDayNext},
			},
		},
	},
}

func TestOpenFull(t *testing.T) {
	for _, file := range []string{"full.yaml", "full.json"} {
		t.Run(file, func(t *testing.T) {
			c, err := contractfile.Open(filepath.Join("testdata", file), options)
			require.NoError(t, err)
			got, specs := plain(c)
			require.Equal(t, full, got)
			require.Equal(t, fullCalendars(), specs)
		})
	}
}

func fullCalendars() []map[string]calendar.Spec {
	hours := calendar.Week{}
	for _, d := range []calendar.Weekday{calendar.Mon, calendar.Tue, calendar.Wed, calendar.Thu, calendar.Fri} {
		hours[d] = []calendar.Window{{From: 9 * 3600, To: 12 * 3600}, {From: 13*3600 + 1800, To: 18 * 3600}}
	}
	night := calendar.Week{}
	for _, d := range []calendar.Weekday{calendar.Fri, calendar.Sat, calendar.Sun} {
		night[d] = []calendar.Window{{From: 22 * 3600, To: 30 * 3600}}
	}
	always := calendar.AlwaysOpen("Asia/Shanghai")
	always.Name = "always"
	return []map[string]calendar.Spec{
		{"office": {Name: "office", Zone: "Asia/Shanghai", Week: hours}},
		{
			"office": {
				Name: "office", Version: "2026", Zone: "Asia/Shanghai", Week: hours,
				Closed: []calendar.Closed{
					{Date: day(2026, 10, 1), Name: "National Day"},
					{Date: day(2026, 11, 30), Name: "公司成立日", Source: "附件二"},
				},
				Worked: []calendar.Worked{{Date: day(2026, 12, 5), As: calendar.Fri, Name: "调班", Source: "附件二"}},
				Special: []calendar.Special{
					{Date: day(2026, 12, 31), Windows: []calendar.Window{{From: 9 * 3600, To: 12 * 3600}}, Name: "年末半天", Source: "附件二"},
					{Date: day(2027, 1, 4), Windows: []calendar.Window{}},
				},
				KnownFrom: day(2026, 1, 1), KnownUntil: day(2027, 3, 1),
			},
			"always": always,
			"night":  {Name: "night", Zone: "Europe/London", Week: night},
		},
	}
}

func TestCompiledCalendarCounts(t *testing.T) {
	c, err := contractfile.Open("testdata/full.yaml", options)
	require.NoError(t, err)
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	// The made-up Saturday 2026-12-05 takes the hours of a Friday.
	morning := time.Date(2026, 12, 5, 8, 0, 0, 0, shanghai)
	open, err := c.Terms[1].Calendars["office"].Elapsed(morning, morning.Add(24*time.Hour))
	require.NoError(t, err)
	require.Equal(t, 7*time.Hour+30*time.Minute, open)
}

func TestOpenFails(t *testing.T) {
	_, err := contractfile.Open(filepath.Join(t.TempDir(), "none.yaml"), options)
	require.ErrorIs(t, err, fs.ErrNotExist)

	path := filepath.Join(t.TempDir(), "large.yaml")
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("#", contractfile.MaxSize+2)), 0o600))
	_, err = contractfile.Open(path, options)
	var faults contractfile.Faults
	require.ErrorAs(t, err, &faults)
	require.Equal(t, path+":1:1: the file is larger than 1048576 bytes\n  hint: move what is not the contract elsewhere", err.Error())
}

func TestByteOrderMarkAndLineEnds(t *testing.T) {
	data, err := os.ReadFile("testdata/full.yaml")
	require.NoError(t, err)
	text := "\ufeff" + strings.ReplaceAll(string(data), "\n", "\r\n")
	c, err := contractfile.Parse("full.yaml", []byte(text), options)
	require.NoError(t, err)
	got, _ := plain(c)
	require.Equal(t, full, got)
}

// The file in the package documentation is a contract.
func TestDocumentedFile(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	var file strings.Builder
	for line := range strings.Lines(string(doc)) {
		if text, ok := strings.CutPrefix(line, "//\t"); ok {
			file.WriteString(text)
		}
	}
	c, err := contractfile.Parse("doc.go", []byte(file.String()), options)
	require.NoError(t, err)
	require.Len(t, c.Terms[0].Commitments, 2)
}

const small = `id: WEB-1
zone: Europe/London
client: {name: Qinghe}
vendor: {name: Beichen}
terms:
  - version: "1"
    from: 2026-03-02
    calendars:
      office: {week: {mon-fri: [09:00-17:30]}}
    commitments:
      - id: response
        measure: first_response
        within: 1-2 working days
        calendar: office
`

func ExampleParse() {
	c, err := contractfile.Parse("web.yaml", []byte(small), contractfile.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	promise := c.Terms[0].Commitments[0]
	fmt.Printf("%s: %s within %s, aim %s\n", c.ID, promise.Measure, promise.Within, promise.Aim)
	// Output: WEB-1: first_response within 2 working days, aim 1 working day
}

func ExampleFaults() {
	text := strings.Replace(small, "calendar: office", "calender: office", 1)
	_, err := contractfile.Parse("web.yaml", []byte(text), contractfile.Options{})
	var faults contractfile.Faults
	if errors.As(err, &faults) {
		fmt.Println(faults[len(faults)-1])
	}
	// Output:
	// web.yaml:14:9: terms[0].commitments[0].calender: a commitment has no field "calender"
	//    13 |         within: 1-2 working days
	//    14 |         calender: office
	//       |         ^
	//   hint: did you mean "calendar"?
}

func BenchmarkParse(b *testing.B) {
	var text strings.Builder
	text.WriteString(small)
	for i := range 100 {
		fmt.Fprintf(&text, "      - {id: c%d, measure: resolution, within: 4 h, calendar: office}\n", i)
	}
	data := []byte(text.String())
	for b.Loop() {
		if _, err := contractfile.Parse("web.yaml", data, contractfile.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
