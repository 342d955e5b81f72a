package review

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// volume is how loud one party is heard: a switch to mute, the name, and steps
// of loudness.
type volume struct {
	box    *fyne.Container
	mute   *widgets.Button
	name   *widgets.Text
	only   *widgets.Pressable // the name: this voice without the other
	steps  *steps
	gain   Gain
	alone  bool
	party  string
	side   int
	s      *Screen
	change func(Gain)
}

func newVolume(s *Screen, side int, change func(Gain)) *volume {
	v := &volume{side: side, s: s, change: change, gain: Gain{Level: 1}}
	v.mute = widgets.NewIconButton(theme.IconSound, "", func() { s.mute(side) })
	v.name = widgets.NewText("", widgets.Style{})
	v.only = widgets.NewPressable(v.name, "", func() { s.alone(side) })
	v.steps = newSteps(func(level float64) { v.change(Gain{Level: level}) })
	v.box = widgets.Inset(0, 0, 0, 10, widgets.HBox(5, v.mute, v.only, v.steps))
	return v
}

// longestParty is how many letters of a name stand at the volume.
const longestParty = 14

// setName says whose volume it is; a recording with one channel has no sides.
func (v *volume) setName(name string, mono bool) {
	if r := []rune(name); len(r) > longestParty {
		name = string(r[:longestParty-1]) + "…"
	}
	v.party = name
	v.steps.ink = [...]fyne.ThemeColorName{theme.ColorOperator, theme.ColorClient}[v.side]
	if mono {
		v.steps.ink = theme.ColorMuted
	}
	v.only.SetEnabled(!mono)
	v.set(v.gain, v.alone, false)
}

// set shows a loudness; alone = this voice is heard without the other, hushed =
// the other is.
func (v *volume) set(g Gain, alone, hushed bool) {
	v.gain, v.alone = g, alone
	icon, tip, ink := theme.IconSound, "review.mute", v.steps.ink
	if g.Muted {
		tip = "review.unmute"
	}
	heard := g.Heard()
	if g.Muted || hushed {
		icon, ink, heard = theme.IconSoundOff, theme.ColorMuted, 0
	}
	v.mute.SetIcon(icon)
	v.mute.SetTip(v.s.tip(tip, [...]keys.Command{keys.MuteOperator, keys.MuteClient}[v.side]))
	name, tip := v.party, "review.alone"
	if alone {
		name, tip = v.s.Printer.S("review.alone.name", i18n.Args{"name": v.party}), "review.together"
	}
	v.name.SetText(name)
	v.name.SetStyle(widgets.Style{Color: ink, Bold: alone})
	v.only.SetTip(v.s.tip(tip, [...]keys.Command{keys.AloneOperator, keys.AloneClient}[v.side]))
	v.steps.set(heard)
}

// keysOf lists the keys of some commands, of those that have one.
func (s *Screen) keysOf(list ...keys.Command) string {
	var hints []string
	for _, c := range list {
		if hint := s.KeyHint(c); hint != "" {
			hints = append(hints, hint)
		}
	}
	return strings.Join(hints, ", ")
}

// tip is a sentence with the key of a command behind it.
func (s *Screen) tip(key string, c keys.Command) string {
	text := s.Printer.S(key)
	if hint := s.KeyHint(c); hint != "" {
		text += " (" + hint + ")"
	}
	return text
}

// stepCount is how many steps of loudness there are.
const stepCount = 5

// steps are the bars of a loudness, set by click or drag.
type steps struct {
	widget.BaseWidget
	ink    fyne.ThemeColorName
	level  float64
	chosen func(float64)
	bars   [stepCount]*canvas.Rectangle
}

func newSteps(chosen func(float64)) *steps {
	s := &steps{ink: theme.ColorMuted, level: 1, chosen: chosen}
	for i := range s.bars {
		s.bars[i] = canvas.NewRectangle(theme.Color(theme.ColorLine))
	}
	s.ExtendBaseWidget(s)
	return s
}

func (s *steps) set(level float64) {
	s.level = level
	s.Refresh()
}

// at sets the loudness of the bar under a place; left of the first is silence.
func (s *steps) at(x float32) {
	step := stepWidth()
	n := int((x + step/2) / step)
	if x > step/2 {
		n = int(x/step) + 1
	}
	s.chosen(float64(max(0, min(n, stepCount))) / stepCount)
}

// Tapped is for Fyne.
func (s *steps) Tapped(ev *fyne.PointEvent) { s.at(ev.Position.X) }

// Dragged is for Fyne.
func (s *steps) Dragged(ev *fyne.DragEvent) { s.at(ev.Position.X) }

// DragEnd is for Fyne.
func (s *steps) DragEnd() {}

// Cursor is for Fyne.
func (s *steps) Cursor() desktop.Cursor { return desktop.PointerCursor }

// stepWidth is a bar and the gap behind it.
func stepWidth() float32 { return 2 * theme.Size(theme.SizePad) }

// CreateRenderer is for Fyne.
func (s *steps) CreateRenderer() fyne.WidgetRenderer {
	r := stepsRenderer{s}
	r.Refresh()
	return r
}

type stepsRenderer struct{ s *steps }

func (r stepsRenderer) Layout(size fyne.Size) {
	pad := theme.Size(theme.SizePad)
	for i, b := range r.s.bars {
		h := pad * (2 + 0.5*float32(i))
		b.CornerRadius = pad / 4
		b.Resize(fyne.NewSize(pad*1.25, h))
		b.Move(fyne.NewPos(float32(i)*stepWidth(), (size.Height+4*pad)/2-h))
	}
}

func (r stepsRenderer) MinSize() fyne.Size {
	return fyne.NewSize(stepCount*stepWidth(), 6*theme.Size(theme.SizePad))
}

func (r stepsRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, stepCount)
	for i, b := range r.s.bars {
		out[i] = b
	}
	return out
}

func (r stepsRenderer) Refresh() {
	lit := int(r.s.level*stepCount + 0.5)
	for i, b := range r.s.bars {
		b.FillColor = theme.Color(theme.ColorLine)
		if i < lit {
			b.FillColor = theme.Color(r.s.ink)
		}
	}
	canvas.Refresh(r.s)
}

func (r stepsRenderer) Destroy() {}
