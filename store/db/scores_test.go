package db_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/score"
	"sensedesk/store/storetest"
)

// scoreCard keeps a card of two criteria, the second critical.
func scoreCard(t *testing.T, d *db.DB) score.Card {
	t.Helper()
	c, err := d.SaveCard(context.Background(), score.Card{ID: "support", Name: "Поддержка", Criteria: []score.Criterion{
		{ID: "hello", Text: "Поздоровался", Weight: 1, Kind: score.KindPartly},
		{ID: "calm", Text: "Не грубил", Weight: 3, Critical: true, Kind: score.KindYesNo},
	}}, editedAt)
	must(t, err)
	return c
}

// answers gives one answer to each criterion of scoreCard.
func answers(hello, calm score.Value) score.Answers {
	return score.Answers{
		"hello": {Value: hello, Comment: "сразу", Evidence: []score.Evidence{{Channel: 0, StartMS: 480, EndMS: 1900, Words: "Добрый день"}}},
		"calm":  {Value: calm},
	}
}

func TestVersionsOfACard(t *testing.T) {
	ctx := context.Background()
	feed := &store.Feed{}
	d := storetest.DBWithFeed(t, feed)
	changes, cancel := feed.Subscribe()
	defer cancel()
	c := scoreCard(t, d)
	if got := <-changes; c.Version != 1 || got.Kind != store.KindCards {
		t.Errorf("version %d, announced %v", c.Version, got)
	}
	if again := scoreCard(t, d); again.Version != 1 {
		t.Errorf("the same card is kept as version %d", again.Version)
	}
	c.Criteria[0].Weight = 2
	second, err := d.SaveCard(ctx, c, editedAt)
	must(t, err)
	other, err := d.SaveCard(ctx, score.Card{ID: "a", Name: "Яблоко", Criteria: c.Criteria[:1]}, editedAt)
	must(t, err)
	list, err := d.Cards(ctx, false)
	must(t, err)
	same(t, list, []score.Card{second, other})
	if second.Version != 2 {
		t.Errorf("version %d", second.Version)
	}
	must(t, d.RetireCard(ctx, "support"))
	must(t, d.RetireCard(ctx, "support"))
	list, err = d.Cards(ctx, false)
	must(t, err)
	same(t, list, []score.Card{other})
	list, err = d.Cards(ctx, true)
	must(t, err)
	same(t, list, []score.Card{second, other})
	if back, err := d.SaveCard(ctx, second, editedAt); err != nil || back.Version != 2 {
		t.Errorf("brought back as version %d, %v", back.Version, err)
	}
	if list, err = d.Cards(ctx, false); err != nil || len(list) != 2 {
		t.Errorf("%d cards in use, %v", len(list), err)
	}
	_, err = d.SaveCard(ctx, score.Card{ID: "x"}, editedAt)
	wantCode(t, err, store.CodeCardInvalid)
}

// TestSignedScores follows a call through two reviewers, a second thought, an
// appeal and its decision, and looks at what the service is told.
func TestSignedScores(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := withTalk(t, d)
	c := scoreCard(t, d)
	at := editedAt
	sign := func(reviewer string, appeal score.AppealID, a score.Answers) score.Score {
		t.Helper()
		at = at.Add(time.Minute)
		s, err := d.SignScore(ctx, score.Score{Call: id, Card: c, Reviewer: reviewer, Answers: a, Appeal: appeal, Total: 4711}, "score_main", at)
		must(t, err)
		return s
	}
	told := func(want string) {
		t.Helper()
		list, err := d.FieldEdits(ctx, id)
		must(t, err)
		got := ""
		for _, e := range list {
			got += e.Key + "=" + e.Value
		}
		if got != want {
			t.Errorf("the service is told %q, want %q", got, want)
		}
	}
	first := sign("Анна", 0, answers(score.Partly, score.Yes))
	same(t, first, score.Score{ID: 1, Call: id, Card: c, Reviewer: "Анна", Answers: answers(score.Partly, score.Yes), Total: 88, Independent: true, At: at})
	told("score_main=88")
	if twice := sign("Анна", 0, answers(score.Partly, score.Yes)); twice.ID != first.ID {
		t.Errorf("signed twice: %d and %d", first.ID, twice.ID)
	}
	book, err := d.Book(ctx, id)
	must(t, err)
	if !book.Hidden("support", "Болат") || book.Hidden("support", "Анна") || len(book.Scores) != 1 {
		t.Errorf("hidden from the second: %+v", book)
	}
	second := sign("Болат", 0, answers(score.Yes, score.No))
	if !second.Independent || second.Total != 0 || len(second.Failed) != 1 {
		t.Errorf("the second's: %+v", second)
	}
	told("score_main=88") // a check does not replace the first one's
	if thought := sign("Болат", 0, answers(score.Yes, score.Yes)); thought.Independent {
		t.Error("independent after seeing the first one's")
	}
	must(t, d.SeeScores(ctx, id, "support", "Вера", at))
	must(t, d.SeeScores(ctx, id, "support", "Вера", at))
	if looked := sign("Вера", 0, answers(score.Yes, score.Yes)); looked.Independent {
		t.Error("independent after looking")
	}

	wantCode(t, d.AppealScore(ctx, score.Appeal{Score: 99, By: "Ким", Text: "нет"}, at), store.CodeNotFound)
	must(t, d.AppealScore(ctx, score.Appeal{Score: first.ID, By: "Ким", Text: "Поздоровался"}, at))
	wantCode(t, d.AppealScore(ctx, score.Appeal{Score: first.ID, By: "Ким", Text: "Опять"}, at), store.CodeNotFound)
	_, err = d.SignScore(ctx, score.Score{Call: id, Card: c, Reviewer: "Вера", Answers: answers(score.Yes, score.Yes), Appeal: 1}, "score_main", at)
	wantCode(t, err, store.CodeNotFound) // not decided yet
	must(t, d.DecideAppeal(ctx, 1, score.Decision{Verdict: score.Granted, By: "Вера", Text: "Верно"}, at))
	wantCode(t, d.DecideAppeal(ctx, 1, score.Decision{Verdict: score.Declined, By: "Вера"}, at), store.CodeNotFound)
	book, err = d.Book(ctx, id)
	must(t, err)
	same(t, book.Appeals, []score.Appeal{{ID: 1, Score: first.ID, By: "Ким", Text: "Поздоровался", At: at, Result: score.Decision{Verdict: score.Granted, By: "Вера", Text: "Верно", At: at}}})
	if a, ok := book.Answerable("support"); !ok || a.ID != 1 {
		t.Errorf("to be answered: %v %v", a, ok)
	}
	if _, ok := book.Open(first.ID); ok {
		t.Error("a decided appeal is open")
	}
	anew := sign("Вера", 1, answers(score.Yes, score.Yes))
	told("score_main=100")
	book, err = d.Book(ctx, id)
	must(t, err)
	if _, ok := book.Answerable("support"); ok || len(book.Scores) != 5 {
		t.Errorf("%d scores, to be answered %v", len(book.Scores), ok)
	}
	same(t, book.Scores[0], first)
	same(t, book.Scores[4], anew)
	agreed, err := d.CompareReviewers(ctx, "support", "Анна", "Болат")
	must(t, err)
	if agreed.Calls != 1 || agreed.Items != 2 || agreed.Same != 0 || !agreed.Defined {
		t.Errorf("agreement: %+v", agreed)
	}
}

func TestWhatIsNotSigned(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := storetest.Stored(t, d).ID
	c := scoreCard(t, d)
	half := answers(score.Yes, "")
	for name, tc := range map[string]struct {
		s    score.Score
		code store.Code
	}{
		"half":           {score.Score{Call: id, Card: c, Reviewer: "А", Answers: half}, store.CodeScoreUnfinished},
		"nothing counts": {score.Score{Call: id, Card: c, Reviewer: "А", Answers: answers(score.Skip, score.Skip)}, store.CodeScoreUnfinished},
		"no call":        {score.Score{Call: 4711, Card: c, Reviewer: "А", Answers: answers(score.Yes, score.Yes)}, store.CodeNotFound},
		"no version":     {score.Score{Call: id, Card: score.Card{ID: "support", Version: 7}, Reviewer: "А", Answers: answers(score.Yes, score.Yes)}, store.CodeNotFound},
	} {
		_, err := d.SignScore(ctx, tc.s, "score_main", editedAt)
		if store.CodeOf(err) != tc.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A call without a result can be scored by ear; there is nobody to tell.
	if _, err := d.SignScore(ctx, score.Score{Call: id, Card: c, Reviewer: "А", Answers: answers(score.Yes, score.Yes)}, "score_main", editedAt); err != nil {
		t.Error(err)
	}
	if edits, err := d.FieldEdits(ctx, id); err != nil || len(edits) != 0 {
		t.Errorf("told: %v %v", edits, err)
	}
}

// TestSignedStaysSigned tries to change what was signed, behind the program's
// back, and looks at it after the card was changed and the database reopened.
func TestSignedStaysSigned(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "sensedesk.db")
	d, err := db.Open(ctx, path, nil)
	must(t, err)
	id := storetest.Stored(t, d).ID
	c := scoreCard(t, d)
	signed, err := d.SignScore(ctx, score.Score{Call: id, Card: c, Reviewer: "Анна", Answers: answers(score.Partly, score.Yes)}, "", editedAt)
	must(t, err)
	must(t, d.AppealScore(ctx, score.Appeal{Score: signed.ID, By: "Ким", Text: "Нет"}, editedAt))
	must(t, d.DecideAppeal(ctx, 1, score.Decision{Verdict: score.Declined, By: "Вера", Text: "Да"}, editedAt))
	changed := c
	changed.Criteria = append([]score.Criterion{{ID: "new", Text: "Новое", Weight: 50, Kind: score.KindYesNo}}, c.Criteria...)
	if _, err := d.SaveCard(ctx, changed, editedAt); err != nil {
		t.Fatal(err)
	}
	must(t, d.RetireCard(ctx, c.ID))
	for _, query := range []string{
		"UPDATE scores SET total = 100", "UPDATE scores SET reviewer = 'x'", "DELETE FROM scores",
		"UPDATE score_appeals SET text = ''", "DELETE FROM score_appeals", "UPDATE score_decisions SET verdict = 'granted'", "DELETE FROM score_decisions",
		"UPDATE score_cards SET body = '{}'", "DELETE FROM score_cards",
	} {
		if err := d.Exec(ctx, query); err == nil {
			t.Errorf("%s: done", query)
		}
	}
	must(t, d.Close())
	d, err = db.Open(ctx, path, nil)
	must(t, err)
	defer d.Close()
	book, err := d.Book(ctx, id)
	must(t, err)
	same(t, book.Scores, []score.Score{signed})
	if len(book.Appeals) != 1 || book.Appeals[0].Result.Verdict != score.Declined {
		t.Errorf("appeals: %+v", book.Appeals)
	}
}

// TestTheScoresOfAnAbsorbedCall has a talk of the server scored that turns out
// to be the talk of a call of this desk.
func TestTheScoresOfAnAbsorbedCall(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	own := storetest.Stored(t, d, func(c *store.Call) { c.State = store.StateReady })
	move(t, d, own.ID, store.StateSending, nil)
	bare := storetest.Talk(func(talk *store.Talk) { talk.Fields = nil })
	stranger := mirrored(t, d, bare, "raw")
	c := scoreCard(t, d)
	must(t, d.SeeScores(ctx, stranger.ID, c.ID, "Анна", editedAt))
	_, err := d.SignScore(ctx, score.Score{Call: stranger.ID, Card: c, Reviewer: "Анна", Answers: answers(score.Yes, score.Yes)}, "score_main", editedAt)
	must(t, err)
	must(t, d.AppealScore(ctx, score.Appeal{Score: 1, By: "Ким", Text: "Нет"}, editedAt))
	move(t, d, own.ID, store.StateSent, func(c *store.Call) { c.TalkID, c.NextCheck = bare.ID, time.Now() })
	book, err := d.Book(ctx, own.ID)
	must(t, err)
	if len(book.Scores) != 1 || book.Scores[0].Call != own.ID || len(book.Appeals) != 1 || len(book.Views) != 1 {
		t.Errorf("the scores did not go over: %+v", book)
	}
}
