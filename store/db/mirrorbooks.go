package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"sensedesk/store"
)

// MirrorState returns how far the mirror of a scope is; the zero state when it
// was never begun.
func (d *DB) MirrorState(ctx context.Context, scope string) (store.MirrorState, error) {
	s, err := mirrorState(ctx, d.reader, scope)
	if err != nil {
		return s, coded("read the state of the mirror", err)
	}
	return s, nil
}

func mirrorState(ctx context.Context, q querier, scope string) (s store.MirrorState, err error) {
	var body string
	err = q.QueryRowContext(ctx, "SELECT body FROM mirror_states WHERE scope = ?", scope).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	return s, unpack(body, &s)
}

func saveMirrorState(ctx context.Context, t *tx, scope string, s store.MirrorState) error {
	body, err := pack(s, false)
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, "INSERT INTO mirror_states (scope, body) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET body = excluded.body", scope, body)
	return err
}

// ChangeMirror changes the state and the windows of a mirror in one transaction:
// edit gets the state and every window, oldest first, and returns the windows
// there shall be; those with the ID 0 are new.
func (d *DB) ChangeMirror(ctx context.Context, scope string, edit func(*store.MirrorState, []store.MirrorWindow) []store.MirrorWindow) error {
	return d.write(ctx, "change the mirror", func(t *tx) error {
		state, err := mirrorState(ctx, t, scope)
		if err != nil {
			return err
		}
		before, err := mirrorWindows(ctx, t, scope)
		if err != nil {
			return err
		}
		gone := make(map[int64]bool, len(before))
		for _, w := range before {
			gone[w.ID] = true
		}
		for _, w := range edit(&state, append([]store.MirrorWindow(nil), before...)) {
			delete(gone, w.ID)
			if err := saveMirrorWindow(ctx, t, scope, w); err != nil {
				return err
			}
		}
		for id := range gone {
			if _, err := t.ExecContext(ctx, "DELETE FROM mirror_windows WHERE id = ?", id); err != nil {
				return err
			}
		}
		return saveMirrorState(ctx, t, scope, state)
	})
}

// MirrorWindows returns the windows of a mirror, oldest first.
func (d *DB) MirrorWindows(ctx context.Context, scope string) ([]store.MirrorWindow, error) {
	list, err := mirrorWindows(ctx, d.reader, scope)
	if err != nil {
		return nil, coded("read the windows of the mirror", err)
	}
	return list, nil
}

func mirrorWindows(ctx context.Context, q querier, scope string) ([]store.MirrorWindow, error) {
	return collect(ctx, q, func(row rowScanner) (w store.MirrorWindow, err error) {
		var from, to int64
		err = row.Scan(&w.ID, &w.Part, &from, &to, &w.Open, &w.Leaf, &w.Known, &w.Token, &w.Total, &w.Got)
		w.From, w.To = time.UnixMilli(from).UTC(), time.UnixMilli(to).UTC()
		return w, err
	}, "SELECT id, part, from_ms, to_ms, open, leaf, known, token, total, got FROM mirror_windows WHERE scope = ? ORDER BY id", scope)
}

func saveMirrorWindow(ctx context.Context, t *tx, scope string, w store.MirrorWindow) error {
	if w.ID == 0 {
		_, err := t.ExecContext(ctx, `INSERT INTO mirror_windows (scope, part, from_ms, to_ms, open, leaf, known, token, total, got)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, scope, w.Part, w.From.UnixMilli(), w.To.UnixMilli(), w.Open, w.Leaf, w.Known, w.Token, w.Total, w.Got)
		return err
	}
	_, err := t.ExecContext(ctx, `UPDATE mirror_windows SET open = ?, leaf = ?, known = ?, token = ?, total = ?, got = ? WHERE id = ?`,
		w.Open, w.Leaf, w.Known, w.Token, w.Total, w.Got, w.ID)
	return err
}

// MirrorPage notes one page of a listing: its talks are wanted from now on, if
// they were not known, and w, which is one of the scope's windows, is as the page
// left it, with Got raised by the talks it had not shown before in this listing;
// round tells one listing of a window from the next. Talks this computer has
// already, by upload or by a search, are not wanted.
func (d *DB) MirrorPage(ctx context.Context, scope string, w store.MirrorWindow, round int64, ids []store.TalkID) (got, fresh int, err error) {
	got = w.Got
	err = d.write(ctx, "note a page of the mirror", func(t *tx) error {
		for _, id := range ids {
			n, err := affected(t.ExecContext(ctx, `UPDATE mirror_talks SET seen = ?, state = CASE state WHEN ? THEN ? ELSE state END
				WHERE scope = ? AND talk_id = ? AND seen <> ?`, round, store.MirrorAbsent, store.MirrorWanted, scope, id, round))
			if err != nil {
				return err
			}
			if n == 0 {
				if n, err = newMirrorTalk(ctx, t, scope, id, round); err != nil {
					return err
				}
				fresh += n
			}
			got += n
		}
		w.Got = got
		if err := saveMirrorWindow(ctx, t, scope, w); err != nil || fresh == 0 {
			return err
		}
		state, err := mirrorState(ctx, t, scope)
		if err != nil {
			return err
		}
		state.Fresh += fresh
		return saveMirrorState(ctx, t, scope, state)
	})
	return got, fresh, err
}

// newMirrorTalk notes a talk that was listed; n is 0 when it is known.
func newMirrorTalk(ctx context.Context, t *tx, scope string, id store.TalkID, round int64) (n int, err error) {
	talk := store.MirrorTalk{ID: id}
	var source store.SourceKind
	var modified int64
	err = t.QueryRowContext(ctx, `SELECT c.source, k.modified_at FROM calls c JOIN talks k ON k.call_id = c.id
		WHERE c.talk_id = ? AND c.talk_id <> '' AND k.talk_id = c.talk_id AND c.state IN (?, ?)`, id, store.StateDone, store.StatePartlyDone).Scan(&source, &modified)
	switch {
	case err == nil:
		talk.State, talk.Modified, talk.Pause = store.MirrorBrought, instant(modified), refreshEvery
		talk.Next = t.now.Add(refreshEvery)
		if source != store.SourceSpeechSense { // the engine looks after its own
			talk.Next = t.now.Add(never)
		}
	case !errors.Is(err, sql.ErrNoRows):
		return 0, err
	}
	return affected(t.ExecContext(ctx, `INSERT INTO mirror_talks (scope, talk_id, state, asked, tries, next, modified, pause_ms, seen)
		VALUES (?, ?, ?, 0, 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		scope, id, int(talk.State), stamp(talk.Next), stamp(talk.Modified), talk.Pause.Milliseconds(), round))
}

// affected is how many rows a statement changed.
func affected(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}
