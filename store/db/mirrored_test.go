package db_test

import (
	"errors"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

// mirrored stores a talk as the mirror would.
func mirrored(t *testing.T, d *db.DB, talk store.Talk, raw string) store.Call {
	t.Helper()
	id, err := d.SaveMirrored(t.Context(), store.CallOfTalk(talk, 0), talk, []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Call(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMirroredTalkBecomesACall(t *testing.T) {
	d := storetest.DB(t)
	talk := storetest.Talk(func(talk *store.Talk) {
		talk.Fields = append(talk.Fields, store.Field{Name: "operator_name", Value: "Айгүл Қасымова"}, store.Field{Name: "date", Value: "2026-03-12T14:05:00+05:00"})
	})
	c := mirrored(t, d, talk, "one")
	if c.Source != store.SourceSpeechSense || c.Account != talk.ConnectionID || c.SourceID != string(talk.ID) || c.TalkID != talk.ID ||
		c.State != store.StateDone || c.OperatorName != "Айгүл Қасымова" || c.Recording != nil || c.Summary == "" || !c.StartedAt.Equal(storetest.Start()) {
		t.Errorf("stored %+v", c)
	}
	got, err := d.Talk(t.Context(), c.ID)
	if err != nil || len(got.Phrases) != len(talk.Phrases) {
		t.Errorf("talk %+v %v", got, err)
	}
	if raw, err := d.RawTalk(t.Context(), c.ID); err != nil || string(raw) != "one" {
		t.Errorf("raw %q %v", raw, err)
	}
	for _, text := range []string{"қасымова", "мекенжай", "доставки"} {
		if found, err := d.Calls(t.Context(), store.CallFilter{Text: text}); err != nil || len(found) != 1 {
			t.Errorf("%q finds %d calls, %v", text, len(found), err)
		}
	}
	// The engine has nothing to do with it, now and later.
	due, err := d.Due(t.Context(), store.Owner{}, store.States(), time.Now().AddDate(10, 0, 0), 0)
	if err != nil || len(due) != 0 {
		t.Errorf("due %v %v", due, err)
	}
	if _, err := d.Repeat(t.Context(), c.ID); !errors.Is(err, db.ErrIllegalMove) {
		t.Errorf("sent again: %v", err)
	}
}

func TestMirroredTalkIsRefreshedInPlace(t *testing.T) {
	feed := &store.Feed{}
	d := storetest.DBWithFeed(t, feed)
	talk := storetest.Talk(func(talk *store.Talk) { talk.State = store.ProcessingRunning })
	talk.Algorithms = nil
	first := mirrored(t, d, talk, "one")
	rec := storetest.Recording()
	if _, err := d.Update(t.Context(), first.ID, func(c *store.Call) { c.Recording = rec }); err != nil {
		t.Fatal(err)
	}

	changes, cancel := feed.Subscribe()
	same := mirrored(t, d, talk, "one")
	cancel()
	if n := len(changes); n != 0 {
		t.Errorf("the same answer again was announced %d times", n)
	}
	if same.ID != first.ID {
		t.Errorf("call %d, before %d", same.ID, first.ID)
	}

	talk.State = store.ProcessingSuccess
	talk.Phrases = append(talk.Phrases, storetest.Phrase(0, 15000, "перезвоню завтра", ""))
	talk.Fields = append(talk.Fields, store.Field{Name: "client_name", Value: "Пётр"})
	c := mirrored(t, d, talk, "two")
	if c.ID != first.ID || c.State != store.StateDone || c.ClientName != "Пётр" || c.Recording == nil || c.Recording.Hash != rec.Hash {
		t.Errorf("refreshed: %+v", c)
	}
	if found, err := d.Calls(t.Context(), store.CallFilter{Text: "перезвоню"}); err != nil || len(found) != 1 {
		t.Errorf("new words find %v %v", found, err)
	}
	all, err := d.Calls(t.Context(), store.CallFilter{})
	if err != nil || len(all) != 1 {
		t.Errorf("%d calls, %v", len(all), err)
	}
}

// A talk this desk uploaded itself is never a second call.
func TestMirroredTalkOfAnOwnCall(t *testing.T) {
	d := storetest.DB(t)
	own := storetest.Stored(t, d, func(c *store.Call) { c.State = store.StateReady })
	talk := storetest.Talk()
	move := func(to store.State, edit func(*store.Call)) {
		t.Helper()
		if _, err := d.Move(t.Context(), own.ID, to, edit); err != nil {
			t.Fatal(err)
		}
	}
	move(store.StateSending, nil)
	save := func(talk store.Talk) (store.CallID, error) {
		return d.SaveMirrored(t.Context(), store.CallOfTalk(talk, 0), talk, []byte("raw"))
	}
	// While the answer is out, a talk with this call's marker belongs to nobody yet.
	if id, err := save(talk); !errors.Is(err, store.CodeOutcomeUnknown) {
		t.Errorf("while it is sent: %d %v", id, err)
	}
	move(store.StateUnknown, nil)
	own2 := storetest.Talk(func(talk *store.Talk) {
		talk.Fields = []store.Field{{Name: "marker", Value: "bitrix24:" + storetest.Account + ":" + own.UniqueID}}
	})
	if id, err := save(own2); !errors.Is(err, store.CodeOutcomeUnknown) {
		t.Errorf("while nobody knows: %d %v", id, err)
	}
	// Without a marker it is taken for a stranger's until the answer is known.
	bare := storetest.Talk(func(talk *store.Talk) { talk.Fields = nil })
	stranger := mirrored(t, d, bare, "raw")
	if stranger.ID == own.ID {
		t.Fatal("a talk without a marker was taken for ours")
	}
	later := time.Now().Add(time.Hour)
	move(store.StateSent, func(c *store.Call) { c.TalkID, c.NextCheck = talk.ID, later })
	if _, err := d.Call(t.Context(), stranger.ID); !errors.Is(err, store.CodeNotFound) {
		t.Errorf("the stranger's call stays: %v", err)
	}
	if found, err := d.Calls(t.Context(), store.CallFilter{Text: "мекенжай"}); err != nil || len(found) != 0 {
		t.Errorf("its words stay: %v %v", found, err)
	}

	running := storetest.Talk(func(talk *store.Talk) { talk.State, talk.Algorithms = store.ProcessingRunning, nil })
	c := mirrored(t, d, running, "two")
	if c.ID != own.ID || c.State != store.StateProcessing || !c.NextCheck.Equal(later.UTC().Truncate(time.Millisecond)) {
		t.Errorf("the engine goes on asking: %+v", c)
	}
	c = mirrored(t, d, talk, "three")
	if c.ID != own.ID || c.Source != store.SourceBitrix24 || c.State != store.StateDone || c.OperatorName != own.OperatorName || c.NextCheck.IsZero() {
		t.Errorf("the own call: %+v", c)
	}
}
