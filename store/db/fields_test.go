package db_test

import (
	"context"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

var editedAt = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)

// withTalk returns a call whose talk has these metadata.
func withTalk(t *testing.T, d *db.DB, fields ...store.Field) store.CallID {
	t.Helper()
	c := brought(t, d, store.StateSent)
	must(t, d.SaveTalk(context.Background(), c.ID, storetest.Talk(func(talk *store.Talk) { talk.Fields = fields }), nil, store.StateDone, nil))
	return c.ID
}

// TestLifeOfAnEdit walks through what a person and the service may do to one key.
func TestLifeOfAnEdit(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := withTalk(t, d, store.Field{Name: "score_main", Value: "50", Type: "NUMBER"})
	write := func(value string) {
		t.Helper()
		must(t, d.EditField(ctx, id, "score_main", value, editedAt))
	}
	settle := func(seen []store.Field, o store.FieldOutcome) {
		t.Helper()
		o.Key = "score_main"
		must(t, d.SettleFields(ctx, id, seen, []store.FieldOutcome{o}))
	}
	want := func(edits ...store.FieldEdit) {
		t.Helper()
		got, err := d.FieldEdits(ctx, id)
		must(t, err)
		for i := range edits {
			edits[i].Call, edits[i].Key, edits[i].At = id, "score_main", editedAt
		}
		same(t, got, edits)
		ids, err := d.PendingFields(ctx)
		must(t, err)
		if waits := len(edits) > 0 && edits[0].State == store.EditPending; (len(ids) == 1) != waits {
			t.Errorf("%v wait", ids)
		}
	}
	pending := func(value, base string) store.FieldEdit {
		return store.FieldEdit{Value: value, Base: base, State: store.EditPending}
	}

	want()
	write("50") // what the service has is no edit
	want()
	write("60")
	write("70") // the newer wish counts, the base stays what was seen first
	want(pending("70", "50"))
	settle(nil, store.FieldOutcome{Value: "60", Done: true}) // the older one had been sent already
	want(pending("70", "60"))
	settle(nil, store.FieldOutcome{Value: "60", State: store.EditRefused, Reason: store.CodeRefused}) // said of the older one
	want(pending("70", "60"))
	settle(nil, store.FieldOutcome{Value: "70", State: store.EditConflict, Theirs: "90"})
	want(store.FieldEdit{Value: "70", Base: "60", State: store.EditConflict, Theirs: "90"})
	write("80") // in sight of 90
	want(pending("80", "90"))
	settle(nil, store.FieldOutcome{Value: "80", State: store.EditRefused, Reason: store.CodeFieldLost, Args: map[string]string{"key": "score_main"}})
	want(store.FieldEdit{Value: "80", Base: "90", State: store.EditRefused, Reason: store.CodeFieldLost, Args: map[string]string{"key": "score_main"}})
	write("80") // once more
	want(pending("80", "50"))
	settle([]store.Field{{Name: "score_main", Value: "80", Type: "NUMBER"}}, store.FieldOutcome{Value: "80", Done: true})
	want()
	talk, err := d.Talk(ctx, id)
	must(t, err)
	if talk.Field("score_main") != "80" {
		t.Errorf("the talk says %q", talk.Field("score_main"))
	}
	write("85")
	must(t, d.DropFieldEdit(ctx, id, "score_main"))
	want()
	settle(nil, store.FieldOutcome{Value: "85", State: store.EditConflict}) // told of an edit that was taken back
	want()
}

func TestEditsThatCannotBe(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := withTalk(t, d)
	long := make([]byte, store.MaxFieldValue+1)
	wantCode(t, d.EditField(ctx, id, "comment", string(long), editedAt), store.CodeFieldLong)
	wantCode(t, d.EditField(ctx, id, "comment", "\xff", editedAt), store.CodeFieldLong)
	wantCode(t, d.EditField(ctx, id, " comment", "x", editedAt), store.CodeFieldKey)
	wantCode(t, d.EditField(ctx, id+7, "comment", "x", editedAt), store.CodeNotFound)
}

// TestRefreshLeavesEdits: what a person wants outlives every answer of the service.
func TestRefreshLeavesEdits(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := withTalk(t, d)
	must(t, d.EditField(ctx, id, "score_main", "70", editedAt))

	must(t, d.SaveTalk(ctx, id, storetest.Talk(), []byte("newer"), store.StateDone, nil))

	got, err := d.FieldEdits(ctx, id)
	must(t, err)
	if len(got) != 1 || got[0].Value != "70" {
		t.Errorf("edits %+v", got)
	}
}
