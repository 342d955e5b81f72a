package export

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"sensedesk/store"
)

// Document is a call with what the service and people said of it.
type Document struct {
	Call     store.Call
	Talk     store.Talk // empty while there is no result
	Desk     store.Desk // what people wrote
	Operator int        // 0-based channel of the operator's voice
}

// Source is what a document is read from. *db.DB is one.
type Source interface {
	Call(ctx context.Context, id store.CallID) (store.Call, error)
	Talk(ctx context.Context, id store.CallID) (store.Talk, error) // code not_found while there is none
	Desk(ctx context.Context, id store.CallID) (store.Desk, error)
	Settings(ctx context.Context) (store.Settings, error)
}

// Read reads a call. A call without a result has code not_found: there is
// nothing to write of it.
func Read(ctx context.Context, from Source, id store.CallID) (d Document, err error) {
	if d.Call, err = from.Call(ctx, id); err != nil {
		return d, err
	}
	if d.Talk, err = from.Talk(ctx, id); err != nil {
		if errors.Is(err, store.CodeNotFound) {
			return d, store.E(store.CodeNoResult, "export call "+strconv.FormatInt(int64(id), 10), err)
		}
		return d, err
	}
	if d.Desk, err = from.Desk(ctx, id); err != nil {
		return d, err
	}
	settings, err := from.Settings(ctx)
	if err != nil {
		return d, err
	}
	d.Operator = settings.SpeechSense.OperatorChannel
	if d.Call.IsChat(d.Talk) {
		d.Operator = store.RoleOperator.Channel()
	}
	return d, nil
}

// tags are the names a call is filed under: the classifiers that fired, but
// those a person dropped, and a person's own.
func (d Document) tags() (names []string) {
	edits := d.Desk.Tags()
	for _, c := range d.Talk.Classifiers {
		name := firstOf(c.Name, c.ClassifierID)
		if c.Count > 0 && !slices.Contains(edits.Drop, c.ClassifierID) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range edits.Add {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
