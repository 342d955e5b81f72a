package transcript

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// flow knows how high each row is at the present width: estimated for all,
// exact for those that came near the screen.
type flow struct {
	doc     *Document
	width   float32 // of the widget; 0 before it has a size
	metrics *Metrics
	size    float32   // text size the widths are of
	pitch   pitch     // the heights are of
	widths  []float32 // of all words, row after row
	from    []int     // where a row's words begin in widths
	known   []bool    // the row's words are exact
	done    []bool    // the row's height is exact at the present width
	heights heights
	scratch []Line
}

// reset takes another document.
func (f *flow) reset(d *Document) {
	*f = flow{doc: d, width: f.width, metrics: f.metrics, size: f.size, pitch: f.pitch}
	f.heights.reset(make([]float32, len(d.Rows)))
}

// restyle forgets widths of another text size and tells whether anything has
// another size now: colours alone move nothing.
func (f *flow) restyle() bool {
	size := theme.Size(theme.SizeText)
	if size == f.size && pitchNow() == f.pitch {
		return false
	}
	if size != f.size {
		f.metrics = nil
		f.widths = nil
	}
	return true
}

// estimate gives every row a height without measuring words that are not known.
func (f *flow) estimate() {
	f.measureAll()
	of := f.heights.of
	if len(of) != len(f.doc.Rows) {
		of = make([]float32, len(f.doc.Rows))
	}
	f.done = make([]bool, len(f.doc.Rows))
	space, width := f.metrics.Space(), textWidth(f.width)
	f.pitch = pitchNow()
	for i := range f.doc.Rows {
		of[i] = f.pitch.row(&f.doc.Rows[i], countLines(f.row(i), space, width))
	}
	f.heights.reset(of)
	f.heights.lead, f.heights.tail = bleed()+2*pad(), bleed()+14*pad() // the tail keeps the pill off the last words
}

// measureAll fills the widths of all words, once for a document and text size.
func (f *flow) measureAll() {
	if f.metrics == nil {
		f.size = theme.Size(theme.SizeText)
		size := f.size
		f.metrics = NewMetrics(func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width })
	}
	if f.widths != nil {
		return
	}
	n := 0
	for i := range f.doc.Rows {
		n += len(f.doc.Rows[i].Tokens)
	}
	f.widths = make([]float32, 0, n)
	f.from = make([]int, len(f.doc.Rows)+1)
	f.known = make([]bool, len(f.doc.Rows))
	for i := range f.doc.Rows {
		f.from[i] = len(f.widths)
		for j := range f.doc.Rows[i].Tokens {
			f.widths = append(f.widths, f.metrics.Estimate(f.doc.Rows[i].Tokens[j].Text))
		}
	}
	f.from[len(f.doc.Rows)] = len(f.widths)
}

// row returns the widths of a row's words.
func (f *flow) row(i int) []float32 { return f.widths[f.from[i]:f.from[i+1]] }

// exact makes a row exact and returns by how much its height changed.
func (f *flow) exact(row int) float32 {
	if f.done[row] {
		return 0
	}
	f.done[row] = true
	f.know(row)
	return f.heights.set(row, f.pitch.row(&f.doc.Rows[row], countLines(f.row(row), f.metrics.Space(), textWidth(f.width))))
}

// know measures the words of a row.
func (f *flow) know(row int) {
	if f.known[row] {
		return
	}
	f.known[row] = true
	for j := range f.doc.Rows[row].Tokens {
		f.widths[f.from[row]+j] = f.metrics.Exact(f.doc.Rows[row].Tokens[j].Text)
	}
}

// lines breaks a row exactly; the result is valid until the next call.
func (f *flow) lines(row int) []Line {
	f.know(row)
	f.scratch = appendLines(f.scratch[:0], f.row(row), f.metrics.Space(), textWidth(f.width))
	return f.scratch
}
