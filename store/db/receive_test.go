package db_test

import (
	"context"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

// way is a legal way from found to each state.
var way = map[store.State][]store.State{
	store.StateFound:             {},
	store.StateSkipped:           {store.StateSkipped},
	store.StateWaiting:           {store.StateWaiting},
	store.StateQueued:            {store.StateQueued},
	store.StateFetching:          {store.StateQueued, store.StateFetching},
	store.StateReady:             {store.StateQueued, store.StateFetching, store.StateReady},
	store.StateSending:           {store.StateQueued, store.StateFetching, store.StateReady, store.StateSending},
	store.StateUnknown:           {store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateUnknown},
	store.StateSent:              {store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateSent},
	store.StateProcessing:        {store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateSent, store.StateProcessing},
	store.StateDone:              {store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateSent, store.StateDone},
	store.StatePartlyDone:        {store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateSent, store.StatePartlyDone},
	store.StateRecognitionFailed: {store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateSent, store.StateRecognitionFailed},
	store.StateFailed:            {store.StateFailed},
}

// brought stores a call and brings it into a state.
func brought(t testing.TB, d *db.DB, to store.State, opts ...func(*store.Call)) store.Call {
	t.Helper()
	c := storetest.Stored(t, d, opts...)
	for _, s := range way[to] {
		c = move(t, d, c.ID, s, nil)
	}
	return c
}

func TestListedAgain(t *testing.T) {
	ctx := context.Background()
	next := time.Date(2026, 3, 13, 0, 0, 0, 0, time.UTC)
	for _, state := range store.States() {
		t.Run(string(state), func(t *testing.T) {
			d := storetest.DB(t)
			before := brought(t, d, state)
			listed := storetest.Call(func(c *store.Call) {
				c.State, c.Reason, c.ReasonArg, c.NextCheck = store.StateWaiting, store.CodeNoRecording, map[string]string{"x": "1"}, next
				c.Duration, c.Meta = 500*time.Second, map[string]string{"id": "7", "new": "1"}
				c.UniqueID, c.OperatorName, c.ClientName, c.RecordRef = "another", "Другое Имя", "", ""
				c.FoundAt = next
			})

			ids, err := d.Receive(ctx, listed.Source, listed.Account, []store.Call{listed}, "9")
			must(t, err)

			if len(ids) != 1 || ids[0] != before.ID {
				t.Fatalf("ids %v, want the call that is known, %d", ids, before.ID)
			}
			after, err := d.Call(ctx, before.ID)
			must(t, err)
			want := before
			want.OperatorName = "Другое Имя" // and what the listing does not know stays
			switch state {
			case store.StateFound, store.StateSkipped, store.StateWaiting:
				if state != store.StateWaiting { // its re-check times go on
					want.State, want.Reason, want.ReasonArg, want.NextCheck = listed.State, listed.Reason, listed.ReasonArg, listed.NextCheck
				}
				want.Duration, want.Meta, want.UniqueID = listed.Duration, listed.Meta, listed.UniqueID
				want.ChangedAt = after.ChangedAt
			}
			same(t, after, want)
		})
	}
}

func TestVerdictThatIsNoLegalMoveIsLeftOut(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	before := brought(t, d, store.StateSkipped)
	listed := storetest.Call(func(c *store.Call) { c.State, c.Reason = store.StateFailed, store.CodeTooLong })

	_, err := d.Receive(ctx, listed.Source, listed.Account, []store.Call{listed}, "")
	must(t, err)

	after, err := d.Call(ctx, before.ID)
	must(t, err)
	same(t, after, before)
}

func TestGivenUpForItsRecordingStaysSo(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	before := brought(t, d, store.StateSkipped)
	_, err := d.Update(ctx, before.ID, func(c *store.Call) { c.Reason = store.CodeNoRecording })
	must(t, err)
	listed := storetest.Call(func(c *store.Call) { c.State, c.NextCheck = store.StateWaiting, time.Now() })

	receive := func(want store.State) {
		t.Helper()
		_, err = d.Receive(ctx, listed.Source, listed.Account, []store.Call{listed}, "")
		must(t, err)
		after, err := d.Call(ctx, before.ID)
		must(t, err)
		if after.State != want {
			t.Errorf("listed as %s it became %s, want %s", listed.State, after.State, want)
		}
	}
	receive(store.StateSkipped)
	listed.State = store.StateQueued // it has come after all
	receive(store.StateQueued)
}

func TestSameVerdictKeepsItsCount(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	before := brought(t, d, store.StateWaiting)
	_, err := d.Update(ctx, before.ID, func(c *store.Call) { c.CheckCount = 3 })
	must(t, err)

	listed := storetest.Call(func(c *store.Call) { c.State = store.StateWaiting })
	_, err = d.Receive(ctx, listed.Source, listed.Account, []store.Call{listed}, "")
	must(t, err)

	after, err := d.Call(ctx, before.ID)
	must(t, err)
	if after.CheckCount != 3 || !after.ChangedAt.Equal(before.ChangedAt) {
		t.Errorf("count %d, changed at %v (before %v)", after.CheckCount, after.ChangedAt, before.ChangedAt)
	}
}

func TestCallsAreToldApartByAccount(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := storetest.Call()
	seen := map[store.CallID]bool{}
	for _, account := range []string{"a.bitrix24.kz", "b.bitrix24.kz"} {
		for range 2 {
			ids, err := d.Receive(ctx, c.Source, account, []store.Call{c}, "7")
			must(t, err)
			seen[ids[0]] = true
			got, err := d.Call(ctx, ids[0])
			must(t, err)
			if got.Account != account {
				t.Errorf("account %s, want %s", got.Account, account)
			}
		}
	}
	if len(seen) != 2 {
		t.Errorf("%d calls, want 2", len(seen))
	}
}

func TestPageIsAllOrNothing(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	must(t, d.Exec(ctx, `CREATE TRIGGER stop BEFORE INSERT ON calls WHEN NEW.source_id = '8' BEGIN SELECT RAISE(ABORT, 'no'); END`))
	page := []store.Call{storetest.Call(), storetest.Call(func(c *store.Call) { c.SourceID = "8" })}

	ids, err := d.Receive(ctx, page[0].Source, page[0].Account, page, "8")

	if err == nil || ids != nil {
		t.Errorf("got %v, %v", ids, err)
	}
	n, _, err := d.Count(ctx, store.CallFilter{})
	must(t, err)
	cp, err := d.Checkpoint(ctx, page[0].Source, page[0].Account)
	must(t, err)
	if n != 0 || cp != "" {
		t.Errorf("%d calls stored, checkpoint %q", n, cp)
	}
}

func TestCheckpoints(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	kind := store.SourceBitrix24
	for _, step := range []struct{ account, cursor string }{{"b", "5"}, {"a", "100"}, {"b", "70"}, {"b", ""}} {
		_, err := d.Receive(ctx, kind, step.account, nil, step.cursor)
		must(t, err)
	}
	list, err := d.Checkpoints(ctx)
	must(t, err)
	same(t, list, []store.Checkpoint{{Source: kind, Account: "a", LastID: "100"}, {Source: kind, Account: "b", LastID: "70"}})

	must(t, d.ResetCheckpoint(ctx, kind, "b"))
	must(t, d.ResetCheckpoint(ctx, kind, "nobody"))

	for account, want := range map[string]string{"a": "100", "b": "", "nobody": ""} {
		got, err := d.Checkpoint(ctx, kind, account)
		must(t, err)
		if got != want {
			t.Errorf("checkpoint of %s is %q, want %q", account, got, want)
		}
	}
}
