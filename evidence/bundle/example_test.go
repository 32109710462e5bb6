package bundle_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"time"

	"github.com/slaledger/slaledger/evidence/bundle"
	"github.com/slaledger/slaledger/ledger"
)

// A customer hands a log to its vendor, who checks it with the key in the contract. The second
// entry concerns somebody else and is withheld.
func Example() {
	ctx := context.Background()
	key, err := ledger.NewKey(&stream{seed: "example"})
	if err != nil {
		log.Fatal(err)
	}
	l, err := ledger.Open(ctx, new(ledger.Memory), "acme.example/vendorx-2026/1", ledger.Options{
		Key:  key,
		Rand: &stream{seed: "salts"},
		Now:  func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		log.Fatal(err)
	}
	contractKey := l.VerifierKey()
	_, err = l.Append(ctx,
		ledger.Draft{Type: "original", Subject: "WEB-17", By: "lin", Body: &ledger.Blob{
			MediaType: "message/rfc822", Data: []byte("Subject: it is down\r\n\r\n")}},
		ledger.Draft{Type: "note", Subject: "HR-2", By: "lin"},
		ledger.Draft{Type: "record", Subject: "WEB-17", By: "lin"},
	)
	if err != nil {
		log.Fatal(err)
	}

	var zip bytes.Buffer
	err = bundle.Write(ctx, &zip, l, bundle.Options{
		Files:    []bundle.File{{Name: "report.html", Data: []byte("<p>late</p>")}},
		Withhold: func(e ledger.Entry) bool { return e.Subject == "HR-2" },
	})
	if err != nil {
		log.Fatal(err)
	}

	verdict, err := bundle.Verify(bytes.NewReader(zip.Bytes()), int64(zip.Len()),
		bundle.VerifyOptions{Key: contractKey})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(verdict)

	// Whoever changes the bundle is told on, wherever the change is.
	zip.Bytes()[bytes.Index(zip.Bytes(), []byte("it is down"))] = 'I'
	verdict, err = bundle.Verify(bytes.NewReader(zip.Bytes()), int64(zip.Len()), bundle.VerifyOptions{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(verdict.Integrity.Result, len(verdict.Integrity.Detail))
	// Output:
	// Integrity     PASS
	//     files in the bundle: 18; they are those in its list, with the digests there
	//     entries here: 2; each stands in the log under the checkpoint's root
	//     originals here: 1; they are the bytes that entries commit to
	//     data/files/report.html: not in the log; only the bundle's own list of digests covers it
	//     not shown: that what was recorded is true
	// Time bounds   NOT SHOWN
	//     there is no time from outside (anchor) in this bundle
	//     the recorder's own clock said 2026-03-02T09:00:00.000Z for the earliest entry that is here and 2026-03-02T09:00:00.000Z for the latest: that is its claim and no more
	// Completeness  PASS
	//     entries in the log up to the checkpoint: 3; here: 2; withheld (blanks): 1
	//     numbers withheld: 1
	//     not shown: what the withheld entries say, and, but for those named, of which cases they are
	//     not shown: entries after the checkpoint, and whatever was never recorded
	// Authorship    PASS
	//     the checkpoint over 3 entries of the log "acme.example/vendorx-2026/1" is signed with the key "acme.example/vendorx-2026/1"
	//     not shown: who holds that key; where you have it from must say
	// FAIL 1
}
