package evidence_test

import (
	"context"
	"fmt"
	"time"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/eml"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

func Example() {
	ctx := context.Background()
	trail, err := evidence.Open(ctx, &ledger.Memory{}, "client.example/web/1", options(ticking()))
	if err != nil {
		fmt.Println(err)
		return
	}

	// A person writes down a call; what it means is that person's decision.
	_, err = trail.Record(ctx, "lin", evidence.Record{
		Case: "WEB-17", Channel: "phone", By: sla.Client, Source: "call note of Lin Wei",
		Times:     sla.Times{Occurred: time.Date(2026, 9, 24, 9, 30, 0, 0, time.UTC)},
		Precision: sla.Precision(time.Minute), Text: "The site is down.",
		Means: []sla.Event{{Kind: sla.Opened, Category: "outage"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	// A mail comes in: its bytes are kept, and a person says what it means.
	mail := []byte("From: wang@vendor.example\r\nDate: Thu, 24 Sep 2026 11:00:00 +0000\r\n\r\nThe site works again.\r\n")
	receipt, err := trail.Import(ctx, mail,
		eml.New(eml.Options{Vendor: []string{"@vendor.example"}}), evidence.About{
			Name: "17.eml", By: "lin", Case: "WEB-17", Means: []sla.Event{{Kind: sla.Restored}},
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("original", receipt.Original, "records", receipt.Records)

	events, head, err := trail.Events(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range events {
		fmt.Println(e.ID, e.Case, e.Kind, e.By, e.Channel, e.Times.Occurred.Format(time.TimeOnly),
			e.Evidence)
	}
	fmt.Println(head.Size, "entries")
	// Output:
	// original 1 records [2]
	// 0 WEB-17 opened client phone 09:30:00 [0]
	// 2 WEB-17 restored vendor email 11:00:00 [2 1]
	// 4 entries
}

func ExampleTrail_Decide() {
	ctx := context.Background()
	trail, err := evidence.Open(ctx, &ledger.Memory{}, "client.example/web/1", options(ticking()))
	if err != nil {
		fmt.Println(err)
		return
	}
	chat := []byte("10:30 We are on it.")
	if _, err := trail.Import(ctx, chat, lines("1"), evidence.About{Name: "chat.txt", By: "lin", Case: "WEB-17"}); err != nil {
		fmt.Println(err)
		return
	}
	for x, err := range trail.Review(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("undecided: record %s, %q\n", x.Ref, x.Record.Text)
		_, err := trail.Decide(ctx, evidence.Decision{
			By: "zhou", Record: x.Seq, Means: []sla.Event{{Kind: sla.Message}}, Reason: "a person answered",
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	now, _, err := trail.Events(ctx)
	fmt.Println(now[0].Kind, "now", err)
	before, _, err := trail.AsKnownAt(ctx, now[0].Known.Add(-time.Second))
	fmt.Println(before[0].Kind, "a second earlier", err)
	// Output:
	// undecided: record 1, "We are on it."
	// message now <nil>
	// undecided a second earlier <nil>
}
