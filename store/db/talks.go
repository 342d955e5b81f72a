package db

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"

	"sensedesk/store"
)

// SaveTalk stores what came back for a call (talk, phrases, words and all) with
// the answer as it was received, and moves the call to a state, as Move does,
// all in one transaction. Summary of the call is set from the talk, unless a
// person wrote one; edit comes after that.
//
// An earlier result is replaced. What the service no longer has is kept: an
// answer without phrases leaves the stored transcript and its classifiers,
// one without statements the stored summary. Errors are those of Move.
func (d *DB) SaveTalk(ctx context.Context, id store.CallID, talk store.Talk, raw []byte, to store.State, edit func(*store.Call)) error {
	packed, err := deflate(raw)
	if err != nil {
		return fmt.Errorf("save talk: %w", err)
	}
	return d.write(ctx, "save talk", func(t *tx) error {
		before, err := known(ctx, t, id)
		if err != nil {
			return err
		}
		line, err := lineOf(ctx, t, before, talk)
		if err != nil {
			return err
		}
		old, err := moveCall(ctx, t, id, to, func(c *store.Call) {
			c.Summary = line
			if edit != nil {
				edit(c)
			}
		})
		if err != nil {
			return err
		}
		return saveAnswer(ctx, t, old, talk, packed)
	})
}

// oneLine is the summary of a talk for lists.
func oneLine(talk store.Talk) string {
	return strings.Join(strings.Fields(strings.Join(talk.StatementValues("summary"), " ")), " ")
}

// Talk returns the result of a call; not_found when there is none yet.
func (d *DB) Talk(ctx context.Context, id store.CallID) (store.Talk, error) {
	const op = "read talk"
	// One read transaction, so that a result replaced meanwhile is not mixed in.
	begun, err := d.reader.BeginTx(ctx, nil)
	if err != nil {
		return store.Talk{}, coded(op, err)
	}
	defer func() { _ = begun.Rollback() }() // nothing was written
	talk, err := readTalk(ctx, begun, id)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Talk{}, notFound(op, "talk", id)
	}
	if err != nil {
		return store.Talk{}, coded(op, err)
	}
	return talk, nil
}

// RawTalk returns the service's answer for a call as it was received;
// not_found when there is none yet.
func (d *DB) RawTalk(ctx context.Context, id store.CallID) ([]byte, error) {
	const op = "read raw answer"
	var packed []byte
	err := d.reader.QueryRowContext(ctx, "SELECT data FROM raw_answers WHERE call_id = ?", id).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound(op, "talk", id)
	}
	if err != nil {
		return nil, coded(op, err)
	}
	raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return raw, nil
}

// deflate packs a raw answer; texts with times shrink to a fifth.
func deflate(raw []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
