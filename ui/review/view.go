package review

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/widgets"
)

// view holds the parts of the desk. They are made for one language and made
// anew for another; the transcript stays.
type view struct {
	root  *fyne.Container
	head  *header
	pane  *fyne.Container // the transcript, or why there is none
	find  *finder
	blank *fyne.Container
	side  *side
	strip *strip
	lanes *lanes
	bar   *bar
	body  *fyne.Container
}

// build makes the parts in the present language.
func (s *Screen) build() {
	v := &s.view
	v.head = newHeader(s)
	v.blank = container.NewStack()
	v.find = newFinder(s)
	if s.editor != nil {
		s.editor.keep()
	}
	s.editor = newEditor(s, s.typed)
	v.pane = container.New(between{}, v.find.box, container.NewStack(s.text, v.blank), s.editor.box)
	v.side = newSide(s)
	v.strip = newStrip(s)
	shown := stretch{}
	if v.lanes != nil { // in the language before
		shown = v.lanes.shown
	}
	v.lanes = newLanes(s.clock, s.seek)
	v.lanes.about = s.markerTip
	v.lanes.shown = shown
	v.bar = newBar(s)
	bottom := widgets.VBox(0, widgets.HLine(), v.strip.box,
		widgets.Inset(8, 20, 14, 20, widgets.VBox(10, v.lanes, v.bar.box)))
	body := container.New(&deskLayout{s}, v.pane, v.side.box, newDivider(s),
		widgets.Ground(theme.ColorPanel, v.head.box), widgets.Ground(theme.ColorPanel, bottom), widgets.Ground(theme.ColorPanel, s.fold.build(s)))
	v.body = body
	s.fold.turn()
	content := widgets.Ground(theme.ColorPanel, body)
	if v.root == nil {
		v.root = container.NewStack(content)
		return
	}
	v.root.Objects = []fyne.CanvasObject{content}
	v.root.Refresh()
}

// apply shows the whole state.
func (s *Screen) apply() {
	operator, client, _ := s.partyNames()
	s.text.SetNames(operator, client)
	s.applyHeader()
	s.applyPane()
	s.view.side.apply()
	s.fold.apply()
	s.applySound()
	s.follow()
}

// partyNames is how the desk calls the parties: by name, else by role. A client
// without a name is known by phone in the header; a number before every phrase
// would be harder to read than the role.
func (s *Screen) partyNames() (operator, client, both string) {
	p := s.Printer
	operator, client = s.state.OperatorName(), strings.TrimSpace(s.state.Call.ClientName)
	if operator == "" {
		operator = p.S("review.operator")
	}
	if client == "" {
		client = p.S("review.client")
	}
	return operator, client, p.S("review.both")
}

// applySound shows what is known of the recording.
func (s *Screen) applySound() {
	v := &s.view
	seekable := s.state.CanSeek()
	v.lanes.setSides(s.state.Operator, s.mono())
	v.lanes.setTime(s.state.Length, seekable)
	v.lanes.setMarkers(s.state.Events(), s.markerText)
	v.lanes.setTogether(s.state.Together)
	v.lanes.setWave(s.state.Wave)
	v.bar.apply()
	v.strip.apply()
	v.root.Refresh()
}

// markerText is what a marker on the time line says.
func (s *Screen) markerText(m Marker) string {
	switch m.Kind {
	case MarkerPause:
		return s.Printer.Span(m.Length)
	case MarkerInterrupt:
		operator, client, _ := s.partyNames()
		who := client
		if m.Side == transcript.SideOperator {
			who = operator
		}
		return s.Printer.S("review.event.interrupts", i18n.Args{"who": who, "length": s.Printer.Decimal(m.Length.Seconds(), 1)})
	}
	return m.Name
}

// markerTip is what a marker says under the pointer: whole, and when.
func (s *Screen) markerTip(m Marker) string {
	text := s.markerText(m)
	if m.Kind == MarkerPause {
		text = s.Printer.S("review.event.pause", i18n.Args{"length": text})
	}
	if m.Kind == MarkerBookmark && text == "" {
		text = s.Printer.S("review.event.bookmark")
	}
	return s.clock(m.At) + " · " + short(text)
}

// clock writes a place on the time line: minutes and seconds of a recording, the
// moment of a chat.
func (s *Screen) clock(d time.Duration) string {
	if s.state.Chat() {
		return s.Printer.Stamp(s.state.Call.StartedAt.Add(d))
	}
	return s.Printer.Mark(d)
}

// applyPosition moves everything that follows the sound.
func (s *Screen) applyPosition(at time.Duration) {
	if s.text.At() != at {
		s.moved()
	}
	s.text.SetPosition(at)
	s.view.lanes.setPosition(at)
	s.view.bar.setPosition(at)
}

// applyPlaying shows whether it plays.
func (s *Screen) applyPlaying(playing bool) { s.view.bar.setPlaying(playing) }

// applySpeed shows the speed.
func (s *Screen) applySpeed() { s.view.bar.setSpeed(s.state.Speed) }

// applyHeader shows who spoke with whom.
func (s *Screen) applyHeader() {
	s.view.head.apply()
	s.view.head.showScore()
}
