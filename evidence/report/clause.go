package report

import (
	"cmp"
	"strings"
)

// compareClauses puts clauses in the order of a contract: by the numbers in them, 4.2 before 10.1.
func compareClauses(a, b string) int {
	for a != "" && b != "" {
		x, y := clausePart(a), clausePart(b)
		a, b = a[len(x):], b[len(y):]
		if x == y {
			continue
		}
		if isDigit(x[0]) && isDigit(y[0]) {
			m, n := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			return cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n), cmp.Compare(x, y))
		}
		return cmp.Compare(x, y)
	}
	return cmp.Compare(len(a), len(b))
}

// clausePart returns the digits, or the text up to a digit, that s begins with.
func clausePart(s string) string {
	n := 1
	for n < len(s) && isDigit(s[n]) == isDigit(s[0]) {
		n++
	}
	return s[:n]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
