package evidence

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
)

// Decision is what a named person says that a record means. The latest one stands, also over later decisions on
// the whole original.
type Decision struct {
	By     string      // required
	Record int64       // ledger number of the record
	Means  []sla.Event // what is left out is the record's; none says that the record means nothing
	Reason string
}

// decision is the body of a decision entry. Record or Original is set, and Accept or Means.
type decision struct {
	By       string      `json:"by"`
	Record   *int64      `json:"record,omitempty"`
	Original *int64      `json:"original,omitempty"`
	Importer string      `json:"importer,omitempty"` // whose reading of the original is meant
	Accept   bool        `json:"accept,omitempty"`
	Means    []sla.Event `json:"means,omitempty"`
	Reason   string      `json:"reason,omitempty"`
}

// owner returns the owner of the ids that the decision brings.
func (d *decision) owner(original int64) owner {
	if d.Record != nil {
		return owner{record: *d.Record, original: -1}
	}
	return owner{record: original, original: original}
}

// Decide keeps a decision and returns its ledger number. It always adds an entry, also when it
// repeats what was decided.
//
// A message that its headers call automatic stays so whatever it is said to mean. Where a person
// wrote it nonetheless, that is a fact of its own, to be recorded with its source.
func (t *Trail) Decide(ctx context.Context, d Decision) (int64, error) {
	seq, err := t.decide(ctx, d)
	if err != nil {
		return 0, fmt.Errorf("evidence: decide on record %d: %w", d.Record, err)
	}
	return seq, nil
}

func (t *Trail) decide(ctx context.Context, d Decision) (int64, error) {
	if err := errors.Join(checkBy(d.By), checkMeans(d.Means), checkAll([]string{d.Reason})); err != nil {
		return 0, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	r, original, err := t.find(ctx, d.Record)
	if err != nil {
		return 0, err
	}
	if _, err := filled(d.Means, r); err != nil {
		return 0, err
	}
	same := func(o owner) bool { return o.record == d.Record || original >= 0 && o.record == original }
	if err := t.checkIDs(ctx, d.Means, same); err != nil {
		return 0, err
	}
	draft, err := t.draft(decision{By: d.By, Record: &d.Record, Means: d.Means, Reason: d.Reason})
	if err != nil {
		return 0, err
	}
	draft.Subject = r.Case
	seqs, err := t.append(ctx, []ledger.Draft{draft})
	if err != nil {
		return 0, err
	}
	return seqs[0], nil
}

// find returns the record with that number, and its original.
func (t *Trail) find(ctx context.Context, seq int64) (*Record, int64, error) {
	for e, err := range t.log.Entries(ctx, seq, seq+1) {
		if err != nil {
			return nil, 0, err
		}
		if seq < 0 || e.Type != typeRecord {
			break
		}
		original, err := number(&e, metaOriginal)
		if err != nil {
			return nil, 0, err
		}
		r := new(Record)
		_, err = t.read(ctx, &e, r)
		return r, original, err
	}
	return nil, 0, errors.New("there is no record of that number; see the list of records")
}

// draft returns the entry of a decision.
func (t *Trail) draft(d decision) (ledger.Draft, error) {
	data, err := encode(d)
	if err != nil {
		return ledger.Draft{}, err
	}
	m := meta(d.Means)
	if d.Record != nil {
		m = with(m, metaRecord, strconv.FormatInt(*d.Record, 10))
	} else {
		m = with(m, metaOriginal, strconv.FormatInt(*d.Original, 10))
	}
	return ledger.Draft{
		Type: typeDecision, By: d.By, Software: t.software, Meta: m,
		Body: &ledger.Blob{MediaType: mediaJSON, Data: data},
	}, nil
}
