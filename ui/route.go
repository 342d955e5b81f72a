package ui

import (
	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/help"
)

// place names a screen.
type place string

// The screens.
const (
	placeCalls    place = "calls"
	placeQueue    place = "queue"
	placeUpload   place = "upload"
	placeServer   place = "server"
	placeSettings place = "settings"
	placeHelp     place = "help"
	placeReview   place = "review"
)

// places lists what the side bar offers, in its order.
func places() []place {
	return []place{placeCalls, placeQueue, placeUpload, placeServer, placeSettings, placeHelp}
}

// route says where to go. Routes are values: two that are equal show the same.
type route struct {
	place place
	call  store.CallID // for placeReview
}

// rail returns the entry of the side bar a route belongs to.
func (r route) rail() place {
	if r.place == placeReview {
		return placeCalls
	}
	return r.place
}

// memory is how many steps back are remembered.
const memory = 50

// goTo shows a route and remembers the one before.
func (s *Shell) goTo(r route) {
	if r == s.at {
		return
	}
	if s.at.place != "" && !(r.place == placeReview && s.at.place == placeReview) { // going from call to call is one step
		s.before = append(s.before, s.at)
		if len(s.before) > memory {
			s.before = s.before[1:]
		}
	}
	s.enter(r)
}

// goBack shows the route before; from a call always the list.
func (s *Shell) goBack() {
	if len(s.before) == 0 {
		if s.at.place != placeCalls {
			s.enter(route{place: placeCalls})
		}
		return
	}
	r := s.before[len(s.before)-1]
	s.before = s.before[:len(s.before)-1]
	s.enter(r)
}

// enter puts a screen into the window.
func (s *Shell) enter(r route) {
	next := s.screenOf(r.place)
	same := s.at.place == r.place
	if !same && s.held.End() {
		s.release()
	}
	if s.at.place != "" && !same {
		s.screenOf(s.at.place).Hide()
	}
	s.at = r
	if text := r.text(); text != s.where && !s.o.Demo {
		s.where = text
		s.remember(prefAt, text)
	}
	s.rail.choose(r.rail())
	if !same {
		s.window.Canvas().Unfocus()
		s.stage.Objects = []fyne.CanvasObject{next.Content()}
		s.stage.Refresh()
		s.restyle(r.place)
		next.Show()
	}
	s.openCall(r)
}

// openCalls shows the calls that stand in some states.
func (s *Shell) openCalls(states []store.State) {
	s.goTo(route{place: placeCalls})
	s.list().Narrow(states)
}

// openHelp shows a page of the help.
func (s *Shell) openHelp(t help.Topic) {
	if page, ok := s.screenOf(placeHelp).(*help.Screen); ok {
		page.Open(t)
	}
	s.goTo(route{place: placeHelp})
}
