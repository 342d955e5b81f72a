package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// Dot is a small round sign: filled for «there is», hollow for «there is not».
type Dot struct {
	widget.BaseWidget
	tone   Tone
	hollow bool
}

// NewDot returns a filled dot.
func NewDot(tone Tone) *Dot {
	d := &Dot{tone: tone}
	d.ExtendBaseWidget(d)
	return d
}

// Set changes colour and filling.
func (d *Dot) Set(tone Tone, hollow bool) {
	if d.tone != tone || d.hollow != hollow {
		d.tone, d.hollow = tone, hollow
		d.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (d *Dot) CreateRenderer() fyne.WidgetRenderer {
	const size = 10
	r := newRect()
	paint := func() {
		fill(r, d.tone.Ink(), "", size/2)
		if d.hollow {
			fill(r, "", d.tone.Ink(), size/2)
		}
	}
	place := func(s fyne.Size) { placeIn(r, (s.Width-size)/2, 0, s.Height, fyne.NewSquareSize(size)) }
	return newSketch(d, []fyne.CanvasObject{r}, func() fyne.Size { return fyne.NewSquareSize(size) }, place, paint)
}

// Symbol is a picture from theme.Icons in a colour of the theme.
type Symbol struct {
	widget.BaseWidget
	name  theme.IconName
	color fyne.ThemeColorName
}

// NewSymbol returns a symbol of 16 units.
func NewSymbol(name theme.IconName, color fyne.ThemeColorName) *Symbol {
	s := &Symbol{name: name, color: color}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes the symbol and its colour.
func (s *Symbol) Set(name theme.IconName, color fyne.ThemeColorName) {
	if s.name != name || s.color != color {
		s.name, s.color = name, color
		s.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (s *Symbol) CreateRenderer() fyne.WidgetRenderer {
	img := newSymbol()
	side := theme.Size(theme.SizeIcon)
	place := func(size fyne.Size) { placeIn(img, (size.Width-side)/2, 0, size.Height, fyne.NewSquareSize(side)) }
	return newSketch(s, []fyne.CanvasObject{img}, func() fyne.Size { return fyne.NewSquareSize(side) }, place,
		func() { setSymbol(img, s.name, s.color) })
}

// Stat is a number over its name. With OnTapped it opens what it counts.
type Stat struct {
	control
	OnTapped func()

	number, name string
	tone         Tone
}

// NewStat returns a number over its name.
func NewStat(number, name string) *Stat {
	s := &Stat{number: number, name: name}
	s.init(s, func() {
		if s.OnTapped != nil {
			s.OnTapped()
		}
	})
	s.idle = func() bool { return s.OnTapped == nil }
	return s
}

// Set changes number and name; tone colours the number when it is not ToneQuiet.
func (s *Stat) Set(number, name string, tone Tone) {
	if s.number != number || s.name != name || s.tone != tone {
		s.number, s.name, s.tone = number, name, tone
		s.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (s *Stat) CreateRenderer() fyne.WidgetRenderer {
	shade, around := newRect(), newRect()
	number, name := canvas.NewText("", nil), canvas.NewText("", nil)
	styles := func() (Style, Style) {
		n := Style{Size: theme.SizeNumber, Bold: true}
		if s.tone != ToneQuiet {
			n.Color = s.tone.Ink()
		}
		return n, small()
	}
	paint := func() {
		a, b := styles()
		a.apply(number)
		b.apply(name)
		number.Text, name.Text = s.number, s.name
		fill(shade, "", "", theme.Size(theme.SizeRadius))
		if s.hovered && !s.idle() {
			shade.FillColor = theme.Color(theme.ColorHover)
		}
		ring(around, s.focused, theme.Size(theme.SizeRadius))
	}
	place := func(size fyne.Size) {
		for _, r := range []*canvas.Rectangle{shade, around} {
			r.Move(fyne.NewPos(-6, -4))
			r.Resize(size.AddWidthHeight(12, 8))
		}
		a, _ := styles()
		h := a.measure("0").Height
		placeText(number, 0, 0, size.Width, h)
		placeText(name, 0, h-3, size.Width, size.Height-h+3)
	}
	minimum := func() fyne.Size {
		a, b := styles()
		n, m := a.measure(s.number), b.measure(s.name)
		return fyne.NewSize(max(n.Width, m.Width), n.Height+m.Height-3)
	}
	return newSketch(s, []fyne.CanvasObject{shade, number, name, around}, minimum, place, paint)
}

// Segment is a part of a Bar.
type Segment struct {
	Share float64 // of the whole, 0 to 1
	Color fyne.ThemeColorName
}

// Bar is a thin line filled from the left, by one part or several. It does not
// move by itself.
type Bar struct {
	widget.BaseWidget
	segments []Segment
	height   float32
}

// ThinProgress returns a bar of progress, at zero.
func ThinProgress() *Bar { return NewBar() }

// NewBar returns a bar of parts side by side.
func NewBar(segments ...Segment) *Bar {
	b := &Bar{segments: segments, height: 8}
	b.ExtendBaseWidget(b)
	return b
}

// SetValue makes the bar show progress from 0 to 1.
func (b *Bar) SetValue(share float64) { b.SetSegments(Segment{share, theme.ColorAccent}) }

// SetSegments makes the bar show parts side by side.
func (b *Bar) SetSegments(segments ...Segment) {
	b.segments = segments
	b.Refresh()
}

// CreateRenderer is for Fyne.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	track := newRect()
	var parts []*canvas.Rectangle
	objects := []fyne.CanvasObject{track}
	s := &sketch{owner: b}
	s.objects = func() []fyne.CanvasObject { return objects }
	s.min = func() fyne.Size { return fyne.NewSize(60, b.height) }
	s.paint = func() {
		fill(track, theme.ColorLine, "", b.height/2)
		for len(parts) < len(b.segments) {
			r := newRect()
			parts, objects = append(parts, r), append(objects, r)
		}
		for i, r := range parts {
			if r.Hidden = i >= len(b.segments); !r.Hidden {
				fill(r, b.segments[i].Color, "", 0)
			}
		}
	}
	s.place = func(size fyne.Size) {
		y := (size.Height - b.height) / 2
		track.Move(fyne.NewPos(0, y))
		track.Resize(fyne.NewSize(size.Width, b.height))
		x := float32(0)
		for i, r := range parts[:len(b.segments)] {
			w := size.Width * float32(max(0, min(1, b.segments[i].Share)))
			w = min(w, size.Width-x)
			r.Hidden = w <= 0
			r.Move(fyne.NewPos(x, y))
			r.Resize(fyne.NewSize(w, b.height))
			round(r, b.height/2, x <= 0, x+w >= size.Width-0.5)
			x += w
		}
	}
	s.paint()
	return s
}

// round gives a part of a bar round ends where the bar ends.
func round(r *canvas.Rectangle, radius float32, left, right bool) {
	r.CornerRadius = 0
	r.TopLeftCornerRadius, r.BottomLeftCornerRadius, r.TopRightCornerRadius, r.BottomRightCornerRadius = 0, 0, 0, 0
	if left {
		r.TopLeftCornerRadius, r.BottomLeftCornerRadius = radius, radius
	}
	if right {
		r.TopRightCornerRadius, r.BottomRightCornerRadius = radius, radius
	}
}
