package contractfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/sla/contractfile"
)

func TestWholeFileFaults(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{`1:1 : the file holds no contract [begin with "id:", "zone:", "client:", "vendor:" and "terms:"]`}},
		{"comment alone", "# later\n", []string{`1:1 : the file holds no contract [begin with "id:", "zone:", "client:", "vendor:" and "terms:"]`}},
		{"null", "---\n...\n", []string{`1:1 : the file holds no contract [begin with "id:", "zone:", "client:", "vendor:" and "terms:"]`}},
		{"list", "- id: x\n", []string{`1:1 : expected a contract, found a list [write each of its fields on a line of its own, indented: name: value]`}},
		{"text", "hello", []string{`1:1 : expected a contract, found "hello" [write each of its fields on a line of its own, indented: name: value]`}},
		{"UTF-16", "\xff\xfei\x00d\x00", []string{`1:1 : the text is not valid UTF-8 from here on [save the file as UTF-8]`}},
		{"line break that only YAML knows", "id: a\r\nzone: b\u2028c\n", []string{
			`2:8 : the invisible character U+2028 stands here [delete it, and type the text anew if need be]`,
		}},
		{"undefined alias", "id: *x\n", []string{"1:5 : not YAML: unknown anchor 'x' referenced [aliases are not read; write the value out]"}},
		{"quotation without an end", "id: a\ntitle: \"b\nzone: c\n", []string{
			`2:8 : not YAML: found unexpected end of stream [the quotation that begins here is not closed]`,
		}},
		{"deep nesting", strings.Repeat("[", 20000), []string{
			`1:10001 : not YAML: exceeded max depth of 10000 [the nesting is far deeper than that of a contract]`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := contractfile.Parse("x.yaml", []byte(tt.text), options)
			require.Equal(t, tt.want, brief(err))
		})
	}
}

func TestAliasBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 30 {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 10))
	}
	b.WriteString("id: *a30\n")
	_, err := contractfile.Parse("bomb.yaml", []byte(b.String()), options)
	require.Contains(t, brief(err), "32:5 id: aliases are not read [write the value out, so that each clause can be read where it stands]")
}

func TestFaultsAreSortedAndBounded(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "field%d: x\n", i)
	}
	_, err := contractfile.Parse("many.yaml", []byte(b.String()), options)
	var faults contractfile.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 101)
	for i, f := range faults[:100] {
		require.Equal(t, i+1, f.Line)
	}
	require.Equal(t, "there are more than 100 faults", faults[100].Message)
}

func TestTooManyCalendars(t *testing.T) {
	var b strings.Builder
	for i := range 501 {
		fmt.Fprintf(&b, "      c%d: 24x7\n", i)
	}
	text := strings.Replace(base, "      always: 24x7\n", b.String(), 1)
	_, err := contractfile.Parse("web.yaml", []byte(text), options)
	require.Equal(t, []string{"12:15 terms[0].calendars.office: with these the file has more than 500 calendars " +
		"[leave out those that no commitment names]"}, brief(err))
}

func TestFaultText(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{
			"caret below wide characters", "{name: Qinghe}", "{name: 青禾文化, 电话: x}",
			`web.yaml:4:22: client.电话: a party has no field "电话"
    3 | signed: 2026-02-27
    4 | client: {name: 青禾文化, 电话: x}
      |                          ^
  hint: known here: name, address, email, phone, contact`,
		},
		{
			"long line", "{name: Qinghe}", "{name: " + strings.Repeat("long ", 40) + ", nme: x}",
			`web.yaml:4:218: client.nme: a party has no field "nme"
    4 | g ` + strings.Repeat("long ", 8) + `, nme: x}
      |                                             ^
  hint: did you mean "name"?`,
		},
		{
			"direction mark", "id: WEB-1", "id: WEB\u202e-1",
			"web.yaml:1:5: id: the name \"WEB\\u202e-1\" holds the character U+202E\n" +
				"    1 | id: WEB\ufffd-1\n      |     ^\n  hint: a name is printable text without a slash",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := contractfile.Parse("web.yaml", []byte(strings.Replace(base, tt.old, tt.new, 1)), options)
			require.EqualError(t, err, tt.want)
		})
	}
}
