package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/slaledger/slaledger/evidence/bundle"
)

// verify checks an evidence bundle, and prints its four lines.
func verify(_ context.Context, c *console, args []string) (err error) {
	var key, contractPath string
	var asJSON bool
	f := flags(c, "verify", "[flags] evidence.zip")
	f.StringVar(&key, "key", "",
		"the verifier key that the checkpoint must be signed with, as you know it from elsewhere")
	f.StringVar(&contractPath, "contract", "",
		"take the key from this contract, if you know it to be the one that was signed")
	f.BoolVar(&asJSON, "json", false, "print one JSON object")
	if err := parse(f, args, 1); err != nil {
		return err
	}
	if key != "" && contractPath != "" {
		return invalid(errors.New("give -key or -contract, not both"))
	}
	if contractPath != "" {
		contract, err := openContract(contractPath)
		if err != nil {
			return err
		}
		if key = contract.Ledger.Key; key == "" {
			return invalid(fmt.Errorf("%s names no ledger key; give one with -key", contractPath))
		}
	}
	v, err := verifyFile(f.Arg(0), key)
	if err != nil {
		return err
	}
	if err := printVerdict(c, v, asJSON); err != nil {
		return err
	}
	if v.Failed() {
		return &exitError{exitFailed, errReported}
	}
	return nil
}

// verifyFile checks the bundle in a file.
func verifyFile(path, key string) (v *bundle.Verdict, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, invalid(fmt.Errorf("%s is not a file; give the bundle's zip", path))
	}
	if v, err = bundle.Verify(file, info.Size(), bundle.VerifyOptions{Key: key}); err != nil {
		return nil, invalid(fmt.Errorf("%s: %w", path, err))
	}
	return v, nil
}

func printVerdict(c *console, v *bundle.Verdict, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(c.out)
		e.SetIndent("", "  ")
		return e.Encode(v)
	}
	_, err := fmt.Fprint(c.out, v.String())
	return err
}
