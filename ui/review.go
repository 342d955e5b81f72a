package ui

import (
	"sensedesk/store"
	"sensedesk/ui/calls"
	"sensedesk/ui/review"
)

func (s *Shell) newReview() screen {
	return review.New(s.ctx, review.Deps{
		Post: s.o.Post, Printer: s.print, Calls: s.o.DB, Files: s.o.Recordings, Waves: s.o.Waves, Player: s.o.Player,
		OnBack:  s.goBack,
		OnNext:  s.nextCall,
		OnAgain: func(id store.CallID) { s.again.Ask(s.print, id, false) },
	})
}

// openCall puts the call of a route on the review desk.
func (s *Shell) openCall(r route) {
	desk, ok := s.screens[placeReview].(*review.Screen)
	if !ok || r.place != placeReview {
		return
	}
	if desk.Call() != r.call {
		desk.Open(r.call)
	}
	desk.SetHasNext(s.hasNext(r.call))
}

// list is the list of calls; it is there since the window was shown.
func (s *Shell) list() *calls.Screen {
	return s.screenOf(placeCalls).(*calls.Screen)
}

func (s *Shell) hasNext(id store.CallID) bool {
	_, ok := s.list().After(id)
	return ok
}

// nextCall opens the call that follows in the list as it is narrowed now.
func (s *Shell) nextCall() {
	if next, ok := s.list().Next(s.at.call); ok {
		s.goTo(route{placeReview, next})
	}
}
