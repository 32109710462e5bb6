package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	html "html/template"
	"strings"
	text "text/template"
)

// sheet is what the template of the HTML form is filled from.
type sheet struct {
	Page  *page
	CSP   string
	Style html.CSS
}

func (p *page) html(buf *bytes.Buffer) error {
	dir := "templates/" + p.Lang
	t, err := html.ParseFS(templates, "templates/timeline.html.tmpl", dir+"/report.html.tmpl")
	if err != nil {
		return err
	}
	css, err := templates.ReadFile("templates/style.css")
	if err != nil {
		return err
	}
	style := string(css) + p.footers()
	sum := sha256.Sum256([]byte(style))
	// The page may show its own style and nothing else: no script, no picture, no request.
	policy := "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
	return t.ExecuteTemplate(buf, "report", sheet{p, policy, html.CSS(style)})
}

// footers is the part of the style that prints at the foot of every page. Where a printer's program
// knows no margin boxes, the report itself holds the same facts.
func (p *page) footers() string {
	say := p.voice.say
	root := p.Root
	if len(root) > 16 {
		root = root[:16] + "…"
	}
	left := say("foot", fields{"client": p.Client.Name, "origin": p.Origin, "size": p.Size, "root": root})
	return "@page { @bottom-left { content: " + cssString(left) + footStyle + "width: 78%; }" +
		" @bottom-right { content: " + cssString(say("foot.page", nil)) + " counter(page) " +
		cssString(say("foot.of", nil)) + " counter(pages) " + cssString(say("foot.end", nil)) + footStyle + "}" +
		" @top-right { content: " + cssString(p.Demo) + footStyle + "} }\n"
}

const footStyle = `; font: 9px system-ui, "Noto Sans CJK SC", sans-serif; color: #5f6670; `

func (p *page) markdown(buf *bytes.Buffer) error {
	funcs := text.FuncMap{"md": mdEscape, "code": code, "fence": fence}
	t, err := text.New("").Funcs(funcs).ParseFS(templates, "templates/"+p.Lang+"/report.md.tmpl")
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(buf, "report", p)
}

// code is s in a code span whose marks are longer than any in s.
func code(s string) string {
	marks := ticks(s, 1)
	return marks + " " + s + " " + marks
}

// fence is s in a code block whose marks are longer than any in s.
func fence(s string) string {
	marks := ticks(s, 3)
	return marks + "text\n" + s + "\n" + marks
}

func ticks(s string, least int) string {
	marks := strings.Repeat("`", least)
	for strings.Contains(s, marks) {
		marks += "`"
	}
	return marks
}
