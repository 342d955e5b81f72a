package db_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

// wantDesk compares what is written about a call.
func wantDesk(t *testing.T, d *db.DB, id store.CallID, want store.Desk) {
	t.Helper()
	got, err := d.Desk(context.Background(), id)
	must(t, err)
	same(t, got, want)
}

func TestStepsOnTheDesk(t *testing.T) {
	ctx := context.Background()
	feed := &store.Feed{}
	d := storetest.DBWithFeed(t, feed)
	id := storetest.Stored(t, d).ID
	other := storetest.Stored(t, d, func(c *store.Call) { c.SourceID, c.UniqueID = "99", "other" }).ID
	write := func(label string, values map[string]string) {
		t.Helper()
		must(t, d.WriteDesk(ctx, id, label, values, editedAt))
	}
	type values = map[string]string

	wantDesk(t, d, id, store.Desk{Values: values{}})
	if _, ok, err := d.UndoDesk(ctx, id); ok || err != nil {
		t.Errorf("undone on an empty desk: %v %v", ok, err)
	}
	write("tags", values{"tags": `["доставка"]`})
	write("both", values{"tags": `["доставка","брак"]`, "note/1": `{"text":"спорит"}`})
	wantDesk(t, d, id, store.Desk{Values: values{"tags": `["доставка","брак"]`, "note/1": `{"text":"спорит"}`}, Undo: "both"})
	wantDesk(t, d, other, store.Desk{Values: values{}})

	changes, cancel := feed.Subscribe()
	write("nothing", values{"tags": `["доставка","брак"]`, "note/2": ""})
	if len(changes) != 0 {
		t.Error("writing what is there was announced")
	}
	step, ok, err := d.UndoDesk(ctx, id)
	must(t, err)
	same(t, step, store.DeskStep{Call: id, Label: "both", At: editedAt, Changes: []store.DeskChange{
		{Key: "note/1", After: `{"text":"спорит"}`}, {Key: "tags", Before: `["доставка"]`, After: `["доставка","брак"]`},
	}})
	if got := <-changes; !ok || got.Kind != store.KindDesk || len(got.IDs) != 1 || got.IDs[0] != id {
		t.Errorf("undone %v, announced %v", ok, got)
	}
	cancel()
	wantDesk(t, d, id, store.Desk{Values: values{"tags": `["доставка"]`}, Undo: "tags", Redo: "both"})
	if _, _, err := d.UndoDesk(ctx, id); err != nil {
		t.Fatal(err)
	}
	wantDesk(t, d, id, store.Desk{Values: values{}, Redo: "tags"})
	if step, _, err := d.RedoDesk(ctx, id); err != nil || step.Label != "tags" {
		t.Errorf("done again: %q %v", step.Label, err)
	}
	write("summary", values{"summary": "Иначе"}) // what was undone is gone now
	wantDesk(t, d, id, store.Desk{Values: values{"tags": `["доставка"]`, "summary": "Иначе"}, Undo: "summary"})
	if _, ok, err := d.RedoDesk(ctx, id); ok || err != nil {
		t.Errorf("done again after a new step: %v %v", ok, err)
	}
	wantCode(t, d.WriteDesk(ctx, 4711, "x", values{"tags": "1"}, editedAt), store.CodeNotFound)
}

// TestDeepUndoAfterARestart writes more steps than a day of work has, opens the
// database again and goes all the way back and forth.
func TestDeepUndoAfterARestart(t *testing.T) {
	const deep = 1100
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "sensedesk.db")
	d, err := db.Open(ctx, path, nil)
	must(t, err)
	id := storetest.Stored(t, d).ID
	for n := 1; n <= deep; n++ {
		must(t, d.WriteDesk(ctx, id, "note", map[string]string{"note/1": fmt.Sprint(n)}, editedAt))
	}
	must(t, d.Close())

	d, err = db.Open(ctx, path, nil)
	must(t, err)
	defer d.Close()
	for n := deep - 1; n >= 0; n-- {
		if _, ok, err := d.UndoDesk(ctx, id); !ok || err != nil {
			t.Fatalf("step %d: %v %v", n, ok, err)
		}
		if n%200 == 1 {
			desk, err := d.Desk(ctx, id)
			must(t, err)
			if got := desk.Values["note/1"]; got != fmt.Sprint(n) {
				t.Fatalf("%q after going back to %d", got, n)
			}
		}
	}
	wantDesk(t, d, id, store.Desk{Values: map[string]string{}, Redo: "note"})
	for range 100 {
		if _, ok, err := d.RedoDesk(ctx, id); !ok || err != nil {
			t.Fatalf("forth: %v %v", ok, err)
		}
	}
	wantDesk(t, d, id, store.Desk{Values: map[string]string{"note/1": "100"}, Undo: "note", Redo: "note"})
}

// TestANewAnalysisOverwritesNothing has the service answer again after a person
// wrote a summary, corrected a phrase and put a tag.
func TestANewAnalysisOverwritesNothing(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := withTalk(t, d)
	found := func(word string) int {
		t.Helper()
		list, err := d.Calls(ctx, store.CallFilter{Text: word})
		must(t, err)
		return len(list)
	}
	line := func(want string) {
		t.Helper()
		c, err := d.Call(ctx, id)
		must(t, err)
		if c.Summary != want {
			t.Errorf("in lists: %q, want %q", c.Summary, want)
		}
	}
	mine := map[string]string{
		store.DeskSummary: "Клиент\nсогласился", store.DeskTags: `["самовывоз"]`,
		store.DeskPhrase + "0-0": `{"text":"четыреста рублей"}`, store.DeskAnswer + "a/b/c": `{"comment":"незаметно"}`,
	}
	must(t, d.WriteDesk(ctx, id, "all", mine, editedAt))
	line("Клиент согласился")

	for _, answer := range []string{"Новый ответ.", ""} {
		talk := storetest.Talk(func(talk *store.Talk) {
			talk.Statements = []store.Statement{{FieldID: "summary", Values: []string{answer}}}
		})
		must(t, d.SaveTalk(ctx, id, talk, []byte(answer), store.StateDone, nil))
		line("Клиент согласился")
	}
	third := storetest.Talk(func(talk *store.Talk) {
		talk.Statements = []store.Statement{{FieldID: "summary", Values: []string{"Третий."}}}
	})
	if _, err := d.Update(ctx, id, func(c *store.Call) { c.TalkID = third.ID }); err != nil {
		t.Fatal(err)
	}
	if got, err := d.SaveMirrored(ctx, store.CallOfTalk(third, 0), third, []byte("third")); err != nil || got != id {
		t.Fatalf("brought from the server: %d %v", got, err)
	}
	line("Клиент согласился")
	talk, err := d.Talk(ctx, id)
	must(t, err)
	same(t, talk.StatementValues("summary"), []string{"Третий."})
	for word, want := range map[string]int{"самовывоз": 1, "четыреста": 1, "согласился": 1, "незаметно": 0, "text": 0} {
		if got := found(word); got != want {
			t.Errorf("%q finds %d calls, want %d", word, got, want)
		}
	}
	if _, _, err := d.UndoDesk(ctx, id); err != nil {
		t.Fatal(err)
	}
	line("Третий.")
	if found("самовывоз") != 0 {
		t.Error("a tag taken back is found")
	}
}

// TestTheDeskOfAnAbsorbedCall has a person write about a talk of the server that
// turns out to be the talk of a call of this desk.
func TestTheDeskOfAnAbsorbedCall(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	own := storetest.Stored(t, d, func(c *store.Call) { c.State = store.StateReady })
	move(t, d, own.ID, store.StateSending, nil)
	must(t, d.WriteDesk(ctx, own.ID, "mine", map[string]string{"tags": `["было"]`, "note/0": "старое"}, editedAt))
	must(t, d.WriteDesk(ctx, own.ID, "mine", map[string]string{"note/0": "другое"}, editedAt))
	if _, _, err := d.UndoDesk(ctx, own.ID); err != nil {
		t.Fatal(err)
	}
	bare := storetest.Talk(func(talk *store.Talk) { talk.Fields = nil })
	stranger := mirrored(t, d, bare, "raw")
	must(t, d.WriteDesk(ctx, stranger.ID, "one", map[string]string{"tags": `["стало"]`}, editedAt))
	must(t, d.WriteDesk(ctx, stranger.ID, "two", map[string]string{"note/1": "спорит"}, editedAt))
	move(t, d, own.ID, store.StateSent, func(c *store.Call) { c.TalkID, c.NextCheck = bare.ID, time.Now() })

	wantDesk(t, d, own.ID, store.Desk{Values: map[string]string{"tags": `["стало"]`, "note/0": "старое", "note/1": "спорит"}, Undo: "two"})
	for _, want := range []string{"two", "one", "mine"} {
		if step, ok, err := d.UndoDesk(ctx, own.ID); !ok || err != nil || step.Label != want {
			t.Errorf("undone %q %v %v, want %q", step.Label, ok, err, want)
		}
	}
	wantDesk(t, d, own.ID, store.Desk{Values: map[string]string{}, Redo: "mine"})
}

func TestTagsInUse(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	for i, tags := range [][]string{{"доставка", "брак"}, {"брак"}, {"возврат"}} {
		id := storetest.Stored(t, d, func(c *store.Call) { c.SourceID, c.UniqueID = fmt.Sprint(100+i), fmt.Sprint("u", i) }).ID
		must(t, d.WriteDesk(ctx, id, "tags", map[string]string{store.DeskTags: store.TagEdits{Add: tags, Drop: []string{"x"}}.Encode()}, editedAt))
	}
	got, err := d.TagsInUse(ctx, 2)
	must(t, err)
	same(t, got, []string{"брак", "возврат"})
}
