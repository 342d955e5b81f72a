package review_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// TestACallIsScoredByKeysAlone gives the tab, every answer, evidence, and the
// signature without touching the mouse, and looks at what the database and the
// service are told.
func TestACallIsScoredByKeysAlone(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "Сейтова Айгерим", supportCard())
	d.Type("ф") // the tab, on a Russian layout
	if !d.Sees("Спокойный тон") || !d.Sees("Да?") {
		t.Fatalf("no card is shown: %q", d.Texts())
	}
	d.Type("y") // greeting, as proposed, with its phrase
	d.kept("hello", score.Yes)
	d.Type("22") // need: partly
	d.kept("need", score.Partly)
	d.deck.Seek(185 * time.Second)
	d.screen.Show() // the desk looks where the player is
	d.Type("а")     // f: the phrase at 3:04 is why
	d.Wait("the evidence", func() bool {
		desk, err := d.db.Desk(context.Background(), d.id)
		must(t, err)
		e := score.Drafts(desk, supportCard(), "Сейтова Айгерим")["need"].Evidence
		return len(e) == 1 && e[0].StartMS == 184_000 && e[0].Channel == 1
	})
	d.Type("34") // tone: 4 of 5
	d.kept("tone", "4")
	d.combo(fyne.KeyS) // not yet: something is missing, and the desk turns to it
	if !d.Sees(d.Print.S("score.note.missing")) || d.screen.Scored().Current != "calm" {
		t.Errorf("signing too early: current %q, %q", d.screen.Scored().Current, d.Texts())
	}
	d.Type("4") // it waits for an answer: «not applicable»
	d.kept("calm", score.Skip)
	d.Type("43") // and now: a critical error
	d.kept("calm", score.No)
	if !d.Sees("Не грубил клиенту». Поэтому оценка 0") {
		t.Errorf("the critical error is not said: %q", d.Texts())
	}
	d.Type("40") // taken back
	d.kept("calm", "")
	d.Type("yy")
	d.kept("calm", score.Yes)
	d.kept("bye", score.Yes)
	if want := "100 × (1 + 3 × 1/2 + 2 × 4/5 + 3 + 1) / 10"; !d.Sees(want) || !d.Sees("81") {
		t.Errorf("the total with %q is not shown: %q", want, d.Texts())
	}
	d.combo(fyne.KeyS)
	d.Key(fyne.KeyReturn)
	got := d.signedAs(1)
	if got.Total != 81 || got.Reviewer != "Сейтова Айгерим" || !got.Independent || got.Card.Version != 1 || len(got.Answers["hello"].Evidence) != 1 {
		t.Errorf("signed: %+v", got)
	}
	edits, err := d.db.FieldEdits(context.Background(), d.id)
	must(t, err)
	if len(edits) != 1 || edits[0].Key != store.DefaultSettings().SpeechSense.ScoreKey || edits[0].Value != "81" || d.edited != 1 {
		t.Errorf("the service is told %+v, %d times", edits, d.edited)
	}
	d.Wait("the score in the header", func() bool { return d.Sees(d.Print.S("score.chip", i18n.Args{"score": "81"})) })
	d.combo(fyne.KeyS)
	if !d.Sees(d.Print.S("score.note.signed")) {
		t.Error("it may be signed twice")
	}
}

// TestDigitsMeanSpeedElsewhere leaves the tab and presses the same keys.
func TestDigitsMeanSpeedElsewhere(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "А", supportCard())
	d.Type("2")
	if got := d.screen.State().Speed; got != 1.5 {
		t.Errorf("on another tab 2 makes it %v fast", got)
	}
	d.Type("a3")
	if st := d.screen.Scored(); st.Current != "tone" || !st.Open || d.screen.State().Speed != 1.5 {
		t.Errorf("on the Score tab 3 chooses %q, speed %v", st.Current, d.screen.State().Speed)
	}
	d.Type("8") // no such answer: nothing
	d.Key(fyne.KeyEscape)
	if st := d.screen.Scored(); st.Open || st.Current != "tone" || len(st.Answers()) != 0 {
		t.Errorf("after Escape: %+v", st)
	}
	d.Type("ц")
	d.Type("3")
	if got := d.screen.State().Speed; got != 2 {
		t.Errorf("on the next tab 3 makes it %v fast", got)
	}
}

// TestPagesOfNine has more criteria than digits.
func TestPagesOfNine(t *testing.T) {
	c := score.Card{ID: "long", Name: "Длинная"}
	for n := range 11 {
		c.Criteria = append(c.Criteria, score.Criterion{ID: "k" + string(score.Points(n+1)), Text: "Критерий " + string(score.Points(n+1)), Weight: 1, Kind: score.KindYesNo})
	}
	d := openScores(t, uitest.Options{Size: fyne.NewSize(1105, 720)}, scorePath(t), "А", c)
	d.Type("a021")
	if got := d.screen.Scored().Answers()["k11"].Value; got != score.Yes {
		t.Errorf("0, 2, 1 answer k11 with %q", got)
	}
	if at := d.FindText("Критерий 11").At.Y; at < 180 || at > 400 {
		t.Errorf("the current criterion stands at %.0f, out of sight", at)
	}
	d.Type("01")
	if at := d.FindText("Критерий 1").At.Y; at < 180 || at > 400 {
		t.Errorf("the first criterion stands at %.0f, out of sight", at)
	}
	d.Type("3")
	if got := d.screen.Scored().Answers()["k1"].Value; got != score.No {
		t.Errorf("back on the first nine: %q", got)
	}
}

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

// TestAnAnswerIsUndone takes answers back in the steps they were given in.
func TestAnAnswerIsUndone(t *testing.T) {
	path := scorePath(t)
	d := openScores(t, uitest.Options{}, path, "Дина", supportCard())
	d.Type("a1121")
	d.kept("need", score.Yes)
	d.Type("33")
	d.kept("tone", "3")
	undo := func(want ...score.Value) {
		t.Helper()
		if _, ok, err := d.db.UndoDesk(context.Background(), d.id); !ok || err != nil {
			t.Fatalf("undone: %v %v", ok, err)
		}
		d.Wait("the answers before", func() bool {
			got := d.screen.Scored().Answers()
			return got["hello"].Value == want[0] && got["need"].Value == want[1] && got["tone"].Value == want[2]
		})
	}
	undo(score.Yes, score.Yes, "")
	undo(score.Yes, "", "")
	undo("", "", "")
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

// TestNobodySaidWhoScores asks for a name first; digits change nothing till
// then.
func TestNobodySaidWhoScores(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "", supportCard())
	d.Type("a1") // the keyboard goes to the field
	d.Type("Ким Анна")
	d.Key(fyne.KeyReturn)
	d.Wait("the name", func() bool {
		name, err := d.db.Pref(context.Background(), "review.reviewer")
		must(t, err)
		return name == "Ким Анна" && d.screen.Scored().Reviewer == name
	})
	d.Window.Canvas().Unfocus()
	d.Type("11")
	d.kept("hello", score.Yes)
}

func TestWithoutCards(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "Анна")
	d.Type("a")
	d.Tap(d.Print.S("score.cards.open"))
	if d.cards != 1 {
		t.Errorf("the cards were asked for %d times", d.cards)
	}
	d.Type("1") // no card: the digit is a speed
	if d.screen.State().Speed != 1 || d.screen.Scored().Current != "" {
		t.Error("a digit answers without a card")
	}
}

// killScoreEnv names the database a child of the test scores a call in until it
// is killed.
const killScoreEnv = "SENSEDESK_TEST_SCORE_UNTIL_KILLED"

// TestAnswersSurviveAKill scores half a call in a process that is killed, and
// goes on in another one.
func TestAnswersSurviveAKill(t *testing.T) {
	if path := os.Getenv(killScoreEnv); path != "" {
		d := openScores(t, uitest.Options{}, path, "Дина", supportCard())
		d.Type("a1123")
		d.Type("35")
		d.kept("tone", "5")
		_, _ = os.Stdout.WriteString("scored\n")
		select {} // until it is killed
	}
	path := scorePath(t)
	cmd := exec.Command(os.Args[0], "-test.run=^TestAnswersSurviveAKill$", "-test.timeout=60s")
	cmd.Env = append(os.Environ(), killScoreEnv+"="+path)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines, scored := bufio.NewScanner(out), false
	for lines.Scan() {
		if lines.Text() == "scored" {
			scored = true
			must(t, cmd.Process.Kill())
		}
	}
	if err := cmd.Wait(); err == nil || !scored {
		t.Fatalf("the child ended by itself: %v", err)
	}
	d := openScores(t, uitest.Options{}, path, "", supportCard())
	d.Type("a")
	got := d.screen.Scored().Answers()
	if got["hello"].Value != score.Yes || got["need"].Value != score.No || got["tone"].Value != "5" {
		t.Errorf("after the kill: %+v", got)
	}
	d.Type("4151")
	d.kept("bye", score.Yes)
	d.combo(fyne.KeyS)
	d.Key(fyne.KeyReturn)
	if got := d.signedAs(1); got.Total != 70 || got.Reviewer != "Дина" {
		t.Errorf("signed: %+v", got)
	}
}
