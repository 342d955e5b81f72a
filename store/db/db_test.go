package db_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

// must ends the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same compares ignoring the difference of nil and empty.
func same(t testing.TB, got, want any, opts ...cmp.Option) {
	t.Helper()
	if d := cmp.Diff(want, got, append(opts, cmpopts.EquateEmpty())...); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// move is Move that must succeed.
func move(t testing.TB, d *db.DB, id store.CallID, to store.State, edit func(*store.Call)) store.Call {
	t.Helper()
	c, err := d.Move(context.Background(), id, to, edit)
	must(t, err)
	return c
}

// wantCode checks the code of an error.
func wantCode(t testing.TB, err error, code store.Code) {
	t.Helper()
	if store.CodeOf(err) != code {
		t.Errorf("got error %v, want code %s", err, code)
	}
}

func TestCallComesBackAsStored(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	d := storetest.DB(t, db.Clock(func() time.Time { return now }))
	want := storetest.Call(func(c *store.Call) {
		c.State, c.Reason, c.ReasonArg, c.NextCheck = store.StateWaiting, store.CodeNoRecording, map[string]string{"a": "б"}, now.Add(time.Minute)
	})

	ids, err := d.Receive(ctx, want.Source, want.Account, []store.Call{want}, "7")
	must(t, err)

	got, err := d.Call(ctx, ids[0])
	must(t, err)
	want.ID, want.ChangedAt = ids[0], now
	same(t, got, want)
	if got.StartedAt.Format(time.RFC3339) != "2026-03-12T14:05:00+05:00" {
		t.Errorf("the start lost its zone: %s", got.StartedAt.Format(time.RFC3339))
	}
	cp, err := d.Checkpoint(ctx, want.Source, want.Account)
	must(t, err)
	if cp != "7" {
		t.Errorf("checkpoint %q, want 7", cp)
	}
}

func TestLifeOfACall(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := storetest.Stored(t, d, func(c *store.Call) { c.State = store.StateQueued }).ID

	move(t, d, id, store.StateFetching, nil)
	rec := storetest.Recording()
	move(t, d, id, store.StateReady, func(c *store.Call) { c.Recording = rec })
	begun := time.Date(2026, 3, 12, 11, 0, 0, 0, time.UTC)
	move(t, d, id, store.StateSending, func(c *store.Call) { c.SendBegun, c.ConnectionID = begun, "eag1" })
	move(t, d, id, store.StateSent, func(c *store.Call) { c.TalkID = "aud1" })
	talk := storetest.Talk()
	raw := []byte(`{"talk":"как есть"}`)
	must(t, d.SaveTalk(ctx, id, talk, raw, store.StateDone, nil))

	c, err := d.Call(ctx, id)
	must(t, err)
	same(t, c.Recording, rec)
	if c.State != store.StateDone || c.TalkID != "aud1" || !c.SendBegun.Equal(begun) || c.ConnectionID != "eag1" {
		t.Errorf("call came out wrong: %+v", c)
	}
	if want := "Клиент спрашивает о сроке доставки заказа 1207."; c.Summary != want {
		t.Errorf("summary %q, want %q", c.Summary, want)
	}
	gotTalk, err := d.Talk(ctx, id)
	must(t, err)
	same(t, gotTalk, talk)
	gotRaw, err := d.RawTalk(ctx, id)
	must(t, err)
	same(t, gotRaw, raw)
	steps, err := d.History(ctx, id)
	must(t, err)
	var path []store.State
	for _, s := range steps {
		path = append(path, s.To)
	}
	same(t, path, []store.State{store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateSent, store.StateDone})
}

func TestIllegalMoveChangesNothing(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	before := storetest.Stored(t, d, func(c *store.Call) { c.State = store.StateQueued })

	_, err := d.Move(ctx, before.ID, store.StateSent, func(c *store.Call) { c.TalkID = "aud1" })

	if !errors.Is(err, db.ErrIllegalMove) {
		t.Errorf("got %v, want ErrIllegalMove", err)
	}
	after, err := d.Call(ctx, before.ID)
	must(t, err)
	same(t, after, before)
}

func TestReopenedDatabaseKeepsAll(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "папка с # и ?%20", "sensedesk.db")
	d, err := db.Open(ctx, path, nil)
	must(t, err)
	s := store.DefaultSettings()
	s.SpeechSense.ConnectionID = "eag7"
	must(t, d.SaveSettings(ctx, s))
	must(t, d.SetPref(ctx, "language", "kk"))
	call := storetest.Stored(t, d)
	must(t, d.Close())

	d, err = db.Open(ctx, path, nil)
	must(t, err)
	defer d.Close()

	gotS, err := d.Settings(ctx)
	must(t, err)
	same(t, gotS, s)
	lang, err := d.Pref(ctx, "language")
	must(t, err)
	if lang != "kk" {
		t.Errorf("language %q, want kk", lang)
	}
	got, err := d.Call(ctx, call.ID)
	must(t, err)
	same(t, got, call)
}

func TestNotFound(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	_, err := d.Call(ctx, 99)
	wantCode(t, err, store.CodeNotFound)
	_, err = d.Talk(ctx, 99)
	wantCode(t, err, store.CodeNotFound)
	_, err = d.RawTalk(ctx, 99)
	wantCode(t, err, store.CodeNotFound)
	_, err = d.Move(ctx, 99, store.StateQueued, nil)
	wantCode(t, err, store.CodeNotFound)
	_, err = d.Update(ctx, 99, func(*store.Call) {})
	wantCode(t, err, store.CodeNotFound)
}
