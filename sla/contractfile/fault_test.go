package contractfile_test

import (
	"errors"
	"fmt"

	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slaledger/slaledger/sla/contractfile"
)

// base is a contract without a fault, to be broken in one place at a time.
const base = `id: WEB-1
zone: Europe/London
signed: 2026-02-27
client: {name: Qinghe}
vendor:
  name: Beichen
terms:
  - version: "1"
    from: 2026-03-02
    until: 2026-08-31
    calendars:
      office: {week: {mon-fri: [09:00-17:30]}}
      china: {base: CN, week: {mon: [09:00-17:30]}, closed: [{date: 2026-10-02}]}
      always: 24x7
    channels:
      phone: {name: Telephone}
      email: {name: E-mail, written: true}
    commitments:
      - id: response
        measure: first_response
        when: {channel: [phone, email]}
        within: 2 working days
        calendar: office
        counting: {cut_off: "17:00"}
      - id: report
        measure: progress
        every: {day: fri, at: "17:00"}
        calendar: always
    conventions: {working_days: {due_at: close}}
  - version: "2"
    from: 2026-09-01
    calendars: {office: {week: {mon-fri: [09:00-17:30]}}}
    commitments: [{id: fix, measure: restoration, within: 4 h, calendar: office}]
`

// brief is a fault as one line: place, field, message, and the hint in brackets.
func brief(err error) []string {
	var faults contractfile.Faults
	if !errors.As(err, &faults) {
		return []string{fmt.Sprint(err)}
	}
	var all []string
	for _, f := range faults {
		s := fmt.Sprintf("%d:%d %s: %s", f.Line, f.Column, f.Field, f.Message)
		if f.Hint != "" {
			s += " [" + f.Hint + "]"
		}
		all = append(all, s)
	}
	return all
}

func TestBaseIsSound(t *testing.T) {
	_, err := contractfile.Parse("web.yaml", []byte(base), options)
	require.NoError(t, err)
}

func TestFaults(t *testing.T) {
	for _, tt := range faultTests {
		t.Run(tt.name, func(t *testing.T) {
			require.Contains(t, base, tt.old)
			text := strings.Replace(base, tt.old, tt.new, 1)
			c, err := contractfile.Parse("web.yaml", []byte(text), options)
			require.Nil(t, c)
			require.Equal(t, tt.want, brief(err))
		})
	}
}
