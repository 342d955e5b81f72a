package review_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sensedesk/player"
	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/speechsense"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// deck is a player whose clock the test turns by hand.
type deck struct {
	mu      sync.Mutex
	info    player.Info
	err     error
	gate    chan struct{} // Load waits for it when not nil
	loaded  string
	at      time.Duration
	playing bool
	ended   bool
	speed   float64
	gains   [2]float64
	solo    int
	swapped bool
	skips   []player.Span
	again   int // times the device was looked for
	notices chan player.Notice
}

func newDeck(length time.Duration) *deck {
	return &deck{info: player.Info{Container: "wav", Duration: length, Channels: 2, SampleRate: 8000, Exact: true}, gains: [2]float64{1, 1}, solo: -1, notices: make(chan player.Notice, 4)}
}

func (d *deck) Load(ctx context.Context, path string) (player.Info, error) {
	if d.gate != nil {
		select {
		case <-d.gate:
		case <-ctx.Done():
			return player.Info{}, ctx.Err()
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.loaded, d.at, d.playing = path, 0, false
	return d.info, d.err
}

func (d *deck) set(f func()) { d.mu.Lock(); defer d.mu.Unlock(); f() }

func (d *deck) Unload()                   { d.set(func() { d.loaded, d.playing = "", false }) }
func (d *deck) Play()                     { d.set(func() { d.playing = true }) }
func (d *deck) Pause()                    { d.set(func() { d.playing = false }) }
func (d *deck) Seek(at time.Duration)     { d.set(func() { d.at, d.ended = at, false }) }
func (d *deck) SetSpeed(f float64)        { d.set(func() { d.speed = f }) }
func (d *deck) SetGain(ch int, g float64) { d.set(func() { d.gains[ch] = g }) }
func (d *deck) SetSolo(ch int)            { d.set(func() { d.solo = ch }) }
func (d *deck) SetSwap(on bool)           { d.set(func() { d.swapped = on }) }

// heard is how loud each channel comes to the ears, as the player does it.
func (d *deck) heard() (g [2]float64) {
	d.set(func() {
		for ch := range g {
			if g[ch] = d.gains[ch]; d.solo >= 0 && d.solo != ch {
				g[ch] = 0
			}
		}
	})
	return g
}

func (d *deck) SetSkips(s []player.Span)      { d.set(func() { d.skips = s }) }
func (d *deck) SetDelay(time.Duration)        {}
func (d *deck) Reconnect()                    { d.set(func() { d.again++ }) }
func (d *deck) Position() (at time.Duration)  { d.set(func() { at = d.at }); return at }
func (d *deck) Playing() (on bool)            { d.set(func() { on = d.playing }); return on }
func (d *deck) Ended() (on bool)              { d.set(func() { on = d.ended }); return on }
func (d *deck) Notices() <-chan player.Notice { return d.notices }

// book is a database of one or more calls.
type book struct {
	mu       sync.Mutex
	calls    map[store.CallID]store.Call
	talks    map[store.CallID]store.Talk
	settings store.Settings
	edits    []store.FieldEdit
	editErr  error
}

func (b *book) Call(_ context.Context, id store.CallID) (store.Call, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c, ok := b.calls[id]; ok {
		return c, nil
	}
	return store.Call{}, store.E(store.CodeNotFound, "read call", nil)
}

func (b *book) Talk(_ context.Context, id store.CallID) (store.Talk, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if t, ok := b.talks[id]; ok {
		return t, nil
	}
	return store.Talk{}, store.E(store.CodeNotFound, "read talk", nil)
}

func (b *book) set(f func()) { b.mu.Lock(); defer b.mu.Unlock(); f() }

func (b *book) Settings(context.Context) (store.Settings, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.settings, nil
}

// shelf says where recordings lie.
type shelf struct{}

func (shelf) Path(hash string) string { return "/recordings/" + hash }

// waves draws a made-up outline from the phrases of the picture.
type waves struct{ phrases []store.Phrase }

func (w waves) Wave(_ context.Context, _ store.Recording, _ string, progress func(review.Wave)) (review.Wave, error) {
	out := review.Wave{Bin: 10 * time.Millisecond, Lanes: [][]uint8{make([]uint8, 60_000), make([]uint8, 60_000)}}
	for _, p := range w.phrases {
		for ms := p.StartMS; ms < p.EndMS && ms < 600_000; ms += 10 {
			x := float64(ms)
			out.Lanes[p.Channel][ms/10] = uint8(255 * math.Abs(0.35+0.3*math.Sin(x/130)+0.3*math.Sin(x/37)) * (0.5 + 0.5*math.Sin(x/900)*math.Sin(x/900)))
		}
	}
	progress(out)
	out.Silence = []player.Span{{From: 240 * time.Second, To: 330 * time.Second}}
	return out, nil
}

// desk is a review desk on a window.
type desk struct {
	*uitest.World
	screen  *review.Screen
	deck    *deck
	book    *book
	ticks   chan time.Time
	mu      sync.Mutex
	ticking int
	copied  string
	back    int
	next    int
	fetched store.CallID
	files   review.Files
	again   store.CallID
	edited  int
	trouble error
	kept    kept
	habits  map[string]string // what the desk is to remember; nil = nothing
	heard   review.Heard
	clock   func() time.Time
	pace    time.Duration // of the countdown to the next call of a queue
}

const theCall = store.CallID(7)

// tickers is how many are running.
func (d *desk) tickers() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ticking
}

// state moves the call.
func (d *desk) state(to store.State) {
	d.book.set(func() {
		c := d.book.calls[theCall]
		c.State = to
		d.book.calls[theCall] = c
	})
}

// beatless puts the player somewhere and lets the desk look, without playing.
func (d *desk) beatless(at time.Duration) {
	d.deck.Seek(at)
	d.screen.Show()
}

// open puts the call of the picture on a desk; change may alter everything
// before it is read.
func open(t *testing.T, o uitest.Options, change func(d *desk)) *desk {
	t.Helper()
	d := &desk{World: uitest.New(t, o), files: shelf{}, deck: newDeck(582 * time.Second), ticks: make(chan time.Time)}
	call, talk := pictured()
	d.book = &book{calls: map[store.CallID]store.Call{theCall: call}, talks: map[store.CallID]store.Talk{theCall: talk}, settings: store.DefaultSettings()}
	d.clock = d.Now
	if change != nil {
		change(d)
	}
	deps := review.Deps{
		Post: d.Post, Printer: d.Print, Calls: d.book, Files: d.files, Waves: waves{talk.Phrases}, Player: d.deck,
		Ticks: func(time.Duration) (<-chan time.Time, func()) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.ticking++
			return d.ticks, func() { d.mu.Lock(); defer d.mu.Unlock(); d.ticking-- }
		},
		Copy: func(text string) { d.copied = text },
		Cost: engine.Cost, Kept: d.kept, ReadAnswer: speechsense.ReadAnswer,
		Edits: d.book, Now: d.clock, Heard: d.heard, Beat: d.pace, OnEdited: func() { d.edited++ }, OnTrouble: func(err error) { d.trouble = err },
		OnBack:  func() { d.back++ },
		OnNext:  func() { d.next++ },
		OnFetch: func(id store.CallID) { d.fetched = id },
		OnAgain: func(id store.CallID) { d.again = id },
	}
	if d.habits != nil {
		deps.Habits = d.habits[review.PrefDesk]
		deps.Recall = func(_ context.Context, key string) (string, error) {
			d.mu.Lock()
			defer d.mu.Unlock()
			return d.habits[key], nil
		}
		deps.Remember = func(key, value string) { d.mu.Lock(); defer d.mu.Unlock(); d.habits[key] = value }
	}
	d.screen = review.New(t.Context(), deps)
	t.Cleanup(d.screen.Close)
	d.Show(d.screen.Content())
	d.screen.Show()
	return d
}

// read opens the call and waits until text and sound are there.
func (d *desk) read() *desk {
	d.T.Helper()
	d.screen.Open(theCall)
	d.Wait("the call and its sound", func() bool {
		s := d.screen.State()
		return (s.Loaded || s.Err != nil) && (s.Sound != review.SoundLoading || s.Err != nil)
	})
	return d
}

// beat lets the clock of the player stand at a place and tick once.
func (d *desk) beat(at time.Duration) {
	d.T.Helper()
	d.deck.set(func() { d.deck.at = at })
	d.ticks <- time.Time{}
	d.Wait("a step of the clock", func() bool { return d.screen.Transcript().At() == at })
}

// shot leaves a picture for eyes in the folder SENSEDESK_SHOTS names, if any.
func (d *desk) shot(name string) {
	if dir := os.Getenv("SENSEDESK_SHOTS"); dir != "" {
		d.Screenshot(filepath.Join(dir, name+".png"))
	}
}

// phrase makes a phrase whose words share its time evenly.
func phrase(ch int, from, to int64, text, normalized string, cs ...store.PhraseClassifier) store.Phrase {
	p := store.Phrase{Channel: ch, StartMS: from, EndMS: to, Text: text, Normalized: normalized, Classifiers: cs}
	words := strings.Fields(text)
	for i, w := range words {
		n := int64(len(words))
		p.Words = append(p.Words, store.Word{Text: w, StartMS: from + (to-from)*int64(i)/n, EndMS: from + (to-from)*int64(i+1)/n})
	}
	return p
}

// fired is a classifier that marks words of a text, or all of it.
func fired(id, name, text string, words ...string) store.PhraseClassifier {
	c := store.PhraseClassifier{ClassifierID: id, Name: name, Labels: []store.Label{{Name: "yes", Confidence: 0.87}}}
	for _, w := range words {
		before, _, _ := strings.Cut(text, w)
		c.Highlights = append(c.Highlights, store.Highlight{Text: w, Offset: len([]rune(before)), Count: len([]rune(w))})
	}
	return c
}

// pictured is the call of the design's picture.
func pictured() (store.Call, store.Talk) {
	rude := "верно но это же безобразие мне обещали ещё в понедельник"
	free := "да доставка завтра с десяти до двух за неудобства сделаем её бесплатной"
	hello := "добрый день компания ромашка меня зовут анна вам удобно говорить"
	sorry := "понимаю вас приношу извинения за задержку заказ готов к отгрузке можете забрать сегодня до восьми вечера"
	phrases := []store.Phrase{
		phrase(0, 2_000, 4_000, "алло", "Алло."),
		phrase(0, 161_000, 166_500, hello, "Добрый день, компания «Ромашка», меня зовут Анна. Вам удобно говорить?", fired("c1", "Приветствие", hello, "добрый день")),
		phrase(1, 167_000, 172_000, "да только недолго я хотел узнать когда будет готов заказ", "Да, только недолго. Я хотел узнать, когда будет готов заказ."),
		phrase(0, 178_000, 184_800, "одну минуту проверяю заказ четыре тысячи двести пятнадцать верно", "Одну минуту, проверяю. Заказ четыре тысячи двести пятнадцать, верно?"),
		phrase(1, 184_000, 190_000, rude, "Верно. Но это же безобразие, мне обещали ещё в понедельник!", fired("c2", "Негатив", rude, "безобразие"), fired("c2", "Негатив", rude, "в понедельник")),
		phrase(0, 192_000, 200_500, sorry, "Понимаю вас, приношу извинения за задержку. Заказ готов к отгрузке, можете забрать сегодня до восьми вечера.", fired("c3", "Извинение", sorry, "приношу извинения")),
		phrase(1, 201_000, 205_500, "сегодня не успею а доставка есть сколько это будет стоить", "Сегодня не успею. А доставка есть? Сколько это будет стоить?"),
		phrase(0, 207_000, 214_000, free, "Да, доставка завтра с десяти до двух. За неудобства сделаем её бесплатной.", fired("c4", "Благодарность", free, "бесплатной")),
		phrase(1, 215_000, 218_000, "вот это другое дело записывайте адрес", "Вот это другое дело. Записывайте адрес."),
		phrase(0, 220_000, 221_000, "записываю", "Записываю…"),
		phrase(1, 330_000, 345_000, "улица абая сорок два квартира семь подъезд второй домофон не работает позвоните заранее", "Улица Абая, 42, квартира 7, подъезд второй, домофон не работает, позвоните заранее."),
		phrase(0, 571_000, 576_000, "спасибо за звонок всего доброго", "Спасибо за звонок, всего доброго!", fired("c5", "Прощание", "", "")),
	}
	zone := time.FixedZone("UTC+5", 5*3600)
	call := store.Call{
		ID: theCall, Source: store.SourceBitrix24, Account: "romashka.bitrix24.kz", SourceID: "4215", UniqueID: "externalCall.8a7c3f1e.1710234300",
		State: store.StateDone, StartedAt: time.Date(2026, time.March, 12, 14, 5, 0, 0, zone), Duration: 585 * time.Second, Direction: store.DirectionOutgoing,
		OperatorID: "3", OperatorName: "Ким Анна", ClientPhone: "+77015554512", ClientID: "CONTACT:275", TalkID: "aud8c1kd0q3hv7b5n2m1", ConnectionID: "eagk7s2p9d4h6f8j1l3z",
		RecordRef: "812",
		Recording: &store.Recording{Hash: "c0ffee", Size: 9_312_044, Container: store.ContainerWAV, Codec: "PCM 16", SampleRate: 8000, Channels: 2, Duration: 582 * time.Second},
	}
	talk := store.Talk{
		ID: call.TalkID, ConnectionID: call.ConnectionID, ProjectIDs: []string{"eagp3r0j3ct5a1e5"}, State: store.ProcessingSuccess, Phrases: phrases,
		CreatedAt: time.Date(2026, time.March, 12, 9, 31, 0, 0, time.UTC),
		Statements: []store.Statement{
			{FieldID: "summary", Name: "Кратко", Values: []string{"Клиент недоволен задержкой заказа 4215. Оператор извинилась, подтвердила готовность и предложила бесплатную доставку на завтра. Клиент согласился и продиктовал адрес."}},
			{FieldID: "mood_client", Name: "Тональность клиента", Values: []string{"негатив, затем нейтрально"}},
			{FieldID: "mood_operator", Name: "Тональность оператора", Values: []string{"позитив"}},
			{FieldID: "call_reasons", Name: "Причины", Values: []string{"Срок заказа"}},
			{FieldID: "call_results", Name: "Результаты", Values: []string{"Доставка завтра, бесплатно"}},
			{FieldID: "problems", Name: "Проблемы", Values: []string{"Заказ задержан с понедельника", "Домофон не работает"}},
			{FieldID: "client_keywords", Values: []string{"заказ", "доставка", "безобразие"}},
			{FieldID: "operator_keywords", Values: []string{""}},
		},
		Classifiers: []store.ClassifierCount{{ClassifierID: "c1", Name: "Приветствие", Count: 1}, {ClassifierID: "c2", Name: "Негатив", Count: 2}, {ClassifierID: "c3", Name: "Извинение", Count: 1}, {ClassifierID: "c4", Name: "Благодарность", Count: 1}, {ClassifierID: "c5", Name: "Прощание", Count: 1}, {ClassifierID: "c6", Name: "Мат", Count: 0}},
		Speakers: []store.SpeakerStats{
			{Channel: 0, SpeechMS: 320_000, Words: 640, WordsPerSecond: 2.0, Utterances: 41, Interrupts: 2, InterruptsMS: 1_700, LongestUtterance: 41 * time.Second},
			{Channel: 1, SpeechMS: 198_000, Words: 410, WordsPerSecond: 2.1, Utterances: 38, Interrupts: 3, InterruptsMS: 2_400, LongestUtterance: 26 * time.Second},
		},
		Conversation: store.ConversationStats{DurationMS: 582_000, SimultaneousSpeechMS: 17_500, SimultaneousSilenceMS: 81_500},
	}
	return call, talk
}
