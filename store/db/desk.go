package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"sensedesk/store"
)

// Desk returns what people wrote about a call, and what can be undone. A call
// nobody wrote about has no values.
func (d *DB) Desk(ctx context.Context, id store.CallID) (store.Desk, error) {
	const op = "read the desk"
	desk := store.Desk{Values: map[string]string{}}
	// One read transaction: values and steps of one moment.
	begun, err := d.reader.BeginTx(ctx, nil)
	if err != nil {
		return desk, coded(op, err)
	}
	defer func() { _ = begun.Rollback() }() // nothing was written
	rows, err := collect(ctx, begun, func(row rowScanner) (v [2]string, err error) {
		err = row.Scan(&v[0], &v[1])
		return v, err
	}, "SELECT key, value FROM desk_values WHERE call_id = ?", id)
	if err != nil {
		return desk, coded(op, err)
	}
	for _, v := range rows {
		desk.Values[v[0]] = v[1]
	}
	for undone, label := range map[bool]*string{false: &desk.Undo, true: &desk.Redo} {
		s, err := nextStep(ctx, begun, id, undone)
		if err != nil {
			return desk, coded(op, err)
		}
		*label = s.Label
	}
	return desk, nil
}

// WriteDesk writes values of a call as one step that can be undone; "" takes a
// value away. It is durable when the call returns. What was undone before can
// not be done again afterwards. Writing what is there already is no step.
func (d *DB) WriteDesk(ctx context.Context, id store.CallID, label string, values map[string]string, now time.Time) error {
	return d.write(ctx, "write on the desk", func(t *tx) error {
		c, err := known(ctx, t, id)
		if err != nil {
			return err
		}
		step := store.DeskStep{Call: id, Label: label, At: now}
		for key, after := range values {
			before, err := deskValue(ctx, t, id, key)
			if err != nil {
				return err
			}
			if before != after {
				step.Changes = append(step.Changes, store.DeskChange{Key: key, Before: before, After: after})
			}
		}
		if len(step.Changes) == 0 {
			return nil
		}
		slices.SortFunc(step.Changes, func(a, b store.DeskChange) int { return strings.Compare(a.Key, b.Key) })
		if _, err := t.ExecContext(ctx, "DELETE FROM desk_steps WHERE call_id = ? AND undone", id); err != nil {
			return err
		}
		packed, err := json.Marshal(step.Changes)
		if err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, `INSERT INTO desk_steps (call_id, seq, label, changes, undone, made_at)
			VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM desk_steps WHERE call_id = ?), ?, ?, 0, ?)`, id, id, label, string(packed), stamp(now))
		if err != nil {
			return err
		}
		return applyStep(ctx, t, c, step, false)
	})
}

// UndoDesk takes the last step on a call back and returns it; ok is false when
// there is none.
func (d *DB) UndoDesk(ctx context.Context, id store.CallID) (step store.DeskStep, ok bool, err error) {
	return d.stepDesk(ctx, id, true)
}

// RedoDesk does the step undone last again and returns it; ok is false when
// there is none.
func (d *DB) RedoDesk(ctx context.Context, id store.CallID) (step store.DeskStep, ok bool, err error) {
	return d.stepDesk(ctx, id, false)
}

func (d *DB) stepDesk(ctx context.Context, id store.CallID, undo bool) (step store.DeskStep, ok bool, err error) {
	err = d.write(ctx, "undo or redo on the desk", func(t *tx) error {
		c, err := known(ctx, t, id)
		if err != nil {
			return err
		}
		kept, err := nextStep(ctx, t, id, !undo)
		if err != nil || kept.seq == 0 {
			return err
		}
		step, ok = kept.DeskStep, true
		if _, err := t.ExecContext(ctx, "UPDATE desk_steps SET undone = ? WHERE call_id = ? AND seq = ?", undo, id, kept.seq); err != nil {
			return err
		}
		return applyStep(ctx, t, c, step, undo)
	})
	if err != nil {
		return store.DeskStep{}, false, err
	}
	return step, ok, nil
}

// keptStep is a step with its number; 0 when there is none.
type keptStep struct {
	store.DeskStep
	seq int64
}

// nextStep reads the step that would be undone, or done again.
func nextStep(ctx context.Context, q querier, id store.CallID, undone bool) (keptStep, error) {
	order := "DESC"
	if undone {
		order = "ASC"
	}
	list, err := collect(ctx, q, func(row rowScanner) (s keptStep, err error) {
		var changes string
		var at int64
		if err := row.Scan(&s.seq, &s.Label, &changes, &at); err != nil {
			return s, err
		}
		s.Call, s.At = id, instant(at)
		return s, unpack(changes, &s.Changes)
	}, "SELECT seq, label, changes, made_at FROM desk_steps WHERE call_id = ? AND undone = ? ORDER BY seq "+order+" LIMIT 1", id, undone)
	if err != nil || len(list) == 0 {
		return keptStep{}, err
	}
	return list[0], nil
}

// applyStep writes the values of a step, or those before it, and what follows
// from them: the line of lists, and the words a search finds.
func applyStep(ctx context.Context, t *tx, c store.Call, step store.DeskStep, undo bool) error {
	found := false
	for _, change := range step.Changes {
		value := change.After
		if undo {
			value = change.Before
		}
		var err error
		if value == "" {
			_, err = t.ExecContext(ctx, "DELETE FROM desk_values WHERE call_id = ? AND key = ?", c.ID, change.Key)
		} else {
			_, err = t.ExecContext(ctx, `INSERT INTO desk_values (call_id, key, value, changed_at) VALUES (?, ?, ?, ?)
				ON CONFLICT (call_id, key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`, c.ID, change.Key, value, stamp(t.now))
		}
		if err != nil {
			return err
		}
		found = found || !strings.HasPrefix(change.Key, store.DeskAnswer)
		if change.Key != store.DeskSummary {
			continue
		}
		if c.Summary, err = summaryShown(ctx, t, c); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, "UPDATE calls SET summary = ? WHERE id = ?", c.Summary, c.ID); err != nil {
			return err
		}
		t.note(store.KindCalls, c.ID)
	}
	t.note(store.KindDesk, c.ID)
	if !found {
		return nil
	}
	return indexWords(ctx, t, c, c)
}

// deskValue reads one value; "" when there is none.
func deskValue(ctx context.Context, t *tx, id store.CallID, key string) (value string, err error) {
	err = t.QueryRowContext(ctx, "SELECT value FROM desk_values WHERE call_id = ? AND key = ?", id, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// lineOf is the line of a call for lists once talk is its result: what a person
// wrote stands, and an answer without a summary takes none away.
func lineOf(ctx context.Context, t *tx, c store.Call, talk store.Talk) (string, error) {
	own, err := deskValue(ctx, t, c.ID, store.DeskSummary)
	if err != nil {
		return "", err
	}
	for _, line := range []string{strings.Join(strings.Fields(own), " "), oneLine(talk)} {
		if line != "" {
			return line, nil
		}
	}
	return c.Summary, nil
}

// summaryShown is the line of a call for lists: what a person wrote, else what
// the stored talk says.
func summaryShown(ctx context.Context, t *tx, c store.Call) (string, error) {
	own, err := deskValue(ctx, t, c.ID, store.DeskSummary)
	if err != nil || own != "" {
		return strings.Join(strings.Fields(own), " "), err
	}
	var talk store.Talk
	talk.Statements, err = collect(ctx, t, scanStatement, "SELECT field_id, name, type, answers FROM statements WHERE call_id = ? AND field_id = 'summary' ORDER BY n", c.ID)
	return oneLine(talk), err
}

// deskWords returns the words people wrote about a call.
func deskWords(ctx context.Context, t *tx, id store.CallID) ([]string, error) {
	values, err := collect(ctx, t, func(row rowScanner) (v string, err error) {
		err = row.Scan(&v)
		return v, err
	}, "SELECT value FROM desk_values WHERE call_id = ? AND key NOT LIKE ? AND key NOT LIKE ?", id, store.DeskAnswer+"%", store.DeskBase+"%")
	if err != nil {
		return nil, err
	}
	var list []string
	for _, v := range values {
		var tree any
		if json.Unmarshal([]byte(v), &tree) != nil {
			tree = v
		}
		list = append(list, words(strings.Join(leaves(tree, nil), " "))...)
	}
	return list, nil
}

// leaves returns the strings in a JSON value.
func leaves(tree any, list []string) []string {
	switch x := tree.(type) {
	case string:
		return append(list, x)
	case []any:
		for _, v := range x {
			list = leaves(v, list)
		}
	case map[string]any:
		for _, v := range x {
			list = leaves(v, list)
		}
	}
	return list
}

// carryDesk hands what people wrote about a call that goes over to the one that
// stays. What was written there about the same thing gives way: it was written
// without a result in sight.
func carryDesk(ctx context.Context, t *tx, from, to store.CallID) error {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{"UPDATE OR REPLACE desk_values SET call_id = ? WHERE call_id = ?", []any{to, from}},
		{"DELETE FROM desk_steps WHERE call_id = ? AND undone AND EXISTS (SELECT 1 FROM desk_steps WHERE call_id = ?)", []any{to, from}},
		{"UPDATE desk_steps SET seq = seq + (SELECT coalesce(max(seq), 0) FROM desk_steps WHERE call_id = ?), call_id = ? WHERE call_id = ?", []any{to, to, from}},
	} {
		if _, err := t.ExecContext(ctx, step.query, step.args...); err != nil {
			return err
		}
	}
	t.note(store.KindDesk, to)
	return nil
}

// TagsInUse returns the tags people added to calls, the most used first.
func (d *DB) TagsInUse(ctx context.Context, limit int) ([]string, error) {
	list, err := collect(ctx, d.reader, func(row rowScanner) (tag string, err error) {
		err = row.Scan(&tag)
		return tag, err
	}, `SELECT t.value FROM desk_values v, json_each(v.value, '$.add') t WHERE v.key = ? AND json_valid(v.value)
		GROUP BY t.value ORDER BY count(*) DESC, t.value LIMIT ?`, store.DeskTags, limit)
	if err != nil {
		return nil, coded("read tags", err)
	}
	return list, nil
}
