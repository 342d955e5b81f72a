package review_test

import (
	"context"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/transcript"
	"sensedesk/ui/uitest"
)

// written waits until the database and the desk agree on what is written.
func (d *scoreDesk) written(what string, is func(store.Desk) bool) {
	d.T.Helper()
	d.Wait(what, func() bool {
		kept, err := d.db.Desk(context.Background(), d.id)
		return err == nil && is(kept) && is(d.screen.State().Desk)
	})
}

// TestWritingByKeys does by keys what a supervisor does to a call, closes the
// desk in the middle of a word, opens it again and takes everything back.
func TestWritingByKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sensedesk.db")
	t.Run("write", func(t *testing.T) { writeByKeys(t, path) })
	t.Run("again", func(t *testing.T) { takeAllBack(t, path) })
}

func nothing(k store.Desk) bool { return len(k.Values) == 0 }

func writeByKeys(t *testing.T, path string) {
	d := openScores(t, uitest.Options{}, path, "")
	d.written("an empty desk", nothing)

	// A corrected phrase: E, type, Esc.
	d.screen.GoTo(0)
	d.screen.Do(keys.NextPhrase)
	d.Type("у") // the key E on a Russian layout
	service := d.screen.Transcript().Current().Text
	d.Type(" ИСПРАВЛЕНО")
	d.Key(fyne.KeyEscape)
	d.written("the correction", func(k store.Desk) bool {
		e := k.PhraseEdits()
		return len(e) == 1 && strings.HasSuffix(e[0].Text, "ИСПРАВЛЕНО") && e[0].Base != ""
	})
	d.Wait("the corrected text", func() bool {
		return slices.ContainsFunc(d.screen.Transcript().Document().Rows, func(r transcript.Row) bool {
			return r.Edited && strings.HasSuffix(r.Text(), "ИСПРАВЛЕНО")
		})
	})
	if service != "" && d.screen.State().Talk.Phrases[0].Shown() == "" {
		t.Error("the service's version is gone")
	}

	// A bookmark and a comment.
	d.Type("м")
	d.written("the bookmark", func(k store.Desk) bool { return len(k.Notes()) == 1 })
	d.Type("ь")
	if d.deck.Playing() {
		t.Error("a comment does not pause")
	}
	d.Type("спорит о цене") // and no Esc: what is typed is kept when the hand rests
	d.written("the comment", func(k store.Desk) bool {
		n := k.Notes()
		return len(n) == 2 && slices.ContainsFunc(n, func(n store.Note) bool { return n.Text == "спорит о цене" })
	})
	d.Type("!")
	d.screen.Close() // the last letter was typed a moment ago
	kept, err := d.db.Desk(context.Background(), d.id)
	must(t, err)
	if !slices.ContainsFunc(kept.Notes(), func(n store.Note) bool { return n.Text == "спорит о цене!" }) {
		t.Errorf("a letter was lost: %+v", kept.Notes())
	}
}

// takeAllBack opens the call after a restart: everything is there, and can be
// taken back.
func takeAllBack(t *testing.T, path string) {
	again := openScores(t, uitest.Options{}, path, "")
	again.written("what was written", func(k store.Desk) bool { return len(k.Notes()) == 2 && len(k.PhraseEdits()) == 1 })
	if !slices.ContainsFunc(again.screen.State().Markers, func(m review.Marker) bool { return m.Note != "" }) {
		t.Error("no note on the time line")
	}
	steps := 0
	for again.screen.State().Desk.Undo != "" && steps < 20 {
		before := again.screen.State().Desk
		again.screen.Do(keys.Undo)
		again.Wait("a step back", func() bool { return !reflect.DeepEqual(before, again.screen.State().Desk) })
		steps++
	}
	again.written("everything taken back", nothing)
	if steps < 4 {
		t.Errorf("%d steps back, want one for each thing done", steps)
	}
	again.screen.Do(keys.Redo)
	again.written("the correction again", func(k store.Desk) bool { return len(k.PhraseEdits()) == 1 })
}

// TestSummaryAndTags changes both, and a new analysis leaves them.
func TestSummaryAndTags(t *testing.T) {
	d := openScores(t, uitest.Options{}, filepath.Join(t.TempDir(), "sensedesk.db"), "")
	p := d.Print
	d.Tap(p.S("review.summary.edit"))
	d.Type(" Дополнено.")
	d.Tap(p.S("review.edit.done"))
	d.written("the summary", func(k store.Desk) bool { return strings.HasSuffix(k.Values[store.DeskSummary], "Дополнено.") })
	d.Wait("its sign", func() bool { return d.Sees(p.S("review.summary.mine")) })

	d.screen.Do(keys.Tags)
	d.Type("самовывоз")
	d.Key(fyne.KeyReturn)
	d.written("the tag", func(k store.Desk) bool { return slices.Equal(k.Tags().Add, []string{"самовывоз"}) })
	d.Key(fyne.KeyEscape)
	d.Wait("its chip", func() bool { return d.Sees("самовывоз") })

	_, talk := pictured()
	talk.Statements = []store.Statement{{FieldID: "summary", Values: []string{"Сервис передумал."}}}
	must(t, d.db.SaveTalk(context.Background(), d.id, talk, []byte("again"), store.StateDone, nil))
	d.Wait("the difference", func() bool { return d.Sees(p.S("review.summary.newer")) })
	if !strings.HasSuffix(d.screen.State().Desk.Values[store.DeskSummary], "Дополнено.") || !d.Sees("самовывоз") {
		t.Error("a new analysis overwrote a person's words")
	}
	if !d.Sees("{Сервис передумал}.") {
		t.Errorf("what the service changed is not shown; shown: %q", d.Texts())
	}
	d.Tap(p.S("review.summary.show"))
	if len(d.Find("Сервис передумал.")) == 0 || !d.Sees("[Сервис передумал]") {
		t.Errorf("the service's answer is not shown, or not how it differs; shown: %q", d.Texts())
	}
	d.Tap(p.S("review.summary.edit"))
	d.Tap(p.S("review.edit.back"))
	d.written("the service's summary", func(k store.Desk) bool { return k.Values[store.DeskSummary] == "" })
}
