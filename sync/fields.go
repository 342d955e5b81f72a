package sync

import (
	"context"
	"errors"
	"slices"

	"sensedesk/store"
)

// FieldStore is what the engine needs of the database to send edits of metadata.
type FieldStore interface {
	Talk(ctx context.Context, id store.CallID) (store.Talk, error)
	FieldEdits(ctx context.Context, id store.CallID) ([]store.FieldEdit, error)
	PendingFields(ctx context.Context) ([]store.CallID, error)
	SettleFields(ctx context.Context, id store.CallID, seen []store.Field, outcomes []store.FieldOutcome) error
}

// SendFields sends the edits of metadata that wait, now, whether a run is on or
// not: a score belongs on the server when the person has given it, and nothing
// is paid for it. What cannot be sent waits for the next pass. Errors are those
// of the configuration, network and busy.
func (e *Engine) SendFields(ctx context.Context) error {
	set, err := e.o.Store.Settings(ctx)
	if err != nil {
		return err
	}
	speech, err := e.o.OpenSpeech(ctx, set)
	if err != nil {
		return err
	}
	s := &session{Engine: e, settings: set, speech: speech, patience: 1}
	defer s.close()
	return s.sendFields(ctx)
}

// sendFields sends all edits that wait for talks of the active profile. One at
// a time: two that change the same talk would undo each other.
func (s *session) sendFields(ctx context.Context) error {
	if s.o.Fields == nil {
		return nil
	}
	select {
	case s.editing <- struct{}{}:
		defer func() { <-s.editing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ids, err := s.o.Fields.PendingFields(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.sendFieldsOf(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) sendFieldsOf(ctx context.Context, id store.CallID) error {
	c, err := s.o.Store.Call(ctx, id)
	if err != nil {
		return err
	}
	if c.TalkID == "" || c.Profile != s.settings.Profile { // a talk of another service, uploaded or mirrored
		return nil
	}
	talk, err := s.o.Fields.Talk(ctx, id)
	if err != nil && !errors.Is(err, store.CodeNotFound) {
		return err
	}
	edits, err := s.o.Fields.FieldEdits(ctx, id)
	if err != nil {
		return err
	}
	edits = slices.DeleteFunc(edits, func(e store.FieldEdit) bool { return e.State != store.EditPending })
	var seen []store.Field
	var outcomes []store.FieldOutcome
	err = s.try(ctx, &s.atSpeech, s.patience, func() (err error) {
		seen, outcomes, err = s.speech.UpdateFields(ctx, c.ConnectionID, c.TalkID, c.IsChat(talk), edits)
		return err
	})
	if errors.Is(err, store.CodeNotFound) { // not visible yet, or forgotten after its time
		s.o.Log.Info("edits of metadata wait: the service does not show the talk", "call", c.SourceID)
		return s.o.Fields.SettleFields(ctx, id, nil, waiting(edits))
	}
	if err != nil {
		return err
	}
	return s.o.Fields.SettleFields(ctx, id, seen, outcomes)
}

// waiting says of edits that they wait for the talk to be shown.
func waiting(edits []store.FieldEdit) []store.FieldOutcome {
	out := make([]store.FieldOutcome, len(edits))
	for i, e := range edits {
		out[i] = store.FieldOutcome{Key: e.Key, Value: e.Value, State: store.EditPending, Reason: store.CodeResultOverdue}
	}
	return out
}
