package db

import (
	"context"
	"database/sql"
	"errors"

	"sensedesk/store"
)

// Receive stores one page of a source's listing as the engine judged it and
// sets the checkpoint of (kind, account) to cursor, all in one transaction: the
// checkpoint never passes a call that is not stored. An empty cursor leaves the
// checkpoint where it is. It returns the ids in the order of calls.
//
// A call is known by (kind, account, SourceID). A new one is stored as given.
// One that is still found, skipped or waiting takes over the source's facts and,
// where the move is legal, the new verdict (State, Reason, ReasonArg,
// NextCheck); its FoundAt stays. So do the re-check times of one that still has
// no recording, or was given up for that. One that is further on keeps its state
// and everything that was or may have been sent; only names and the reference to
// the recording are refreshed, never by nothing.
func (d *DB) Receive(ctx context.Context, kind store.SourceKind, account string, calls []store.Call, cursor string) (ids []store.CallID, err error) {
	err = d.write(ctx, "store a page of calls", func(t *tx) error {
		for _, c := range calls {
			c.Source, c.Account = kind, account
			id, err := receive(ctx, t, c)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		if len(ids) > 0 {
			t.note(store.KindCalls, ids...)
		}
		if cursor == "" {
			return nil
		}
		return setCheckpoint(ctx, t, kind, account, cursor)
	})
	if err != nil {
		return nil, err
	}
	return ids, nil
}

// receive stores one listed call.
func receive(ctx context.Context, t *tx, c store.Call) (store.CallID, error) {
	old, err := scanCall(t.QueryRowContext(ctx, "SELECT "+callColumns+" FROM "+callTables+
		" WHERE c.source = ? AND c.account = ? AND c.source_id = ?", c.Source, c.Account, c.SourceID))
	if errors.Is(err, sql.ErrNoRows) {
		stored, err := insertCall(ctx, t, c)
		return stored.ID, err
	}
	if err != nil {
		return 0, err
	}
	_, err = updateCall(ctx, t, old, merge(old, c))
	return old.ID, err
}

// merge returns what a known call becomes when its source lists it again.
func merge(old, listed store.Call) store.Call {
	c := old
	c.OperatorName = orElse(listed.OperatorName, old.OperatorName)
	c.ClientName = orElse(listed.ClientName, old.ClientName)
	c.RecordRef = orElse(listed.RecordRef, old.RecordRef)
	switch old.State {
	case store.StateFound, store.StateSkipped, store.StateWaiting:
	default:
		return c
	}
	c.UniqueID, c.StartedAt, c.Duration, c.Direction = listed.UniqueID, listed.StartedAt, listed.Duration, listed.Direction
	c.OperatorID, c.ClientID, c.ClientPhone, c.Meta = listed.OperatorID, listed.ClientID, listed.ClientPhone, listed.Meta
	givenUp := old.State == store.StateSkipped && old.Reason == store.CodeNoRecording
	if listed.State == store.StateWaiting && (old.State == store.StateWaiting || givenUp) {
		return c // its re-check times go on from when it was found
	}
	if store.CanMove(old.State, listed.State) {
		c = entered(c, listed.State)
		c.Reason, c.ReasonArg, c.NextCheck = listed.Reason, listed.ReasonArg, listed.NextCheck
	}
	return c
}

// orElse returns the first of two texts that says something.
func orElse(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
