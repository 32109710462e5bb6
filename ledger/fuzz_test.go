package ledger_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
)

// FuzzParseEntry: what is accepted is its own only spelling, and stays what it is when hashed.
func FuzzParseEntry(f *testing.F) {
	_, es := filled(f, 7)
	for _, e := range es {
		f.Add(e.Raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := ledger.ParseEntry(raw)
		if err != nil {
			return
		}
		require.Equal(t, raw, e.Raw)
		require.Equal(t, ledger.LeafHash(raw), e.Hash)
		again, err := ledger.ParseEntry(e.Raw)
		require.NoError(t, err)
		require.Equal(t, e, again)
	})
}

// FuzzAppend: whatever Append takes, ParseEntry gives back unchanged.
func FuzzAppend(f *testing.F) {
	f.Add("record", "案 1", "u1", "key", "a\x01\"\\\u2028\U0001F600", int64(1772452800000), []byte("x"), true)
	f.Add("x", "", "", "\"", "", int64(0), []byte(nil), false)
	f.Fuzz(func(t *testing.T, typ, subject, by, metaKey, value string, ms int64, data []byte, backfill bool) {
		opts := ledgertest.Options(t)
		opts.Now = func() time.Time { return time.UnixMilli(ms) }
		l, err := ledger.Open(t.Context(), &ledger.Memory{}, origin, opts)
		require.NoError(t, err)
		d := ledger.Draft{
			Type: typ, Subject: subject, By: by, Backfill: backfill,
			Meta: map[string]string{metaKey: value}, Body: &ledger.Blob{Data: data},
		}
		es, err := l.Append(t.Context(), d)
		if err != nil {
			return
		}
		got, err := ledger.ParseEntry(es[0].Raw)
		require.NoError(t, err)
		require.Equal(t, es[0], got)
		require.Equal(t, d.Meta, got.Meta)
		require.Equal(t, []any{typ, subject, by, backfill}, []any{got.Type, got.Subject, got.By, got.Backfill})
		r, err := l.Check(t.Context())
		require.NoError(t, err)
		require.True(t, r.OK())
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	l, _ := filled(f, 3)
	f.Add([]byte(l.Checkpoint().Text))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := ledger.ParseCheckpoint(text, "")
		if err != nil {
			return
		}
		require.Equal(t, string(text), c.Text)
		signed, err := ledger.ParseCheckpoint(text, l.VerifierKey())
		if err == nil {
			// Nobody but the key's owner can make another.
			require.Equal(t, l.Checkpoint().Root, signed.Root)
			require.Equal(t, l.Checkpoint().Size, signed.Size)
		}
	})
}

func FuzzParseProof(f *testing.F) {
	l, es := filled(f, 7)
	for _, e := range es {
		p, err := l.Prove(f.Context(), e.Seq)
		require.NoError(f, err)
		f.Add([]byte(p.Text))
	}
	c := l.Checkpoint()
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ledger.ParseProof(text)
		if err != nil {
			return
		}
		require.Equal(t, string(text), p.Text)
		for _, e := range es {
			if p.Verify(e.Raw, c) == nil {
				require.Equal(t, e.Seq, p.Seq)
			}
		}
	})
}

func FuzzParseKey(f *testing.F) {
	key, err := ledger.NewKey(&ledgertest.Reader{})
	require.NoError(f, err)
	line, err := ledger.FormatKey("client.example/1", key)
	require.NoError(f, err)
	f.Add(line)
	f.Fuzz(func(t *testing.T, line string) {
		name, key, err := ledger.ParseKey(line)
		if err != nil {
			return
		}
		again, err := ledger.FormatKey(name, key)
		require.NoError(t, err)
		require.Equal(t, line, again)
	})
}

func TestKeyInverse(t *testing.T) {
	for range 50 {
		key, err := ledger.NewKey(rand.Reader)
		require.NoError(t, err)
		line, err := ledger.FormatKey(origin, key)
		require.NoError(t, err)
		name, got, err := ledger.ParseKey(line)
		require.NoError(t, err)
		require.Equal(t, origin, name)
		require.Equal(t, key, got)
	}
}
