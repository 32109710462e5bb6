package report_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/calendar"
	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/report"
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

// story is a contract with cases of every verdict, over a holiday, a made-up working day and several pauses,
// in a language. The names are invented.
type story struct {
	t      testing.TB
	zh     bool
	events []sla.Event
	shown  []evidence.Exhibit
}

func newStory(t testing.TB, language string) report.Breach {
	t.Helper()
	s := &story{t: t, zh: language == "zh-CN"}
	s.tell()
	c := s.contract(language)
	result, err := sla.Evaluate(c, s.events, sla.AsOf{At: s.at("10-12 17:00")}, sla.Options{})
	require.NoError(t, err)
	cp, err := ledger.ParseCheckpoint([]byte(head), vkey)
	require.NoError(t, err)
	return report.Breach{Contract: c, Result: result, Events: s.events, Head: cp, Exhibits: s.shown,
		Language: language, Demo: true, Software: "slaledger test"}
}

func (s *story) at(text string) time.Time {
	s.t.Helper()
	loc, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(s.t, err)
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+text, loc)
	require.NoError(s.t, err)
	return at
}

// in gives the text of the story's language.
func (s *story) in(zh, en string) string {
	if s.zh {
		return zh
	}
	return en
}

func date(month time.Month, day int) calendar.Date {
	return calendar.Date{Year: 2026, Month: month, Day: day}
}

func (s *story) office() *calendar.Calendar {
	hours := []calendar.Window{{From: 9 * 3600, To: 12 * 3600}, {From: 13*3600 + 1800, To: 18 * 3600}}
	spec := calendar.Spec{Name: "office", Version: "2026", Zone: "Asia/Shanghai", Week: calendar.Week{},
		KnownUntil: calendar.Date{Year: 2026, Month: 12, Day: 31}}
	for _, d := range []calendar.Weekday{"mon", "tue", "wed", "thu", "fri"} {
		spec.Week[d] = hours
	}
	source := s.in("国务院办公厅通知", "State Council notice")
	for _, d := range []int{25, 26, 27} {
		spec.Closed = append(spec.Closed, calendar.Closed{Date: date(9, d), Name: s.in("中秋节", "Mid-Autumn"), Source: source})
	}
	for d := 1; d <= 7; d++ {
		spec.Closed = append(spec.Closed, calendar.Closed{Date: date(10, d), Name: s.in("国庆节", "National Day"), Source: source})
	}
	for _, d := range []calendar.Date{date(9, 20), date(10, 10)} {
		spec.Worked = append(spec.Worked, calendar.Worked{Date: d, Name: s.in("国庆节调休", "for National Day"), Source: source})
	}
	c, err := calendar.Compile(spec)
	require.NoError(s.t, err)
	return c
}

func (s *story) contract(language string) *sla.Contract {
	always, err := calendar.Compile(calendar.AlwaysOpen("Asia/Shanghai"))
	require.NoError(s.t, err)
	days := func(n int) sla.Length { return sla.Length{Period: calendar.Period{N: n, Unit: calendar.WorkingDay}} }
	in := s.in
	return &sla.Contract{
		ID: "QH-2026-018", Title: in("网站运维服务合同", "Website services agreement"), Law: "CN", Language: language,
		Signed: date(1, 8), Zone: "Asia/Shanghai", Ledger: sla.Ledger{Origin: origin, Key: vkey},
		Client: sla.Party{Name: in("青禾食品有限公司", "Qinghe Foods Ltd")},
		Vendor: sla.Party{Name: in("蓝桥网络科技有限公司", "Lanqiao Network Ltd"), Address: in("杭州市示例路1号", "1 Example Road, Hangzhou")},
		Terms: []sla.Terms{{
			Version: "1.0", From: date(1, 8),
			Calendars: map[string]*calendar.Calendar{"office": s.office(), "always": always},
			Channels: []sla.Channel{{ID: "phone", Name: in("电话", "telephone")}, {ID: "live_chat", Name: in("在线客服", "live chat")},
				{ID: "email", Name: in("电子邮件", "e-mail"), Written: true}, {ID: "ticket", Name: in("工单系统", "ticket portal"), Written: true}},
			Conventions: sla.Conventions{AtClosing: sla.Closing},
			Commitments: []sla.Commitment{
				{ID: "response-live", Clause: "4.1", Measure: sla.FirstResponse, Calendar: "office",
					Quote:  in("电话或在线客服的请求，乙方应在10至30分钟内响应。", "Requests by telephone or live chat are answered within 10 to 30 minutes."),
					Within: sla.Length{Duration: 30 * time.Minute}, Aim: sla.Length{Duration: 10 * time.Minute},
					When: sla.Condition{Channels: []string{"phone", "live_chat"}}},
				{ID: "restore", Clause: "4.3", Measure: sla.Restoration, Calendar: "always", Within: sla.Length{Duration: 24 * time.Hour},
					Quote: in("网站无法访问的，乙方应在24小时内恢复。", "A site that cannot be reached is restored within 24 hours."),
					When:  sla.Condition{Categories: []string{"outage"}}},
				{ID: "delivery", Clause: "5.1", Measure: sla.Delivery, Calendar: "office", Within: days(3),
					Quote:  in("内容更新应在3个工作日内交付。", "Content updates are delivered within 3 working days."),
					When:   sla.Condition{Categories: []string{"content"}},
					Allows: []sla.Exclusion{{Ground: sla.WaitingForClient, Clause: "5.3"}}},
				{ID: "weekly-report", Clause: "6.2", Measure: sla.Progress, Calendar: "office",
					Quote: in("乙方每周五18:00前书面汇报进度，遇休息日提前。", "Progress is reported in writing every Friday by 18:00, earlier if that is a day off."),
					Every: &sla.Schedule{Weekday: "fri", At: 18 * 3600, RestDay: sla.Previous},
					When:  sla.Condition{Categories: []string{"development"}}},
			},
		}},
	}
}

// add keeps an event, with a record behind it in the ledger.
func (s *story) add(e sla.Event, at, text string) *sla.Event {
	n := len(s.events) + 1
	e.ID, e.Times.Occurred, e.Known = fmt.Sprintf("e%d", n), s.at(at), s.at(at).Add(3*time.Minute)
	e.Evidence = []string{fmt.Sprint(n)}
	x := evidence.Exhibit{Ref: fmt.Sprint(n), Seq: int64(n), Original: -1, At: e.Known, Recorder: s.in("林薇", "Lin Wei"),
		Record: evidence.Record{Case: e.Case, Channel: e.Channel, By: e.By, Times: e.Times, Text: text}}
	if e.Channel == "email" {
		x.Importer, x.Original = "eml 1", int64(1000+n)
		x.OriginalSHA256 = fmt.Sprintf("%064x", n)
		e.Evidence = append(e.Evidence, fmt.Sprint(x.Original))
	}
	s.shown = append(s.shown, x)
	s.events = append(s.events, e)
	return &s.events[len(s.events)-1]
}

func (s *story) open(id, category, channel, at, zh, en string) string {
	return s.add(sla.Event{Case: id, Kind: sla.Opened, By: sla.Client, Channel: channel, Category: category,
		Title: s.in(zh, en)}, at, s.in(zh, en)).ID
}

func (s *story) vendor(id string, kind sla.Kind, channel, at, zh, en string) *sla.Event {
	return s.add(sla.Event{Case: id, Kind: kind, By: sla.Vendor, Channel: channel}, at, s.in(zh, en))
}

func (s *story) client(id string, kind sla.Kind, at string, refs ...string) *sla.Event {
	return s.add(sla.Event{Case: id, Kind: kind, By: sla.Client, Channel: "phone", Refs: refs}, at, string(kind))
}

func (s *story) tell() {
	s.outage()
	s.deliveries()
	s.reports()
	s.doubtful()
	for _, to := range []struct{ channel, to string }{{"phone", "10-12 16:00"}, {"email", "10-12 16:00"},
		{"ticket", "10-12 16:00"}, {"live_chat", "10-08 23:00"}} {
		e := s.add(sla.Event{Kind: sla.Coverage, By: sla.Client, Channel: to.channel}, "10-12 16:00",
			s.in("记录已核对", "record checked"))
		e.Span = sla.Span{From: s.at("09-14 00:00"), To: s.at(to.to)}
	}
}

func (s *story) outage() {
	s.open("WEB-1", "outage", "phone", "09-24 16:40", "官网打不开", "The site is down")
	s.vendor("WEB-1", sla.Message, "phone", "09-24 16:55", "已收到，正在查", "Received, we are looking")
	e := s.vendor("WEB-1", sla.HoldClaimed, "phone", "09-25 10:00", "机房的问题", "It is the data centre")
	e.Ground, e.Span = sla.ThirdParty, sla.Span{From: s.at("09-25 10:00"), To: s.at("09-26 10:00")}
	s.client("WEB-1", sla.HoldContested, "09-25 10:20", e.ID)
	s.client("WEB-1", sla.Chased, "09-26 09:00")
	s.vendor("WEB-1", sla.Restored, "email", "09-27 11:05", "网站已恢复", "The site is back")
}

func (s *story) deliveries() {
	s.open("WEB-2", "content", "email", "09-23 15:00", "国庆活动页面", "Page for the holiday sale")
	s.vendor("WEB-2", sla.Delivered, "email", "10-09 10:20", "页面已上线", "The page is live")

	s.open("WEB-3", "content", "ticket", "09-14 10:00", "更新产品目录", "Update the catalogue")
	e := s.vendor("WEB-3", sla.HoldClaimed, "ticket", "09-15 09:00", "等待贵方图片", "Waiting for your pictures")
	e.Ground, e.Clause, e.Span = sla.WaitingForClient, "5.3", sla.Span{From: s.at("09-15 09:00"), To: s.at("09-16 18:00")}
	s.client("WEB-3", sla.HoldGranted, "09-15 09:30", e.ID)
	s.vendor("WEB-3", sla.Delivered, "ticket", "09-20 17:00", "目录已更新", "The catalogue is updated")

	s.open("WEB-4", "content", "ticket", "09-21 11:00", "更换横幅", "Change the banner")
	s.vendor("WEB-4", sla.ExtensionAsked, "ticket", "09-23 17:00", "请宽限两日", "Two more days, please")
	s.client("WEB-4", sla.ExtensionGranted, "09-24 10:00").Extra = calendar.Period{N: 2, Unit: calendar.WorkingDay}
	s.vendor("WEB-4", sla.Delivered, "ticket", "09-30 12:00", "横幅已更换", "The banner is changed")

	s.open("WEB-5", "content", "ticket", "09-28 09:10", "新增门店页", "Add the page of the shop")
	e = s.vendor("WEB-5", sla.HoldClaimed, "ticket", "09-29 09:00", "等待门店资料", "Waiting for the texts")
	e.Ground, e.Clause, e.Span = sla.WaitingForClient, "5.3", sla.Span{From: s.at("09-29 09:00"), To: s.at("09-30 18:00")}
	s.vendor("WEB-5", sla.Delivered, "ticket", "10-09 15:00", "门店页已上线", "The page is live")

	s.open("WEB-6", "content", "ticket", "10-12 09:30", "修改页脚", "Change the footer")
	s.open("WEB-7", "content", "ticket", "09-16 09:30", "撤下旧新闻", "Remove old news")
	s.client("WEB-7", sla.Cancelled, "09-16 15:00")
}

func (s *story) reports() {
	s.open("DEV-1", "development", "email", "09-14 09:00", "会员中心开发", "Build the members' area")
	s.vendor("DEV-1", sla.Reported, "email", "09-18 17:05", "第一周周报", "Report of week 1")
	s.vendor("DEV-1", sla.Reported, "email", "09-30 18:00", "第三周周报", "Report of week 3")
}

func (s *story) doubtful() {
	s.open("WEB-8", "question", "live_chat", "10-09 10:00", "如何导出订单", "How do we export orders")
	s.open("WEB-9", "question", "phone", "10-08 14:00", "登录太慢", "Logging in is slow")
	s.vendor("WEB-9", sla.Message, "phone", "10-08 14:28", "回电", "Called back").Precision = sla.Precision(5 * time.Minute)
	s.add(sla.Event{Case: "WEB-9", Kind: "praised", By: sla.Client}, "10-08 15:00", "")
}
