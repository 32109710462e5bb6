package bundle_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/bundle"
	"github.com/slaledger/slaledger/ledger"
)

// driver has verify.py judge many bundles in one process: a line of results for each.
const driver = `
import functools
import sys
import verify
verify.openssl = functools.cache(verify.openssl)  # most bundles have the same signature
works = verify.openssl_works()
assert works, "openssl cannot check Ed25519"
for line in open(sys.argv[1], encoding="utf-8"):
    path, key = line.rstrip("\n").split("\t")
    try:
        print("|".join(result for _, result, _ in verify.verify_path(path, key, works)))
    except verify.NotBundle:
        print("not a bundle")
`

// trial is a bundle to be judged by both programs.
type trial struct {
	name string
	zip  []byte
	key  string
}

// TestScriptAgrees has verify.py and Verify judge the same bundles, good and bad.
func TestScriptAgrees(t *testing.T) {
	python := program(t, "python3", "python")
	program(t, "openssl")
	trials := allTrials(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "verify.py"),
		bundle.Texts()["data/verify/verify.py"], 0o600))
	var list strings.Builder
	for i, tr := range trials {
		path := filepath.Join(dir, fmt.Sprintf("%d.zip", i))
		require.NoError(t, os.WriteFile(path, tr.zip, 0o600))
		fmt.Fprintf(&list, "%s\t%s\n", path, tr.key)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "list"), []byte(list.String()), 0o600))
	out, err := run(t, dir, python, "-B", "-c", driver, "list")
	require.NoError(t, err, out)
	got := strings.Split(strings.TrimSpace(strings.ReplaceAll(out, "\r", "")), "\n")
	require.Len(t, got, len(trials), out)
	passed := 0
	for i, tr := range trials {
		if judgesTexts(tr.name) {
			continue
		}
		want := "not a bundle"
		v, err := bundle.Verify(bytes.NewReader(tr.zip), int64(len(tr.zip)),
			bundle.VerifyOptions{Key: tr.key})
		if err == nil {
			r := results(v)
			want = fmt.Sprintf("%s|%s|%s|%s", r[0], r[1], r[2], r[3])
			if !v.Failed() {
				passed++
			}
		}
		require.Equal(t, want, got[i], tr.name)
	}
	t.Logf("%d bundles, %d of them without a FAIL", len(trials), passed)
	require.Greater(t, passed, 5)
}

// judgesTexts reports whether the trial is a doctored text, which the script does not judge, as it says.
func judgesTexts(name string) bool {
	return strings.HasPrefix(name, "data/README") || strings.HasPrefix(name, "data/verify/") ||
		name == "script that always passes" || name == "doctored instructions"
}

func allTrials(t *testing.T) []trial {
	trials := goodTrials(t)
	log := newLog(t)
	good, vkey := write(t, log, options()), log.VerifierKey()
	for _, c := range tamperings(t) {
		trials = append(trials, trial{c.name, remake(t, good, c.change), vkey})
	}
	for _, c := range containers(t) {
		trials = append(trials, trial{c.name, c.zip, vkey})
	}
	for i := 0; i < len(good); i += 701 {
		b := bytes.Clone(good)
		b[i] ^= 0x01
		trials = append(trials, trial{fmt.Sprintf("flip at %d", i), b, vkey},
			trial{fmt.Sprintf("cut at %d", i), good[:i], vkey})
	}
	_, data, err := bundle.ReadZip(good)
	require.NoError(t, err)
	for _, name := range slices.Sorted(maps.Keys(data)) {
		for _, i := range []int{0, len(data[name]) / 2, len(data[name]) - 1} {
			if i < 0 || i >= len(data[name]) {
				continue
			}
			changed := maps.Clone(data)
			changed[name] = bytes.Clone(data[name])
			changed[name][i] ^= 0x04
			trials = append(trials, trial{fmt.Sprintf("%s byte %d", name, i), assemble(changed), vkey})
		}
	}
	return trials
}

func goodTrials(t *testing.T) []trial {
	log := newLog(t)
	vkey := log.VerifierKey()
	other := openLog(t, new(ledger.Memory), origin, "other").VerifierKey()
	good := write(t, log, options())
	trials := []trial{
		{"good", good, vkey},
		{"no key", good, ""},
		{"another key", good, other},
		{"demo", write(t, log, bundle.Options{Demo: true}), vkey},
		{"bare", write(t, log, bundle.Options{}), vkey},
	}
	for mask := range 1 << len(drafts()) {
		if mask%9 != 5 {
			continue
		}
		o := bundle.Options{Withhold: func(e ledger.Entry) bool { return mask>>e.Seq&1 == 1 }}
		trials = append(trials, trial{fmt.Sprintf("withheld %07b", mask), write(t, log, o), vkey})
	}
	for n := range 9 {
		l := openLog(t, new(ledger.Memory), origin, "test")
		for i := range n {
			_, err := l.Append(t.Context(), ledger.Draft{Type: "x", Body: text(fmt.Sprint(i))})
			require.NoError(t, err)
		}
		trials = append(trials, trial{fmt.Sprintf("%d entries", n), write(t, l, bundle.Options{}), vkey})
	}
	gone := erasing{new(ledger.Memory), func(seq int64, slot int) bool { return seq%2 == 1 }}
	l := openLog(t, gone, origin, "test")
	_, err := l.Append(t.Context(), drafts()...)
	require.NoError(t, err)
	crookedLog := openLog(t, crooked{new(ledger.Memory), func(_ string, l ledger.Tail) ledger.Tail {
		return ledger.Tail{N: l.N + 1, Hash: l.Hash}
	}}, origin, "test")
	for _, d := range drafts() {
		_, err := crookedLog.Append(t.Context(), d)
		require.NoError(t, err)
	}
	return append(trials, trial{"erased", write(t, l, options()), vkey},
		trial{"signed gaps", write(t, crookedLog, options()), vkey})
}

// TestScriptRuns runs verify.py as its instructions say, from the unpacked bundle.
func TestScriptRuns(t *testing.T) {
	python := program(t, "python3", "python")
	program(t, "openssl")
	log := newLog(t)
	b, vkey := write(t, log, options()), log.VerifierKey()
	dir := unpack(t, b)
	zip := filepath.Join(filepath.Dir(dir), "bundle.zip")
	require.NoError(t, os.WriteFile(zip, b, 0o600))
	script := filepath.Join(dir, "data", "verify", "verify.py")
	for _, where := range []string{zip, dir} {
		out, err := run(t, dir, python, script, where, vkey)
		require.NoError(t, err, out)
		require.Contains(t, out, "Integrity     PASS")
		require.Contains(t, out, "Time bounds   NOT SHOWN")
		require.Contains(t, out, "Completeness  PASS")
		require.Contains(t, out, "Authorship    PASS")
	}

	require.NoError(t, os.WriteFile(filepath.Join(dir, "data/custody.csv"), []byte("x"), 0o600))
	out, err := run(t, dir, python, script, dir, vkey)
	require.Error(t, err)
	require.Contains(t, out, "Integrity     FAIL")
	require.Contains(t, out, "data/custody.csv")

	out, err = run(t, dir, python, script, script)
	require.ErrorContains(t, err, "exit status 2", out)
	out, err = run(t, dir, python, script, zip, "no key")
	require.ErrorContains(t, err, "exit status 2", out)
}

// TestScriptWithoutOpenSSL has a PATH on which there is nothing.
func TestScriptWithoutOpenSSL(t *testing.T) {
	python := program(t, "/usr/bin/python3", "python3")
	log := newLog(t)
	zip := filepath.Join(t.TempDir(), "bundle.zip")
	require.NoError(t, os.WriteFile(zip, write(t, log, options()), 0o600))
	script := filepath.Join(t.TempDir(), "verify.py")
	require.NoError(t, os.WriteFile(script, bundle.Texts()["data/verify/verify.py"], 0o600))
	resolved, err := run(t, "", python, "-c", "import sys; print(sys.executable)")
	require.NoError(t, err, resolved)
	t.Setenv("PATH", t.TempDir())
	out, err := run(t, "", strings.TrimSpace(resolved), script, zip, log.VerifierKey())
	require.NoError(t, err, out)
	require.Contains(t, out, "Authorship    NOT SHOWN")
	require.Contains(t, out, "no signature was checked")
}
