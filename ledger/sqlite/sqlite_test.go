package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
	"github.com/slaledger/slaledger/ledger/sqlite"
)

func open(t testing.TB, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestStore(t *testing.T) {
	ledgertest.Run(t, func(t *testing.T) ledger.Store {
		return open(t, filepath.Join(t.TempDir(), "log.db"))
	})
}
