package tickets

import (
	"fmt"
	"strings"
)

// closest returns a hint at the column whose name is nearest to the one that is missing; "" if none
// is near.
func closest(name string, columns map[string]int) string {
	best, least := "", len([]rune(name))/2+1
	for other := range columns {
		n := distance([]rune(strings.ToLower(name)), []rune(strings.ToLower(other)))
		if n < least || n == least && best != "" && other < best {
			best, least = other, n
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// distance counts the letters to be added, taken away or changed to make b of a.
func distance(a, b []rune) int {
	if len(a) > 100 || len(b) > 100 {
		return len(a) + len(b) // a heading so long is no slip of the pen
	}
	row := make([]int, len(b)+1)
	for i := range row {
		row[i] = i
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
