package transcript

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// pill is the button that leads back to the current phrase.
type pill struct {
	widget.BaseWidget
	tapped func()
	back   *canvas.Rectangle
	text   *canvas.Text
	icon   *canvas.Image
}

func newPill(tapped func()) *pill {
	p := &pill{tapped: tapped, back: canvas.NewRectangle(theme.Color(theme.ColorAccent)), text: canvas.NewText("", theme.Color(theme.ColorOnAccent))}
	p.icon = canvas.NewImageFromResource(theme.Icon(theme.IconArrowDown, theme.ColorOnAccent))
	p.icon.FillMode = canvas.ImageFillContain
	p.ExtendBaseWidget(p)
	return p
}

// setText changes what it says.
func (p *pill) setText(text string) {
	p.text.Text = text
	p.Refresh()
}

// Tapped is for Fyne.
func (p *pill) Tapped(*fyne.PointEvent) { p.tapped() }

// Cursor is for Fyne.
func (p *pill) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (p *pill) CreateRenderer() fyne.WidgetRenderer { return pillRenderer{p} }

type pillRenderer struct{ p *pill }

func (r pillRenderer) Layout(size fyne.Size) {
	p := r.p
	p.back.Resize(size)
	p.back.CornerRadius = size.Height / 2
	text := p.text.MinSize()
	p.text.Resize(text)
	p.text.Move(fyne.NewPos(4*pad(), (size.Height-text.Height)/2))
	side := theme.Size(theme.SizeSmall)
	p.icon.Resize(fyne.NewSize(side, side))
	p.icon.Move(fyne.NewPos(5*pad()+text.Width, (size.Height-side)/2))
}

func (r pillRenderer) MinSize() fyne.Size {
	text := r.p.text.MinSize()
	return fyne.NewSize(text.Width+9*pad()+theme.Size(theme.SizeSmall), text.Height+3*pad())
}

func (r pillRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.back, r.p.text, r.p.icon}
}

func (r pillRenderer) Refresh() {
	r.p.back.FillColor = theme.Color(theme.ColorAccent)
	r.p.text.Color, r.p.text.TextSize = theme.Color(theme.ColorOnAccent), theme.Size(theme.SizeSmall)
	r.p.icon.Refresh()
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r pillRenderer) Destroy() {}
