package eml

import (
	"html"
	"strings"
)

// hidden are the elements whose content nobody reads.
var hidden = map[string]bool{"script": true, "style": true, "head": true, "title": true}

// blocks are the elements that begin a line of their own.
var blocks = map[string]bool{
	"br": true, "p": true, "div": true, "tr": true, "li": true, "table": true, "ul": true, "ol": true, "hr": true,
	"blockquote": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
}

// plainText reduces HTML to the words in it, for reading and searching. It is no renderer: what a
// style sheet hides it shows. The original is what counts.
func plainText(doc string) string {
	var out strings.Builder
	skip := "" // the hidden element that is open
	for doc != "" {
		text, rest, found := strings.Cut(doc, "<")
		if skip == "" {
			out.WriteString(collapse(html.UnescapeString(text)))
		}
		if !found {
			break
		}
		var tag string
		tag, doc = cutTag(rest)
		name, closing := tagName(tag)
		switch {
		case skip != "":
			if closing && name == skip {
				skip = ""
			}
		case hidden[name] && !closing && !strings.HasSuffix(tag, "/"):
			skip = name
		case blocks[name]:
			out.WriteByte('\n')
		case name == "td" || name == "th":
			out.WriteByte(' ')
		}
	}
	return tidyLines(out.String())
}

// cutTag cuts what stands before the end of a tag or comment.
func cutTag(s string) (tag, rest string) {
	if body, ok := strings.CutPrefix(s, "!--"); ok {
		_, rest, _ = strings.Cut(body, "-->")
		return "", rest
	}
	tag, rest, _ = strings.Cut(s, ">")
	return tag, rest
}

func tagName(tag string) (name string, closing bool) {
	tag, closing = strings.CutPrefix(tag, "/")
	if i := strings.IndexAny(tag, " \t\r\n/"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag), closing
}

// collapse makes one blank of each run of white space.
func collapse(s string) string {
	words := strings.Join(strings.Fields(s), " ")
	if words == "" {
		if s != "" {
			return " "
		}
		return ""
	}
	if strings.ContainsRune(" \t\r\n\u00a0", rune(s[0])) {
		words = " " + words
	}
	if strings.ContainsRune(" \t\r\n", rune(s[len(s)-1])) {
		words += " "
	}
	return words
}

// tidyLines trims each line and leaves no more than one empty line between two.
func tidyLines(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
