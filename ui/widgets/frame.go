package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Frame puts edges around a center without gaps: the head, foot and bars of a
// screen. Any of them may be nil. Left and right reach from head to foot.
func Frame(top, bottom, left, right, center fyne.CanvasObject) *fyne.Container {
	f := &frame{top, bottom, left, right, center}
	c := container.New(f)
	for _, o := range []fyne.CanvasObject{center, left, right, top, bottom} {
		if o != nil {
			c.Add(o)
		}
	}
	return c
}

type frame struct{ top, bottom, left, right, center fyne.CanvasObject }

func least(o fyne.CanvasObject) fyne.Size {
	if o == nil || !o.Visible() {
		return fyne.Size{}
	}
	return o.MinSize()
}

func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size {
	t, b, l, r, c := least(f.top), least(f.bottom), least(f.left), least(f.right), least(f.center)
	return fyne.NewSize(max(t.Width, b.Width, l.Width+c.Width+r.Width), t.Height+b.Height+max(l.Height, c.Height, r.Height))
}

func (f *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		if o != nil {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(w, h))
		}
	}
	put(f.top, 0, 0, size.Width, least(f.top).Height)
	t := least(f.top).Height
	put(f.bottom, 0, 0, size.Width, least(f.bottom).Height)
	b := least(f.bottom).Height
	put(f.bottom, 0, size.Height-b, size.Width, b)
	l, r, h := least(f.left).Width, least(f.right).Width, max(0, size.Height-t-b)
	put(f.left, 0, t, l, h)
	put(f.right, size.Width-r, t, r, h)
	put(f.center, l, t, max(0, size.Width-l-r), h)
}

// Shares puts objects side by side with gap between them, each as high as the
// box and as wide as its share; missing shares are 1.
func Shares(gap float32, shares []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&sharing{gap, shares}, objects...)
}

type sharing struct {
	gap    float32
	shares []float32
}

func (s *sharing) share(i int) float32 {
	if i < len(s.shares) {
		return s.shares[i]
	}
	return 1
}

func (s *sharing) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(s.gap*float32(max(len(objects)-1, 0)), 0)
	for _, o := range objects {
		m := o.MinSize()
		size.Width += m.Width
		size.Height = max(size.Height, m.Height)
	}
	return size
}

func (s *sharing) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	all := float32(0)
	for i := range objects {
		all += s.share(i)
	}
	room := size.Width - s.gap*float32(len(objects)-1)
	x := float32(0)
	for i, o := range objects {
		w := room * s.share(i) / all
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + s.gap
	}
}

// Inset puts space around an object.
func Inset(top, right, bottom, left float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{top, right, bottom, left}, object)
}

type inset struct{ top, right, bottom, left float32 }

func (i *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(i.left+i.right, i.top+i.bottom)
}

func (i *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(i.left, i.top))
	objects[0].Resize(fyne.NewSize(max(0, size.Width-i.left-i.right), max(0, size.Height-i.top-i.bottom)))
}

// MinWidth keeps an object from being narrower than width.
func MinWidth(width float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&atLeast{fyne.NewSize(width, 0)}, object)
}

// MinSize keeps an object from being smaller than size.
func MinSize(size fyne.Size, object fyne.CanvasObject) *fyne.Container {
	return container.New(&atLeast{size}, object)
}

type atLeast struct{ size fyne.Size }

func (a *atLeast) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(a.size)
}

func (a *atLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

// FixedWidth gives an object exactly this width, whatever it asks for.
func FixedWidth(width float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&fixedWidth{width}, object)
}

type fixedWidth struct{ width float32 }

func (f *fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(f.width, objects[0].MinSize().Height)
}

func (f *fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}
