package review

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// eventBar is the part of the bar that goes from event to event: its kind
// between two arrows.
type eventBar struct {
	s    *Screen
	box  *fyne.Container
	back *widgets.Button
	kind *widgets.Button
	next *widgets.Button
}

func newEventBar(s *Screen) *eventBar {
	p := s.Printer
	e := &eventBar{s: s}
	tip := func(c keys.Command) string { return p.S("keys.command."+string(c)) + " (" + s.KeyHint(c) + ")" }
	e.back = widgets.NewIconButton(theme.IconArrowLeft, tip(keys.PreviousEvent), func() { s.event(-1) })
	e.next = widgets.NewIconButton(theme.IconArrowRight, tip(keys.NextEvent), func() { s.event(+1) })
	e.kind = widgets.NewButton("", widgets.Secondary, s.nextEventKind)
	e.box = widgets.HBox(2, e.back, e.kind, e.next)
	return e
}

// apply shows the kind, and whether the call has any of it.
func (e *eventBar) apply() {
	s := e.s
	e.kind.SetText(s.eventName(s.state.EventKind))
	e.kind.SetTip(s.eventTip())
	some := s.state.CanSeek() && len(s.state.EventsOf(s.state.EventKind)) > 0
	e.back.SetEnabled(some)
	e.next.SetEnabled(some)
	e.kind.SetEnabled(s.state.CanSeek())
	e.box.Refresh()
}
