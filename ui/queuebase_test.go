package ui

import (
	"context"

	"sensedesk/store"
)

func (b base) AddHeard(context.Context, []store.HeardSpan) error { return b.note("heard") }

func (b base) MeasureTalks(context.Context) (int, error) { return 0, nil }

// Listenable offers every call of the house, five minutes of speech each.
func (b base) Listenable(context.Context, store.QueueScope, string) (out []store.Listenable, err error) {
	b.with(func() {
		for _, c := range b.calls {
			out = append(out, store.Listenable{Call: c.ID, Operator: c.OperatorName, Started: c.StartedAt, SpeechMS: 300_000, SilenceMS: 9000})
		}
	})
	return out, nil
}

func (b base) Listened(context.Context, store.QueueScope) ([]store.Listened, error) {
	return []store.Listened{{Operator: "3", Name: "Ким Анна", Calls: 20, Heard: 5}}, nil
}

func (b base) Marks(context.Context, []store.CallID) (map[store.CallID]string, error) {
	return nil, nil
}

func (b base) Unrecorded(context.Context, store.QueueScope, int) ([]store.CallID, error) {
	return nil, nil
}

func (b base) Tags(context.Context) ([]store.Tag, error) { return nil, nil }

func (b base) TagsOf(context.Context, []store.CallID) (map[store.CallID][]string, error) {
	return nil, nil
}
