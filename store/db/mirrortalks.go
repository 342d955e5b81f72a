package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sensedesk/store"
)

// MirrorDue returns talks to be asked for now, at most limit: new ones first, of
// these the ones not asked for yet, then brought ones that are due again.
func (d *DB) MirrorDue(ctx context.Context, scope string, now time.Time, limit int) ([]store.TalkID, error) {
	const op = "read what the mirror wants"
	id := func(row rowScanner) (id store.TalkID, err error) {
		err = row.Scan(&id)
		return id, err
	}
	list, err := collect(ctx, d.reader, id, `SELECT talk_id FROM mirror_talks WHERE scope = ? AND state = ? AND next <= ?
		ORDER BY asked LIMIT ?`, scope, store.MirrorWanted, stamp(now), limit)
	if err == nil && len(list) == 0 {
		list, err = collect(ctx, d.reader, id, `SELECT talk_id FROM mirror_talks WHERE scope = ? AND state = ? AND next <= ?
			ORDER BY asked, next LIMIT ?`, scope, store.MirrorBrought, stamp(now), limit)
	}
	if err != nil {
		return nil, coded(op, err)
	}
	return list, nil
}

// MirrorAsk notes, before it happens, that talks are asked for: should the
// answer be lost with the process, others come first.
func (d *DB) MirrorAsk(ctx context.Context, scope string, ids []store.TalkID) error {
	return d.write(ctx, "note what the mirror asks for", func(t *tx) error {
		for _, id := range ids {
			if _, err := t.ExecContext(ctx, "UPDATE mirror_talks SET asked = asked + 1 WHERE scope = ? AND talk_id = ?", scope, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveMirroredTalks stores talks as SaveMirrored does, all in one transaction,
// and writes down for every talk of asked what became of it: settle is given the
// book of the talk and the answer, nil when there was none or it cannot be stored
// yet, and sets when it is asked for again.
func (d *DB) SaveMirroredTalks(ctx context.Context, scope string, asked []store.TalkID, talks []store.MirroredTalk, settle func(book *store.MirrorTalk, answer *store.Talk)) error {
	const op = "store talks of the mirror"
	packed := make(map[store.TalkID][]byte, len(talks))
	answers := make(map[store.TalkID]*store.MirroredTalk, len(talks))
	for i := range talks {
		raw, err := deflate(talks[i].Raw)
		if err != nil {
			return fmt.Errorf("%s: %w", op, err)
		}
		packed[talks[i].Talk.ID], answers[talks[i].Talk.ID] = raw, &talks[i]
	}
	return d.write(ctx, op, func(t *tx) error {
		for _, id := range asked {
			var answer *store.Talk
			if m := answers[id]; m != nil {
				_, err := saveMirrored(ctx, t, m.Call, m.Talk, packed[id])
				switch {
				case err == nil:
					answer = &m.Talk
				case !errors.Is(err, store.CodeOutcomeUnknown): // that one is asked for again
					return err
				}
			}
			if err := settleMirrorTalk(ctx, t, scope, id, answer, settle); err != nil {
				return err
			}
		}
		return nil
	})
}

func settleMirrorTalk(ctx context.Context, t *tx, scope string, id store.TalkID, answer *store.Talk, settle func(*store.MirrorTalk, *store.Talk)) error {
	book := store.MirrorTalk{ID: id}
	var next, modified, pause int64
	err := t.QueryRowContext(ctx, "SELECT state, asked, tries, next, modified, pause_ms FROM mirror_talks WHERE scope = ? AND talk_id = ?", scope, id).
		Scan(&book.State, &book.Asked, &book.Tries, &next, &modified, &pause)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	book.Next, book.Modified, book.Pause = instant(next), instant(modified), time.Duration(pause)*time.Millisecond
	settle(&book, answer)
	_, err = t.ExecContext(ctx, "UPDATE mirror_talks SET state = ?, asked = ?, tries = ?, next = ?, modified = ?, pause_ms = ? WHERE scope = ? AND talk_id = ?",
		int(book.State), book.Asked, book.Tries, stamp(book.Next), stamp(book.Modified), book.Pause.Milliseconds(), scope, id)
	return err
}

// MirrorCounts counts the talks of a mirror.
func (d *DB) MirrorCounts(ctx context.Context, scope string, now time.Time) (store.MirrorCounts, error) {
	var c store.MirrorCounts
	err := d.reader.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE state = ?), count(*) FILTER (WHERE state IN (?, ?) AND next <= ?),
		count(*) FILTER (WHERE state = ? AND next <= ?), count(*) FILTER (WHERE state = ? AND next > ?),
		count(*) FILTER (WHERE state = ?), count(*) FILTER (WHERE state = ?) FROM mirror_talks WHERE scope = ?`,
		int(store.MirrorBrought), int(store.MirrorWanted), int(store.MirrorBrought), stamp(now), int(store.MirrorWanted), stamp(now),
		int(store.MirrorWanted), stamp(now), int(store.MirrorRefused), int(store.MirrorAbsent), scope).
		Scan(&c.Found, &c.Brought, &c.Due, &c.New, &c.Later, &c.Refused, &c.Absent)
	if err != nil {
		return c, coded("count the talks of the mirror", err)
	}
	return c, nil
}
