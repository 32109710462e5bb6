package report

import (
	"bytes"
	"embed"
	"fmt"
	"strings"
	"text/template"
)

//go:embed templates
var templates embed.FS

// fields are what a sentence is made of. Texts of others are clean before they come here.
type fields map[string]string

// voice says sentences in a language. What each says stands in templates/<language>/sentences.tmpl.
type voice struct {
	tongue
	sentences *template.Template
}

func newVoice(l tongue) (voice, error) {
	t, err := template.New("sentences").Option("missingkey=zero").
		ParseFS(templates, "templates/"+string(l)+"/sentences.tmpl")
	return voice{l, t}, err
}

// say returns the sentence. It panics if there is none of the name: a mistake in this package.
func (v voice) say(name string, data any) string {
	var b bytes.Buffer
	if err := v.sentences.ExecuteTemplate(&b, name, data); err != nil {
		panic(fmt.Sprintf("report: sentence %q in %s: %v", name, v.tongue, err))
	}
	return b.String()
}

// word returns the word for a code of package sla or calendar. A code that this package does not know
// is shown as it is, never left out.
func (v voice) word(family, code string) string {
	if code == "" {
		return ""
	}
	name := family + "." + code
	if v.sentences.Lookup(name) == nil {
		return clean(code)
	}
	return v.say(name, nil)
}

// sentences joins whole sentences into a paragraph.
func (v voice) paragraph(parts []string) string {
	if v.tongue == chinese {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}
