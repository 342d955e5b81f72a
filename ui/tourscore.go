package ui

import (
	"context"

	"sensedesk/store"
	"sensedesk/ui/cards"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/settings"
)

// addTourCard keeps an example of a score card, as a person would from the
// settings, and says who scores.
func (s *Shell) addTourCard(ctx context.Context) error {
	if _, err := s.o.DB.SaveCard(ctx, cards.Examples(s.print)[0], s.o.Now()); err != nil {
		return err
	}
	return s.o.DB.SetPref(ctx, review.PrefReviewer, tourReviewer)
}

// tourReviewer signs the scores of a tour.
const tourReviewer = "QA"

// scoreStops are the pictures of scoring: the tab, the tab with some answers
// given by keys, and the cards in the settings.
func (s *Shell) scoreStops(call store.CallID) []stop {
	return []stop{
		{"review-score", func() {
			s.goTo(route{placeReview, call})
			s.do(keys.ScoreTab)
		}},
		{"review-score-answers", func() { // it was read while the picture before was taken
			if desk, ok := s.screens[placeReview].(*review.Screen); ok {
				for _, n := range []int{1, 1, 2, 2, 4, 4, 3} { // greeting yes, listening partly, tone 4 points; the third is open
					desk.Digit(n)
				}
			}
		}},
		{"settings-cards", func() {
			s.goTo(route{place: placeSettings})
			if page, ok := s.screenOf(placeSettings).(*settings.Screen); ok {
				page.ShowCards()
			}
		}},
	}
}
