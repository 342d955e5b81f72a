package transcript

// Top returns the row at the top of the view and how far the view is into it, in
// units; row is -1 when there are none.
func (w *Widget) Top() (row int, within float32) {
	if row = w.flow.heights.rowAt(w.scroll.Offset.Y); row >= 0 {
		within = w.scroll.Offset.Y - w.flow.heights.at(row)
	}
	return row, within
}

// ScrollTo puts the view where Top said it was, and no longer follows: the reader
// had gone there. Without a size yet, it goes there at the first one.
func (w *Widget) ScrollTo(row int, within float32) {
	if row < 0 || row >= len(w.doc.Rows) {
		return
	}
	w.halt()
	w.follow.ReaderScrolled()
	w.wish = nil
	if w.flow.width <= 0 || w.scroll.Size().Height <= 0 || len(w.flow.heights.of) != len(w.doc.Rows) {
		w.wish = &wish{row, within}
		return
	}
	for range 2 { // rows are made exact on arrival, which moves the goal
		w.moveTo(w.flow.heights.at(row) + within)
	}
	w.showPill()
}

// wish is where the view shall go as soon as there is one.
type wish struct {
	row    int
	within float32
}

// grant goes where the view was to go.
func (w *Widget) grant() {
	if g := w.wish; g != nil {
		w.ScrollTo(g.row, g.within)
	}
}
