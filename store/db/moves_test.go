package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

func TestEveryMoveOfTheTableAndNoOther(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	n := 0
	for _, from := range store.States() {
		for _, to := range store.States() {
			n++
			c := brought(t, d, from, func(c *store.Call) { c.SourceID = fmt.Sprint(n) })
			got, err := d.Move(ctx, c.ID, to, nil)
			switch {
			case store.CanMove(from, to) && (err != nil || got.State != to):
				t.Errorf("%s to %s: %s, %v", from, to, got.State, err)
			case !store.CanMove(from, to) && !errors.Is(err, db.ErrIllegalMove):
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
}

func TestNewStateBeginsAnew(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	d := storetest.DB(t, db.Clock(func() time.Time { return now }))
	c := brought(t, d, store.StateWaiting)
	look := func(c *store.Call) {
		c.Reason, c.ReasonArg, c.NextCheck = store.CodeNoRecording, map[string]string{"a": "b"}, now.Add(time.Hour)
		c.CheckCount++
	}
	entered := now
	now = now.Add(time.Minute)
	move(t, d, c.ID, store.StateWaiting, look)
	c = move(t, d, c.ID, store.StateWaiting, look)
	if c.CheckCount != 2 || !c.ChangedAt.Equal(entered) {
		t.Errorf("two looks in one state: count %d, changed at %v", c.CheckCount, c.ChangedAt)
	}

	c = move(t, d, c.ID, store.StateQueued, nil)

	if c.CheckCount != 0 || c.Reason != "" || len(c.ReasonArg) != 0 || !c.NextCheck.IsZero() || !c.ChangedAt.Equal(now) {
		t.Errorf("a new state: %+v", c)
	}
	stored, err := d.Call(ctx, c.ID)
	must(t, err)
	same(t, stored, c)
	steps, err := d.History(ctx, c.ID)
	must(t, err)
	if len(steps) != 3 { // seen, waiting, queued: the looks are no steps
		t.Errorf("history %+v", steps)
	}
}

func TestEditCannotChangeWhatTheCallIs(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	before := brought(t, d, store.StateQueued)
	forge := func(c *store.Call) {
		c.ID, c.Source, c.Account, c.SourceID, c.State = 99, "x", "y", "z", store.StateDone
	}

	moved := move(t, d, before.ID, store.StateFetching, forge)
	updated, err := d.Update(ctx, before.ID, forge)
	must(t, err)

	for _, c := range []store.Call{moved, updated} {
		if c.ID != before.ID || c.Source != before.Source || c.Account != before.Account || c.SourceID != before.SourceID || c.State != store.StateFetching {
			t.Errorf("got %+v", c)
		}
	}
}

func TestUpdateStays(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	before := brought(t, d, store.StateSent)
	next := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

	after, err := d.Update(ctx, before.ID, func(c *store.Call) {
		c.NextCheck, c.ClientName = next, "Новое Имя"
		c.CheckCount++
	})
	must(t, err)

	want := before
	want.NextCheck, want.ClientName, want.CheckCount = next, "Новое Имя", 1
	same(t, after, want)
	stored, err := d.Call(ctx, before.ID)
	must(t, err)
	same(t, stored, want)
}

func TestTwoCallsOfOneRecording(t *testing.T) {
	d := storetest.DB(t)
	for _, id := range []string{"1", "2"} {
		c := brought(t, d, store.StateFetching, func(c *store.Call) { c.SourceID = id })
		got := move(t, d, c.ID, store.StateReady, func(c *store.Call) { c.Recording = storetest.Recording() })
		same(t, got.Recording, storetest.Recording())
	}
	must(t, d.Sound(context.Background()))
}

// TestOneOfManyWins: of goroutines that want the same move, one makes it.
func TestOneOfManyWins(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	const workers = 8
	var calls []store.Call
	for i := range 20 {
		calls = append(calls, brought(t, d, store.StateReady, func(c *store.Call) { c.SourceID = fmt.Sprint(i) }))
	}
	var begun [20]atomic.Int32
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i, c := range calls {
				_, err := d.Move(ctx, c.ID, store.StateSending, nil)
				switch {
				case err == nil:
					begun[i].Add(1)
				case !errors.Is(err, db.ErrIllegalMove):
					t.Error(err)
				}
				if _, err := d.Call(ctx, c.ID); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for i := range begun {
		if n := begun[i].Load(); n != 1 {
			t.Errorf("call %d was begun %d times", i, n)
		}
	}
}

func TestCancelledMoveIsNone(t *testing.T) {
	d := storetest.DB(t)
	before := brought(t, d, store.StateReady)
	ctx, cancel := context.WithCancel(context.Background())

	_, err := d.Move(ctx, before.ID, store.StateSending, func(*store.Call) { cancel() })

	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	after, err := d.Call(context.Background(), before.ID)
	must(t, err)
	same(t, after, before)
	move(t, d, before.ID, store.StateSending, nil) // the writer is free again
}

func TestRecover(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	d := storetest.DB(t, db.Clock(func() time.Time { return now }))
	s := store.DefaultSettings()
	s.UnknownGrace = 1800
	must(t, d.SaveSettings(ctx, s))
	before := map[store.State]store.Call{}
	for i, state := range store.States() {
		before[state] = brought(t, d, state, func(c *store.Call) { c.SourceID = fmt.Sprint(i) })
	}
	begun := now.Add(-10 * time.Minute)
	_, err := d.Update(ctx, before[store.StateSending].ID, func(c *store.Call) { c.SendBegun = begun })
	must(t, err)

	moved, err := d.Recover(ctx)
	must(t, err)

	if moved != 2 {
		t.Errorf("moved %d, want 2", moved)
	}
	for state, old := range before {
		c, err := d.Call(ctx, old.ID)
		must(t, err)
		switch state {
		case store.StateFetching:
			if c.State != store.StateQueued {
				t.Errorf("fetching became %s", c.State)
			}
		case store.StateSending:
			if c.State != store.StateUnknown || c.Reason != store.CodeOutcomeUnknown || !c.NextCheck.Equal(now.Add(30*time.Minute)) || !c.SendBegun.Equal(begun) {
				t.Errorf("sending became %s, %s, next check %v", c.State, c.Reason, c.NextCheck)
			}
		default:
			same(t, c, old)
		}
	}
	if moved, err := d.Recover(ctx); moved != 0 || err != nil {
		t.Errorf("again: %d, %v", moved, err)
	}
}

func TestDue(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	now := storetest.Start().Add(24 * time.Hour)
	add := func(id string, state store.State, startedAfter time.Duration, next time.Time) store.CallID {
		c := brought(t, d, state, func(c *store.Call) { c.SourceID, c.StartedAt = id, c.StartedAt.Add(startedAfter) })
		_, err := d.Update(ctx, c.ID, func(c *store.Call) { c.NextCheck = next })
		must(t, err)
		return c.ID
	}
	late := add("1", store.StateQueued, 3*time.Hour, time.Time{})
	first := add("2", store.StateQueued, time.Hour, now)
	add("3", store.StateQueued, 0, now.Add(time.Millisecond))
	waiting := add("4", store.StateWaiting, 2*time.Hour, now.Add(-time.Hour))
	add("5", store.StateFailed, 0, time.Time{})
	both := []store.State{store.StateWaiting, store.StateQueued, store.StateWaiting}
	for _, c := range []struct {
		states []store.State
		limit  int
		want   []store.CallID
	}{
		{both, 0, []store.CallID{first, waiting, late}},
		{both, 2, []store.CallID{first, waiting}},
		{[]store.State{store.StateQueued}, 1, []store.CallID{first}},
		{[]store.State{store.StateUnknown}, 0, nil},
		{nil, 0, nil},
	} {
		calls, err := d.Due(ctx, store.Owner{}, c.states, now, c.limit)
		must(t, err)
		var got []store.CallID
		for _, call := range calls {
			got = append(got, call.ID)
		}
		same(t, got, c.want)
	}
	for _, c := range []struct {
		states []store.State
		want   time.Time
	}{
		{both, now.Add(-time.Hour)},
		{[]store.State{store.StateQueued}, now},
		{[]store.State{store.StateFailed, store.StateUnknown}, time.Time{}},
		{nil, time.Time{}},
	} {
		got, err := d.NextDue(ctx, store.Owner{Source: store.SourceBitrix24, Account: storetest.Call().Account}, c.states)
		must(t, err)
		if !got.Equal(c.want) {
			t.Errorf("next due of %v: %v, want %v", c.states, got, c.want)
		}
	}
}

func TestEveryWriteIsAnnounced(t *testing.T) {
	ctx := context.Background()
	var feed store.Feed
	d := storetest.DBWithFeed(t, &feed)
	changes, end := feed.Subscribe()
	defer end()
	// heard returns what was announced since the last time.
	heard := func() map[store.Kind][]store.CallID {
		out := map[store.Kind][]store.CallID{}
		for {
			select {
			case c := <-changes:
				out[c.Kind] = c.IDs
			default:
				return out
			}
		}
	}
	expect := func(what string, want map[store.Kind][]store.CallID) {
		t.Helper()
		t.Log(what)
		same(t, heard(), want)
	}
	calls := []store.Call{storetest.Call(), storetest.Call(func(c *store.Call) { c.SourceID = "8" })}
	ids, err := d.Receive(ctx, calls[0].Source, calls[0].Account, calls, "8")
	must(t, err)
	id := ids[0]
	expect("receive", map[store.Kind][]store.CallID{store.KindCalls: ids, store.KindCheckpoints: nil})
	for _, s := range way[store.StateSent] {
		move(t, d, id, s, nil)
		expect("move", map[store.Kind][]store.CallID{store.KindCalls: {id}})
	}
	must(t, d.SaveTalk(ctx, id, storetest.Talk(), nil, store.StateDone, nil))
	expect("talk", map[store.Kind][]store.CallID{store.KindCalls: {id}, store.KindTalks: {id}})
	_, err = d.Update(ctx, id, func(*store.Call) {})
	must(t, err)
	expect("update", map[store.Kind][]store.CallID{store.KindCalls: {id}})
	must(t, d.SaveSettings(ctx, store.DefaultSettings()))
	expect("settings", map[store.Kind][]store.CallID{store.KindSettings: nil})
	must(t, d.SetPref(ctx, "a", "b"))
	expect("pref", map[store.Kind][]store.CallID{store.KindPrefs: nil})
	must(t, d.ResetCheckpoint(ctx, calls[0].Source, calls[0].Account))
	expect("reset", map[store.Kind][]store.CallID{store.KindCheckpoints: nil})
	must(t, d.SavePeople(ctx, calls[0].Source, calls[0].Account, []store.Person{{ID: "3", Name: "Айгүл"}}))
	expect("people", map[store.Kind][]store.CallID{store.KindPeople: nil})
	move(t, d, ids[1], store.StateQueued, nil)
	move(t, d, ids[1], store.StateFetching, nil)
	heard()
	_, err = d.Recover(ctx)
	must(t, err)
	expect("recover", map[store.Kind][]store.CallID{store.KindCalls: {ids[1]}})
	_, err = d.Recover(ctx)
	must(t, err)
	_, err = d.Move(ctx, id, store.StateQueued, nil)
	if err == nil {
		t.Error("an illegal move went through")
	}
	expect("nothing was written", map[store.Kind][]store.CallID{})
}
