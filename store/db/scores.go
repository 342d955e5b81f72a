package db

import (
	"context"
	"errors"
	"strconv"
	"time"

	"sensedesk/store"
	"sensedesk/store/score"
)

// SignScore keeps a reviewer's score of a call for good and returns it as kept:
// the total follows from the answers, whatever the caller says. When it is the
// score that counts (see score.Standing), the same write has the service told of
// it under a metadata key; "" tells nobody, and so does a call without a talk.
// Signing what is signed already is not done twice.
//
// Errors: not_found (call, version of the card, granted appeal),
// score_unfinished.
func (d *DB) SignScore(ctx context.Context, s score.Score, key string, now time.Time) (score.Score, error) {
	const op = "sign a score"
	err := d.write(ctx, op, func(t *tx) (err error) {
		if _, err = known(ctx, t, s.Call); err != nil {
			return err
		}
		if s.Card, err = cardOf(ctx, t, s.Card.ID, s.Card.Version); err != nil {
			return err
		}
		book, err := bookOf(ctx, t, s.Call)
		if err != nil {
			return err
		}
		if s.Appeal != 0 {
			if a, ok := book.Answerable(s.Card.ID); !ok || a.ID != s.Appeal {
				return store.E(store.CodeNotFound, op, nil, "what", "appeal")
			}
		}
		total := score.Compute(s.Card, s.Answers)
		if len(total.Missing) > 0 || !total.Known {
			return store.E(store.CodeScoreUnfinished, op, nil, "n", unfinished(total))
		}
		if own, ok := score.Own(book.Scores, s.Card.ID, s.Reviewer); ok && s.Appeal == 0 && own.Card.Version == s.Card.Version && own.Answers.Equal(s.Answers) {
			s = own // signed already: pressed twice
			return nil
		}
		s.Total, s.Failed, s.At = total.Score, total.Failed, instant(stamp(now))
		s.Independent = independent(book, s.Card.ID, s.Reviewer)
		if s.ID, err = putScore(ctx, t, s); err != nil {
			return err
		}
		t.note(store.KindDesk, s.Call)
		standing, _ := score.Standing(append(book.Scores, s), s.Card.ID)
		if key == "" || standing.ID != s.ID {
			return nil
		}
		err = editField(ctx, t, s.Call, key, strconv.Itoa(s.Total), now)
		if errors.Is(err, store.CodeNotFound) { // no talk: nothing to write it to
			return nil
		}
		return err
	})
	if err != nil {
		return score.Score{}, err
	}
	return s, nil
}

// unfinished is how many criteria lack an answer, for people; "" when each has
// one and nothing of them counts.
func unfinished(t score.Total) string {
	if len(t.Missing) == 0 {
		return ""
	}
	return strconv.Itoa(len(t.Missing))
}

// independent tells whether a reviewer who signs now has seen nothing of what
// others said: neither by asking nor because his own earlier score opened it.
func independent(b score.Book, card, reviewer string) bool {
	return !score.Others(b.Scores, card, reviewer) || b.Hidden(card, reviewer)
}

// Book returns all that was signed, objected to and decided about a call.
func (d *DB) Book(ctx context.Context, id store.CallID) (score.Book, error) {
	begun, err := d.reader.BeginTx(ctx, nil) // scores and appeals of one moment
	if err != nil {
		return score.Book{}, coded("read scores", err)
	}
	defer func() { _ = begun.Rollback() }() // nothing was written
	b, err := bookOf(ctx, begun, id)
	if err != nil {
		return b, coded("read scores", err)
	}
	return b, nil
}

// SeeScores writes down that a reviewer looks at others' scores of a call by a
// card before giving one.
func (d *DB) SeeScores(ctx context.Context, id store.CallID, card, reviewer string, now time.Time) error {
	return d.write(ctx, "look at scores", func(t *tx) error {
		t.note(store.KindDesk, id)
		_, err := t.ExecContext(ctx, "INSERT OR IGNORE INTO score_views (call_id, card_id, reviewer, seen_at) VALUES (?, ?, ?, ?)", id, card, reviewer, stamp(now))
		return err
	})
}

// AppealScore keeps an objection to a score. One score has one open appeal at a
// time; another is not_found (there is no score to object to).
func (d *DB) AppealScore(ctx context.Context, a score.Appeal, now time.Time) error {
	const op = "appeal"
	return d.write(ctx, op, func(t *tx) error {
		var call store.CallID
		err := t.QueryRowContext(ctx, `SELECT call_id FROM scores WHERE id = ? AND NOT EXISTS
			(SELECT 1 FROM score_appeals a WHERE a.score_id = scores.id AND a.id NOT IN (SELECT appeal_id FROM score_decisions))`, a.Score).Scan(&call)
		if err != nil {
			return noRow(err, op, "score")
		}
		t.note(store.KindDesk, call)
		_, err = t.ExecContext(ctx, "INSERT INTO score_appeals (score_id, made_by, text, made_at) VALUES (?, ?, ?, ?)", a.Score, a.By, a.Text, stamp(now))
		return err
	})
}

// DecideAppeal ends an open appeal; a decision is final, so a second one is
// not_found.
func (d *DB) DecideAppeal(ctx context.Context, id score.AppealID, r score.Decision, now time.Time) error {
	const op = "decide an appeal"
	return d.write(ctx, op, func(t *tx) error {
		var call store.CallID
		err := t.QueryRowContext(ctx, `SELECT s.call_id FROM score_appeals a JOIN scores s ON s.id = a.score_id
			WHERE a.id = ? AND a.id NOT IN (SELECT appeal_id FROM score_decisions)`, id).Scan(&call)
		if err != nil {
			return noRow(err, op, "appeal")
		}
		t.note(store.KindDesk, call)
		_, err = t.ExecContext(ctx, "INSERT INTO score_decisions (appeal_id, verdict, made_by, text, made_at) VALUES (?, ?, ?, ?, ?)", id, string(r.Verdict), r.By, r.Text, stamp(now))
		return err
	})
}

// CompareReviewers tells how far two reviewers agree by a card, over all calls
// both scored independently.
func (d *DB) CompareReviewers(ctx context.Context, card, a, b string) (score.Compared, error) {
	list, err := scoresWhere(ctx, d.reader, `card_id = ? AND reviewer IN (?, ?) AND independent AND call_id IN
		(SELECT call_id FROM scores WHERE card_id = ? AND reviewer = ? INTERSECT SELECT call_id FROM scores WHERE card_id = ? AND reviewer = ?)`,
		card, a, b, card, a, card, b)
	if err != nil {
		return score.Compared{}, coded("compare reviewers", err)
	}
	return score.Compare(list, card, a, b), nil
}
