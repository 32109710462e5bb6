package contractfile

import (
	"fmt"
	"strings"
)

// maxSuggest is the longest word that is compared: the longest of our own words is far shorter.
const maxSuggest = 64

// suggest returns a hint for a word that is not one of those known.
func suggest(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(known) == 0 {
		return ""
	}
	return "known here: " + list(known)
}

// list joins words for a message.
func list(words []string) string {
	const most = 20
	if len(words) > most {
		return strings.Join(words[:most], ", ") + ", …"
	}
	return strings.Join(words, ", ")
}

// nearest returns the word that is at most a typing mistake or two away, "" when there is none.
func nearest(word string, known []string) string {
	a := plain(word)
	if len(a) > maxSuggest {
		return ""
	}
	best, least := "", 1+len(a)/3
	for _, k := range known {
		b := plain(k)
		if len(b) > maxSuggest {
			continue
		}
		if n := distance(a, b); n < least || n == least && best == "" {
			best, least = k, n
		}
	}
	return best
}

// plain drops what people confuse without meaning it: case, and how words are joined.
func plain(s string) []rune {
	return []rune(strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(s)))
}

// distance counts the insertions, deletions, replacements and swaps of neighbours that turn a into b
// (Damerau and Levenshtein, each place changed once).
func distance(a, b []rune) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
