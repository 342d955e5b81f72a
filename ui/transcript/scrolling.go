package transcript

import (
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// glideTime is how long the view takes to the next place; short enough to be
// read through, long enough for the eye to stay with the text.
const glideTime = 180 * time.Millisecond

// overscan is how far beyond the view rows are kept ready, in units.
const overscan = 120

// resized takes a new size of the widget: lines break anew, and what was at
// the top of the view stays there.
func (w *Widget) resized(size fyne.Size) {
	if size.Width != w.flow.width {
		top := w.flow.heights.rowAt(w.scroll.Offset.Y)
		within := float32(0)
		if top >= 0 {
			within = w.scroll.Offset.Y - w.flow.heights.at(top)
		}
		w.flow.width = size.Width
		w.dropViews()
		w.reflow()
		if top >= 0 {
			w.own = true
			w.scroll.Offset.Y = w.flow.heights.at(top) + min(within, w.flow.heights.of[top])
			w.own = false
		}
	}
	w.own = true
	w.scroll.Resize(size.AddWidthHeight(0, 2*bleed()))
	w.own = false
	w.realise()
	w.grant()
	w.keepInView()
}

// reflow estimates the height of every row for the present width.
func (w *Widget) reflow() {
	if w.flow.width <= 0 {
		return
	}
	w.flow.estimate()
	w.realise()
}

// scrolled is called by the scroll when its offset changed by the reader, and
// sometimes by clamping after a change of ours.
func (w *Widget) scrolled(fyne.Position) {
	if !w.own {
		w.halt()
		w.hint.Hide()
		if w.follow.On() {
			w.follow.ReaderScrolled()
			w.showPill()
		}
		if w.cfg.OnMove != nil {
			w.cfg.OnMove()
		}
	}
	w.realise()
}

// realise makes the rows near the view exact, gives each a view, and keeps the
// text under the reader's eye where it is when heights above it change.
func (w *Widget) realise() {
	view := w.scroll.Size().Height
	if w.flow.width <= 0 || view <= 0 || len(w.doc.Rows) == 0 {
		w.settle()
		return
	}
	f := &w.flow
	top := w.scroll.Offset.Y
	anchor := f.heights.rowAt(top)
	first := f.heights.rowAt(top - overscan)
	last := first
	for row := first; row < len(w.doc.Rows) && f.heights.at(row) < top+view+overscan; row++ {
		if d := f.exact(row); d != 0 && row < anchor {
			top += d
		}
		last = row
	}
	for row, v := range w.views {
		if row < first || row > last {
			delete(w.views, row)
			w.spare = append(w.spare, v)
		}
	}
	for row := first; row <= last; row++ {
		v := w.views[row]
		if v == nil {
			v = w.takeView()
			w.views[row] = v
			v.bind(row)
		}
		v.box.Move(fyne.NewPos(0, f.heights.at(row)))
	}
	if top != w.scroll.Offset.Y {
		w.scroll.Offset.Y = top
	}
	w.settle()
}

// settle tells Fyne what the sheet holds now.
func (w *Widget) settle() {
	w.sheet.objects = w.sheet.objects[:0]
	for _, row := range slices.Sorted(maps.Keys(w.views)) {
		w.sheet.objects = append(w.sheet.objects, w.views[row].box)
	}
	size := fyne.NewSize(w.flow.width, max(w.flow.heights.total(), w.scroll.Size().Height))
	if w.sheet.Size() != size {
		w.sheet.Resize(size)
	}
	canvas.Refresh(w.sheet)
}

// takeView returns a view that is not in use.
func (w *Widget) takeView() *rowView {
	if n := len(w.spare); n > 0 {
		v := w.spare[n-1]
		w.spare = w.spare[:n-1]
		return v
	}
	return newRowView(w)
}

// dropViews forgets what the rows near the screen look like.
func (w *Widget) dropViews() {
	for row, v := range w.views {
		delete(w.views, row)
		w.spare = append(w.spare, v)
	}
}

// rebind shows the rows near the screen anew.
func (w *Widget) rebind() {
	for row, v := range w.views {
		v.bind(row)
	}
	canvas.Refresh(w.sheet)
}

// keepInView moves the view so that the current phrase can be read, if it
// follows.
func (w *Widget) keepInView() {
	if len(w.rows) == 0 && !w.started {
		return
	}
	row := w.who.Near(w.at)
	if row < 0 {
		return
	}
	h := &w.flow.heights
	if len(h.of) != len(w.doc.Rows) {
		return // no size yet
	}
	from, view := w.scroll.Offset.Y, w.scroll.Size().Height
	to, moves := w.follow.Target(from, view, h.total(), h.at(row), h.of[row])
	if !moves {
		return
	}
	w.halt()
	if to-from > 2*view || from-to > 2*view { // too far for an eye to follow
		w.land(row)
		return
	}
	w.stop = w.glide(func(done float32) {
		goal, _ := w.follow.Target(from, view, h.total(), h.at(row), h.of[row])
		w.moveTo(from + (goal-from)*done)
	})
}

// land jumps to a row. Rows there are made exact on arrival, which can move
// the goal, so it looks twice.
func (w *Widget) land(row int) {
	for range 2 {
		h := &w.flow.heights
		if to, moves := w.follow.Target(w.scroll.Offset.Y, w.scroll.Size().Height, h.total(), h.at(row), h.of[row]); moves {
			w.moveTo(to)
		}
	}
}

// moveTo moves the view without taking it for the reader's doing.
func (w *Widget) moveTo(y float32) {
	w.own = true
	w.scroll.ScrollToOffset(fyne.NewPos(0, y))
	w.own = false
	w.realise()
	w.own = true
	w.scroll.Refresh() // realise may have moved the goal
	w.own = false
}

// glide runs an animation and returns how to stop it.
func (w *Widget) glide(tick func(float32)) func() {
	if w.cfg.Glide != nil {
		return w.cfg.Glide(tick)
	}
	a := fyne.NewAnimation(glideTime, tick)
	a.Curve = fyne.AnimationEaseInOut
	a.Start()
	return a.Stop
}

// halt stops a glide under way.
func (w *Widget) halt() {
	if w.stop != nil {
		w.stop()
		w.stop = nil
	}
}

// showPill offers the way back when there is one.
func (w *Widget) showPill() {
	show := !w.follow.On() && w.started && len(w.who.spoken) > 0
	if show == w.pill.Visible() {
		return
	}
	if show {
		w.pill.Show()
	} else {
		w.pill.Hide()
	}
	if w.cfg.OnLeave != nil {
		w.cfg.OnLeave(w.follow.On())
	}
}

// restyle takes a new theme.
func (w *Widget) restyle() {
	w.hint.Refresh()
	if w.flow.restyle() {
		w.dropViews()
		w.reflow()
	} else {
		w.rebind()
	}
	w.pill.setText(w.cfg.Printer.S("transcript.follow"))
	canvas.Refresh(w.sheet)
}
