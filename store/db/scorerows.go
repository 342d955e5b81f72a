package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"sensedesk/store"
	"sensedesk/store/score"
)

// bookOf reads all about the scores of a call.
func bookOf(ctx context.Context, q querier, id store.CallID) (b score.Book, err error) {
	if b.Scores, err = scoresWhere(ctx, q, "call_id = ?", id); err != nil || len(b.Scores) == 0 {
		return b, err
	}
	b.Appeals, err = collect(ctx, q, scanAppeal, `SELECT a.id, a.score_id, a.made_by, a.text, a.made_at,
		coalesce(d.verdict, ''), coalesce(d.made_by, ''), coalesce(d.text, ''), coalesce(d.made_at, 0)
		FROM score_appeals a JOIN scores s ON s.id = a.score_id LEFT JOIN score_decisions d ON d.appeal_id = a.id WHERE s.call_id = ? ORDER BY a.id`, id)
	if err != nil {
		return b, err
	}
	b.Views, err = collect(ctx, q, func(row rowScanner) (v score.View, err error) {
		err = row.Scan(&v.Card, &v.Reviewer)
		return v, err
	}, "SELECT card_id, reviewer FROM score_views WHERE call_id = ?", id)
	return b, err
}

func scanAppeal(row rowScanner) (a score.Appeal, err error) {
	var at, decided int64
	err = row.Scan(&a.ID, &a.Score, &a.By, &a.Text, &at, &a.Result.Verdict, &a.Result.By, &a.Result.Text, &decided)
	a.At, a.Result.At = instant(at), instant(decided)
	return a, err
}

// scoresWhere reads signed scores in their order, each with its card.
func scoresWhere(ctx context.Context, q querier, where string, args ...any) ([]score.Score, error) {
	list, err := collect(ctx, q, scanScore, `SELECT id, call_id, card_id, card_version, reviewer, answers, total, failed, independent, appeal, signed_at
		FROM scores WHERE `+where+` ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	type version struct {
		id string
		n  int
	}
	cards := map[version]score.Card{}
	for i := range list {
		v := version{list[i].Card.ID, list[i].Card.Version}
		if _, read := cards[v]; !read {
			if cards[v], err = cardOf(ctx, q, v.id, v.n); err != nil {
				return nil, err
			}
		}
		list[i].Card = cards[v]
	}
	return list, nil
}

func scanScore(row rowScanner) (s score.Score, err error) {
	var answers, failed string
	var at int64
	err = row.Scan(&s.ID, &s.Call, &s.Card.ID, &s.Card.Version, &s.Reviewer, &answers, &s.Total, &failed, &s.Independent, &s.Appeal, &at)
	if err != nil {
		return s, err
	}
	s.At = instant(at)
	return s, errors.Join(unpack(answers, &s.Answers), unpack(failed, &s.Failed))
}

// putScore inserts a signed score.
func putScore(ctx context.Context, t *tx, s score.Score) (score.ID, error) {
	answers, err := json.Marshal(s.Answers)
	if err != nil {
		return 0, err
	}
	failed, err := packList(s.Failed)
	if err != nil {
		return 0, err
	}
	r, err := t.ExecContext(ctx, `INSERT INTO scores (call_id, card_id, card_version, reviewer, answers, total, failed, independent, appeal, signed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.Call, s.Card.ID, s.Card.Version, s.Reviewer, string(answers), s.Total, failed, s.Independent, s.Appeal, stamp(s.At))
	if err != nil {
		return 0, err
	}
	id, err := r.LastInsertId()
	return score.ID(id), err
}

// carryScores hands the scores of a call that goes over to the one that stays.
func carryScores(ctx context.Context, t *tx, from, to store.CallID) error {
	if _, err := t.ExecContext(ctx, "UPDATE scores SET call_id = ? WHERE call_id = ?", to, from); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, "UPDATE OR REPLACE score_views SET call_id = ? WHERE call_id = ?", to, from)
	return err
}

// noRow is what no row means to a person.
func noRow(err error, op, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return store.E(store.CodeNotFound, op, nil, "what", what)
	}
	return err
}
