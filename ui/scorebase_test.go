package ui

import (
	"context"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui/i18n"
)

// The house has no score cards, and nobody wrote on the desk.

func (b base) Cards(context.Context, bool) ([]score.Card, error) { return nil, nil }

func (b base) SaveCard(_ context.Context, c score.Card, _ time.Time) (score.Card, error) {
	return c, b.note("card")
}

func (b base) RetireCard(context.Context, string) error { return b.note("card") }

func (b base) Book(context.Context, store.CallID) (score.Book, error) { return score.Book{}, nil }

func (b base) CompareReviewers(context.Context, string, string, string) (score.Compared, error) {
	return score.Compared{}, nil
}

func (b base) SignScore(_ context.Context, s score.Score, _ string, _ time.Time) (score.Score, error) {
	return s, b.note("sign")
}

func (b base) SeeScores(context.Context, store.CallID, string, string, time.Time) error {
	return b.note("see")
}

func (b base) AppealScore(context.Context, score.Appeal, time.Time) error { return b.note("appeal") }

func (b base) DecideAppeal(context.Context, score.AppealID, score.Decision, time.Time) error {
	return b.note("decide")
}

func (b base) Desk(context.Context, store.CallID) (store.Desk, error) { return store.Desk{}, nil }

func (b base) WriteDesk(context.Context, store.CallID, string, map[string]string, time.Time) error {
	return b.note("desk")
}

// TestScoreCardsAreBroughtIntoView opens the cards from the desk before the
// settings were ever shown.
func TestScoreCardsAreBroughtIntoView(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.openCards()
	d.Wait("the cards in view", func() bool {
		found := d.Find(d.say("cards.new"))
		return len(found) == 1 && found[0].At.Y > 60 && found[0].At.Y < d.Window.Canvas().Size().Height-20
	})
}

func (b base) UndoDesk(context.Context, store.CallID) (store.DeskStep, bool, error) {
	return store.DeskStep{}, false, b.note("undo")
}

func (b base) RedoDesk(context.Context, store.CallID) (store.DeskStep, bool, error) {
	return store.DeskStep{}, false, b.note("redo")
}

func (b base) TagsInUse(context.Context, int) ([]string, error) { return nil, nil }
