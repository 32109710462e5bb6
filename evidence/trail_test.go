package evidence_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

var start = time.Date(2026, 9, 24, 2, 0, 0, 0, time.UTC)

// ticking is a recorder's clock that goes on by a minute at each reading.
func ticking() func() time.Time {
	var mu sync.Mutex
	now := start
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute)
		return now
	}
}

// zeros gives salts without randomness, so that two runs are equal.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func options(now func() time.Time) evidence.Options {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	return evidence.Options{Software: "test 1", Log: ledger.Options{Key: key, Now: now, Rand: zeros{}}}
}

func open(t testing.TB, store ledger.Store) *evidence.Trail {
	t.Helper()
	trail, err := evidence.Open(t.Context(), store, "client.example/web/1", options(ticking()))
	require.NoError(t, err)
	return trail
}

// lines is an importer of test originals: each line is a message of the vendor, "HH:MM text".
func lines(version string) evidence.Importer {
	return evidence.Importer{Name: "lines", Version: version,
		Parse: func(raw []byte) ([]evidence.Record, []evidence.Problem) {
			var recs []evidence.Record
			var problems []evidence.Problem
			for i, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
				where := fmt.Sprintf("line %d", i+1)
				clock, text, _ := strings.Cut(line, " ")
				at, err := time.Parse("15:04", clock)
				if err != nil {
					problems = append(problems, evidence.Problem{Where: where, Text: "no time"})
					continue
				}
				at = start.Truncate(24 * time.Hour).Add(at.Sub(at.Truncate(24 * time.Hour)))
				recs = append(recs, evidence.Record{
					Channel: "live_chat", By: sla.Vendor, Times: sla.Times{Occurred: at}, Precision: sla.Precision(time.Minute),
					Text: text, Locator: where, Means: []sla.Event{{Kind: sla.Message}},
				})
			}
			return recs, problems
		}}
}

func events(t testing.TB, trail *evidence.Trail) []sla.Event {
	t.Helper()
	es, head, err := trail.Events(context.Background())
	require.NoError(t, err)
	require.Equal(t, trail.Log().Checkpoint(), head)
	return es
}

func size(trail *evidence.Trail) int64 { return trail.Log().Checkpoint().Size }

func types(t *testing.T, trail *evidence.Trail) []string {
	t.Helper()
	var list []string
	for e, err := range trail.Log().Entries(t.Context(), 0, -1) {
		require.NoError(t, err)
		list = append(list, e.Type)
	}
	return list
}

func TestImportKeepsOriginalFirst(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	raw := []byte("not UTF-8: \xff\x00 \r\n")
	imp := evidence.Importer{Name: "probe", Version: "1",
		Parse: func(got []byte) ([]evidence.Record, []evidence.Problem) {
			require.Equal(t, raw, got)
			require.EqualValues(t, 1, size(trail), "the original is in the log when the parser runs")
			return nil, []evidence.Problem{{Text: "not a message"}}
		}}
	r, err := trail.Import(t.Context(), raw, imp, evidence.About{Name: "C:\\mail\\01.eml",
		By: "lin", Case: "WEB-1"})
	require.NoError(t, err)
	require.Equal(t, evidence.Receipt{Records: []int64{},
		Problems: []evidence.Problem{{Text: "not a message"}}}, r)
	require.Equal(t, []string{"original", "problems"}, types(t, trail))
	for e, err := range trail.Log().Entries(t.Context(), 0, 1) {
		require.NoError(t, err)
		require.Equal(t, map[string]string{"name": "01.eml"}, e.Meta)
		require.Equal(t, "WEB-1", e.Subject)
		o, err := trail.Log().Body(t.Context(), *e.Body)
		require.NoError(t, err)
		require.Equal(t, raw, o.Data)
	}
	require.Empty(t, events(t, trail))
}

func TestImportTwice(t *testing.T) {
	tests := []struct {
		name  string
		about evidence.About
		raw   string
	}{
		{"undecided", evidence.About{By: "lin", Case: "WEB-1"}, "10:30 hello\n10:31 hello"},
		{"accepted", evidence.About{By: "lin", Case: "WEB-1", Accept: true}, "10:30 收到\n10:30 收到\nbroken"},
		{"decided", evidence.About{By: "lin", Case: "WEB-1", Means: []sla.Event{{ID: "ack",
			Kind: sla.Acknowledged}}}, "10:30 hello"},
		{"means nothing", evidence.About{By: "lin", Case: "WEB-1", Means: []sla.Event{}}, "10:30 hello"},
		{"no record", evidence.About{By: "lin"}, "broken"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			trail := open(t, &ledger.Memory{})
			first, err := trail.Import(t.Context(), []byte(tt.raw), lines("1"), tt.about)
			require.NoError(t, err)
			require.False(t, first.Again)
			want, n := events(t, trail), size(trail)
			second, err := trail.Import(t.Context(), []byte(tt.raw), lines("1"), tt.about)
			require.NoError(t, err)
			first.Again = true
			require.Equal(t, first, second)
			require.Equal(t, n, size(trail))
			require.Equal(t, want, events(t, trail))
		})
	}
}

func TestEqualMessagesAreTwoFacts(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	about := evidence.About{By: "lin", Case: "WEB-1", Accept: true}
	r, err := trail.Import(t.Context(), []byte("10:30 收到\n10:30 收到"), lines("1"), about)
	require.NoError(t, err)
	require.Equal(t, []int64{1, 2}, r.Records)
	at := time.Date(2026, 9, 24, 10, 30, 0, 0, time.UTC)
	want := sla.Event{
		ID: "1", Case: "WEB-1", Kind: sla.Message, By: sla.Vendor, Channel: "live_chat", Times: sla.Times{Occurred: at},
		Precision: sla.Precision(time.Minute), Known: start.Add(2 * time.Minute), Evidence: []string{"1", "0"},
	}
	second := want
	second.ID, second.Evidence = "2", []string{"2", "0"}
	require.Equal(t, []sla.Event{want, second}, events(t, trail))

	seqs, err := trail.Record(t.Context(), "lin", call("WEB-1", "hello"), call("WEB-1", "hello"))
	require.NoError(t, err)
	require.Equal(t, []int64{4, 5}, seqs, "equal notes in one call are two facts as well")
	again, err := trail.Record(t.Context(), "lin", call("WEB-1", "hello"), call("WEB-1", "hello"))
	require.NoError(t, err)
	require.Equal(t, seqs, again, "the same call again keeps nothing twice")
	other, err := trail.Record(t.Context(), "wang", call("WEB-1", "hello"))
	require.NoError(t, err)
	require.Equal(t, []int64{6}, other, "another person's word is another record")
}

// call is a phone call noted by hand.
func call(id, text string, means ...sla.Event) evidence.Record {
	return evidence.Record{
		Case: id, Channel: "phone", By: sla.Client, Times: sla.Times{Occurred: start}, Precision: sla.Precision(time.Minute),
		Source: "call note of Lin Wei", Text: text, Means: means,
	}
}

func TestFill(t *testing.T) {
	at := func(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }
	r := evidence.Record{
		Case: "WEB-1", Channel: "email", By: sla.Vendor, Automatic: true, Precision: sla.Precision(time.Second),
		Times: sla.Times{Occurred: at(1), Sent: at(2), Arrived: at(3), Acknowledged: at(4)},
	}
	tests := []struct {
		name        string
		means, want sla.Event
	}{
		{"all from the record", sla.Event{Kind: sla.Message}, sla.Event{
			Case: "WEB-1", Kind: sla.Message, By: sla.Vendor, Channel: "email", Times: r.Times, Precision: r.Precision, Automatic: true,
		}},
		{"nothing from the record", sla.Event{
			ID: "x", Case: "WEB-2", Kind: sla.Chased, By: sla.Client, Channel: "phone", Precision: sla.Precision(time.Hour),
			Times: sla.Times{Occurred: at(11), Sent: at(12), Arrived: at(13), Acknowledged: at(14)},
		}, sla.Event{
			ID: "x", Case: "WEB-2", Kind: sla.Chased, By: sla.Client, Channel: "phone", Precision: sla.Precision(time.Hour),
			Times: sla.Times{Occurred: at(11), Sent: at(12), Arrived: at(13),
				Acknowledged: at(14)}, Automatic: true,
		}},
		{"coverage takes no case", sla.Event{Kind: sla.Coverage, Span: sla.Span{From: at(0),
			To: at(9)}}, sla.Event{
			Kind: sla.Coverage, By: sla.Vendor, Channel: "email", Times: r.Times, Precision: r.Precision, Automatic: true,
			Span: sla.Span{From: at(0), To: at(9)},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			trail := open(t, &ledger.Memory{})
			r.Means = []sla.Event{tt.means}
			_, err := trail.Record(t.Context(), "lin", r)
			require.NoError(t, err)
			tt.want.Known, tt.want.Evidence = start.Add(time.Minute), []string{"0"}
			if tt.want.ID == "" {
				tt.want.ID = "0"
			}
			require.Equal(t, []sla.Event{tt.want}, events(t, trail))
		})
	}
}

// The same instants, written in any zone, give the same events.
func TestZonesDoNotMatter(t *testing.T) {
	var all [][]sla.Event
	for _, name := range []string{"UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Apia"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		in := start.In(zone)
		trail := open(t, &ledger.Memory{})
		r := call("WEB-1", "x", sla.Event{Kind: sla.HoldClaimed, Span: sla.Span{From: in,
			To: in.Add(time.Hour)}, Until: in})
		r.Times = sla.Times{Occurred: in, Sent: in, Arrived: in}
		_, err = trail.Record(t.Context(), "lin", r)
		require.NoError(t, err)
		all = append(all, events(t, trail))
	}
	for _, es := range all[1:] {
		require.Equal(t, all[0], es)
	}
}

func TestRecordRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*evidence.Record)
		want   string
	}{
		{"no case", func(r *evidence.Record) { r.Case = "" }, "belongs to no case"},
		{"no case and an event without one", func(r *evidence.Record) {
			r.Case, r.Means = "",
				[]sla.Event{{Kind: sla.Opened}}
		}, "belongs to no case"},
		{"no time", func(r *evidence.Record) { r.Times = sla.Times{} }, "no time"},
		{"1969", func(r *evidence.Record) {
			r.Times.Occurred = time.Date(1969, 12, 31, 0, 0, 0, 0,
				time.UTC)
		}, "outside the years"},
		{"2101", func(r *evidence.Record) {
			r.Times.Sent = time.Date(2101, 1, 1, 0, 0, 0, 0,
				time.UTC)
		}, "outside the years"},
		{"role", func(r *evidence.Record) { r.By = "supplier" }, `use one of ["client"`},
		{"event without a side", func(r *evidence.Record) {
			r.By, r.Means = "",
				[]sla.Event{{Kind: sla.Opened}}
		}, "which side"},
		{"event's role", func(r *evidence.Record) {
			r.Means = []sla.Event{{Kind: sla.Opened,
				By: "me"}}
		}, `use one of ["client"`},
		{"event's kind", func(r *evidence.Record) { r.Means = []sla.Event{{Kind: "Opened!"}} },
			"a kind is a word"},
		{"event's evidence", func(r *evidence.Record) {
			r.Means = []sla.Event{{Kind: sla.Opened,
				Evidence: []string{"9"}}}
		}, "leave evidence and known empty"},
		{"event known before", func(r *evidence.Record) {
			r.Means = []sla.Event{{Kind: sla.Opened,
				Known: start}}
		}, "leave evidence and known empty"},
		{"reserved id", func(r *evidence.Record) {
			r.Means = []sla.Event{{ID: "12.3",
				Kind: sla.Opened}}
		}, "use another, or none"},
		{"id twice", func(r *evidence.Record) {
			r.Means = []sla.Event{{ID: "a", Kind: sla.Opened}, {ID: "a", Kind: sla.Message}}
		}, "there twice"},
		{"coverage of a case", func(r *evidence.Record) {
			r.Means = []sla.Event{{Case: "x",
				Kind: sla.Coverage}}
		}, "belongs to no case"},
		{"coverage of nothing",
			func(r *evidence.Record) { r.Means = []sla.Event{{Kind: sla.Coverage, Span: sla.Span{From: start}}} }, "span with from and to"},
		{"not UTF-8", func(r *evidence.Record) { r.Text = "\xff" }, "not UTF-8"},
		{"zero byte", func(r *evidence.Record) { r.To = []evidence.Person{{Name: "a\x00"}} }, "zero byte"},
		{"case with a line break", func(r *evidence.Record) { r.Case = "a\nb" }, "control character"},
		{"long case", func(r *evidence.Record) { r.Case = strings.Repeat("a", evidence.MaxName+1) },
			"longer than"},
		{"long text", func(r *evidence.Record) { r.Text = strings.Repeat("a", evidence.MaxText+1) },
			"longer than"},
		{"long list", func(r *evidence.Record) {
			r.To = make([]evidence.Person,
				evidence.MaxList+1)
		}, "more than 10000 items"},
		{"negative precision", func(r *evidence.Record) { r.Precision = -1 }, "precision"},
		{"bad hash", func(r *evidence.Record) {
			r.Attachments = []evidence.Attachment{{Name: "a",
				SHA256: "00"}}
		}, "hexadecimal"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			trail := open(t, &ledger.Memory{})
			bad := call("WEB-1", "bad")
			tt.change(&bad)
			_, err := trail.Record(t.Context(), "lin", call("WEB-1", "good"), bad)
			require.ErrorContains(t, err, "evidence: record: record 2 of 2: ")
			require.ErrorContains(t, err, tt.want)
			require.Zero(t, size(trail), "records are kept whole or not at all")
		})
	}
	t.Run("nobody", func(t *testing.T) {
		_, err := open(t, &ledger.Memory{}).Record(t.Context(), "", call("WEB-1", "x"))
		require.ErrorContains(t, err, "name the person")
	})
}

func TestIDs(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	own := func(text, id string) evidence.Record {
		return call("WEB-1", text, sla.Event{ID: id,
			Kind: sla.Opened})
	}
	seqs, err := trail.Record(t.Context(), "lin", own("a", "call-1"))
	require.NoError(t, err)

	again, err := trail.Record(t.Context(), "lin", own("a", "call-1"))
	require.NoError(t, err, "the same record again is no conflict")
	require.Equal(t, seqs, again)
	_, err = trail.Record(t.Context(), "lin", own("other words", "call-1"))
	require.ErrorContains(t, err, `the event id "call-1" belongs to entry 0`)
	_, err = trail.Record(t.Context(), "wang", own("a", "call-1"))
	require.ErrorContains(t, err, `the event id "call-1" belongs to entry 0`)
	_, err = trail.Record(t.Context(), "lin", own("b", "call-2"), own("c", "call-2"))
	require.ErrorContains(t, err, `record 2 of 2: the event id "call-2" is that of record 1 too`)
	require.EqualValues(t, 1, size(trail))

	proposing := lines("1")
	parse := proposing.Parse
	proposing.Parse = func(raw []byte) ([]evidence.Record, []evidence.Problem) {
		recs, problems := parse(raw)
		recs[0].Means = []sla.Event{{ID: "call-1", Kind: sla.Message}, {ID: "7", Kind: sla.Message},
			{ID: "m", Kind: sla.Message}, {Kind: "?"}}
		return recs, problems
	}
	about := evidence.About{By: "lin", Case: "WEB-1", Accept: true}
	r, err := trail.Import(t.Context(), []byte("10:30 x"), proposing, about)
	require.NoError(t, err)
	require.Len(t, r.Problems, 3, "%v", r.Problems)
	r2, err := trail.Import(t.Context(), []byte("10:30 x"), proposing, about)
	require.NoError(t, err)
	r.Again = true
	require.Equal(t, r, r2)
	ids := []string{}
	for _, e := range events(t, trail) {
		ids = append(ids, e.ID)
	}
	require.Equal(t, []string{"call-1", "2", "2.2", "m"}, ids)

	about = evidence.About{By: "lin", Case: "WEB-1", Means: []sla.Event{{ID: "call-1", Kind: sla.Message}}}
	_, err = trail.Import(t.Context(), []byte("10:31 y"), lines("1"), about)
	require.ErrorContains(t, err, `the event id "call-1" belongs to entry 0`)
	_, err = trail.Decide(t.Context(), evidence.Decision{By: "lin", Record: r.Records[0],
		Means: about.Means})
	require.ErrorContains(t, err, `the event id "call-1" belongs to entry 0`)
	_, err = trail.Decide(t.Context(), evidence.Decision{By: "lin", Record: r.Records[0],
		Means: []sla.Event{{ID: "m", Kind: sla.Reported}}})
	require.NoError(t, err, "a record's own id may be used again in a decision on it")
}

func TestDecisions(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	about := evidence.About{By: "lin", Case: "WEB-1", Accept: true}
	r, err := trail.Import(t.Context(), []byte("10:30 done\n10:40 really done"), lines("1"), about)
	require.NoError(t, err)
	kinds := func(es []sla.Event) (out []string) {
		for _, e := range es {
			out = append(out, e.ID+" "+string(e.Kind)+" "+e.Known.Format("15:04"))
		}
		return out
	}
	asKnown := func(minute int) []string {
		es, _, err := trail.AsKnownAt(t.Context(), start.Add(time.Duration(minute)*time.Minute))
		require.NoError(t, err)
		return kinds(es)
	}
	require.Equal(t, []string{"1 message 02:02", "2 message 02:02"}, kinds(events(t, trail)))

	decide := func(seq int64, means ...sla.Event) {
		_, err := trail.Decide(t.Context(), evidence.Decision{By: "wang", Record: seq, Means: means,
			Reason: "read again"})
		require.NoError(t, err)
	}
	decide(r.Records[0], sla.Event{Kind: sla.Resolved}, sla.Event{Kind: sla.Reported,
		Times: sla.Times{Occurred: start}})
	decide(r.Records[1])
	require.Equal(t, []string{"1 resolved 02:03", "1.2 reported 02:03"}, kinds(events(t, trail)))
	decide(r.Records[1], sla.Event{Kind: sla.Delivered})
	require.Equal(t, []string{"1 resolved 02:03", "1.2 reported 02:03", "2 delivered 02:05"},
		kinds(events(t, trail)))

	_, err = trail.Import(t.Context(), []byte("10:30 done\n10:40 really done"), lines("1"), about)
	require.NoError(t, err)
	require.Equal(t, []string{"1 resolved 02:03", "1.2 reported 02:03", "2 delivered 02:05"},
		kinds(events(t, trail)),
		"an import that says nothing new leaves later decisions alone")

	require.Nil(t, asKnown(0))
	require.Nil(t, asKnown(1))
	require.Equal(t, []string{"1 message 02:02", "2 message 02:02"}, asKnown(2))
	require.Equal(t, []string{"1 resolved 02:03", "1.2 reported 02:03", "2 message 02:02"}, asKnown(3))
	require.Equal(t, []string{"1 resolved 02:03", "1.2 reported 02:03"}, asKnown(4))
	require.Equal(t, kinds(events(t, trail)), asKnown(5))
	_, _, err = trail.AsKnownAt(t.Context(), time.Time{})
	require.ErrorContains(t, err, "not set")

	for _, seq := range []int64{-1, 0, 3, 99} {
		_, err := trail.Decide(t.Context(), evidence.Decision{By: "wang", Record: seq})
		require.ErrorContains(t, err, "there is no record of that number")
	}
	_, err = trail.Decide(t.Context(), evidence.Decision{Record: 1})
	require.ErrorContains(t, err, "name the person")
}

// Changing one's mind by importing again, there and back, is three decisions.
func TestImportDecidesAnew(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	for i, kind := range []sla.Kind{sla.Message, sla.Resolved, sla.Message, sla.Message} {
		about := evidence.About{By: "lin", Case: "WEB-1", Means: []sla.Event{{Kind: kind}}}
		r, err := trail.Import(t.Context(), []byte("10:30 done"), lines("1"), about)
		require.NoError(t, err)
		require.Equal(t, i > 0, r.Again)
		require.Equal(t, kind, events(t, trail)[0].Kind)
	}
	require.Equal(t, []string{"original", "record", "decision", "decision", "decision"}, types(t, trail))
}

func TestAnotherReadingReplaces(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	about := evidence.About{By: "lin", Case: "WEB-1", Accept: true}
	_, err := trail.Import(t.Context(), []byte("10:30 a\n10:31 b"), lines("1"), about)
	require.NoError(t, err)
	r, err := trail.Import(t.Context(), []byte("10:30 a\n10:31 b"), lines("2"), about)
	require.NoError(t, err)
	require.True(t, r.Again)
	require.Equal(t, []int64{4, 5}, r.Records)
	es := events(t, trail)
	require.Len(t, es, 2, "the first reading must not count beside the second")
	require.Equal(t, []string{"4", "0"}, es[0].Evidence)
	before, _, err := trail.AsKnownAt(t.Context(), start.Add(2*time.Minute))
	require.NoError(t, err)
	require.Equal(t, []string{"1", "0"}, before[0].Evidence)

	changed := lines("2")
	changed.Parse = func([]byte) ([]evidence.Record, []evidence.Problem) {
		return []evidence.Record{call("WEB-1", "x")}, nil
	}
	_, err = trail.Import(t.Context(), []byte("10:30 a\n10:31 b"), changed,
		evidence.About{By: "lin", Case: "WEB-1"})
	require.ErrorIs(t, err, ledger.ErrKeyReused)
	require.ErrorContains(t, err, "give it a new version")
}

func TestImportRefuses(t *testing.T) {
	two := "10:30 a\n10:31 b"
	tests := []struct {
		name  string
		raw   string
		about evidence.About
		want  string
	}{
		{"nobody", two, evidence.About{Case: "WEB-1"}, "name the person"},
		{"both", two, evidence.About{By: "lin", Accept: true, Means: []sla.Event{}},
			"both Accept and Means"},
		{"means of two", two, evidence.About{By: "lin", Case: "WEB-1",
			Means: []sla.Event{{Kind: sla.Message}}}, "gave 2 records"},
		{"means of none", "broken", evidence.About{By: "lin", Case: "WEB-1",
			Means: []sla.Event{{Kind: sla.Message}}}, "gave 0 records"},
		{"accept without a case", two, evidence.About{By: "lin", Accept: true},
			"record 1 (line 1) cannot be accepted: event 1: the message event belongs to no case"},
		{"means without a case", "10:30 a", evidence.About{By: "lin",
			Means: []sla.Event{{Kind: sla.Message}}}, "belongs to no case"},
		{"bad means", "10:30 a", evidence.About{By: "lin", Case: "WEB-1", Means: []sla.Event{{}}},
			"a kind is a word"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			trail := open(t, &ledger.Memory{})
			_, err := trail.Import(t.Context(), []byte(tt.raw), lines("1"), tt.about)
			require.ErrorContains(t, err, tt.want)
			require.LessOrEqual(t, size(trail), int64(1), "at most the original is kept")
			require.Empty(t, events(t, trail))
			ok := evidence.About{By: "lin", Case: tt.about.Case}
			_, err = trail.Import(t.Context(), []byte(tt.raw), lines("1"), ok)
			require.NoError(t, err, "a mended call completes it")
		})
	}
}

func TestImporterFaultsAreProblems(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	imp := evidence.Importer{Name: "x", Version: "1", Parse: func([]byte) ([]evidence.Record,
		[]evidence.Problem) {
		bad := call("WEB-1", "bad")
		bad.Times.Occurred = time.Time{}
		return []evidence.Record{call("WEB-1", "good", sla.Event{Kind: sla.Chased}), bad}, nil
	}}
	r, err := trail.Import(t.Context(), []byte("x"), imp, evidence.About{By: "lin", Accept: true})
	require.NoError(t, err)
	require.Len(t, r.Records, 1)
	require.Equal(t,
		[]evidence.Problem{{Text: "record 2 was not kept: it has no time; say when it occurred"}}, r.Problems)
	require.Len(t, events(t, trail), 1)
	require.Equal(t, []string{"original", "record", "problems", "decision"}, types(t, trail))
}

func TestReviewAndExhibits(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	raw := []byte("10:30 a\n10:31 b")
	imported, err := trail.Import(t.Context(), raw, lines("1"), evidence.About{By: "lin", Case: "WEB-1"})
	require.NoError(t, err)
	byHand, err := trail.Record(t.Context(), "wang", call("WEB-1", "undecided"), call("WEB-1",
		"decided", sla.Event{Kind: sla.Chased}))
	require.NoError(t, err)
	undecided := func() (seqs []int64) {
		for x, err := range trail.Review(t.Context()) {
			require.NoError(t, err)
			seqs = append(seqs, x.Seq)
		}
		return seqs
	}
	require.Equal(t, []int64{imported.Records[0], imported.Records[1], byHand[0]}, undecided())
	_, err = trail.Decide(t.Context(), evidence.Decision{By: "lin", Record: imported.Records[1]})
	require.NoError(t, err)
	require.Equal(t, []int64{imported.Records[0], byHand[0]}, undecided())
	_, err = trail.Import(t.Context(), raw, lines("1"), evidence.About{By: "lin", Case: "WEB-1",
		Accept: true})
	require.NoError(t, err)
	require.Equal(t, []int64{byHand[0]}, undecided())

	var xs []evidence.Exhibit
	for x, err := range trail.Exhibits(t.Context()) {
		require.NoError(t, err)
		xs = append(xs, x)
	}
	require.Len(t, xs, 4)
	want := evidence.Exhibit{
		Ref: "1", Seq: 1, Original: 0, At: start.Add(2 * time.Minute), Recorder: "lin", Importer: "lines 1",
		OriginalSHA256: fmt.Sprintf("%x", sha256.Sum256(raw)),
		Record: evidence.Record{
			Case: "WEB-1", Channel: "live_chat", By: sla.Vendor, Precision: sla.Precision(time.Minute), Text: "a", Locator: "line 1",
			Times: sla.Times{Occurred: time.Date(2026, 9, 24, 10, 30, 0, 0,
				time.UTC)}, Means: []sla.Event{{Kind: sla.Message}},
		},
	}
	require.Equal(t, want, xs[0])
	require.Equal(t, evidence.Exhibit{
		Ref: "3", Seq: 3, Original: -1, At: start.Add(3 * time.Minute), Recorder: "wang", Record: call("WEB-1", "undecided"),
	}, xs[2])
}

func TestIDsAreInTheLog(t *testing.T) {
	store := &ledger.Memory{}
	_, err := open(t, store).Record(t.Context(), "lin", call("WEB-1", "a", sla.Event{ID: "call-1",
		Kind: sla.Opened}))
	require.NoError(t, err)
	_, err = open(t, store).Record(t.Context(), "lin", call("WEB-1", "b", sla.Event{ID: "call-1",
		Kind: sla.Opened}))
	require.ErrorContains(t, err, `the event id "call-1" belongs to entry 0`)
}

// Two programs that have not seen each other's entries may use one id. No event is lost by it.
func TestTwoWritersOneID(t *testing.T) {
	store := &ledger.Memory{}
	one, two := open(t, store), open(t, store)
	for _, trail := range []*evidence.Trail{one, two} {
		_, err := trail.Record(t.Context(), "lin", call("WEB-1", fmt.Sprintf("%p", trail),
			sla.Event{ID: "call-1", Kind: sla.Opened}))
		require.NoError(t, err)
	}
	es := events(t, two)
	require.Len(t, es, 2)
	require.Equal(t, "call-1", es[0].ID)
	require.Equal(t, "1", es[1].ID)
}

func TestErasedAndForeignBodies(t *testing.T) {
	store := &failing{}
	trail := open(t, store)
	_, err := trail.Import(t.Context(), []byte("10:30 a"), lines("1"), evidence.About{By: "lin",
		Case: "WEB-1", Accept: true})
	require.NoError(t, err)

	store.erased = map[int64]bool{0: true}
	for x, err := range trail.Exhibits(t.Context()) {
		require.NoError(t, err)
		require.Empty(t, x.OriginalSHA256, "an erased original has no hash to show")
	}
	require.Len(t, events(t, trail), 1)
	store.erased = map[int64]bool{1: true}
	_, _, err = trail.Events(t.Context())
	require.ErrorIs(t, err, ledger.ErrErased, "a record whose text is gone is not left out in silence")

	store = &failing{}
	trail = open(t, store)
	body := []byte(`{"times":{"occurred":"2026-09-24T02:00:00Z"},"mood":"angry"}`)
	_, err = trail.Log().Append(t.Context(), ledger.Draft{Type: "record", Body: &ledger.Blob{Data: body}})
	require.NoError(t, err)
	_, _, err = trail.Events(t.Context())
	require.ErrorContains(t, err, "perhaps a later version wrote it")
}

// failing is a memory store that fails on demand.
type failing struct {
	ledger.Memory
	appends int            // which append from now on fails; 0 none
	after   bool           // it fails after storing rather than before
	erased  map[int64]bool // numbers of the entries whose bodies are gone
}

var errDisk = errors.New("no space left on device")

func (f *failing) Append(ctx context.Context, origin string, b ledger.Batch) error {
	f.appends--
	if f.appends != 0 {
		return f.Memory.Append(ctx, origin, b)
	}
	if f.after {
		if err := f.Memory.Append(ctx, origin, b); err != nil {
			return err
		}
	}
	return errDisk
}

func (f *failing) Body(ctx context.Context, origin string, seq int64, slot int) (ledger.Body, error) {
	if f.erased[seq] {
		return ledger.Body{}, ledger.ErrErased
	}
	return f.Memory.Body(ctx, origin, seq, slot)
}

// An import that is cut off at any append, before or after it was stored, is completed by the same
// call.
func TestCrashBetweenBatches(t *testing.T) {
	raw := []byte(strings.Repeat("10:30 收到\n", 1_200) + "broken")
	about := evidence.About{By: "lin", Case: "WEB-1", Accept: true}
	fixed := options(func() time.Time { return start })
	clean, err := evidence.Open(t.Context(), &ledger.Memory{}, "client.example/web/1", fixed)
	require.NoError(t, err)
	wantReceipt, err := clean.Import(t.Context(), raw, lines("1"), about)
	require.NoError(t, err)
	want := events(t, clean)
	require.Len(t, want, 1_200)
	for n := 1; n <= 3; n++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("append %d, stored %v", n, after), func(t *testing.T) {
				store := &failing{appends: n, after: after}
				trail, err := evidence.Open(t.Context(), store, "client.example/web/1", fixed)
				require.NoError(t, err)
				_, err = trail.Import(t.Context(), raw, lines("1"), about)
				require.ErrorIs(t, err, errDisk)
				trail, err = evidence.Open(t.Context(), store, "client.example/web/1", fixed)
				require.NoError(t, err)
				partial := slices.DeleteFunc(events(t, trail), func(e sla.Event) bool { return e.Kind == sla.Undecided })
				require.True(t, len(partial) == 0 || len(partial) == 1_200, "%d events", len(partial))
				r, err := trail.Import(t.Context(), raw, lines("1"), about)
				require.NoError(t, err)
				r.Again = false
				require.Equal(t, wantReceipt, r)
				require.Equal(t, want, events(t, trail))
				require.Equal(t, size(clean), size(trail))
			})
		}
	}
}

func TestConcurrentWriters(t *testing.T) {
	trail := open(t, &ledger.Memory{})
	var wg sync.WaitGroup
	refused := make(chan error, 100)
	for g := range 8 {
		wg.Go(func() {
			for i := range 10 {
				// Every id is tried by two goroutines; one of them must get it.
				id := fmt.Sprintf("e%d-%d", g/2, i)
				_, err := trail.Record(t.Context(), fmt.Sprintf("person %d", g), call("WEB-1", "x",
					sla.Event{ID: id, Kind: sla.Chased}))
				if err != nil {
					refused <- err
				}
				_, _, err = trail.Events(t.Context())
				if err != nil {
					refused <- fmt.Errorf("events: %w", err)
				}
			}
		})
	}
	wg.Wait()
	close(refused)
	n := 0
	for err := range refused {
		require.ErrorContains(t, err, "belongs to entry")
		n++
	}
	require.Equal(t, 40, n)
	require.Len(t, events(t, trail), 40)
}

// FuzzRecord: what Record accepts comes back the same, and as complete events.
func FuzzRecord(f *testing.F) {
	for _, r := range []evidence.Record{
		call("WEB-1", "hello", sla.Event{Kind: sla.Opened, Priority: "P1"}),
		{Case: "x", By: sla.Vendor, Times: sla.Times{Occurred: start},
			Means: []sla.Event{{Kind: sla.Coverage, Span: sla.Span{From: start, To: start.Add(1)}}}},
	} {
		data, err := json.Marshal(r)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var r evidence.Record
		if json.Unmarshal(data, &r) != nil {
			return
		}
		trail := open(t, &ledger.Memory{})
		if _, err := trail.Record(t.Context(), "lin", r); err != nil {
			require.Zero(t, size(trail))
			return
		}
		want, err := json.Marshal(r)
		require.NoError(t, err)
		for x, err := range trail.Exhibits(t.Context()) {
			require.NoError(t, err)
			got, err := json.Marshal(x.Record)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got))
		}
		es := events(t, trail)
		require.Len(t, es, max(len(r.Means), 1), "a record that means nothing yet is undecided")
		for _, e := range es {
			require.NotEmpty(t, e.ID)
			require.True(t, e.By != "" || e.Kind == sla.Undecided)
			require.False(t, e.Times.Occurred.IsZero())
			require.Equal(t, e.Kind == sla.Coverage, e.Case == "")
			require.Equal(t, []string{"0"}, e.Evidence)
		}
	})
}

// A vendor's answer that nobody has decided on is no silence; once decided, it is what it is said to be. What a
// person decided of one record outlives a later decision on the whole original, and to repeat a decision
// changes nothing.
func TestUndecidedIsNotSilence(t *testing.T) {
	trail, err := evidence.Open(t.Context(), new(ledger.Memory), "client.example/web/1", options(ticking()))
	require.NoError(t, err)
	about := evidence.About{Name: "chat.txt", By: "lin", Case: "WEB-17"}
	_, err = trail.Import(t.Context(), []byte("10:30 We are on it."), lines("1"), about)
	require.NoError(t, err)
	kind := func() sla.Kind {
		es, _, err := trail.Events(t.Context())
		require.NoError(t, err)
		require.Len(t, es, 1)
		require.Equal(t, "WEB-17", es[0].Case)
		return es[0].Kind
	}
	require.Equal(t, sla.Undecided, kind())
	decide := func(k sla.Kind) {
		_, err := trail.Decide(t.Context(), evidence.Decision{By: "zhou", Record: 1, Means: []sla.Event{{Kind: k}}})
		require.NoError(t, err)
	}
	decide(sla.Note)
	require.Equal(t, sla.Note, kind())
	about.By, about.Accept = "wang", true
	_, err = trail.Import(t.Context(), []byte("10:30 We are on it."), lines("1"), about)
	require.NoError(t, err)
	require.Equal(t, sla.Note, kind(), "a decision on all does not undo the correction of one")

	before, _, err := trail.Events(t.Context())
	require.NoError(t, err)
	decide(sla.Note)
	after, _, err := trail.Events(t.Context())
	require.NoError(t, err)
	require.Equal(t, before, after, "known since it was first decided")
	_, err = trail.Decide(t.Context(), evidence.Decision{By: "zhou", Record: 1, Means: []sla.Event{{Kind: "mesage"}}})
	require.ErrorContains(t, err, `"mesage"`)
}
