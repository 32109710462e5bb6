package bundle_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/bundle"
	"github.com/slaledger/slaledger/ledger"
)

const origin = "acme.example/vendorx-2026/1"

// stream is a reader of bytes that are the same in every run.
type stream struct {
	seed string
	n    uint64
	rest []byte
}

func (s *stream) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(s.seed), s.n))
		s.n++
		s.rest = sum[:]
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func key(t testing.TB, seed string) ed25519.PrivateKey {
	k, err := ledger.NewKey(&stream{seed: seed})
	require.NoError(t, err)
	return k
}

// openLog opens a log whose clock moves a minute with each reading.
func openLog(t testing.TB, store ledger.Store, name, seed string) *ledger.Log {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	log, err := ledger.Open(t.Context(), store, name, ledger.Options{
		Key:  key(t, seed),
		Rand: &stream{seed: "salt " + seed},
		Now: func() time.Time {
			now = now.Add(time.Minute)
			return now
		},
	})
	require.NoError(t, err)
	return log
}

func text(s string) *ledger.Blob { return &ledger.Blob{MediaType: "text/plain", Data: []byte(s)} }

// drafts are the entries of the log of most tests: two cases, one entry of none, equal bodies,
// attachments, an empty body, hostile text.
func drafts() []ledger.Draft {
	return []ledger.Draft{
		{Type: "genesis", By: "clerk", Body: text("contract annex")},
		{Type: "original", Subject: "WEB-17", By: "lin", Via: "imap", Software: "sla 1",
			Body:        text("From: us\r\n\r\nIt is down.\r\n"),
			Attachments: []ledger.Blob{{MediaType: "image/png", Data: []byte{0x89, 'P', 0, 0xff}}}},
		{Type: "record", Subject: "WEB-17", By: "=HYPERLINK(\"x\")", Via: "+表单", Software: "sla 1",
			Meta: map[string]string{"channel": "ticket", "note": "\u2028\x01\\\"é"}},
		{Type: "record", Subject: "电话-3", By: "lin", Body: text("")},
		{Type: "record", Subject: "WEB-17", By: "lin", Backfill: true, Body: text("contract annex")},
		{Type: "decision", Subject: "电话-3", By: "@wei", Body: text("it is a response")},
		{Type: "decision", Subject: "WEB-17", By: "wei"},
	}
}

func newLog(t testing.TB) *ledger.Log {
	log := openLog(t, new(ledger.Memory), origin, "test")
	for _, d := range drafts() {
		_, err := log.Append(t.Context(), d)
		require.NoError(t, err)
	}
	return log
}

func write(t testing.TB, log *ledger.Log, o bundle.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, bundle.Write(t.Context(), &b, log, o))
	return b.Bytes()
}

func options() bundle.Options {
	return bundle.Options{
		Software: "slaledger test",
		Files: []bundle.File{
			{Name: "报告.html", Data: []byte("<p>report</p>")},
			{Name: "contract annex.txt", Data: []byte("contract annex")},
		},
	}
}

func verify(t testing.TB, zip []byte, vkey string) *bundle.Verdict {
	t.Helper()
	v, err := bundle.Verify(bytes.NewReader(zip), int64(len(zip)), bundle.VerifyOptions{Key: vkey})
	require.NoError(t, err)
	return v
}

// results returns the four answers in order.
func results(v *bundle.Verdict) [4]bundle.Result {
	return [4]bundle.Result{v.Integrity.Result, v.TimeBounds.Result,
		v.Completeness.Result, v.Authorship.Result}
}

func details(l bundle.Line) string { return strings.Join(l.Detail, "\n") }

// remake changes the files of a bundle and then makes everything right again that anybody
// can make right: digests, lists, the zip.
func remake(t testing.TB, zip []byte, change func(data map[string][]byte)) []byte {
	t.Helper()
	_, data, err := bundle.ReadZip(zip)
	require.NoError(t, err)
	for name := range data {
		data[name] = bytes.Clone(data[name])
	}
	change(data)
	return assemble(data)
}

func assemble(data map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(data))
	data["manifest-sha256.txt"] = manifest(names, data, func(s string) bool {
		return strings.HasPrefix(s, "data/")
	})
	data["tagmanifest-sha256.txt"] = manifest(names, data, func(s string) bool {
		return s == "bag-info.txt" || s == "bagit.txt" || s == "manifest-sha256.txt"
	})
	return bundle.RawZip(names, data)
}

func manifest(names []string, data map[string][]byte, in func(string) bool) []byte {
	var b bytes.Buffer
	for _, name := range names {
		if in(name) {
			fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data[name]), name)
		}
	}
	return b.Bytes()
}

// erasing is a store that has lost some bodies.
type erasing struct {
	ledger.Store
	gone func(seq int64, slot int) bool
}

func (e erasing) Body(ctx context.Context, origin string, seq int64, slot int) (ledger.Body, error) {
	if e.gone(seq, slot) {
		return ledger.Body{}, ledger.ErrErased
	}
	return e.Store.Body(ctx, origin, seq, slot)
}

// program returns the path of a program that a test runs, and skips the test without it. With
// SLALEDGER_REQUIRE=1 its absence is a failure.
func program(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("SLALEDGER_REQUIRE") == "1" {
		t.Fatalf("none of the programs %q is here, and SLALEDGER_REQUIRE=1", names)
	}
	t.Skipf("none of the programs %q is here", names)
	return ""
}

// run runs a program in dir and returns what it printed.
func run(t testing.TB, dir, path string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

var _ io.Reader = (*stream)(nil)
