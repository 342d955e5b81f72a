package review

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/widgets"
)

// finder looks for words in the transcript: a line above the text with what is
// looked for, how often it was found, and the way from one place to the next.
type finder struct {
	s     *Screen
	box   *fyne.Container
	entry *widgets.Entry
	count *widgets.Text
	prev  *widgets.Button
	next  *widgets.Button

	document *transcript.Document // the index is of
	index    *transcript.Index
	hits     []transcript.Hit
	at       int
}

func newFinder(s *Screen) *finder {
	p := s.Printer
	f := &finder{s: s, at: -1, count: widgets.Muted("")}
	f.entry = widgets.NewEntry(p.S("review.find"))
	f.entry.OnChanged = func(string) { f.look() }
	f.entry.OnKey = func(ev *fyne.KeyEvent) bool {
		switch ev.Name {
		case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
			f.step(+1)
		case fyne.KeyUp:
			f.step(-1)
		case fyne.KeyEscape:
			f.shut()
		default:
			return false
		}
		return true
	}
	f.prev = widgets.NewIconButton(theme.IconUp, p.S("review.find.previous"), func() { f.step(-1) })
	f.next = widgets.NewIconButton(theme.IconDown, p.S("review.find.next"), func() { f.step(+1) })
	shut := widgets.NewIconButton(theme.IconClose, p.S("review.find.close"), f.shut)
	line := widgets.HBox(6, widgets.Grow(f.entry), widgets.Inset(0, 4, 0, 6, f.count), f.prev, f.next, shut)
	f.box = container.NewStack(widgets.VBox(0, widgets.Inset(6, 14, 6, 20, line), widgets.HLine()))
	f.box.Hide()
	return f
}

// open shows the line with the cursor in it.
func (f *finder) open() {
	if f.s.state.Text != TextReady {
		return
	}
	f.s.fold.show(false)
	f.box.Show()
	f.s.view.pane.Refresh()
	f.look()
	if c := f.canvas(); c != nil {
		c.Focus(f.entry)
	}
}

// shut takes the line and its marks away; the keys are the desk's again.
func (f *finder) shut() {
	f.box.Hide()
	f.hits, f.at = nil, -1
	f.s.text.SetHits(nil, -1)
	f.s.view.pane.Refresh()
	if c := f.canvas(); c != nil {
		c.Unfocus()
	}
}

func (f *finder) canvas() fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(f.s.view.root)
}

// look searches for what stands in the line. A long call is made fit for that
// beside the window, once.
func (f *finder) look() {
	d := f.s.state.Document
	if d == nil || !f.box.Visible() {
		return
	}
	if f.document != d {
		f.index = nil
		post.Load(f.s.finding, func(context.Context) *transcript.Index { return transcript.NewIndex(d) }, func(x *transcript.Index) {
			f.document, f.index = d, x
			f.look()
		})
		f.tell()
		return
	}
	f.hits, f.at = f.index.Find(f.entry.Text), -1
	if len(f.hits) > 0 {
		f.at = transcript.NextHit(f.hits, max(0, f.s.text.Current().Row), +1)
	}
	f.show()
}

// step goes to the next place or the one before.
func (f *finder) step(by int) {
	if n := len(f.hits); n > 0 {
		f.at = (f.at + by + n) % n
		f.show()
	}
}

func (f *finder) show() {
	f.s.text.SetHits(f.hits, f.at)
	f.tell()
}

// tell says how many places there are.
func (f *finder) tell() {
	p, text := f.s.Printer, ""
	switch {
	case f.index == nil || f.entry.Text == "":
	case len(f.hits) == 0:
		text = p.S("review.find.none")
	default:
		text = p.S("review.find.count", i18n.Args{"n": f.at + 1, "all": len(f.hits)})
	}
	f.count.SetText(text)
	f.prev.SetEnabled(len(f.hits) > 0)
	f.next.SetEnabled(len(f.hits) > 0)
	f.box.Refresh()
}

// between puts the text between the line that looks for words and the panel
// that writes, as far as they are shown. The text is given its height once: it
// scrolls with every change of it.
type between struct{}

func (between) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[1].MinSize()
	for _, i := range []int{0, 2} {
		if o[i].Visible() {
			size = size.AddWidthHeight(0, o[i].MinSize().Height)
		}
	}
	return size
}

func (between) Layout(o []fyne.CanvasObject, size fyne.Size) {
	top, bottom := float32(0), size.Height
	if o[0].Visible() {
		top = o[0].MinSize().Height
		o[0].Move(fyne.NewPos(0, 0))
		o[0].Resize(fyne.NewSize(size.Width, top))
	}
	if o[2].Visible() {
		o[2].Resize(fyne.NewSize(size.Width, o[2].MinSize().Height)) // now it knows its lines
		h := o[2].MinSize().Height
		bottom = max(top, bottom-h)
		o[2].Move(fyne.NewPos(0, bottom))
		o[2].Resize(fyne.NewSize(size.Width, h))
	}
	o[1].Move(fyne.NewPos(0, top))
	o[1].Resize(fyne.NewSize(size.Width, bottom-top))
}
