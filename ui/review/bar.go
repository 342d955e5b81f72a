package review

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// bar holds the controls of the sound in one row, each with its key in reach.
type bar struct {
	s       *Screen
	box     *fyne.Container
	back    *widgets.Button
	play    *widgets.Button
	forward *widgets.Button
	now     *widgets.Text
	length  *widgets.Text
	speed   *widgets.Segmented
	odd     *widgets.Text
	brisk   *widgets.Check
	volumes [2]*volume
	swap    *widgets.Button
	events  *eventBar
	shown   string
	playing bool
	slim    bool // the main button is a symbol
}

func newBar(s *Screen) *bar {
	p := s.Printer
	b := &bar{s: s}
	b.back = widgets.NewButton(p.S("review.back5"), widgets.Secondary, func() { s.seek(s.position() - jump) })
	b.back.SetTip(s.tip("keys.command.back", keys.Back))
	b.play = widgets.NewButton(p.S("review.play"), widgets.Primary, s.toggle)
	b.play.SetHint(s.KeyHint(keys.PlayPause))
	b.play.SetIcon(theme.IconPlay)
	b.play.SetTurn(p.S("review.pause"))
	b.forward = widgets.NewButton(p.S("review.forward5"), widgets.Secondary, func() { s.seek(s.position() + jump) })
	b.forward.SetTip(s.tip("keys.command.forward", keys.Forward))
	b.now = widgets.NewText(p.Mark(0), widgets.Style{Bold: true})
	b.length = widgets.Muted("")
	b.speed = widgets.NewSegmented(speedChoices(p), "1", func(id string) {
		if f, err := strconv.ParseFloat(id, 64); err == nil {
			s.setSpeed(f)
		}
	})
	b.speed.SetTip(p.S("review.speed.tip", i18n.Args{
		"keys": s.keysOf(keys.NormalSpeed, keys.HalfFaster, keys.DoubleSpeed), "finer": s.keysOf(keys.Slower, keys.Faster),
	}))
	for side := range b.volumes {
		b.volumes[side] = newVolume(s, side, func(g Gain) { s.setGain(side, g) })
	}
	b.swap = newSwap(s)
	b.odd = widgets.NewText("", widgets.Style{Bold: true, Color: theme.ColorAccent})
	b.odd.Hide()
	b.brisk = widgets.NewCheck(p.S("review.brisk"), s.state.Brisk, s.setBrisk)
	b.brisk.SetTip(s.tip("review.brisk.tip", keys.SkipSilence))
	b.events = newEventBar(s)
	clock := widgets.HBox(6, b.now, b.length)
	var boxes []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{b.back, b.play, b.forward, widgets.Inset(0, 16, 0, 6, clock), b.speed, b.odd, b.brisk, b.events.box, b.volumes[0].box, b.volumes[1].box, b.swap} {
		boxes = append(boxes, container.NewStack(o))
	}
	row := &barRow{right: 4, first: boxes[10:], spare: []fyne.CanvasObject{boxes[0], boxes[2]}, main: []fyne.CanvasObject{boxes[1], boxes[3]}, open: s.barOpen}
	row.more = widgets.NewIconButton(theme.IconMore, p.S("review.more"), func() {
		s.barOpen = !s.barOpen
		row.open = s.barOpen
		s.arrange()
	})
	b.box = container.New(row, append(boxes, row.more)...)
	return b
}

// apply shows what can be used now.
func (b *bar) apply() {
	s := b.s
	ready := s.state.Sound == SoundReady
	for _, button := range []*widgets.Button{b.back, b.forward} {
		button.SetEnabled(s.state.CanSeek())
	}
	b.box.Hidden = s.state.Sound == SoundNone
	b.play.SetEnabled(ready)
	b.speed.SetEnabled(ready)
	b.brisk.SetEnabled(ready)
	b.setBrisk()
	b.length.SetText("/ " + s.Printer.Mark(s.state.Length))
	operator, client, both := s.partyNames()
	mono := s.mono()
	if mono {
		operator = both
	}
	b.volumes[0].setName(operator, mono)
	b.volumes[1].setName(client, false)
	b.volumes[0].box.Hidden = !ready
	b.volumes[1].box.Hidden = !ready || mono
	b.setSpeed(s.state.Speed)
	b.setGains(s.state)
	b.setSwap()
	b.events.apply()
	b.box.Refresh()
}

// setPosition shows where the sound is; a clock counts whole seconds, so most
// steps change nothing.
func (b *bar) setPosition(at time.Duration) {
	if text := b.s.Printer.Mark(at); text != b.shown {
		b.shown = text
		b.now.SetText(text)
	}
}

// setEvents shows the kind of events the keys go to.
func (b *bar) setEvents() {
	b.events.apply()
	b.box.Refresh() // it may be wider now
}

// setPlaying shows what the button will do; in a slim desk by its symbol alone.
func (b *bar) setPlaying(playing bool) {
	b.playing = playing
	key, turn, icon, command := "review.play", "review.pause", theme.IconPlay, b.s.KeyHint(keys.PlayPause)
	if playing {
		key, turn, icon = "review.pause", "review.play", theme.IconPause
	}
	text := b.s.Printer.S(key)
	b.play.SetIcon(icon)
	if b.slim {
		b.play.SetText("")
		b.play.SetTurn("")
		b.play.SetHint("")
		b.play.SetTip(text + " (" + command + ")")
		return
	}
	b.play.SetText(text)
	b.play.SetTurn(b.s.Printer.S(turn))
	b.play.SetHint(command)
	b.play.SetTip("")
}

// setSlim shows the main button by its symbol alone, or by its word.
func (b *bar) setSlim(slim bool) {
	b.slim = slim
	b.setPlaying(b.playing)
}

// setSpeed shows the speed.
func (b *bar) setSpeed(f float64) {
	b.speed.SetSelected(strconv.FormatFloat(f, 'f', -1, 64))
	b.odd.SetText(b.s.Printer.Speed(f))
	b.odd.Hidden = slices.Contains(Speeds[:], f) // one of the keys' is shown beside those on offer
	b.box.Refresh()
}

// speedChoices are the speeds on offer.
func speedChoices(p *i18n.Printer) []widgets.Choice {
	choices := make([]widgets.Choice, len(Speeds))
	for i, f := range Speeds {
		choices[i] = widgets.Choice{ID: strconv.FormatFloat(f, 'f', -1, 64), Text: p.Speed(f)}
	}
	return choices
}

// setBrisk shows whether silences are left out, and how long they are.
func (b *bar) setBrisk() {
	b.brisk.SetOn(b.s.state.Brisk)
	p := b.s.Printer
	text := p.S("review.brisk")
	if saved := b.s.state.Saved(); saved >= time.Second {
		text = p.S("review.brisk.saved", i18n.Args{"time": p.Mark(saved)})
	}
	b.brisk.SetText(text)
	b.box.Refresh() // it may be wider now
}

// setGains shows the volumes.
func (b *bar) setGains(st State) {
	mono := b.s.mono()
	for i, v := range b.volumes {
		v.set(st.Gains[i], st.Alone[i] && !mono, st.Alone[1-i] && !mono)
	}
	b.box.Refresh() // a name may be longer now
}
