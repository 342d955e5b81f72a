package score

// Book is all that was signed, objected to and decided about one call.
type Book struct {
	Scores  []Score  // in the order signed
	Appeals []Appeal // in the order made
	Views   []View
}

// View says that a reviewer looked at others' scores before giving one.
type View struct{ Card, Reviewer string }

// Hidden tells whether the others' scores by a card are kept from a reviewer:
// until he has signed one himself, or asked to see them.
func (b Book) Hidden(card, reviewer string) bool {
	if _, own := Own(b.Scores, card, reviewer); own || !Others(b.Scores, card, reviewer) {
		return false
	}
	for _, v := range b.Views {
		if v.Card == card && v.Reviewer == reviewer {
			return false
		}
	}
	return true
}

// Open returns the appeal against a score that waits for a decision.
func (b Book) Open(id ID) (Appeal, bool) {
	for _, a := range b.Appeals {
		if a.Score == id && a.Result.Verdict == "" {
			return a, true
		}
	}
	return Appeal{}, false
}

// Answerable returns the last granted appeal by a card that no score answers
// yet: the next one signed does.
func (b Book) Answerable(card string) (found Appeal, ok bool) {
	for _, a := range b.Appeals {
		if a.Result.Verdict == Granted && b.by(a.Score) == card {
			found, ok = a, true
		}
	}
	for _, s := range b.Scores {
		if ok && s.Appeal == found.ID {
			return Appeal{}, false
		}
	}
	return found, ok
}

// by is the card of a score.
func (b Book) by(id ID) string {
	for _, s := range b.Scores {
		if s.ID == id {
			return s.Card.ID
		}
	}
	return ""
}
