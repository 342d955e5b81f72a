package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// grow marks an object that takes the room left over in an HBox or VBox.
type grow struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

// Grow lets an object take the room left over in an HBox or VBox. Grow(nil) is
// a spring.
func Grow(object fyne.CanvasObject) fyne.CanvasObject {
	if object == nil {
		object = layout.NewSpacer()
	}
	g := &grow{content: object}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is for Fyne.
func (g *grow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.content) }

// Box is a surface with a colour, a thin border and round corners, which follow
// the theme.
type Box struct {
	widget.BaseWidget
	Fill   fyne.ThemeColorName // "" = see-through
	Border fyne.ThemeColorName // "" = none
	Radius fyne.ThemeSizeName  // "" = square
}

// NewBox returns a surface; put content over it by container.NewStack.
func NewBox(fill, border fyne.ThemeColorName, radius fyne.ThemeSizeName) *Box {
	b := &Box{Fill: fill, Border: border, Radius: radius}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is for Fyne.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	r := newRect()
	paint := func() {
		radius := float32(0)
		if b.Radius != "" {
			radius = theme.Size(b.Radius)
		}
		fill(r, b.Fill, b.Border, radius)
	}
	return newSketch(b, []fyne.CanvasObject{r}, func() fyne.Size { return fyne.Size{} }, func(s fyne.Size) { r.Resize(s) }, paint)
}

// Ground puts content on a plain surface: the side bar, the head of a screen.
func Ground(color fyne.ThemeColorName, content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewBox(color, "", ""), content)
}

// Panel is a work area with a thin border: a title, and content below it. An
// empty title leaves the line out.
func Panel(title string, content fyne.CanvasObject) *fyne.Container {
	body := VBox(12)
	if title != "" {
		body.Add(Heading(title))
	}
	body.Add(Grow(content))
	return container.NewStack(NewBox(theme.ColorPanel, theme.ColorLine, theme.SizeRadius), Inset(18, 20, 18, 20, body))
}

// HLine returns a thin line across.
func HLine() fyne.CanvasObject { return line(true) }

// VLine returns a thin line down.
func VLine() fyne.CanvasObject { return line(false) }

func line(across bool) fyne.CanvasObject {
	w := theme.Size(theme.SizeLine)
	size := fyne.NewSize(w, 0)
	if across {
		size = fyne.NewSize(0, w)
	}
	return MinSize(size, NewBox(theme.ColorLine, "", ""))
}

// Empty is what a place says when it has nothing to show: one sentence, a line
// of help, one action. note may be empty and action nil.
func Empty(sentence, note string, action fyne.CanvasObject) fyne.CanvasObject {
	text := NewParagraph(sentence, Style{Align: fyne.TextAlignCenter})
	rows := VBox(8, text)
	if note != "" {
		rows.Add(NewParagraph(note, Style{Color: theme.ColorMuted, Align: fyne.TextAlignCenter}))
	}
	if action != nil {
		rows.Add(Inset(8, 0, 0, 0, container.NewCenter(action)))
	}
	return container.New(&amid{420}, rows)
}
