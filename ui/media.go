package ui

import "sensedesk/ui/review"

// Desk lets something outside of the window control the review desk, on the UI
// goroutine; before a call was opened there is none, and f is not called.
func (s *Shell) Desk(f func(desk *review.Screen)) {
	s.o.Post(func() {
		if desk, ok := s.screens[placeReview].(*review.Screen); ok && !s.closed {
			f(desk)
		}
	})
}
