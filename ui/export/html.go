package export

import (
	_ "embed"
	"html/template"
	"io"
	"strings"
)

//go:embed page.html
var page string

// pageTemplate lays a call out as one page; texts are escaped by their place.
var pageTemplate = template.Must(template.New("page").Parse(page))

// writeHTML writes one page in one file: nothing is fetched when it is opened.
func writeHTML(w io.Writer, s sheet) error {
	words := map[string]string{}
	for _, key := range []string{"summary", "tags", "notes", "bookmark", "transcript", "edited"} {
		words[key] = s.p.S("export." + key)
	}
	return pageTemplate.Execute(w, struct {
		sheet
		Lang string
		Say  map[string]string
	}{s, string(s.p.Lang()), words})
}

func join(lines []string) string { return strings.Join(lines, "\n") }
