package evidence

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/slaledger/slaledger/sla"
)

// ids knows the event ids that authors chose, and the last decision that an import made on each
// original. It is read from the log when it is first needed, and then only from where it stopped.
type ids struct {
	next     int64 // the first entry not read
	owners   map[string]owner
	imported map[int64]int64 // by original, the last decision made by Import
}

// owner is the record that an id belongs to.
type owner struct {
	record   int64             // or the original, if a decision on that brought the id
	original int64             // -1 when written by hand, or if a decision on the record brought the id
	by       string            // who recorded it
	body     [sha256.Size]byte // hash of the record's body; zero if a decision brought the id
}

func named(means []sla.Event) bool {
	for i := range means {
		if means[i].ID != "" {
			return true
		}
	}
	return false
}

// checkIDs reports whether the ids in means are free or belong to the same thing.
func (t *Trail) checkIDs(ctx context.Context, means []sla.Event, same func(owner) bool) error {
	if !named(means) {
		return nil
	}
	if err := t.catchUp(ctx); err != nil {
		return err
	}
	for i := range means {
		if o, ok := t.ids.owners[means[i].ID]; ok && !same(o) {
			return fmt.Errorf("the event id %q belongs to entry %d; choose another", means[i].ID, o.record)
		}
	}
	return nil
}

// catchUp reads what the log has beyond the last look.
func (t *Trail) catchUp(ctx context.Context) error {
	x := &t.ids
	if x.owners == nil {
		x.owners, x.imported = map[string]owner{}, map[int64]int64{}
	}
	for e, err := range t.log.Entries(ctx, x.next, -1) {
		if err != nil {
			return err
		}
		original, err := number(&e, metaOriginal)
		if err != nil {
			return err
		}
		switch e.Type {
		case typeRecord:
			if e.Meta[metaNamed] == "" {
				break
			}
			var r Record
			data, err := t.read(ctx, &e, &r)
			if err != nil {
				return err
			}
			x.take(r.Means, owner{record: e.Seq, original: original, by: e.By, body: sha256.Sum256(data)})
		case typeDecision:
			if original >= 0 {
				x.imported[original] = e.Seq
			}
			if e.Meta[metaNamed] == "" {
				break
			}
			var d decision
			if _, err := t.read(ctx, &e, &d); err != nil {
				return err
			}
			x.take(d.Means, d.owner(original))
		}
		x.next = e.Seq + 1
	}
	return nil
}

// take gives ids to an owner. An id that has one keeps it.
func (x *ids) take(means []sla.Event, o owner) {
	for i := range means {
		id := means[i].ID
		if _, ok := x.owners[id]; id != "" && !ok {
			x.owners[id] = o
		}
	}
}
