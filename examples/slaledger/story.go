package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/slaledger/slaledger/calendar/holidays"
	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/eml"
	"github.com/slaledger/slaledger/evidence/tickets"
	"github.com/slaledger/slaledger/ledger"
	"github.com/slaledger/slaledger/sla"
	"github.com/slaledger/slaledger/sla/contractfile"
)

//go:embed story
var storyFiles embed.FS

// publishedSeed is hashed to the demo's key. Everybody knows it, so a signature by it proves
// nothing.
const publishedSeed = "slaledger demo: this key is published and proves nothing"

// story is the demo's material: a contract, originals, and the steps by which people recorded them.
type story struct {
	files        fs.FS
	contractFile []byte
	contract     *sla.Contract
	steps        []step
	letter       letterFile
	clock        time.Time // of the ledger: when the step that is played was recorded
}

// step is one thing that a person recorded.
type step struct {
	At       time.Time   `json:"at"` // when
	By       string      `json:"by"`
	File     string      `json:"file"`
	Record   *int        `json:"record"` // which record of a file of records
	Via      string      `json:"via"`
	Case     string      `json:"case"`
	Means    []sla.Event `json:"means"`
	Accept   bool        `json:"accept"`
	Backfill bool        `json:"backfill"`
}

// letterFile is what a person writes of a formal reminder; the rest comes from the ledger.
type letterFile struct {
	Number      string          `json:"number"`
	Date        time.Time       `json:"date"`
	Deadline    time.Time       `json:"deadline"`
	Demand      []string        `json:"demand"`
	JudgedBy    string          `json:"judged_by"`
	Consequence string          `json:"consequence"`
	Signer      evidence.Person `json:"signer"`
	Service     string          `json:"service"`
}

// openStory reads the embedded story.
func openStory() (*story, error) {
	files, err := fs.Sub(storyFiles, "story")
	if err != nil {
		return nil, err
	}
	s := &story{files: files}
	if s.contractFile, err = fs.ReadFile(files, "contract.yaml"); err != nil {
		return nil, err
	}
	s.contract, err = contractfile.Parse("contract.yaml", s.contractFile,
		contractfile.Options{Calendars: holidays.Named})
	if err != nil {
		return nil, err
	}
	return s, errors.Join(s.readJSON("decisions.json", &s.steps), s.readJSON("letter.json", &s.letter))
}

// readJSON reads one of the story's files, strictly.
func (s *story) readJSON(name string, into any) error {
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// end is the moment that the story is judged as of: when its letter is written.
func (s *story) end() time.Time { return s.letter.Date }

// writeInputs lays the contract and the originals out in a directory.
func (s *story) writeInputs(dir string) error {
	return fs.WalkDir(s.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		data, err := fs.ReadFile(s.files, name)
		if err != nil {
			return err
		}
		target := filepath.Join(dir, "originals", filepath.FromSlash(name))
		if name == "contract.yaml" {
			target = filepath.Join(dir, name)
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}

// play records the story in a store, step by step, with the clock of the story, the published key,
// and salts from a published seed, so that every run gives the same bytes.
func (s *story) play(ctx context.Context, store ledger.Store) (*evidence.Trail, error) {
	seed := sha256.Sum256([]byte(publishedSeed))
	s.clock = s.steps[0].At
	trail, err := evidence.Open(ctx, store, s.contract.Ledger.Origin, evidence.Options{
		Software: software,
		Log: ledger.Options{
			Key: ed25519.NewKeyFromSeed(seed[:]), VKey: s.contract.Ledger.Key,
			Now: func() time.Time { return s.clock }, Rand: rand.NewChaCha8(seed),
		},
	})
	if err != nil {
		return nil, err
	}
	ticketRows, err := s.ticketImporter()
	if err != nil {
		return nil, err
	}
	for i, step := range s.steps {
		s.clock = step.At
		if err := s.take(ctx, trail, step, ticketRows); err != nil {
			return nil, fmt.Errorf("step %d, %s: %w", i+1, step.File, err)
		}
	}
	return trail, nil
}

func (s *story) ticketImporter() (evidence.Importer, error) {
	const name = "tickets.mapping.json"
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return evidence.Importer{}, err
	}
	m, err := tickets.ParseMapping(name, data)
	if err != nil {
		return evidence.Importer{}, err
	}
	return tickets.New(m)
}

// take records one step: a note that a person wrote, a mail, or the export of the ticket portal.
func (s *story) take(ctx context.Context, trail *evidence.Trail, p step, ticketRows evidence.Importer) error {
	if p.Record != nil {
		var notes []evidence.Record
		if err := s.readJSON(p.File, &notes); err != nil {
			return err
		}
		_, err := trail.Record(ctx, p.By, notes[*p.Record])
		return err
	}
	raw, err := fs.ReadFile(s.files, p.File)
	if err != nil {
		return err
	}
	importer := ticketRows
	if path.Ext(p.File) == ".eml" {
		importer = eml.New(eml.Options{Client: []string{"@qinghe.example"}, Vendor: []string{"@yanzhou.example"}})
	}
	receipt, err := trail.Import(ctx, raw, importer, evidence.About{
		Name: path.Base(p.File), By: p.By, Via: p.Via, Case: p.Case, Means: p.Means, Accept: p.Accept, Backfill: p.Backfill,
	})
	if err != nil {
		return err
	}
	if len(receipt.Problems) > 0 {
		return fmt.Errorf("the importer reports: %v", receipt.Problems)
	}
	return nil
}
