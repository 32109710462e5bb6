package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/slaledger/slaledger/calendar/holidays"
	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/tickets"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/ledger/sqlite"
	"github.com/slaledger/slaledger/sla"
	"github.com/slaledger/slaledger/sla/contractfile"
)

// auditJob is one audit: what the user asked for, and what was found on the way.
type auditJob struct {
	contractPath, dataPath, mappingPath, ledgerPath, asOf, by string

	limit      int
	tolerance  time.Duration
	json       bool
	failOnMiss bool

	console  *console
	bar      *progress
	contract *sla.Contract
	findings auditResult
}

// audit judges the rows of a ticket export.
func audit(ctx context.Context, c *console, args []string) error {
	j := auditJob{console: c, bar: c.bar()}
	f := flags(c, "audit", "-contract contract.yaml -data export.csv [flags]")
	f.StringVar(&j.contractPath, "contract", "", "the contract, YAML or JSON")
	f.StringVar(&j.dataPath, "data", "", "the export, CSV, may be gzipped")
	f.StringVar(&j.mappingPath, "mapping", "", "what its columns mean (default mapping.json beside the contract)")
	f.StringVar(&j.ledgerPath, "ledger", "",
		"ledger file to keep the rows in (default a temporary one); its key is kept beside it, FILE.key")
	f.StringVar(&j.asOf, "as-of", "", "judge as of this moment, RFC 3339 (default the latest time in the export or its coverage)")
	f.StringVar(&j.by, "by", "slaledger audit", "who says that the export means what the mapping says")
	f.IntVar(&j.limit, "limit", 0, "take only the first N rows (0 takes all)")
	f.DurationVar(&j.tolerance, "tolerance", 2*time.Minute,
		"a due time this near to the export's own counts as reproduced")
	f.BoolVar(&j.json, "json", false, "print one JSON object")
	f.BoolVar(&j.failOnMiss, "fail-on-miss", false, "exit with 1 if anything was missed")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if j.contractPath == "" || j.dataPath == "" {
		f.Usage()
		return invalid(errors.New("-contract and -data are required"))
	}
	if j.limit < 0 || j.tolerance < 0 {
		return invalid(errors.New("-limit and -tolerance must not be negative"))
	}
	err := j.run(ctx)
	j.bar.clear()
	return err
}

func (j *auditJob) run(ctx context.Context) (err error) {
	if j.contract, err = openContract(j.contractPath); err != nil {
		return err
	}
	importer, err := j.importer()
	if err != nil {
		return err
	}
	raw, err := readData(j.dataPath)
	if err != nil {
		return err
	}
	trail, done, err := j.openTrail(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	if err := j.judge(ctx, trail, raw, importer); err != nil {
		return err
	}
	j.bar.clear()
	if err := j.print(); err != nil {
		return err
	}
	if j.failOnMiss && j.findings.Verdicts[sla.Missed] > 0 {
		return &exitError{exitFailed, fmt.Errorf("%d clocks were missed", j.findings.Verdicts[sla.Missed])}
	}
	return nil
}

// readData reads an export that a ledger can keep.
func readData(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.Size() == 0:
		return nil, invalid(fmt.Errorf("%s is empty; give an export with a header line and rows", path))
	case info.Size() > ledger.MaxBlob:
		return nil, invalid(fmt.Errorf("%s has %d bytes and the ledger keeps %d at most; give it gzipped, or in parts",
			path, info.Size(), ledger.MaxBlob))
	}
	return os.ReadFile(path)
}

// openContract reads a contract, with the calendars that this program knows by name.
func openContract(path string) (*sla.Contract, error) {
	c, err := contractfile.Open(path, contractfile.Options{Calendars: holidays.Named})
	var faults contractfile.Faults
	if errors.As(err, &faults) {
		return nil, invalid(err)
	}
	return c, err
}

// importer reads the mapping.
func (j *auditJob) importer() (evidence.Importer, error) {
	path := j.mappingPath
	if path == "" {
		path = filepath.Join(filepath.Dir(j.contractPath), "mapping.json")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return evidence.Importer{}, fmt.Errorf("the mapping says what the columns mean; give one with -mapping: %w", err)
	}
	m, err := tickets.ParseMapping(path, data)
	if err != nil {
		return evidence.Importer{}, invalid(err)
	}
	importer, err := tickets.New(m)
	if err != nil {
		return evidence.Importer{}, invalid(err)
	}
	return importer, nil
}

// openTrail opens the ledger that was asked for, or a temporary one, and returns how to close it.
func (j *auditJob) openTrail(ctx context.Context) (*evidence.Trail, func() error, error) {
	path, origin := j.ledgerPath, j.contract.Ledger.Origin
	options := ledger.Options{VKey: j.contract.Ledger.Key}
	remove := func() error { return nil }
	if path == "" {
		dir, err := os.MkdirTemp("", "slaledger-audit-")
		if err != nil {
			return nil, nil, err
		}
		remove = func() error { return os.RemoveAll(dir) }
		path, origin, options = filepath.Join(dir, "audit.db"), "", ledger.Options{}
	}
	if origin == "" {
		origin = "audit.invalid/" + j.contract.ID
	}
	trail, closeStore, err := openLedger(ctx, path, origin, options, j.ledgerPath != "", j.bar)
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return trail, func() error { return errors.Join(closeStore(), remove()) }, nil
}

// openLedger opens a ledger file. A key that is kept lies beside it; else a new one is used and
// forgotten.
func openLedger(
	ctx context.Context, path, origin string, o ledger.Options, keep bool, bar *progress,
) (*evidence.Trail, func() error, error) {
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return nil, nil, err
	}
	_, absent := os.Stat(path)
	if keep && absent != nil && o.VKey != "" {
		if err := checkKeyFile(path); err != nil { // before a file is made
			return nil, nil, invalid(err)
		}
	}
	store, err := sqlite.Open(path)
	if err != nil {
		return nil, nil, invalid(err)
	}
	fail := func(err error) (*evidence.Trail, func() error, error) {
		return nil, nil, errors.Join(invalid(err), store.Close())
	}
	if keep && absent == nil {
		if err := checkKeyFile(path); err != nil {
			return fail(err)
		}
	}
	key, err := ledger.NewKey(rand.Reader)
	if keep {
		key, err = ledger.KeyFile(path+".key", origin)
	}
	if err != nil {
		return fail(err)
	}
	o.Key = key
	trail, err := evidence.Open(ctx, &counted{Store: store, bar: bar}, origin,
		evidence.Options{Log: o, Software: software})
	if err != nil {
		return fail(err)
	}
	return trail, store.Close, nil
}

// checkKeyFile reports that the key of a ledger is not there. None is made where there must be one: beside a
// ledger that has one already, and where the contract names it.
func checkKeyFile(path string) error {
	if _, err := os.Stat(path + ".key"); err != nil {
		return fmt.Errorf("the ledger %s needs the key that signs it, in the file %s.key, and it is not there", path, path)
	}
	return nil
}

// counted shows on a bar how many entries a store took.
type counted struct {
	ledger.Store
	bar  *progress
	done int
}

func (s *counted) Append(ctx context.Context, origin string, b ledger.Batch) error {
	err := s.Store.Append(ctx, origin, b)
	if err == nil {
		s.done += len(b.Rows)
		s.bar.show("ledger", s.done, s.bar.total)
	}
	return err
}

var _ ledger.Store = (*counted)(nil)

// judge keeps the export in the ledger, reads it back and evaluates it.
func (j *auditJob) judge(ctx context.Context, trail *evidence.Trail, raw []byte, importer evidence.Importer) error {
	r := &j.findings
	started := time.Now()
	var read time.Duration
	parse, theirs := importer.Parse, map[string]evidence.Theirs{}
	if j.limit > 0 {
		importer.Version += fmt.Sprintf("+first %d", j.limit) // it reads the same bytes otherwise
	}
	importer.Parse = func(raw []byte) ([]evidence.Record, []evidence.Problem) {
		began := time.Now()
		records, problems := parse(raw)
		records = firstRows(records, j.limit)
		r.Rows = theirFigures(records, theirs)
		j.bar.total = len(records)
		read = time.Since(began)
		return records, problems
	}
	receipt, err := trail.Import(ctx, raw, importer, evidence.About{
		Name: filepath.Base(j.dataPath), By: j.by, Via: "ticket export", Accept: true, Backfill: true,
	})
	if err != nil {
		return err
	}
	r.Problems = append(r.Problems, rowProblems(receipt.Problems)...)
	events, head, err := trail.Events(ctx)
	if err != nil {
		return err
	}
	r.ImportS, r.LedgerS = seconds(read), seconds(time.Since(started)-read)
	if r.Rows == 0 {
		r.Problems = append(r.Problems, "no row was read; a header line alone is not enough")
		return invalid(fmt.Errorf("%s holds no row that could be read:\n%s", j.dataPath, r.problemText(maxProblems)))
	}
	asOf, err := j.moment(events)
	if err != nil {
		return err
	}
	began := time.Now()
	a, err := sla.Evaluate(j.contract, events, asOf, sla.Options{Parallel: 2})
	r.EvaluateS = seconds(time.Since(began))
	if err != nil {
		return invalid(err)
	}
	r.Contract, r.AsOf = j.contract.ID, asOf.At
	r.Entries, r.Root = head.Size, head.Root.String()
	r.count(a, theirs, j.tolerance)
	return nil
}

// moment returns the moment that the question is about: by default the latest time in the export or its
// coverage, but none that is still to come.
func (j *auditJob) moment(events []sla.Event) (sla.AsOf, error) {
	var m sla.AsOf
	for i := range events {
		if at := events[i].Times.Occurred; at.After(m.At) {
			m.At = at
		}
		if at := events[i].Known; at.After(m.Known) {
			m.Known = at
		}
	}
	if now := j.console.now(); m.At.After(now) {
		m.At = now
	}
	if j.asOf == "" {
		return m, nil
	}
	at, err := time.Parse(time.RFC3339, j.asOf)
	if err != nil {
		return m, invalid(fmt.Errorf("-as-of %q is not a time such as 2026-10-16T18:00:00+08:00", j.asOf))
	}
	m.At = at
	return m, nil
}

// firstRows keeps the first records that belong to a case, and those that belong to none.
func firstRows(records []evidence.Record, limit int) []evidence.Record {
	if limit == 0 {
		return records
	}
	var kept []evidence.Record
	for _, r := range records {
		switch {
		case r.Case == "":
			kept = append(kept, r)
		case limit > 0:
			kept = append(kept, r)
			limit--
		}
	}
	return kept
}

// theirFigures gathers what the other side's system says of each case, and returns the number of
// rows.
func theirFigures(records []evidence.Record, theirs map[string]evidence.Theirs) (rows int) {
	for _, r := range records {
		if r.Case == "" {
			continue
		}
		rows++
		if _, twice := theirs[r.Case]; !twice && r.Theirs != (evidence.Theirs{}) {
			theirs[r.Case] = r.Theirs
		}
	}
	return rows
}

func (j *auditJob) print() error {
	if j.json {
		e := json.NewEncoder(j.console.out)
		e.SetIndent("", "  ")
		return e.Encode(j.findings)
	}
	_, err := fmt.Fprint(j.console.out, j.findings.text(j.contract))
	return err
}
