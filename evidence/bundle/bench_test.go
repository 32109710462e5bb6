package bundle_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/evidence/bundle"
	"github.com/slaledger/slaledger/ledger"
)

// largeLog is a log of a year's size: 58,000 entries of 2,000 cases with bodies of 200 bytes.
func largeLog(t testing.TB, entries int) *ledger.Log {
	log := openLog(t, new(ledger.Memory), origin, "large")
	for from := 0; from < entries; from += 1000 {
		batch := make([]ledger.Draft, min(1000, entries-from))
		for i := range batch {
			n := from + i
			batch[i] = ledger.Draft{Type: "record", Subject: fmt.Sprintf("CASE-%d", n%2000), By: "import",
				Body: text(fmt.Sprintf("%0200d", n))}
		}
		_, err := log.Append(t.Context(), batch...)
		require.NoError(t, err)
	}
	return log
}

func BenchmarkWrite58000(b *testing.B) {
	log := largeLog(b, 58_000)
	for b.Loop() {
		require.NoError(b, bundle.Write(b.Context(), io.Discard, log, bundle.Options{}))
	}
}

func BenchmarkVerify58000(b *testing.B) {
	log := largeLog(b, 58_000)
	path := filepath.Join(b.TempDir(), "bundle.zip")
	f, err := os.Create(path)
	require.NoError(b, err)
	require.NoError(b, bundle.Write(b.Context(), f, log, bundle.Options{}))
	size, err := f.Seek(0, io.SeekEnd)
	require.NoError(b, err)
	b.SetBytes(size)
	for b.Loop() {
		v, err := bundle.Verify(f, size, bundle.VerifyOptions{Key: log.VerifierKey()})
		require.NoError(b, err)
		require.False(b, v.Failed(), v)
	}
	require.NoError(b, f.Close())
}

// TestManyBlanks withholds one entry in sixteen at random places.
func TestManyBlanks(t *testing.T) {
	log := largeLog(t, 3_000)
	o := bundle.Options{Withhold: func(e ledger.Entry) bool { return e.Hash[0] < 16 }}
	v := verify(t, write(t, log, o), log.VerifierKey())
	require.Equal(t, [4]bundle.Result{pass, notShown, pass, pass}, results(v))
	require.Greater(t, v.Size, v.Here)
	for _, l := range []bundle.Line{v.Integrity, v.Completeness} {
		require.Less(t, len(l.Detail), 60)
	}
}
