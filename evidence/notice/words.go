package notice

import (
	"strings"

	"github.com/slaledger/slaledger/sla"
)

// measures and kinds hold the words for codes of package sla, in English and in Chinese.
var measures = map[sla.Measure][2]string{
	sla.FirstResponse: {"first response", "首次响应"}, sla.Restoration: {"restoration", "恢复"},
	sla.Resolution: {"resolution", "解决"}, sla.Delivery: {"delivery", "交付"}, sla.Progress: {"progress report", "进度汇报"},
}

func (l tongue) measure(m sla.Measure) string {
	words, ok := measures[m]
	if !ok {
		return clean(string(m))
	}
	return l.pick(words[0], words[1])
}

func (l tongue) comma() string { return l.pick(", ", "，") }

func (l tongue) everyChannel() string { return l.pick("every channel", "全部渠道") }

func (l tongue) span(from, to string) string { return from + l.pick(" to ", "至") + to }

// at is a deed with its time.
func (l tongue) at(deed, time string) string { return deed + l.pick(" on "+time, "（"+time+"）") }

// items joins the parts of an enumeration whose parts may have commas in them.
func (l tongue) items(parts []string) string { return strings.Join(parts, l.pick("; ", "；")) }

// who names a side as the letter of the client to the vendor does.
func (l tongue) who(r sla.Role) string {
	switch r {
	case sla.Client:
		return l.pick("we", "我方")
	case sla.Vendor:
		return l.pick("you", "贵方")
	case sla.Third:
		return l.pick("a third party", "第三方")
	case sla.Monitor:
		return l.pick("a monitor", "监测系统")
	}
	return clean(string(r))
}

var kinds = map[sla.Kind][2]string{
	sla.Opened:  {"request made", "提出请求"},
	sla.Message: {"message", "消息"}, sla.Note: {"own note", "内部备注"},
	sla.Acknowledged: {"receipt confirmed", "确认收到"}, sla.Reported: {"progress report", "进度汇报"},
	sla.Restored: {"restoration", "恢复"}, sla.Resolved: {"resolution", "解决"},
	sla.Delivered: {"delivery", "交付"},
	sla.Accepted:  {"acceptance", "验收通过"}, sla.Rejected: {"rejection", "拒绝接受"},
	sla.Cancelled: {"withdrawal of the request", "撤回请求"}, sla.HoldClaimed: {"pause claimed", "主张暂停"},
	sla.HoldGranted: {"pause granted", "同意暂停"}, sla.HoldContested: {"pause contested", "对暂停有异议"},
	sla.HoldEnded: {"end of a pause", "暂停结束"}, sla.ExtensionAsked: {"extension asked for", "请求延期"},
	sla.ExtensionGranted: {"extension granted", "同意延期"}, sla.OutageBegan: {"outage began", "故障开始"},
	sla.OutageEnded: {"outage ended", "故障结束"},
	sla.Coverage:    {"statement that the record is complete", "记录完整性说明"},
	sla.Undecided:   {"not yet decided what it means", "含义尚未判定"}, sla.Chased: {"answer chased", "催办"},
	sla.Noticed: {"formal notice", "正式通知"},
}

// work says what is recorded of work.
func (l tongue) work(k sla.Kind) string {
	switch k {
	case sla.Restored:
		return l.pick("recorded as restored", "记录为已恢复")
	case sla.Resolved:
		return l.pick("recorded as resolved", "记录为已解决")
	case sla.Delivered:
		return l.pick("recorded as delivered", "记录为已交付")
	}
	return l.kind(k)
}

func (l tongue) kind(k sla.Kind) string {
	words, ok := kinds[k]
	if !ok {
		return clean(string(k))
	}
	return l.pick(words[0], words[1])
}

// pick returns the one of two texts that is in the language.
func (l tongue) pick(en, zh string) string {
	if l == chinese {
		return zh
	}
	return en
}
