package evidence

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// About says how an original came to us and what a named person decided of it.
type About struct {
	// Name is the file name of the original. It is public and stays for ever, so it should name no
	// person. A folder before it is dropped.
	Name string

	By     string // the person who brings it in; required
	Via    string // by which road: "mailbox export", "ticket portal"
	Case   string // case of every record that names none
	Accept bool   // By decides that the importer's proposals stand

	// Means is what By decides that the one record of the original means, instead of the proposal.
	// Times, channel, side and case that are left out are the record's. Nil leaves it undecided; an
	// empty list says that it means nothing.
	Means []sla.Event

	Backfill bool // the original is of the past, and brought in now
}

// Receipt says what an Import did.
type Receipt struct {
	Original int64     // ledger number of the original
	Records  []int64   // ledger numbers of the records
	Problems []Problem // of the original, then of its records
	Again    bool      // the same bytes of the same case were there already
}

// Import keeps raw as an original before anything reads it, then the records that imp finds in it,
// the problems, and the decision if a makes one. An original that gives no record is kept too, with
// its problems.
//
// The same bytes again, with the same importer and About, add nothing and give the same receipt. If
// an import was cut short, the same call again completes it: until then its records may be there in
// part, and undecided. Another About adds the new decision. What was decided by Decide in between
// stands as long as About is not changed.
//
// The error of an original that is already kept comes with a receipt of how far the import came.
func (t *Trail) Import(ctx context.Context, raw []byte, imp Importer, a About) (Receipt, error) {
	r, err := t.importOriginal(ctx, raw, imp, a)
	if err != nil {
		return r, fmt.Errorf("evidence: import %q: %w", a.Name, err)
	}
	return r, nil
}

// reading is an original while it is imported.
type reading struct {
	*Trail
	about    About
	importer string
	receipt  Receipt
	only     *Record // the one record; nil if there are none or several
	kept     []kept
	problems []Problem // of the original, not of its records
	lacking  error     // why the proposals cannot be accepted; nil when they can
}

// kept is a record as it will be written. An export has many, so that no more is held than that.
type kept struct {
	subject string
	named   bool
	body    []byte
}

func (t *Trail) importOriginal(ctx context.Context, raw []byte, imp Importer, a About) (Receipt, error) {
	a.Name = a.Name[strings.LastIndexAny(a.Name, `/\`)+1:]
	in := &reading{Trail: t, about: a, importer: imp.Name + " " + imp.Version}
	if err := in.check(imp); err != nil {
		return in.receipt, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := in.keep(ctx, raw); err != nil {
		return in.receipt, err
	}
	if err := in.read(ctx, imp, raw); err != nil {
		return in.receipt, err
	}
	last, err := in.decision(ctx)
	if err != nil {
		return in.receipt, err
	}
	return in.receipt, in.write(ctx, last)
}

// check checks what does not depend on the bytes.
func (in *reading) check(imp Importer) error {
	a := in.about
	if imp.Parse == nil || imp.Name == "" || imp.Version == "" {
		return errors.New("the importer has no name, no version or no Parse")
	}
	if a.Accept && a.Means != nil {
		return errors.New("both Accept and Means are set; either the proposal stands or something else")
	}
	for _, s := range []string{a.Name, a.Via, a.Case, in.importer} {
		if err := checkName(s); err != nil {
			return fmt.Errorf("name, road, case or importer %.80q: %w", s, err)
		}
	}
	return errors.Join(checkBy(a.By), checkMeans(a.Means))
}

// keep writes the original.
func (in *reading) keep(ctx context.Context, raw []byte) error {
	d := in.entry(typeOriginal, in.about.Case, digest(raw), raw)
	d.Body.MediaType = ""
	d.Meta = nil
	if in.about.Name != "" {
		d.Meta = with(nil, metaName, in.about.Name)
	}
	entries, err := in.log.Append(ctx, d)
	if err != nil {
		return err
	}
	in.receipt.Original, in.receipt.Again = entries[0].Seq, entries[0].Again
	return nil
}

// entry returns the draft of an entry of this import.
func (in *reading) entry(kind, subject, key string, data []byte) ledger.Draft {
	return ledger.Draft{
		Type: kind, Subject: subject, Key: key, By: in.about.By, Via: in.about.Via, Software: in.software,
		Backfill: in.about.Backfill, Body: &ledger.Blob{MediaType: mediaJSON, Data: data},
		Meta: map[string]string{
			metaOriginal: strconv.FormatInt(in.receipt.Original, 10),
			metaImporter: in.importer,
		},
	}
}

// write writes records, problems and decision, the last two together with the last records.
func (in *reading) write(ctx context.Context, decision *ledger.Draft) error {
	last, err := in.last(decision)
	if err != nil {
		return err
	}
	in.receipt.Records = make([]int64, 0, len(in.kept))
	for from := 0; ; {
		drafts, next := in.batch(from)
		if next == len(in.kept) {
			drafts = append(drafts, last...)
		}
		entries, err := in.log.Append(ctx, drafts...)
		if errors.Is(err, ledger.ErrKeyReused) {
			return fmt.Errorf("importer %q read the same bytes otherwise before; "+
				"give it a new version: %w", in.importer, err)
		}
		if err != nil {
			return err
		}
		for _, e := range entries[:next-from] {
			in.receipt.Records = append(in.receipt.Records, e.Seq)
		}
		if next == len(in.kept) {
			return nil
		}
		from = next
	}
}

// key is the beginning of every idempotency key of this reading of the original.
func (in *reading) key() string {
	return strconv.FormatInt(in.receipt.Original, 10) + "/" + in.importer
}

// batch returns the entries of the records from one on that fit into a batch, and the first that
// does not.
func (in *reading) batch(from int) (drafts []ledger.Draft, next int) {
	size := 0
	for next = from; next < len(in.kept) && next-from < batchEntries && size < batchBytes; next++ {
		k := &in.kept[next]
		d := in.entry(typeRecord, k.subject, in.key()+"/"+strconv.Itoa(next), k.body)
		if k.named {
			d.Meta = with(d.Meta, metaNamed, "yes")
		}
		drafts = append(drafts, d)
		size += len(k.body)
	}
	return drafts, next
}

// last returns the entries that come after the records.
func (in *reading) last(decision *ledger.Draft) ([]ledger.Draft, error) {
	var drafts []ledger.Draft
	if len(in.problems) > 0 {
		data, err := encode(problems{in.problems})
		if err != nil {
			return nil, fmt.Errorf("problems: %w", err)
		}
		drafts = append(drafts, in.entry(typeProblems, in.about.Case, in.key(), data))
	}
	if decision != nil {
		drafts = append(drafts, *decision)
	}
	return drafts, nil
}

// problems is the body of a problems entry.
type problems struct {
	Problems []Problem `json:"problems"`
}
