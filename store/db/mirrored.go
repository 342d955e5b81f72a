package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sensedesk/store"
)

// never is when a call is looked at that the engine has nothing to look for:
// stored results of others are asked for again by the mirror, in its own time.
const never = 100 * 365 * 24 * time.Hour

// refreshEvery is when the engine asks again for a result of its own that came
// by way of the mirror.
const refreshEvery = 24 * time.Hour

// SaveMirrored stores a talk that was found on the server, all in one
// transaction, and returns the call it belongs to. A talk that is not known yet
// becomes a call of the source speechsense, made from call (see
// store.CallOfTalk). A known one is refreshed: the talk of whatever source's
// call has this TalkID is replaced as SaveTalk does, so that there is never a
// second call for one talk; a call of the source speechsense also takes over
// what call tells, never nothing for something, and keeps its recording. The
// same answer again changes nothing.
//
// Errors: outcome_unknown when the talk carries the marker of a call of this
// desk whose upload has no known outcome yet: the talk is probably that call's,
// and is to be brought again later; disk_full.
func (d *DB) SaveMirrored(ctx context.Context, call store.Call, talk store.Talk, raw []byte) (id store.CallID, err error) {
	const op = "store a talk of the server"
	if talk.ID == "" {
		return 0, store.E(store.CodeInternal, op, errors.New("the talk has no id"))
	}
	packed, err := deflate(raw)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", op, err)
	}
	err = d.write(ctx, op, func(t *tx) error {
		id, err = saveMirrored(ctx, t, call, talk, packed)
		return err
	})
	if err != nil {
		return 0, err
	}
	return id, nil
}

// saveMirrored is SaveMirrored inside a write.
func saveMirrored(ctx context.Context, t *tx, call store.Call, talk store.Talk, packed []byte) (store.CallID, error) {
	old, err := callOfTalk(ctx, t, talk.ID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return insertMirrored(ctx, t, call, talk, packed)
	case err != nil:
		return 0, err
	}
	var same bool
	err = t.QueryRowContext(ctx, "SELECT count(*) > 0 FROM raw_answers WHERE call_id = ? AND data = ?", old.ID, packed).Scan(&same)
	if err != nil || same {
		return old.ID, err
	}
	c := old
	if old.Source == store.SourceSpeechSense {
		c = refreshed(old, call)
	}
	if to := talk.Outcome(); store.CanMove(old.State, to) && to != old.State {
		c = entered(c, to)
		c.Reason, c.ReasonArg = call.Reason, call.ReasonArg
		switch {
		case old.Source == store.SourceSpeechSense:
			c.NextCheck = t.now.Add(never)
		case to == store.StateProcessing:
			c.NextCheck = old.NextCheck
		default:
			c.NextCheck = t.now.Add(refreshEvery)
		}
	}
	if c.Summary, err = lineOf(ctx, t, c, talk); err != nil {
		return 0, err
	}
	if c, err = updateCall(ctx, t, old, c); err != nil {
		return 0, err
	}
	return old.ID, saveAnswer(ctx, t, c, talk, packed)
}

// callOfTalk reads the call that has a talk; sql.ErrNoRows when none has. Should
// there be several, the one of this desk comes first.
func callOfTalk(ctx context.Context, t *tx, id store.TalkID) (store.Call, error) {
	return scanCall(t.QueryRowContext(ctx, "SELECT "+callColumns+" FROM "+callTables+
		" WHERE c.talk_id = ? AND c.talk_id <> '' ORDER BY c.source = ?, c.id LIMIT 1", id, store.SourceSpeechSense))
}

// insertMirrored makes the call of a talk nobody here has heard of.
func insertMirrored(ctx context.Context, t *tx, c store.Call, talk store.Talk, packed []byte) (store.CallID, error) {
	if err := refuseUndecided(ctx, t, talk); err != nil {
		return 0, err
	}
	c.Source, c.SourceID, c.TalkID = store.SourceSpeechSense, string(talk.ID), talk.ID
	c.Recording, c.RecordRef = nil, ""
	c.State, c.NextCheck = talk.Outcome(), t.now.Add(never)
	if s := oneLine(talk); s != "" {
		c.Summary = s
	}
	c, err := insertCall(ctx, t, c)
	if err != nil {
		return 0, err
	}
	return c.ID, saveAnswer(ctx, t, c, talk, packed)
}

// refuseUndecided keeps a talk from becoming a call of its own while it may be
// the upload of a call of this desk whose answer is still out or was lost: it
// carries that call's marker in one of its fields.
func refuseUndecided(ctx context.Context, t *tx, talk store.Talk) error {
	type mark struct{ source, account, unique string }
	marks, err := collect(ctx, t, func(row rowScanner) (m mark, err error) {
		err = row.Scan(&m.source, &m.account, &m.unique)
		return m, err
	}, "SELECT source, account, unique_id FROM calls WHERE state IN (?, ?)", store.StateSending, store.StateUnknown)
	if err != nil {
		return err
	}
	for _, m := range marks {
		for _, f := range talk.Fields {
			if f.Value != "" && (f.Value == m.unique || f.Value == m.source+":"+m.account+":"+m.unique) {
				return store.E(store.CodeOutcomeUnknown, "store a talk of the server", nil, "talk", string(talk.ID))
			}
		}
	}
	return nil
}

// refreshed is a call known from the server after the server told of it again.
func refreshed(old, told store.Call) store.Call {
	c := old
	c.UniqueID, c.Direction = orElse(told.UniqueID, old.UniqueID), store.Direction(orElse(string(told.Direction), string(old.Direction)))
	c.OperatorID, c.OperatorName = orElse(told.OperatorID, old.OperatorID), orElse(told.OperatorName, old.OperatorName)
	c.ClientID, c.ClientName = orElse(told.ClientID, old.ClientID), orElse(told.ClientName, old.ClientName)
	c.ClientPhone, c.ConnectionID = orElse(told.ClientPhone, old.ClientPhone), orElse(told.ConnectionID, old.ConnectionID)
	if !told.StartedAt.IsZero() {
		c.StartedAt = told.StartedAt
	}
	if told.Duration > 0 {
		c.Duration = told.Duration
	}
	if len(told.Meta) > 0 {
		c.Meta = told.Meta
	}
	return c
}

// saveAnswer writes a talk, its raw answer and its words in the index.
func saveAnswer(ctx context.Context, t *tx, c store.Call, talk store.Talk, packed []byte) error {
	if err := writeTalk(ctx, t, c.ID, talk); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, "INSERT INTO raw_answers (call_id, data) VALUES (?, ?) ON CONFLICT (call_id) DO UPDATE SET data = excluded.data", c.ID, packed)
	if err != nil {
		return err
	}
	t.note(store.KindTalks, c.ID)
	t.note(store.KindCalls, c.ID)
	return indexWords(ctx, t, c, c)
}

// absorb takes away the call a talk was mirrored as once it turns out to be the
// talk of a call of this desk: an upload whose answer came late.
func absorb(ctx context.Context, t *tx, c store.Call) error {
	var id store.CallID
	var position int64
	err := t.QueryRowContext(ctx, "SELECT id, position FROM calls WHERE talk_id = ? AND talk_id <> '' AND source = ?", c.TalkID, store.SourceSpeechSense).Scan(&id, &position)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := carryDesk(ctx, t, id, c.ID); err != nil {
		return err
	}
	if err := carryScores(ctx, t, id, c.ID); err != nil {
		return err
	}
	if err := carryHeard(ctx, t, id, c.ID); err != nil {
		return err
	}
	// Whatever else refers to the call goes with it, also what later versions add.
	tables, err := collect(ctx, t, func(row rowScanner) (at [2]string, err error) {
		err = row.Scan(&at[0], &at[1])
		return at, err
	}, `SELECT m.name, f."from" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" IN ('calls', 'talks')`)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, "PRAGMA defer_foreign_keys = 1"); err != nil { // until the commit
		return err
	}
	for _, at := range append(tables, [2]string{"calls", "id"}) {
		if _, err := t.ExecContext(ctx, `DELETE FROM "`+at[0]+`" WHERE "`+at[1]+`" = ?`, id); err != nil {
			return err
		}
	}
	t.note(store.KindCalls)
	_, err = t.ExecContext(ctx, "DELETE FROM calls_text WHERE rowid = ?", position)
	return err
}
