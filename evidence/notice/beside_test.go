package notice_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/notice"
	"github.com/slaledger/slaledger/sla"
)

// told is the story with more events, judged again. What is told comes after the story's own events.
func told(t *testing.T, language string, tell func(*story)) notice.Reminder {
	t.Helper()
	s := &story{t: t, zh: language == "zh-CN", r: newReminder(t, language)}
	tell(s)
	s.judge()
	return s.r
}

func (s *story) judge() {
	var err error
	s.r.Result, err = sla.Evaluate(s.r.Contract, s.r.Events, s.r.Result.AsOf, sla.Options{})
	require.NoError(s.t, err)
	s.r.Head.Size = 1000 // the tale has grown longer than the checkpoint
}

// response promises a first response to questions within an hour of the office.
func (s *story) response(quote string) {
	c := &s.r.Contract.Terms[0]
	c.Commitments = append(c.Commitments, sla.Commitment{ID: "response", Clause: "4.1", Quote: quote,
		Measure: sla.FirstResponse, Calendar: "office", Within: sla.Length{Duration: time.Hour},
		When: sla.Condition{Categories: []string{"question"}}})
}

// about leaves one finding in the letter.
func about(r notice.Reminder, id string) notice.Reminder {
	r.Findings = []string{id}
	return r
}

// only is the paragraph of the one fact in the letter.
func only(t *testing.T, r notice.Reminder) string {
	t.Helper()
	letter := write(t, r)
	_, facts, ok := strings.Cut(letter, map[bool]string{true: "## Facts", false: "**一、事实**"}[r.Language == "en"])
	require.True(t, ok)
	facts, _, ok = strings.Cut(facts, map[bool]string{true: "## Demand", false: "**二、要求**"}[r.Language == "en"])
	require.True(t, ok)
	return facts
}

func reject(s *story, deliver, refuse string) {
	s.open("WEB-7", "content", "09-21 11:00", "换标志", "Change the logo")
	id := s.add(sla.Event{Case: "WEB-7", Kind: sla.Delivered, Channel: "email"}, deliver).ID
	s.add(sla.Event{Case: "WEB-7", Kind: sla.Rejected, By: sla.Client, Channel: "email", Refs: []string{id}}, refuse)
}

// Where work came and was rejected, the letter does not say that nothing came.
func TestRejectedWork(t *testing.T) {
	want := map[string]string{
		"en": "It was recorded as delivered on 22 September 2026, 10:00 +08:00 (ledger 18), rejected by us on " +
			"23 September 2026, 09:00 +08:00 (ledger 19); nothing accepted since as of 12 October 2026, 17:00 +08:00.",
		"zh-CN": "2026年9月22日10:00记录为已交付（账本第18号），我方于2026年9月23日09:00拒绝接受（账本第19号）；" +
			"截至2026年10月12日17:00，此后无获接受的记录。",
	}
	later := map[string]string{
		"en": "- Not counted, because we rejected it: recorded as delivered on 22 September 2026, 10:00 +08:00 " +
			"(ledger 18), rejected by us on 23 September 2026, 09:00 +08:00 (ledger 19).",
		"zh-CN": "；另有因我方拒绝接受而不计入的：2026年9月22日10:00记录为已交付（账本第18号），我方于2026年9月23日09:00拒绝接受（账本第19号）。",
	}
	withdrawn := map[string]string{"en": "(ledger 19); nothing accepted since. We withdrew the request on 29 September",
		"zh-CN": "（账本第19号）；此后无获接受的记录；我方于2026年9月29日12:00撤回"}
	none := map[string]string{"en": "No record of", "zh-CN": "均未收到"}
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			r := told(t, language, func(s *story) { reject(s, "09-22 10:00", "09-23 09:00") })
			fact := only(t, about(r, "WEB-7/delivery"))
			require.Contains(t, fact, want[language])
			require.NotContains(t, fact, none[language])

			r = told(t, language, func(s *story) {
				reject(s, "09-22 10:00", "09-23 09:00")
				s.add(sla.Event{Case: "WEB-7", Kind: sla.Delivered, Channel: "email"}, "09-29 10:00")
			})
			require.Contains(t, only(t, about(r, "WEB-7/delivery")), later[language])

			r = told(t, language, func(s *story) {
				reject(s, "09-22 10:00", "09-23 09:00")
				s.add(sla.Event{Case: "WEB-7", Kind: sla.Cancelled, By: sla.Client, Channel: "email"}, "09-29 12:00")
			})
			fact = only(t, about(r, "WEB-7/delivery"))
			require.Contains(t, fact, withdrawn[language])
			require.NotContains(t, fact, none[language])
		})
	}
}

// What could not be judged, or has not been decided, stands in the way of a letter on its case, and of no
// other.
func TestMissingJudgement(t *testing.T) {
	r := told(t, "en", func(s *story) {
		s.add(sla.Event{Case: "WEB-1", Kind: "praised", By: sla.Client}, "09-28 10:00")
	})
	missing := strings.Join(about(r, late).Missing(), "\n")
	require.Contains(t, missing, `"e17"`)
	require.Contains(t, missing, "are not judged by this version")
	require.Empty(t, about(r, silent).Missing())

	r = told(t, "en", func(s *story) {
		s.add(sla.Event{Case: "WEB-2", Kind: sla.Undecided, Channel: "email"}, "10-09 12:00")
	})
	missing = strings.Join(about(r, silent).Missing(), "\n")
	require.Contains(t, missing, "a decision on ledger entry 17, which may be an answer")
	require.Contains(t, missing, "is unknown")
	require.Empty(t, about(r, late).Missing())

	r = told(t, "en", func(s *story) {
		s.add(sla.Event{Kind: sla.Undecided, Channel: "email"}, "10-09 12:00")
	})
	require.Contains(t, strings.Join(about(r, silent).Missing(), "\n"), "belongs to no case and may be an answer")

	r = told(t, "en", func(s *story) { reject(s, "09-22 10:00", "09-23 09:00") })
	r.Events[18].Evidence = nil // of the rejection
	require.Contains(t, strings.Join(about(r, "WEB-7/delivery").Missing(), "\n"), `the ledger number of the event "e19"`)
}

// An entry is enclosed for what it shows; a statement of completeness is never an event on a channel.
func TestEnclosures(t *testing.T) {
	want := map[string][]string{
		"en": {"Ledger 6: telephone, request made, occurred 9 October 2026, 09:00 +08:00, recorded",
			"Ledger 15: statement that the record is complete (telephone, 14 September 2026, 00:00 +08:00 to " +
				"12 October 2026, 16:00 +08:00), recorded 12 October 2026, 16:03 +08:00\n"},
		"zh-CN": {"账本第6号：电话，提出请求，发生于2026年10月9日09:00，记录于",
			"账本第15号：记录完整性说明（电话，2026年9月14日00:00至2026年10月12日16:00），记录于2026年10月12日16:03\n"},
	}
	for _, language := range languages {
		letter := write(t, about(newReminder(t, language), silent))
		for _, line := range want[language] {
			require.Contains(t, letter, line)
		}
	}
}

// A record that tells of several times gives each deed its own.
func TestEnclosureOfSeveralTimes(t *testing.T) {
	want := map[string]string{
		"en": "Ledger 4: e-mail, restoration on 27 September 2026, 11:05 +08:00 and message on " +
			"25 September 2026, 09:00 +08:00, recorded 27 September 2026, 11:08 +08:00\n",
		"zh-CN": "账本第4号：电子邮件，恢复（2026年9月27日11:05）、消息（2026年9月25日09:00），记录于2026年9月27日11:08\n",
	}
	for _, language := range languages {
		r := told(t, language, func(s *story) {
			s.add(sla.Event{Case: "WEB-1", Kind: sla.Message, Channel: "email"}, "09-25 09:00").Evidence = []string{"4"}
		})
		require.Contains(t, write(t, about(r, late)), want[language])
	}
}

// Every kind that is judged has a word of its own in an enclosure.
func TestKindsHaveWords(t *testing.T) {
	kinds := []sla.Kind{sla.Opened, sla.Message, sla.Note, sla.Acknowledged, sla.Reported, sla.Restored, sla.Resolved,
		sla.Delivered, sla.Accepted, sla.Rejected, sla.Cancelled, sla.HoldClaimed, sla.HoldGranted, sla.HoldContested,
		sla.HoldEnded, sla.ExtensionAsked, sla.ExtensionGranted, sla.OutageBegan, sla.OutageEnded, sla.Coverage,
		sla.Undecided, sla.Chased, sla.Noticed}
	for _, language := range languages {
		for _, kind := range kinds {
			r := newReminder(t, language)
			r.Events = append(r.Events, sla.Event{ID: "x", Kind: kind, Evidence: []string{"6"}})
			letter := write(t, about(r, silent))
			if strings.Contains(string(kind), "_") || language == "zh-CN" {
				require.NotContains(t, letter, string(kind), "no code is shown")
			}
		}
	}
}

// A letter demands performance, and is headed so, only where something is still owed.
func TestLatePerformance(t *testing.T) {
	tests := []struct{ finding, heading, demands string }{
		{late, "Formal reminder: late performance under", ""},
		{silent, "Formal reminder: overdue obligations under", "This letter demands performance"},
		{withdrawn, "Formal reminder: overdue obligations under", ""},
	}
	for _, tt := range tests {
		letter := write(t, about(newReminder(t, "en"), tt.finding))
		require.Contains(t, letter, tt.heading)
		require.Equal(t, tt.demands != "", strings.Contains(letter, "demands performance"), tt.finding)
		zh := write(t, about(newReminder(t, "zh-CN"), tt.finding))
		require.Equal(t, tt.demands != "", strings.Contains(zh, "请求贵方履行义务"), tt.finding)
	}
	letter := write(t, about(newReminder(t, "en"), late))
	require.Contains(t, letter, "According to ledger entry 4, the restoration took place on 27 September 2026, 11:05 +08:00.")
	require.NotContains(t, letter, "is recorded on")
}

// An automatic reply is cited as what it is; its clause only where the clause speaks of such replies.
func TestAutomaticReply(t *testing.T) {
	tell := func(quote string) func(*story) {
		return func(s *story) {
			s.response(quote)
			s.open("WEB-8", "question", "09-21 10:30", "怎么导出", "How to export")
			e := s.add(sla.Event{Case: "WEB-8", Kind: sla.Message, Channel: "email", Automatic: true}, "09-21 10:30")
			e.Times.Occurred = e.Times.Occurred.Add(22 * time.Second)
		}
	}
	for _, tt := range []struct{ language, quote, want string }{
		{"en", "", "The automatic reply of 21 September 2026, 10:30:22 +08:00 (ledger 18) is not counted as an answer."},
		{"en", "Answered within an hour.", "(ledger 18) is not counted as an answer."},
		{"en", "Automatic replies are no answer.", "(ledger 18) is not counted as an answer (clause 4.1)."},
		{"zh-CN", "", "2026年9月21日10:30:22的自动回复（账本第18号）不计为答复。"},
		{"zh-CN", "自动回复不视为响应。", "自动回复（账本第18号）不计为答复（第4.1条）。"},
	} {
		r := told(t, tt.language, tell(tt.quote))
		require.Contains(t, only(t, about(r, "WEB-8/response")), tt.want)
	}
}

// A chaser counts for the promise that it names, or for all, and from the start of the clock on.
func TestChasers(t *testing.T) {
	r := told(t, "en", func(s *story) {
		for _, e := range []struct{ at, about string }{{"10-08 10:00", ""}, {"10-09 10:00", "restore"},
			{"10-10 10:00", "delivery"}, {"10-11 10:00", ""}} {
			s.add(sla.Event{Case: "WEB-2", Kind: sla.Chased, By: sla.Client, Channel: "phone", Commitment: e.about}, e.at)
		}
	})
	require.Contains(t, only(t, about(r, silent)), "We chased this before: 9 October 2026, 10:00 +08:00, by telephone "+
		"(ledger 18); 11 October 2026, 10:00 +08:00, by telephone (ledger 20), after it was due.")
}

// Who claimed a pause is named as he is, with what we answered.
func TestClaimants(t *testing.T) {
	tests := []struct {
		by     sla.Role
		en, zh string
	}{
		{sla.Vendor, "The pause that you claimed", "贵方主张的暂停"},
		{sla.Third, "The pause that a third party claimed", "第三方主张的暂停"},
		{sla.Monitor, "The pause that a monitor claimed", "监测系统主张的暂停"},
	}
	for _, tt := range tests {
		for _, language := range languages {
			r := told(t, language, func(s *story) {
				s.r.Events[1].By = tt.by
				s.add(sla.Event{Case: "WEB-1", Kind: sla.HoldContested, By: sla.Client, Refs: []string{"e2"}}, "09-25 11:00")
			})
			fact := only(t, about(r, late))
			if language == "en" {
				require.Contains(t, fact, tt.en+" (ledger 2), which we contested (ledger 17), is not taken out")
			} else {
				require.Contains(t, fact, tt.zh+"（账本第2号），我方已提出异议（账本第17号），凡未经我方同意者")
			}
		}
	}
	r := told(t, "en", func(s *story) {
		e := s.add(sla.Event{Case: "WEB-1", Kind: sla.HoldGranted, By: sla.Client, Refs: []string{"e2"}}, "09-25 11:00")
		e.Span = sla.Span{From: s.at("09-25 10:00"), To: s.at("09-25 12:00")}
	})
	require.Contains(t, only(t, about(r, late)),
		"The pause that you claimed (ledger 2), of which we granted a part (ledger 17), is not taken out as far as")
}

// The clock of a later report starts with the reporting time before it; the opening is cited for the matter.
func TestProgress(t *testing.T) {
	for _, language := range languages {
		r := told(t, language, func(s *story) {
			terms := &s.r.Contract.Terms[0]
			terms.Commitments = append(terms.Commitments, sla.Commitment{ID: "weekly", Clause: "6.2", Measure: sla.Progress,
				Calendar: "office", Every: &sla.Schedule{Weekday: "fri", At: 18 * 3600},
				When: sla.Condition{Categories: []string{"development"}}})
			s.open("DEV-1", "development", "09-21 11:00", "会员中心", "Members' area")
		})
		want := map[string][2]string{
			"en": {"- The clock started on 21 September 2026, 11:00 +08:00 (ledger 17).",
				"- The reporting time before this one was 25 September 2026, 18:00 +08:00. " +
					"The matter began on 21 September 2026, 11:00 +08:00 (ledger 17)."},
			"zh-CN": {"计时开始：2026年9月21日11:00（账本第17号）。",
				"上一汇报时间：2026年9月25日18:00；该事项始于2026年9月21日11:00（账本第17号）。"},
		}[language]
		require.Contains(t, only(t, about(r, "DEV-1/weekly#1")), want[0])
		require.Contains(t, only(t, about(r, "DEV-1/weekly#2")), want[1])
	}
}

// A delay that is given as the least says why.
func TestCoarseTimesSayWhy(t *testing.T) {
	for precision, want := range map[time.Duration][2]string{
		time.Minute:     {"; the times are recorded to the minute.", "；所记时间精确到分钟。"},
		time.Hour:       {"; the times are recorded to the hour.", "；所记时间精确到小时。"},
		5 * time.Minute: {"; the recorded times are known to within 5 min.", "；所记时间的误差不超过5分。"},
	} {
		for i, language := range languages {
			r := told(t, language, func(s *story) { s.r.Events[3].Precision = sla.Precision(precision) })
			require.Contains(t, only(t, about(r, late)), want[i])
		}
	}
	require.NotContains(t, write(t, newReminder(t, "en")), "the times are recorded to")
}

// One channel is named without a word that stands for several.
func TestOneChannel(t *testing.T) {
	r := told(t, "zh-CN", func(s *story) { s.r.Contract.Terms[0].Channels = s.r.Contract.Terms[0].Channels[1:] })
	require.Contains(t, only(t, about(r, silent)), "至期限届满，未通过电子邮件收到有关恢复的记录（账本第16号）；")
	require.NotContains(t, write(t, about(r, silent)), "均未收到")
}

// The zone is named with its offset where it has one, and without where it changes.
func TestZoneNamed(t *testing.T) {
	require.Contains(t, write(t, newReminder(t, "en")), "Times are those of Asia/Shanghai (UTC+08:00).")
	r := edited(newReminder(t, "en"), func(r *notice.Reminder) { r.Contract.Zone = "America/St_Johns" })
	require.Contains(t, write(t, r), "Times are those of America/St_Johns.")
}

// A statement vouches for no time after it was made.
func TestCoverageEnds(t *testing.T) {
	r := newReminder(t, "en")
	r.Events[14].Span.To = time.Time{}
	require.Contains(t, write(t, about(r, silent)), "(telephone, 14 September 2026, 00:00 +08:00 to 12 October 2026, 16:00 +08:00)")
	r.Events[14].Span.To = r.Date.AddDate(1, 0, 0)
	require.Contains(t, write(t, about(r, silent)), "(telephone, 14 September 2026, 00:00 +08:00 to 12 October 2026, 16:00 +08:00)")
	r.Events[14].Channel = ""
	require.Contains(t, write(t, about(r, silent)), "(every channel, 14 September")
}
