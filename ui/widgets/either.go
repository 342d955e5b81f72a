package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Either lays objects out like wide where it has the width from, and like narrow
// where it has not; from 0 is what wide itself asks for. Take the layouts from
// boxes: HBox(8).Layout.
func Either(from float32, wide, narrow fyne.Layout, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&either{from: from, wide: wide, narrow: narrow}, objects...)
}

type either struct {
	from, width  float32
	wide, narrow fyne.Layout
}

// now is the layout for a width.
func (e *either) now(objects []fyne.CanvasObject, width float32) fyne.Layout {
	from := e.from
	if from == 0 {
		from = e.wide.MinSize(objects).Width
	}
	if width < from {
		return e.narrow
	}
	return e.wide
}

// MinSize is as high as in the width given last, and as wide as it can be at
// least.
func (e *either) MinSize(objects []fyne.CanvasObject) fyne.Size {
	narrow := e.narrow.MinSize(objects)
	if e.width == 0 {
		return fyne.NewSize(narrow.Width, e.wide.MinSize(objects).Height)
	}
	return fyne.NewSize(narrow.Width, e.now(objects, e.width).MinSize(objects).Height)
}

// Layout is for Fyne.
func (e *either) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	e.width = size.Width
	e.now(objects, size.Width).Layout(objects, size)
}

// Headed is the layout of a head over the other objects, which stand in lines.
func Headed(gap float32) fyne.Layout { return &headed{gap: gap, rest: &flow{gap: gap}} }

type headed struct {
	gap  float32
	rest *flow
}

// MinSize is for Fyne.
func (h *headed) MinSize(o []fyne.CanvasObject) fyne.Size {
	head, rest := o[0].MinSize(), h.rest.MinSize(o[1:])
	return fyne.NewSize(max(head.Width, rest.Width), head.Height+h.gap+rest.Height)
}

// Layout is for Fyne.
func (h *headed) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(size.Width, o[0].MinSize().Height))
	o[0].Move(fyne.Position{})
	top := o[0].MinSize().Height + h.gap
	h.rest.Layout(o[1:], fyne.NewSize(size.Width, size.Height-top))
	for _, below := range o[1:] {
		below.Move(below.Position().AddXY(0, top))
	}
}

// Lead is the layout of a row whose last object goes where there is no room for
// it.
func Lead(gap float32) fyne.Layout { return &lead{row{gap: gap}} }

type lead struct{ row row }

// MinSize is that without the last one.
func (l *lead) MinSize(o []fyne.CanvasObject) fyne.Size { return l.row.MinSize(o[:len(o)-1]) }

// Layout is for Fyne.
func (l *lead) Layout(o []fyne.CanvasObject, size fyne.Size) {
	last, rest := o[len(o)-1], o[:len(o)-1]
	fits := l.row.MinSize(rest).Width+l.row.gap+last.MinSize().Width <= size.Width
	if fits != last.Visible() {
		if fits {
			last.Show()
		} else {
			last.Hide()
		}
	}
	l.row.Layout(o, size)
}

// VShares is the layout of objects below each other that share the height.
func VShares(gap float32, shares ...float32) fyne.Layout { return &vshares{gap, shares} }

type vshares struct {
	gap    float32
	shares []float32
}

// MinSize is for Fyne.
func (v *vshares) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		size.Width = max(size.Width, o.MinSize().Width)
		size.Height += o.MinSize().Height
	}
	size.Height += v.gap * float32(max(0, len(objects)-1))
	return size
}

// Layout is for Fyne.
func (v *vshares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	all, y := float32(0), float32(0)
	for _, s := range v.shares {
		all += s
	}
	room := size.Height - v.gap*float32(len(objects)-1)
	for i, o := range objects {
		h := room * v.shares[i] / all
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h + v.gap
	}
}

// AtMost gives an object the width there is, up to width.
func AtMost(width float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&atMost{width}, object)
}

type atMost struct{ width float32 }

func (a *atMost) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(min(a.width, least.Width), least.Height)
}

func (a *atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(min(a.width, size.Width), size.Height))
}

// amid puts an object of a width at most into the middle.
type amid struct{ width float32 }

func (a *amid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(min(a.width, objects[0].MinSize().Width), objects[0].MinSize().Height)
}

func (a *amid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w, o := min(a.width, size.Width), objects[0]
	o.Resize(fyne.NewSize(w, o.MinSize().Height)) // now it knows its lines
	h := o.MinSize().Height
	o.Resize(fyne.NewSize(w, h))
	o.Move(fyne.NewPos((size.Width-w)/2, (size.Height-h)/2))
}
