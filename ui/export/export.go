// Package export writes a call as a file that leaves the app: subtitles, text,
// tables, a page, a letter. It draws nothing, so that the command line and the
// window write the same.
//
// What a person corrected stands in every format; the service's own words stay
// beside it in JSON.
package export

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"sensedesk/ui/i18n"
)

// Format is a kind of file, named by the ending of its name.
type Format string

// The formats.
const (
	SRT  Format = "srt"  // subtitles, SubRip
	VTT  Format = "vtt"  // subtitles, WebVTT with voices
	TXT  Format = "txt"  // for reading and for letters
	JSON Format = "json" // everything, for programs
	CSV  Format = "csv"  // a phrase a line
	XLSX Format = "xlsx" // a sheet of facts and a sheet of phrases
	DOCX Format = "docx" // a document for a text processor
	HTML Format = "html" // one page in one file, good to print
)

// Formats lists the formats in the order shown.
func Formats() []Format { return []Format{DOCX, XLSX, HTML, TXT, SRT, VTT, CSV, JSON} }

// FormatOf is the format a file's name asks for; ok tells whether there is one.
func FormatOf(path string) (f Format, ok bool) {
	f = Format(strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")))
	return f, slices.Contains(Formats(), f)
}

// Binary tells whether a format is no text, so that a terminal cannot show it.
func (f Format) Binary() bool { return f == XLSX || f == DOCX }

// writers writes each format.
var writers = map[Format]func(w io.Writer, c sheet) error{
	SRT: writeSRT, VTT: writeVTT, TXT: writeTXT, JSON: writeJSON, CSV: writeCSV, XLSX: writeXLSX, DOCX: writeDOCX, HTML: writeHTML,
}

// Write writes a call in a format, in the language of p.
func Write(w io.Writer, f Format, d Document, p *i18n.Printer) error {
	write, ok := writers[f]
	if !ok {
		return fmt.Errorf("export a call: no format %q", f)
	}
	if err := write(w, lay(d, p)); err != nil {
		return fmt.Errorf("export a call as %s: %w", f, err)
	}
	return nil
}

// longestName is how many letters of a suggested name a person gets.
const longestName = 80

// Name suggests a name for the file: when it was and who spoke.
func Name(d Document, f Format, p *i18n.Printer) string {
	s := lay(d, p)
	name := s.Title
	if !d.Call.StartedAt.IsZero() {
		name = d.Call.StartedAt.Format("2006-01-02 15-04 ") + name
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) { // what Windows does not take
			return ' '
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	if r := []rune(name); len(r) > longestName {
		name = string(r[:longestName])
	}
	return strings.Trim(name, " .") + "." + string(f)
}
