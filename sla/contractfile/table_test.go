package contractfile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/sla/contractfile"
)

// Every setting of the table stands in the full contract, so that TestOpenFull proves where its value goes.
func TestFullFileGivesEveryField(t *testing.T) {
	data, err := os.ReadFile("testdata/full.yaml")
	require.NoError(t, err)
	given, err := contractfile.Given(data)
	require.NoError(t, err)
	var table []string
	for _, f := range contractfile.Table() {
		table = append(table, f.Setting)
		require.NotEmpty(t, f.Doc, f.Path)
		require.NotContains(t, f.Doc, "\n", f.Path)
	}
	slices.Sort(table)
	require.Equal(t, slices.Compact(table), given)
}

// place is a value in a tree of JSON: how to change it, and its path.
type place struct {
	path string
	set  func(v any)
	old  any
}

func placesOf(v any, path string) (all []place) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			p := strings.TrimPrefix(path+"."+name, ".")
			all = append(all, place{p, func(x any) { v[name] = x }, inner})
			all = append(all, placesOf(inner, p)...)
		}
	case []any:
		for i, inner := range v {
			p := fmt.Sprintf("%s[%d]", path, i)
			all = append(all, place{p, func(x any) { v[i] = x }, inner})
			all = append(all, placesOf(inner, p)...)
		}
	}
	return all
}

// A value of the wrong shape, and no value, is a fault at its own place wherever it stands. Forty at a time are
// broken, none within another, so that this shows as well that every fault is found at once.
func TestWrongShapeEverywhere(t *testing.T) {
	tree := fullTree(t)
	levels := make(map[int][]place)
	for _, p := range placesOf(tree, "") {
		depth := strings.Count(p.path, ".") + strings.Count(p.path, "[")
		levels[depth] = append(levels[depth], p)
	}
	broken := 0
	for _, wrong := range []any{[]any{[]any{}}, nil, map[string]any{"zzz": "zzz"}} {
		for _, level := range levels {
			for batch := range slices.Chunk(level, 40) {
				broken += breakAll(t, tree, batch, wrong)
			}
		}
	}
	require.Greater(t, broken, 300)
	require.Empty(t, faultFields(t, tree))
}

// breakAll sets the places to the wrong value, looks for the fault of each, and mends them.
func breakAll(t *testing.T, tree any, batch []place, wrong any) int {
	batch = slices.DeleteFunc(slices.Clone(batch), func(p place) bool { return legal(p.path, wrong) })
	for _, p := range batch {
		p.set(wrong)
	}
	fields := faultFields(t, tree)
	for _, p := range batch {
		found := slices.ContainsFunc(fields, func(f string) bool { return strings.HasPrefix(f, p.path) })
		require.True(t, found, "%v at %s gives faults at %q", wrong, p.path, fields)
		p.set(p.old)
	}
	return len(batch)
}

// legal says which of the wrong values another rule must find: names that are the user's own.
func legal(path string, v any) bool {
	_, mapping := v.(map[string]any)
	return mapping && (strings.HasSuffix(path, ".calendars") || strings.HasSuffix(path, ".channels"))
}

// An unknown field is a fault in every object.
func TestUnknownEverywhere(t *testing.T) {
	tree := fullTree(t)
	var want []string
	for _, o := range objectsOf(tree) {
		o.old.(map[string]any)["zzz"] = "x"
		want = append(want, o.path+".zzz")
	}
	require.Greater(t, len(want), 30)
	require.Subset(t, faultFields(t, tree), want)
}

// A required field that is missing is a fault in every object.
func TestMissingEverywhere(t *testing.T) {
	required := make(map[string]bool)
	for _, f := range contractfile.Table() {
		required[f.Path] = f.Required
	}
	missing := 0
	for depth := range 8 { // what is within a field that is missing cannot be asked for
		tree := fullTree(t)
		var want []string
		for _, o := range objectsOf(tree) {
			if strings.Count(o.path, ".") != depth {
				continue
			}
			for name := range o.old.(map[string]any) {
				if required[general(o.path)+"."+name] {
					delete(o.old.(map[string]any), name)
					want = append(want, o.path+"."+name)
				}
			}
		}
		missing += len(want)
		require.Subset(t, faultFields(t, tree), want)
	}
	require.Greater(t, missing, 30)
}

// objectsOf returns the places that hold an object of the table.
func objectsOf(tree any) []place {
	return slices.DeleteFunc(placesOf(tree, ""), func(p place) bool {
		_, ok := p.old.(map[string]any)
		return !ok || strings.HasSuffix(p.path, ".calendars") || strings.HasSuffix(p.path, ".channels")
	})
}

// general turns the path of a value into that of its field in the table.
func general(path string) string {
	var parts []string
	for part := range strings.SplitSeq(path, ".") {
		if n := len(parts); n > 0 && (parts[n-1] == "calendars" || parts[n-1] == "channels") {
			part = "*"
		}
		if name, _, ok := strings.Cut(part, "["); ok {
			part = name + "[]"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ".")
}

func fullTree(t *testing.T) map[string]any {
	data, err := os.ReadFile("testdata/full.json")
	require.NoError(t, err)
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var tree map[string]any
	require.NoError(t, d.Decode(&tree))
	return tree
}

func faultFields(t *testing.T, tree any) (fields []string) {
	data, err := json.Marshal(tree)
	require.NoError(t, err)
	_, err = contractfile.Parse("x.json", data, options)
	var faults contractfile.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fields = append(fields, f.Field)
		}
		return fields
	}
	require.NoError(t, err)
	return nil
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"within", "within", 0}, {"wihtin", "within", 1},
		{"witin", "within", 1}, {"withinn", "within", 1}, {"wathin", "within", 1}, {"客户", "户客", 1}, {"abcd", "dcba", 3},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, contractfile.Distance(tt.a, tt.b), "%q %q", tt.a, tt.b)
		require.Equal(t, tt.want, contractfile.Distance(tt.b, tt.a), "%q %q", tt.b, tt.a)
	}
}
