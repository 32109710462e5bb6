package ledgertest_test

import (
	"testing"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/ledgertest"
)

func TestMemory(t *testing.T) {
	ledgertest.Run(t, func(*testing.T) ledger.Store { return &ledger.Memory{} })
}
