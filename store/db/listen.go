package db

import (
	"context"
	"encoding/json"
	"time"

	"sensedesk/store"
)

// who names an operator: by id, one without by name.
const who = `CASE WHEN c.operator_id <> '' THEN c.operator_id ELSE c.operator_name END`

// listenable are calls with speech in their transcript and a recording, c with
// figures f.
func listenable(s store.QueueScope) (from string, args []any, err error) {
	from = ` FROM calls c JOIN talk_figures f ON f.call_id = c.id
		WHERE c.state IN ('done', 'partly_done') AND f.speech_ms > 0 AND c.recording IS NOT NULL AND c.source <> 'chats'`
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

// Listenable returns the calls a queue can be made of. scoreKey asks for what
// stands under that metadata key, which takes longer; "" does not.
func (d *DB) Listenable(ctx context.Context, s store.QueueScope, scoreKey string) ([]store.Listenable, error) {
	const op = "read calls to listen to"
	from, args, err := listenable(s)
	if err != nil {
		return nil, err
	}
	score := "''"
	if scoreKey != "" {
		score = `coalesce((SELECT e.value FROM field_edits e WHERE e.call_id = c.id AND e.key = ?),
			(SELECT j.value ->> '$.Value' FROM talks t, json_each(t.fields) j WHERE t.call_id = c.id AND instr(t.fields, ?) AND j.value ->> '$.Name' = ?), '')`
		args = append([]any{scoreKey, scoreKey, scoreKey}, args...)
	}
	list, err := collect(ctx, d.reader, func(row rowScanner) (l store.Listenable, err error) {
		var at int64
		err = row.Scan(&l.Call, &l.Operator, &at, &l.SpeechMS, &l.SilenceMS, &l.Negative, &l.HeardMS, &l.Score)
		l.Started = instant(at)
		return l, err
	}, "SELECT c.id, "+who+", c.started_at, f.speech_ms, f.silence_ms, f.negative, f.heard_ms, "+score+from, args...)
	if err != nil {
		return nil, coded(op, err)
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

// Listened reports what was heard of whose calls, most calls first.
func (d *DB) Listened(ctx context.Context, s store.QueueScope) ([]store.Listened, error) {
	from, args, err := listenable(s)
	if err != nil {
		return nil, err
	}
	list, err := collect(ctx, d.reader, func(row rowScanner) (l store.Listened, err error) {
		var length, ofHeard, played, wall int64
		err = row.Scan(&l.Operator, &l.Name, &l.Calls, &l.Heard, &length, &ofHeard, &played, &wall)
		for ms, to := range map[*int64]*time.Duration{&length: &l.Length, &ofHeard: &l.OfHeard, &played: &l.Played, &wall: &l.Wall} {
			*to = time.Duration(*ms) * time.Millisecond
		}
		return l, err
	}, "SELECT "+who+", max(c.operator_name), count(*), sum(f.heard_ms >= ? * f.speech_ms), sum(c.duration_ms),"+
		" sum(iif(f.heard_ms >= ? * f.speech_ms, c.duration_ms, 0)), sum(f.played_ms), sum(f.wall_ms)"+from+
		" GROUP BY 1 ORDER BY 3 DESC, 2, 1", append([]any{store.HeardShare, store.HeardShare}, args...)...)
	if err != nil {
		return nil, coded("report what was heard", err)
	}
	return list, nil
}
