package review

import (
	"slices"
	"strings"

	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui/transcript"
)

// perPage is how many criteria have a digit at a time.
const perPage = 9

// ScoreState is what the Score tab shows, as plain values.
type ScoreState struct {
	Loaded   bool
	Err      error // it could not be read
	Cards    []score.Card
	Chosen   string // id of the card in use
	Reviewer string // "" = nobody said yet
	Desk     store.Desk
	Book     score.Book
	Compared []score.Compared // with each other reviewer of this call, when nothing is hidden

	Current string // id of the criterion the keys are about
	Open    bool   // the next digit answers it
	Page    int    // which nine criteria the digits choose from
}

// Card is the card in use.
func (s ScoreState) Card() (score.Card, bool) {
	i := slices.IndexFunc(s.Cards, func(c score.Card) bool { return c.ID == s.Chosen })
	if i < 0 {
		return score.Card{}, false
	}
	return s.Cards[i], true
}

// Answers are the reviewer's, signed or not.
func (s ScoreState) Answers() score.Answers {
	card, ok := s.Card()
	if !ok || s.Reviewer == "" {
		return nil
	}
	return score.Drafts(s.Desk, card, s.Reviewer)
}

// Own is what the reviewer signed last by the card in use.
func (s ScoreState) Own() (score.Score, bool) {
	return score.Own(s.Book.Scores, s.Chosen, s.Reviewer)
}

// Hidden tells whether others' scores are kept from the reviewer.
func (s ScoreState) Hidden() bool { return s.Book.Hidden(s.Chosen, s.Reviewer) }

// AnyHidden tells whether that is so by any card: then the score the service was
// told is kept from him too.
func (s ScoreState) AnyHidden() bool {
	return slices.ContainsFunc(s.Book.Scores, func(sc score.Score) bool { return s.Book.Hidden(sc.Card.ID, s.Reviewer) })
}

// Others are the last scores of other reviewers by the card in use; none while
// they are hidden.
func (s ScoreState) Others() (list []score.Score) {
	if s.Hidden() {
		return nil
	}
	for _, sc := range s.Book.Scores {
		if sc.Card.ID != s.Chosen || sc.Reviewer == s.Reviewer {
			continue
		}
		list = slices.DeleteFunc(list, func(old score.Score) bool { return old.Reviewer == sc.Reviewer })
		list = append(list, sc)
	}
	return list
}

// History are all scores by the card in use that may be seen, the newest first.
func (s ScoreState) History() (list []score.Score) {
	for _, sc := range slices.Backward(s.Book.Scores) {
		if sc.Card.ID == s.Chosen && (sc.Reviewer == s.Reviewer || !s.Hidden()) {
			list = append(list, sc)
		}
	}
	return list
}

// Changed tells whether the answers are others than those signed last: there is
// something to sign.
func (s ScoreState) Changed() bool {
	own, ok := s.Own()
	card, _ := s.Card()
	if _, again := s.Book.Answerable(s.Chosen); again && !s.Hidden() {
		return true
	}
	return !ok || own.Card.Version != card.Version || !own.Answers.Equal(s.Answers())
}

// Pages is how many nines of criteria the card has.
func (s ScoreState) Pages() int {
	card, _ := s.Card()
	return max(1, (len(card.Criteria)+perPage-1)/perPage)
}

// Number is the digit of a criterion on the present page; 0 when it has none.
func (s ScoreState) Number(index int) int {
	if n := index - s.Page*perPage; n >= 0 && n < perPage {
		return n + 1
	}
	return 0
}

// At turns to a criterion.
func (s ScoreState) At(id string, open bool) ScoreState {
	card, _ := s.Card()
	i := slices.IndexFunc(card.Criteria, func(c score.Criterion) bool { return c.ID == id })
	if i < 0 {
		return s
	}
	s.Current, s.Open, s.Page = id, open, i/perPage
	return s
}

// Digit is what a digit does: it chooses a criterion, or answers the one that is
// open. answer is nil when nothing is answered; used is false when the digit
// means nothing here.
func (s ScoreState) Digit(n int) (next ScoreState, answer *score.Value, used bool) {
	card, ok := s.Card()
	if !ok {
		return s, nil, false
	}
	if k, open := card.Criterion(s.Current); open && s.Open {
		v, ok := k.Digit(n)
		if !ok && n != 0 {
			return s, nil, true // no such answer; nothing else is meant either
		}
		s.Open = false
		return s, &v, true // 0 of a criterion without points takes the answer back
	}
	if n == 0 {
		if s.Pages() == 1 {
			return s, nil, false
		}
		s.Page, s.Current = (s.Page+1)%s.Pages(), ""
		return s, nil, true
	}
	if i := s.Page*perPage + n - 1; i < len(card.Criteria) {
		s = s.At(card.Criteria[i].ID, true)
	}
	return s, nil, true
}

// Proposed returns what is to be confirmed next: the current criterion, else the
// first one without an answer, as far as something is proposed.
func (s ScoreState) Proposed(proposals map[string]score.Proposal) (id string, ok bool) {
	card, _ := s.Card()
	answers := s.Answers()
	waits := func(id string) bool {
		_, proposed := proposals[id]
		return proposed && answers[id].Value == ""
	}
	if waits(s.Current) {
		return s.Current, true
	}
	for _, k := range card.Criteria {
		if waits(k.ID) {
			return k.ID, true
		}
	}
	return "", false
}

// EvidenceOf makes evidence of rows of the transcript: those chosen, else the
// phrase at a place.
func EvidenceOf(d *transcript.Document, chosen transcript.Range, atMS int64) (list []score.Evidence) {
	if d == nil {
		return nil
	}
	first, last, ok := chosen.Bounds()
	if !ok {
		first = -1
		for i := range d.Rows {
			if d.Rows[i].Kind == transcript.KindPhrase && (first < 0 || d.Rows[i].StartMS <= atMS) {
				first = i
			}
		}
		last = first
	}
	for i := max(0, first); first >= 0 && i <= last && i < len(d.Rows); i++ {
		if r := &d.Rows[i]; r.Kind == transcript.KindPhrase {
			list = append(list, score.Evidence{Channel: r.Channel, StartMS: r.StartMS, EndMS: r.EndMS, Words: strings.TrimSpace(r.Text())})
		}
	}
	return list
}

// bind returns an answer with more evidence; what is there is not added again.
func bind(a score.Answer, more []score.Evidence) score.Answer {
	a.Evidence = slices.Clone(a.Evidence)
	for _, e := range more {
		if !slices.ContainsFunc(a.Evidence, e.Same) {
			a.Evidence = append(a.Evidence, e)
		}
	}
	return a
}
