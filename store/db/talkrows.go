package db

import (
	"context"
	"errors"
	"time"

	"sensedesk/store"
)

// rowScanner is a row that can be read.
type rowScanner = interface{ Scan(...any) error }

// writeTalk replaces the rows of a talk inside a write.
func writeTalk(ctx context.Context, t *tx, id store.CallID, talk store.Talk) error {
	projects, err1 := packList(talk.ProjectIDs)
	fields, err2 := packList(talk.Fields)
	algorithms, err3 := packList(talk.Algorithms)
	failures, err4 := packList(talk.Failures)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	const upsert = `INSERT INTO talks (call_id, talk_id, organization_id, space_id, connection_id, project_ids, created_by, created_at,
		modified_by, modified_at, fields, state, algorithms, failures, duration_ms, simultaneous_speech_ms, simultaneous_silence_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (call_id) DO UPDATE SET talk_id = excluded.talk_id, organization_id = excluded.organization_id,
		space_id = excluded.space_id, connection_id = excluded.connection_id, project_ids = excluded.project_ids,
		created_by = excluded.created_by, created_at = excluded.created_at, modified_by = excluded.modified_by,
		modified_at = excluded.modified_at, fields = excluded.fields, state = excluded.state, algorithms = excluded.algorithms,
		failures = excluded.failures, duration_ms = excluded.duration_ms,
		simultaneous_speech_ms = excluded.simultaneous_speech_ms, simultaneous_silence_ms = excluded.simultaneous_silence_ms`
	_, err := t.ExecContext(ctx, upsert, id, talk.ID, talk.OrganizationID, talk.SpaceID, talk.ConnectionID, projects,
		talk.CreatedBy, stamp(talk.CreatedAt), talk.ModifiedBy, stamp(talk.ModifiedAt), fields, int(talk.State), algorithms, failures,
		talk.Conversation.DurationMS, talk.Conversation.SimultaneousSpeechMS, talk.Conversation.SimultaneousSilenceMS)
	if err != nil {
		return err
	}
	if err := writeDetails(ctx, t, id, talk); err != nil {
		return err
	}
	if len(talk.Phrases) > 0 {
		if err := writePhrases(ctx, t, id, talk.Phrases); err != nil {
			return err
		}
		if err := writeClassifiers(ctx, t, id, talk.Classifiers); err != nil {
			return err
		}
		if err := writeSpeakers(ctx, t, id, talk.Speakers); err != nil {
			return err
		}
	}
	if len(talk.Statements) > 0 {
		if err := writeStatements(ctx, t, id, talk.Statements); err != nil {
			return err
		}
	}
	if len(talk.Phrases) == 0 || len(talk.Statements) == 0 { // what an earlier answer said is still there
		return forgetFigures(ctx, t, id)
	}
	return writeFigures(ctx, t, id, talk)
}

// replace empties the rows of a call in table and inserts n new ones.
func replace(ctx context.Context, t *tx, table, insert string, id store.CallID, n int, row func(i int) ([]any, error)) error {
	if _, err := t.ExecContext(ctx, "DELETE FROM "+table+" WHERE call_id = ?", id); err != nil {
		return err
	}
	stmt, err := t.PrepareContext(ctx, "INSERT INTO "+table+" "+insert)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for i := range n {
		args, err := row(i)
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(ctx, append([]any{id, i}, args...)...); err != nil {
			return err
		}
	}
	return nil
}

func writeStatements(ctx context.Context, t *tx, id store.CallID, list []store.Statement) error {
	return replace(ctx, t, "statements", "(call_id, n, field_id, name, type, answers) VALUES (?, ?, ?, ?, ?, ?)", id, len(list),
		func(i int) ([]any, error) {
			answers, err := packList(list[i].Values)
			return []any{list[i].FieldID, list[i].Name, list[i].Type, answers}, err
		})
}

func writeClassifiers(ctx context.Context, t *tx, id store.CallID, list []store.ClassifierCount) error {
	return replace(ctx, t, "classifiers", "(call_id, n, classifier_id, name, count) VALUES (?, ?, ?, ?, ?)", id, len(list),
		func(i int) ([]any, error) { return []any{list[i].ClassifierID, list[i].Name, list[i].Count}, nil })
}

func writeSpeakers(ctx context.Context, t *tx, id store.CallID, list []store.SpeakerStats) error {
	return replace(ctx, t, "speakers", `(call_id, n, channel, speech_ms, silence_ms, words, words_per_second, utterances,
		interrupts, interrupts_ms, interrupt_ranges, longest_utterance_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, len(list),
		func(i int) ([]any, error) {
			s := list[i]
			ranges, err := packList(s.InterruptRanges)
			return []any{
				s.Channel, s.SpeechMS, s.SilenceMS, s.Words, s.WordsPerSecond, s.Utterances,
				s.Interrupts, s.InterruptsMS, ranges, s.LongestUtterance.Milliseconds(),
			}, err
		})
}

// readTalk reads all rows of a talk; sql.ErrNoRows when there is none.
func readTalk(ctx context.Context, q querier, id store.CallID) (store.Talk, error) {
	var talk store.Talk
	var projects, fields, algorithms, failures string
	var created, modified int64
	err := q.QueryRowContext(ctx, `SELECT talk_id, organization_id, space_id, connection_id, project_ids, created_by, created_at,
		modified_by, modified_at, fields, state, algorithms, failures, duration_ms, simultaneous_speech_ms, simultaneous_silence_ms
		FROM talks WHERE call_id = ?`, id).Scan(&talk.ID, &talk.OrganizationID, &talk.SpaceID, &talk.ConnectionID, &projects,
		&talk.CreatedBy, &created, &talk.ModifiedBy, &modified, &fields, &talk.State, &algorithms, &failures,
		&talk.Conversation.DurationMS, &talk.Conversation.SimultaneousSpeechMS, &talk.Conversation.SimultaneousSilenceMS)
	if err != nil {
		return talk, err
	}
	talk.CreatedAt, talk.ModifiedAt = instant(created), instant(modified)
	err = errors.Join(unpack(projects, &talk.ProjectIDs), unpack(fields, &talk.Fields),
		unpack(algorithms, &talk.Algorithms), unpack(failures, &talk.Failures))
	if err != nil {
		return talk, err
	}
	if talk.Phrases, err = readPhrases(ctx, q, id); err != nil {
		return talk, err
	}
	if talk.Statements, err = collect(ctx, q, scanStatement, "SELECT field_id, name, type, answers FROM statements WHERE call_id = ? ORDER BY n", id); err != nil {
		return talk, err
	}
	talk.Classifiers, err = collect(ctx, q, scanClassifier, "SELECT classifier_id, name, count FROM classifiers WHERE call_id = ? ORDER BY n", id)
	if err != nil {
		return talk, err
	}
	talk.Speakers, err = collect(ctx, q, scanSpeaker, `SELECT channel, speech_ms, silence_ms, words, words_per_second, utterances, interrupts,
		interrupts_ms, interrupt_ranges, longest_utterance_ms FROM speakers WHERE call_id = ? ORDER BY n`, id)
	return talk, err
}

func scanStatement(row rowScanner) (s store.Statement, err error) {
	var answers string
	if err := row.Scan(&s.FieldID, &s.Name, &s.Type, &answers); err != nil {
		return s, err
	}
	err = unpack(answers, &s.Values)
	return s, err
}

func scanClassifier(row rowScanner) (c store.ClassifierCount, err error) {
	err = row.Scan(&c.ClassifierID, &c.Name, &c.Count)
	return c, err
}

func scanSpeaker(row rowScanner) (s store.SpeakerStats, err error) {
	var ranges string
	var longest int64
	err = row.Scan(&s.Channel, &s.SpeechMS, &s.SilenceMS, &s.Words, &s.WordsPerSecond, &s.Utterances, &s.Interrupts,
		&s.InterruptsMS, &ranges, &longest)
	if err != nil {
		return s, err
	}
	s.LongestUtterance = time.Duration(longest) * time.Millisecond
	err = unpack(ranges, &s.InterruptRanges)
	return s, err
}
