package ledger_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const origin = ledgertest.Origin

func openMemory(t testing.TB) *ledger.Log {
	t.Helper()
	l, err := ledger.Open(t.Context(), &ledger.Memory{}, origin, ledgertest.Options(t))
	require.NoError(t, err)
	return l
}

// filled returns a log with n entries.
func filled(t testing.TB, n int) (*ledger.Log, []ledger.Entry) {
	t.Helper()
	l := openMemory(t)
	es, err := l.Append(t.Context(), ledgertest.Drafts(n)...)
	require.NoError(t, err)
	return l, es
}

// vectors is testdata/vectors.json: the format of version 1. A change in it is another version.
type vectors struct {
	VKey       string
	Checkpoint string
	Entries    []vector
}

type vector struct {
	Raw, LeafHash, Proof string
	Salts, Data          []string // by slot, in hexadecimal
}

func TestVectors(t *testing.T) {
	const path = "testdata/vectors.json"
	l, es := filled(t, 7)
	got := vectors{VKey: l.VerifierKey(), Checkpoint: l.Checkpoint().Text}
	for _, e := range es {
		p, err := l.Prove(t.Context(), e.Seq)
		require.NoError(t, err)
		v := vector{Raw: string(e.Raw), LeafHash: e.Hash.String(), Proof: p.Text}
		cs := e.Attachments
		if e.Body != nil {
			cs = append([]ledger.Commitment{*e.Body}, cs...)
		}
		for _, c := range cs {
			o, err := l.Body(t.Context(), c)
			require.NoError(t, err)
			v.Salts = append(v.Salts, hex.EncodeToString(o.Salt))
			v.Data = append(v.Data, hex.EncodeToString(o.Data))
		}
		got.Entries = append(got.Entries, v)
	}
	if *update {
		data, err := json.MarshalIndent(got, "", "\t")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, append(data, '\n'), 0o644))
	}
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var want vectors
	require.NoError(t, json.Unmarshal(data, &want))
	require.Equal(t, want, got)
}

func TestParseEntryRefuses(t *testing.T) {
	_, es := filled(t, 7)
	raw := string(es[0].Raw)
	_, err := ledger.ParseEntry([]byte(raw))
	require.NoError(t, err)
	edit := func(from, to string) string {
		require.Contains(t, raw, from)
		return strings.Replace(raw, from, to, 1)
	}
	tests := map[string]string{
		"empty":                    "",
		"trailing byte":            raw + "\n",
		"leading space":            " " + raw,
		"space":                    edit(`,"seq"`, `, "seq"`),
		"repeated name":            edit(`"seq":0`, `"seq":0,"seq":0`),
		"unknown name":             edit(`"seq":0`, `"seq":0,"sex":0`),
		"name in capitals":         edit(`"seq":0`, `"Seq":0`),
		"other order":              edit(`"type":"record","v":1`, `"v":1,"type":"record"`),
		"null":                     edit(`"seq":0`, `"seq":null`),
		"float":                    edit(`"seq":0`, `"seq":0.0`),
		"exponent":                 edit(`"seq":0`, `"seq":0e0`),
		"minus zero":               edit(`"seq":0`, `"seq":-0`),
		"negative":                 edit(`"seq":0`, `"seq":-1`),
		"too large":                edit(`"seq":0`, `"seq":9007199254740992`),
		"needless escape":          edit(`u1`, `\u0075\u0031`),
		"escape in capitals":       edit(`u1`, `\u001F`),
		"zero character":           edit(`u1`, `\u0000`),
		"bad UTF-8":                edit(`u1`, "\xff"),
		"replacement for bad":      edit(`"by":"u1"`, `"by":"\ud800"`),
		"version 2":                edit(`"v":1`, `"v":2`),
		"no version":               edit(`,"v":1`, ``),
		"type in capitals":         edit(`"type":"record"`, `"type":"Record"`),
		"empty type":               edit(`"type":"record"`, `"type":""`),
		"other mode":               edit(`"mode":"live"`, `"mode":"later"`),
		"time with zone":           edit(`.000Z`, `.000+00:00`),
		"time without decimals":    edit(`.000Z`, `Z`),
		"time that does not exist": edit(`2026-03-02`, `2026-02-30`),
		"time long ago":            edit(`2026-03-02`, `1926-03-02`),
		"second without first":     edit(`"n":1`, `"n":2`),
		"number zero":              edit(`"n":1`, `"n":0`),
		"first with link":          edit(`"n":1`, `"n":1,"prev":"`+strings.Repeat("0", 64)+`"`),
		"empty subject":            edit(`"id":"案 0"`, `"id":""`),
		"hash in capitals":         edit(`"commitment":"`, `"commitment":"A`),
		"length below zero":        edit(`"length":6`, `"length":-6`),
		"media type not ASCII":     edit(`"media":"text/plain"`, `"media":"文"`),
		"empty attachments":        `{"attachments":[],` + raw[strings.Index(raw, `"body"`):],
		"plus in the log's name":   edit(origin, "client.example/a+b"),
		"too long":                 edit(`u1`, strings.Repeat("u", ledger.MaxLeaf)),
		"two values":               raw + raw,
		"cut":                      raw[:len(raw)-1],
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := ledger.ParseEntry([]byte(text))
			require.Error(t, err)
			require.Contains(t, err.Error(), "ledger: parse entry: ")
		})
	}
}

// TestEveryByteOfALeaf changes each byte of an entry: no change may pass under the same proof.
func TestEveryByteOfALeaf(t *testing.T) {
	l, es := filled(t, 7)
	c := l.Checkpoint()
	p, err := l.Prove(t.Context(), 3)
	require.NoError(t, err)
	for i := range es[3].Raw {
		raw := append([]byte(nil), es[3].Raw...)
		raw[i] ^= 1
		require.Error(t, p.Verify(raw, c))
	}
}

// TestEveryByteOfAProof changes each byte of a proof: what still parses must not verify, or
// must say the same. Signatures are the checkpoint's own affair.
func TestEveryByteOfAProof(t *testing.T) {
	l, es := filled(t, 7)
	c := l.Checkpoint()
	p, err := l.Prove(t.Context(), 3)
	require.NoError(t, err)
	signatures := strings.LastIndex(p.Text, "\n\n")
	for i := range signatures {
		text := []byte(p.Text)
		text[i] ^= 1
		q, err := ledger.ParseProof(text)
		if err != nil {
			continue
		}
		require.Error(t, q.Verify(es[3].Raw, c), "byte %d", i)
	}
	q, err := ledger.ParseProof([]byte(p.Text))
	require.NoError(t, err)
	require.NoError(t, q.Verify(es[3].Raw, c))
	require.Equal(t, p.Path, q.Path)
}

func TestProofNeedsVerifiedCheckpoint(t *testing.T) {
	l, es := filled(t, 7)
	p, err := l.Prove(t.Context(), 3)
	require.NoError(t, err)
	c, err := ledger.ParseCheckpoint([]byte(l.Checkpoint().Text), "")
	require.NoError(t, err)
	require.False(t, c.Signed)
	require.ErrorContains(t, p.Verify(es[3].Raw, c), "not verified")
	c, err = ledger.ParseCheckpoint([]byte(c.Text), l.VerifierKey())
	require.NoError(t, err)
	require.NoError(t, p.Verify(es[3].Raw, c))

	_, err = l.Append(t.Context(), ledger.Draft{Type: "record"})
	require.NoError(t, err)
	require.ErrorContains(t, p.Verify(es[3].Raw, l.Checkpoint()), "another checkpoint")
}

// TestProofOfMisplacedEntry has an owner sign a tree in which an entry stands under a number
// or in a log that it does not name.
func TestProofOfMisplacedEntry(t *testing.T) {
	_, es := filled(t, 3)
	key, err := ledger.NewKey(&ledgertest.Reader{})
	require.NoError(t, err)
	for _, tt := range []struct {
		log string
		e   ledger.Entry
		ok  bool
	}{
		{origin, es[0], true},
		{origin, es[1], false},
		{"client.example/other/1", es[0], false},
	} {
		line, err := ledger.FormatKey(tt.log, key)
		require.NoError(t, err)
		s, err := note.NewSigner(line)
		require.NoError(t, err)
		root := base64.StdEncoding.EncodeToString(tt.e.Hash[:])
		text, err := note.Sign(&note.Note{Text: tt.log + "\n1\n" + root + "\n"}, s)
		require.NoError(t, err)
		vkey, err := ledger.VerifierKey(tt.log, key.Public())
		require.NoError(t, err)
		c, err := ledger.ParseCheckpoint(text, vkey)
		require.NoError(t, err)
		p, err := ledger.ParseProof([]byte("c2sp.org/tlog-proof@v1\nindex 0\n\n" + string(text)))
		require.NoError(t, err)
		err = p.Verify(tt.e.Raw, c)
		if tt.ok {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, "the entry calls itself number")
		}
	}
}

func TestParseCheckpointRefuses(t *testing.T) {
	key, err := ledger.NewKey(&ledgertest.Reader{})
	require.NoError(t, err)
	line, err := ledger.FormatKey(origin, key)
	require.NoError(t, err)
	s, err := note.NewSigner(line)
	require.NoError(t, err)
	vkey, err := ledger.VerifierKey(origin, key.Public())
	require.NoError(t, err)
	root := base64.StdEncoding.EncodeToString(make([]byte, 32))
	tests := []struct {
		name, text string
		ok         bool
	}{
		{"sound", origin + "\n5\n" + root + "\n", true},
		{"no root", origin + "\n5\n", false},
		{"extension", origin + "\n5\n" + root + "\nmore\n", false},
		{"leading zero", origin + "\n05\n" + root + "\n", false},
		{"plus", origin + "\n+5\n" + root + "\n", false},
		{"negative", origin + "\n-5\n" + root + "\n", false},
		{"beyond integers", origin + "\n9007199254740992\n" + root + "\n", false},
		{"empty origin", "\n5\n" + root + "\n", false},
		{"space in origin", "a b\n5\n" + root + "\n", false},
		{"short root", origin + "\n5\n" + root[4:] + "\n", false},
		{"loose bits in root", origin + "\n5\n" + root[:42] + "B=\n", false},
		{"empty log, other root", origin + "\n0\n" + root + "\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, err := note.Sign(&note.Note{Text: tt.text}, s)
			require.NoError(t, err)
			c, err := ledger.ParseCheckpoint(text, vkey)
			if !tt.ok {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, ledger.Checkpoint{Origin: origin, Size: 5, Text: string(text), Signed: true}, c)
			_, err = ledger.ParseCheckpoint(append(text, 'x'), vkey)
			require.Error(t, err)
			other, err := ledger.NewKey(&ledgertest.Reader{})
			require.NoError(t, err)
			other[0] ^= 1
			wrong, err := ledger.VerifierKey(origin, ed25519.NewKeyFromSeed(other[:32]).Public())
			require.NoError(t, err)
			_, err = ledger.ParseCheckpoint(text, wrong)
			require.ErrorContains(t, err, "no signature of the key")
			_, err = ledger.ParseCheckpoint(text, "nonsense")
			require.Error(t, err)
		})
	}
}

// TestRootOf compares our own right edge with the library's tree.
func TestRootOf(t *testing.T) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hs []tlog.Hash
		for _, i := range indexes {
			hs = append(hs, stored[i])
		}
		return hs, nil
	})
	var leaves []ledger.Hash
	require.Equal(t, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		ledger.RootOf(nil).String())
	for n := int64(0); n < 200; n++ {
		data := []byte{byte(n)}
		hs, err := tlog.StoredHashes(n, data, reader)
		require.NoError(t, err)
		stored = append(stored, hs...)
		leaves = append(leaves, ledger.LeafHash(data))
		want, err := tlog.TreeHash(n+1, reader)
		require.NoError(t, err)
		require.Equal(t, ledger.Hash(want), ledger.RootOf(leaves))
	}
}

func TestCheckpointCheck(t *testing.T) {
	l, _ := filled(t, 5)
	old := l.Checkpoint()
	_, err := l.Append(t.Context(), ledger.Draft{Type: "record"}, ledger.Draft{Type: "record"})
	require.NoError(t, err)
	leaves, err := l.LeafHashes(t.Context())
	require.NoError(t, err)
	require.NoError(t, old.Check(leaves), "the log has grown")
	require.NoError(t, l.Checkpoint().Check(leaves))
	require.Error(t, l.Checkpoint().Check(leaves[:6]))
	leaves[2], leaves[3] = leaves[3], leaves[2]
	require.Error(t, old.Check(leaves))
}

func TestHashText(t *testing.T) {
	h := ledger.LeafHash([]byte("x"))
	text, err := h.MarshalText()
	require.NoError(t, err)
	var got ledger.Hash
	require.NoError(t, got.UnmarshalText(text))
	require.Equal(t, h, got)
	for _, bad := range []string{"", "00", strings.ToUpper(h.String()), h.String() + "00", strings.Repeat("g", 64)} {
		require.Error(t, got.UnmarshalText([]byte(bad)), bad)
	}
}

func TestAppendRefuses(t *testing.T) {
	ok := ledger.Draft{Type: "record"}
	tests := []struct {
		name  string
		draft ledger.Draft
		want  string
	}{
		{"no type", ledger.Draft{}, "type"},
		{"zero byte in subject", ledger.Draft{Type: "record", Subject: "a\x00"}, "zero byte"},
		{"bad UTF-8 in value", ledger.Draft{Type: "record", Meta: map[string]string{"k": "\xff"}}, "UTF-8"},
		{"key not ASCII", ledger.Draft{Type: "record", Meta: map[string]string{"é": ""}}, "ASCII"},
		{"empty key", ledger.Draft{Type: "record", Meta: map[string]string{"": ""}}, "ASCII"},
		{"long entry", ledger.Draft{Type: "record", By: strings.Repeat("x", ledger.MaxLeaf)}, "over the size limit"},
		{"media type", ledger.Draft{Type: "record", Body: &ledger.Blob{MediaType: "a\nb"}}, "media type"},
		{"large body", ledger.Draft{Type: "record", Body: &ledger.Blob{Data: make([]byte, ledger.MaxBlob+1)}}, "over the size limit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := openMemory(t)
			_, err := l.Append(t.Context(), ok, tt.draft)
			require.ErrorContains(t, err, tt.want)
			require.Equal(t, int64(0), l.Checkpoint().Size, "nothing of the batch is kept")
			_, err = l.Append(t.Context(), ok)
			require.NoError(t, err)
		})
	}
	_, err := openMemory(t).Append(t.Context(), make([]ledger.Draft, ledger.MaxBatch+1)...)
	require.ErrorIs(t, err, ledger.ErrSize)
}

func TestOpenRefuses(t *testing.T) {
	for _, name := range []string{"", "a b", "a+b", "a\nb", "\xff", strings.Repeat("a", 257)} {
		_, err := ledger.Open(t.Context(), &ledger.Memory{}, name, ledgertest.Options(t))
		require.Error(t, err, name)
	}
	opts := ledgertest.Options(t)
	opts.VKey = "other+00000000+AAAA"
	_, err := ledger.Open(t.Context(), &ledger.Memory{}, origin, opts)
	require.ErrorContains(t, err, "the key given is")
}

func TestPinned(t *testing.T) {
	store := &ledger.Memory{}
	opts := ledgertest.Options(t)
	opts.KeyName = "DEMO-key"
	l, err := ledger.Open(t.Context(), store, origin, opts)
	require.NoError(t, err)
	require.Contains(t, l.Checkpoint().Text, "\u2014 DEMO-key ")
	for _, vkey := range []string{"", l.VerifierKey()} {
		again, err := ledger.Open(t.Context(), store, origin, ledger.Options{VKey: vkey})
		require.NoError(t, err)
		r, err := again.Check(t.Context())
		require.NoError(t, err)
		require.True(t, r.OK())
		require.Equal(t, vkey != "", r.Pinned)
	}
}

func TestClockBack(t *testing.T) {
	opts := ledgertest.Options(t)
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	opts.Now = func() time.Time { at = at.Add(-time.Second); return at }
	l, err := ledger.Open(t.Context(), &ledger.Memory{}, origin, opts)
	require.NoError(t, err)
	for range 3 {
		_, err = l.Append(t.Context(), ledger.Draft{Type: "record"})
		require.NoError(t, err)
	}
	r, err := l.Check(t.Context())
	require.NoError(t, err)
	require.True(t, r.OK())
	require.Equal(t, []int64{1, 2}, r.ClockBack)
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.key")
	key, err := ledger.KeyFile(path, origin)
	require.NoError(t, err)
	fi, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), fi.Mode().Perm())
	again, err := ledger.KeyFile(path, origin)
	require.NoError(t, err)
	require.Equal(t, key, again)
	_, err = ledger.KeyFile(path, "other")
	require.ErrorContains(t, err, "give each log a key file of its own")

	text, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = note.NewSigner(strings.TrimSpace(string(text)))
	require.NoError(t, err, "other programs read the file too")
	for _, bad := range []string{"", "x", string(text[:40]), strings.Replace(string(text), "PRIVATE", "PUBLIC", 1)} {
		require.NoError(t, os.WriteFile(path, []byte(bad), 0o600))
		_, err = ledger.KeyFile(path, origin)
		require.Error(t, err)
		kept, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, bad, string(kept), "a damaged file is left for its owner to look at")
	}
	_, err = ledger.KeyFile(filepath.Join(path, "no"), origin)
	require.Error(t, err)
}
