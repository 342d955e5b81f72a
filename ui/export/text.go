package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// writeTXT writes a text for reading: what was said about the call first, then
// the phrases.
func writeTXT(w io.Writer, s sheet) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, s.Title)
	for _, f := range s.Facts {
		fmt.Fprintf(b, "%s: %s\n", f.Name, f.Value())
	}
	part := func(key string) { fmt.Fprintf(b, "\n%s\n", strings.ToUpper(s.p.S("export."+key))) }
	if len(s.Summary) > 0 {
		part("summary")
		fmt.Fprintln(b, strings.Join(s.Summary, "\n"))
	}
	for _, f := range s.Fields {
		fmt.Fprintf(b, "%s: %s\n", f.Name, f.Value())
	}
	if len(s.Tags) > 0 {
		part("tags")
		fmt.Fprintln(b, strings.Join(s.Tags, ", "))
	}
	if len(s.Notes) > 0 {
		part("notes")
		for _, n := range s.Notes {
			fmt.Fprintf(b, "[%s] %s\n", n.Time, firstOf(n.Text, s.p.S("export.bookmark")))
		}
	}
	part("transcript")
	for _, l := range s.Lines {
		fmt.Fprintf(b, "[%s] %s%s\n", l.Time, said(l.Name), l.Text)
	}
	return b.Flush()
}

// said is a name before what its owner says.
func said(name string) string {
	if name == "" {
		return ""
	}
	return name + ": "
}
