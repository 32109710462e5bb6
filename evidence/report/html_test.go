package report_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/report"
	"github.com/slaledger/slaledger/sla"
)

// skeleton is a page without its texts: elements and attributes, with the values that a browser acts on. It fails if
// the page is not well-formed.
func skeleton(t *testing.T, page string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		require.NoError(t, err, "the page is well-formed")
		switch e := token.(type) {
		case xml.StartElement:
			b.WriteString("<" + e.Name.Local)
			for _, a := range e.Attr {
				b.WriteString(" " + a.Name.Local)
				if a.Name.Local == "href" || a.Name.Local == "class" {
					b.WriteString("=" + a.Value)
				}
			}
			b.WriteString(">\n")
		case xml.EndElement:
			b.WriteString("</" + e.Name.Local + ">\n")
		}
	}
}

func TestSelfContained(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		page := render(t, forms[0], newStory(t, language))
		shape := skeleton(t, page)
		for _, active := range []string{"<script", "<img", "<link", "<iframe", "<object", "<form", " on", " src", " style"} {
			require.NotContains(t, shape, active)
		}
		for _, m := range regexp.MustCompile(`href=(\S*)>`).FindAllStringSubmatch(shape, -1) {
			require.Regexp(t, `^#f\d+$`, m[1])
		}
		outside := strings.NewReplacer("http://www.w3.org/2000/svg", "", "http://www.w3.org/1999/xhtml", "").Replace(page)
		require.NotContains(t, outside, "http://")
		require.NotContains(t, outside, "https://")
		require.NotContains(t, page, "ZgotmplZ", "no value was refused by the template")

		style := between(page, "<style>", "</style>")
		sum := sha256.Sum256([]byte(style))
		policy := strings.ReplaceAll(between(page, `Content-Security-Policy" content="`, `"/>`), "&#43;", "+")
		policy = strings.ReplaceAll(policy, "&#39;", "'")
		require.Equal(t, "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"+
			base64.StdEncoding.EncodeToString(sum[:])+"'", policy)
	}
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// section returns the part of a page that is about one finding.
func section(t *testing.T, page, id string) string {
	t.Helper()
	for _, s := range strings.Split(page, `<section class="finding"`)[1:] {
		if strings.Contains(s, "</span>"+id+"</h2>") {
			return s
		}
	}
	t.Fatalf("no section about %s", id)
	return ""
}

// places returns where the ticks of a class stand.
func places(t *testing.T, svg, class string) []float64 {
	t.Helper()
	var out []float64
	for _, m := range regexp.MustCompile(`<line class="tick t-`+class+`" x1="([0-9.]+)"`).FindAllStringSubmatch(svg, -1) {
		x, err := strconv.ParseFloat(m[1], 64)
		require.NoError(t, err)
		out = append(out, x)
	}
	return out
}

func TestTimelineIsToScale(t *testing.T) {
	b := newStory(t, "en")
	page := render(t, forms[0], b)
	for i := range b.Result.Findings {
		f := &b.Result.Findings[i]
		svg := section(t, page, f.ID)
		if strings.Contains(svg, `class="tear"`) || f.Verdict != sla.Missed || f.Extension != "" {
			continue // a cut time is not to scale across the cut
		}
		start, due, stop := places(t, svg, "start"), places(t, svg, "due"), places(t, svg, "missed")
		require.Len(t, append(append(start, due...), stop...), 3, f.ID)
		drawn := (due[0] - start[0]) / (stop[0] - start[0])
		want := f.Due().At.Sub(f.Start.Time).Seconds() / f.Stop.Time.Sub(f.Start.Time).Seconds()
		require.InDelta(t, want, drawn, 0.001, f.ID)
	}
}

func TestTimelineShows(t *testing.T) {
	page := render(t, forms[0], newStory(t, "en"))
	outage, late := section(t, page, "WEB-1/restore"), section(t, page, "WEB-2/delivery")
	granted, progress := section(t, page, "WEB-3/delivery"), section(t, page, "DEV-1/weekly-report#2")
	require.Contains(t, outage, `<rect class="claimed"`, "a contested pause is dashed")
	require.Contains(t, outage, ">vendor: fault of a third party (contested)<")
	require.NotContains(t, outage, `<rect class="granted"`)
	require.Contains(t, granted, `<rect class="granted"`, "a granted pause is solid")
	require.Contains(t, granted, ">vendor: waiting for the client (granted)<")
	require.Contains(t, late, `class="name"`, "holidays are named")
	require.Contains(t, late, ">Mid-Autumn<")
	require.Contains(t, late, ">National Day<")
	require.Contains(t, late, `class="b-closed"`)
	require.Contains(t, progress, `class="b-worked"`, "made-up days are outlined")
	require.Contains(t, progress, ">for National Day<")
	for _, s := range []string{outage, late, progress} {
		require.Contains(t, s, `<rect class="run"`)
		require.Contains(t, s, `<rect class="late"`, "what counted after the due time stands out")
		require.Contains(t, s, `<rect class="over"`, "the overrun is drawn")
		require.Contains(t, s, "<desc>Timeline from ", "a text says the same")
	}
}

// infect puts a text into every place of a breach where others may write.
func infect(b report.Breach, s string) report.Breach {
	c := *b.Contract
	c.ID, c.Title = "c"+s, "t"+s
	c.Client = sla.Party{Name: "n" + s}
	c.Vendor = sla.Party{Name: "v" + s}
	c.Ledger = sla.Ledger{Origin: b.Head.Origin, Key: "k" + s}
	c.Terms = append([]sla.Terms(nil), c.Terms...)
	t := &c.Terms[0]
	t.Channels = append([]sla.Channel(nil), t.Channels...)
	for i := range t.Channels {
		t.Channels[i].Name = "n" + s
	}
	t.Commitments = append([]sla.Commitment(nil), t.Commitments...)
	for i := range t.Commitments {
		t.Commitments[i].Quote, t.Commitments[i].Clause = "q"+s, "5"+s
	}
	b.Contract = &c
	b.Events = append([]sla.Event(nil), b.Events...)
	for i := range b.Events {
		e := &b.Events[i]
		e.Title = "t" + s
		if e.Kind == sla.HoldClaimed {
			e.Ground, e.Clause = sla.Ground("g"+s), "c"+s
		}
	}
	result := *b.Result
	result.Problems = []sla.Problem{{Case: "c" + s, Event: "e" + s, Text: "t" + s}}
	result.Findings = append([]sla.Finding(nil), result.Findings...)
	for i := range result.Findings {
		f := &result.Findings[i]
		f.ID, f.Clause = "i"+s, "4"+s
	}
	b.Result = &result
	b.Exhibits = append(b.Exhibits[:0:0], b.Exhibits...)
	for i := range b.Exhibits {
		x := &b.Exhibits[i]
		x.Recorder, x.Record.Subject, x.Record.Source = "r"+s, "s"+s, "w"+s
		if x.Importer != "" {
			x.Importer = "m" + s
		}
	}
	b.Head.Text = "h" + s
	b.Software = "s" + s
	return b
}

// No text of others becomes markup, in any form.
func FuzzNoTextBreaksOut(f *testing.F) {
	for _, s := range []string{"", "<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</style></svg>]]>",
		"| a | b |\n\n# head", "`````", "[x](http://evil.example)", "\x00\x1b[31m\xff\u202e\ufffe", "{{.}}", "&amp;&#60;"} {
		f.Add(s)
	}
	var stories []report.Breach
	for _, language := range []string{"en", "zh-CN"} {
		b := newStory(f, language)
		// One with a claim, one counted in days, one unknown: enough, and quick.
		b.Result.Findings = slices.DeleteFunc(b.Result.Findings, func(x sla.Finding) bool {
			return x.ID != "WEB-1/restore" && x.ID != "WEB-3/delivery" && x.ID != "WEB-8/response-live"
		})
		stories = append(stories, b)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 200 {
			return // longer ones are cut, at most
		}
		for _, b := range stories {
			plain, bad := infect(b, ""), infect(b, s)
			require.Equal(t, skeleton(t, render(t, forms[0], plain)), skeleton(t, render(t, forms[0], bad)))
			md := render(t, forms[1], bad)
			got, want := unfenced(md), unfenced(render(t, forms[1], plain))
			require.NotContains(t, got, "<")
			require.Equal(t, strings.Count(want, "\n"), strings.Count(got, "\n"), "no line is added")
			require.Equal(t, bars(want), bars(got), "no column is added")
			text := render(t, forms[3], bad)
			require.NotContains(t, text, "\x1b")
			require.NotContains(t, text, "\u202e")
			require.NotContains(t, md, "\u202e")
		}
	})
}

// bars counts the column marks of tables.
func bars(s string) int { return strings.Count(strings.ReplaceAll(s, `\|`, ""), "|") }

// unfenced is a Markdown text without its block of code and the line with the key, which is code too.
func unfenced(md string) string {
	m := regexp.MustCompile("(?m)^(`{3,})text\n").FindStringSubmatchIndex(md)
	mark := md[m[2]:m[3]]
	_, after, _ := strings.Cut(md[m[1]:], "\n"+mark+"\n")
	text := md[:m[0]] + after
	return regexp.MustCompile("(?m)^.*`slaledger verify`.*$").ReplaceAllString(text, "")
}

// Every colour of text stands out from the paper by at least 4.5 to 1.
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("templates/style.css")
	require.NoError(t, err)
	for _, name := range []string{"ink", "muted", "accent", "missed", "met", "depends"} {
		m := regexp.MustCompile("--" + name + ": #([0-9a-f]{6})").FindSubmatch(css)
		require.NotNil(t, m, name)
		require.GreaterOrEqual(t, 1.05/(luminance(t, string(m[1]))+0.05), 4.5, name)
	}
}

// luminance is the relative luminance of a colour, by WCAG 2.
func luminance(t *testing.T, hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		require.NoError(t, err)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// A browser shows the page under its own policy, and prints it on pages that are numbered.
func TestBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("SLALEDGER_REQUIRE") != "" {
			t.Fatal("chromium is not installed, and SLALEDGER_REQUIRE is set")
		}
		t.Skip("chromium is not installed: the page was not shown in a browser")
	}
	dir := t.TempDir()
	page := filepath.Join(dir, "report.html")
	require.NoError(t, os.WriteFile(page, []byte(render(t, forms[0], newStory(t, "zh-CN"))), 0o644))
	run := func(args ...string) string {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic",
			"--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--user-data-dir=" + filepath.Join(dir, "profile"), "--enable-logging=stderr"}, args...)
		var log strings.Builder
		cmd := exec.CommandContext(ctx, browser, append(args, "file://"+page)...)
		cmd.Stderr = &log
		out, err := cmd.Output()
		require.NoError(t, err, log.String())
		require.NotContains(t, log.String(), "Content Security Policy", "the page keeps to its own policy")
		return string(out)
	}
	dom := run("--dump-dom")
	require.Contains(t, dom, "违约情况报告")
	require.Equal(t, 15, strings.Count(dom, `class="finding"`))
	pdf := filepath.Join(dir, "report.pdf")
	run("--no-pdf-header-footer", "--print-to-pdf="+pdf)
	text, err := os.ReadFile(pdf)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(text), "%PDF"))
}
