package ui

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sensedesk/assets"
	"sensedesk/player"
	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/recordings"
	"sensedesk/store/storetest"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// said is a made-up call: somebody speaks from its start to pause, and from the
// end of the pause to end, in ms.
type said struct {
	operator, name   string
	pause, back, end int64
	length           time.Duration // of the recording; 0 = there is none
}

// library is a database on disk with its recordings.
type library struct {
	dir  string
	feed *store.Feed
	db   *db.DB
	rec  *recordings.Folder
	ids  []store.CallID
}

func (l *library) open(t *testing.T) {
	t.Helper()
	var err error
	l.feed = &store.Feed{}
	if l.db, err = db.Open(t.Context(), filepath.Join(l.dir, "sensedesk.db"), l.feed); err != nil {
		t.Fatal(err)
	}
	if l.rec, err = recordings.Open(filepath.Join(l.dir, "recordings")); err != nil {
		t.Fatal(err)
	}
}

func fill(t *testing.T, calls []said) *library {
	t.Helper()
	l := &library{dir: t.TempDir()}
	l.open(t)
	for i, c := range calls {
		id := fmt.Sprint(i + 1)
		var rec *store.Recording
		if c.length > 0 {
			sound := hum(12*time.Second, float64(200+20*i)) // longer ones are never played here
			r, err := l.rec.Put(t.Context(), bytes.NewReader(sound), int64(len(sound)))
			if err != nil {
				t.Fatal(err)
			}
			r.Codec, r.SampleRate, r.Channels, r.Duration = "PCM 16", 8000, 2, c.length
			rec = &r
		}
		call := storetest.Stored(t, l.db, func(k *store.Call) {
			k.SourceID, k.UniqueID, k.State, k.Duration = id, "u"+id, store.StateProcessing, max(c.length, 12*time.Second)
			k.TalkID, k.SendBegun, k.Recording = store.TalkID("aud"+id), time.Now(), rec
			k.OperatorID, k.OperatorName, k.StartedAt = c.operator, c.name, time.Now().Add(-time.Duration(i+1)*time.Hour)
		})
		talk := storetest.Talk(func(talk *store.Talk) {
			talk.ID, talk.Classifiers = call.TalkID, nil
			talk.Phrases = []store.Phrase{{StartMS: 0, EndMS: c.pause, Text: "алло"}}
			if c.end > 0 {
				talk.Phrases = append(talk.Phrases, store.Phrase{Channel: 1, StartMS: c.back, EndMS: c.end, Text: "да"})
			}
			talk.Conversation.DurationMS = 0
		})
		if err := l.db.SaveTalk(t.Context(), call.ID, talk, nil, store.StateDone, nil); err != nil {
			t.Fatal(err)
		}
		l.ids = append(l.ids, call.ID)
	}
	return l
}

// hum is a WAV of two channels at 8 kHz.
func hum(length time.Duration, hertz float64) []byte {
	samples := make([]int16, 2*int(length.Seconds()*8000))
	for i := range samples {
		samples[i] = int16(8000 * math.Sin(2*math.Pi*hertz*float64(i/2)/8000))
	}
	var b bytes.Buffer
	for _, v := range []any{
		[]byte("RIFF"), uint32(36 + 2*len(samples)), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(2), uint32(8000), uint32(32000), uint16(4), uint16(16),
		[]byte("data"), uint32(2 * len(samples)), samples,
	} {
		_ = binary.Write(&b, binary.LittleEndian, v) // into memory
	}
	return b.Bytes()
}

// window opens the program's window over a library: with the database, the
// recordings and the player of the program; the sound goes nowhere, at the pace
// of the clock.
func (l *library) window(t *testing.T) (d *desk, quit func()) {
	t.Helper()
	h := &house{set: store.DefaultSettings(), prefs: map[string]string{}, kept: map[store.SecretName]bool{}}
	app := test.NewTempApp(t)
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	test.ApplyTheme(t, theme.New(theme.Light))
	deck := player.NewDeck(player.Options{OpenSink: func() (player.Sink, error) { return player.NewNull(nil), nil }})
	d = &desk{house: h}
	d.s = New(Options{
		App: app, Ctx: context.WithoutCancel(t.Context()), Post: d.queue.Post, Catalogue: catalogue, Lang: i18n.RU,
		Engine: h, DB: l.db, Secrets: ring{h}, Feed: l.feed, Recordings: l.rec, Waves: nowhere{}, Player: deck,
		Webhook: func(s string) (string, string, error) { return s, "", nil }, Now: time.Now,
		OpenFolder: func(string) error { return nil },
	})
	d.World = &uitest.World{T: t, App: app, Window: d.s.Window(), Print: catalogue.In(i18n.RU), Queue: &d.queue}
	d.s.Window().Resize(fyne.NewSize(1280, 800))
	d.s.Show()
	done := false
	quit = func() {
		if done {
			return
		}
		done = true
		d.s.Close()
		d.s.Window().Close()
		_ = deck.Close()
		if err := l.db.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(quit)
	return d, quit
}

// on is the review desk of the window.
func (d *desk) on() *review.Screen { return d.s.screenOf(placeReview).(*review.Screen) }

// bitmap is which milliseconds of a call were played, and how long that took.
func (l *library) bitmap(t *testing.T, id store.CallID) (ms map[int64]bool, wall time.Duration) {
	t.Helper()
	spans, err := l.db.Heard(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	ms = map[int64]bool{}
	for _, s := range spans {
		wall += s.Wall
		for at := s.FromMS; at < s.ToMS; at++ {
			ms[at] = true
		}
	}
	return ms, wall
}

// interval finds the ends of the 95 % interval of a share where Wilson's test
// accepts, by bisection: another way than the program's formula.
func interval(hits, n int) (low, high float64) {
	share := float64(hits) / float64(n)
	accepts := func(p float64) bool {
		return math.Abs(share-p) <= 1.959964*math.Sqrt(p*(1-p)/float64(n))
	}
	edge := func(in, out float64) float64 {
		for range 60 {
			if middle := (in + out) / 2; accepts(middle) {
				in = middle
			} else {
				out = middle
			}
		}
		return in
	}
	return edge(share, 0), edge(share, 1)
}

// TestMinutesBecomeAQueueThatIsHeard goes the whole way with the real database,
// player and widgets: minutes, calls picked by a rule, silence left out, from
// one to the next by itself, a restart in the middle, the report.
func TestMinutesBecomeAQueueThatIsHeard(t *testing.T) {
	const anna, erzhan = "Ким Анна", "Қасымов Ержан"
	usual := 12 * time.Second
	l := fill(t, []said{
		{"3", anna, 1500, 9000, 10_500, usual},                   // heard first: the longest pause that fits
		{"7", erzhan, 1500, 8000, 10_500, usual},                 // second, with the restart in it
		{"3", anna, 1500, 7000, 9500, usual},                     // third
		{"3", anna, 12_000, 0, 0, usual},                         // no pause
		{"7", erzhan, 12_000, 0, 0, usual},                       // no pause
		{"3", anna, 1000, 11_000, 31 * 60_000, 31 * time.Minute}, // the longest pause of all, longer than the time there is
		{"3", anna, 1500, 9000, 10_500, 0},                       // without a recording
	})
	d, quit := l.window(t)
	d.s.do(keys.Queue)
	d.Wait("the picks", func() bool { return d.Sees(d.say("queue.reason.random")) })
	d.Tap("15")
	d.Tap("2×")
	d.Tap(d.say("queue.rule.random"))
	d.Tap(d.say("queue.rule.silence"))
	d.Wait("three calls", func() bool {
		return d.Sees("3 звонка") && d.Sees("из 15 мин") && d.Sees(d.Print.N("queue.too_long", 1)) && d.Sees(d.Print.N("queue.unrecorded", 1))
	})
	d.Window.Canvas().Unfocus()
	d.Key(fyne.KeyReturn)
	d.Wait("the first call to play", func() bool { return d.Sees("1 из 3") && d.on().Call() == l.ids[0] && d.s.o.Player.Playing() })
	if d.on().State().Speed != 2 {
		t.Errorf("it plays at %g", d.on().State().Speed)
	}
	d.Wait("its end", func() bool { return d.Sees("Следующий звонок через") })
	d.Wait("the second call to play by itself", func() bool { return d.on().Call() == l.ids[1] && d.s.o.Player.Position() > time.Second })
	quit()

	l.open(t)
	d, quit = l.window(t)
	d.Wait("the side bar", func() bool { return d.s.queueCount() == "2" })
	d.s.do(keys.Queue)
	d.Wait("the queue", func() bool { return d.Sees("Вы на 2-м звонке из 3") })
	d.Tap(d.say("queue.continue"))
	d.Wait("the second call to go on", func() bool {
		return d.on().Call() == l.ids[1] && d.s.o.Player.Playing() && d.s.o.Player.Position() > 500*time.Millisecond
	})
	d.Wait("the end of the second", func() bool { return d.Sees("Следующий звонок через") })
	d.Key(fyne.KeyReturn) // who does not want to wait
	d.Wait("the third call to play", func() bool { return d.on().Call() == l.ids[2] && d.s.o.Player.Playing() })
	d.Wait("the end of the third", func() bool { return d.Sees("Следующий звонок через") })
	d.Key(fyne.KeyReturn)
	d.Wait("the report", func() bool { return d.s.at.place == placeQueue && d.Sees("3 из 6") })
	l.compare(t, d)

	before, err := l.db.Listened(t.Context(), store.QueueScope{})
	if err != nil {
		t.Fatal(err)
	}
	d.s.goTo(route{placeReview, l.ids[0]})
	d.Wait("the first call again", func() bool { return d.on().State().Sound == review.SoundReady })
	d.on().GoTo(0)
	d.on().Play()
	d.Wait("a second of it", func() bool { return d.s.o.Player.Position() > time.Second })
	d.s.do(keys.Queue)
	quit()
	l.open(t)
	defer func() { _ = l.db.Close() }()
	after, err := l.db.Listened(t.Context(), store.QueueScope{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range before {
		if b, a := before[i], after[i]; a.Heard != b.Heard || a.Played != b.Played || (b.Operator == "3") != (a.Wall > b.Wall) {
			t.Errorf("heard twice counts as %+v, was %+v", a, b)
		}
	}
}

// compare works the report out from the stretches that were kept, by
// milliseconds, and looks for it on the screen.
func (l *library) compare(t *testing.T, d *desk) {
	t.Helper()
	speech := []int64{1650 + 1800, 1650 + 2800, 1650 + 2800} // 150 ms beside each word stay
	pauses := [][2]int64{{1650, 8850}, {1650, 7850}, {1650, 6850}}
	played, wall := 0, time.Duration(0)
	for i, want := range speech {
		ms, took := l.bitmap(t, l.ids[i])
		for at := pauses[i][0]; at < pauses[i][1]; at++ {
			if ms[at] {
				t.Fatalf("call %d: silence at %d ms was played", i, at)
			}
		}
		if off := want - int64(len(ms)); off < -20 || off > 300 { // the last look before a restart is a little early
			t.Errorf("call %d: %d ms of %d were heard", i, len(ms), want)
		}
		if pace := float64(len(ms)) / float64(took.Milliseconds()); pace < 1.6 || pace > 2.2 {
			t.Errorf("call %d: heard at %.2f×", i, pace)
		}
		played += len(ms)
		wall += took
	}
	length := (5*12*time.Second + 31*time.Minute).Hours()
	perHour := float64(played) / 60_000 / length
	if len(d.Find(d.Print.Decimal(perHour, 1))) != 1 || perHour < 0.3 {
		t.Errorf("%.2f minutes of each hour were heard; shown %q", perHour, d.Texts())
	}
	for _, share := range []struct{ heard, calls int }{{2, 4}, {1, 2}} {
		low, high := interval(share.heard, share.calls)
		if text := d.say("queue.interval", i18n.Args{"low": d.Print.Percent(low), "high": d.Print.Percent(high)}); !d.Sees(text) {
			t.Errorf("%d of %d is %s; shown %q", share.heard, share.calls, text, d.Texts())
		}
	}
	if len(d.Find(d.Print.Span(wall))) == 0 {
		t.Errorf("it took %s; shown %q", wall, d.Texts())
	}
	list, err := l.db.Listened(t.Context(), store.QueueScope{})
	if err != nil {
		t.Fatal(err)
	}
	var told time.Duration
	for _, of := range list {
		told += of.Played
	}
	if told != time.Duration(played)*time.Millisecond {
		t.Errorf("the report counts %s, %d ms were played", told, played)
	}
}
