package db_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

func TestLaterResultReplacesTheEarlier(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := brought(t, d, store.StateSent)
	must(t, d.SaveTalk(ctx, c.ID, storetest.Talk(), []byte("first"), store.StateProcessing, nil))
	second := storetest.Talk(func(talk *store.Talk) {
		talk.Phrases = talk.Phrases[1:3]
		talk.Statements = []store.Statement{{FieldID: "summary", Values: []string{"  Вторая\nстрока ", "и ещё"}}}
		talk.Speakers, talk.Classifiers, talk.Failures = nil, nil, []store.AlgorithmFailure{{Algorithm: "QA", Code: "X", Message: "нет"}}
	})

	must(t, d.SaveTalk(ctx, c.ID, second, []byte("second"), store.StatePartlyDone, func(c *store.Call) { c.CheckCount = 4 }))

	got, err := d.Talk(ctx, c.ID)
	must(t, err)
	same(t, got, second)
	raw, err := d.RawTalk(ctx, c.ID)
	must(t, err)
	call, err := d.Call(ctx, c.ID)
	must(t, err)
	if string(raw) != "second" || call.Summary != "Вторая строка и ещё" || call.CheckCount != 4 || call.State != store.StatePartlyDone {
		t.Errorf("raw %q, call %+v", raw, call)
	}
}

// TestWhatTheServerLostIsKept: results are never made poorer by an empty answer.
func TestWhatTheServerLostIsKept(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := brought(t, d, store.StateSent)
	must(t, d.SaveTalk(ctx, c.ID, storetest.Talk(), nil, store.StateDone, nil))
	empty := store.Talk{ID: "aud1q2w3e4r5t6y7u8i9", State: store.ProcessingRunning}

	must(t, d.SaveTalk(ctx, c.ID, empty, nil, store.StateProcessing, nil))

	got, err := d.Talk(ctx, c.ID)
	must(t, err)
	want := empty
	full := storetest.Talk()
	want.Phrases, want.Statements, want.Speakers, want.Classifiers = full.Phrases, full.Statements, full.Speakers, full.Classifiers
	same(t, got, want)
	call, err := d.Call(ctx, c.ID)
	must(t, err)
	if call.Summary == "" {
		t.Error("the summary is gone")
	}
	if found, err := d.Calls(ctx, store.CallFilter{Text: "мекенжай"}); err != nil || len(found) != 1 {
		t.Errorf("the transcript is not found any more: %v, %v", found, err)
	}
}

func TestTalkOfAnIllegalMoveIsNotStored(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := brought(t, d, store.StateQueued)
	if err := d.SaveTalk(ctx, c.ID, storetest.Talk(), []byte("x"), store.StateDone, nil); err == nil {
		t.Error("a queued call got a result")
	}
	_, err := d.Talk(ctx, c.ID)
	wantCode(t, err, store.CodeNotFound)
	_, err = d.RawTalk(ctx, c.ID)
	wantCode(t, err, store.CodeNotFound)
}

func TestLongTalk(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := brought(t, d, store.StateSent)
	talk := storetest.Talk(func(talk *store.Talk) {
		talk.Phrases = nil
		for i := range 4500 { // four hours, 36 000 words
			talk.Phrases = append(talk.Phrases, storetest.Phrase(i%2, int64(i)*3200, "раз два три четыре пять шесть семь восемь", ""))
		}
	})
	raw := bytes.Repeat([]byte(`{"word":"раз","start":"0.1s"}`), 40_000)
	must(t, d.SaveTalk(ctx, c.ID, talk, raw, store.StateDone, nil))
	got, err := d.Talk(ctx, c.ID)
	must(t, err)
	same(t, got, talk)
	gotRaw, err := d.RawTalk(ctx, c.ID)
	must(t, err)
	if !bytes.Equal(gotRaw, raw) {
		t.Error("the raw answer differs")
	}
}

func TestWordsAsTheyAre(t *testing.T) {
	w := func(text string, start, end int64) store.Word {
		return store.Word{Text: text, StartMS: start, EndMS: end}
	}
	for name, c := range map[string]struct {
		phrase store.Phrase
		bytes  int // at most; 0 = none at all
	}{
		"no words":              {store.Phrase{Text: "алло"}, 0},
		"as split":              {store.Phrase{Text: "да нет", StartMS: 500, Words: []store.Word{w("да", 500, 700), w("нет", 800, 1000)}}, 9},
		"another spelling":      {store.Phrase{Text: "да, нет", Words: []store.Word{w("да", 0, 1), w("нет", 2, 3)}}, 20},
		"more words than text":  {store.Phrase{Text: "да", Words: []store.Word{w("да", 0, 1), w("нет", 2, 3)}}, 20},
		"fewer":                 {store.Phrase{Text: "да нет", Words: []store.Word{w("да", 0, 1)}}, 20},
		"no text":               {store.Phrase{Words: []store.Word{w("да", 0, 1)}}, 20},
		"an empty word":         {store.Phrase{Text: "", Words: []store.Word{w("", 0, 1)}}, 20},
		"empty words":           {store.Phrase{Text: " ", Words: []store.Word{w("", 0, 1), w("", 0, 1)}}, 20},
		"a word with a space":   {store.Phrase{Text: "да нет", Words: []store.Word{w("да нет", 0, 1)}}, 20},
		"spaces around":         {store.Phrase{Text: " да ", Words: []store.Word{w("да", 0, 1)}}, 20},
		"two spaces":            {store.Phrase{Text: "да  нет", Words: []store.Word{w("да", 0, 1), w("нет", 2, 3)}}, 20},
		"times that run back":   {store.Phrase{Text: "а б", StartMS: 9000, Words: []store.Word{w("а", 100, 50), w("б", -5, -10)}}, 20},
		"times beyond all ends": {store.Phrase{Text: "а", StartMS: 1 << 62, Words: []store.Word{w("а", -1<<62, 1<<62)}}, 40},
	} {
		t.Run(name, func(t *testing.T) {
			blob := db.PackWords(c.phrase)
			if len(blob) > c.bytes {
				t.Errorf("%d bytes, want at most %d", len(blob), c.bytes)
			}
			got, err := db.UnpackWords(blob, c.phrase.Text, c.phrase.StartMS)
			must(t, err)
			same(t, got, c.phrase.Words)
		})
	}
}

func FuzzUnpackWords(f *testing.F) {
	f.Add([]byte{1, 0, 2, 4, 6}, "да нет")
	f.Add([]byte{2, 0, 2, 4, 0xd0}, "")
	f.Add([]byte{2, 0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, "")
	f.Add([]byte{3}, "")
	f.Fuzz(func(t *testing.T, blob []byte, text string) {
		words, err := db.UnpackWords(blob, text, 0)
		if err != nil || len(blob) == 0 {
			return
		}
		again, err := db.UnpackWords(db.PackWords(store.Phrase{Text: text, Words: words}), text, 0)
		if err != nil || fmt.Sprint(again) != fmt.Sprint(words) {
			t.Errorf("%v came back as %v, %v", words, again, err)
		}
	})
}

func TestPeople(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	kind := store.SourceBitrix24
	must(t, d.SavePeople(ctx, kind, "a", []store.Person{{ID: "10", Name: "Ольга", Active: true}, {ID: "9", Name: "Айгүл", Post: "оператор", Active: true}}))
	must(t, d.SavePeople(ctx, kind, "b", []store.Person{{ID: "9", Name: "Другая"}}))
	must(t, d.SavePeople(ctx, kind, "a", []store.Person{{ID: "9", Name: "Айгүл К.", Active: false}}))
	must(t, d.SavePeople(ctx, kind, "a", nil))

	got, err := d.People(ctx, kind, "a")
	must(t, err)
	same(t, got, []store.Person{{ID: "9", Name: "Айгүл К."}, {ID: "10", Name: "Ольга", Active: true}})
	if got, err := d.People(ctx, kind, "nobody"); len(got) != 0 || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestPeaks(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	hash := strings.Repeat("ab", 32)
	for _, step := range []struct {
		save, ask int
		want      string
	}{{0, 1, ""}, {1, 1, "v1"}, {0, 2, ""}, {2, 2, "v2"}, {0, 1, ""}} {
		if step.save > 0 {
			must(t, d.SavePeaks(ctx, hash, step.save, fmt.Appendf(nil, "v%d", step.save)))
		}
		got, err := d.Peaks(ctx, hash, step.ask)
		if err != nil || string(got) != step.want || (got == nil) != (step.want == "") {
			t.Errorf("%+v: got %q, %v", step, got, err)
		}
	}
}

func TestPrefs(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	for _, value := range []string{"kk", "ru", ""} {
		must(t, d.SetPref(ctx, "language", value))
		if got, err := d.Pref(ctx, "language"); got != value || err != nil {
			t.Errorf("got %q, %v; want %q", got, err, value)
		}
	}
}

func TestSettings(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	got, err := d.Settings(ctx)
	must(t, err)
	same(t, got, store.DefaultSettings())
	s := store.DefaultSettings()
	s.Users, s.RecheckSeconds, s.Source.UTCOffset = []string{"3"}, nil, "Moon/Crater" // saved is saved, valid or not
	must(t, d.SaveSettings(ctx, s))
	got, err = d.Settings(ctx)
	must(t, err)
	same(t, got, s)
	must(t, d.Exec(ctx, `UPDATE settings SET body = 'no JSON'`))
	if _, err := d.Settings(ctx); err == nil {
		t.Error("settings that cannot be read are taken for the defaults")
	}
}
