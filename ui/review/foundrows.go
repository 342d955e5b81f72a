package review

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// classifiers is what fired in the call, and where.
func (d *side) classifiers() fyne.CanvasObject {
	p := d.s.Printer
	rows := widgets.VBox(2)
	for _, f := range FoundIn(d.s.state.Talk, d.s.state.Document) {
		rows.Add(d.found(f))
	}
	if lack := d.lack("CLASSIFIER"); lack != nil {
		rows.Add(lack)
	}
	if len(rows.Objects) == 0 {
		return nil
	}
	return section(p.S("review.classifiers"), rows)
}

// How many places of a classifier have room in its line, and how many are
// unfolded: to hear more of them there is the count.
const (
	longestTimes = 3
	mostTimes    = 60
)

// found is a classifier with its count and the places it fired at. A click on
// the count plays the next of them, a click on a place plays that.
func (d *side) found(f Found) fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	style := widgets.Style{}
	if tone := chipTone(f.Tone); tone != widgets.ToneQuiet {
		style.Color = tone.Ink()
	}
	place := func(at time.Duration) fyne.CanvasObject {
		return widgets.NewButton(s.clock(at), widgets.Link, func() { s.playFrom(at) })
	}
	row := container.New(&foundRow{name: widgets.NewText(f.Name, style).MinSize()},
		widgets.NewParagraph(f.Name, style), d.places(p.Int(f.Count), f.At))
	first := longestTimes
	if len(f.At) == first+1 { // «one more» would take its room
		first++
	}
	for _, at := range f.At[:min(first, len(f.At))] {
		row.Add(place(at))
	}
	if len(f.At) <= first {
		return row
	}
	rest := f.At[first:min(mostTimes, len(f.At))]
	more := p.S("review.places.more", i18n.Args{"n": p.Int(len(f.At) - first)})
	return widgets.VBox(0, row, d.fold("found/"+f.ID, more, p.S("review.places.less"), func(open bool) (above, below []fyne.CanvasObject) {
		if !open {
			return nil, nil
		}
		all := widgets.Flow(0)
		for _, at := range rest {
			all.Add(place(at))
		}
		return nil, []fyne.CanvasObject{all}
	}))
}

// foundRow puts a name to the left and what belongs to it to the right; where
// that is too narrow, the name takes its lines beside the count, which comes
// second, and the places stand below.
type foundRow struct {
	name  fyne.Size // of the name on one line
	width float32   // last given
}

const foundGap = 8

func (r *foundRow) run(o []fyne.CanvasObject, width float32, move bool) float32 {
	put := func(o fyne.CanvasObject, x, y float32, size fyne.Size) {
		if move {
			o.Resize(size)
			o.Move(fyne.NewPos(x, y))
		}
	}
	high, all := float32(0), float32(0)
	for _, x := range o[1:] {
		m := x.MinSize()
		high, all = max(high, m.Height), all+m.Width
	}
	count := o[1].MinSize()
	if r.name.Width+foundGap+all <= width {
		o[0].Resize(fyne.NewSize(width-all-foundGap, 0))
		line := o[0].MinSize().Height
		put(o[0], 0, (high-line)/2, fyne.NewSize(width-all-foundGap, line))
		x := width - all
		for _, each := range o[1:] {
			m := each.MinSize()
			put(each, x, (high-m.Height)/2, m)
			x += m.Width
		}
		return high
	}
	room := max(1, width-count.Width-foundGap)
	o[0].Resize(fyne.NewSize(room, 0)) // now it knows its lines
	top := o[0].MinSize().Height
	put(o[0], 0, (count.Height-r.name.Height)/2, fyne.NewSize(room, top))
	put(o[1], width-count.Width, 0, count)
	y := max(count.Height, top+(count.Height-r.name.Height)/2)
	x := float32(0)
	for i, each := range o[2:] {
		m := each.MinSize()
		if x > 0 && x+m.Width > width {
			x, y = 0, y+m.Height
		}
		put(each, x, y, m)
		if x += m.Width; i == len(o)-3 {
			y += m.Height
		}
	}
	return y
}

// MinSize is for the width it was last given.
func (r *foundRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	widest := float32(0)
	for _, x := range o[2:] {
		widest = max(widest, x.MinSize().Width)
	}
	widest = max(widest, o[1].MinSize().Width+100)
	return fyne.NewSize(widest, r.run(o, max(r.width, widest), false))
}

// Layout places the parts.
func (r *foundRow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	r.width = size.Width
	r.run(o, size.Width, true)
}

// places is a figure that stands for places of the call: a click plays the next
// of them. One that cannot be heard is only shown.
func (d *side) places(value string, list []time.Duration) fyne.CanvasObject {
	s := d.s
	if len(list) == 0 || !s.state.CanSeek() {
		return widgets.Inset(0, 4, 0, 4, widgets.NewText(value, widgets.Style{Color: theme.ColorMuted}))
	}
	b := widgets.NewButton(value, widgets.Link, func() { s.playFrom(NextOf(list, s.position())) })
	b.SetTip(d.tipOf(list))
	return b
}

// tipOf says where a click on a figure leads.
func (d *side) tipOf(list []time.Duration) string {
	p := d.s.Printer
	if len(list) == 1 {
		return p.S("review.places.one", i18n.Args{"at": d.s.clock(list[0])})
	}
	return p.S("review.places.next", i18n.Args{"at": d.s.clock(list[0]), "n": p.Int(len(list))})
}
