package score

import (
	"time"

	"sensedesk/store"
)

// ID names a signed score.
type ID int64

// Score is a signed score. It is never changed: who thinks otherwise later signs
// another one, and both stay.
type Score struct {
	ID       ID
	Call     store.CallID
	Card     Card // as it was when it was signed
	Reviewer string
	Answers  Answers
	Total    int
	Failed   []string // critical criteria that made it 0
	// Independent tells that the reviewer had not seen what another one said
	// about this call by this card.
	Independent bool
	Appeal      AppealID // the appeal it answers; 0 = none
	At          time.Time
}

// AppealID names an appeal.
type AppealID int64

// Appeal is an operator's objection to a score, and what was decided.
type Appeal struct {
	ID     AppealID
	Score  ID
	By     string // who objects, as written
	Text   string
	At     time.Time
	Result Decision
}

// Decision ends an appeal.
type Decision struct {
	Verdict Verdict // "" while it is open
	By      string
	Text    string
	At      time.Time
}

// Verdict is how an appeal ended.
type Verdict string

// The verdicts.
const (
	Granted  Verdict = "granted"  // the score is to be given anew
	Declined Verdict = "declined" // the score stands
)

// Standing returns the score of a call by a card that counts: the last one of
// the reviewer who came first, or the last one signed in answer to an appeal.
// A second reviewer checks the first and does not replace him. scores are those
// of one call in the order signed.
func Standing(scores []Score, card string) (found Score, ok bool) {
	first := ""
	for _, s := range scores {
		if s.Card.ID != card {
			continue
		}
		if first == "" {
			first = s.Reviewer
		}
		if s.Reviewer == first || s.Appeal != 0 {
			found, ok = s, true
		}
	}
	return found, ok
}

// Own returns the last score a reviewer signed by a card.
func Own(scores []Score, card, reviewer string) (found Score, ok bool) {
	for _, s := range scores {
		if s.Card.ID == card && s.Reviewer == reviewer {
			found, ok = s, true
		}
	}
	return found, ok
}

// Others tells whether somebody else signed a score by a card.
func Others(scores []Score, card, reviewer string) bool {
	for _, s := range scores {
		if s.Card.ID == card && s.Reviewer != reviewer {
			return true
		}
	}
	return false
}

// Compared are the judgements of two reviewers on the same calls.
type Compared struct {
	A, B  string
	Calls int
	Agreement
}

// Compare returns how far two reviewers agree on calls both scored by a card.
// Of each reviewer the first independent score of a call counts; what was signed
// in sight of the other says nothing about agreement.
func Compare(scores []Score, card, a, b string) Compared {
	out := Compared{A: a, B: b}
	type pair struct{ a, b *Score }
	calls := map[store.CallID]*pair{}
	var order []store.CallID
	for i := range scores {
		s := &scores[i]
		if s.Card.ID != card || !s.Independent || s.Reviewer != a && s.Reviewer != b || a == b {
			continue
		}
		p := calls[s.Call]
		if p == nil {
			p = &pair{}
			calls[s.Call] = p
			order = append(order, s.Call)
		}
		switch {
		case s.Reviewer == a && p.a == nil:
			p.a = s
		case s.Reviewer == b && p.b == nil:
			p.b = s
		}
	}
	var pairs [][2]Value
	for _, id := range order {
		if p := calls[id]; p.a != nil && p.b != nil {
			out.Calls++
			pairs = append(pairs, Pairs(p.a.Card, p.a.Answers, p.b.Answers)...)
		}
	}
	out.Agreement = Kappa(pairs)
	return out
}
