package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// Types of entries, and their metadata; the package comment has their form.
const (
	typeOriginal = "original"
	typeRecord   = "record"
	typeProblems = "problems"
	typeDecision = "decision"

	metaName     = "name"
	metaOriginal = "original"
	metaImporter = "importer"
	metaRecord   = "record"
	metaNamed    = "named"

	mediaJSON = "application/json"
)

// A batch is one transaction. Beyond a thousand entries a larger one gains no speed.
const (
	batchEntries = 1_000
	batchBytes   = 64 << 20
)

// Options of a Trail.
type Options struct {
	Log      ledger.Options
	Software string // name and version of the program, kept with each entry
}

// Trail keeps records in a ledger and gives them back as events. It is safe for concurrent use. Two
// processes that write to one log at the same time may both use an event id of their own choice;
// see Events.
type Trail struct {
	log      *ledger.Log
	software string

	mu  sync.Mutex // held while writing, so that ids are checked and taken in one step
	ids ids
}

// Open opens the trail of one agreement: the log named origin in store. The store stays the
// caller's to close.
func Open(ctx context.Context, store ledger.Store, origin string, o Options) (*Trail, error) {
	log, err := ledger.Open(ctx, store, origin, o.Log)
	if err != nil {
		return nil, fmt.Errorf("evidence: open trail: %w", err)
	}
	return &Trail{log: log, software: o.Software}, nil
}

// Log returns the log underneath.
func (t *Trail) Log() *ledger.Log { return t.log }

// Record keeps records that the named person wrote down, and returns their ledger numbers. Each
// must belong to a case or mean nothing but coverage. Their Means stand as that person's decision;
// a record without any awaits one.
//
// All are checked before any is kept. Up to a thousand are one transaction; if one of several
// fails, the same call again keeps the rest: a record that the same person recorded before in the
// same words is not kept twice. Equal records in one call are different facts.
func (t *Trail) Record(ctx context.Context, by string, recs ...Record) ([]int64, error) {
	seqs, err := t.record(ctx, by, recs)
	if err != nil {
		return nil, fmt.Errorf("evidence: record: %w", err)
	}
	return seqs, nil
}

func (t *Trail) record(ctx context.Context, by string, recs []Record) ([]int64, error) {
	if err := checkBy(by); err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	drafts := make([]ledger.Draft, len(recs))
	times := map[string]int{} // how often the same words came in this call
	taken := map[string]int{} // which record of this call took an id
	for i := range recs {
		r := &recs[i]
		data, err := t.checkOwn(ctx, by, r)
		if err != nil {
			return nil, fmt.Errorf("record %d of %d: %w", i+1, len(recs), err)
		}
		for _, e := range r.Means {
			if first, ok := taken[e.ID]; ok && e.ID != "" {
				return nil, fmt.Errorf("record %d of %d: the event id %q is that of record %d too",
					i+1, len(recs), e.ID, first+1)
			}
			taken[e.ID] = i
		}
		key := digest([]byte(by), data)
		times[key]++
		drafts[i] = ledger.Draft{
			Type: typeRecord, Subject: r.Case, Key: key + "/" + strconv.Itoa(times[key]), By: by,
			Software: t.software, Meta: meta(r.Means), Body: &ledger.Blob{MediaType: mediaJSON, Data: data},
		}
	}
	return t.append(ctx, drafts)
}

// checkOwn checks a record written by hand and returns its body.
func (t *Trail) checkOwn(ctx context.Context, by string, r *Record) ([]byte, error) {
	if err := checkRecord(r); err != nil {
		return nil, err
	}
	if _, err := filled(r.Means, r); err != nil {
		return nil, err
	}
	if r.Case == "" && len(r.Means) == 0 {
		return nil, errors.New("it belongs to no case and means nothing; name the case")
	}
	data, err := encode(r)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	again := func(o owner) bool { return o.original < 0 && o.by == by && o.body == sum }
	return data, t.checkIDs(ctx, r.Means, again)
}

// append writes drafts in batches and returns their numbers.
func (t *Trail) append(ctx context.Context, drafts []ledger.Draft) ([]int64, error) {
	seqs := make([]int64, 0, len(drafts))
	for len(drafts) > 0 {
		n, size := 0, 0
		for n < len(drafts) && n < batchEntries && (n == 0 || size < batchBytes) {
			size += len(drafts[n].Body.Data)
			n++
		}
		entries, err := t.log.Append(ctx, drafts[:n]...)
		if err != nil {
			return seqs, err
		}
		for _, e := range entries {
			seqs = append(seqs, e.Seq)
		}
		drafts = drafts[n:]
	}
	return seqs, nil
}

// meta returns the metadata of something with these events, nil when there is nothing to say.
func meta(means []sla.Event) map[string]string {
	if named(means) {
		return map[string]string{metaNamed: "yes"}
	}
	return nil
}

// with adds a pair to metadata.
func with(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}

// digest returns the hash of several texts, each ended so that they cannot run into each other.
func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256(p)
		h.Write(sum[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// read reads the JSON body of an entry into v. Fields that this version does not know are an error:
// to overlook one could change a verdict.
func (t *Trail) read(ctx context.Context, e *ledger.Entry, v any) ([]byte, error) {
	if e.Body == nil {
		return nil, fmt.Errorf("%s entry %d has no body", e.Type, e.Seq)
	}
	o, err := t.log.Body(ctx, *e.Body)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(o.Data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return nil, fmt.Errorf("%s entry %d: its body cannot be read, "+
			"perhaps a later version wrote it: %w", e.Type, e.Seq, err)
	}
	return o.Data, nil
}

// number reads a ledger number in an entry's metadata; -1 when it is not there.
func number(e *ledger.Entry, key string) (int64, error) {
	text, ok := e.Meta[key]
	if !ok {
		return -1, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n >= e.Seq {
		return 0, fmt.Errorf("%s entry %d: %q is not the number of an earlier entry", e.Type, e.Seq, text)
	}
	return n, nil
}
