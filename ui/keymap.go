package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sensedesk/ui/help"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
)

// The names of the preferences that keep the keys.
const (
	prefKeys  = "ui.keys"
	prefPedal = "ui.pedal"
)

// readKeys gives the map of keys what a person changed in it.
func (s *Shell) readKeys(ctx context.Context, db DB) {
	own, _ := db.Pref(ctx, prefKeys) // what cannot be read is as delivered
	s.keys.Change(keys.Decode(own))
	pedal, _ := db.Pref(ctx, prefPedal)
	s.pedal = keys.DecodePedal(pedal)
}

// setBindings makes commands listen to other keys, at once and everywhere.
func (s *Shell) setBindings(b keys.Bindings) {
	s.keys.Change(b)
	s.remember(prefKeys, b.Encode())
	s.menu()
	for at, sc := range s.screens {
		if page, ok := sc.(*help.Screen); ok {
			page.KeysChanged()
			continue
		}
		sc.SetPrinter(s.print) // writes its hints anew
		if at == s.at.place {
			s.stage.Objects = []fyne.CanvasObject{sc.Content()}
			s.stage.Refresh()
		}
	}
}

// setPedal says how a key held down acts.
func (s *Shell) setPedal(p keys.Pedal) {
	s.pedal = p
	s.remember(prefPedal, p.Encode())
}

// watchHeld has the window tell which keys go down and come up. Some canvases,
// those of tests, do not.
func (s *Shell) watchHeld(c fyne.Canvas) {
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(s.held.Down)
		d.SetOnKeyUp(s.keyUp)
	}
	s.o.App.Lifecycle().SetOnExitedForeground(s.letGo)
}

// keyUp pauses when the key that plays comes up, and goes back a little, so that
// the next press begins with what was heard last.
func (s *Shell) keyUp(ev *fyne.KeyEvent) {
	if s.held.Up(ev) {
		s.release()
	}
}

// letGo takes a key that plays for let go: the window lost the focus, and is not
// told when a pedal comes up that the toolkit has no name for.
func (s *Shell) letGo() {
	if s.held.Forget() {
		s.release()
	}
}

func (s *Shell) release() {
	if desk, ok := s.screens[placeReview].(*review.Screen); ok {
		desk.Release(s.pedal.Back)
	}
}

// holds takes «play» for a key that plays as long as it is held. It is false when
// that is not wanted, or the mouse gave the command.
func (s *Shell) holds(cmd keys.Command) bool {
	desk, ok := s.screens[placeReview].(*review.Screen)
	if cmd != keys.PlayPause || !s.pedal.Hold || !ok || s.at.place != placeReview {
		return false
	}
	first, held := s.held.Take()
	if first {
		desk.Press()
	}
	return held
}

// keyHint is the key of a command as it is bound now; "" = it has none.
func (s *Shell) keyHint(c keys.Command) string { return s.keys.Hint(s.print, c) }
