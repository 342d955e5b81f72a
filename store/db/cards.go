package db

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sensedesk/store"
	"sensedesk/store/score"
)

// Cards returns the newest version of every card new scores are given by, by
// name; with retired ones also those no longer used.
func (d *DB) Cards(ctx context.Context, retired bool) ([]score.Card, error) {
	list, err := collect(ctx, d.reader, scanCard, `SELECT version, body FROM score_cards c
		WHERE version = (SELECT max(version) FROM score_cards n WHERE n.id = c.id)
		AND (? OR id NOT IN (SELECT id FROM score_cards_retired)) ORDER BY json_extract(body, '$.name'), id`, retired)
	if err != nil {
		return nil, coded("read score cards", err)
	}
	return list, nil
}

// SaveCard keeps a card as the next version of its id and returns it with its
// number. A card that says what the newest version says is not kept twice. A
// retired card comes back.
//
// Errors: card_invalid.
func (d *DB) SaveCard(ctx context.Context, c score.Card, now time.Time) (score.Card, error) {
	if err := c.Validate(); err != nil {
		return c, err
	}
	c.Version = 0 // the row says it
	body, err := json.Marshal(c)
	if err != nil {
		return c, fmt.Errorf("keep a score card: %w", err)
	}
	err = d.write(ctx, "keep a score card", func(t *tx) error {
		t.note(store.KindCards)
		if _, err := t.ExecContext(ctx, "DELETE FROM score_cards_retired WHERE id = ?", c.ID); err != nil {
			return err
		}
		var version int
		var last string
		err := t.QueryRowContext(ctx, "SELECT coalesce(max(version), 0), coalesce((SELECT body FROM score_cards WHERE id = ? ORDER BY version DESC LIMIT 1), '') FROM score_cards WHERE id = ?", c.ID, c.ID).Scan(&version, &last)
		if err != nil {
			return err
		}
		if c.Version = version; bytes.Equal([]byte(last), body) {
			return nil
		}
		c.Version++
		_, err = t.ExecContext(ctx, "INSERT INTO score_cards (id, version, body, made_at) VALUES (?, ?, ?, ?)", c.ID, c.Version, string(body), stamp(now))
		return err
	})
	return c, err
}

// RetireCard takes a card from those new scores are given by. Its versions, and
// what was signed by them, stay. SaveCard brings it back.
func (d *DB) RetireCard(ctx context.Context, id string) error {
	return d.write(ctx, "retire a score card", func(t *tx) error {
		t.note(store.KindCards)
		_, err := t.ExecContext(ctx, "INSERT OR IGNORE INTO score_cards_retired (id) VALUES (?)", id)
		return err
	})
}

func scanCard(row rowScanner) (c score.Card, err error) {
	var version int
	var body string
	if err := row.Scan(&version, &body); err != nil {
		return c, err
	}
	err = unpack(body, &c)
	c.Version = version
	return c, err
}

// cardOf reads one version of a card.
func cardOf(ctx context.Context, q querier, id string, version int) (score.Card, error) {
	list, err := collect(ctx, q, scanCard, "SELECT version, body FROM score_cards WHERE id = ? AND version = ?", id, version)
	if err != nil {
		return score.Card{}, err
	}
	if len(list) == 0 {
		return score.Card{}, store.E(store.CodeNotFound, "read a score card", nil, "what", "card")
	}
	return list[0], nil
}
