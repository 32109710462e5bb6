// Package ledgertest has the tests that every ledger.Store must pass.
package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slaledger/slaledger/ledger"
)

// Origin is the name of the log in these tests.
const Origin = "client.example/vendor-2026/1"

// Run runs the tests. Each calls open for a fresh, empty store, and closes nothing: open
// registers with t.Cleanup what is to be closed.
func Run(t *testing.T, open func(t *testing.T) ledger.Store) {
	tests := []struct {
		name string
		run  func(t *testing.T, store ledger.Store)
	}{
		{"absent log", testAbsent},
		{"create twice", testCreateTwice},
		{"what is appended is read back", testReadBack},
		{"rows by range", testRange},
		{"logs in one store are apart", testTwoLogs},
		{"chunks", testChunks},
		{"subjects are counted without gaps", testSubjects},
		{"idempotent keys", testIdempotent},
		{"key with other content", testKeyReused},
		{"stale batch conflicts", testStale},
		{"taken key conflicts", testTakenKey},
		{"failed signature leaves nothing", testFailedSign},
		{"cancelled append leaves all or nothing", testCancelled},
		{"every entry is proven", testProofs},
		{"two writers on one store", testTwoWriters},
		{"many writers", testManyWriters},
		{"reading while reading and writing", testNested},
		{"open again", testOpenAgain},
		{"the same inputs give the same bytes", func(t *testing.T, s ledger.Store) {
			testDeterministic(t, s, open(t))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, open(t)) })
	}
}

// Clock returns a clock that starts at noon on 2 March 2026, UTC, and goes on by a second with
// every reading.
func Clock() func() time.Time {
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Second)
		return at
	}
}

// Reader is an endless sequence of bytes that looks random and is the same in each run.
type Reader struct{ state uint64 }

// Read fills p. It never fails.
func (r *Reader) Read(p []byte) (int, error) {
	for i := range p {
		// Knuth's MMIX generator; the high bits are the good ones.
		r.state = r.state*6364136223846793005 + 1442695040888963407
		p[i] = byte(r.state >> 56)
	}
	return len(p), nil
}

// Options returns the options of the tests: a fixed key, clock and source of salts, new in each
// call. Nothing made with them is secret.
func Options(t testing.TB) ledger.Options {
	t.Helper()
	key, err := ledger.NewKey(&Reader{state: 1})
	must(t, err)
	return ledger.Options{Key: key, Now: Clock(), Rand: &Reader{state: 2}}
}

// Drafts returns n drafts with and without subjects, keys, bodies and attachments.
func Drafts(n int) []ledger.Draft {
	drafts := make([]ledger.Draft, n)
	for i := range drafts {
		d := ledger.Draft{
			Type: "record", By: "u1", Via: "test", Software: "ledgertest 1",
			Meta: map[string]string{"i": fmt.Sprint(i), "text": "回复 \"\\\n\u2028<&>"},
		}
		if i%2 == 0 {
			d.Subject, d.Key = fmt.Sprintf("案 %d", i%6), fmt.Sprint("key ", i)
		}
		if i%3 == 0 {
			d.Body = &ledger.Blob{MediaType: "text/plain", Data: []byte(fmt.Sprint("body ", i))}
		}
		if i%5 == 0 {
			d.Attachments = []ledger.Blob{{Data: []byte{byte(i)}}, {MediaType: "image/png"}}
		}
		drafts[i] = d
	}
	return drafts
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

func openLog(t testing.TB, store ledger.Store) *ledger.Log {
	t.Helper()
	l, err := ledger.Open(t.Context(), store, Origin, Options(t))
	must(t, err)
	return l
}

func appendAll(t testing.TB, l *ledger.Log, drafts ...ledger.Draft) []ledger.Entry {
	t.Helper()
	es, err := l.Append(t.Context(), drafts...)
	must(t, err)
	return es
}

func readAll(t testing.TB, l *ledger.Log) []ledger.Entry {
	t.Helper()
	var es []ledger.Entry
	for e, err := range l.Entries(t.Context(), 0, -1) {
		must(t, err)
		es = append(es, e)
	}
	return es
}

// checkClean fails unless Check finds nothing and the log has n entries.
func checkClean(t testing.TB, l *ledger.Log, n int) {
	t.Helper()
	r, err := l.Check(t.Context())
	must(t, err)
	equal(t, "faults", r.Faults, []ledger.Fault(nil))
	equal(t, "entries", r.Entries, int64(n))
}

func testAbsent(t *testing.T, s ledger.Store) {
	ctx := t.Context()
	_, err := s.Head(ctx, Origin)
	wantErr(t, err, ledger.ErrNoLog)
	wantErr(t, s.Append(ctx, Origin, ledger.Batch{}), ledger.ErrNoLog)
	_, err = s.Hashes(ctx, Origin, 0, 1)
	wantErr(t, err, ledger.ErrNoLog)
	_, err = s.Find(ctx, Origin, ledger.Query{})
	wantErr(t, err, ledger.ErrNoLog)
	_, err = s.Body(ctx, Origin, 0, 0)
	wantErr(t, err, ledger.ErrNoLog)
	for _, err := range s.Rows(ctx, Origin, 0, 1) {
		wantErr(t, err, ledger.ErrNoLog)
	}
	_, err = ledger.Open(ctx, s, Origin, ledger.Options{})
	wantErr(t, err, ledger.ErrNoLog)
}

func testCreateTwice(t *testing.T, s ledger.Store) {
	h := ledger.Head{Checkpoint: []byte("c"), VKey: "v", Secret: []byte("s")}
	must(t, s.Create(t.Context(), Origin, h))
	wantErr(t, s.Create(t.Context(), Origin, h), ledger.ErrConflict)
	got, err := s.Head(t.Context(), Origin)
	must(t, err)
	got.HighWater = nil
	equal(t, "head", got, h)
}

func testReadBack(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	drafts := Drafts(40)
	es := append(appendAll(t, l, drafts[:7]...), appendAll(t, l, drafts[7:]...)...)
	equal(t, "entries", readAll(t, l), es)
	for i, e := range es {
		equal(t, "number", e.Seq, int64(i))
		checkBlobs(t, l, drafts[i], e)
	}
	checkClean(t, l, 40)
}

func checkBlobs(t *testing.T, l *ledger.Log, d ledger.Draft, e ledger.Entry) {
	t.Helper()
	equal(t, "has a body", e.Body != nil, d.Body != nil)
	if e.Body != nil {
		o, err := l.Body(t.Context(), *e.Body)
		must(t, err)
		equal(t, "body", o.Blob, *d.Body)
	}
	equal(t, "attachments", len(e.Attachments), len(d.Attachments))
	for i, c := range e.Attachments {
		o, err := l.Body(t.Context(), c)
		must(t, err)
		equal(t, "attachment", string(o.Data), string(d.Attachments[i].Data))
		equal(t, "commitment", ledger.Commit(o.Salt, o.Data), c.Hash)
	}
}

func testRange(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	es := appendAll(t, l, Drafts(1100)...) // more than a store is likely to read at a time
	for _, r := range [][2]int64{{0, 1100}, {0, 0}, {5, 3}, {-4, 2}, {1099, 5000}, {1100, 1200}, {511, 514}} {
		lo, hi := min(max(r[0], 0), 1100), min(r[1], 1100)
		want := es[lo:max(lo, hi)]
		var i int
		for row, err := range s.Rows(t.Context(), Origin, r[0], r[1]) {
			must(t, err)
			equal(t, "row", row, ledger.Row{Seq: want[i].Seq, Leaf: want[i].Raw, Hash: want[i].Hash})
			i++
		}
		equal(t, "rows", i, len(want))
		hashes, err := s.Hashes(t.Context(), Origin, r[0], r[1])
		must(t, err)
		equal(t, "hashes", len(hashes), len(want))
		for i, h := range hashes {
			equal(t, "hash", h, want[i].Hash)
		}
	}
}

func testTwoLogs(t *testing.T, s ledger.Store) {
	a := openLog(t, s)
	b, err := ledger.Open(t.Context(), s, "client.example/other/1", Options(t))
	must(t, err)
	drafts := Drafts(10)
	appendAll(t, a, drafts...)
	es := appendAll(t, b, drafts...)
	for _, e := range es {
		equal(t, "again", e.Again, false)
	}
	checkClean(t, a, 10)
	checkClean(t, b, 10)
}

func testChunks(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	for _, n := range []int{0, 1, ledger.ChunkSize - 1, ledger.ChunkSize, ledger.ChunkSize + 1, 3 * ledger.ChunkSize} {
		data := make([]byte, n)
		_, err := (&Reader{state: uint64(n)}).Read(data)
		must(t, err)
		e := appendAll(t, l, ledger.Draft{Type: "original", Body: &ledger.Blob{Data: data}})[0]
		o, err := l.Body(t.Context(), *e.Body)
		must(t, err)
		equal(t, "length", len(o.Data), n)
		equal(t, "same bytes", string(o.Data) == string(data), true)
	}
	_, err := s.Body(t.Context(), Origin, 0, 1)
	wantErr(t, err, ledger.ErrErased)
	_, err = s.Body(t.Context(), Origin, 99, 0)
	wantErr(t, err, ledger.ErrErased)
}

func testSubjects(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	last := make(map[string]ledger.Entry)
	for _, size := range []int{1, 2, 30, 5} {
		for _, e := range appendAll(t, l, keyless(Drafts(size))...) {
			if e.Subject == "" {
				equal(t, "number without a subject", e.N, int64(0))
				continue
			}
			equal(t, "number", e.N, last[e.Subject].N+1)
			equal(t, "link", e.Prev, last[e.Subject].Hash)
			last[e.Subject] = e
		}
	}
}

func keyless(drafts []ledger.Draft) []ledger.Draft {
	for i := range drafts {
		drafts[i].Key = ""
	}
	return drafts
}

func testIdempotent(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	d := ledger.Draft{Type: "original", Subject: "A", Key: "k", Body: &ledger.Blob{Data: []byte("x")}}
	es := appendAll(t, l, d, d)
	equal(t, "same number within a batch", es[1].Seq, es[0].Seq)
	equal(t, "again", []bool{es[0].Again, es[1].Again}, []bool{false, true})
	before := l.Checkpoint()
	again := appendAll(t, l, d)[0]
	equal(t, "again", again.Again, true)
	again.Again = false
	equal(t, "old entry", again, es[0])
	equal(t, "checkpoint", l.Checkpoint(), before)

	other := []ledger.Draft{d, d, d, d}
	other[0].Subject, other[1].Type, other[2].Key = "B", "record", "kk"
	other[3].Subject = "Ak" // with key "k" the same letters as "A" with key "kk", divided otherwise
	for _, e := range appendAll(t, l, other...) {
		equal(t, "again", e.Again, false)
	}
	checkClean(t, l, 5)
}

func testKeyReused(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	d := ledger.Draft{Type: "original", Key: "k", Body: &ledger.Blob{Data: []byte("x")}}
	appendAll(t, l, d)
	for _, body := range []*ledger.Blob{nil, {Data: []byte("y")}} {
		d.Body = body
		_, err := l.Append(t.Context(), ledger.Draft{Type: "record"}, d)
		wantErr(t, err, ledger.ErrKeyReused)
	}
	d.Key = "k2"
	e := d
	e.Attachments = []ledger.Blob{{}}
	_, err := l.Append(t.Context(), d, e)
	wantErr(t, err, ledger.ErrKeyReused)
	checkClean(t, l, 1)
}

// row returns a well-formed row for tests that go past Log.
func row(seq int64, key string) ledger.Row {
	leaf := []byte(fmt.Sprint("leaf ", seq, key))
	r := ledger.Row{Seq: seq, Leaf: leaf, Hash: ledger.LeafHash(leaf)}
	if key != "" {
		r.Key = []byte(key)
	}
	return r
}

func sign() ([]byte, error) { return []byte("signed"), nil }

func mustNotSign() ([]byte, error) { return nil, errors.New("signed for rows that did not win") }

func newRaw(t *testing.T, s ledger.Store) {
	t.Helper()
	must(t, s.Create(t.Context(), Origin, ledger.Head{Checkpoint: []byte("c"), VKey: "v", Secret: []byte("s")}))
	b := ledger.Batch{Rows: []ledger.Row{row(0, "k")}, Sign: sign}
	must(t, s.Append(t.Context(), Origin, b))
}

func testStale(t *testing.T, s ledger.Store) {
	newRaw(t, s)
	for _, size := range []int64{0, 2} {
		b := ledger.Batch{Size: size, Rows: []ledger.Row{row(size, "")}, Sign: mustNotSign}
		wantErr(t, s.Append(t.Context(), Origin, b), ledger.ErrConflict)
	}
	checkRawHead(t, s, 1, "signed")
}

func testTakenKey(t *testing.T, s ledger.Store) {
	newRaw(t, s)
	b := ledger.Batch{Size: 1, Rows: []ledger.Row{row(1, ""), row(2, "k")}, Sign: mustNotSign}
	wantErr(t, s.Append(t.Context(), Origin, b), ledger.ErrConflict)
	b.Rows = []ledger.Row{row(1, "twice"), row(2, "twice")}
	wantErr(t, s.Append(t.Context(), Origin, b), ledger.ErrConflict)
	checkRawHead(t, s, 1, "signed")
}

func testFailedSign(t *testing.T, s ledger.Store) {
	newRaw(t, s)
	failed := errors.New("no token in the reader")
	b := ledger.Batch{Size: 1, Rows: []ledger.Row{row(1, "k1")}}
	b.Sign = func() ([]byte, error) { return nil, failed }
	wantErr(t, s.Append(t.Context(), Origin, b), failed)
	checkRawHead(t, s, 1, "signed")
	b.Sign = func() ([]byte, error) { return []byte("second"), nil }
	must(t, s.Append(t.Context(), Origin, b))
	checkRawHead(t, s, 2, "second")
}

func checkRawHead(t *testing.T, s ledger.Store, size int64, checkpoint string) {
	t.Helper()
	h, err := s.Head(t.Context(), Origin)
	must(t, err)
	equal(t, "size", h.Size, size)
	equal(t, "checkpoint", string(h.Checkpoint), checkpoint)
	hashes, err := s.Hashes(t.Context(), Origin, 0, size+10)
	must(t, err)
	equal(t, "rows", int64(len(hashes)), size)
}

func testCancelled(t *testing.T, s ledger.Store) {
	opts := Options(t)
	l, err := ledger.Open(t.Context(), s, Origin, opts)
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = l.Append(ctx, Drafts(3)...)
	wantErr(t, err, context.Canceled)
	checkClean(t, l, 0)

	// Cancelled in the midst, by whoever signs: all or nothing, and the log goes on.
	ctx, cancel = context.WithCancel(t.Context())
	newRawLog := "client.example/raw/1"
	must(t, s.Create(t.Context(), newRawLog, ledger.Head{Checkpoint: []byte("c"), VKey: "v", Secret: []byte("s")}))
	b := ledger.Batch{Rows: []ledger.Row{row(0, "")}}
	b.Sign = func() ([]byte, error) { cancel(); return []byte("signed"), nil }
	err = s.Append(ctx, newRawLog, b)
	h, herr := s.Head(t.Context(), newRawLog)
	must(t, herr)
	hashes, herr := s.Hashes(t.Context(), newRawLog, 0, 9)
	must(t, herr)
	equal(t, "rows", int64(len(hashes)), h.Size)
	if err == nil {
		equal(t, "size after success", h.Size, int64(1))
	}
	appendAll(t, l, Drafts(3)...)
	checkClean(t, l, 3)
}

func testProofs(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	for n := range 9 { // trees of every shape up to depth 4
		es := appendAll(t, l, keyless(Drafts(1+n%3))...)
		c := l.Checkpoint()
		for _, e := range readAll(t, l) {
			p, err := l.Prove(t.Context(), e.Seq)
			must(t, err)
			must(t, p.Verify(e.Raw, c))
			if p.Verify(es[0].Raw, c) == nil && e.Seq != es[0].Seq {
				t.Fatalf("the proof of entry %d holds for entry %d", e.Seq, es[0].Seq)
			}
		}
	}
	if _, err := l.Prove(t.Context(), l.Checkpoint().Size); err == nil {
		t.Fatal("an entry that is not there was proven")
	}
}

func testTwoWriters(t *testing.T, s ledger.Store) {
	a, b := openLog(t, s), openLog(t, s)
	drafts := Drafts(20)
	for i, d := range drafts {
		l := a
		if i%2 == 1 {
			l = b
		}
		equal(t, "number", appendAll(t, l, d)[0].Seq, int64(i))
	}
	e := appendAll(t, a, drafts[18])[0]
	equal(t, "known to the other writer", e.Again, true)
	checkClean(t, b, 20)
}

func testManyWriters(t *testing.T, s ledger.Store) {
	const writers, each = 4, 15
	var wg sync.WaitGroup
	logs := []*ledger.Log{openLog(t, s), openLog(t, s)}
	errs := make(chan error, writers)
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				d := ledger.Draft{Type: "record", Subject: "S", Key: fmt.Sprint(w, i)}
				if _, err := logs[w%2].Append(t.Context(), d); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
	checkClean(t, openLog(t, s), writers*each)
}

func testNested(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	appendAll(t, l, keyless(Drafts(8))...)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for e, err := range l.Entries(t.Context(), 0, 8) {
				if err != nil {
					t.Error(err)
					return
				}
				for _, err := range l.Entries(t.Context(), e.Seq, 8) {
					if err != nil {
						t.Error(err)
					}
				}
				if _, err := l.Append(t.Context(), ledger.Draft{Type: "record"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	checkClean(t, l, 8+6*8)
}

func testOpenAgain(t *testing.T, s ledger.Store) {
	l := openLog(t, s)
	es := appendAll(t, l, Drafts(9)...)
	again, err := ledger.Open(t.Context(), s, Origin, ledger.Options{})
	must(t, err)
	equal(t, "checkpoint", again.Checkpoint(), l.Checkpoint())
	equal(t, "verifier key", again.VerifierKey(), l.VerifierKey())
	equal(t, "entries", readAll(t, again), es)
	_, err = again.Append(t.Context(), Drafts(1)...)
	wantErr(t, err, ledger.ErrReadOnly)

	opts := Options(t)
	opts.Key, err = ledger.NewKey(&Reader{state: 99})
	must(t, err)
	if _, err := ledger.Open(t.Context(), s, Origin, opts); err == nil {
		t.Fatal("a log was opened with another key than it was made with")
	}
	next := appendAll(t, openLog(t, s), ledger.Draft{Type: "record", Subject: es[6].Subject})[0]
	equal(t, "number", next.Seq, int64(9))
	equal(t, "link", next.Prev, es[6].Hash)
}

func testDeterministic(t *testing.T, a, b ledger.Store) {
	var heads []ledger.Head
	for _, s := range []ledger.Store{a, b} {
		l := openLog(t, s)
		appendAll(t, l, Drafts(7)...)
		appendAll(t, l, Drafts(12)...)
		h, err := s.Head(t.Context(), Origin)
		must(t, err)
		h.HighWater = nil
		heads = append(heads, h)
	}
	equal(t, "head", heads[0], heads[1])
	equal(t, "same text", slices.Equal(heads[0].Checkpoint, heads[1].Checkpoint), true)
}
