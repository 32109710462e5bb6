package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/slaledger/slaledger/evidence"
	"github.com/slaledger/slaledger/evidence/bundle"
	"github.com/slaledger/slaledger/evidence/notice"
	"github.com/slaledger/slaledger/evidence/report"
	"github.com/slaledger/slaledger/ledger/sqlite"
	"github.com/slaledger/slaledger/sla"
)

// marker is the file by which demo knows a directory that it made, and may replace.
const marker = ".slaledger-demo"

// demo plays the story into a directory.
func demo(ctx context.Context, c *console, args []string) (err error) {
	var dir, lang string
	f := flags(c, "demo", "[flags]")
	f.StringVar(&dir, "dir", "slaledger-demo", "the directory to make; one that demo made before is replaced")
	f.StringVar(&lang, "lang", "", "language of report and letter, zh-CN or en (default the contract's)")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if dir == "" {
		return invalid(errors.New("-dir is empty; name a directory"))
	}
	if lang != "" && lang != "zh-CN" && lang != "en" {
		return invalid(fmt.Errorf("-lang %q is not known; use zh-CN or en", lang))
	}
	if err := replaceable(dir); err != nil {
		return err
	}
	// All is made beside its place, and moved there when it is whole.
	work, err := os.MkdirTemp(filepath.Dir(filepath.Clean(dir)), ".slaledger-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := os.Chmod(work, 0o755); err != nil {
		return err
	}
	screen, err := playInto(ctx, c, work, lang)
	if err != nil {
		return err
	}
	if err := mark(work); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Rename(work, dir); err != nil {
		return err
	}
	_, err = fmt.Fprint(c.out, screen+next(dir))
	return err
}

// replaceable refuses a directory that demo did not make.
func replaceable(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return invalid(fmt.Errorf("%s is there and is no directory; name another with -dir", dir))
	}
	list, err := os.ReadFile(filepath.Join(dir, marker))
	if err != nil {
		return invalid(fmt.Errorf("%s is there and was not made by demo, so it stays as it is; name another with -dir", dir))
	}
	return onlyMade(dir, strings.Split(string(list), "\n"))
}

// onlyMade refuses a directory that holds a file which is not on the list of those that demo made.
func onlyMade(dir string, made []string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil && !slices.Contains(made, filepath.ToSlash(name)) {
			err = invalid(fmt.Errorf("%s was not made by demo, and would be lost; move it, or name another directory with -dir", path))
		}
		return err
	})
}

// mark leaves the marker in a directory: the list of the files that demo made there.
func mark(dir string) error {
	list := []string{marker}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		list = append(list, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		return err
	}
	const note = "Made by slaledger demo, which replaces this directory when it runs again. It made:\n"
	return os.WriteFile(filepath.Join(dir, marker), []byte(note+strings.Join(list, "\n")+"\n"), 0o644)
}

// playInto plays the story, writes every file of the demo into a directory, and returns what to
// show of it.
func playInto(ctx context.Context, c *console, dir, lang string) (screen string, err error) {
	s, err := openStory()
	if err != nil {
		return "", err
	}
	if err := s.writeInputs(dir); err != nil {
		return "", err
	}
	store, err := sqlite.Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	trail, err := s.play(ctx, store)
	if err != nil {
		return "", err
	}
	d, err := s.judge(ctx, trail)
	if err != nil {
		return "", err
	}
	d.breach.Language = lang
	if err := d.writeOutputs(ctx, dir); err != nil {
		return "", err
	}
	return d.screen(c, dir)
}

// dossier is what the demo makes of a ledger.
type dossier struct {
	story  *story
	trail  *evidence.Trail
	breach report.Breach
}

// judge evaluates the story as of its end.
func (s *story) judge(ctx context.Context, trail *evidence.Trail) (*dossier, error) {
	events, head, err := trail.Events(ctx)
	if err != nil {
		return nil, err
	}
	var exhibits []evidence.Exhibit
	for x, err := range trail.Exhibits(ctx) {
		if err != nil {
			return nil, err
		}
		exhibits = append(exhibits, x)
	}
	asOf := sla.AsOf{At: s.end(), Known: s.end()}
	result, err := sla.Evaluate(s.contract, events, asOf, sla.Options{})
	if err != nil {
		return nil, err
	}
	return &dossier{story: s, trail: trail, breach: report.Breach{
		Contract: s.contract, Result: result, Events: events, Head: head, Exhibits: exhibits,
		Demo: true, Software: software,
	}}, nil
}

// writeOutputs writes the reports, the letter and the bundle.
func (d *dossier) writeOutputs(ctx context.Context, dir string) error {
	letter := d.letter()
	made := map[string]func(*bytes.Buffer) error{
		"report.html": func(b *bytes.Buffer) error { return report.HTML(b, d.breach) },
		"report.md":   func(b *bytes.Buffer) error { return report.Markdown(b, d.breach) },
		"report.json": func(b *bytes.Buffer) error { return report.JSON(b, d.breach) },
		"letter.md":   func(b *bytes.Buffer) error { return notice.Markdown(b, letter) },
	}
	files := []bundle.File{{Name: "contract.yaml", Data: d.story.contractFile}}
	for _, name := range keys(made) {
		var b bytes.Buffer
		if err := made[name](&b); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644); err != nil {
			return err
		}
		files = append(files, bundle.File{Name: name, Data: b.Bytes()})
	}
	var b bytes.Buffer
	o := bundle.Options{Files: files, Demo: true, Software: software}
	if err := bundle.Write(ctx, &b, d.trail.Log(), o); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "evidence.zip"), b.Bytes(), 0o644)
}

// screen is what the demo shows: the verdicts, and what verifying the bundle gave.
func (d *dossier) screen(c *console, dir string) (string, error) {
	var b bytes.Buffer
	if err := report.Text(&b, d.breach, c.terminal()); err != nil {
		return "", err
	}
	v, err := verifyFile(filepath.Join(dir, "evidence.zip"), d.story.contract.Ledger.Key)
	if err != nil {
		return "", err
	}
	if v.Failed() {
		return "", fmt.Errorf("the bundle that was just made does not verify:\n%s", v)
	}
	fmt.Fprint(&b, "\nevidence.zip, verified against the key in the contract\n")
	for _, line := range []struct {
		name   string
		result bundle.Result
		what   string
	}{
		{"integrity", v.Integrity.Result, "entries and originals are what the checkpoint was signed over;"},
		{"", "", "contract, reports and letter in it are covered by its own list alone"},
		{"time bounds", v.TimeBounds.Result, "no time from outside the log is in it"},
		{"completeness", v.Completeness.Result, "every entry up to the checkpoint is in it"},
		{"authorship", v.Authorship.Result, "anybody can sign with a published key"},
	} {
		fmt.Fprintf(&b, "  %-13s %-10s %s\n", line.name, line.result, line.what)
	}
	return b.String(), nil
}

// next says what to open.
func next(dir string) string {
	return fmt.Sprintf(`
The story, its companies and people are invented, and its key is published, so
that it proves nothing. Open next, in %s:
  report.html    the breach report, to read in a browser and to print
  letter.md      the formal reminder
  contract.yaml  what was promised, as data
  originals      the mails, notes and export that the verdicts rest on
  evidence.zip   all of it with proofs; to check it again, with its reasons:

  go run ./examples/slaledger verify -contract %s \
    %s
`, dir, filepath.Join(dir, "contract.yaml"), filepath.Join(dir, "evidence.zip"))
}

// letter fills the formal reminder that the story's people wrote with what the ledger and the
// judgement hold.
func (d *dossier) letter() notice.Reminder {
	l := d.story.letter
	return notice.Reminder{
		Contract: d.breach.Contract, Result: d.breach.Result, Events: d.breach.Events, Exhibits: d.breach.Exhibits,
		Head: d.breach.Head, Language: d.breach.Language, Demo: true,
		Number: l.Number, Date: l.Date, Deadline: l.Deadline, Demand: l.Demand, JudgedBy: l.JudgedBy,
		Consequence: l.Consequence, Signer: l.Signer, Service: l.Service,
	}
}
