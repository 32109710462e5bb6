package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/report"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

var update = flag.Bool("update", false, "write the golden files")

type form struct {
	name string
	make func(io.Writer, report.Breach) error
}

var forms = []form{
	{"html", report.HTML}, {"md", report.Markdown}, {"json", report.JSON},
	{"txt", func(w io.Writer, b report.Breach) error { return report.Text(w, b, report.Terminal{}) }},
}

func render(t *testing.T, f form, b report.Breach) string {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, f.make(&buf, b))
	return buf.String()
}

func TestGolden(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		b := newStory(t, language)
		for _, f := range forms {
			t.Run(language+"/"+f.name, func(t *testing.T) {
				got := render(t, f, b)
				path := filepath.Join("testdata", "story."+language+"."+f.name)
				if *update {
					require.NoError(t, os.MkdirAll("testdata", 0o755))
					require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
				}
				want, err := os.ReadFile(path)
				require.NoError(t, err)
				require.Equal(t, string(want), got)
				require.Equal(t, got, render(t, f, b), "the same breach gives the same bytes")
			})
		}
	}
}

// Every finding's name and times are in every form.
func TestEveryFormHasEveryFinding(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	for _, language := range []string{"en", "zh-CN"} {
		layout := map[string]string{"en": "2 Jan 2006 15:04", "zh-CN": "2006年1月2日 15:04"}[language]
		b := newStory(t, language)
		seen := map[sla.Verdict]bool{}
		for _, f := range forms {
			text := render(t, f, b)
			if f.name == "txt" {
				text = strings.Join(strings.Fields(text), " ") // a time may stand on two lines
			}
			if f.name == "json" {
				layout = time.RFC3339
			}
			for i := range b.Result.Findings {
				x := &b.Result.Findings[i]
				seen[x.Verdict] = true
				require.Contains(t, text, x.ID, f.name)
				require.Contains(t, text, x.Due().At.In(shanghai).Format(layout), f.name+" "+x.ID)
				if !x.Stop.Time.IsZero() {
					require.Contains(t, text, x.Stop.Time.In(shanghai).Format(layout), f.name+" "+x.ID)
				}
			}
			layout = map[string]string{"en": "2 Jan 2006 15:04", "zh-CN": "2006年1月2日 15:04"}[language]
		}
		require.Len(t, seen, 6, "the story has every verdict")
	}
}

// The steps of the JSON are added up by somebody else.
func TestWorkingAddsUp(t *testing.T) {
	type duration struct{ Seconds, Nanoseconds int64 }
	var got struct {
		Schema   string
		Findings []struct {
			ID    string
			Start struct{ Time time.Time }
			Views []struct {
				View    string
				Elapsed duration
			}
			Working []struct {
				From, To      time.Time
				Open, Counted bool
				Pause         string
				Length        duration
			}
		}
	}
	b := newStory(t, "en")
	b.Events[0].Times.Occurred = b.Events[0].Times.Occurred.Add(time.Nanosecond)
	var err error
	b.Result, err = sla.Evaluate(b.Contract, b.Events, b.Result.AsOf, sla.Options{})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal([]byte(render(t, forms[2], b)), &got))
	require.Equal(t, "slaledger/breach/1", got.Schema)
	require.Len(t, got.Findings, len(b.Result.Findings))
	for _, f := range got.Findings {
		var sum int64
		last := f.Start.Time
		for _, s := range f.Working {
			require.True(t, s.From.Equal(last), "the steps touch: %s", f.ID)
			require.Equal(t, s.To.Sub(s.From).Nanoseconds(), s.Length.Seconds*1e9+s.Length.Nanoseconds)
			require.False(t, s.Counted && (!s.Open || s.Pause != ""), "only open time that is not paused counts")
			if s.Counted {
				sum += s.To.UnixNano() - s.From.UnixNano()
			}
			last = s.To
		}
		require.Equal(t, "clause_allows", f.Views[1].View)
		require.Equal(t, sum, f.Views[1].Elapsed.Seconds*1e9+f.Views[1].Elapsed.Nanoseconds, f.ID)
	}
}

func TestSaysNoMoreThanIsShown(t *testing.T) {
	md := render(t, forms[1], newStory(t, "en"))
	for _, want := range []string{
		"No record covers live chat from the start of the clock to the due time", // unknown, and why
		"too coarse",                    // unknown, and why
		"What is owed: not computed",    // no silence about money
		"neither granted nor contested", // a claim without an answer
		"It is in time only because of a pause that a clause allows",                      // and that it decides
		"contested by the client (e4) | not taken out; a note",                            // a bare excuse
		"By every claim, granted or not and with or without a clause, the due time would", // third view
		"The lower figure of 10 min is an aim without consequence",                        // 10-30 minutes
		"Judged by an extended date",                                                      // extension
		"events of kind \"praised\" are not judged",                                       // problems
		"not stated in the contract file; the default is used", "stated by the contract",  // conventions
		"This is not legal advice", "no time from outside", // limits
		"live chat from the start",
	} {
		require.Contains(t, md, want)
	}
	require.NotContains(t, md, "tamper-proof")
}

// A miss without a stop says where nothing was received, and up to when that is shown.
func TestSilence(t *testing.T) {
	b := newStory(t, "en")
	for i := range b.Events {
		if b.Events[i].Kind == sla.Coverage {
			b.Events[i].Span.To = b.Events[i].Times.Occurred
		}
	}
	var err error
	b.Result, err = sla.Evaluate(b.Contract, b.Events, b.Result.AsOf, sla.Options{})
	require.NoError(t, err)
	want := "Due 9 Oct 2026 10:30; no answer in telephone, e-mail, ticket portal and live chat up to then, " +
		"and none on record as of 12 Oct 2026 17:00: over by 20 h of counted time at that time."
	require.Contains(t, render(t, forms[1], b), want)
}

func TestRefuses(t *testing.T) {
	tests := map[string]struct {
		edit func(*report.Breach)
		want string
	}{
		"no assessment":  {func(b *report.Breach) { b.Result = nil }, "there is no assessment"},
		"no contract":    {func(b *report.Breach) { b.Contract = nil; b.Result = &sla.Assessment{} }, "there is no contract"},
		"language":       {func(b *report.Breach) { b.Language = "tlh" }, `"tlh"`},
		"other terms":    {func(b *report.Breach) { c := *b.Contract; c.Terms = nil; b.Contract = &c }, `no terms of version "1.0"`},
		"other calendar": {func(b *report.Breach) { b.Result.Findings[0].Fingerprint = "sha256:00" }, "evaluate again"},
		"sum is wrong":   {func(b *report.Breach) { b.Result.Findings[0].Views[sla.ClauseAllows].Elapsed++ }, "does not come to its elapsed time"},
		"zone":           {func(b *report.Breach) { c := *b.Contract; c.Zone = "Mars/Olympus"; b.Contract = &c }, "zone of the contract"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newStory(t, "en")
			tt.edit(&b)
			for _, f := range forms {
				var buf bytes.Buffer
				err := f.make(&buf, b)
				require.ErrorContains(t, err, tt.want)
				require.ErrorContains(t, err, "report: make ")
				require.Zero(t, buf.Len(), "nothing is written")
			}
		})
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestWriterFails(t *testing.T) {
	b := newStory(t, "en")
	for _, f := range forms {
		require.ErrorContains(t, f.make(broken{}, b), "no room")
	}
}

func TestNothingToReport(t *testing.T) {
	b := newStory(t, "en")
	b.Contract.Language, b.Language = "fr", "" // no such language: English
	b.Result = &sla.Assessment{Contract: b.Contract, AsOf: b.Result.AsOf}
	b.Contract, b.Events, b.Exhibits, b.Head, b.Demo = nil, nil, nil, ledger.Checkpoint{}, false
	for _, f := range forms {
		text := render(t, f, b)
		require.NotContains(t, text, "DEMO")
	}
	require.Contains(t, render(t, forms[0], b), "No checkpoint was given")
	require.Contains(t, render(t, forms[1], b), "No promise is shown as missed")
}

func TestCheckpoint(t *testing.T) {
	b := newStory(t, "en")
	b.Contract.Ledger.Origin = "ledger.example/other"
	b.Head.Signed = false
	md := render(t, forms[1], b)
	require.Contains(t, md, head, "the checkpoint is there in full")
	require.Contains(t, md, "The two must be the same")
	require.Contains(t, md, "signature of the checkpoint was not verified")
}

// A clock of years is condensed: the lines are few, named days stay, and the sum is that of every step.
func TestCondensed(t *testing.T) {
	b := newStory(t, "en")
	b.Result.AsOf.At = time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	var err error
	b.Result, err = sla.Evaluate(b.Contract, b.Events, b.Result.AsOf, sla.Options{})
	require.NoError(t, err)
	var open *sla.Finding
	for i := range b.Result.Findings {
		if b.Result.Findings[i].ID == "WEB-6/delivery" {
			open = &b.Result.Findings[i]
		}
	}
	require.Greater(t, len(slices.Collect(b.Result.Explain(open, sla.ClauseAllows))), 900)
	b.Result.Findings = []sla.Finding{*open}
	md := render(t, forms[1], b)
	require.Contains(t, md, "steps summed: ")
	require.Less(t, strings.Count(md, "\n"), 200)
	sum := open.Views[sla.ClauseAllows].Elapsed
	require.Contains(t, md, fmt.Sprintf("**%d h %d min**", sum/time.Hour, sum%time.Hour/time.Minute))
	require.Contains(t, md, "known only until 31 Dec 2026. Time counted after that is provisional")
	html := render(t, forms[0], b)
	require.Contains(t, html, `class="tear"`, "a long quiet stretch is cut, and the cut is drawn")
}

func TestTerminal(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		b := newStory(t, language)
		b.Contract.Title = strings.Repeat("很长的标题\x1b[31m", 30)
		for _, tt := range []struct{ asked, want int }{{0, 80}, {200, 80}, {80, 80}, {60, 60}, {1, 40}, {-5, 40}} {
			var buf bytes.Buffer
			require.NoError(t, report.Text(&buf, b, report.Terminal{Width: tt.asked}))
			require.NotContains(t, buf.String(), "\x1b", "no colours unless asked for")
			for line := range strings.Lines(buf.String()) {
				require.LessOrEqual(t, report.Cells(strings.TrimSuffix(line, "\n")), tt.want, line)
			}
		}
		var plain, colour bytes.Buffer
		require.NoError(t, report.Text(&plain, b, report.Terminal{}))
		require.NoError(t, report.Text(&colour, b, report.Terminal{Color: true}))
		bare := strings.NewReplacer("\x1b[1m", "", "\x1b[31m", "", "\x1b[0m", "").Replace(colour.String())
		require.NotEqual(t, plain.String(), colour.String())
		require.Equal(t, plain.String(), bare, "the same facts without colours")
	}
}

// Both languages say the same sentences.
func TestSentences(t *testing.T) {
	names := func(language, file string) []string {
		text, err := os.ReadFile(filepath.Join("templates", language, file))
		require.NoError(t, err)
		found := regexp.MustCompile(`\{\{define "([^"]+)"\}\}`).FindAllStringSubmatch(string(text), -1)
		var out []string
		for _, m := range found {
			out = append(out, m[1])
		}
		slices.Sort(out)
		require.Equal(t, slices.Compact(slices.Clone(out)), out, "each once")
		return out
	}
	require.Equal(t, names("en", "sentences.tmpl"), names("zh-CN", "sentences.tmpl"))
	for _, file := range []string{"sentences.tmpl", "report.html.tmpl", "report.md.tmpl"} {
		fields := func(language string) []string {
			text, err := os.ReadFile(filepath.Join("templates", language, file))
			require.NoError(t, err)
			found := regexp.MustCompile(`\$?\.[A-Za-z]+[A-Za-z.]*`).FindAllString(actions(string(text)), -1)
			slices.Sort(found)
			return slices.Compact(found)
		}
		require.Equal(t, fields("en"), fields("zh-CN"), file)
	}
}

// actions is what stands between the braces of a template.
func actions(text string) string {
	return strings.Join(regexp.MustCompile(`\{\{[^}]*\}\}`).FindAllString(text, -1), " ")
}

// A code that this version does not know is shown as it is.
func TestUnknownCodes(t *testing.T) {
	b := newStory(t, "en")
	b.Result.Findings[0].Verdict = "depends"
	b.Result.Findings[0].Reasons = []sla.Reason{"moon_phase"}
	md := render(t, forms[1], b)
	require.Contains(t, md, "? depends")
	require.Contains(t, md, `moon\_phase`)
}

// Pages begin with what was missed; the JSON keeps the order of the assessment.
func TestOrder(t *testing.T) {
	b := newStory(t, "en")
	md, doc := render(t, forms[1], b), render(t, forms[2], b)
	require.Contains(t, md, "| 1 | DEV-1/weekly-report#2: progress report")
	last := 0
	for i := range b.Result.Findings {
		at := strings.Index(doc, `"id": "`+b.Result.Findings[i].ID+`"`)
		require.Greater(t, at, last)
		last = at
	}
}

// A clock whose times are not known is reported without a drawing or a working, and with the reason.
func TestTimesNotKnown(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		for _, at := range []string{"start", "stop"} {
			b := newStory(t, language)
			c := &b.Contract.Terms[0].Commitments[0]
			if at == "start" {
				c.Start.Time = sla.AtArrived
			} else {
				c.Stop.Time = sla.AtArrived
			}
			var err error
			b.Result, err = sla.Evaluate(b.Contract, b.Events, b.Result.AsOf, sla.Options{})
			require.NoError(t, err)
			b.Result.Findings = slices.DeleteFunc(b.Result.Findings, func(f sla.Finding) bool { return f.ID != "WEB-1/response-live" })
			require.Equal(t, []sla.Reason{sla.TimeNotKnown}, b.Result.Findings[0].Reasons)
			for _, f := range forms {
				text := render(t, f, b)
				require.NotContains(t, text, "0001", "no time is invented: "+f.name)
			}
			want := map[string]string{"en": "counts by a time that the record of the event does not hold",
				"zh-CN": "该事件的记录中没有"}[language]
			require.Contains(t, render(t, forms[1], b), want)
		}
	}
}

// However long a clock is, its pauses and its named days are not summed with others.
func TestCondensedHidesNoName(t *testing.T) {
	b := newStory(t, "en")
	b.Events = slices.DeleteFunc(b.Events, func(e sla.Event) bool { return e.Case == "WEB-3" && e.Kind == sla.Delivered })
	var err error
	b.Result, err = sla.Evaluate(b.Contract, b.Events, sla.AsOf{At: time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)}, sla.Options{})
	require.NoError(t, err)
	b.Result.Findings = slices.DeleteFunc(b.Result.Findings, func(f sla.Finding) bool { return f.ID != "WEB-3/delivery" })
	_, working, _ := strings.Cut(render(t, forms[1], b), "### The working of the clock")
	working, _, _ = strings.Cut(working, "###")
	require.Contains(t, working, "steps summed")
	for _, name := range []string{"pause e10", "closed day: Mid-Autumn", "closed day: National Day", "made-up working day: for National Day"} {
		require.Contains(t, working, name)
	}
}
