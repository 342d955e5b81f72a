package db_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

// spoken is a call of ten seconds on whose track somebody speaks for the first
// two seconds and the last three.
func spoken(t *testing.T, d *db.DB, id string, change ...func(*store.Call)) store.CallID {
	t.Helper()
	c := storetest.Stored(t, d, append([]func(*store.Call){func(c *store.Call) {
		c.SourceID, c.UniqueID, c.State, c.Duration = id, "u"+id, store.StateProcessing, 10*time.Second
		c.TalkID, c.SendBegun = store.TalkID("aud"+id), storetest.Start()
		c.Recording = storetest.Recording(func(r *store.Recording) { r.Duration = 10 * time.Second })
	}}, change...)...)
	talk := storetest.Talk(func(talk *store.Talk) {
		talk.ID = store.TalkID("aud" + id)
		talk.Fields = []store.Field{{Name: "score_main", Value: "40"}}
		talk.Phrases = []store.Phrase{{StartMS: 0, EndMS: 2000}, {Channel: 1, StartMS: 7000, EndMS: 10_000}}
		talk.Classifiers = []store.ClassifierCount{{ClassifierID: "1", Name: "Негатив", Count: 2}, {ClassifierID: "2", Name: "Благодарность", Count: 3}}
		talk.Statements = append(talk.Statements, store.Statement{FieldID: "m", Name: "Тональность клиента", Values: []string{"недовольство"}})
	})
	must(t, d.SaveTalk(context.Background(), c.ID, talk, nil, store.StateDone, nil))
	return c.ID
}

func TestWhatWasHeardIsAddedUp(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "sensedesk.db")
	feed := &store.Feed{}
	d, err := db.Open(ctx, path, feed)
	must(t, err)
	id := spoken(t, d, "1")
	changes, cancel := feed.Subscribe()
	defer cancel()
	at := storetest.Start()
	span := func(from, to int64, speed float64, after time.Duration) store.HeardSpan {
		return store.HeardSpan{Call: id, FromMS: from, ToMS: to, Speed: speed, At: at.Add(after), Wall: time.Duration(float64(to-from)/speed) * time.Millisecond}
	}
	must(t, d.AddHeard(ctx, []store.HeardSpan{span(0, 1000, 1, 0)}))
	if c := <-changes; c.Kind != store.KindHeard || len(c.IDs) != 1 || c.IDs[0] != id {
		t.Errorf("announced %+v", c)
	}
	must(t, d.AddHeard(ctx, []store.HeardSpan{
		span(1000, 1500, 1, time.Second),           // goes on
		span(500, 3000, 2, 2*time.Second),          // again, and into the silence
		span(8000, 9000, 2, time.Minute),           // after a jump
		span(9000, 9500, 2, time.Hour),             // goes on, an hour later
		{Call: 4711, FromMS: 0, ToMS: 5, Speed: 1}, // a call that is gone
		span(9000, 9000, 2, time.Hour),
	}))
	got, err := d.Heard(ctx, id)
	must(t, err)
	first, second := span(0, 1500, 1, 0), span(500, 3000, 2, 2*time.Second)
	first.At, second.At = first.At.UTC(), second.At.UTC()
	if len(got) != 4 {
		t.Fatalf("kept %+v", got)
	}
	same(t, got[:2], []store.HeardSpan{first, second})
	must(t, d.Close())

	d, err = db.Open(ctx, path, nil)
	must(t, err)
	defer d.Close()
	list, err := d.Listenable(ctx, store.QueueScope{}, "score_main")
	must(t, err)
	// Cut: 2150 to 6850. Heard of the speech: 0 to 2150 and 8000 to 9500.
	same(t, list, []store.Listenable{{Call: id, Operator: "3", Started: at.UTC(), SpeechMS: 5300, SilenceMS: 4700, Negative: 3, HeardMS: 2150 + 1500, Score: "40"}})
	report, err := d.Listened(ctx, store.QueueScope{})
	must(t, err)
	same(t, report, []store.Listened{{
		Operator: "3", Name: "Айгүл Қасымова", Calls: 1, Heard: 1, Length: 10 * time.Second, OfHeard: 10 * time.Second,
		Played: 4500 * time.Millisecond, Wall: 1500*time.Millisecond + 1250*time.Millisecond + 750*time.Millisecond,
	}})
	marks, err := d.Marks(ctx, []store.CallID{id})
	must(t, err)
	same(t, marks, map[store.CallID]string{id: "Негатив, недовольство"})
	must(t, d.EditField(ctx, id, "score_main", "15", at))
	if list, err = d.Listenable(ctx, store.QueueScope{}, "score_main"); err != nil || list[0].Score != "15" {
		t.Errorf("the score a person wrote: %+v %v", list, err)
	}

	// A new analysis leaves what was heard.
	talk, err := d.Talk(ctx, id)
	must(t, err)
	talk.Phrases, talk.Classifiers = []store.Phrase{{StartMS: 0, EndMS: 10_000}}, nil
	must(t, d.SaveTalk(ctx, id, talk, nil, store.StateDone, nil))
	list, err = d.Listenable(ctx, store.QueueScope{}, "")
	must(t, err)
	same(t, list, []store.Listenable{{Call: id, Operator: "3", Started: at.UTC(), SpeechMS: 10_000, Negative: 1, HeardMS: 4500}})
}

// TestNothingIsHeardTwice plays the same stretches again, with the clock of the
// computer put back, forward and over the change to winter time in between.
func TestNothingIsHeardTwice(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := spoken(t, d, "1")
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	night := time.Date(2026, time.October, 25, 2, 59, 59, 0, berlin) // an hour that comes twice
	wall := time.Duration(0)
	for _, at := range []time.Time{night, night.Add(time.Second), night.Add(time.Hour), night.AddDate(-1, 0, 0), night.Add(-time.Minute), night.AddDate(9, 0, 0)} {
		must(t, d.AddHeard(ctx, []store.HeardSpan{{Call: id, FromMS: 0, ToMS: 2000, Speed: 2, Wall: time.Second, At: at}}))
		wall += time.Second
		report, err := d.Listened(ctx, store.QueueScope{})
		must(t, err)
		same(t, report, []store.Listened{{Operator: "3", Name: "Айгүл Қасымова", Calls: 1, Length: 10 * time.Second, Played: 2 * time.Second, Wall: wall}})
	}
	must(t, d.AddHeard(ctx, []store.HeardSpan{{Call: id, FromMS: 7000, ToMS: 10_000, Speed: 1, Wall: 3 * time.Second, At: night}}))
	must(t, d.AddHeard(ctx, []store.HeardSpan{{Call: id, FromMS: 0, ToMS: 10_000, Speed: 1, Wall: 10 * time.Second, At: night.Add(time.Minute)}}))
	report, err := d.Listened(ctx, store.QueueScope{})
	must(t, err)
	if len(report) != 1 || report[0].Calls != 1 || report[0].Heard != 1 || report[0].Played != 10*time.Second {
		t.Errorf("reported %+v", report)
	}
}

func TestWhatCanBeListenedTo(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	own := spoken(t, d, "1")
	other := spoken(t, d, "2", func(c *store.Call) {
		c.OperatorID, c.OperatorName, c.StartedAt = "", "Без номера", c.StartedAt.Add(48*time.Hour)
	})
	spoken(t, d, "3", func(c *store.Call) { c.Recording = nil })
	storetest.Stored(t, d, func(c *store.Call) { c.SourceID, c.UniqueID = "4", "u4" })
	for name, tc := range map[string]struct {
		scope store.QueueScope
		want  []store.CallID
	}{
		"all":         {store.QueueScope{}, []store.CallID{own, other}},
		"of one":      {store.QueueScope{Operators: []string{"3"}}, []store.CallID{own}},
		"without id":  {store.QueueScope{Operators: []string{"Без номера"}}, []store.CallID{other}},
		"later":       {store.QueueScope{From: storetest.Start().Add(time.Hour)}, []store.CallID{other}},
		"earlier":     {store.QueueScope{To: storetest.Start().Add(time.Hour)}, []store.CallID{own}},
		"up to there": {store.QueueScope{To: storetest.Start()}, nil},
	} {
		list, err := d.Listenable(ctx, tc.scope, "")
		must(t, err)
		var got []store.CallID
		for _, l := range list {
			got = append(got, l.Call)
		}
		if len(got) != len(tc.want) || len(got) > 0 && (got[0] != tc.want[0] || got[len(got)-1] != tc.want[len(got)-1]) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

// TestOldTranscriptsAreMeasured has the figures of calls made that were stored
// by an earlier version.
func TestOldTranscriptsAreMeasured(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	id := spoken(t, d, "1")
	want, err := d.Listenable(ctx, store.QueueScope{}, "")
	must(t, err)
	must(t, d.Exec(ctx, "DELETE FROM talk_figures"))
	must(t, d.AddHeard(ctx, []store.HeardSpan{{Call: id, FromMS: 0, ToMS: 1000, Speed: 1, Wall: time.Second, At: storetest.Start()}}))
	if left, err := d.MeasureTalks(ctx); left != 0 || err != nil {
		t.Errorf("%d left, %v", left, err)
	}
	got, err := d.Listenable(ctx, store.QueueScope{}, "")
	must(t, err)
	want[0].HeardMS = 1000
	same(t, got, want)
}

// TestHeardOfAnAbsorbedCall has a talk of the server listened to before it turns
// out to be the talk of a call of this desk.
func TestHeardOfAnAbsorbedCall(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	own := storetest.Stored(t, d, func(c *store.Call) { c.State = store.StateReady })
	move(t, d, own.ID, store.StateSending, nil)
	bare := storetest.Talk(func(talk *store.Talk) { talk.Fields = nil })
	stranger := mirrored(t, d, bare, "raw")
	must(t, d.AddHeard(ctx, []store.HeardSpan{{Call: stranger.ID, FromMS: 0, ToMS: 1000, Speed: 1, Wall: time.Second, At: storetest.Start()}}))
	move(t, d, own.ID, store.StateSent, func(c *store.Call) { c.TalkID, c.NextCheck = bare.ID, time.Now() })
	if list, err := d.Heard(ctx, own.ID); err != nil || len(list) != 1 {
		t.Errorf("kept %+v %v", list, err)
	}
}
