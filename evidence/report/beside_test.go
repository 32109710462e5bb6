package report_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/report"
	"github.com/slaledger/slaledger/sla"
)

var languages = []string{"en", "zh-CN"}

// told is the story with more events, judged again, and one finding of it. What is told comes after the
// story's own events.
func told(t *testing.T, language, id string, tell func(*story, *sla.Contract)) report.Breach {
	t.Helper()
	b := newStory(t, language)
	s := &story{t: t, zh: language == "zh-CN", events: b.Events, shown: b.Exhibits}
	for i := range s.events { // every channel is on record
		if s.events[i].Kind == sla.Coverage {
			s.events[i].Span.To = s.events[i].Times.Occurred
		}
	}
	tell(s, b.Contract)
	b.Events, b.Exhibits = s.events, s.shown
	var err error
	b.Result, err = sla.Evaluate(b.Contract, b.Events, b.Result.AsOf, sla.Options{})
	require.NoError(t, err)
	b.Result.Findings = slices.DeleteFunc(b.Result.Findings, func(f sla.Finding) bool { return f.ID != id })
	require.Len(t, b.Result.Findings, 1)
	return b
}

// plain is a form as a reader sees it: in lines of a terminal a sentence is broken, and Markdown escapes.
func plain(t *testing.T, f form, b report.Breach) string {
	text := strings.ReplaceAll(render(t, f, b), `\`, "")
	if f.name == "txt" && b.Language == "zh-CN" {
		return strings.Join(strings.Fields(text), "")
	}
	if f.name == "txt" {
		return strings.Join(strings.Fields(text), " ")
	}
	return text
}

// A record that nobody has decided on is named in every form.
func TestUndecided(t *testing.T) {
	tests := map[string][2]string{
		"en": {"Ledger entry 34 may be an answer; nobody has decided what it means.",
			"Ledger entries 34 and 35 may be answers; nobody has decided what they mean."},
		"zh-CN": {"账本第34号记录可能是答复，尚无人判定其含义。", "账本第34、35号记录可能是答复，尚无人判定其含义。"},
	}
	for _, language := range languages {
		for n, want := range tests[language] {
			b := told(t, language, "WEB-8/response-live", func(s *story, _ *sla.Contract) {
				for range n + 1 {
					s.add(sla.Event{Case: "WEB-8", Kind: sla.Undecided, Channel: "email"}, "10-09 10:20", "?")
				}
			})
			require.Equal(t, sla.Unknown, b.Result.Findings[0].Verdict)
			for _, f := range forms {
				if f.name == "json" {
					require.Contains(t, render(t, f, b), `"undecided": [`)
					continue
				}
				got := plain(t, f, b)
				if f.name == "txt" && language == "zh-CN" {
					want = strings.Join(strings.Fields(want), "")
				}
				require.Contains(t, got, want, f.name)
				require.NotContains(t, got, "UndecidedRecord")
			}
		}
	}
}

// Where work came and was rejected, no form says that none is on record.
func TestRejectedWork(t *testing.T) {
	reject := func(id, at, refused string) func(*story, *sla.Contract) {
		return func(s *story, _ *sla.Contract) {
			work := s.vendor(id, sla.Delivered, "email", at, "已上线", "It is live").ID
			s.client(id, sla.Rejected, refused, work)
		}
	}
	missed := func(s *story, c *sla.Contract) {
		s.open("WEB-10", "content", "ticket", "09-21 11:00", "换标志", "Change the logo")
		reject("WEB-10", "09-23 10:00", "09-23 15:00")(s, c)
	}
	work := map[string]string{
		"en":    "recorded as delivered 23 Sep 2026 10:00 (ledger 35), rejected by the client 23 Sep 2026 15:00 (ledger 36)",
		"zh-CN": "2026年9月23日 10:00记录为已交付（账本第35号），客户于2026年9月23日 15:00拒绝接受（账本第36号）",
	}
	since := map[string]string{"en": "; nothing accepted since as of 12 Oct 2026 17:00",
		"zh-CN": "；截至2026年10月12日 17:00，此后无获接受的记录"}
	withdrawn := map[string]string{"en": "; nothing accepted since. The request was withdrawn",
		"zh-CN": "；此后无获接受的记录。请求于"}
	none := map[string][]string{"en": {"no delivery", "none on record"}, "zh-CN": {"收到交付", "亦无记录", "尚无交付"}}
	late := func(s *story, c *sla.Contract) {
		missed(s, c)
		s.vendor("WEB-10", sla.Delivered, "ticket", "09-30 10:00", "又上线", "Live again")
	}
	gone := func(s *story, c *sla.Contract) { missed(s, c); s.client("WEB-10", sla.Cancelled, "09-30 10:00") }
	for _, language := range languages {
		for _, f := range []form{forms[0], forms[1], forms[3]} {
			want := func(s string) string {
				if f.name == "txt" && language == "zh-CN" {
					return strings.Join(strings.Fields(s), "")
				}
				return s
			}
			silent := plain(t, f, told(t, language, "WEB-10/delivery", missed))
			require.Contains(t, silent, want(work[language]+since[language]), f.name)
			over := plain(t, f, told(t, language, "WEB-10/delivery", gone))
			require.Contains(t, over, want(work[language]+withdrawn[language]), f.name)
			open := plain(t, f, told(t, language, "WEB-6/delivery", reject("WEB-6", "10-12 10:00", "10-12 11:00")))
			require.Contains(t, open, want(since[language]), f.name)
			for _, not := range none[language] {
				require.NotContains(t, silent+over+open, want(not), f.name)
			}
		}
		b := told(t, language, "WEB-10/delivery", late)
		note := map[string]string{"en": "Not counted, because the client rejected it: ", "zh-CN": "因客户拒绝接受而不计入："}[language]
		require.Contains(t, plain(t, forms[1], b), note+work[language], "beside a later stop it is a note")
		require.Contains(t, render(t, forms[2], b), `"refused": [`)
	}
}

// An automatic reply is cited as what it is; its clause only where the clause speaks of such replies.
func TestAutomaticReply(t *testing.T) {
	for _, tt := range []struct{ language, quote, want string }{
		{"en", "", "The automatic reply of 9 Oct 2026 10:00:22 (ledger 34) is not counted as an answer."},
		{"en", "Answered within 30 minutes.", "(ledger 34) is not counted as an answer."},
		{"en", "Automatic replies do not count.", "(ledger 34) is not counted as an answer (clause 4.1)."},
		{"zh-CN", "", "2026年10月9日 10:00:22的自动回复（账本第34号）不计为答复。"},
		{"zh-CN", "自动回复不视为响应。", "自动回复（账本第34号）不计为答复（第4.1条）。"},
	} {
		b := told(t, tt.language, "WEB-8/response-live", func(s *story, c *sla.Contract) {
			c.Terms[0].Commitments[0].Quote = tt.quote
			e := s.vendor("WEB-8", sla.Message, "live_chat", "10-09 10:00", "自动回复", "Automatic reply")
			e.Automatic, e.Times.Occurred = true, e.Times.Occurred.Add(22*time.Second)
		})
		require.Equal(t, sla.Missed, b.Result.Findings[0].Verdict)
		require.Contains(t, plain(t, forms[0], b), tt.want)
		require.Contains(t, plain(t, forms[1], b), tt.want)
		require.Contains(t, render(t, forms[2], b), `"automatic": [`)
	}
}

// What the vendor's own system says stands beside the finding on the work, and beside no other.
func TestTheirs(t *testing.T) {
	theirs := func(b report.Breach, th evidence.Theirs, at time.Duration) report.Breach {
		x := b.Exhibits[0] // of WEB-1
		x.Ref, x.At, x.Record.Theirs = "50", b.Result.AsOf.At.Add(at), th
		b.Exhibits = append(slices.Clone(b.Exhibits), x, x)
		return b
	}
	nothing := func(*story, *sla.Contract) {}
	want := map[string]string{
		"en":    "The vendor's own system says: due 28 Sep 2026 16:40, “按时” (ledger 50).",
		"zh-CN": "服务商自己的系统记载：期限2026年9月28日 16:40，“按时”（账本第50号）。",
	}
	for _, language := range languages {
		b := told(t, language, "WEB-1/restore", nothing)
		due := b.Result.Findings[0].Start.Time.AddDate(0, 0, 4)
		full := evidence.Theirs{Due: due, Verdict: sla.Met, Text: "按时"}
		md := plain(t, forms[1], theirs(b, full, -time.Hour))
		require.Equal(t, 1, strings.Count(md, want[language]), "the same figures are told once")
		require.NotContains(t, plain(t, forms[1], theirs(b, full, time.Hour)), want[language], "not known then")
		require.NotContains(t, plain(t, forms[1], theirs(told(t, language, "WEB-1/response-live", nothing), full, -time.Hour)),
			want[language], "it says nothing of answers")
		require.NotContains(t, plain(t, forms[1], theirs(told(t, language, "WEB-2/delivery", nothing), full, -time.Hour)),
			want[language], "another case")

		code := plain(t, forms[1], theirs(b, evidence.Theirs{Verdict: sla.Met}, -time.Hour))
		require.Contains(t, code, map[string]string{"en": "says: “met” (ledger 50)", "zh-CN": "记载：“按时”（账本第50号）"}[language])
		dated := plain(t, forms[1], theirs(b, evidence.Theirs{Due: due}, -time.Hour))
		require.Contains(t, dated, map[string]string{"en": "due 28 Sep 2026 16:40 (ledger 50)",
			"zh-CN": "期限2026年9月28日 16:40（账本第50号）"}[language])

		var doc struct {
			Findings []struct {
				Theirs []struct {
					Ref, Text string
					Due       time.Time
					Verdict   sla.Verdict
				}
			}
		}
		require.NoError(t, json.Unmarshal([]byte(render(t, forms[2], theirs(b, full, -time.Hour))), &doc))
		require.Len(t, doc.Findings[0].Theirs, 1)
		require.Equal(t, "50", doc.Findings[0].Theirs[0].Ref)
		require.True(t, due.Equal(doc.Findings[0].Theirs[0].Due))
	}
}

// What was decided of a record says which case it is of, not what was first written.
func TestTheirsByDecision(t *testing.T) {
	b := told(t, "en", "WEB-2/delivery", func(*story, *sla.Contract) {})
	b.Exhibits = slices.Clone(b.Exhibits)
	at := slices.IndexFunc(b.Exhibits, func(x evidence.Exhibit) bool { return x.Ref == b.Result.Findings[0].Evidence[0] })
	b.Exhibits[at].Record.Case, b.Exhibits[at].Record.Theirs = "OTHER", evidence.Theirs{Text: "fine"}
	require.Contains(t, plain(t, forms[1], b), "The vendor's own system says: “fine”")
}

// The reason for two bounds stands beside them, and each bound has its own sign.
func TestBounds(t *testing.T) {
	coarse := func(d time.Duration) func(*story, *sla.Contract) {
		return func(s *story, _ *sla.Contract) { s.events[5].Precision = sla.Precision(d) } // the restoration of WEB-1
	}
	tests := map[string][2]string{
		"en": {"missed by 42 h 25 min to 42 h 26 min of counted time (the times are recorded to the minute).",
			"−42 h 25 min to −42 h 26 min of counted time"},
		"zh-CN": {"逾期42小时25分至42小时26分（按计时时段），所记时间精确到分钟。", "−42小时25分至−42小时26分（按计时时段）"},
	}
	for _, language := range languages {
		b := told(t, language, "WEB-1/restore", coarse(time.Minute))
		md := plain(t, forms[1], b)
		require.Contains(t, md, tests[language][0])
		require.Contains(t, md, "| "+tests[language][1]+" |")
	}
	md := plain(t, forms[1], told(t, "en", "WEB-1/restore", coarse(5*time.Minute)))
	require.Contains(t, md, "(the recorded times are known to within 5 min)")
	md = plain(t, forms[1], told(t, "en", "WEB-1/restore", coarse(20*time.Hour)))
	require.Contains(t, md, "| −18 h 25 min to −38 h 25 min of counted time |", "by every claim")
	md = plain(t, forms[1], told(t, "en", "WEB-1/restore", func(s *story, c *sla.Contract) {
		s.events[5].Times.Occurred = s.at("09-26 16:00")
		coarse(time.Hour)(s, c)
	}))
	require.Contains(t, md, "| −20 min to +40 min of counted time |", "over by one bound, in time by the other")
}

// Clauses come in the order of a contract.
func TestClauseOrder(t *testing.T) {
	b := newStory(t, "en")
	clauses := []string{"10.1", "4.2(b)", "4.10", "4.2", "Annex 10", "Annex 9", "4.2(a)", "10"}
	var fs []sla.Finding
	for _, c := range clauses {
		f := b.Result.Findings[slices.IndexFunc(b.Result.Findings, func(f sla.Finding) bool { return f.ID == "WEB-1/restore" })]
		f.Clause = c
		fs = append(fs, f)
	}
	b.Result.Findings = fs
	require.Contains(t, render(t, forms[3], b)[:900], "Missed: 8")
	text := strings.Join(strings.Fields(render(t, forms[3], b)), " ")
	require.Contains(t, text, "(clause 4.2: 1, clause 4.2(a): 1, clause 4.2(b): 1, clause 4.10: 1, clause 10: 1, "+
		"clause 10.1: 1, clause Annex 9: 1, clause Annex 10: 1)")
	require.Negative(t, report.CompareClauses("", "1"))
	require.Positive(t, report.CompareClauses("4.02", "4.1"))
}

func FuzzCompareClauses(f *testing.F) {
	f.Add("4.2", "10.1", "4.02")
	f.Add("", "第四条", "4.2(a)")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		require.Equal(t, a == b, report.CompareClauses(a, b) == 0, "no two are one")
		require.Equal(t, report.CompareClauses(a, b), -report.CompareClauses(b, a))
		if report.CompareClauses(a, b) < 0 && report.CompareClauses(b, c) < 0 {
			require.Negative(t, report.CompareClauses(a, c), "it is an order")
		}
	})
}

// An importer is named without the digest of its settings, and what it calls the source is not repeated.
func TestImporterNamed(t *testing.T) {
	b := newStory(t, "zh-CN")
	for i := range b.Exhibits {
		if b.Exhibits[i].Importer != "" {
			b.Exhibits[i].Importer = "tickets 1+0a1b2c3d"
			b.Exhibits[i].Record.Source = "ticket export, row 7"
		} else {
			b.Exhibits[i].Record.Source = "林薇的通话记录"
		}
	}
	for _, f := range forms[:2] {
		text := render(t, f, b)
		require.Contains(t, text, "由tickets 1自第")
		require.Contains(t, text, "林薇的通话记录")
		require.NotContains(t, text, "0a1b2c3d")
		require.NotContains(t, text, "ticket export")
	}
	require.Contains(t, render(t, forms[2], b), "tickets 1+0a1b2c3d", "programs need the whole of it")
}

// One channel is named without a word that stands for several.
func TestOneChannel(t *testing.T) {
	b := told(t, "zh-CN", "WEB-8/response-live", func(_ *story, c *sla.Contract) {
		c.Terms[0].Channels = []sla.Channel{{ID: "email", Name: "电子邮件"}}
	})
	b.Events = slices.DeleteFunc(b.Events, func(e sla.Event) bool { return e.Kind == sla.Coverage && e.Channel != "email" })
	require.Contains(t, plain(t, forms[1], b), "至该时止，未通过电子邮件收到答复，截至")
	require.NotContains(t, plain(t, forms[1], b), "均未收到")
}
