package bundle_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/bundle"
	"github.com/slaledger/slaledger/ledger"
)

const (
	pass     = bundle.Pass
	fail     = bundle.Fail
	notShown = bundle.NotShown
)

func TestVerifyGood(t *testing.T) {
	log := newLog(t)
	b := write(t, log, options())
	v := verify(t, b, log.VerifierKey())
	require.Equal(t, [4]bundle.Result{pass, notShown, pass, pass}, results(v), v)
	require.False(t, v.Failed())
	require.Equal(t, origin, v.Origin)
	require.Equal(t, log.Checkpoint().Size, v.Size)
	require.Equal(t, log.Checkpoint().Root, v.Root)
	require.Equal(t, v.Size, v.Here)
	require.Equal(t, "slaledger test", v.Software)
	require.False(t, v.Demo)
	require.Contains(t, details(v.Integrity), "data/files/contract annex.txt: the same bytes as in entry 0")
	require.Contains(t, details(v.Integrity), "data/files/报告.html: not in the log")
	require.Contains(t, details(v.TimeBounds), "its claim and no more")
	require.Contains(t, details(v.TimeBounds), "(backfill): 1")
	require.Contains(t, details(v.Completeness), "whatever was never recorded")
}

func TestVerifyWithoutKey(t *testing.T) {
	v := verify(t, write(t, newLog(t), options()), "")
	require.Equal(t, [4]bundle.Result{pass, notShown, pass, notShown}, results(v))
	require.Contains(t, details(v.Authorship), "take it from the contract")
}

func TestVerifyWithAnotherKey(t *testing.T) {
	other := openLog(t, new(ledger.Memory), origin, "other").VerifierKey()
	v := verify(t, write(t, newLog(t), options()), other)
	require.Equal(t, [4]bundle.Result{pass, notShown, pass, fail}, results(v))
	require.True(t, v.Failed())
}

func TestVerifyWithNoKey(t *testing.T) {
	b := write(t, newLog(t), options())
	good := newLog(t).VerifierKey()
	for _, key := range []string{"x", "a+b+c", good + "x", "x" + good, good[:len(good)-4],
		strings.ToUpper(good)} {
		_, err := bundle.Verify(bytes.NewReader(b), int64(len(b)), bundle.VerifyOptions{Key: key})
		require.ErrorContains(t, err, "key", key)
	}
}

func TestVerifyEmptyLog(t *testing.T) {
	log := openLog(t, new(ledger.Memory), origin, "test")
	v := verify(t, write(t, log, bundle.Options{}), log.VerifierKey())
	require.Equal(t, [4]bundle.Result{pass, notShown, pass, pass}, results(v), v)
	require.Zero(t, v.Size)
}

// TestVerifyEverySize checks logs whose trees have every shape up to 17 leaves.
func TestVerifyEverySize(t *testing.T) {
	log := openLog(t, new(ledger.Memory), origin, "test")
	for n := range 17 {
		_, err := log.Append(t.Context(), ledger.Draft{Type: "x", Body: text(fmt.Sprint(n))})
		require.NoError(t, err)
		v := verify(t, write(t, log, bundle.Options{}), log.VerifierKey())
		require.Equal(t, [4]bundle.Result{pass, notShown, pass, pass}, results(v), v)
	}
}

func TestDemoNeverShowsAuthorship(t *testing.T) {
	log := newLog(t)
	v := verify(t, write(t, log, bundle.Options{Demo: true}), log.VerifierKey())
	require.Equal(t, notShown, v.Authorship.Result)
	require.True(t, v.Demo)

	// Taking off the mark does not help, for the key is called DEMO too.
	demo := openLog(t, new(ledger.Memory), "acme.example/DEMO/1", "demo")
	v = verify(t, write(t, demo, bundle.Options{}), demo.VerifierKey())
	require.Equal(t, notShown, v.Authorship.Result)
	require.Contains(t, details(v.Authorship), "anybody can sign")
}

func TestWithheld(t *testing.T) {
	log := newLog(t)
	o := bundle.Options{Withhold: func(e ledger.Entry) bool { return e.Seq == 2 || e.Seq == 4 || e.Seq == 5 }}
	b := write(t, log, o)
	v := verify(t, b, log.VerifierKey())
	require.Equal(t, [4]bundle.Result{pass, notShown, pass, pass}, results(v), v)
	require.Equal(t, int64(4), v.Here)
	require.Contains(t, details(v.Completeness), "entries in the log up to the checkpoint: 7; here: 4; withheld (blanks): 3")
	require.Contains(t, details(v.Completeness), "numbers withheld: 2, 4-5")
	require.Contains(t, details(v.Completeness),
		`case "WEB-17": of the withheld entries before 6, 2 are of this case, 4 the last of them`)

	// Nothing of what was withheld is in the bundle but its hash.
	for _, secret := range []string{"it is a response", "HYPERLINK", "@wei"} {
		require.NotContains(t, string(b), secret)
	}
	require.Contains(t, string(b), "contract annex", "disclosed by another entry")
	for e, err := range log.Entries(t.Context(), 0, -1) {
		require.NoError(t, err)
		require.Contains(t, string(b), e.Hash.String())
	}
}

func TestEverythingWithheld(t *testing.T) {
	log := newLog(t)
	o := bundle.Options{Withhold: func(ledger.Entry) bool { return true }}
	v := verify(t, write(t, log, o), log.VerifierKey())
	require.Equal(t, [4]bundle.Result{pass, notShown, pass, pass}, results(v), v)
	require.Contains(t, details(v.Completeness), "here: 0; withheld (blanks): 7")
}

func TestErased(t *testing.T) {
	store := new(ledger.Memory)
	log := openLog(t, erasing{store, func(seq int64, slot int) bool { return seq == 1 && slot == 1 }},
		origin, "test")
	_, err := log.Append(t.Context(), drafts()...)
	require.NoError(t, err)
	v := verify(t, write(t, log, bundle.Options{}), log.VerifierKey())
	require.Equal(t, [4]bundle.Result{pass, notShown, pass, pass}, results(v), v)
	require.Contains(t, details(v.Completeness), "entry 1, attachment 1: its bytes are not here")
}

// small is a bundle with everything in it once: originals, an attachment, a case with a blank.
func small(t testing.TB) (b []byte, vkey string) {
	log := openLog(t, new(ledger.Memory), origin, "test")
	for _, i := range []int{1, 2, 4} {
		_, err := log.Append(t.Context(), drafts()[i])
		require.NoError(t, err)
	}
	o := options()
	o.Withhold = func(e ledger.Entry) bool { return e.Seq == 1 }
	return write(t, log, o), log.VerifierKey()
}

// strides says how far apart the bytes are that a test changes: usual for most files, more for the
// long texts that one comparison covers. With SLALEDGER_LONG=1 it is every byte of all.
func strides(t *testing.T, usual int) func(name string) (first, step int) {
	if os.Getenv("SLALEDGER_LONG") == "1" {
		return func(string) (int, int) { return 0, 1 }
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	return func(name string) (int, int) {
		if strings.Contains(name, "README") || strings.HasSuffix(name, ".py") {
			return r.IntN(200), 200
		}
		return r.IntN(usual), usual
	}
}

// TestEveryByte flips bytes of a bundle, whether they are content or not. None may go unnoticed.
func TestEveryByte(t *testing.T) {
	b, vkey := small(t)
	whole := verify(t, b, vkey).SHA256
	names, data, err := bundle.ReadZip(b)
	require.NoError(t, err)
	stride := strides(t, 1)
	next := 0
	for _, name := range append(names, "") {
		// The bytes up to the content of the file, and after the last file to the end.
		end := len(b)
		if name != "" {
			end = next + 30 + len(name)
		}
		for i := next; i < end; i++ {
			flip(t, b, i, whole)
		}
		first, step := stride(name)
		for i := first; i < len(data[name]); i += step {
			flip(t, b, end+i, whole)
		}
		next = end + len(data[name])
	}
	require.False(t, verify(t, b, vkey).Failed())
}

// flip changes byte i and back.
func flip(t *testing.T, b []byte, i int, whole ledger.Hash) {
	mask := []byte{1, 0x80, 0xff}[i%3]
	b[i] ^= mask
	v, err := bundle.Verify(bytes.NewReader(b), int64(len(b)), bundle.VerifyOptions{})
	if err == nil {
		if v.Integrity.Result != fail || len(v.Integrity.Detail) == 0 || v.SHA256 == whole {
			t.Fatalf("byte %d, mask %#x: %v", i, mask, v)
		}
	} else {
		require.ErrorIs(t, err, bundle.ErrNotBundle)
	}
	b[i] ^= mask
}

// TestEveryByteOfEveryFile flips bytes and makes a sound zip of it again, so that only the
// digests are left to notice. The verdict names the file.
func TestEveryByteOfEveryFile(t *testing.T) {
	b, _ := small(t)
	names, data, err := bundle.ReadZip(b)
	require.NoError(t, err)
	stride := strides(t, 7)
	for _, name := range names {
		first, step := stride(name)
		for i := first; i < len(data[name]); i += step {
			data[name][i] ^= 0x21
			v := verify(t, bundle.RawZip(names, data), "")
			if v.Integrity.Result != fail || !strings.Contains(details(v.Integrity), name) {
				t.Fatalf("%s byte %d: %v", name, i, v)
			}
			data[name][i] ^= 0x21
		}
	}
}

// TestForger flips bytes and then makes right every digest and list, as a forger would who
// lacks only the key. The files that the package comment calls uncovered are left out.
func TestForger(t *testing.T) {
	b, vkey := small(t)
	_, data, err := bundle.ReadZip(b)
	require.NoError(t, err)
	stride := strides(t, 1)
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if strings.HasPrefix(name, "data/files/") || strings.HasSuffix(name, "manifest-sha256.txt") ||
			name == "bag-info.txt" {
			continue
		}
		data[name] = bytes.Clone(data[name])
		first, step := stride(name)
		for i := first; i < len(data[name]); i += step {
			data[name][i] ^= 0x01
			v := verify(t, assemble(data), vkey)
			if v.Integrity.Result != fail || v.Authorship.Result == pass || v.Completeness.Result == pass {
				t.Fatalf("%s byte %d: %v", name, i, v)
			}
			data[name][i] ^= 0x01
		}
	}
	require.False(t, verify(t, assemble(data), vkey).Failed())
}

// TestUncovered shows what the package comment says is not covered.
func TestUncovered(t *testing.T) {
	log := newLog(t)
	b := remake(t, write(t, log, options()), func(data map[string][]byte) {
		data["data/files/报告.html"] = []byte("another report")
	})
	v := verify(t, b, log.VerifierKey())
	require.Equal(t, pass, v.Integrity.Result)
	require.Contains(t, details(v.Integrity), "data/files/报告.html: not in the log")

	b = remake(t, write(t, log, options()), func(data map[string][]byte) {
		data["data/files/contract annex.txt"] = []byte("another contract")
	})
	require.Contains(t, details(verify(t, b, "").Integrity), "contract annex.txt: not in the log")
}

func TestTampered(t *testing.T) {
	log := newLog(t)
	good := write(t, log, options())
	for _, tt := range tamperings(t) {
		t.Run(tt.name, func(t *testing.T) {
			v := verify(t, remake(t, good, tt.change), log.VerifierKey())
			require.Equal(t, fail, v.Integrity.Result)
			require.Contains(t, details(v.Integrity), tt.file)
			require.NotEqual(t, pass, v.Completeness.Result)
			require.NotEqual(t, pass, v.Authorship.Result)
		})
	}
}

// tampering is a change to the files of a bundle whose lists are then made right, and the
// file that the verdict must name.
type tampering struct {
	name   string
	change func(data map[string][]byte)
	file   string
}

// tamperings are for bundles of newLog with options.
func tamperings(t *testing.T) []tampering {
	other := openLog(t, new(ledger.Memory), "acme.example/other/1", "test")
	_, err := other.Append(t.Context(), drafts()...)
	require.NoError(t, err)
	_, theirs, err := bundle.ReadZip(write(t, other, options()))
	require.NoError(t, err)
	return []tampering{
		{"entries swapped", func(d map[string][]byte) {
			a, b := "data/entries/000000001.json", "data/entries/000000002.json"
			d[a], d[b] = d[b], d[a]
		}, "data/entries/000000001.json: it calls itself number 2"},
		{"entry retouched", func(d map[string][]byte) {
			name := "data/entries/000000001.json"
			d[name] = bytes.Replace(d[name], []byte(`"by":"lin"`), []byte(`"by":"wei"`), 1)
		}, "data/entries/000000001.json: its leaf hash is"},
		{"proofs swapped", func(d map[string][]byte) {
			a, b := "data/entries/000000001.tlog-proof", "data/entries/000000002.tlog-proof"
			d[a], d[b] = d[b], d[a]
		}, "data/entries/000000002.tlog-proof: it is the proof of entry 1"},
		{"bodies swapped", func(d map[string][]byte) {
			names := bodies(d)
			d[names[0]], d[names[1]] = d[names[1]], d[names[0]]
		}, "data/bodies/"},
		{"entry without proof", func(d map[string][]byte) {
			delete(d, "data/entries/000000003.tlog-proof")
		}, "data/entries/000000003.tlog-proof"},
		{"proof without entry", func(d map[string][]byte) {
			delete(d, "data/entries/000000003.json")
		}, "data/entries/000000003.json"},
		{"entry taken out but for the tables", func(d map[string][]byte) {
			delete(d, "data/entries/000000003.json")
			delete(d, "data/entries/000000003.tlog-proof")
		}, "data/custody.csv"},
		{"body dropped", func(d map[string][]byte) { delete(d, bodies(d)[0]) }, "data/bodies/"},
		{"body added", func(d map[string][]byte) {
			d["data/bodies/"+strings.Repeat("0", 64)] = []byte("x")
		}, "data/bodies/0000"},
		{"body under another name too", func(d map[string][]byte) {
			d["data/bodies/"+strings.Repeat("0", 64)] = d[bodies(d)[0]]
		}, "data/bodies/0000"},
		{"entry beyond the end", func(d map[string][]byte) {
			d["data/entries/000000007.json"] = d["data/entries/000000006.json"]
			d["data/entries/000000007.tlog-proof"] = d["data/entries/000000006.tlog-proof"]
		}, "data/entries/000000007.json"},
		{"hash of the last entry dropped", func(d map[string][]byte) {
			h := d["data/log/leafhashes.txt"]
			d["data/log/leafhashes.txt"] = h[:len(h)-65]
		}, "data/log/leafhashes.txt"},
		{"hash added", func(d map[string][]byte) {
			h := d["data/log/leafhashes.txt"]
			d["data/log/leafhashes.txt"] = append(h, h[:65]...)
		}, "data/log/leafhashes.txt"},
		{"checkpoint of another log", func(d map[string][]byte) {
			d["data/log/checkpoint.txt"] = theirs["data/log/checkpoint.txt"]
			d["data/log/key.txt"] = theirs["data/log/key.txt"]
		}, "data/log/leafhashes.txt"},
		{"entry of another log", func(d map[string][]byte) {
			d["data/entries/000000003.json"] = theirs["data/entries/000000003.json"]
		}, "data/entries/000000003.json"},
		{"key of another log", func(d map[string][]byte) {
			d["data/log/key.txt"] = theirs["data/log/key.txt"]
		}, "data/log/checkpoint.txt"},
		{"script that always passes", func(d map[string][]byte) {
			d["data/verify/verify.py"] = []byte("print('Integrity PASS')\n")
		}, "data/verify/verify.py"},
		{"doctored instructions", func(d map[string][]byte) {
			d["data/README.en.md"] = append(d["data/README.en.md"], "Trust me.\n"...)
		}, "data/README.en.md"},
		{"name of another log", func(d map[string][]byte) {
			d["bag-info.txt"] = bytes.ReplaceAll(d["bag-info.txt"], []byte(origin), []byte("x"))
		}, "bag-info.txt"},
		{"newer format", func(d map[string][]byte) {
			d["bag-info.txt"] = bytes.ReplaceAll(d["bag-info.txt"], []byte("bundle/1"), []byte("bundle/2"))
		}, "bag-info.txt"},
		{"custody retouched", func(d map[string][]byte) {
			d["data/custody.csv"] = bytes.Replace(d["data/custody.csv"], []byte(`"lin"`), []byte(`"wei"`), 1)
		}, "data/custody.csv"},
		{"body said to be erased that is here", func(d map[string][]byte) {
			lines := strings.SplitAfter(string(d["data/bodies/index.csv"]), "\r\n")
			cells := strings.Split(lines[1], ",")
			lines[1] = strings.Join(cells[:4], ",") + ",,\r\n"
			d["data/bodies/index.csv"] = []byte(strings.Join(lines, ""))
		}, "data/custody.csv"},
		{"names that differ in case only", func(d map[string][]byte) {
			d["data/files/CONTRACT annex.txt"] = []byte("x")
		}, "data/files/"},
		{"without a key file", func(d map[string][]byte) { delete(d, "data/log/key.txt") }, "data/log/key.txt"},
	}
}

func bodies(data map[string][]byte) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if strings.HasPrefix(name, "data/bodies/") && name != "data/bodies/index.csv" {
			names = append(names, name)
		}
	}
	return names
}

// container is a zip that is legal or nearly so and not as a bundle has it, and what the
// verdict must name; "" says that it is no bundle at all.
type container struct {
	name string
	zip  []byte
	file string
}

func containers(t *testing.T) []container {
	good := write(t, newLog(t), options())
	names, data, err := bundle.ReadZip(good)
	require.NoError(t, err)
	with := func(change func(names []string) []string) []byte {
		return bundle.RawZip(change(slices.Clone(names)), data)
	}
	for _, name := range []string{"../../etc/passwd", "/etc/passwd", "x/../../y", "data/files/../x", "data/more.txt"} {
		data[name] = nil
	}
	insert := func(name string) []byte {
		return with(func(s []string) []string { return slices.Sorted(slices.Values(append(s, name))) })
	}
	return []container{
		{"file twice", with(func(s []string) []string { return slices.Insert(s, 3, s[3]) }), names[3]},
		{"out of order", with(func(s []string) []string { s[3], s[4] = s[4], s[3]; return s }), names[3]},
		{"file dropped", with(func(s []string) []string { return slices.Delete(s, 4, 5) }), names[4]},
		{"file added", insert("data/more.txt"), "data/more.txt"},
		{"path traversal", insert("../../etc/passwd"), "the zip"},
		{"absolute path", insert("/etc/passwd"), "the zip"},
		{"path traversal at the end", insert("x/../../y"), "x/../../y"},
		{"path traversal below files", insert("data/files/../x"), "data/files/../x"},
		{"bytes before", append([]byte("x"), good...), ""},
		{"bytes after", append(slices.Clone(good), 0), "tagmanifest"},
		{"comment", append(slices.Clone(good[:len(good)-2]), 1, 0, 'x'), "tagmanifest"},
		{"two bundles", append(slices.Clone(good), good...), "tagmanifest"},
		{"only the list", good[bytes.Index(good, []byte("PK\x01\x02")):], ""},
	}
}

func TestContainer(t *testing.T) {
	for _, tt := range containers(t) {
		t.Run(tt.name, func(t *testing.T) {
			v, err := bundle.Verify(bytes.NewReader(tt.zip), int64(len(tt.zip)), bundle.VerifyOptions{})
			if tt.file == "" {
				require.ErrorIs(t, err, bundle.ErrNotBundle)
				return
			}
			require.NoError(t, err)
			require.Equal(t, fail, v.Integrity.Result)
			require.Contains(t, details(v.Integrity), tt.file)
		})
	}
}

func TestTruncated(t *testing.T) {
	good := write(t, newLog(t), bundle.Options{})
	for n := 0; n < len(good); n += 7 {
		v, err := bundle.Verify(bytes.NewReader(good[:n]), int64(n), bundle.VerifyOptions{})
		if err != nil {
			require.ErrorIs(t, err, bundle.ErrNotBundle)
			require.Less(t, n, 4)
			continue
		}
		require.Equal(t, [4]bundle.Result{fail, notShown, notShown, notShown}, results(v), n)
	}
}

func TestTooLarge(t *testing.T) {
	good := write(t, newLog(t), bundle.Options{})
	v, err := bundle.Verify(bytes.NewReader(good), 5<<30, bundle.VerifyOptions{})
	require.NoError(t, err)
	require.Contains(t, details(v.Integrity), "less than 4 GiB")
}

func TestNotABundle(t *testing.T) {
	for _, s := range []string{"", "P", "hello, world", "%PDF-1.7", "PK\x05\x06" + strings.Repeat("\x00", 18)} {
		_, err := bundle.Verify(strings.NewReader(s), int64(len(s)), bundle.VerifyOptions{})
		require.ErrorIs(t, err, bundle.ErrNotBundle, "%q", s)
	}
}

// TestUnreadable has the input fail at each of its reads.
func TestUnreadable(t *testing.T) {
	good := write(t, newLog(t), bundle.Options{})
	for n := 0; ; n++ {
		r := &failing{r: bytes.NewReader(good), after: n}
		v, err := bundle.Verify(r, int64(len(good)), bundle.VerifyOptions{})
		if err == nil {
			require.False(t, v.Failed())
			require.Greater(t, n, 20, "as many reads as there are files")
			return
		}
		require.ErrorIs(t, err, errFull)
	}
}

type failing struct {
	r     io.ReaderAt
	after int
}

func (f *failing) ReadAt(p []byte, off int64) (int, error) {
	if f.after == 0 {
		return 0, errFull
	}
	f.after--
	return f.r.ReadAt(p, off)
}

// crooked is a store that lies about the last entry of a case, so that the log signs entries
// whose numbers do not follow.
type crooked struct {
	ledger.Store
	tail func(subject string, t ledger.Tail) ledger.Tail
}

func (c crooked) Find(ctx context.Context, o string, q ledger.Query) (ledger.Found, error) {
	f, err := c.Store.Find(ctx, o, q)
	for s, t := range f.Subjects {
		f.Subjects[s] = c.tail(s, t)
	}
	return f, err
}

// TestSignedGaps has logs whose owner signed a history with holes in it.
func TestSignedGaps(t *testing.T) {
	stranger := ledger.Hash{1}
	tests := []struct {
		name     string
		tail     func(string, ledger.Tail) ledger.Tail
		withhold int64 // -1 none
		want     string
	}{
		{"number left out", func(_ string, l ledger.Tail) ledger.Tail {
			return ledger.Tail{N: l.N + 1, Hash: stranger}
		}, -1, "only 0 withheld entries lie between"},
		{"number twice", func(_ string, l ledger.Tail) ledger.Tail {
			return ledger.Tail{N: 1, Hash: l.Hash}
		}, -1, "it follows number"},
		{"back link to something else", func(_ string, l ledger.Tail) ledger.Tail {
			return ledger.Tail{N: l.N, Hash: stranger}
		}, -1, "does not name the entry before it"},
		{"number left out beside a blank of another case", func(_ string, l ledger.Tail) ledger.Tail {
			return ledger.Tail{N: l.N + 1, Hash: stranger}
		}, 3, "neither here nor withheld"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			log := openLog(t, crooked{new(ledger.Memory), tt.tail}, origin, "test")
			for _, d := range drafts()[:5] {
				if d.Subject != "WEB-17" {
					d.Subject = ""
				}
				_, err := log.Append(t.Context(), d)
				require.NoError(t, err)
			}
			o := bundle.Options{Withhold: func(e ledger.Entry) bool { return e.Seq == tt.withhold }}
			v := verify(t, write(t, log, o), log.VerifierKey())
			require.Equal(t, [4]bundle.Result{pass, notShown, fail, pass}, results(v), v)
			require.Contains(t, details(v.Completeness), tt.want)
		})
	}
}

// TestReasonsAreCapped has more faults than anybody reads.
func TestReasonsAreCapped(t *testing.T) {
	log := openLog(t, new(ledger.Memory), origin, "test")
	for range 40 {
		_, err := log.Append(t.Context(), ledger.Draft{Type: "x"})
		require.NoError(t, err)
	}
	b := remake(t, write(t, log, bundle.Options{}), func(d map[string][]byte) {
		for i := range 40 {
			delete(d, fmt.Sprintf("data/entries/%09d.tlog-proof", i))
		}
	})
	v := verify(t, b, "")
	require.Len(t, v.Integrity.Detail, 21)
	require.Equal(t, "and 20 more", v.Integrity.Detail[20])
}

// TestListsOutOfOrder has lists of digests that are right but not as a bundle has them.
func TestListsOutOfOrder(t *testing.T) {
	_, data, err := bundle.ReadZip(write(t, newLog(t), options()))
	require.NoError(t, err)
	names := slices.Sorted(maps.Keys(data))
	const list, tags = "manifest-sha256.txt", "tagmanifest-sha256.txt"
	lines := slices.Collect(bytes.Lines(data[list]))
	for name, change := range map[string][][]byte{
		"swapped": append([][]byte{lines[1], lines[0]}, lines[2:]...),
		"twice":   append(lines, lines[0]),
	} {
		t.Run(name, func(t *testing.T) {
			d := maps.Clone(data)
			d[list] = bytes.Join(change, nil)
			d[tags] = manifest(names, d, func(s string) bool {
				return s == "bag-info.txt" || s == "bagit.txt" || s == list
			})
			v := verify(t, bundle.RawZip(names, d), "")
			require.Equal(t, []string{list + ": its lines are not as a bundle has them"}, v.Integrity.Detail)
		})
	}
}

// TestSignedSize has a checkpoint whose owner signed the right root with a wrong size.
func TestSignedSize(t *testing.T) {
	log := newLog(t)
	o := bundle.Options{Withhold: func(ledger.Entry) bool { return true }}
	b := remake(t, write(t, log, o), func(d map[string][]byte) {
		c := log.Checkpoint()
		lines := strings.Split(c.Text, "\n")
		body := fmt.Sprintf("%s\n%d\n%s\n", lines[0], c.Size-1, lines[2])
		sig, err := base64.StdEncoding.DecodeString(strings.Fields(lines[4])[2])
		require.NoError(t, err)
		sig = append(sig[:4:4], ed25519.Sign(key(t, "test"), []byte(body))...)
		d["data/log/checkpoint.txt"] = fmt.Appendf(nil, "%s\n— %s %s\n", body, origin,
			base64.StdEncoding.EncodeToString(sig))
	})
	v := verify(t, b, log.VerifierKey())
	require.Equal(t, [4]bundle.Result{fail, notShown, fail, notShown}, results(v), v)
	require.Contains(t, details(v.Integrity), "7 hashes; the checkpoint is over 6 entries")
}

func TestCheckMemberName(t *testing.T) {
	for _, name := range []string{"", "/", "data", "data/", "data/files/", "data/entries/1.json",
		"data/entries/00000000a.json", "data/entries/000000001.json.exe", "data/entries/000000001",
		"data/bodies/" + strings.Repeat("g", 64), "data/bodies/" + strings.Repeat("A", 64),
		"data/files/a/b", "bagit.txt/", "./bagit.txt", "DATA/custody.csv"} {
		require.Error(t, bundle.CheckMemberName(name), name)
	}
}

// FuzzVerify puts the patch into a bundle at some place, or into one of its files and then makes
// its lists right, or gives it alone. Small inputs are all a fuzzer can work with.
func FuzzVerify(f *testing.F) {
	good, vkey := small(f)
	names, data, err := bundle.ReadZip(good)
	require.NoError(f, err)
	for how := range byte(5) {
		f.Add(how, uint32(0), []byte("PK\x03\x04"))
		f.Add(how, uint32(len(good)-22), []byte("PK\x05\x06"))
		f.Add(how, uint32(len(good)/2), []byte("{\"v\":1}\n"))
	}
	f.Fuzz(func(t *testing.T, how byte, at uint32, patch []byte) {
		i := int(at % uint32(len(good)))
		end := min(len(good), i+len(patch))
		switch how % 5 {
		case 0:
			judge(t, patch, good, vkey)
		case 1:
			judge(t, slices.Concat(good[:i], patch, good[end:]), good, vkey)
		case 2:
			judge(t, slices.Concat(good[:i], patch, good[i:]), good, vkey)
		case 3:
			judge(t, slices.Concat(good[:i], good[end:]), good, vkey)
		case 4:
			fuzzMember(t, names, data, i, patch)
		}
	})
}

// judge requires that nothing but the good bundle passes.
func judge(t *testing.T, b, good []byte, vkey string) {
	v, err := bundle.Verify(bytes.NewReader(b), int64(len(b)), bundle.VerifyOptions{Key: vkey})
	if err != nil {
		require.ErrorIs(t, err, bundle.ErrNotBundle)
		return
	}
	require.Equal(t, bytes.Equal(b, good), v.Integrity.Result == pass)
	require.Equal(t, bytes.Equal(b, good), v.Authorship.Result == pass)
}

// fuzzMember writes the patch over part of a file, in a bundle that is sound otherwise.
func fuzzMember(t *testing.T, names []string, data map[string][]byte, i int, patch []byte) {
	name := names[i%len(names)]
	from := min(len(data[name]), i/len(names))
	end := min(len(data[name]), from+len(patch))
	b := slices.Concat(data[name][:from], patch, data[name][end:])
	if strings.HasPrefix(name, "data/files/") || name == "bag-info.txt" ||
		strings.HasSuffix(name, "manifest-sha256.txt") || bytes.Equal(data[name], b) {
		return
	}
	changed := maps.Clone(data)
	changed[name] = b
	require.Equal(t, fail, verify(t, assemble(changed), "").Integrity.Result, name)
}

func FuzzTables(f *testing.F) {
	f.Add([]byte(strings.Repeat("0", 64) + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if leaves, err := bundle.ParseLeafHashes(b); err == nil {
			require.Equal(t, string(b), string(bundle.FormatLeafHashes(leaves)))
		}
	})
}

// TestRandomDamage writes over random stretches, with a seed that a failure names.
func TestRandomDamage(t *testing.T) {
	good := write(t, newLog(t), options())
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 500 {
		b := slices.Clone(good)
		from := r.IntN(len(b))
		to := min(len(b), from+1+r.IntN(200))
		for i := from; i < to; i++ {
			b[i] = byte(r.Uint32())
		}
		v, err := bundle.Verify(bytes.NewReader(b), int64(len(b)), bundle.VerifyOptions{})
		if err == nil && !bytes.Equal(b, good) {
			require.Equal(t, fail, v.Integrity.Result)
		}
	}
}
