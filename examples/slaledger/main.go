// Command slaledger holds a vendor to its contract, from the command line.
//
//	slaledger demo     plays an invented story from contract to evidence bundle
//	slaledger audit    judges the rows of a ticket export against a contract
//	slaledger verify   checks an evidence bundle
//
// It exits with 0 when it did its job; 1 when verify found a FAIL, or when there was a miss and
// -fail-on-miss was given; 2 for wrong usage or invalid input; 3 when something could not be read
// or written.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"time"
	_ "time/tzdata" // a machine without a time zone database computes the same deadlines
)

// software is what the ledger's entries and the reports name as their maker.
const software = "slaledger 0.1"

// The exit codes; the package comment says what they mean.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitIO     = 3
)

// exitError is an error that knows its exit code.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// invalid marks an error as the fault of what the user gave.
func invalid(err error) error { return &exitError{exitUsage, err} }

// command is one of the things the program does.
type command struct {
	name, synopsis string
	run            func(ctx context.Context, c *console, args []string) error
}

var commands = []command{
	{"demo", "play an invented story, and leave contract, ledger, report, letter and bundle in a directory", demo},
	{"audit", "judge the rows of a ticket export against a contract", audit},
	{"verify", "check an evidence bundle", verify},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	c := &console{out: os.Stdout, err: os.Stderr, now: time.Now}
	os.Exit(run(ctx, c, os.Args[1:]))
}

// run runs the command that args name and returns the exit code.
func run(ctx context.Context, c *console, args []string) int {
	if len(args) == 0 {
		usage(c.err)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		usage(c.out)
		return exitDone
	}
	for _, cmd := range commands {
		if cmd.name != args[0] {
			continue
		}
		err := cmd.run(ctx, c, args[1:])
		if err != nil && !errors.Is(err, flag.ErrHelp) && !errors.Is(err, errReported) {
			fmt.Fprintf(c.err, "slaledger %s: %v\n", cmd.name, err)
		}
		return codeOf(err)
	}
	fmt.Fprintf(c.err, "slaledger: there is no command %q\n\n", args[0])
	usage(c.err)
	return exitUsage
}

// codeOf returns the exit code of an error.
func codeOf(err error) int {
	var e *exitError
	var path *fs.PathError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &path):
		return exitIO
	case errors.As(err, &e):
		return e.code
	}
	return exitIO
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "usage: slaledger COMMAND [flags]")
	fmt.Fprintln(w)
	for _, cmd := range commands {
		fmt.Fprintf(w, "  %-8s %s\n", cmd.name, cmd.synopsis)
	}
	fmt.Fprintln(w, "\nslaledger COMMAND -h lists the flags of a command.")
}

// flags returns a flag set whose messages go to the console.
func flags(c *console, name, arguments string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(c.err)
	f.Usage = func() {
		fmt.Fprintf(c.err, "usage: slaledger %s %s\n", name, arguments)
		f.PrintDefaults()
	}
	return f
}

// errReported marks an error that the user has been told of already.
var errReported = errors.New("reported")

// parse reads the flags, and refuses arguments that the command does not take.
func parse(f *flag.FlagSet, args []string, want int) error {
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return &exitError{exitUsage, errReported}
	case f.NArg() != want:
		f.Usage()
		return invalid(fmt.Errorf("takes %d arguments besides its flags, not %d", want, f.NArg()))
	}
	return nil
}
