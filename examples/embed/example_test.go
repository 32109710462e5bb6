package main

import (
	"context"
	"fmt"
	"os"
)

// Two working days from 30 September 2026 end on 9 October, for the National Day holiday lies
// between; the answer of Saturday the 10th, a made-up working day, is late.
func Example() {
	dir, err := os.MkdirTemp("", "slaledger-embed-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if err := check(context.Background(), os.Stdout, dir); err != nil {
		fmt.Println(err)
	}
	// Output:
	// WEB-17/response: due 9 Oct 18:00, answered 10 Oct 11:20: missed
}
