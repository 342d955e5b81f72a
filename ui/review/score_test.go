package review_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/transcript"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
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

// TestEvidenceIsHeard binds chosen phrases to an answer, hears one by a click,
// writes why, and takes one away.
func TestEvidenceIsHeard(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "Дина", supportCard())
	d.Type("a")
	d.Type("f") // no criterion is chosen yet: said, and nothing bound
	if !d.Sees(d.Print.S("score.note.choose")) {
		t.Errorf("not told what to choose: %q", d.Texts())
	}
	d.Type("23")
	rows := d.screen.Transcript().Document().Rows
	first := slices.IndexFunc(rows, func(r transcript.Row) bool { return r.StartMS == 161_000 })
	d.screen.Transcript().Select(transcript.Range{Anchor: first + 3, Head: first}) // three phrases and a pause, chosen upwards
	d.Type("ff")                                                                   // twice is once
	bound := func(want ...int64) {
		t.Helper()
		d.Wait("the evidence", func() bool {
			desk, err := d.db.Desk(context.Background(), d.id)
			must(t, err)
			var got []int64
			for _, e := range score.Drafts(desk, supportCard(), "Дина")["need"].Evidence {
				got = append(got, e.StartMS)
			}
			return slices.Equal(got, want)
		})
	}
	bound(161_000, 167_000, 178_000)
	d.Tap("02:58")
	if d.deck.Position() != 178*time.Second || !d.deck.Playing() {
		t.Errorf("a click on the evidence plays at %s", d.deck.Position())
	}
	d.Tap(d.Print.S("score.comment.add"))
	d.Type("не спросил")
	d.Key(fyne.KeyReturn)
	d.Wait("the comment", func() bool { return d.screen.Scored().Answers()["need"].Comment == "не спросил" })
	bound(161_000, 167_000, 178_000)
	var drop *widgets.Button
	for _, o := range d.Objects() {
		if b, ok := o.(*widgets.Button); ok && b.Tip() == d.Print.S("score.evidence.drop") {
			drop = b
		}
	}
	drop.Tapped(nil)
	bound(161_000, 167_000)
	if a := d.screen.Scored().Answers()["need"]; a.Value != score.No || a.Comment == "" {
		t.Errorf("what else was answered: %+v", a)
	}
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
