package db_test

import (
	"context"
	"testing"

	"sensedesk/store"
	"sensedesk/store/storetest"
)

// TestNoFieldOfATalkIsForgotten stores a talk with a value in every field.
func TestNoFieldOfATalkIsForgotten(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := brought(t, d, store.StateSent)
	var talk store.Talk
	storetest.Fill(&talk)

	must(t, d.SaveTalk(ctx, c.ID, talk, nil, store.StateDone, nil))

	details, err := d.Details(ctx, c.ID)
	must(t, err)
	same(t, details, *talk.Details)
	got, err := d.Talk(ctx, c.ID)
	must(t, err)
	talk.Details = nil // read on their own
	same(t, got, talk)
}

// TestDetailsLikeTheTranscript: an answer without phrases leaves those of the
// one that had some, and a failure told before the transcript gives way to it.
func TestDetailsLikeTheTranscript(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := brought(t, d, store.StateSent)
	_, err := d.Details(ctx, c.ID)
	wantCode(t, err, store.CodeNotFound)
	task := func(name string) *store.Details { return &store.Details{Tasks: []store.Task{{Name: name}}} }

	for _, step := range []struct {
		name, want string
		phrases    bool
	}{
		{"queued", "queued", false},
		{"tried", "tried", false},
		{"recognised", "recognised", true},
		{"forgotten", "recognised", false},
		{"recognised again", "recognised again", true},
	} {
		talk := storetest.Talk(func(talk *store.Talk) { talk.Details = task(step.name) })
		if !step.phrases {
			talk.Phrases = nil
		}
		must(t, d.SaveTalk(ctx, c.ID, talk, nil, store.StateProcessing, nil))
		got, err := d.Details(ctx, c.ID)
		must(t, err)
		same(t, got, *task(step.want))
	}
}
