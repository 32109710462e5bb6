package contractfile

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Field is an entry of the table, for tests. Its Path is the way to it; what stands in several places, such as
// a party, has one Setting for all.
type Field struct {
	Path, Setting, Doc string
	Required           bool
}

// Table returns every field that a contract may have, "terms[].calendars.*.week" style.
func Table() []Field { return walkTable(contractKind.shape, "") }

func walkTable(s shape, path string) (all []Field) {
	for _, e := range s.fields {
		p := join(path, e.name)
		all = append(all, Field{p, join(s.what, e.name), e.doc, e.required})
		all = append(all, walkTable(e.shape, p)...)
	}
	for _, inner := range s.of {
		p := path
		switch s.form {
		case listForm:
			p += "[]"
		case mappingForm:
			p += ".*"
		}
		all = append(all, walkTable(inner, p)...)
	}
	return all
}

// Given returns the settings of the table that the file gives.
func Given(data []byte) ([]string, error) {
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	given := walkFile(contractKind.shape, doc.Content[0])
	slices.Sort(given)
	return slices.Compact(given), nil
}

func walkFile(s shape, n *yaml.Node) (all []string) {
	switch {
	case s.form == eitherForm && n.Kind == yaml.ScalarNode:
		return nil
	case s.form == eitherForm:
		return walkFile(s.of[1], n)
	case s.form == listForm:
		for _, item := range n.Content {
			all = append(all, walkFile(s.of[0], item)...)
		}
	case n.Kind == yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			all = append(all, walkEntry(s, n.Content[i].Value, n.Content[i+1])...)
		}
	}
	return all
}

func walkEntry(s shape, name string, value *yaml.Node) []string {
	if s.form == mappingForm {
		return walkFile(s.of[0], value)
	}
	for _, e := range s.fields {
		if e.name == name {
			return append(walkFile(e.shape, value), join(s.what, name))
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Distance is how far two words are apart, for tests.
func Distance(a, b string) int { return distance([]rune(a), []rune(b)) }

// MaxSize is the limit of a file.
const MaxSize = maxSize
