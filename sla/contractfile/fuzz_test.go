package contractfile_test

import (
	"os"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/sla/contractfile"
)

// Whatever the bytes, there is either a contract or faults, each with a place in the file.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"testdata/full.yaml", "testdata/full.json"} {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(base))
	f.Add([]byte(small))
	for _, s := range []string{"", "id: [", "a: &x {q: *x}\n", "? [a]\n: b\n", "terms: [{calendars: {\"a.b[0]\": {week: {x: y}}}}]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := contractfile.Parse("fuzz.yaml", data, options)
		if err == nil {
			require.NotEmpty(t, c.ID)
			require.NotEmpty(t, c.Terms)
			for _, terms := range c.Terms {
				for _, m := range terms.Commitments {
					require.NotNil(t, terms.Calendars[m.Calendar])
					require.NotEqual(t, m.Within.IsZero(), m.Every == nil)
				}
			}
			return
		}
		require.Nil(t, c)
		var faults contractfile.Faults
		require.ErrorAs(t, err, &faults)
		for _, fault := range faults {
			require.Positive(t, fault.Line)
			require.Positive(t, fault.Column)
			require.NotEmpty(t, fault.Message)
			require.True(t, utf8.ValidString(fault.Error()))
		}
	})
}
