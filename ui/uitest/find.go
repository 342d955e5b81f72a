package uitest

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Shown is a text on the screen.
type Shown struct {
	Text   string
	Object fyne.CanvasObject
	At     fyne.Position // of the object in the window
	path   []fyne.CanvasObject
}

// Objects lists everything visible in the window, overlays (dialogs, menus)
// last; hidden branches are left out.
func (w *World) Objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	w.walk(func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) { out = append(out, o) })
	return out
}

// Texts lists what a person can read, in drawing order, with plain spaces.
func (w *World) Texts() []string {
	var out []string
	for _, s := range w.shown() {
		out = append(out, s.Text)
	}
	return out
}

// Find returns the visible texts that equal text; no-break spaces count as
// spaces.
func (w *World) Find(text string) []Shown {
	return slices.DeleteFunc(w.shown(), func(s Shown) bool { return s.Text != plain(text) })
}

// Sees tells whether some visible text contains part.
func (w *World) Sees(part string) bool {
	return slices.ContainsFunc(w.shown(), func(s Shown) bool { return strings.Contains(s.Text, plain(part)) })
}

// FindText returns the first visible text equal to text; the test fails when
// there is none.
func (w *World) FindText(text string) Shown {
	w.T.Helper()
	found := w.Find(text)
	if len(found) == 0 {
		w.T.Fatalf("nobody can read %q; shown: %q", text, w.Texts())
	}
	return found[0]
}

// Tap clicks the last drawn (topmost) text equal to text, in its middle.
func (w *World) Tap(text string) {
	w.T.Helper()
	s := w.last(text)
	w.TapAt(s.At.AddXY(s.Object.Size().Width/2, s.Object.Size().Height/2))
}

// Menu right-clicks the last drawn text equal to text.
func (w *World) Menu(text string) {
	w.T.Helper()
	s := w.last(text)
	at := s.At.AddXY(s.Object.Size().Width/2, s.Object.Size().Height/2)
	object, place := w.deepest(at, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.SecondaryTappable); return ok })
	if t, ok := object.(fyne.SecondaryTappable); ok {
		t.TappedSecondary(&fyne.PointEvent{AbsolutePosition: at, Position: place})
	}
}

func (w *World) last(text string) Shown {
	w.T.Helper()
	found := w.Find(text)
	if len(found) == 0 {
		w.T.Fatalf("nothing to tap says %q; shown: %q", text, w.Texts())
	}
	return found[len(found)-1]
}

// TapAt clicks a place of the window as the desktop does: press, release, tap.
func (w *World) TapAt(at fyne.Position) {
	c := w.Window.Canvas()
	test.MoveMouse(c, at)
	object, place := w.deepest(at, func(o fyne.CanvasObject) bool { _, ok := o.(desktop.Mouseable); return ok })
	if m, ok := object.(desktop.Mouseable); ok {
		ev := &desktop.MouseEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at, Position: place}, Button: desktop.MouseButtonPrimary}
		m.MouseDown(ev)
		m.MouseUp(ev)
	}
	test.TapCanvas(c, at)
}

// Type types letters into what has the focus, or on the window when nothing has.
// A space comes as a key too, as from the desktop.
func (w *World) Type(text string) {
	for _, r := range text {
		if r == ' ' {
			w.Key(fyne.KeySpace)
		}
		c := w.Window.Canvas()
		if f := c.Focused(); f != nil {
			f.TypedRune(r)
		} else if on := c.OnTypedRune(); on != nil {
			on(r)
		}
	}
}

// Key presses a key on what has the focus, or on the window when nothing has.
func (w *World) Key(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	c := w.Window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(ev)
	} else if on := c.OnTypedKey(); on != nil {
		on(ev)
	}
}

// AtOf returns where an object stands in the window; ok is false when it is not
// visible there.
func (w *World) AtOf(object fyne.CanvasObject) (at fyne.Position, ok bool) {
	w.walk(func(o fyne.CanvasObject, pos fyne.Position, _ []fyne.CanvasObject) {
		if o == object {
			at, ok = pos, true
		}
	})
	return at, ok
}

func (w *World) shown() []Shown { return Read(w.Window.Canvas()) }

// Read returns every text a person can read on a canvas, a real window's too;
// call it on the UI goroutine.
func Read(c fyne.Canvas) []Shown {
	var out []Shown
	var told fyne.CanvasObject // what told its whole text already
	Walk(c, func(o fyne.CanvasObject, at fyne.Position, path []fyne.CanvasObject) {
		var text string
		switch o := o.(type) {
		case *canvas.Text:
			text = o.Text
			if len(path) > 0 {
				owner := path[len(path)-1]
				if full, ok := owner.(interface{ FullText() string }); ok {
					if owner == told { // a further line of the same paragraph
						return
					}
					text, told = full.FullText(), owner
				}
			}
		case *widget.RichText:
			return // its texts follow as objects of their own
		}
		if text != "" {
			out = append(out, Shown{Text: plain(text), Object: o, At: at, path: path})
		}
	})
	return out
}

// deepest returns the topmost object at a place that is wanted, and the place
// within it.
func (w *World) deepest(at fyne.Position, wanted func(fyne.CanvasObject) bool) (object fyne.CanvasObject, place fyne.Position) {
	w.walk(func(o fyne.CanvasObject, pos fyne.Position, _ []fyne.CanvasObject) {
		s := o.Size()
		inside := at.X >= pos.X && at.Y >= pos.Y && at.X < pos.X+s.Width && at.Y < pos.Y+s.Height
		if inside && wanted(o) {
			object, place = o, at.Subtract(pos)
		}
	})
	return object, place
}

// walk visits visible objects, parents first, with their place in the window.
func (w *World) walk(visit func(o fyne.CanvasObject, at fyne.Position, path []fyne.CanvasObject)) {
	Walk(w.Window.Canvas(), visit)
}

// Walk visits the visible objects of a canvas, parents first, with their place
// in the window and what they stand in. Call it on the UI goroutine.
func Walk(c fyne.Canvas, visit func(o fyne.CanvasObject, at fyne.Position, path []fyne.CanvasObject)) {
	roots := []fyne.CanvasObject{c.Content()}
	if list := c.Overlays().List(); len(list) > 0 {
		roots = append(roots, list...)
	}
	for _, r := range roots {
		if r != nil {
			descend(r, fyne.Position{}, nil, visit)
		}
	}
}

func descend(o fyne.CanvasObject, offset fyne.Position, path []fyne.CanvasObject, visit func(fyne.CanvasObject, fyne.Position, []fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	at := offset.Add(o.Position())
	visit(o, at, path)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	path = append(slices.Clone(path), o)
	for _, child := range children {
		if child != nil {
			descend(child, at, path, visit)
		}
	}
}

func plain(text string) string {
	return strings.ReplaceAll(text, "\u00a0", " ")
}
