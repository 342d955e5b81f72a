package widgets

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// Pressable makes any content something to press.
type Pressable struct {
	control
	OnTapped func()

	content fyne.CanvasObject
}

// NewPressable wraps content; tip says what pressing does.
func NewPressable(content fyne.CanvasObject, tip string, tapped func()) *Pressable {
	p := &Pressable{content: content, OnTapped: tapped}
	p.tip = tip
	p.init(p, func() {
		if p.OnTapped != nil {
			p.OnTapped()
		}
	})
	return p
}

// CreateRenderer is for Fyne.
func (p *Pressable) CreateRenderer() fyne.WidgetRenderer {
	shade, around := newRect(), newRect()
	paint := func() {
		radius := theme.Size(theme.SizeRadius)
		fill(shade, "", "", radius)
		if p.hovered && !p.disabled {
			fill(shade, theme.ColorHover, "", radius)
		}
		ring(around, p.focused, radius)
	}
	const spread = 6 // the light reaches a little over the content
	place := func(size fyne.Size) {
		for _, r := range []fyne.CanvasObject{shade, around} {
			r.Move(fyne.NewPos(-spread, -spread/2))
			r.Resize(size.AddWidthHeight(2*spread, spread))
		}
		p.content.Resize(size)
	}
	return newSketch(p, []fyne.CanvasObject{shade, p.content, around}, p.content.MinSize, place, paint)
}
