package review_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// shot leaves a picture for eyes, as the other desk does.
func (d *scoreDesk) shot(name string) {
	if shots() {
		d.Screenshot(filepath.Join(os.Getenv("SENSEDESK_SHOTS"), name+".png"))
	}
}

// analysed lets the service answer anew; change alters its answer.
func (d *scoreDesk) analysed(change func(t *store.Talk)) {
	d.T.Helper()
	_, talk := pictured()
	change(&talk)
	must(d.T, d.db.SaveTalk(context.Background(), d.id, talk, []byte("again"), store.StateDone, nil))
}

// correct opens the third phrase and types at its end.
func (d *scoreDesk) correct(text string) {
	d.screen.GoTo(0)
	for range 3 {
		d.screen.Do(keys.NextPhrase)
	}
	d.screen.Do(keys.EditPhrase)
	d.Type(text)
}

// TestThePanelShowsTheDifference corrects a phrase, lets the service hear it
// otherwise, and takes its words by one click.
func TestThePanelShowsTheDifference(t *testing.T) {
	d := openScores(t, uitest.Options{}, filepath.Join(t.TempDir(), "sensedesk.db"), "")
	p := d.Print
	d.written("an empty desk", nothing)
	d.correct(" Спешу.")
	mine, service := p.S("review.diff.mine"), p.S("review.diff.service")
	d.Wait("the difference, when the hand rests", func() bool { return d.Sees("будет готов заказ. {Спешу.}") && d.Sees(mine) })
	if d.Sees(service) {
		t.Error("the service is said to have changed what it did not")
	}
	d.shot("difference-mine")
	d.Key(fyne.KeyEscape)
	d.written("the correction", func(k store.Desk) bool { return len(k.PhraseEdits()) == 1 })

	d.analysed(func(talk *store.Talk) {
		talk.Phrases[2].Normalized = "Да, только недолго. Я хотел узнать, когда же приедет заказ."
	})
	changed := p.S("review.changed")
	d.Wait("what the service changed, on the page", func() bool {
		return d.Sees(changed) && d.Sees("когда [будет готов] {же приедет} заказ.")
	})
	if len(d.screen.State().Desk.PhraseEdits()) != 1 {
		t.Error("a new analysis overwrote a person's words")
	}
	d.Tap(p.S("review.changed.open"))
	d.Wait("both differences in the panel", func() bool { return len(d.Find(mine)) == 2 && len(d.Find(service)) == 2 })
	d.shot("difference-both")
	if d.Window.Canvas().Focused() == nil {
		t.Error("nothing has the keyboard")
	}
	d.Key(fyne.KeyEscape)
	d.Wait("the panel to go", func() bool { return len(d.Find(mine)) == 1 })
	d.Tap(p.S("review.edit.back"))
	d.written("the service's words", func(k store.Desk) bool { return len(k.PhraseEdits()) == 0 })
	d.Wait("nothing left to compare", func() bool { return !d.Sees(changed) && !d.Sees(mine) })
	d.screen.Do(keys.Undo)
	d.written("the correction again", func(k store.Desk) bool {
		e := k.PhraseEdits()
		return len(e) == 1 && strings.HasSuffix(e[0].Text, "Спешу.")
	})
}

// TestALongDifferenceScrolls keeps the panel low, and the text above it readable.
func TestALongDifferenceScrolls(t *testing.T) {
	d := openScores(t, uitest.Options{Size: fyne.NewSize(1105, 720)}, filepath.Join(t.TempDir(), "sensedesk.db"), "")
	d.analysed(func(talk *store.Talk) {
		talk.Statements = []store.Statement{{FieldID: "summary", Values: []string{strings.Repeat("Клиент спросил о сроке. Оператор ответил. ", 60)}}}
	})
	d.Wait("the long summary", func() bool { return d.Sees("Оператор ответил. Клиент") })
	d.Tap(d.Print.S("review.summary.edit"))
	d.Type("Иначе.")
	d.Wait("the difference", func() bool { return d.Sees("{Иначе.}") || d.Sees("{Иначе}") })
	if done := d.FindText(d.Print.S("review.edit.done")); done.At.Y > 560 {
		t.Errorf("the button of the panel lies at %g", done.At.Y)
	}
	if pane := d.screen.Transcript().Size().Height; pane < 150 {
		t.Errorf("%g are left of the text", pane)
	}
	d.shot("difference-long")
}

// TestShotsOfDifferences are pictures for eyes.
func TestShotsOfDifferences(t *testing.T) {
	if !shots() {
		t.Skip("pictures for eyes: set SENSEDESK_SHOTS to a folder")
	}
	for _, th := range []theme.Setting{theme.Light, theme.Dark} {
		for _, l := range i18n.Langs() {
			d := openScores(t, uitest.Options{Lang: l, Theme: th, Size: fyne.NewSize(1105, 720)}, filepath.Join(t.TempDir(), "sensedesk.db"), "")
			d.written("an empty desk", nothing)
			d.correct(" Спешу.")
			d.Key(fyne.KeyEscape)
			d.written("the correction", func(k store.Desk) bool { return len(k.PhraseEdits()) == 1 })
			d.Tap(d.Print.S("review.summary.edit"))
			d.Type(" Доставка завтра.")
			d.Key(fyne.KeyEscape)
			d.written("the summary", func(k store.Desk) bool { return k.Values[store.DeskSummary] != "" })
			d.analysed(func(talk *store.Talk) {
				talk.Phrases[2].Normalized = "Да, только недолго. Я хотел узнать, когда же приедет заказ."
				i := slices.IndexFunc(talk.Statements, func(s store.Statement) bool { return s.FieldID == "summary" })
				talk.Statements[i].Values = []string{"Клиент недоволен задержкой заказа. Оператор извинилась и предложила бесплатную доставку на завтра. Клиент согласился."}
			})
			d.Wait("what the service changed", func() bool { return d.Sees(d.Print.S("review.changed")) })
			d.Tap(d.Print.S("review.changed.open"))
			d.shot("difference-" + string(th) + "-" + string(l))
			d.Close()
		}
	}
}
