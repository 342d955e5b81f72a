package review

import (
	"context"
	"time"

	"sensedesk/store"
	"sensedesk/store/score"
)

// Scores keeps cards, answers and signed scores. *db.DB is one.
type Scores interface {
	Cards(ctx context.Context, retired bool) ([]score.Card, error)
	Book(ctx context.Context, id store.CallID) (score.Book, error)
	CompareReviewers(ctx context.Context, card, a, b string) (score.Compared, error)
	SignScore(ctx context.Context, s score.Score, key string, now time.Time) (score.Score, error)
	SeeScores(ctx context.Context, id store.CallID, card, reviewer string, now time.Time) error
	AppealScore(ctx context.Context, a score.Appeal, now time.Time) error
	DecideAppeal(ctx context.Context, id score.AppealID, r score.Decision, now time.Time) error
	Desk(ctx context.Context, id store.CallID) (store.Desk, error)
	WriteDesk(ctx context.Context, id store.CallID, label string, values map[string]string, now time.Time) error
	Pref(ctx context.Context, key string) (string, error)
	SetPref(ctx context.Context, key, value string) error
}

// Names of preferences.
const (
	PrefReviewer = "review.reviewer" // who scores at this desk
	prefCard     = "review.card"     // the card used last
)

// scoreResult is what was read for the Score tab.
type scoreResult struct {
	call     store.CallID
	cards    []score.Card
	book     score.Book
	desk     store.Desk
	reviewer string
	card     string
	compared []score.Compared
	err      error
}

// readScores reads all the Score tab shows. chosen is the card in use, "" for
// the one used last. Any goroutine.
func readScores(ctx context.Context, db Scores, id store.CallID, chosen string) (r scoreResult) {
	r.call = id
	steps := []func() error{
		func() (err error) { r.cards, err = db.Cards(ctx, false); return err },
		func() (err error) { r.book, err = db.Book(ctx, id); return err },
		func() (err error) { r.desk, err = db.Desk(ctx, id); return err },
		func() (err error) { r.reviewer, err = db.Pref(ctx, PrefReviewer); return err },
		func() (err error) { r.card, err = db.Pref(ctx, prefCard); return err },
	}
	for _, step := range steps {
		if r.err = step(); r.err != nil {
			return r
		}
	}
	r.choose(chosen)
	if r.reviewer == "" || r.book.Hidden(r.card, r.reviewer) {
		return r
	}
	for _, other := range (ScoreState{Book: r.book, Chosen: r.card, Reviewer: r.reviewer}).Others() {
		c, err := db.CompareReviewers(ctx, r.card, r.reviewer, other.Reviewer)
		if err != nil {
			r.err = err
			return r
		}
		r.compared = append(r.compared, c)
	}
	return r
}

// choose settles the card: the one in use, else one this call was scored by,
// else the one used last, else the first.
func (r *scoreResult) choose(chosen string) {
	last := r.card
	r.card = ""
	wishes := []string{chosen}
	if n := len(r.book.Scores); n > 0 {
		wishes = append(wishes, r.book.Scores[n-1].Card.ID)
	}
	wishes = append(wishes, last)
	if len(r.cards) > 0 {
		wishes = append(wishes, r.cards[0].ID)
	}
	for _, wish := range wishes {
		for _, c := range r.cards {
			if c.ID == wish {
				r.card = wish
				return
			}
		}
	}
}
