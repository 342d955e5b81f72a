package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/theme"
)

// sketch is the renderer of all our widgets: paint reads state and theme into
// the objects, place lays them out, min measures. None of them may refresh the
// owner.
type sketch struct {
	owner   fyne.CanvasObject
	objects func() []fyne.CanvasObject
	min     func() fyne.Size
	place   func(fyne.Size)
	paint   func()
}

func newSketch(owner fyne.CanvasObject, objects []fyne.CanvasObject, size func() fyne.Size, place func(fyne.Size), paint func()) *sketch {
	s := &sketch{owner: owner, objects: func() []fyne.CanvasObject { return objects }, min: size, place: place, paint: paint}
	s.paint()
	return s
}

func (s *sketch) Destroy()                     {}
func (s *sketch) Layout(size fyne.Size)        { s.place(size) }
func (s *sketch) MinSize() fyne.Size           { return s.min() }
func (s *sketch) Objects() []fyne.CanvasObject { return s.objects() }

func (s *sketch) Refresh() {
	s.paint()
	s.place(s.owner.Size())
	canvas.Refresh(s.owner)
}

// newRect returns a rectangle that draws nothing yet.
func newRect() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }

// fill gives a rectangle its colours by name; "" leaves a part out.
func fill(r *canvas.Rectangle, inside, border fyne.ThemeColorName, radius float32) {
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = color.Transparent, color.Transparent, 0, radius
	if inside != "" {
		r.FillColor = theme.Color(inside)
	}
	if border != "" {
		r.StrokeColor, r.StrokeWidth = theme.Color(border), theme.Size(theme.SizeLine)
	}
}

// ring draws the sign of keyboard focus on r, or clears it.
func ring(r *canvas.Rectangle, on bool, radius float32) {
	fill(r, "", "", radius)
	if on {
		r.StrokeColor, r.StrokeWidth = theme.Color(theme.ColorAccent), 2
	}
}

// newSymbol returns an image of a symbol; show it by setSymbol.
func newSymbol() *canvas.Image {
	img := canvas.NewImageFromResource(nil)
	img.FillMode = canvas.ImageFillContain
	return img
}

func setSymbol(img *canvas.Image, name theme.IconName, in fyne.ThemeColorName) {
	img.Resource = nil
	if name != "" {
		img.Resource = theme.Icon(name, in)
	}
	if img.Resource == nil {
		img.Hide()
		return
	}
	img.Show()
	img.Refresh()
}

// placeText puts a text line into a box, vertically in its middle.
func placeText(t *canvas.Text, x, y, width, height float32) {
	h := t.MinSize().Height
	t.Move(fyne.NewPos(x, y+(height-h)/2))
	t.Resize(fyne.NewSize(width, h))
}

// placeIn puts any object of a known size into a box, vertically in its middle.
func placeIn(o fyne.CanvasObject, x, y, height float32, size fyne.Size) {
	o.Move(fyne.NewPos(x, y+(height-size.Height)/2))
	o.Resize(size)
}

// canvasOf returns the canvas an object is shown on; nil when it is on none.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// focus gives an object the keyboard.
func focus(o fyne.Focusable) {
	if c := canvasOf(o.(fyne.CanvasObject)); c != nil {
		c.Focus(o)
	}
}

// passKey hands a key a control has no use for to the dialog on top, or to the
// canvas, where the screen handles it.
func passKey(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if top, ok := c.Overlays().Top().(*overlay); ok {
		if from != fyne.CanvasObject(top) {
			top.TypedKey(ev)
		}
		return
	}
	if on := c.OnTypedKey(); on != nil {
		on(ev)
	}
}

// passRune is passKey for typed letters; a dialog swallows them.
func passRune(from fyne.CanvasObject, r rune) {
	c := canvasOf(from)
	if c == nil || c.Overlays().Top() != nil {
		return
	}
	if on := c.OnTypedRune(); on != nil {
		on(r)
	}
}
