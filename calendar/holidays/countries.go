package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ecb"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// What the comparison showed.
const (
	all       = "they agree on all days"
	nation    = "they agree on the days of the whole country; those of its parts are not here"
	england   = "80 days agree; it has those of England, 26 of which other nations do not keep"
	matariki  = "7 days are missing in its list; Matariki is added from its table, for 2022 to 2052"
	oneOffs   = "5 days are missing in it, decreed once, such as elections"
	agrees    = "they agree, exactly or but for a day or a few"
	more      = "it lists some customary days too that are no public holidays; check them"
	provinces = "it lists some days too that only parts of the country keep; check them"
)

// countries holds those whose rules agree with the second source exactly or nearly. It is never
// written to.
var countries = map[string]country{
	"AT":  {"Europe/Vienna", at.Holidays, agrees, nil},
	"BE":  {"Europe/Brussels", be.Holidays, agrees, nil},
	"BR":  {"", br.Holidays, provinces, nil},
	"CA":  {"", ca.Holidays, provinces, nil},
	"CH":  {"Europe/Zurich", ch.Holidays, provinces, nil},
	"CY":  {"Asia/Nicosia", cy.Holidays, agrees, nil},
	"CZ":  {"Europe/Prague", cz.Holidays, "1 day differs", nil},
	"DE":  {"Europe/Berlin", de.Holidays, nation, germany},
	"DK":  {"Europe/Copenhagen", dk.Holidays, more, nil},
	"ECB": {"Europe/Berlin", ecb.Holidays, agrees, nil},
	"EE":  {"Europe/Tallinn", ee.Holidays, agrees, nil},
	"ES":  {"", es.Holidays, nation, nil},
	"FI":  {"Europe/Helsinki", fi.Holidays, agrees, nil},
	"FR":  {"Europe/Paris", fr.Holidays, all, nil},
	"GB":  {"Europe/London", gb.Holidays, england, britain},
	"IE":  {"Europe/Dublin", ie.Holidays, agrees, nil},
	"IT":  {"Europe/Rome", it.Holidays, agrees, nil},
	"JP":  {"Asia/Tokyo", jp.Holidays, all, nil},
	"LU":  {"Europe/Luxembourg", lu.Holidays, "4 days are missing in it", nil},
	"MT":  {"Europe/Malta", mt.Holidays, agrees, nil},
	"NC":  {"Pacific/Noumea", nc.Holidays, agrees, nil},
	"NL":  {"Europe/Amsterdam", nl.Holidays, more, nil},
	"NO":  {"Europe/Oslo", no.Holidays, agrees, nil},
	"NZ":  {"", newZealand, matariki, nil},
	"PL":  {"Europe/Warsaw", pl.Holidays, "1 day is missing in it", nil},
	"RO":  {"Europe/Bucharest", ro.Holidays, agrees, nil},
	"SE":  {"Europe/Stockholm", se.Holidays, more, nil},
	"SI":  {"Europe/Ljubljana", si.Holidays, "1 day is missing in it and 1 is in it alone", nil},
	"US":  {"", us.Holidays, nation, nil},
	"ZA":  {"Africa/Johannesburg", za.Holidays, oneOffs, nil},
}

// Days that were decreed once, for a whole country.
var (
	germany = []oneOff{{"2017-10-31", "Reformationstag (500. Jahrestag)"}}
	britain = []oneOff{{"2022-09-19", "State Funeral of Queen Elizabeth II"}}
)

// newZealand completes the library's list, which leaves out a holiday that it defines.
var newZealand = append([]*cal.Holiday{nz.Matariki}, nz.Holidays...)

// decreed are the countries of the library whose days off a government sets year by year; dozens of
// days differ from the second source.
var decreed = []string{"AR", "BG", "HU", "KE", "LV", "MX", "RS", "RU", "TH", "UA"}

// unchecked are the countries of the library that were not compared.
var unchecked = []string{"AU", "GR", "HR", "IS", "LT", "MW", "PT", "SK"}
