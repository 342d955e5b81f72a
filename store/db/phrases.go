package db

import (
	"context"
	"errors"

	"sensedesk/store"
)

// fired is a classifier that fired inside the phrase of this number.
type fired struct {
	phrase int
	store.PhraseClassifier
}

// writePhrases replaces the phrases of a call, their words and the classifiers
// that fired inside them.
func writePhrases(ctx context.Context, t *tx, id store.CallID, list []store.Phrase) error {
	err := replace(ctx, t, "phrases", `(call_id, n, channel, start_ms, end_ms, text, normalized, language, words)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, len(list), func(i int) ([]any, error) {
		p := list[i]
		return []any{p.Channel, p.StartMS, p.EndMS, p.Text, p.Normalized, p.Language, packWords(p)}, nil
	})
	if err != nil {
		return err
	}
	var all []fired
	for i, p := range list {
		for _, c := range p.Classifiers {
			all = append(all, fired{i, c})
		}
	}
	return replace(ctx, t, "phrase_classifiers", `(call_id, n, phrase, classifier_id, name, start_ms, end_ms, highlights, labels)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, len(all), func(i int) ([]any, error) {
		c := all[i]
		highlights, err1 := packList(c.Highlights)
		labels, err2 := packList(c.Labels)
		return []any{c.phrase, c.ClassifierID, c.Name, c.StartMS, c.EndMS, highlights, labels}, errors.Join(err1, err2)
	})
}

// readPhrases returns the phrases of a call in their order.
func readPhrases(ctx context.Context, q querier, id store.CallID) ([]store.Phrase, error) {
	list, err := collect(ctx, q, func(row rowScanner) (p store.Phrase, err error) {
		var words []byte
		if err := row.Scan(&p.Channel, &p.StartMS, &p.EndMS, &p.Text, &p.Normalized, &p.Language, &words); err != nil {
			return p, err
		}
		p.Words, err = unpackWords(words, p.Text, p.StartMS)
		return p, err
	}, "SELECT channel, start_ms, end_ms, text, normalized, language, words FROM phrases WHERE call_id = ? ORDER BY n", id)
	if err != nil {
		return nil, err
	}
	all, err := collect(ctx, q, func(row rowScanner) (c fired, err error) {
		var highlights, labels string
		if err := row.Scan(&c.phrase, &c.ClassifierID, &c.Name, &c.StartMS, &c.EndMS, &highlights, &labels); err != nil {
			return c, err
		}
		err = errors.Join(unpack(highlights, &c.Highlights), unpack(labels, &c.Labels))
		return c, err
	}, "SELECT phrase, classifier_id, name, start_ms, end_ms, highlights, labels FROM phrase_classifiers WHERE call_id = ? ORDER BY n", id)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if c.phrase < len(list) {
			list[c.phrase].Classifiers = append(list[c.phrase].Classifiers, c.PhraseClassifier)
		}
	}
	return list, nil
}
