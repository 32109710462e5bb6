package holidays

import (
	"fmt"
	"strings"

	"github.com/slaledger/slaledger/calendar"
)

// The years of a country that is asked for by name: a contract's life and the claims after it.
const (
	namedFrom  = 2000
	namedUntil = 2050
)

// Named returns the calendar that a contract calls by name: "24x7", which never closes; the forms of
// [China], "CN", "CN-no-makeup" and "CN-statutory"; and the codes of [Country], such as "US", for the
// years 2000 to 2050. All but "24x7" have no hours. Upper and lower case differ. The error for an
// unknown name lists what there is.
func Named(name string) (calendar.Spec, error) {
	switch form := ChinaForm(name); form {
	case ChinaNotice, ChinaNoMakeup, ChinaStatutory:
		return China(form), nil
	case "24x7":
		return calendar.AlwaysOpen(""), nil
	}
	if _, ok := countries[name]; ok || refused(name) {
		return Country(name, namedFrom, namedUntil)
	}
	return calendar.Spec{}, fmt.Errorf("holidays: no calendar is named %q; there are %s", name,
		strings.Join(Names(), ", "))
}

// Names returns the names that Named knows.
func Names() []string {
	own := []string{"24x7", string(ChinaNotice), string(ChinaNoMakeup), string(ChinaStatutory)}
	return append(own, codes()...)
}
