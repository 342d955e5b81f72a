package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/theme"
)

// VBox stacks objects with gap between them, each as wide as the box. It
// gives a child its width before asking its height, so that Paragraphs get the
// lines they need. What is wrapped by Grow shares the height left over.
func VBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap}, objects...)
}

type column struct{ gap float32 }

func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		size.Width = max(size.Width, m.Width)
		size.Height += m.Height
		n++
	}
	size.Height += c.gap * float32(max(n-1, 0))
	return size
}

func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	growing := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if _, ok := o.(*grow); ok {
			growing++
		}
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height)) // now it knows its lines
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
	}
	spare := float32(0)
	if growing > 0 {
		spare = max(0, size.Height-c.MinSize(objects).Height) / float32(growing)
	}
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := o.MinSize().Height
		if _, ok := o.(*grow); ok {
			h += spare
			o.Resize(fyne.NewSize(size.Width, h))
		}
		o.Move(fyne.NewPos(0, y))
		y += h + c.gap
	}
}

// HBox puts objects side by side with gap between them, each in the middle of
// the height. What is wrapped by Grow shares the width left over and is as high
// as the row.
func HBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap}, objects...)
}

// TopHBox is HBox with the objects at the top of the height.
func TopHBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap, top: true}, objects...)
}

type row struct {
	gap float32
	top bool
}

func (r *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		size.Height = max(size.Height, m.Height)
		size.Width += m.Width
		n++
	}
	size.Width += r.gap * float32(max(n-1, 0))
	return size
}

func (r *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	growing := 0
	for _, o := range objects {
		if _, ok := o.(*grow); ok && o.Visible() {
			growing++
		}
	}
	spare := float32(0)
	if growing > 0 {
		spare = max(0, size.Width-r.MinSize(objects).Width) / float32(growing)
	}
	x := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if g, ok := o.(*grow); ok {
			m.Width += spare
			o.Resize(fyne.NewSize(m.Width, m.Height))
			m.Height = g.MinSize().Height
			if !r.top {
				m.Height = size.Height
			}
		}
		y := float32(0)
		if !r.top {
			y = (size.Height - m.Height) / 2
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(m)
		x += m.Width + r.gap
	}
}

// Flow puts objects in lines from left to right, breaking like words.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, objects...)
}

type flow struct{ gap, width float32 }

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width, widest := f.width, float32(0)
	for _, o := range objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, f.run(objects, max(width, widest), false))
}

func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.run(objects, size.Width, true)
}

// run goes through the lines and returns their height; it moves the objects
// only when asked to.
func (f *flow) run(objects []fyne.CanvasObject, width float32, move bool) float32 {
	var x, y, high float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > width {
			x, y, high = 0, y+high+f.gap, 0
		}
		if move {
			o.Move(fyne.NewPos(x, y))
			o.Resize(m)
		}
		x += m.Width + f.gap
		high = max(high, m.Height)
	}
	return y + high
}

// FormRow puts a muted label into a column of theme.SizeLabel and lets the field
// fill the rest.
func FormRow(label string, field fyne.CanvasObject) *fyne.Container {
	return container.New(&formRow{}, NewParagraph(label, muted()), field)
}

type formRow struct{}

func (f *formRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	label, field := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(theme.Size(theme.SizeLabel)+8+field.Width, max(label.Height, field.Height))
}

func (f *formRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	label, field := objects[0], objects[1]
	w := theme.Size(theme.SizeLabel)
	label.Resize(fyne.NewSize(w-8, label.MinSize().Height))
	field.Resize(fyne.NewSize(size.Width-w-8, field.MinSize().Height))
	h := field.MinSize().Height
	field.Resize(fyne.NewSize(size.Width-w-8, h))
	field.Move(fyne.NewPos(w+8, max(0, (size.Height-h)/2)))
	lh := label.MinSize().Height
	label.Resize(fyne.NewSize(w-8, lh))
	y := (size.Height - lh) / 2
	if h >= lh { // beside the first line of a high field
		y = max(0, (size.Height-h)/2+(min(h, theme.Size(theme.SizeControl))-lh)/2)
	}
	label.Move(fyne.NewPos(0, y))
}
