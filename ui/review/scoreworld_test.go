package review_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/score"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// scoreDesk is a desk on a real database, with the keys of a window.
type scoreDesk struct {
	*uitest.World
	db     *db.DB
	screen *review.Screen
	deck   *deck
	id     store.CallID
	menu   *fyne.MainMenu
	edited int
	cards  int // times the cards were asked for
}

// supportCard is a card for the call of the picture: greeting and farewell are
// proposed by classifiers.
func supportCard() score.Card {
	return score.Card{ID: "support", Name: "Качество разговора", Criteria: []score.Criterion{
		{ID: "hello", Text: "Поздоровался и представился", Weight: 1, Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "Приветствие", Fired: score.Yes, Silent: score.No}}},
		{ID: "need", Text: "Выяснил, что нужно клиенту, и пересказал это своими словами", Weight: 3, Kind: score.KindPartly},
		{ID: "tone", Text: "Спокойный тон", Weight: 2, Kind: score.KindScale, Scale: 5},
		{ID: "calm", Text: "Не грубил клиенту", Weight: 3, Critical: true, Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "Мат", Fired: score.No, Silent: score.Yes}}},
		{ID: "bye", Text: "Попрощался", Weight: 1, Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "Прощание", Fired: score.Yes, Silent: score.No}}},
	}}
}

// scoreDB opens the database at path; the first time the call of the picture
// and the cards are put into it.
func scoreDB(t testing.TB, path string, feed *store.Feed, cards ...score.Card) (*db.DB, store.CallID) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, path, feed)
	must(t, err)
	list, err := d.Calls(ctx, store.CallFilter{})
	must(t, err)
	if len(list) > 0 {
		return d, list[0].ID
	}
	call, talk := pictured()
	sent := call.TalkID
	call.State, call.TalkID = store.StateFound, ""
	ids, err := d.Receive(ctx, call.Source, call.Account, []store.Call{call}, "")
	must(t, err)
	for _, s := range []store.State{store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateSent} {
		_, err := d.Move(ctx, ids[0], s, func(c *store.Call) {
			if c.Recording = call.Recording; s == store.StateSent {
				c.TalkID = sent
			}
		})
		must(t, err)
	}
	must(t, d.SaveTalk(ctx, ids[0], talk, nil, store.StateDone, nil))
	for _, c := range cards {
		_, err := d.SaveCard(ctx, c, uitest.Now())
		must(t, err)
	}
	return d, ids[0]
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// openScores opens the call on a desk with the Score tab in front.
func openScores(t *testing.T, o uitest.Options, path, reviewer string, cards ...score.Card) *scoreDesk {
	t.Helper()
	feed := &store.Feed{}
	kept, id := scoreDB(t, path, feed, cards...)
	if reviewer != "" {
		must(t, kept.SetPref(context.Background(), review.PrefReviewer, reviewer))
	}
	_, talk := pictured()
	d := &scoreDesk{World: uitest.New(t, o), db: kept, id: id, deck: newDeck(582 * time.Second)}
	changes, cancel := feed.Subscribe()
	d.screen = review.New(t.Context(), review.Deps{
		Post: d.Post, Printer: d.Print, Calls: kept, Files: shelf{}, Waves: waves{talk.Phrases}, Player: d.deck, Edits: kept, Desk: kept, Scores: kept, Now: d.Now,
		OnEdited: func() { d.edited++ }, OnCards: func() { d.cards++ }, OnTrouble: func(err error) { t.Errorf("trouble: %v", err) },
	})
	told := make(chan struct{})
	go func() {
		defer close(told)
		for c := range changes {
			d.Post(func() { d.screen.Changed(c) })
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-told
		d.screen.Close()
		must(t, kept.Close())
	})
	d.Show(d.screen.Content())
	m := keys.New("linux")
	do := func(c keys.Command) { d.screen.Do(c) }
	d.menu = m.MainMenu(d.Window.Canvas(), d.Print, do)
	m.Attach(d.Window.Canvas(), do, d.screen.Digit)
	d.screen.Show()
	d.screen.Open(id)
	d.Wait("the call", func() bool { return d.screen.State().Loaded && d.screen.Scored().Loaded })
	return d
}

// combo presses Ctrl with a key, as the menu has it.
func (d *scoreDesk) combo(key fyne.KeyName) {
	d.T.Helper()
	for _, m := range d.menu.Items {
		for _, i := range m.Items {
			if s, ok := i.Shortcut.(fyne.KeyboardShortcut); ok && s.Key() == key && s.Mod() == fyne.KeyModifierControl {
				i.Action()
				return
			}
		}
	}
	d.T.Fatalf("no shortcut with %s", key)
}

// kept waits until the database has an answer.
func (d *scoreDesk) kept(criterion string, want score.Value) {
	d.T.Helper()
	d.Wait("the answer to "+criterion, func() bool {
		desk, err := d.db.Desk(context.Background(), d.id)
		must(d.T, err)
		return score.Drafts(desk, supportCard(), d.screen.Scored().Reviewer)[criterion].Value == want
	})
}

// book reads what is signed.
func (d *scoreDesk) book() score.Book {
	d.T.Helper()
	b, err := d.db.Book(context.Background(), d.id)
	must(d.T, err)
	return b
}

// signedAs waits for so many signed scores and returns the last.
func (d *scoreDesk) signedAs(n int) (last score.Score) {
	d.T.Helper()
	d.Wait("a signed score", func() bool {
		b := d.book()
		if len(b.Scores) == n {
			last = b.Scores[n-1]
		}
		return len(b.Scores) == n && len(d.screen.Scored().Book.Scores) == n
	})
	return last
}

func scorePath(t *testing.T) string { return filepath.Join(t.TempDir(), "sensedesk.db") }
