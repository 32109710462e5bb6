package notice_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
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

var update = flag.Bool("update", false, "write the golden files")

var languages = []string{"en", "zh-CN"}

func TestGolden(t *testing.T) {
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			r := newReminder(t, language)
			got := write(t, r)
			path := filepath.Join("testdata", "reminder."+language+".md")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(want), got)
			require.Equal(t, got, write(t, r), "the same reminder gives the same bytes")
		})
	}
}

// Every fact that a reminder must cite is in the letter.
func TestCites(t *testing.T) {
	cites := map[string][]string{
		"en": {"QH-2026-018", "8 January 2026", "Lanqiao Network Ltd", "1 Example Road, Hangzhou", "clause 4.3", "clause 5.1",
			"25 September 2026, 16:40 +08:00",         // due
			"27 September 2026, 11:05", "42 h 25 min", // actual and delay of the late one
			"No record of restoration arrived in telephone and e-mail", // silence, by channel
			"26 September 2026, 09:00", "(ledger 3)",                   // the chaser
			"24 September 2026, 10:00",                                // the extension
			"19 October 2026, 18:00 (Asia/Shanghai, UTC+08:00)",       // the deadline
			"restore every page", "judged as follows", "written plan", // demand, test, explanation and plan
			"We will proceed under clause 9", "Nothing in this letter waives", // consequence, reservation
			"Zhou Ning, director of operations", "courier and e-mail", // authority, service
			"article 509", "does not assert", origin},
		"zh-CN": {"QH-2026-018", "2026年1月8日", "蓝桥网络科技有限公司：", "杭州市示例路1号", "合同第4.3条", "合同第5.1条",
			"2026年9月25日16:40。", "均为北京时间", "2026年9月27日11:05", "42小时25分",
			"在电话、电子邮件均未收到有关恢复的信息", "2026年9月26日09:00", "账本第3号", "2026年9月24日10:00",
			"2026年10月19日18:00（北京时间）", "恢复网站的全部页面", "按下列方式判定", "书面处理计划",
			"我方将依合同第9条", "本函不得视为我方放弃", "特此函告。", "周宁（运营总监）", "EMS及电子邮件", "（公章）",
			"第五百零九条", "不主张其条件已经成就", "附件", origin},
	}
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			letter := write(t, newReminder(t, language))
			for _, cite := range cites[language] {
				require.Contains(t, letter, cite)
			}
			require.NotContains(t, letter, "October 2026, 10:00", "what was chased after the stop is not about this delay")
			require.NotContains(t, letter, "10月5日")
			require.NotContains(t, letter, "WEB-5", "an open promise is not in a reminder")
			require.NotContains(t, letter, "WEB-6", "a promise that was kept is not in a reminder")
		})
	}
}

// A letter is refused for each fact that is missing, names it, and nothing is written.
func TestMissing(t *testing.T) {
	tests := map[string]struct {
		edit func(*notice.Reminder)
		want string
	}{
		"no assessment":            {func(r *notice.Reminder) { r.Result = nil }, "the assessment"},
		"no contract number":       {func(r *notice.Reminder) { r.Contract.ID = " " }, "the number of the contract"},
		"no contract date":         {func(r *notice.Reminder) { r.Contract.Signed = calendar.Date{} }, "the date of the contract"},
		"no client":                {func(r *notice.Reminder) { r.Contract.Client.Name = "" }, "the name of the client"},
		"no vendor":                {func(r *notice.Reminder) { r.Contract.Vendor.Name = "" }, "the name of the vendor"},
		"no address":               {func(r *notice.Reminder) { r.Contract.Vendor.Address, r.Contract.Vendor.Email = "", "" }, "address for notices"},
		"no zone":                  {func(r *notice.Reminder) { r.Contract.Zone = "Mars/Olympus" }, "the zone of the contract"},
		"no number":                {func(r *notice.Reminder) { r.Number = "" }, "the reference"},
		"no date":                  {func(r *notice.Reminder) { r.Date = time.Time{} }, "the date of the letter"},
		"dated before the facts":   {func(r *notice.Reminder) { r.Date = r.Date.AddDate(0, 0, -1) }, "not before the assessment"},
		"no deadline":              {func(r *notice.Reminder) { r.Deadline = time.Time{} }, "the new deadline"},
		"deadline on the date":     {func(r *notice.Reminder) { r.Deadline = r.Date }, "a deadline after"},
		"deadline before as of":    {func(r *notice.Reminder) { r.Date = r.Date.Add(-9 * time.Hour); r.Deadline = r.Date.Add(time.Hour) }, "a deadline after"},
		"no demand":                {func(r *notice.Reminder) { r.Demand = nil }, "what must be done"},
		"blank demand":             {func(r *notice.Reminder) { r.Demand = []string{"pay", "\t"} }, "what must be done"},
		"no test":                  {func(r *notice.Reminder) { r.JudgedBy = "" }, "how it is judged"},
		"no consequence":           {func(r *notice.Reminder) { r.Consequence = "" }, "what follows"},
		"no signer":                {func(r *notice.Reminder) { r.Signer.Name = "" }, "the name of the person"},
		"no authority":             {func(r *notice.Reminder) { r.Signer.Title = "" }, "the authority"},
		"no service":               {func(r *notice.Reminder) { r.Service = "" }, "method and address of service"},
		"no checkpoint":            {func(r *notice.Reminder) { r.Head = ledger.Checkpoint{} }, "the checkpoint"},
		"checkpoint of another":    {func(r *notice.Reminder) { r.Head.Origin = "ledger.example/other" }, "of the contract's ledger"},
		"checkpoint too small":     {func(r *notice.Reminder) { r.Head.Size = 3 }, "a checkpoint that covers entry"},
		"finding not there":        {func(r *notice.Reminder) { r.Findings = []string{late, "WEB-99/restore"} }, `"WEB-99/restore"`},
		"finding open":             {func(r *notice.Reminder) { r.Findings = []string{late, open} }, "is open"},
		"finding met":              {func(r *notice.Reminder) { r.Findings = []string{met} }, "is met"},
		"finding unknown":          {func(r *notice.Reminder) { set(r, late).Verdict = sla.Unknown; r.Findings = []string{late} }, "is unknown"},
		"finding excused":          {func(r *notice.Reminder) { set(r, late).Verdict = sla.Excused; r.Findings = []string{late} }, "is excused"},
		"finding void":             {func(r *notice.Reminder) { set(r, late).Verdict = sla.Void; r.Findings = []string{late} }, "is void"},
		"empty list":               {func(r *notice.Reminder) { r.Findings = []string{} }, "a missed obligation"},
		"nothing missed":           {func(r *notice.Reminder) { r.Result.Findings = nil }, "do not send a reminder"},
		"no clause":                {func(r *notice.Reminder) { set(r, late).Clause = "" }, "the clause breached"},
		"provisional":              {func(r *notice.Reminder) { set(r, late).Reasons = []sla.Reason{sla.Provisional} }, "a due time that is sure"},
		"no evidence of the start": {func(r *notice.Reminder) { r.Events[0].Evidence = nil }, "starts the clock"},
		"no evidence of the stop":  {func(r *notice.Reminder) { r.Events[3].Evidence = nil }, "stops the clock"},
		"events not given":         {func(r *notice.Reminder) { r.Events = nil }, "starts the clock"},
		"language":                 {func(r *notice.Reminder) { r.Language = "tlh" }, `"tlh"`},
	}
	whole := newReminder(t, "en")
	require.Empty(t, whole.Missing())
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := edited(whole, tt.edit)
			if name == "no assessment" {
				r.Contract = nil
			}
			var buf bytes.Buffer
			err := notice.Markdown(&buf, r)
			var incomplete *notice.IncompleteError
			require.ErrorAs(t, err, &incomplete)
			require.Equal(t, r.Missing(), incomplete.Missing)
			require.Contains(t, strings.Join(incomplete.Missing, "\n"), tt.want)
			require.ErrorContains(t, err, tt.want)
			require.Zero(t, buf.Len(), "nothing is written")
		})
	}
}

// set returns a finding of the reminder to be changed.
func set(r *notice.Reminder, id string) *sla.Finding {
	for i := range r.Result.Findings {
		if r.Result.Findings[i].ID == id {
			return &r.Result.Findings[i]
		}
	}
	panic("no finding " + id)
}

func TestMissingNamesAllAtOnce(t *testing.T) {
	r := notice.Reminder{Result: &sla.Assessment{}, Contract: &sla.Contract{}}
	require.Greater(t, len(r.Missing()), 12)
}

func TestChoice(t *testing.T) {
	all := newReminder(t, "en")
	for _, id := range []string{late, silent, extended, withdrawn} {
		t.Run(id, func(t *testing.T) {
			require.Equal(t, sla.Missed, set(&all, id).Verdict)
			r := edited(all, func(r *notice.Reminder) { r.Findings = []string{id} })
			letter := write(t, r)
			for _, name := range []string{"WEB-1", "WEB-2", "WEB-3", "WEB-4"} {
				require.Equal(t, strings.HasPrefix(id, name), strings.Contains(letter, name), name)
			}
		})
	}
}

// No statute is cited under a law that the letter does not know.
func TestLaw(t *testing.T) {
	for _, law := range []string{"", "DE", "US", "HK"} {
		for _, language := range languages {
			r := edited(newReminder(t, language), func(r *notice.Reminder) { r.Contract.Law = law })
			letter := write(t, r)
			require.NotContains(t, letter, "Civil Code")
			require.NotContains(t, letter, "民法典")
			require.NotContains(t, letter, "article")
		}
	}
}

func TestDemo(t *testing.T) {
	r := newReminder(t, "en")
	require.Equal(t, 2, strings.Count(write(t, r), "DEMO"))
	r.Demo = false
	require.NotContains(t, write(t, r), "DEMO")
}

// A delay that the coarse times do not settle is claimed only as far as it is shown.
func TestCoarseTimes(t *testing.T) {
	r := newReminder(t, "en")
	r.Events[3].Precision = sla.Precision(time.Hour)
	var err error
	r.Result, err = sla.Evaluate(r.Contract, r.Events, r.Result.AsOf, sla.Options{})
	require.NoError(t, err)
	require.Contains(t, write(t, r), "at least 42 h 25 min")
}

// What others write cannot become markup, and cannot hide.
func TestForeignText(t *testing.T) {
	r := edited(newReminder(t, "en"), func(r *notice.Reminder) {
		r.Contract.Title = "<b>A</b> [x](http://evil.example) **bold**\n# head\x1b[31m \u202etxet"
	})
	letter := write(t, r)
	for _, bad := range []string{"<b>", "[x](", "**bold**", "\n# head", "\x1b", "\u202e"} {
		require.NotContains(t, letter, bad)
	}
	require.Contains(t, letter, `\[U+202E\]`, "what is taken out leaves a mark")
}

func FuzzForeignText(f *testing.F) {
	f.Add("<script>alert(1)</script>", "`a` | b", "\u202e\x00\xff")
	whole := []notice.Reminder{newReminder(f, "en"), newReminder(f, "zh-CN")}
	f.Fuzz(func(t *testing.T, title, name, demand string) {
		for _, r := range whole {
			r = edited(r, func(r *notice.Reminder) {
				r.Contract.Title, r.Contract.Vendor.Name = title, "V"+name
				r.Demand, r.Signer = []string{"D" + demand}, evidence.Person{Name: "S" + name, Title: "T" + title}
				r.Number = "N" + demand
			})
			plain := edited(r, func(r *notice.Reminder) {
				r.Contract.Title, r.Contract.Vendor.Name = "", "V"
				r.Demand, r.Signer = []string{"D"}, evidence.Person{Name: "S", Title: "T"}
				r.Number = "N"
			})
			got, want := write(t, r), write(t, plain)
			require.Equal(t, strings.Count(want, "\n"), strings.Count(got, "\n"), "no line is added")
			require.Equal(t, strings.Count(want, "<"), strings.Count(got, "<"), "no tag is added")
		}
	})
}

func ExampleReminder_Missing() {
	r := notice.Reminder{Contract: &sla.Contract{ID: "QH-2026-018"}}
	fmt.Println(r.Missing())
	// Output: [the assessment: set Result to what sla.Evaluate returned]
}

func ExampleMarkdown() {
	r := notice.Reminder{Result: &sla.Assessment{}, Contract: &sla.Contract{
		ID: "QH-2026-018", Signed: calendar.Date{Year: 2026, Month: 1, Day: 8},
		Client: sla.Party{Name: "Qinghe Foods Ltd"}, Vendor: sla.Party{Name: "Lanqiao Network Ltd", Address: "1 Example Road"}},
		Number: "1", Date: time.Date(2026, 10, 12, 9, 0, 0, 0, time.UTC), Deadline: time.Date(2026, 10, 19, 9, 0, 0, 0, time.UTC),
		Demand: []string{"Restore the site"}, JudgedBy: "our monitoring", Consequence: "We will proceed under clause 9",
		Signer: evidence.Person{Name: "Zhou Ning", Title: "director"}, Service: "courier"}
	err := notice.Markdown(os.Stdout, r)
	var incomplete *notice.IncompleteError
	if errors.As(err, &incomplete) {
		for _, m := range incomplete.Missing {
			fmt.Println(m)
		}
	}
	// Output:
	// the checkpoint of the ledger: set Head to what the trail returned with the events
	// a missed obligation: the assessment has none; do not send a reminder
}

// A delay in the time of a calendar whose days off are not known that far is not claimed.
func TestDelayBeyondCalendar(t *testing.T) {
	r := edited(newReminder(t, "en"), func(r *notice.Reminder) {
		spec := calendar.AlwaysOpen("Asia/Shanghai")
		spec.KnownUntil = calendar.Date{Year: 2026, Month: 9, Day: 26}
		known, err := calendar.Compile(spec)
		require.NoError(t, err)
		terms := r.Contract.Terms[0]
		terms.Calendars = map[string]*calendar.Calendar{"always": known, "office": terms.Calendars["office"]}
		r.Contract.Terms = []sla.Terms{terms}
		r.Findings = []string{late}
		r.Result, err = sla.Evaluate(r.Contract, r.Events, r.Result.AsOf, sla.Options{})
		require.NoError(t, err)
	})
	require.Len(t, r.Missing(), 1)
	require.Contains(t, r.Missing()[0], "a delay that is sure")
}

// A limit that ends with a day is its 24:00; one at midnight sharp is the 0:00 it is.
func TestMidnight(t *testing.T) {
	r := newReminder(t, "en")
	midnight := time.Date(2026, 9, 25, 0, 0, 0, 0, r.Date.Location())
	for exclusive, want := range map[bool]string{true: "24 September 2026, 24:00 +08:00", false: "25 September 2026, 00:00 +08:00"} {
		r := edited(r, func(r *notice.Reminder) {
			r.Findings = []string{silent}
			set(r, silent).Views[sla.ClauseAllows].Due = calendar.Due{At: midnight, Exclusive: exclusive}
		})
		require.Contains(t, write(t, r), "due by "+want)
	}
}
