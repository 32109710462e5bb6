package eml_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/eml"
	"github.com/slaledger/slaledger/sla"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var sides = eml.Options{Vendor: []string{"@vendor.example"}, Client: []string{"@client.example"}}

type golden struct {
	Records  []evidence.Record
	Problems []evidence.Problem
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.eml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			before := bytes.Clone(raw)
			var g golden
			g.Records, g.Problems = eml.New(sides).Parse(raw)
			require.Equal(t, before, raw, "Parse changed the original")
			got, err := json.MarshalIndent(g, "", "\t")
			require.NoError(t, err)
			path := strings.TrimSuffix(file, ".eml") + ".json"
			if *update {
				require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got)+"\n")
		})
	}
}

// one parses a message made of header lines and a body, and returns its record.
func one(t *testing.T, lines ...string) evidence.Record {
	t.Helper()
	recs, problems := eml.New(sides).Parse([]byte(strings.Join(lines, "\r\n")))
	require.Empty(t, problems)
	require.Len(t, recs, 1)
	return recs[0]
}

func TestDate(t *testing.T) {
	want := time.Date(2026, 9, 24, 2, 12, 3, 0, time.UTC)
	tests := []struct {
		date      string
		want      time.Time
		precision time.Duration
	}{
		{"Thu, 24 Sep 2026 10:12:03 +0800", want, 0},
		{"24 Sep 2026 10:12:03 +0800", want, 0},
		{"Thu,24 Sep 2026 10:12:03 +0800 (CST)", want, 0},
		{"Thu, 24 Sep 2026 10:12:03 +0800 CST", want, 0},
		{"Thu, 24 Sep 2026 10:12:03 GMT+0800", want, 0},
		{"Thu, 24 Sep 2026 10:12:03 GMT+08:00 (China (Beijing) Time)", want, 0},
		{"Thu Sep 24 10:12:03 2026 +0800", want, 0},
		{"Thu, 24 Sep 26 10:12:03 +0800", want, 0},
		{"24 September 2026 10:12:03 +0800", want, 0},
		{"2026-09-24T10:12:03+08:00", want, 0},
		{"2026-09-24T02:12:03Z", want, 0},
		{"2026-9-24 10:12:03 +0800", want, 0},
		{"Thu, 24 Sep 2026 02:12:03 GMT", want, 0},
		{"Wed, 23 Sep 2026 22:12:03 EDT", want, 0},
		{"Thu, 24 Sep 2026 2:12:03 -0000", want, 0},
		{"Thu, 24 Sep 2026 10:12 +0800", want.Truncate(time.Minute), time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.date, func(t *testing.T) {
			r := one(t, "From: a@vendor.example", "Date: "+tt.date, "", "x")
			require.Empty(t, r.Problems)
			require.Equal(t, sla.Times{Occurred: tt.want, Sent: tt.want}, r.Times)
			require.Equal(t, sla.Precision(tt.precision), r.Precision)
		})
	}
}

func TestDateRefused(t *testing.T) {
	for _, date := range []string{
		"Thu, 24 Sep 2026 10:12:03 CST", // Beijing or Chicago
		"Thu, 24 Sep 2026 10:12:03",     // no zone
		"Thu, 24 Sep 2026 10:12:03 XYZ",
		"Thu, 31 Sep 2026 10:12:03 +0800",
		"Thu, 24 Sep 2026 25:12:03 +0800",
		"Thu, 24 Sep 1926 10:12:03 +0800",
		"24.09.2026", "yesterday", "+0800", "(((", strings.Repeat("1", 300),
	} {
		t.Run(date, func(t *testing.T) {
			recs, problems := eml.New(sides).Parse([]byte("From: a@vendor.example\nDate: " + date + "\n\nx"))
			require.Empty(t, recs)
			require.NotEmpty(t, problems)
		})
	}
}

func TestAutomatic(t *testing.T) {
	tests := []struct {
		name   string
		header string
		want   bool
	}{
		{"a person", "X-Mailer: Foxmail", false},
		{"replied", "Auto-Submitted: auto-replied", true},
		{"generated, with a parameter", "Auto-Submitted: auto-generated; owner=x", true},
		{"said to be none", "Auto-Submitted: No (by hand)", false},
		{"precedence", "Precedence: auto_reply", true},
		{"bulk is no reply", "Precedence: bulk", false},
		{"x-autoreply", "X-Autoreply: yes", true},
		{"suppressing others is no sign", "X-Auto-Response-Suppress: All", false},
		{"delivery report",
			"Content-Type: multipart/report; report-type=delivery-status; boundary=b", true},
		{"read receipt",
			"Content-Type: multipart/report; report-type=disposition-notification; boundary=b", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := one(t, "From: a@vendor.example", "Date: 24 Sep 2026 10:12:03 +0800", tt.header, "",
				"--b", "", "x", "--b--")
			require.Equal(t, tt.want, r.Automatic)
			require.Equal(t, []sla.Event{{Kind: sla.Message, By: sla.Vendor, Automatic: tt.want}}, r.Means)
		})
	}
}

func TestSides(t *testing.T) {
	tests := []struct {
		name    string
		options eml.Options
		from    string
		want    sla.Role
	}{
		{"domain", sides, "A@VENDOR.example", sla.Vendor},
		{"client", sides, "a@client.example", sla.Client},
		{"subdomain is another domain", sides, "a@mail.vendor.example", ""},
		{"domain as the end of another", sides, "a@notvendor.example", ""},
		{"one address", eml.Options{Vendor: []string{"a@x.example"}}, "a@x.example", sla.Vendor},
		{"another address", eml.Options{Vendor: []string{"a@x.example"}}, "b@x.example", ""},
		{"both lists", eml.Options{Vendor: []string{"@x.example"}, Client: []string{"a@x.example"}},
			"a@x.example", ""},
		{"no list", eml.Options{}, "a@x.example", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			recs, _ := eml.New(tt.options).Parse([]byte("From: " + tt.from + "\nDate: 24 Sep 2026 10:12:03 +0800\n\nx"))
			require.Len(t, recs, 1)
			require.Equal(t, tt.want, recs[0].By)
			require.Equal(t, strings.ToLower(tt.from), strings.ToLower(recs[0].From.Address))
		})
	}
}

func TestVersionNamesOptions(t *testing.T) {
	require.Equal(t, "1", eml.New(eml.Options{}).Version)
	require.NotEqual(t, eml.New(sides).Version,
		eml.New(eml.Options{Vendor: []string{"@vendor.example"}}).Version)
	require.Equal(t, eml.New(sides).Version, eml.New(sides).Version)
}

func TestLimits(t *testing.T) {
	const head = "From: a@vendor.example\r\nDate: 24 Sep 2026 10:12:03 +0800\r\n"
	nested := "x"
	for i := range eml.MaxDepth + 5 {
		nested = fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%s\r\n--b%d--\r\n", i, i, nested, i)
	}
	tests := []struct {
		name string
		raw  string
		want string
	}{
		{"huge header", head + "X-Long: " + strings.Repeat("a",
			eml.MaxHeader) + "\r\n\r\nbody text", "the rest of them was not read"},
		{"endless continuation", head + "X-Long: a" + strings.Repeat("\r\n b",
			eml.MaxHeader) + "\r\n\r\nbody text", "the rest of them was not read"},
		{"many headers", head + strings.Repeat("X: y\r\n", eml.MaxFields+1) + "\r\nbody text",
			"the rest of them was not read"},
		{"many broken headers", head + strings.Repeat("no header\n", 1000) + "\r\nbody text",
			"is no header"},
		{"deep", head + nested, "within each other"},
		{"many parts",
			head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nbody text\r\n", eml.MaxParts+5) + "--b--", "more than 1000 parts"},
		{"long text", head + "\r\n" + strings.Repeat("时", eml.MaxText), "the rest is in the original only"},
		{"many recipients", head + "To: " + strings.Repeat("a@client.example, ",
			eml.MaxPeople+1) + "b@client.example\r\n\r\nbody text", "recipients were kept"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			recs, problems := eml.New(sides).Parse([]byte(tt.raw))
			require.Empty(t, problems)
			require.Len(t, recs, 1)
			require.NotEmpty(t, recs[0].Problems)
			require.LessOrEqual(t, len(recs[0].Problems), 100)
			require.Contains(t, recs[0].Problems[0].Text, tt.want)
			require.True(t, utf8.ValidString(recs[0].Text))
			require.LessOrEqual(t, len(recs[0].Text), eml.MaxText)
			if strings.Contains(tt.raw, "body text") {
				require.Contains(t, recs[0].Text, "body text")
			}
		})
	}
	t.Run("huge file", func(t *testing.T) {
		recs, problems := eml.New(sides).Parse(make([]byte, eml.MaxSize+1))
		require.Empty(t, recs)
		require.Len(t, problems, 1)
	})
}

// Cutting a message anywhere may lose text, never the rule: a record with a time, or none and a
// problem.
func TestCutAnywhere(t *testing.T) {
	raw, err := os.ReadFile("testdata/multipart.eml")
	require.NoError(t, err)
	for n := range raw {
		check(t, raw[:n])
	}
}

func check(t *testing.T, raw []byte) {
	recs, problems := eml.New(sides).Parse(raw)
	require.LessOrEqual(t, len(recs), 1)
	if len(recs) == 0 {
		require.NotEmpty(t, problems)
		return
	}
	r := recs[0]
	year := r.Times.Occurred.Year()
	require.True(t, 1970 <= year && year <= 2100, "year %d", year)
	data, err := json.Marshal(r)
	require.NoError(t, err)
	require.True(t, utf8.Valid(data))
	require.NotContains(t, r.Text+r.Subject+r.Locator, "\x00")
	for _, s := range append([]string{r.Text, r.Subject, r.Locator, r.From.Name, r.From.Address}, attachmentNames(r)...) {
		require.True(t, utf8.ValidString(s), "%q", s)
	}
}

func attachmentNames(r evidence.Record) []string {
	var names []string
	for _, a := range r.Attachments {
		names = append(names, a.Name, a.MediaType)
	}
	return names
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.eml")
	require.NoError(f, err)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) { check(t, raw) })
}

func ExampleNew() {
	raw := "From: Lin Wei <lin@vendor.example>\r\n" +
		"To: it@client.example\r\n" +
		"Date: Thu, 24 Sep 2026 10:12:03 +0800\r\n" +
		"Subject: =?utf-8?B?5a6Y572R5peg5rOV5omT5byA?=\r\n" +
		"Auto-Submitted: auto-replied\r\n" +
		"\r\n" +
		"We have received your message.\r\n"
	importer := eml.New(eml.Options{Vendor: []string{"@vendor.example"}})
	records, problems := importer.Parse([]byte(raw))
	r := records[0]
	fmt.Println(r.By, r.From.Name, r.Times.Sent, r.Subject)
	fmt.Println("automatic:", r.Automatic, "problems:", len(problems))
	// Output:
	// vendor Lin Wei 2026-09-24 02:12:03 +0000 UTC 官网无法打开
	// automatic: true problems: 0
}
