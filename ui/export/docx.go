package export

import (
	"io"

	"github.com/gomutex/godocx"
	"github.com/gomutex/godocx/docx"
)

// colours of the parties on paper, as in the window's light theme.
const (
	inkOperator = "1F5FC4"
	inkClient   = "9A5412"
	inkMuted    = "5F6B7A"
)

// writeDOCX writes a document for a text processor.
func writeDOCX(w io.Writer, s sheet) (err error) {
	doc, err := godocx.NewDocument()
	if err != nil {
		return err
	}
	defer func() {
		if e := doc.Close(); err == nil {
			err = e
		}
	}()
	heading := func(text string, level uint) {
		if err == nil {
			_, err = doc.AddHeading(text, level)
		}
	}
	heading(s.Title, 1)
	named := func(f fact) {
		p := doc.AddEmptyParagraph()
		p.AddText(f.Name + ": ").Color(inkMuted)
		p.AddText(f.Value())
	}
	for _, f := range s.Facts {
		named(f)
	}
	if len(s.Summary)+len(s.Fields) > 0 {
		heading(s.p.S("export.summary"), 2)
	}
	for _, text := range s.Summary {
		doc.AddParagraph(text)
	}
	for _, f := range s.Fields {
		named(f)
	}
	if len(s.Tags) > 0 {
		named(fact{Name: s.p.S("export.tags"), Values: s.Tags})
	}
	if len(s.Notes) > 0 {
		heading(s.p.S("export.notes"), 2)
	}
	for _, n := range s.Notes {
		p := doc.AddEmptyParagraph()
		p.AddText(n.Time + "  ").Color(inkMuted)
		p.AddText(firstOf(n.Text, s.p.S("export.bookmark")))
	}
	heading(s.p.S("export.transcript"), 2)
	for _, l := range s.Lines {
		s.docxLine(doc, l)
	}
	if err != nil {
		return err
	}
	return doc.Write(w)
}

// docxLine writes a phrase: time, name in its colour, text.
func (s sheet) docxLine(doc *docx.RootDoc, l line) {
	p := doc.AddEmptyParagraph()
	p.AddText(l.Time + "  ").Color(inkMuted)
	if l.Name != "" {
		ink := inkClient
		if l.Role == "operator" {
			ink = inkOperator
		}
		p.AddText(l.Name + "  ").Bold(true).Color(ink)
	}
	if l.Edited {
		p.AddText(s.p.S("export.edited") + "  ").Color(inkMuted).Italic(true)
	}
	p.AddText(l.Text)
}
