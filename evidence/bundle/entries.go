package bundle

import (
	"fmt"
	"strings"

	"github.com/slaledger/slaledger/ledger"
)

// checkEntries goes through the log in order, by what is here and what is not.
func (c *checker) checkEntries() error {
	c.used = make(map[ledger.Hash]int64)
	c.index, c.custody = []byte(indexHeader), []byte(custodyHeader)
	c.present = make([]bool, len(c.leaves))
	for seq := range c.present {
		c.present[seq] = c.byName[leafName(int64(seq))] != nil
	}
	c.checkPairs()
	c.cases = newCaseTrails(c.leaves, c.present)
	for seq, leaf := range c.leaves {
		if !c.present[seq] {
			c.custody = appendBlank(c.custody, int64(seq), leaf)
			continue
		}
		if err := c.checkEntry(int64(seq)); err != nil {
			return err
		}
	}
	gaps, inBlanks := c.cases.finish()
	c.gaps = append(c.gaps, gaps...)
	c.inBlanks = inBlanks
	return nil
}

// checkPairs reports entries beyond the end of the log, and those without a proof or the reverse.
func (c *checker) checkPairs() {
	for _, m := range c.members {
		name, ok := strings.CutPrefix(m.name, entriesDir)
		if !ok {
			continue
		}
		seq, _ := parseSeq(name[:seqDigits])
		if seq >= int64(len(c.leaves)) {
			c.fail(m.name, "the checkpoint and the leaf hashes are over %d entries", len(c.leaves))
		}
		other := leafName(seq)
		if m.name == other {
			other = proofName(seq)
		}
		if c.byName[other] == nil {
			c.fail(other, "missing; %s is here", m.name)
		}
	}
}

func (c *checker) checkEntry(seq int64) error {
	name := leafName(seq)
	c.here++
	raw, err := c.read(name)
	if err != nil {
		return err
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil {
		c.failErr(name, err)
		return nil
	}
	if e.Seq != seq || e.Log != c.checkpoint.Origin {
		c.fail(name, "it calls itself number %d of %q", e.Seq, e.Log)
		return nil
	}
	if e.Hash != c.leaves[seq] {
		c.fail(name, "its leaf hash is %s; at its place in %s stands %s",
			e.Hash, leafHashesName, c.leaves[seq])
		return nil
	}
	c.cases.add(e)
	c.noteTime(e)
	c.checkCommitments(e)
	c.index = appendIndex(c.index, e, c.openings)
	c.custody = appendCustody(c.custody, e, c.openings)
	return c.checkProof(seq, raw)
}

func (c *checker) checkProof(seq int64, raw []byte) error {
	name := proofName(seq)
	// Of a checkpoint that is not even signed with the bundle's own key there is nothing to prove.
	if c.byName[name] == nil || !c.checkpoint.Signed {
		return nil
	}
	text, err := c.read(name)
	if err != nil {
		return err
	}
	p, err := ledger.ParseProof(text)
	switch {
	case err != nil:
		c.failErr(name, err)
	case p.Seq != seq:
		c.fail(name, "it is the proof of entry %d", p.Seq)
	case p.Checkpoint.Text != c.checkpoint.Text:
		c.fail(name, "it leads to another checkpoint than %s", checkpointName)
	default:
		if err := p.Verify(raw, c.checkpoint); err != nil {
			c.failErr(name, err)
		}
	}
	return nil
}

// checkCommitments holds what an entry commits to against the files of bodies.
func (c *checker) checkCommitments(e ledger.Entry) {
	for _, cm := range commitments(e) {
		o := c.openings[slot{cm.Seq, cm.Slot}]
		what := fmt.Sprintf("entry %d, %s", cm.Seq, slotName(cm.Slot))
		if !o.here() {
			c.absent = append(c.absent, what+": its bytes are not here; that they were "+
				"erased from the log's store is the maker's claim")
			continue
		}
		name := bodiesDir + o.sum.String()
		m := c.byName[name]
		switch {
		case m == nil:
			c.fail(name, "missing; %s commits to it", what)
		case m.size != cm.Len:
			c.fail(name, "%d bytes; %s commits to %d", m.size, what, cm.Len)
		case commitSum(o.salt, ledger.Hash(m.sum)) != cm.Hash:
			c.fail(name, "not the bytes that %s commits to", what)
		default:
			if _, ok := c.used[o.sum]; !ok {
				c.used[o.sum] = e.Seq
			}
		}
	}
}

func slotName(n int) string {
	if n == 0 {
		return "body"
	}
	return fmt.Sprintf("attachment %d", n)
}

// noteTime keeps the span of recorded times and where they go back.
func (c *checker) noteTime(e ledger.Entry) {
	if e.Backfill {
		c.late++
	}
	if c.first.IsZero() || e.At.Before(c.first) {
		c.first = e.At
	}
	if e.At.Before(c.last) {
		c.backward = append(c.backward, fmt.Sprintf(
			"entry %d was recorded at %s by its clock, which is before an earlier entry",
			e.Seq, e.At.Format(timeLayout)))
		return
	}
	c.last = e.At
}

// caseTrails follows the numbers and back links of every case over the entries that are here.
type caseTrails struct {
	trails map[string]caseTrail
	blanks map[ledger.Hash]int64 // withheld entries by leaf hash; taken out when a case claims one
	before []int64               // by number: how many blanks come before it
	total  int64                 // entries that cases lack

	gaps     []string
	inBlanks []string
}

// caseTrail is the last entry of a case that is here.
type caseTrail struct {
	n, seq int64
	hash   ledger.Hash
}

func newCaseTrails(leaves []ledger.Hash, present []bool) caseTrails {
	t := caseTrails{
		trails: make(map[string]caseTrail),
		blanks: make(map[ledger.Hash]int64),
		before: make([]int64, len(leaves)+1),
	}
	for i, leaf := range leaves {
		t.before[i+1] = t.before[i]
		if !present[i] {
			t.blanks[leaf] = int64(i)
			t.before[i+1]++
		}
	}
	return t
}

func (t *caseTrails) gap(e ledger.Entry, format string, args ...any) {
	t.gaps = append(t.gaps, fmt.Sprintf("%s: number %d of case %q: %s",
		leafName(e.Seq), e.N, e.Subject, fmt.Sprintf(format, args...)))
}

// add takes the next entry that is here.
func (t *caseTrails) add(e ledger.Entry) {
	if e.Subject == "" {
		return
	}
	prev, ok := t.trails[e.Subject]
	if !ok {
		prev.seq = -1
	}
	t.trails[e.Subject] = caseTrail{n: e.N, seq: e.Seq, hash: e.Hash}
	lacking := e.N - prev.n - 1
	switch {
	case lacking < 0:
		t.gap(e, "it follows number %d", prev.n)
	case lacking == 0:
		if e.Prev != prev.hash {
			t.gap(e, "it does not name the entry before it, %d", prev.seq)
		}
	default:
		t.addAfterBlanks(e, prev, lacking)
	}
}

// addAfterBlanks checks that withheld entries can be the ones that the case lacks.
func (t *caseTrails) addAfterBlanks(e ledger.Entry, prev caseTrail, lacking int64) {
	t.total += lacking
	if room := t.before[e.Seq] - t.before[prev.seq+1]; room < lacking {
		t.gap(e, "it lacks %d before it, and only %d withheld entries lie between", lacking, room)
		return
	}
	seq, ok := t.blanks[e.Prev]
	if !ok || seq <= prev.seq || seq >= e.Seq {
		t.gap(e, "the entry before it, %s, is neither here nor withheld in between", e.Prev)
		return
	}
	delete(t.blanks, e.Prev)
	t.inBlanks = append(t.inBlanks, fmt.Sprintf(
		"case %q: of the withheld entries before %d, %d are of this case, %d the last of them",
		e.Subject, e.Seq, lacking, seq))
}

// finish returns the faults, and what is known of the withheld entries.
func (t *caseTrails) finish() (gaps, inBlanks []string) {
	if blanks := t.before[len(t.before)-1]; t.total > blanks {
		t.gaps = append(t.gaps, fmt.Sprintf("the cases lack %d entries, and only %d are withheld",
			t.total, blanks))
	}
	return t.gaps, t.inBlanks
}
