package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slaledger/slaledger/ledger"
)

// exampleOptions has a fixed key, clock and salts, so that the output is always the same. Leave Now
// and Rand nil in earnest, and keep the key in a KeyFile.
func exampleOptions() ledger.Options {
	key, err := ledger.NewKey(bytes.NewReader(make([]byte, 32)))
	if err != nil {
		panic(err)
	}
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	return ledger.Options{
		Key:  key,
		Now:  func() time.Time { return noon },
		Rand: strings.NewReader(strings.Repeat("not random ", 100)),
	}
}

func Example() {
	ctx := context.Background()
	log, err := ledger.Open(ctx, &ledger.Memory{}, "client.example/vendor-2026/1", exampleOptions())
	if err != nil {
		fmt.Println(err)
		return
	}
	entries, err := log.Append(ctx, ledger.Draft{
		Type: "original", Subject: "WEB-17", Key: "message-1@client.example",
		By: "u3", Via: "mailbox", Software: "example 1",
		Body: &ledger.Blob{MediaType: "message/rfc822", Data: []byte("Subject: the site is down\r\n")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n\n%s", entries[0].Raw, log.Checkpoint().Text)
	// Output:
	// {"body":{"commitment":"90f14e3cb1c2efc3f156aa66dba5832488bfa8ac2446efa344cfa3b35fee5336","length":27,"media":"message/rfc822"},"log":"client.example/vendor-2026/1","recorder":{"at":"2026-03-02T12:00:00.000Z","by":"u3","mode":"live","software":"example 1","via":"mailbox"},"seq":0,"subject":{"id":"WEB-17","n":1},"type":"original","v":1}
	//
	// client.example/vendor-2026/1
	// 1
	// oUKOhTJfTDQaBkxKRfaSwU1+Y0kH9bCVUiuyPF3kAHM=
	//
	// — client.example/vendor-2026/1 efCmKbhMYf03acOTr4Orw/WB55/HGWiWGs4rkk8ZuvF/vjNZ5edivBo1LQC4S6HX3eS4cfdPqEcHLA9WBRN+G5CKNwk=
}

func ExampleLog_Append_again() {
	ctx := context.Background()
	log, _ := ledger.Open(ctx, &ledger.Memory{}, "client.example/vendor-2026/1", exampleOptions())
	mail := ledger.Draft{Type: "original", Key: "message-1@client.example"}
	for range 2 {
		entries, err := log.Append(ctx, mail)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(entries[0].Seq, entries[0].Again, log.Checkpoint().Size)
	}
	// Output:
	// 0 false 1
	// 0 true 1
}

func ExampleLog_Entries() {
	ctx := context.Background()
	log, _ := ledger.Open(ctx, &ledger.Memory{}, "client.example/vendor-2026/1", exampleOptions())
	_, err := log.Append(ctx,
		ledger.Draft{Type: "record", Subject: "WEB-17", Meta: map[string]string{"kind": "opened"}},
		ledger.Draft{Type: "record", Subject: "WEB-18", Meta: map[string]string{"kind": "opened"}},
		ledger.Draft{Type: "record", Subject: "WEB-17", Meta: map[string]string{"kind": "message"}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for e, err := range log.Entries(ctx, 0, -1) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(e.Seq, e.Subject, e.N, e.Meta["kind"])
	}
	// Output:
	// 0 WEB-17 1 opened
	// 1 WEB-18 1 opened
	// 2 WEB-17 2 message
}

// The vendor has the verifier key from the contract and gets three things: an entry, a proof,
// and a checkpoint.
func ExampleProof_Verify() {
	ctx := context.Background()
	log, _ := ledger.Open(ctx, &ledger.Memory{}, "client.example/vendor-2026/1", exampleOptions())
	entries, _ := log.Append(ctx, ledger.Draft{Type: "record", By: "u3"}, ledger.Draft{Type: "record"})
	given, err := log.Prove(ctx, 0)
	if err != nil {
		fmt.Println(err)
		return
	}

	checkpoint, err := ledger.ParseCheckpoint([]byte(log.Checkpoint().Text), log.VerifierKey())
	if err != nil {
		fmt.Println(err)
		return
	}
	proof, err := ledger.ParseProof([]byte(given.Text))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(proof.Verify(entries[0].Raw, checkpoint))
	forged := bytes.Replace(entries[0].Raw, []byte("u3"), []byte("u4"), 1)
	fmt.Println(proof.Verify(forged, checkpoint))
	// Output:
	// <nil>
	// ledger: verify proof of entry 0: invalid transparency proof
}

func ExampleLog_Check() {
	ctx := context.Background()
	log, _ := ledger.Open(ctx, &ledger.Memory{}, "client.example/vendor-2026/1", exampleOptions())
	_, err := log.Append(ctx, ledger.Draft{Type: "record", Body: &ledger.Blob{Data: []byte("x")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := log.Check(ctx)
	fmt.Println(report.OK(), report.Entries, report.Bodies, err)
	// Output: true 1 1 <nil>
}

func ExampleCommit() {
	salt := make([]byte, 32)
	fmt.Println(ledger.Commit(salt, []byte("the site is down\n")))
	// Output: 24514324c8ce2ca8b4f11a9f230c1d7bfd63f7e4a8f4534e1145a24a70ae040c
}

func ExampleRootOf() {
	leaves := []ledger.Hash{ledger.LeafHash([]byte("a")), ledger.LeafHash([]byte("b"))}
	fmt.Println(ledger.RootOf(leaves))
	// Output: b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb
}
