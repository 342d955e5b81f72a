package review_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// The book keeps edits as the database does, without its rules.
func (b *book) FieldEdits(context.Context, store.CallID) ([]store.FieldEdit, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.edits), nil
}

func (b *book) EditField(_ context.Context, id store.CallID, key, value string, now time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.edits = slices.DeleteFunc(b.edits, func(e store.FieldEdit) bool { return e.Key == key })
	b.edits = append(b.edits, store.FieldEdit{Call: id, Key: key, Value: value, State: store.EditPending, At: now})
	return b.editErr
}

func (b *book) DropFieldEdit(_ context.Context, _ store.CallID, key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.edits = slices.DeleteFunc(b.edits, func(e store.FieldEdit) bool { return e.Key == key })
	return nil
}

// withFields gives the call of the picture metadata.
func withFields(d *desk) {
	call, talk := d.book.calls[theCall], d.book.talks[theCall]
	call.TalkID, talk.ID = "aud1", "aud1"
	talk.Fields = []store.Field{
		{Name: "operator_name", Value: "Ким Анна", Type: "STRING"},
		{Name: "cost", Value: "12.40", Type: "DECIMAL"},
		{Name: "direction_outgoing", Value: "true", Type: "BOOLEAN"},
		{Name: "comment", Type: "STRING"},
	}
	d.book.calls[theCall], d.book.talks[theCall] = call, talk
}

// facts opens the call at the page of facts.
func facts(t *testing.T, o uitest.Options, change func(d *desk)) *desk {
	t.Helper()
	d := open(t, o, func(d *desk) {
		withFields(d)
		if change != nil {
			change(d)
		}
	}).read()
	d.Tap(d.Print.S("review.tab.facts"))
	return d
}

// TestScoreByKeysAlone gives a score without touching the mouse.
func TestScoreByKeysAlone(t *testing.T) {
	d := facts(t, uitest.Options{}, nil)
	if !d.screen.Do(keys.Score) {
		t.Fatal("no score can be given")
	}
	d.Type("130")
	d.Key(fyne.KeyReturn)
	what, _ := d.Print.Code(store.CodeScore, nil)
	if !d.Sees(what) || len(d.book.edits) != 0 {
		t.Fatalf("130 is taken for a score; shown: %q", d.Texts())
	}
	for range "130" {
		d.Key(fyne.KeyBackspace)
	}
	d.Type("87,5")
	d.Key(fyne.KeyReturn)
	d.Wait("the score to be kept", func() bool { return d.edited == 1 })

	d.screen.Changed(store.Change{Kind: store.KindTalks, IDs: []store.CallID{theCall}})
	d.Wait("the score on the desk", func() bool { return d.Sees("87.5") && d.Sees(d.Print.S("review.meta.pending")) })
	if e := d.book.edits[0]; e.Key != "score_main" || e.Value != "87.5" {
		t.Errorf("kept %+v", e)
	}
	d.Tap(d.Print.S("review.meta.drop"))
	d.Wait("the edit to be taken back", func() bool { return d.edited == 2 })
	d.screen.Changed(store.Change{Kind: store.KindTalks})
	d.Wait("no score", func() bool { return !d.Sees("87.5") })
}

func TestConflictIsAPersonsToDecide(t *testing.T) {
	conflict := store.FieldEdit{Call: theCall, Key: "cost", Value: "15", Theirs: "14", State: store.EditConflict}
	for _, c := range []struct {
		button string
		want   []store.EditState
	}{{"review.meta.mine", []store.EditState{store.EditPending}}, {"review.meta.theirs", nil}} {
		d := facts(t, uitest.Options{}, func(d *desk) { d.book.edits = []store.FieldEdit{conflict} })
		d.Tap(d.Print.S(c.button))
		d.Wait("the choice", func() bool { return d.edited == 1 })
		var got []store.EditState
		for _, e := range d.book.edits {
			got = append(got, e.State)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.button, got, c.want)
		}
	}
}

func TestWhatCannotBeKeptIsTold(t *testing.T) {
	d := facts(t, uitest.Options{}, func(d *desk) { d.book.editErr = store.E(store.CodeDiskFull, "write", nil) })
	d.screen.Do(keys.Score)
	d.Type("50")
	d.Key(fyne.KeyReturn)
	d.Wait("the trouble", func() bool { return store.CodeOf(d.trouble) == store.CodeDiskFull })
	if d.edited != 0 {
		t.Error("what was not kept is to be sent")
	}
}

func TestValuesFitTheirKeys(t *testing.T) {
	for _, c := range []struct {
		key   review.MetaKey
		value string
		want  store.Code
	}{
		{review.MetaKey{Name: "n", Type: "NUMBER"}, "12", ""},
		{review.MetaKey{Name: "n", Type: "NUMBER"}, "12.5", store.CodeFieldType},
		{review.MetaKey{Name: "n", Type: "DECIMAL"}, "12.5", ""},
		{review.MetaKey{Name: "n", Type: "DECIMAL"}, "двенадцать", store.CodeFieldType},
		{review.MetaKey{Name: "n", Type: "BOOLEAN"}, "true", ""},
		{review.MetaKey{Name: "n", Type: "BOOLEAN"}, "да", store.CodeFieldType},
		{review.MetaKey{Name: "n", Type: "DATE"}, "2026-03-12T14:05:00+05:00", ""},
		{review.MetaKey{Name: "n", Type: "DATE"}, "12.03.2026", store.CodeFieldType},
		{review.MetaKey{Name: "n", Type: "DATE"}, "", ""},
		{review.MetaKey{Name: "n", Score: true}, "100", ""},
		{review.MetaKey{Name: "n", Score: true}, "-1", store.CodeScore},
		{review.MetaKey{Name: "n", Score: true}, "100.01", store.CodeScore},
		{review.MetaKey{Name: "n"}, string(make([]byte, 2000)), store.CodeFieldLong},
	} {
		if got := store.CodeOf(c.key.Fault(c.value)); got != c.want {
			t.Errorf("%+v %.20q: %q, want %q", c.key, c.value, got, c.want)
		}
	}
}
