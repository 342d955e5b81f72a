package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"sensedesk/ui/files"
)

// columns are the columns of the phrases, in both kinds of tables.
func columns() []string {
	return []string{"time", "start", "end", "speaker", "channel", "text", "edited"}
}

// head are the names of the columns.
func (s sheet) head() (head []any) {
	for _, c := range columns() {
		head = append(head, s.p.S("export.column."+c))
	}
	return head
}

// writeCSV writes a phrase a line; times in seconds.
func writeCSV(w io.Writer, s sheet) error {
	rows := [][]any{s.head()}
	seconds := func(n int64) files.Decimal { return files.Decimal{V: float64(n) / 1000, Digits: 3} }
	for _, l := range s.Lines {
		rows = append(rows, []any{l.Time, seconds(l.StartMS), seconds(l.EndMS), l.Name, l.Channel, l.Text, s.yes(l.Edited)})
	}
	data, err := files.CSV(rows)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func (s sheet) yes(is bool) string {
	if is {
		return s.p.S("export.yes")
	}
	return ""
}

// longestSheet is how many letters a sheet's name may have.
const longestSheet = 31

// writeXLSX writes two sheets: what is known of the call, and its phrases.
func writeXLSX(w io.Writer, s sheet) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	call, phrases := s.sheetName("call"), s.sheetName("transcript")
	b := &book{file: f}
	b.do(f.SetSheetName("Sheet1", call))
	_, err = f.NewSheet(phrases)
	b.do(err)
	b.styles()
	b.call(call, s)
	b.phrases(phrases, s)
	if b.err != nil {
		return b.err
	}
	return f.Write(w)
}

func (s sheet) sheetName(key string) string {
	name := []rune(s.p.S("export." + key))
	return string(name[:min(len(name), longestSheet)])
}

// book writes cells and keeps the first error.
type book struct {
	file       *excelize.File
	bold, wrap int // styles
	err        error
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) styles() {
	style := func(o excelize.Style) int {
		id, err := b.file.NewStyle(&o)
		b.do(err)
		return id
	}
	top := excelize.Alignment{Vertical: "top", WrapText: true}
	b.bold = style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &top})
	b.wrap = style(excelize.Style{Alignment: &top})
}

// row writes a line of cells; texts stay texts, whatever they begin with.
func (b *book) row(sheet string, n, style int, values ...any) {
	cell := fmt.Sprintf("A%d", n)
	b.do(b.file.SetSheetRow(sheet, cell, &values))
	last, err := excelize.CoordinatesToCellName(len(values), n)
	b.do(err)
	b.do(b.file.SetCellStyle(sheet, cell, last, style))
}

// print fits a sheet to the width of a page.
func (b *book) print(sheet string) {
	fit, high, landscape := true, 0, "landscape"
	b.do(b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.do(b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToHeight: &high}))
}

func (b *book) call(name string, s sheet) {
	b.print(name)
	b.do(b.file.SetColWidth(name, "A", "A", 26))
	b.do(b.file.SetColWidth(name, "B", "B", 90))
	n := 0
	add := func(what, value string) {
		n++
		b.row(name, n, b.wrap, what, value)
		b.do(b.file.SetCellStyle(name, fmt.Sprintf("A%d", n), fmt.Sprintf("A%d", n), b.bold))
	}
	for _, f := range s.Facts {
		add(f.Name, f.Value())
	}
	if len(s.Summary) > 0 {
		add(s.p.S("export.summary"), join(s.Summary))
	}
	for _, f := range s.Fields {
		add(f.Name, join(f.Values))
	}
	if len(s.Tags) > 0 {
		add(s.p.S("export.tags"), strings.Join(s.Tags, ", "))
	}
	for _, c := range s.Talk.Classifiers {
		add(s.p.S("export.classifier", map[string]any{"name": firstOf(c.Name, c.ClassifierID)}), s.p.Int(c.Count))
	}
	for _, x := range s.Notes {
		add(s.p.S("export.note.at", map[string]any{"time": x.Time}), firstOf(x.Text, s.p.S("export.bookmark")))
	}
}

func (b *book) phrases(sheet string, s sheet) {
	b.row(sheet, 1, b.bold, s.head()...)
	for i, l := range s.Lines {
		b.row(sheet, i+2, b.wrap, l.Time, float64(l.StartMS)/1000, float64(l.EndMS)/1000, l.Name, l.Channel, l.Text, s.yes(l.Edited))
	}
	for column, width := range map[string]float64{"A": 10, "B": 10, "C": 10, "D": 26, "E": 8, "F": 70, "G": 14} {
		b.do(b.file.SetColWidth(sheet, column, column, width))
	}
	b.print(sheet)
	b.do(b.file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	if len(s.Lines) > 0 {
		b.do(b.file.AutoFilter(sheet, fmt.Sprintf("A1:G%d", len(s.Lines)+1), nil))
	}
}
