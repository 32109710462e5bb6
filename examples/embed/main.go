// Command embed is the shortest program that uses the library: it keeps a request and its answer in
// a ledger, and judges the answer by the contract. It writes its ledger and its report to a new
// temporary directory.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/slaledger/slaledger/calendar/holidays"
	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/eml"
	"github.com/slaledger/slaledger/evidence/report"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/sqlite"
	"github.com/slaledger/slaledger/sla"
	"github.com/slaledger/slaledger/sla/contractfile"
)

// The contract and the two messages; a program of yours reads its own.
var (
	//go:embed contract.yaml
	contractFile []byte
	//go:embed request.eml
	request []byte
	//go:embed reply.eml
	reply []byte
)

func main() {
	dir, err := os.MkdirTemp("", "slaledger-embed-")
	if err == nil {
		err = check(context.Background(), os.Stdout, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("the report is", filepath.Join(dir, "report.html"))
}

// check keeps the messages in a ledger in dir, judges them, and writes the report there.
func check(ctx context.Context, w io.Writer, dir string) (err error) {
	contract, err := contractfile.Parse("contract.yaml", contractFile, contractfile.Options{Calendars: holidays.Named})
	if err != nil {
		return err
	}
	store, err := sqlite.Open(filepath.Join(dir, "acme.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	const origin = "qinghe.example/web-2026-03/1"
	key, err := ledger.KeyFile(filepath.Join(dir, "acme.key"), origin)
	if err != nil {
		return err
	}
	trail, err := evidence.Open(ctx, store, origin, evidence.Options{Log: ledger.Options{Key: key}})
	if err != nil {
		return err
	}
	if err := record(ctx, trail); err != nil {
		return err
	}
	events, head, err := trail.Events(ctx)
	if err != nil {
		return err
	}
	asOf := sla.AsOf{At: time.Date(2026, 10, 12, 10, 0, 0, 0, time.UTC), Known: time.Now()}
	result, err := sla.Evaluate(contract, events, asOf, sla.Options{})
	if err != nil {
		return err
	}
	for _, f := range result.Findings {
		fmt.Fprintf(w, "%s: due %s, answered %s: %s\n", f.ID,
			f.Due().At.Format("2 Jan 15:04"), f.Stop.Time.In(f.Due().At.Location()).Format("2 Jan 15:04"), f.Verdict)
	}
	page, err := os.Create(filepath.Join(dir, "report.html"))
	if err != nil {
		return err
	}
	return errors.Join(report.HTML(page, report.Breach{Contract: contract, Result: result, Events: events, Head: head}), page.Close())
}

// record keeps the two messages, says what they mean, and that the mailbox was kept without a gap:
// silence shows nothing unless somebody says that he would have heard.
func record(ctx context.Context, trail *evidence.Trail) error {
	importer := eml.New(eml.Options{Client: []string{"@qinghe.example"}, Vendor: []string{"@yanzhou.example"}})
	_, err := trail.Import(ctx, request, importer, evidence.About{Name: "request.eml", By: "Lin Wei", Case: "WEB-17",
		Means: []sla.Event{{Kind: sla.Opened, Channel: "email"}}})
	if err != nil {
		return err
	}
	_, err = trail.Import(ctx, reply, importer, evidence.About{Name: "reply.eml", By: "Lin Wei", Case: "WEB-17", Accept: true})
	if err != nil {
		return err
	}
	checked := time.Date(2026, 10, 12, 9, 0, 0, 0, time.UTC)
	_, err = trail.Record(ctx, "Lin Wei", evidence.Record{
		Channel: "email", By: sla.Client, Times: sla.Times{Occurred: checked}, Source: "Lin Wei went through the mailbox",
		Means: []sla.Event{{Kind: sla.Coverage, Span: sla.Span{From: checked.AddDate(0, -1, 0), To: checked}}},
	})
	return err
}
