package transcript

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/i18n"
)

// sheet is what scrolls: it holds the rows near the screen and takes the mouse
// for all of them.
type sheet struct {
	widget.BaseWidget
	w       *Widget
	objects []fyne.CanvasObject
	shift   bool // Shift was held when the button went down
	from    int  // row a drag began in, -1 when none
	over    int  // row under the pointer, -1 when none
	hinted  int  // mark whose hint is shown, -1 when none
	onWord  bool
}

func newSheet(w *Widget) *sheet {
	s := &sheet{w: w, from: -1, over: -1, hinted: -1}
	s.ExtendBaseWidget(s)
	return s
}

// at returns the row at a place of the sheet and the word in it.
func (s *sheet) at(p fyne.Position) (row, word int) {
	row = s.w.flow.heights.rowAt(p.Y)
	if row < 0 || p.Y > s.w.flow.heights.total() {
		return -1, -1
	}
	v := s.w.views[row]
	if v == nil {
		return row, -1
	}
	return row, v.wordAt(p.SubtractXY(0, s.w.flow.heights.at(row)))
}

// Tapped goes to the word, the phrase or the pause that was clicked; with Shift
// it chooses the rows from the last click to here.
func (s *sheet) Tapped(ev *fyne.PointEvent) {
	row, word := s.at(ev.Position)
	if row < 0 {
		return
	}
	if s.shift {
		anchor := s.w.sel.Anchor
		if anchor < 0 {
			anchor = max(0, s.w.who.Near(s.w.at))
		}
		s.w.Select(Range{anchor, row})
		return
	}
	s.w.Select(None)
	r := &s.w.doc.Rows[row]
	at := r.Start()
	if word >= 0 {
		at = r.Tokens[word].Start()
	}
	s.w.Follow()
	if s.w.cfg.OnSeek != nil {
		s.w.cfg.OnSeek(at)
	}
}

// MouseDown remembers whether Shift was held.
func (s *sheet) MouseDown(ev *desktop.MouseEvent) {
	s.shift = ev.Modifier&fyne.KeyModifierShift != 0
}

// MouseUp is for Fyne.
func (s *sheet) MouseUp(*desktop.MouseEvent) {}

// Dragged chooses the rows the pointer passes.
func (s *sheet) Dragged(ev *fyne.DragEvent) {
	row, _ := s.at(ev.Position)
	if row < 0 {
		return
	}
	if s.from < 0 {
		start, _ := s.at(ev.Position.Subtract(ev.Dragged))
		s.from = max(0, start)
	}
	s.w.Select(Range{s.from, row})
}

// DragEnd ends the choice.
func (s *sheet) DragEnd() { s.from = -1 }

// MouseIn is for Fyne.
func (s *sheet) MouseIn(ev *desktop.MouseEvent) { s.MouseMoved(ev) }

// MouseMoved shows which row a click would go to and what a marked word means.
func (s *sheet) MouseMoved(ev *desktop.MouseEvent) {
	row, word := s.at(ev.Position)
	s.onWord = word >= 0
	if row != s.over {
		s.setHover(s.over, false)
		s.setHover(row, true)
		s.over = row
	}
	mark := -1
	if row >= 0 && word >= 0 {
		mark = s.w.doc.Rows[row].Tokens[word].Mark
	}
	key := -1
	if mark >= 0 {
		key = row<<8 | mark&0xff
	}
	if key == s.hinted {
		return
	}
	s.hinted = key
	if mark < 0 {
		s.w.hint.Hide()
		return
	}
	v := s.w.views[row]
	at := fyne.NewPos(v.cores[word][0], s.w.flow.heights.at(row)+v.lineY(v.lineOf(word))-s.w.scroll.Offset.Y-bleed())
	s.w.hint.show(s.w.explain(&s.w.doc.Rows[row].Marks[mark]), at, s.w.Size().Width)
}

// MouseOut takes all that away.
func (s *sheet) MouseOut() {
	s.setHover(s.over, false)
	s.over, s.onWord = -1, false
	if s.hinted >= 0 {
		s.hinted = -1
		s.w.hint.Hide()
	}
}

// Cursor shows that words can be clicked.
func (s *sheet) Cursor() desktop.Cursor {
	if s.onWord {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

func (s *sheet) setHover(row int, on bool) {
	v := s.w.views[row]
	switch {
	case v == nil || v.row != row:
	case on:
		v.hover.Show()
	default:
		v.hover.Hide()
	}
}

// explain says what a mark means: its name and how sure the service is.
func (w *Widget) explain(m *Mark) string {
	if m.Confidence <= 0 {
		return m.Name
	}
	return w.cfg.Printer.S("transcript.mark", i18n.Args{"name": m.Name, "confidence": w.cfg.Printer.Percent(m.Confidence)})
}

// CreateRenderer is for Fyne.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer { return sheetRenderer{s} }

type sheetRenderer struct{ s *sheet }

func (r sheetRenderer) Layout(fyne.Size)             {}
func (r sheetRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, r.s.w.flow.heights.total()) }
func (r sheetRenderer) Objects() []fyne.CanvasObject { return r.s.objects }
func (r sheetRenderer) Refresh()                     {}
func (r sheetRenderer) Destroy()                     {}
