package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"sensedesk/store"
)

// Move brings a call into a state store.CanMove allows, all or nothing, and
// returns it as it stands afterwards, durably. Moves made at the same time share
// a commit, so edit may run on another goroutine. A state that is newly entered begins
// without reason, check time and count; edit, which may be nil, then fills in
// what belongs to the move (Reason, TalkID, Recording, NextCheck, SendBegun …).
// edit must not use the database.
//
// Errors: not_found; one wrapping ErrIllegalMove, and nothing is changed;
// disk_full.
func (d *DB) Move(ctx context.Context, id store.CallID, to store.State, edit func(*store.Call)) (store.Call, error) {
	var after store.Call
	whole := context.WithoutCancel(ctx)
	err := d.together(ctx, "move call", func(t *tx) (err error) {
		after, err = moveCall(whole, t, id, to, edit)
		t.note(store.KindCalls, id)
		return err
	})
	return after, err
}

// Repeat puts a call that was sent, or may have been, back to where it is sent
// from: to ready when its recording is stored, else into the queue. It forgets
// the talk's id, not the result. It is for a person's confirmed choice alone.
//
// Errors: not_found; one wrapping ErrIllegalMove when store.CanRepeat says no or
// the call is known from the server only.
func (d *DB) Repeat(ctx context.Context, id store.CallID) (store.Call, error) {
	var after store.Call
	err := d.write(ctx, "repeat call", func(t *tx) error {
		old, err := known(ctx, t, id)
		if err != nil {
			return err
		}
		to := store.StateQueued
		if old.Recording != nil {
			to = store.StateReady
		}
		if !store.CanRepeat(old.State) || old.Source == store.SourceSpeechSense { // what others uploaded is not ours to upload
			return illegal(id, old.State, to)
		}
		c := entered(old, to)
		c.Release()
		after, err = updateCall(ctx, t, old, c)
		t.note(store.KindCalls, id)
		return err
	})
	return after, err
}

// Update changes a call that stays in its state: names, NextCheck, CheckCount,
// RecordRef. A state set by edit is ignored. Errors: not_found, disk_full.
func (d *DB) Update(ctx context.Context, id store.CallID, edit func(*store.Call)) (store.Call, error) {
	var after store.Call
	err := d.write(ctx, "update call", func(t *tx) error {
		old, err := known(ctx, t, id)
		if err != nil {
			return err
		}
		c := old
		edit(&c)
		c.State = old.State
		after, err = updateCall(ctx, t, old, c)
		t.note(store.KindCalls, id)
		return err
	})
	return after, err
}

// known reads a call inside a write.
func known(ctx context.Context, t *tx, id store.CallID) (store.Call, error) {
	c, err := readCall(ctx, t, id)
	if errors.Is(err, sql.ErrNoRows) {
		return c, notFound("read call", "call", id)
	}
	return c, err
}

// moveCall is Move inside a write.
func moveCall(ctx context.Context, t *tx, id store.CallID, to store.State, edit func(*store.Call)) (store.Call, error) {
	old, err := known(ctx, t, id)
	if err != nil {
		return old, err
	}
	if !store.CanMove(old.State, to) {
		return old, illegal(id, old.State, to)
	}
	c := entered(old, to)
	if edit != nil {
		edit(&c)
	}
	c.State = to
	return updateCall(ctx, t, old, c)
}

// entered returns c as it begins in state to.
func entered(c store.Call, to store.State) store.Call {
	if c.State != to {
		c.State, c.Reason, c.ReasonArg, c.NextCheck, c.CheckCount = to, "", nil, time.Time{}, 0
	}
	return c
}

// Recover puts right what a crash or a power cut left under way: a download is
// begun anew, and of an upload that was being sent nobody knows the outcome, so
// it waits for the end of its grace period (store.Call.GraceEnds).
// It is called once after a start, before the engine runs, and returns how many
// calls it moved.
func (d *DB) Recover(ctx context.Context) (moved int, err error) {
	err = d.write(ctx, "recover", func(t *tx) error {
		settings, err := readSettings(ctx, t)
		if err != nil {
			return err
		}
		grace := time.Duration(settings.UnknownGrace) * time.Second
		calls, err := readCalls(ctx, t, "SELECT "+callColumns+" FROM "+callTables+" WHERE c.state IN (?, ?) ORDER BY c.id",
			store.StateFetching, store.StateSending)
		if err != nil {
			return err
		}
		var ids []store.CallID
		for _, old := range calls {
			c := entered(old, store.StateQueued)
			if old.State == store.StateSending {
				c = entered(old, store.StateUnknown)
				c.Reason = store.CodeOutcomeUnknown
				if c.SendBegun.IsZero() {
					c.SendBegun = t.now
				}
				c.NextCheck = c.GraceEnds(t.now, grace)
			}
			if _, err := updateCall(ctx, t, old, c); err != nil {
				return err
			}
			ids = append(ids, old.ID)
		}
		if moved = len(ids); moved > 0 {
			t.note(store.KindCalls, ids...)
		}
		return nil
	})
	return moved, err
}

// Step is one change of a call's state.
type Step struct {
	At       time.Time
	From, To store.State // From is empty when the call was first seen
	Reason   store.Code  // why it stands in To; may be empty
}

// History returns every change of state of a call, oldest first; looks that
// left it in its state are not part of it.
func (d *DB) History(ctx context.Context, id store.CallID) ([]Step, error) {
	steps, err := collect(ctx, d.reader, func(row rowScanner) (Step, error) {
		var s Step
		var at int64
		err := row.Scan(&at, &s.From, &s.To, &s.Reason)
		s.At = instant(at)
		return s, err
	}, "SELECT at, from_state, to_state, reason FROM moves WHERE call_id = ? ORDER BY id", id)
	if err != nil {
		return nil, coded("read the history of a call", err)
	}
	return steps, nil
}

// noteMove adds a line to the history of a call.
const noteMove = "INSERT INTO moves (call_id, at, from_state, to_state, reason) VALUES (?, ?, ?, ?, ?)"

// logMove notes that c came from one state into the one it has now.
func logMove(ctx context.Context, t *tx, c store.Call, from store.State) error {
	_, err := t.ExecContext(ctx, noteMove,
		c.ID, stamp(t.now), from, c.State, c.Reason)
	return err
}
