package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"sensedesk/store"
)

// callColumns are the columns scanCall reads, of calls c left joined with
// recordings r.
const callColumns = `c.id, c.source, c.account, c.source_id, c.unique_id, c.state, c.reason, c.reason_args, c.changed_at,
	c.started_at, c.started_zone, c.duration_ms, c.direction, c.operator_id, c.operator_name,
	c.client_id, c.client_name, c.client_phone, c.meta, c.record_ref, c.found_at, c.next_check, c.check_count,
	c.connection_id, c.profile, c.server, c.marker_key, c.talk_id, c.send_begun, c.summary,
	r.hash, r.size, r.container, r.codec, r.sample_rate, r.channels, r.duration_ms`

// callTables are the tables callColumns come from.
const callTables = `calls c LEFT JOIN recordings r ON r.hash = c.recording`

// placed joins callColumns to the places in time of a query p.
const placed = `JOIN calls c ON c.position = p.position LEFT JOIN recordings r ON r.hash = c.recording`

// scanCall reads one row of callColumns.
func scanCall(row rowScanner) (store.Call, error) {
	var (
		c                                           store.Call
		args, meta                                  string
		changed, started, found, next, begun, durMS int64
		zone                                        int
		hash, container, codec                      sql.NullString
		size, rate, channels, soundMS               sql.NullInt64
	)
	err := row.Scan(&c.ID, &c.Source, &c.Account, &c.SourceID, &c.UniqueID, &c.State, &c.Reason, &args, &changed,
		&started, &zone, &durMS, &c.Direction, &c.OperatorID, &c.OperatorName,
		&c.ClientID, &c.ClientName, &c.ClientPhone, &meta, &c.RecordRef, &found, &next, &c.CheckCount,
		&c.ConnectionID, &c.Profile, &c.Server, &c.MarkerKey, &c.TalkID, &begun, &c.Summary,
		&hash, &size, &container, &codec, &rate, &channels, &soundMS)
	if err != nil {
		return store.Call{}, err
	}
	if err := errors.Join(unpack(args, &c.ReasonArg), unpack(meta, &c.Meta)); err != nil {
		return store.Call{}, err
	}
	c.ChangedAt, c.FoundAt, c.NextCheck, c.SendBegun = instant(changed), instant(found), instant(next), instant(begun)
	c.StartedAt = zoned(started, zone)
	c.Duration = time.Duration(durMS) * time.Millisecond
	if hash.Valid {
		c.Recording = &store.Recording{
			Hash: hash.String, Size: size.Int64, Container: store.Container(container.String), Codec: codec.String,
			SampleRate: int(rate.Int64), Channels: int(channels.Int64), Duration: time.Duration(soundMS.Int64) * time.Millisecond,
		}
	}
	return c, nil
}

// Call returns one call; not_found when there is none of this id.
func (d *DB) Call(ctx context.Context, id store.CallID) (store.Call, error) {
	const op = "read call"
	c, err := readCall(ctx, d.reader, id)
	if errors.Is(err, sql.ErrNoRows) {
		return c, notFound(op, "call", id)
	}
	if err != nil {
		return c, coded(op, err)
	}
	return c, nil
}

// querier is what reads: a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// oneCall reads the columns of a call by its id.
const oneCall = "SELECT " + callColumns + " FROM " + callTables + " WHERE c.id = ?"

// readCall returns sql.ErrNoRows when there is no such call.
func readCall(ctx context.Context, q querier, id store.CallID) (store.Call, error) {
	return scanCall(q.QueryRowContext(ctx, oneCall, id))
}

// readCalls runs a query that selects callColumns.
func readCalls(ctx context.Context, q querier, query string, args ...any) ([]store.Call, error) {
	return collect(ctx, q, scanCall, query, args...)
}

// collect reads all rows of a query with scan.
func collect[T any](ctx context.Context, q querier, scan func(rowScanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// written are the columns writeCall sets, in the order of its values.
var written = strings.Fields(`unique_id state reason reason_args changed_at started_at started_zone duration_ms direction
	operator_id operator_name client_id client_name client_phone meta record_ref found_at next_check check_count
	connection_id profile server marker_key talk_id send_begun recording summary`)

// changeCall writes the columns of written of a call by its id.
var changeCall = "UPDATE calls SET " + strings.Join(written, " = ?, ") + " = ? WHERE id = ?"

// values returns what goes into the columns of written.
func values(c store.Call) ([]any, error) {
	args, err := packMap(c.ReasonArg)
	if err != nil {
		return nil, err
	}
	meta, err := packMap(c.Meta)
	if err != nil {
		return nil, err
	}
	var hash any
	if c.Recording != nil {
		hash = c.Recording.Hash
	}
	return []any{
		c.UniqueID, c.State, c.Reason, args, stamp(c.ChangedAt), stamp(c.StartedAt), offset(c.StartedAt),
		c.Duration.Milliseconds(), c.Direction, c.OperatorID, c.OperatorName, c.ClientID, c.ClientName, c.ClientPhone, meta,
		c.RecordRef, stamp(c.FoundAt), stamp(c.NextCheck), c.CheckCount, c.ConnectionID, string(c.Profile), c.Server, c.MarkerKey, c.TalkID, stamp(c.SendBegun), hash, c.Summary,
	}, nil
}

// kept returns c as it comes back from the database: times and lengths in whole
// milliseconds.
func kept(c store.Call) store.Call {
	c.ChangedAt, c.FoundAt = instant(stamp(c.ChangedAt)), instant(stamp(c.FoundAt))
	c.NextCheck, c.SendBegun = instant(stamp(c.NextCheck)), instant(stamp(c.SendBegun))
	c.StartedAt = zoned(stamp(c.StartedAt), offset(c.StartedAt))
	c.Duration = c.Duration.Truncate(time.Millisecond)
	if c.Recording != nil {
		r := *c.Recording
		r.Duration = r.Duration.Truncate(time.Millisecond)
		c.Recording = &r
	}
	return c
}

// insertCall stores a new call under the next free id.
func insertCall(ctx context.Context, t *tx, c store.Call) (store.Call, error) {
	if err := t.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM calls").Scan(&c.ID); err != nil {
		return c, err
	}
	if c.FoundAt.IsZero() {
		c.FoundAt = t.now
	}
	c.ChangedAt = t.now
	c = kept(c)
	if err := saveRecording(ctx, t, c.Recording); err != nil {
		return c, err
	}
	row, err := values(c)
	if err != nil {
		return c, err
	}
	at, err := place(ctx, t, c)
	if err != nil {
		return c, err
	}
	row = append([]any{c.ID, at, c.Source, c.Account, c.SourceID}, row...)
	_, err = t.ExecContext(ctx, "INSERT INTO calls (id, position, source, account, source_id, "+strings.Join(written, ", ")+
		") VALUES (?"+strings.Repeat(", ?", len(row)-1)+")", row...)
	if err != nil {
		return c, err
	}
	if err := logMove(ctx, t, c, ""); err != nil {
		return c, err
	}
	return c, writeWords(ctx, t, at, ownWords(c))
}

// updateCall writes what became of a call that was old before: the row, the
// history of its states and its words in the index.
func updateCall(ctx context.Context, t *tx, old, c store.Call) (store.Call, error) {
	c.ID, c.Source, c.Account, c.SourceID = old.ID, old.Source, old.Account, old.SourceID
	if c.State != old.State {
		c.ChangedAt = t.now
		if err := logMove(ctx, t, c, old.State); err != nil {
			return c, err
		}
	}
	if c.TalkID != old.TalkID && c.TalkID != "" && c.Source != store.SourceSpeechSense {
		if err := absorb(ctx, t, c); err != nil {
			return c, err
		}
	}
	c = kept(c)
	if old.Recording == nil || c.Recording == nil || *old.Recording != *c.Recording {
		if err := saveRecording(ctx, t, c.Recording); err != nil {
			return c, err
		}
	}
	row, err := values(c)
	if err != nil {
		return c, err
	}
	_, err = t.ExecContext(ctx, changeCall, append(row, c.ID)...)
	if err != nil {
		return c, err
	}
	return c, indexCall(ctx, t, old, c)
}

// saveRecording stores or refreshes the figures of a recording; nil is none.
// Two calls may share one recording.
func saveRecording(ctx context.Context, t *tx, r *store.Recording) error {
	if r == nil {
		return nil
	}
	_, err := t.ExecContext(ctx, `INSERT INTO recordings (hash, size, container, codec, sample_rate, channels, duration_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET size = excluded.size, container = excluded.container,
		codec = excluded.codec, sample_rate = excluded.sample_rate, channels = excluded.channels, duration_ms = excluded.duration_ms`,
		r.Hash, r.Size, r.Container, r.Codec, r.SampleRate, r.Channels, r.Duration.Milliseconds())
	return err
}
