package ui

import (
	"net/url"

	"sensedesk/store"
	"sensedesk/sync"
	"sensedesk/ui/calls"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/review"
	"sensedesk/ui/settings"
)

func (s *Shell) newReview() screen {
	return review.New(s.ctx, review.Deps{
		Post: s.o.Post, Printer: s.print, Calls: s.o.DB, Files: s.o.Recordings, Waves: s.o.Waves, Player: s.o.Player,
		Edits: s.o.DB, Desk: s.o.DB, Tell: s.toast, Now: s.o.Now, OnEdited: s.sendEdits, OnTrouble: func(err error) { s.toast(sentence(s.print, err)) },
		Scores: s.o.DB, OnCards: s.openCards, KeyHint: s.keyHint,
		Heard: s.o.DB,
		Kept:  s.o.DB, ReadAnswer: s.o.ReadAnswer,
		Habits: s.habits, Recall: s.o.DB.Pref, Remember: s.remember,
		Silence: s.silence, OnSilence: s.setSilence,
		Cost: sync.Cost, OnOpen: s.browse,
		OnBack:  s.goBack,
		OnNext:  s.nextCall,
		OnAgain: func(id store.CallID) { s.again.Ask(s.print, id, false) },
		OnFetch: s.fetchRecording,
		OnLink:  s.linkRecording,
	})
}

// browse shows a page in the person's browser.
func (s *Shell) browse(address *url.URL) {
	if err := s.o.App.OpenURL(address); err != nil {
		s.toast(s.print.S("review.crm.failed"))
	}
}

// openCards shows where score cards are made.
func (s *Shell) openCards() {
	s.goTo(route{place: placeSettings})
	s.screenOf(placeSettings).(*settings.Screen).ShowCards()
}

// sendEdits has the service told what a person wrote; when it cannot be told
// now, the next pass does it, and the edit itself says that it waits.
func (s *Shell) sendEdits() {
	post.Load(s.sending, s.o.Engine.SendFields, func(err error) {
		if err != nil {
			s.toast(s.print.S("review.meta.later", i18n.Args{"reason": sentence(s.print, err)}))
		}
	})
}

// sentence is an error in one line.
func sentence(p *i18n.Printer, err error) string {
	what, cure := p.Error(err)
	return what + ". " + cure
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
	s.inQueue(desk, r.call)
	desk.SetHasNext(s.hasNext(r.call))
}

// list is the list of calls; it is there since the window was shown.
func (s *Shell) list() *calls.Screen {
	return s.screenOf(placeCalls).(*calls.Screen)
}

// offerNext offers «next call» on the desk, now that more of the list is here.
func (s *Shell) offerNext() {
	if desk, ok := s.screens[placeReview].(*review.Screen); ok && s.at.place == placeReview {
		desk.SetHasNext(s.hasNext(s.at.call))
	}
}

func (s *Shell) hasNext(id store.CallID) bool {
	if _, _, _, ok := s.queue().Place(id); ok {
		return true // behind the last one stands the report
	}
	_, ok := s.list().After(id)
	return ok
}

// nextCall opens the call that follows in the list as it is narrowed now.
func (s *Shell) nextCall() {
	if s.nextInQueue() {
		return
	}
	if next, ok := s.list().Next(s.at.call); ok {
		s.goTo(route{placeReview, next})
	}
}
