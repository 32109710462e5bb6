package contractfile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// decoder walks the tree of one file along the table of fields, and collects what is wrong.
type decoder struct {
	file   string
	lines  []string
	places map[string]spot // of every field that was read, by path
	faults Faults
	more   bool // there were faults after maxFaults
}

// spot is a value in the file and where it stands in the contract.
type spot struct {
	node *yaml.Node
	key  *yaml.Node // its name; nil for the items of a list
	path string     // "terms[0].from"; "" for the contract itself
}

func (s spot) field(name string) string {
	if s.path == "" {
		return name
	}
	return s.path + "." + name
}

// wrong is an error that knows what to do about it.
type wrong struct{ message, hint string }

func (w *wrong) Error() string {
	if w.hint == "" {
		return w.message
	}
	return w.message + "; " + w.hint
}

// faultAt records a fault that belongs to no field.
func (d *decoder) faultAt(line, column int, message, hint string) {
	d.record(Fault{Line: line, Column: column, Message: message, Hint: hint})
}

// fault records a fault of the value at s.
func (d *decoder) fault(s spot, message, hint string) {
	d.faultOn(s.node, s.path, message, hint)
}

// faultOn records a fault of the field that stands at node.
func (d *decoder) faultOn(node *yaml.Node, path, message, hint string) {
	d.record(Fault{Line: node.Line, Column: node.Column, Field: path, Message: message, Hint: hint})
}

func (d *decoder) record(f Fault) {
	if len(d.faults) == maxFaults {
		d.more = true
		return
	}
	f.File = d.file
	if slices.Contains(d.faults, f) {
		return // hours that are wrong for one day of a range are wrong for the others
	}
	d.faults = append(d.faults, f)
}

// result returns the faults, nil when there are none.
func (d *decoder) result() error {
	if len(d.faults) == 0 {
		return nil
	}
	sortFaults(d.faults)
	for i, f := range d.faults {
		d.faults[i].Excerpt = excerpt(d.lines, f.Line, f.Column)
	}
	if last := d.faults[len(d.faults)-1]; d.more {
		d.faults = append(d.faults, Fault{File: d.file, Line: last.Line, Column: last.Column,
			Message: fmt.Sprintf("there are more than %d faults", maxFaults), Hint: "mend these first"})
	}
	return d.faults
}

// at returns where the field stands, or the nearest thing around it that the file has.
func (d *decoder) at(path string) spot {
	for p := path; ; {
		if s, ok := d.places[p]; ok {
			if p != path {
				s.path = path
			}
			return s
		}
		cut := strings.LastIndexAny(p, ".[")
		if cut < 0 {
			root := d.places[""]
			root.path = path
			return root
		}
		p = p[:cut]
	}
}

// has reports whether the file gives the field.
func (d *decoder) has(path string) bool {
	_, ok := d.places[path]
	return ok
}

// sound reports whether no fault was found in the field or in anything within it, so that a further check
// does not report the same mistake twice.
func (d *decoder) sound(path string) bool {
	for _, f := range d.faults {
		rest, ok := strings.CutPrefix(f.Field, path)
		if ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return false
		}
	}
	return true
}

// scalar returns the text of a value that is neither a list nor a mapping, as it is written: whether YAML
// takes it for a number, a date or a truth value does not matter.
func (d *decoder) scalar(s spot, what string) (string, bool) {
	if !d.expect(s, yaml.ScalarNode, what) {
		return "", false
	}
	if s.node.Value == "" {
		d.fault(s, "the text is empty", fmt.Sprintf("write %s here", what))
		return "", false
	}
	return s.node.Value, true
}

// expect reports whether the value is of the kind, and records a fault if it is not.
func (d *decoder) expect(s spot, kind yaml.Kind, what string) bool {
	n := s.node
	switch {
	case n.Kind == yaml.AliasNode:
		d.fault(s, "aliases are not read",
			"write the value out, so that each clause can be read where it stands")
	case n.Style&yaml.TaggedStyle != 0:
		d.fault(s, fmt.Sprintf("tags such as %s are not read", quote(n.Tag)), "write the value alone")
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		d.fault(s, "it has no value", fmt.Sprintf("write %s here", what))
	case n.Kind != kind:
		d.fault(s, fmt.Sprintf("expected %s, found %s", what, found(n)), formHints[kind])
	default:
		return true
	}
	return false
}

// formHints says how a value of the kind is written.
var formHints = map[yaml.Kind]string{
	yaml.MappingNode:  "write each of its fields on a line of its own, indented: name: value",
	yaml.SequenceNode: "write each item on a line of its own behind a dash, or all as [a, b]",
}

func found(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	return quote(n.Value)
}

// entries calls each for every name and value of a mapping, and reports whether it is one. What is
// wrong with the names themselves is recorded, and such an entry left out.
func (d *decoder) entries(s spot, what string, each func(name string, value spot)) bool {
	if !d.expect(s, yaml.MappingNode, what) {
		return false
	}
	lines := make(map[string]int)
	for i := 0; i+1 < len(s.node.Content); i += 2 {
		if d.more {
			break
		}
		key, value := s.node.Content[i], s.node.Content[i+1]
		name := key.Value
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" || key.Style&yaml.TaggedStyle != 0 || name == "" {
			d.faultOn(key, s.path, "the name of a field is plain text",
				"merge keys, tags and lists are not read here")
			continue
		}
		path := s.field(pathName(name))
		if line, twice := lines[name]; twice {
			d.faultOn(key, path, fmt.Sprintf("%s stands here twice; the first is in line %d",
				quote(name), line),
				"keep one of them")
			continue
		}
		lines[name] = key.Line
		v := spot{value, key, path}
		d.places[path] = v
		each(name, v)
	}
	return true
}

// pathName writes a name so that it cannot be taken for a path.
func pathName(name string) string {
	if strings.ContainsAny(name, ".[]\"") {
		return quote(name)
	}
	return name
}

// faultErr records an error of the value at s. Of a wrong it keeps the hint apart.
func (d *decoder) faultErr(s spot, err error) {
	var w *wrong
	if errors.As(err, &w) {
		d.fault(s, w.message, w.hint)
		return
	}
	d.fault(s, err.Error(), "")
}
