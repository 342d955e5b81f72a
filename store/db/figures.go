package db

import (
	"context"
	"slices"
	"strings"

	"sensedesk/store"
)

// figuresVersion grows when a figure is made in another way: older rows are
// then made anew.
const figuresVersion = 1

// writeFigures makes the row of a call from its transcript as it is stored, and
// from what was heard of it.
func writeFigures(ctx context.Context, t *tx, id store.CallID, talk store.Talk) error {
	var length int64
	err := t.QueryRowContext(ctx, `SELECT coalesce(r.duration_ms, 0) FROM calls c LEFT JOIN recordings r ON r.hash = c.recording WHERE c.id = ?`, id).Scan(&length)
	if err != nil {
		return err
	}
	if length == 0 {
		length = talk.Conversation.DurationMS
	}
	for i := range talk.Phrases {
		length = max(length, talk.Phrases[i].EndMS)
	}
	cut := store.Unspoken(talk.Phrases, length)
	speech, longest := length-store.LengthOf(cut), int64(0)
	if len(talk.Phrases) == 0 {
		speech = 0
	}
	for _, r := range cut {
		longest = max(longest, r.EndMS-r.StartMS)
	}
	packed, err := packList(cut)
	if err != nil {
		return err
	}
	negative, marks := negativeOf(talk)
	_, err = t.ExecContext(ctx, `INSERT INTO talk_figures (call_id, version, speech_ms, silence_ms, silences, negative, marks, heard_ms, played_ms, wall_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0) ON CONFLICT (call_id) DO UPDATE SET version = excluded.version, speech_ms = excluded.speech_ms,
		silence_ms = excluded.silence_ms, silences = excluded.silences, negative = excluded.negative, marks = excluded.marks`,
		id, figuresVersion, speech, longest, packed, negative, marks)
	if err != nil {
		return err
	}
	return sumHeard(ctx, t, id)
}

// forgetFigures has the figures of a call made anew from what is stored.
func forgetFigures(ctx context.Context, t *tx, id store.CallID) error {
	_, err := t.ExecContext(ctx, "UPDATE talk_figures SET version = 0 WHERE call_id = ?", id)
	return err
}

// negativeOf counts what in a talk names something negative, and names it.
func negativeOf(talk store.Talk) (n int, marks string) {
	var names []string
	note := func(name string, times int) {
		n += times
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, c := range talk.Classifiers {
		if c.Count > 0 && store.SaysNegative(c.Name) {
			note(c.Name, c.Count)
		}
	}
	for _, s := range talk.Statements {
		if !s.IsSentiment() {
			continue
		}
		for _, v := range s.Values {
			if store.SaysNegative(v) {
				note(strings.Join(strings.Fields(v), " "), 1)
			}
		}
	}
	return n, strings.Join(names, ", ")
}

// figuresAtOnce is how many calls one write of MeasureTalks is about.
const figuresAtOnce = 100

// MeasureTalks makes the figures of transcripts that have none: those of calls
// stored before there were any. It returns how many are left; call it until
// that is 0.
func (d *DB) MeasureTalks(ctx context.Context) (left int, err error) {
	const without = ` FROM talks t LEFT JOIN talk_figures f ON f.call_id = t.call_id WHERE f.version IS NOT ?`
	const op = "measure transcripts"
	if err := d.reader.QueryRowContext(ctx, "SELECT count(*)"+without, figuresVersion).Scan(&left); err != nil {
		return 0, coded(op, err)
	}
	if left == 0 {
		return 0, nil
	}
	err = d.write(ctx, op, func(t *tx) error {
		ids, err := collect(ctx, t, func(row rowScanner) (id store.CallID, err error) {
			err = row.Scan(&id)
			return id, err
		}, "SELECT t.call_id"+without+" ORDER BY t.call_id DESC LIMIT ?", figuresVersion, figuresAtOnce)
		if err != nil {
			return err
		}
		for _, id := range ids {
			talk, err := readTalk(ctx, t, id)
			if err != nil {
				return err
			}
			if err := writeFigures(ctx, t, id, talk); err != nil {
				return err
			}
		}
		left -= len(ids)
		return nil
	})
	return left, err
}
