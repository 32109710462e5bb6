package notice_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/notice"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// A checkpoint signed once, with a key that is thrown away.
const (
	origin = "ledger.example/yunqi"
	vkey   = "ledger.example/yunqi+2e4306d9+AbiG6G2Osppq10MX36rTQr/yCSBrt2+XnBDTm2x+Eu7O"
	head   = "ledger.example/yunqi\n27\n9sqGh1AUzq4EL9SXY7JXWINFzq3yw+dMf5hn4Q6PZcU=\n\n" +
		"— ledger.example/yunqi LkMG2fj+0BkzkiZU7OhpjM0aA2C9erXUZhINrPxGcZ91MlKjMgmD7fTX8cx05J0P+8k9MS+Hdh8TRXdraW07NMKJ3QY=\n"
)

// kinds of verdict in the story, by finding.
const (
	late      = "WEB-1/restore"  // restored late, with a claim that no clause allows, and chased
	silent    = "WEB-2/restore"  // never restored
	extended  = "WEB-3/delivery" // late by an extended date
	withdrawn = "WEB-4/delivery"
	open      = "WEB-5/delivery"
	met       = "WEB-6/delivery"
)

type story struct {
	t  testing.TB
	zh bool
	r  notice.Reminder
}

// newReminder makes a reminder that lacks nothing. The names are invented.
func newReminder(t testing.TB, language string) notice.Reminder {
	t.Helper()
	s := &story{t: t, zh: language == "zh-CN"}
	s.r = notice.Reminder{
		Contract: s.contract(language), Language: language, Number: "QH-C-2026-01",
		Date: s.at("10-12 17:30"), Deadline: s.at("10-19 18:00"),
		Demand:      []string{s.in("恢复网站的全部页面。", "restore every page of the site"), s.in("交付横幅。", "deliver the banner")},
		JudgedBy:    s.in("以我方监测和书面确认为准。", "our monitoring and our confirmation in writing."),
		Consequence: s.in("我方将依合同第9条采取措施。", "We will proceed under clause 9 of the contract."),
		Signer:      evidence.Person{Name: s.in("周宁", "Zhou Ning"), Title: s.in("运营总监", "director of operations")},
		Service:     s.in("EMS及电子邮件", "courier and e-mail"), Demo: true,
	}
	s.tell()
	var err error
	s.r.Result, err = sla.Evaluate(s.r.Contract, s.r.Events, sla.AsOf{At: s.at("10-12 17:00")}, sla.Options{})
	require.NoError(t, err)
	s.r.Head, err = ledger.ParseCheckpoint([]byte(head), vkey)
	require.NoError(t, err)
	return s.r
}

func (s *story) at(text string) time.Time {
	s.t.Helper()
	loc, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(s.t, err)
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+text, loc)
	require.NoError(s.t, err)
	return at
}

func (s *story) in(zh, en string) string {
	if s.zh {
		return zh
	}
	return en
}

func (s *story) contract(language string) *sla.Contract {
	compile := func(spec calendar.Spec) *calendar.Calendar {
		c, err := calendar.Compile(spec)
		require.NoError(s.t, err)
		return c
	}
	office := calendar.Spec{Name: "office", Zone: "Asia/Shanghai", Week: calendar.Week{}}
	for _, d := range []calendar.Weekday{"mon", "tue", "wed", "thu", "fri"} {
		office.Week[d] = []calendar.Window{{From: 9 * 3600, To: 18 * 3600}}
	}
	in := s.in
	return &sla.Contract{
		ID: "QH-2026-018", Title: in("网站运维服务合同", "Website services agreement"), Law: "CN", Language: language,
		Signed: calendar.Date{Year: 2026, Month: 1, Day: 8}, Zone: "Asia/Shanghai", Ledger: sla.Ledger{Origin: origin, Key: vkey},
		Client: sla.Party{Name: in("青禾食品有限公司", "Qinghe Foods Ltd"), Address: in("上海市示例路2号", "2 Example Road, Shanghai")},
		Vendor: sla.Party{Name: in("蓝桥网络科技有限公司", "Lanqiao Network Ltd"), Address: in("杭州市示例路1号", "1 Example Road, Hangzhou"),
			Email: "notices@lanqiao.example", Contact: in("吴桐", "Wu Tong")},
		Terms: []sla.Terms{{
			Version: "1.0", From: calendar.Date{Year: 2026, Month: 1, Day: 8},
			Calendars: map[string]*calendar.Calendar{"always": compile(calendar.AlwaysOpen("Asia/Shanghai")), "office": compile(office)},
			Channels: []sla.Channel{{ID: "phone", Name: in("电话", "telephone")},
				{ID: "email", Name: in("电子邮件", "e-mail"), Written: true}},
			Commitments: []sla.Commitment{
				{ID: "restore", Clause: "4.3", Measure: sla.Restoration, Calendar: "always", Within: sla.Length{Duration: 24 * time.Hour},
					Quote: in("网站无法访问的，乙方应在24小时内恢复。", "A site that cannot be reached is restored within 24 hours."),
					When:  sla.Condition{Categories: []string{"outage"}}},
				{ID: "delivery", Clause: "5.1", Measure: sla.Delivery, Calendar: "office",
					Within: sla.Length{Period: calendar.Period{N: 3, Unit: calendar.WorkingDay}},
					When:   sla.Condition{Categories: []string{"content"}}},
			},
		}},
	}
}

// add keeps an event with a record behind it in the ledger.
func (s *story) add(e sla.Event, at string) *sla.Event {
	n := len(s.r.Events) + 1
	e.ID, e.Times.Occurred, e.Evidence = fmt.Sprintf("e%d", n), s.at(at), []string{fmt.Sprint(n)}
	if e.By == "" {
		e.By = sla.Vendor
	}
	s.r.Exhibits = append(s.r.Exhibits, evidence.Exhibit{Ref: fmt.Sprint(n), Seq: int64(n), Original: -1,
		At: s.at(at).Add(3 * time.Minute), Recorder: "Lin Wei", Record: evidence.Record{Case: e.Case, Channel: e.Channel, Times: e.Times}})
	s.r.Events = append(s.r.Events, e)
	return &s.r.Events[len(s.r.Events)-1]
}

func (s *story) open(id, category, at, zh, en string) {
	s.add(sla.Event{Case: id, Kind: sla.Opened, By: sla.Client, Channel: "phone", Category: category, Title: s.in(zh, en)}, at)
}

func (s *story) tell() {
	s.open("WEB-1", "outage", "09-24 16:40", "官网打不开", "The site is down")
	claim := s.add(sla.Event{Case: "WEB-1", Kind: sla.HoldClaimed, Channel: "phone", Ground: sla.ThirdParty}, "09-25 10:00")
	claim.Span = sla.Span{From: s.at("09-25 10:00"), To: s.at("09-26 10:00")}
	s.add(sla.Event{Case: "WEB-1", Kind: sla.Chased, By: sla.Client, Channel: "phone"}, "09-26 09:00")
	s.add(sla.Event{Case: "WEB-1", Kind: sla.Restored, Channel: "email"}, "09-27 11:05")
	s.add(sla.Event{Case: "WEB-1", Kind: sla.Chased, By: sla.Client, Channel: "email"}, "10-05 10:00") // after the stop
	s.open("WEB-2", "outage", "10-09 09:00", "支付页打不开", "The payment page is down")
	s.open("WEB-3", "content", "09-21 11:00", "更换横幅", "Change the banner")
	s.add(sla.Event{Case: "WEB-3", Kind: sla.ExtensionGranted, By: sla.Client, Channel: "email"}, "09-24 10:00").Extra =
		calendar.Period{N: 2, Unit: calendar.WorkingDay}
	s.add(sla.Event{Case: "WEB-3", Kind: sla.Delivered, Channel: "email"}, "09-30 12:00")
	s.open("WEB-4", "content", "09-21 11:00", "撤下旧新闻", "Remove old news")
	s.add(sla.Event{Case: "WEB-4", Kind: sla.Cancelled, By: sla.Client, Channel: "email"}, "09-28 12:00")
	s.open("WEB-5", "content", "10-12 09:00", "修改页脚", "Change the footer")
	s.open("WEB-6", "content", "09-21 11:00", "更新目录", "Update the catalogue")
	s.add(sla.Event{Case: "WEB-6", Kind: sla.Delivered, Channel: "email"}, "09-22 12:00")
	for _, channel := range []string{"phone", "email"} {
		e := s.add(sla.Event{Kind: sla.Coverage, By: sla.Client, Channel: channel}, "10-12 16:00")
		e.Span = sla.Span{From: s.at("09-14 00:00"), To: s.at("10-12 16:00")}
	}
}

// edited returns the reminder after an edit; the contract and the lists may be changed freely.
func edited(r notice.Reminder, edit func(*notice.Reminder)) notice.Reminder {
	c := *r.Contract
	r.Contract = &c
	r.Events = append([]sla.Event(nil), r.Events...)
	result := *r.Result
	result.Findings = append([]sla.Finding(nil), result.Findings...)
	r.Result = &result
	edit(&r)
	return r
}

func write(t *testing.T, r notice.Reminder) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, notice.Markdown(&b, r))
	return b.String()
}
