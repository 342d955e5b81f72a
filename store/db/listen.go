package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"sensedesk/store"
)

// who names an operator: by id, one without by name.
const who = `CASE WHEN c.operator_id <> '' THEN c.operator_id ELSE c.operator_name END`

// talked are calls with speech in their transcript, c with figures f; those
// without a recording are among them.
func talked(s store.QueueScope) (from string, args []any, err error) {
	from = ` FROM calls c JOIN talk_figures f ON f.call_id = c.id
		WHERE c.state IN ('done', 'partly_done') AND f.speech_ms > 0 AND c.source <> 'chats'`
	if !s.From.IsZero() {
		from += " AND c.position >= ?"
		args = append(args, second(store.Call{StartedAt: s.From})<<slotBits)
	}
	if !s.To.IsZero() {
		from += " AND c.position < ?"
		args = append(args, second(store.Call{StartedAt: s.To})<<slotBits)
	}
	if len(s.Operators) > 0 {
		list, err := json.Marshal(s.Operators)
		if err != nil {
			return "", nil, err
		}
		from += " AND " + who + " IN (SELECT value FROM json_each(?))"
		args = append(args, string(list))
	}
	return from, args, nil
}

// recorded narrows talked to the calls that can be listened to.
const recorded = " AND c.recording IS NOT NULL"

// Listenable returns the calls a queue can be made of. scoreKey asks for what
// stands under that metadata key; "" does not.
func (d *DB) Listenable(ctx context.Context, s store.QueueScope, scoreKey string) ([]store.Listenable, error) {
	const op = "read calls to listen to"
	from, args, err := talked(s)
	if err != nil {
		return nil, err
	}
	own, fields := map[store.CallID]string{}, "''"
	if scoreKey != "" { // taken out of the fields in Go: json_each over 100 000 calls costs more than all the rest
		if own, err = d.writtenUnder(ctx, scoreKey); err != nil {
			return nil, coded(op, err)
		}
		packed, err := json.Marshal(scoreKey)
		if err != nil {
			return nil, err
		}
		fields = "(SELECT t.fields FROM talks t WHERE t.call_id = c.id AND instr(t.fields, ?))"
		args = append([]any{string(packed)}, args...)
	}
	list, err := collect(ctx, d.reader, func(row rowScanner) (l store.Listenable, err error) {
		var id, at int64 // plain kinds: database/sql takes others through a text
		var told sql.NullString
		if err = row.Scan(&id, &l.Operator, &at, &l.SpeechMS, &l.SilenceMS, &l.Negative, &l.HeardMS, &told); err != nil {
			return l, err
		}
		l.Call, l.Started = store.CallID(id), instant(at)
		var mine bool
		if l.Score, mine = own[l.Call]; !mine && told.String != "" {
			l.Score, err = fieldValue(told.String, scoreKey)
		}
		return l, err
	}, "SELECT c.id, "+who+", c.started_at, f.speech_ms, f.silence_ms, f.negative, f.heard_ms, "+fields+from+recorded, args...)
	if err != nil {
		return nil, coded(op, err)
	}
	return list, nil
}

// writtenUnder returns what people wrote under a metadata key.
func (d *DB) writtenUnder(ctx context.Context, key string) (map[store.CallID]string, error) {
	type value struct {
		id   store.CallID
		text string
	}
	list, err := collect(ctx, d.reader, func(row rowScanner) (v value, err error) {
		err = row.Scan(&v.id, &v.text)
		return v, err
	}, "SELECT call_id, value FROM field_edits WHERE key = ?", key)
	out := make(map[store.CallID]string, len(list))
	for _, v := range list {
		out[v.id] = v.text
	}
	return out, err
}

// fieldValue returns the value of the first field of a name in a packed list of
// fields; "" when there is none.
func fieldValue(packed, name string) (string, error) {
	key, err := json.Marshal(name)
	if err != nil {
		return "", err
	}
	// As they are packed here a value without an escape can be cut out. Within a
	// text every quote is escaped, so nothing but a field begins like this.
	if _, rest, ok := strings.Cut(packed, `{"Name":`+string(key)+`,"Value":"`); ok {
		if value, _, ok := strings.Cut(rest, `"`); ok && !strings.Contains(value, `\`) {
			return value, nil
		}
	}
	var list []store.Field
	if err := unpack(packed, &list); err != nil {
		return "", err
	}
	for _, f := range list {
		if f.Name == name {
			return f.Value, nil
		}
	}
	return "", nil
}

// Unrecorded returns the calls with a transcript that nobody can listen to,
// because their recording is not on this computer: newest first, at most limit.
func (d *DB) Unrecorded(ctx context.Context, s store.QueueScope, limit int) ([]store.CallID, error) {
	from, args, err := talked(s)
	if err != nil {
		return nil, err
	}
	list, err := collect(ctx, d.reader, func(row rowScanner) (id store.CallID, err error) {
		err = row.Scan(&id)
		return id, err
	}, "SELECT c.id"+from+" AND c.recording IS NULL ORDER BY c.position DESC LIMIT ?", append(args, limit)...)
	if err != nil {
		return nil, coded("read calls without a recording", err)
	}
	return list, nil
}

// Marks returns what the negative marks of calls are called.
func (d *DB) Marks(ctx context.Context, ids []store.CallID) (map[store.CallID]string, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	type mark struct {
		id   store.CallID
		text string
	}
	marks, err := collect(ctx, d.reader, func(row rowScanner) (m mark, err error) {
		err = row.Scan(&m.id, &m.text)
		return m, err
	}, "SELECT call_id, marks FROM talk_figures WHERE call_id IN (SELECT value FROM json_each(?))", string(list))
	if err != nil {
		return nil, coded("read marks", err)
	}
	out := make(map[store.CallID]string, len(marks))
	for _, m := range marks {
		out[m.id] = m.text
	}
	return out, nil
}

// Listened reports what was heard of whose calls, most calls first. Whoever has
// only calls without a recording is told of too.
func (d *DB) Listened(ctx context.Context, s store.QueueScope) ([]store.Listened, error) {
	from, args, err := talked(s)
	if err != nil {
		return nil, err
	}
	list, err := collect(ctx, d.reader, func(row rowScanner) (l store.Listened, err error) {
		var length, ofHeard, played, wall int64
		err = row.Scan(&l.Operator, &l.Name, &l.Calls, &l.Unrecorded, &l.Heard, &length, &ofHeard, &played, &wall)
		for ms, to := range map[*int64]*time.Duration{&length: &l.Length, &ofHeard: &l.OfHeard, &played: &l.Played, &wall: &l.Wall} {
			*to = time.Duration(*ms) * time.Millisecond
		}
		return l, err
	}, "SELECT who, max(name), sum(here), sum(NOT here), sum(here AND done), sum(iif(here, length, 0)),"+
		" sum(iif(here AND done, length, 0)), sum(iif(here, played, 0)), sum(iif(here, wall, 0)) FROM (SELECT "+who+" AS who, c.operator_name AS name,"+
		" c.recording IS NOT NULL AS here, f.heard_ms >= ? * f.speech_ms AS done, c.duration_ms AS length, f.played_ms AS played, f.wall_ms AS wall"+from+
		") GROUP BY 1 ORDER BY 3 DESC, 2, 1", append([]any{store.HeardShare}, args...)...)
	if err != nil {
		return nil, coded("report what was heard", err)
	}
	return list, nil
}
