package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"sensedesk/store"
)

const editColumns = "call_id, key, value, base, theirs, state, reason, args, changed_at"

// EditField keeps what a person wants under a metadata key of a call's talk. It
// is durable when the call returns; the engine sends it. Wanting what the
// service has takes an edit back. A new wish after a conflict counts as made in
// sight of the other value.
//
// Errors: not_found when the call has no result yet; field_key, field_long.
func (d *DB) EditField(ctx context.Context, id store.CallID, key, value string, now time.Time) error {
	if err := store.CheckField(key, value); err != nil {
		return err
	}
	return d.write(ctx, "edit metadata", func(t *tx) error { return editField(ctx, t, id, key, value, now) })
}

// editField is EditField inside a write.
func editField(ctx context.Context, t *tx, id store.CallID, key, value string, now time.Time) error {
	fields, err := fieldsOf(ctx, t, id)
	if err != nil {
		return err
	}
	e := store.FieldEdit{Call: id, Key: key, Value: value, Base: store.Talk{Fields: fields}.Field(key), State: store.EditPending, At: now}
	old, err := scanEdit(t.QueryRowContext(ctx, "SELECT "+editColumns+" FROM field_edits WHERE call_id = ? AND key = ?", id, key))
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return err
	case old.State == store.EditConflict:
		e.Base = old.Theirs
	case old.State == store.EditPending:
		e.Base = old.Base // may have been sent already, with its answer lost
	}
	t.note(store.KindTalks, id)
	if e.Value == e.Base && old.State != store.EditPending {
		_, err = t.ExecContext(ctx, "DELETE FROM field_edits WHERE call_id = ? AND key = ?", id, key)
		return err
	}
	return putEdit(ctx, t, e)
}

// DropFieldEdit takes an edit back: what the service has stands. One that was
// being sent at this moment may have arrived all the same; the talk shows it
// then.
func (d *DB) DropFieldEdit(ctx context.Context, id store.CallID, key string) error {
	return d.write(ctx, "take an edit back", func(t *tx) error {
		t.note(store.KindTalks, id)
		_, err := t.ExecContext(ctx, "DELETE FROM field_edits WHERE call_id = ? AND key = ?", id, key)
		return err
	})
}

// FieldEdits returns the edits of a call's metadata that the service does not
// have yet, by key.
func (d *DB) FieldEdits(ctx context.Context, id store.CallID) ([]store.FieldEdit, error) {
	list, err := collect(ctx, d.reader, scanEdit, "SELECT "+editColumns+" FROM field_edits WHERE call_id = ? ORDER BY key", id)
	if err != nil {
		return nil, coded("read edits", err)
	}
	return list, nil
}

// PendingFields returns the calls with edits to be sent, oldest call first.
func (d *DB) PendingFields(ctx context.Context) ([]store.CallID, error) {
	list, err := collect(ctx, d.reader, func(row rowScanner) (id store.CallID, err error) {
		err = row.Scan(&id)
		return id, err
	}, "SELECT DISTINCT call_id FROM field_edits WHERE state = 'pending' ORDER BY call_id")
	if err != nil {
		return nil, coded("read edits", err)
	}
	return list, nil
}

// SettleFields writes down what became of edits that were tried, and the
// metadata the service was seen to have afterwards (nil = not seen). An edit a
// person has changed meanwhile stays to be sent, counted from what was tried.
func (d *DB) SettleFields(ctx context.Context, id store.CallID, seen []store.Field, outcomes []store.FieldOutcome) error {
	return d.write(ctx, "settle edits", func(t *tx) error {
		if seen != nil {
			packed, err := packList(seen)
			if err != nil {
				return err
			}
			if _, err := t.ExecContext(ctx, "UPDATE talks SET fields = ? WHERE call_id = ?", packed, id); err != nil {
				return err
			}
		}
		for _, o := range outcomes {
			if err := settleEdit(ctx, t, id, o); err != nil {
				return err
			}
		}
		t.note(store.KindTalks, id)
		return nil
	})
}

func settleEdit(ctx context.Context, t *tx, id store.CallID, o store.FieldOutcome) error {
	e, err := scanEdit(t.QueryRowContext(ctx, "SELECT "+editColumns+" FROM field_edits WHERE call_id = ? AND key = ?", id, o.Key))
	switch {
	case errors.Is(err, sql.ErrNoRows): // taken back meanwhile
		return nil
	case err != nil:
		return err
	}
	switch {
	case e.Value != o.Value && o.Done:
		e.Base, e.State, e.Theirs, e.Reason, e.Args = o.Value, store.EditPending, "", "", nil
		if e.Value == e.Base {
			_, err = t.ExecContext(ctx, "DELETE FROM field_edits WHERE call_id = ? AND key = ?", id, o.Key)
			return err
		}
	case e.Value != o.Value: // what is said of an older wish does not concern the new one
		return nil
	case o.Done:
		_, err = t.ExecContext(ctx, "DELETE FROM field_edits WHERE call_id = ? AND key = ?", id, o.Key)
		return err
	default:
		e.State, e.Theirs, e.Reason, e.Args = o.State, o.Theirs, o.Reason, o.Args
	}
	return putEdit(ctx, t, e)
}

func putEdit(ctx context.Context, t *tx, e store.FieldEdit) error {
	args, err := packMap(e.Args)
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO field_edits (`+editColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (call_id, key) DO UPDATE SET value = excluded.value, base = excluded.base, theirs = excluded.theirs,
		state = excluded.state, reason = excluded.reason, args = excluded.args, changed_at = excluded.changed_at`,
		e.Call, e.Key, e.Value, e.Base, e.Theirs, e.State, e.Reason, args, stamp(e.At))
	return err
}

func scanEdit(row rowScanner) (e store.FieldEdit, err error) {
	var args string
	var at int64
	if err := row.Scan(&e.Call, &e.Key, &e.Value, &e.Base, &e.Theirs, &e.State, &e.Reason, &args, &at); err != nil {
		return e, err
	}
	e.At = instant(at)
	err = unpack(args, &e.Args)
	return e, err
}

// fieldsOf reads the metadata of a call's talk inside a write.
func fieldsOf(ctx context.Context, t *tx, id store.CallID) ([]store.Field, error) {
	var packed string
	err := t.QueryRowContext(ctx, "SELECT fields FROM talks WHERE call_id = ?", id).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound("edit metadata", "talk", id)
	}
	if err != nil {
		return nil, err
	}
	var fields []store.Field
	err = unpack(packed, &fields)
	return slices.Clip(fields), err
}
