package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/slaledger/slaledger/evidence/report"
	"golang.org/x/term"
)

// console is what the program writes to, and the clock on the wall.
type console struct {
	out, err io.Writer
	now      func() time.Time
}

// width returns the columns of a terminal, and false when w is none.
func width(w io.Writer) (int, bool) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	return columns, err == nil
}

// terminal says how text is to be set on the console's output: at most 80 columns wide, and
// coloured only on a terminal of a user who has not asked for none (https://no-color.org).
func (c *console) terminal() report.Terminal {
	columns, ok := width(c.out)
	if !ok {
		return report.Terminal{}
	}
	return report.Terminal{Width: min(columns, 80), Color: os.Getenv("NO_COLOR") == ""}
}

// progress draws a bar on a terminal, and nothing elsewhere.
type progress struct {
	w     io.Writer
	now   func() time.Time
	shown bool
	last  time.Time
	total int // what the stage that is running has to do, once known
}

// bar returns the bar of the console's error output.
func (c *console) bar() *progress {
	if _, ok := width(c.err); !ok {
		return &progress{}
	}
	return &progress{w: c.err, now: c.now}
}

// barWidth is the number of cells of a bar.
const barWidth = 30

// show draws the bar of a stage, at most ten times a second.
func (p *progress) show(stage string, done, total int) {
	if p.w == nil || total == 0 || done < total && p.now().Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = p.now(), true
	cells := barWidth * min(done, total) / total
	fmt.Fprintf(p.w, "\r%-10s [%s%s] %3d %%", stage, strings.Repeat("#", cells), strings.Repeat(".", barWidth-cells),
		100*min(done, total)/total)
}

// clear removes the bar.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprintf(p.w, "\r%*s\r", barWidth+20, "")
		p.shown = false
	}
}

// thousands writes a number with a comma before every third digit.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
