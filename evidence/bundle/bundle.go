package bundle

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/slaledger/slaledger/ledger"
)

const (
	// MaxEntries is the largest log that fits into a bundle, a million entries: their hashes and
	// names are held in memory, and no recipient can handle more files.
	MaxEntries = 1_000_000

	// MaxFile is the largest of Options.Files, 64 MiB, as for a body in the log.
	MaxFile = ledger.MaxBlob
)

// File is a document that goes along: a report, a letter, the contract.
type File struct {
	// Name is its name under data/files: one that every system can unpack, without directories.
	Name string
	Data []byte // at most MaxFile; empty is allowed
}

// Options say what goes into a bundle besides the log. The zero value adds and withholds nothing.
type Options struct {
	// Files go along under data/files, in order of their names. The log does not vouch for
	// them, unless their bytes are also the body of an entry that is here.
	Files []File

	// Withhold is called once for each entry. Where it returns true the entry and its
	// bodies are left out, and a counted blank stays in its place. Nil withholds nothing.
	//
	// A blank keeps the hash of its entry. Whoever can guess an entry to the last character,
	// with its time, can test the guess; a body or attachment, whose commitment is salted, prevents that.
	Withhold func(ledger.Entry) bool

	// Demo marks the bundle as made with a published key. Verify then never shows authorship.
	Demo bool

	// Software is the name and version of the program that makes the bundle; "" is left out. At most
	// 200 bytes on one line.
	Software string
}

// Write writes the bundle of the log, as of its present checkpoint, to w. The same log, checkpoint and
// options give the same bytes. Bodies that the store holds no more are left out and
// shown as such.
//
// It reads each entry twice and each body twice, and holds in memory the largest file, the tables and the
// hashes. It fails if the log does not match its checkpoint, if it grows through the same
// *ledger.Log in the meantime, if it has more than MaxEntries, or if a file cannot be named or
// held. What was written before a failure is not a bundle.
func Write(ctx context.Context, w io.Writer, log *ledger.Log, o Options) error {
	if err := write(ctx, w, log, o); err != nil {
		return fmt.Errorf("bundle: write: %w", err)
	}
	return nil
}

func write(ctx context.Context, w io.Writer, log *ledger.Log, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	b := &bag{log: log, zip: &zipWriter{w: w}, checkpoint: log.Checkpoint()}
	if b.checkpoint.Size > MaxEntries {
		return fmt.Errorf("the log has %d entries, at most %d", b.checkpoint.Size, MaxEntries)
	}
	if err := b.survey(ctx, o.Withhold); err != nil {
		return err
	}
	return b.writeAll(ctx, o)
}

func (o Options) check() error {
	if err := checkSoftware(o.Software); err != nil {
		return err
	}
	names := make([]string, len(o.Files))
	for i, f := range o.Files {
		if err := checkFileName(f.Name); err != nil {
			return fmt.Errorf("file %q: %w", f.Name, err)
		}
		if len(f.Data) > MaxFile {
			return fmt.Errorf("file %q has %d bytes, at most %d", f.Name, len(f.Data), MaxFile)
		}
		names[i] = f.Name
	}
	return checkFileNames(names)
}

// bag is a bundle in the making.
type bag struct {
	log        *ledger.Log
	zip        *zipWriter
	checkpoint ledger.Checkpoint
	leaves     []ledger.Hash
	blank      []bool // by number: the entry is withheld
	openings   map[slot]opening
	bodies     map[string]ledger.Commitment // by SHA-256 in hexadecimal: one that commits to it
	index      []byte
	custody    []byte
}

// survey reads the log once and learns what goes into the bundle, for the names of
// bodies, which come first in it, are known only afterwards.
func (b *bag) survey(ctx context.Context, withhold func(ledger.Entry) bool) error {
	leaves, err := b.log.LeafHashes(ctx)
	if err != nil {
		return err
	}
	if err := b.checkpoint.Check(leaves); err != nil {
		return err
	}
	b.leaves = leaves[:b.checkpoint.Size]
	b.blank = make([]bool, len(b.leaves))
	b.openings = make(map[slot]opening)
	b.bodies = make(map[string]ledger.Commitment)
	b.index = []byte(indexHeader)
	b.custody = []byte(custodyHeader)
	for e, err := range b.log.Entries(ctx, 0, b.checkpoint.Size) {
		if err != nil {
			return err
		}
		if withhold != nil && withhold(e) {
			b.blank[e.Seq] = true
			b.custody = appendBlank(b.custody, e.Seq, e.Hash)
			continue
		}
		if err := b.open(ctx, e); err != nil {
			return err
		}
		b.index = appendIndex(b.index, e, b.openings)
		b.custody = appendCustody(b.custody, e, b.openings)
	}
	return nil
}

// open looks up what the entry commits to.
func (b *bag) open(ctx context.Context, e ledger.Entry) error {
	for _, c := range commitments(e) {
		o, err := b.log.Body(ctx, c)
		if errors.Is(err, ledger.ErrErased) {
			continue
		}
		if err != nil {
			return err
		}
		if len(o.Salt) != saltLen {
			return fmt.Errorf("entry %d: its salt has %d bytes, this format needs %d",
				e.Seq, len(o.Salt), saltLen)
		}
		sum := ledger.Hash(sha256.Sum256(o.Data))
		b.openings[slot{c.Seq, c.Slot}] = opening{salt: o.Salt, sum: sum}
		b.bodies[sum.String()] = c
	}
	return nil
}

// writeAll writes the members in order of their names.
func (b *bag) writeAll(ctx context.Context, o Options) error {
	info := bagInfo{software: o.Software, demo: o.Demo, origin: b.checkpoint.Origin}
	return inTurn(
		b.text(bagInfoName, info.format()),
		b.text(bagItName, []byte(bagIt)),
		b.text(readmeENName, readmeEN),
		b.text(readmeZHName, readmeZH),
		func() error { return b.writeBodies(ctx) },
		b.text(indexName, b.index),
		b.text(custodyName, b.custody),
		func() error { return b.writeEntries(ctx) },
		func() error { return b.writeFiles(o.Files) },
		b.text(checkpointName, []byte(b.checkpoint.Text)),
		b.text(keyName, []byte(b.log.VerifierKey()+"\n")),
		b.text(leafHashesName, formatLeafHashes(b.leaves)),
		b.text(scriptName, script),
		func() error { return b.zip.add(manifestName, manifest(b.zip.members, isPayload)) },
		func() error { return b.zip.add(tagManifestName, manifest(b.zip.members, isTag)) },
		b.zip.close,
	)
}

func (b *bag) text(name string, data []byte) func() error {
	return func() error { return b.zip.add(name, data) }
}

func (b *bag) writeBodies(ctx context.Context) error {
	for _, sum := range slices.Sorted(maps.Keys(b.bodies)) {
		o, err := b.log.Body(ctx, b.bodies[sum])
		if err != nil {
			return err
		}
		if err := b.zip.add(bodiesDir+sum, o.Data); err != nil {
			return err
		}
	}
	return nil
}

func (b *bag) writeEntries(ctx context.Context) error {
	for e, err := range b.log.Entries(ctx, 0, b.checkpoint.Size) {
		if err != nil {
			return err
		}
		if b.blank[e.Seq] {
			continue
		}
		p, err := b.log.Prove(ctx, e.Seq)
		if err != nil {
			return err
		}
		if p.Checkpoint.Text != b.checkpoint.Text {
			return errors.New("the log was appended to in the meantime: " +
				"open it a second time for the bundle, or do it when nothing is appended")
		}
		if err := b.zip.add(leafName(e.Seq), e.Raw); err != nil {
			return err
		}
		if err := b.zip.add(proofName(e.Seq), []byte(p.Text)); err != nil {
			return err
		}
	}
	return nil
}

func (b *bag) writeFiles(files []File) error {
	sorted := slices.SortedFunc(slices.Values(files), func(x, y File) int {
		return strings.Compare(x.Name, y.Name)
	})
	for _, f := range sorted {
		if err := b.zip.add(filesDir+f.Name, f.Data); err != nil {
			return err
		}
	}
	return nil
}
