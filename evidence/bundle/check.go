package bundle

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/slaledger/slaledger/ledger"
)

// checker goes through a bundle and gathers what it finds. Its methods return an error only
// when the input cannot be read.
type checker struct {
	r       io.ReaderAt
	members []member
	byName  map[string]*member
	unread  bool // the zip is broken; nothing in it was looked at

	faults []string // against integrity
	gaps   []string // against completeness

	info       bagInfo
	checkpoint ledger.Checkpoint // Signed under the bundle's own key
	leaves     []ledger.Hash
	openings   map[slot]opening
	used       map[ledger.Hash]int64 // bodies that are here, and an entry that commits to each

	present  []bool // by number: the entry is here
	here     int64
	absent   []string // bodies that are not here
	inBlanks []string // cases of which entries are withheld
	cases    caseTrails

	first, last time.Time // recorded times of the entries that are here
	late        int64     // of them, backfilled
	backward    []string  // where recorded times go back

	index, custody []byte   // as they must be
	loose          []string // files and whether the log knows them
}

func (c *checker) fail(file, format string, args ...any) {
	c.faults = append(c.faults, file+": "+fmt.Sprintf(format, args...))
}

// failErr is fail with an error of package ledger, whose package and deed the file's name replaces.
func (c *checker) failErr(file string, err error) {
	c.fail(file, "%s", strings.TrimPrefix(err.Error(), "ledger: "))
}

func (c *checker) checkAll() error {
	c.byName = make(map[string]*member, len(c.members))
	for i := range c.members {
		c.byName[c.members[i].name] = &c.members[i]
	}
	if !c.checkPresence() {
		return nil
	}
	err := inTurn(c.checkBagIt, c.checkBagInfo, c.checkTexts, c.checkCheckpoint)
	if err != nil || c.checkpoint.Text == "" {
		return err
	}
	return inTurn(c.checkLeafHashes, c.checkIndex, c.checkEntries, c.checkBodies,
		c.checkTables, c.checkFiles)
}

// inTurn runs the steps up to the first that fails.
func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// checkPresence reports whether the files are there without which nothing can be checked.
func (c *checker) checkPresence() bool {
	whole := true
	for _, name := range always {
		if c.byName[name] == nil {
			c.fail(name, "missing")
			whole = false
		}
	}
	return whole
}

// read returns the bytes of a member that is there.
func (c *checker) read(name string) ([]byte, error) {
	m := c.byName[name]
	data := make([]byte, m.size)
	if _, err := io.ReadFull(io.NewSectionReader(c.r, m.offset, m.size), data); err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return data, nil
}

// checkBagIt compares every digest, and the files with the list.
func (c *checker) checkBagIt() error {
	text, err := c.read(bagItName)
	if err != nil {
		return err
	}
	if string(text) != bagIt {
		c.fail(bagItName, "not the two lines of BagIt 1.0")
	}
	if err := c.checkManifest(manifestName, isPayload); err != nil {
		return err
	}
	return c.checkManifest(tagManifestName, isTag)
}

func (c *checker) checkManifest(name string, belongs func(string) bool) error {
	got, err := c.read(name)
	if err != nil {
		return err
	}
	want := manifest(c.members, belongs)
	if bytes.Equal(got, want) {
		return nil
	}
	listed := make(map[string]string)
	for line := range strings.Lines(string(got)) {
		sum, file, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		listed[file] = sum
	}
	before := len(c.faults)
	for _, m := range c.members {
		if !belongs(m.name) {
			continue
		}
		sum, ok := listed[m.name]
		if have := fmt.Sprintf("%x", m.sum); !ok {
			c.fail(m.name, "not in %s", name)
		} else if sum != have {
			c.fail(m.name, "its SHA-256 is %s, %s says %.64q", have, name, sum)
		}
		delete(listed, m.name)
	}
	for file := range listed {
		c.fail(name, "it lists %.200q, which is not there", file)
	}
	if len(c.faults) == before {
		c.fail(name, "its lines are not as a bundle has them")
	}
	return nil
}

func (c *checker) checkBagInfo() error {
	text, err := c.read(bagInfoName)
	if err != nil {
		return err
	}
	if c.info, err = parseBagInfo(text); err != nil {
		c.fail(bagInfoName, "%v", err)
	}
	return nil
}

// checkTexts refuses instructions and scripts that no release has put into a bundle.
func (c *checker) checkTexts() error {
	for _, name := range []string{readmeENName, readmeZHName, scriptName} {
		sum := fmt.Sprintf("%x", c.byName[name].sum)
		if !isShipped(name, sum) {
			c.fail(name, "not a text that this version of the program knows: "+
				"do not rely on what it says; a newer version may know it")
		}
	}
	return nil
}

// checkCheckpoint reads the checkpoint and checks its signature with the bundle's own key. That shows
// nothing of whose key it is, but a bundle that fails even this is broken.
func (c *checker) checkCheckpoint() error {
	text, err := c.read(checkpointName)
	if err != nil {
		return err
	}
	key, err := c.read(keyName)
	if err != nil {
		return err
	}
	vkey, _ := strings.CutSuffix(string(key), "\n")
	if err := checkKey(vkey); err != nil || vkey+"\n" != string(key) {
		c.fail(keyName, "not one line with a verifier key")
	}
	// Without the signature the rest is still worth a look: it tells what is wrong.
	if c.checkpoint, err = ledger.ParseCheckpoint(text, vkey); err != nil {
		c.failErr(checkpointName, err)
		c.checkpoint, err = ledger.ParseCheckpoint(text, "")
		if err != nil {
			c.checkpoint = ledger.Checkpoint{}
		}
	}
	if c.checkpoint.Origin != c.info.origin {
		c.fail(bagInfoName, "it names the log %.200q, the checkpoint %q",
			c.info.origin, c.checkpoint.Origin)
	}
	return nil
}

func (c *checker) checkLeafHashes() error {
	text, err := c.read(leafHashesName)
	if err != nil {
		return err
	}
	if c.leaves, err = parseLeafHashes(text); err != nil {
		c.fail(leafHashesName, "%v", err)
		return nil
	}
	n := int64(len(c.leaves))
	if n != c.checkpoint.Size {
		c.fail(leafHashesName, "%d hashes; the checkpoint is over %d entries", n, c.checkpoint.Size)
		c.gaps = append(c.gaps, fmt.Sprintf("%s: it accounts for %d of %d entries",
			leafHashesName, n, c.checkpoint.Size))
		return nil
	}
	if root := ledger.RootOf(c.leaves); root != c.checkpoint.Root {
		c.fail(leafHashesName, "the hashes have the root %s, the checkpoint says %s",
			root, c.checkpoint.Root)
		c.gaps = append(c.gaps, leafHashesName+": they are not the hashes of the log's entries")
	}
	return nil
}

func (c *checker) checkIndex() error {
	text, err := c.read(indexName)
	if err != nil {
		return err
	}
	if c.openings, err = parseIndex(text); err != nil {
		c.fail(indexName, "%v", err)
	}
	return nil
}

// checkBodies holds the files of bodies against the entries that commit to them.
func (c *checker) checkBodies() error {
	for _, m := range c.members {
		name, ok := strings.CutPrefix(m.name, bodiesDir)
		if !ok || m.name == indexName {
			continue
		}
		sum := ledger.Hash(m.sum)
		if sum.String() != name {
			c.fail(m.name, "its SHA-256 is %s", sum)
		} else if _, ok := c.used[sum]; !ok {
			c.fail(m.name, "no entry that is here commits to it")
		}
	}
	return nil
}

// checkTables compares the tables with what the entries say they must be.
func (c *checker) checkTables() error {
	tables := []struct {
		name string
		want []byte
	}{{indexName, c.index}, {custodyName, c.custody}}
	for _, t := range tables {
		got, err := c.read(t.name)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, t.want) {
			c.fail(t.name, "line %d is not what the entries say", firstDifference(got, t.want))
		}
	}
	return nil
}

// firstDifference returns the number of the first line in which a and b differ.
func firstDifference(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return 1 + bytes.Count(a[:n], []byte("\n"))
}

// checkFiles says of each file that goes along whether the log vouches for it.
func (c *checker) checkFiles() error {
	var names []string
	for _, m := range c.members {
		name, ok := strings.CutPrefix(m.name, filesDir)
		if !ok {
			continue
		}
		names = append(names, name)
		if seq, ok := c.used[m.sum]; ok {
			c.loose = append(c.loose, fmt.Sprintf("%s: the same bytes as in entry %d", m.name, seq))
		} else {
			c.loose = append(c.loose, fmt.Sprintf("%s: not in the log; only the bundle's own list "+
				"of digests covers it", m.name))
		}
	}
	if err := checkFileNames(names); err != nil {
		c.fail(filesDir, "%v", err)
	}
	return nil
}

// commitSum is ledger.Commit for bytes of which only the SHA-256 is at hand, so that a body to which
// many entries commit is not read once for each.
func commitSum(salt []byte, sum ledger.Hash) ledger.Hash {
	b := append([]byte("sla-commit-v1\n"), salt...)
	return sha256.Sum256(append(b, sum[:]...))
}
