package review_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// TestTheSecondReviewerSeesNothing has a second person score the call, agree in
// part, the operator object, and the score be given anew.
func TestTheSecondReviewerSeesNothing(t *testing.T) {
	path := scorePath(t)
	first := openScores(t, uitest.Options{}, path, "Дина", supportCard())
	first.Type("a112135114151")
	first.combo(fyne.KeyS)
	first.Key(fyne.KeyReturn)
	if got := first.signedAs(1); got.Total != 100 {
		t.Fatalf("the first: %+v", got)
	}
	p := first.Print

	must(t, first.db.SetPref(context.Background(), "review.reviewer", "Болат"))
	d := openScores(t, uitest.Options{Size: fyne.NewSize(1400, 1500)}, path, "Болат") // high enough for the whole tab
	d.Type("a")
	if d.Sees(p.S("score.chip", i18n.Args{"score": "100"})) {
		t.Error("the header tells the score")
	}
	hidden := []string{"100", "Дина"}
	for _, tab := range []string{"a", "w", "w"} { // the score, the figures, the facts
		d.Type(tab)
		for _, text := range hidden {
			if d.Sees(text) && tab == "a" || d.Sees("Дина:") {
				t.Errorf("the second sees %q", text)
			}
		}
	}
	if !d.Sees(p.S("score.hidden.value")) {
		t.Errorf("the metadata tells the score: %q", d.Texts())
	}
	d.Type("a112235114351")
	d.combo(fyne.KeyS)
	d.Key(fyne.KeyReturn)
	second := d.signedAs(2)
	if second.Total != 0 || !second.Independent || len(second.Failed) != 1 {
		t.Errorf("the second: %+v", second)
	}
	d.Wait("the agreement", func() bool {
		return d.Sees(p.S("score.same", i18n.Args{"n": 3, "of": 5})) && d.Sees("Каппа Коэна") && d.Sees("Дина: Да")
	})
	edits, err := d.db.FieldEdits(context.Background(), d.id)
	must(t, err)
	if len(edits) != 1 || edits[0].Value != "100" {
		t.Errorf("a check replaces the score that counts: %+v", edits)
	}

	d.Tap(p.S("score.appeal.make", i18n.Args{"score": 100}))
	d.Type("Я не здоровалась")
	d.Key(fyne.KeyReturn)
	d.Wait("the appeal", func() bool { return d.Sees("Я не здоровалась") && d.Sees(p.S("score.appeal.grant")) })
	d.Tap(p.S("score.appeal.grant"))
	d.Type("И правда")
	d.Key(fyne.KeyReturn)
	d.Wait("the decision", func() bool { return d.Sees(p.S("score.appeal.again")) })
	d.Type("41")
	d.kept("calm", score.Yes)
	d.Type("12")
	d.Type("3")
	d.kept("hello", score.No)
	d.combo(fyne.KeyS)
	d.Key(fyne.KeyReturn)
	anew := d.signedAs(3)
	if anew.Appeal == 0 || anew.Total != 75 || anew.Independent {
		t.Errorf("given anew: %+v", anew)
	}
	edits, err = d.db.FieldEdits(context.Background(), d.id)
	must(t, err)
	if len(edits) != 1 || edits[0].Value != "75" {
		t.Errorf("after the appeal the service is told %+v", edits)
	}
}

// TestTheDataKeepTheScoreToo lists what the service said to somebody who has not
// signed yet.
func TestTheDataKeepTheScoreToo(t *testing.T) {
	w := uitest.New(t, uitest.Options{})
	st := review.State{ScoreKey: "score_main", Talk: store.Talk{Fields: []store.Field{{Name: "score_main", Value: "4711"}, {Name: "cost", Value: "12"}}}}
	for _, blind := range []bool{false, true} {
		st.Blind = blind
		seen := 0
		for _, d := range review.DataOf(w.Print, st, store.Details{}, store.Answer{}) {
			if d.Value == "4711" || d.Value == "12" {
				seen++
			}
		}
		if want := map[bool]int{false: 2, true: 1}[blind]; seen != want {
			t.Errorf("blind %v: %d of the values are told, want %d", blind, seen, want)
		}
	}
}

// TestLookingIsWrittenDown shows the other's score first, on purpose.
func TestLookingIsWrittenDown(t *testing.T) {
	path := scorePath(t)
	first := openScores(t, uitest.Options{}, path, "Дина", supportCard())
	first.Type("a112135114151")
	first.combo(fyne.KeyS)
	first.Key(fyne.KeyReturn)
	first.signedAs(1)
	d := openScores(t, uitest.Options{}, path, "Болат")
	d.Type("a")
	d.Tap(d.Print.S("score.hidden.show"))
	d.Tap(d.Print.S("score.hidden.yes"))
	d.Wait("the other's answers", func() bool { return d.Sees("Дина: Да") })
	d.Type("112135114151")
	d.combo(fyne.KeyS)
	d.Key(fyne.KeyReturn)
	if got := d.signedAs(2); got.Independent {
		t.Error("who looked first counts as independent")
	}
	d.Wait("no agreement", func() bool { return d.Sees(d.Print.S("score.kappa.none")) })
}
