package contractfile

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// form is how a value is written.
type form int

const (
	scalarForm form = iota
	listForm
	mappingForm // names of the user's own, values of one shape
	objectForm  // names of the table
	eitherForm
)

// shape describes what a value may be, apart from its Go type, for whatever walks the table of fields.
type shape struct {
	form   form
	what   string   // in messages: "a date such as 2026-03-02"
	words  []string // of a scalar: the only ones there are; nil means any that parses
	of     []shape  // of a list or mapping: its one element; of either: the alternatives
	fields []entry  // of an object
}

// entry describes one field of an object.
type entry struct {
	name     string
	doc      string // one line, in English
	required bool
	shape    shape
}

// kind is a sort of value with the way to read one. After a fault, read returns the zero value or what
// could be read.
type kind[V any] struct {
	shape
	read func(d *decoder, s spot) V
}

// field is one setting of T: its entry in the table, and where its value goes.
type field[T any] struct {
	entry
	read func(d *decoder, s spot, into *T)
}

// opt makes a field that may be left out. The function returns where in T its value lives.
func opt[T, V any](name string, k kind[V], place func(*T) *V, doc string) field[T] {
	return field[T]{
		entry{name: name, doc: doc, shape: k.shape},
		func(d *decoder, s spot, into *T) { *place(into) = k.read(d, s) },
	}
}

// need makes a field that must be given.
func need[T, V any](name string, k kind[V], place func(*T) *V, doc string) field[T] {
	f := opt(name, k, place, doc)
	f.required = true
	return f
}

// object makes the kind of a mapping with these fields and no others.
func object[T any](what string, fields ...field[T]) kind[T] {
	entries, names := make([]entry, len(fields)), make([]string, len(fields))
	for i, f := range fields {
		entries[i], names[i] = f.entry, f.name
	}
	read := func(d *decoder, s spot) (v T) {
		seen := make(map[string]bool)
		ok := d.entries(s, what, func(name string, value spot) {
			i := slices.Index(names, name)
			if i < 0 {
				message := fmt.Sprintf("%s has no field %s", what, quote(name))
				d.faultOn(value.key, value.path, message, suggest(name, names))
				return
			}
			seen[name] = true
			fields[i].read(d, value, &v)
		})
		for _, e := range entries {
			if ok && e.required && !seen[e.name] {
				d.faultOn(s.node, s.field(e.name), fmt.Sprintf("%s needs the field %q", what, e.name),
					"it is "+e.doc)
			}
		}
		return v
	}
	return kind[T]{shape{form: objectForm, what: what, fields: entries}, read}
}

// named is an entry of a mapping whose names are the user's own.
type named[V any] struct {
	name  string
	at    spot
	value V
}

// mapping makes the kind of a mapping from names of the user's own to values of a kind, in the order of
// the file.
func mapping[V any](what string, k kind[V]) kind[[]named[V]] {
	read := func(d *decoder, s spot) (all []named[V]) {
		ok := d.entries(s, what, func(name string, value spot) {
			if err := checkName(name); err != nil {
				d.faultOn(value.key, value.path, err.message, err.hint)
			}
			all = append(all, named[V]{name, value, k.read(d, value)})
		})
		if ok && len(s.node.Content) == 0 {
			d.fault(s, "it is empty", "name at least one")
		}
		return all
	}
	return kind[[]named[V]]{shape{form: mappingForm, what: what, of: []shape{k.shape}}, read}
}

// atLeastOne makes the kind of a list with at least one item.
func atLeastOne[V any](what string, k kind[V]) kind[[]V] {
	all := listOrNone(what, k)
	read := func(d *decoder, s spot) []V {
		if s.node.Kind == yaml.SequenceNode && len(s.node.Content) == 0 {
			d.fault(s, "the list is empty", "name at least one")
		}
		return all.read(d, s)
	}
	return kind[[]V]{all.shape, read}
}

// listOrNone makes the kind of a list that may be empty. An item with a fault keeps its place.
func listOrNone[V any](what string, k kind[V]) kind[[]V] {
	read := func(d *decoder, s spot) []V {
		if !d.expect(s, yaml.SequenceNode, what) {
			return nil
		}
		all := make([]V, len(s.node.Content))
		for i, n := range s.node.Content {
			item := spot{node: n, path: fmt.Sprintf("%s[%d]", s.path, i)}
			d.places[item.path] = item
			all[i] = k.read(d, item)
		}
		return all
	}
	return kind[[]V]{shape{form: listForm, what: what, of: []shape{k.shape}}, read}
}

// oneOrMore makes the kind of a single value or a list of different ones.
func oneOrMore[V comparable](what string, k kind[V]) kind[[]V] {
	one := convert(k, func(_ *decoder, _ spot, v V) []V { return []V{v} })
	more := convert(atLeastOne(what, k), func(d *decoder, s spot, all []V) []V {
		seen := make(map[V]bool, len(all))
		for i, v := range all {
			if path := fmt.Sprintf("%s[%d]", s.path, i); seen[v] && d.sound(path) {
				d.fault(d.at(path), quote(fmt.Sprint(v))+" stands in the list twice", "keep one of them")
			}
			seen[v] = true
		}
		return all
	})
	return either(one, more)
}

// either makes the kind of a value that is a plain one or another.
func either[V any](scalar, other kind[V]) kind[V] {
	read := func(d *decoder, s spot) V {
		if s.node.Kind == yaml.ScalarNode {
			return scalar.read(d, s)
		}
		return other.read(d, s)
	}
	return kind[V]{shape{form: eitherForm, what: other.what, of: []shape{scalar.shape, other.shape}}, read}
}

// convert makes a kind that is written as k and means something else.
func convert[A, B any](k kind[A], to func(d *decoder, s spot, v A) B) kind[B] {
	return kind[B]{k.shape, func(d *decoder, s spot) B { return to(d, s, k.read(d, s)) }}
}

// pointer makes the kind of a value whose absence means something.
func pointer[V any](k kind[V]) kind[*V] {
	return convert(k, func(_ *decoder, _ spot, v V) *V { return &v })
}
