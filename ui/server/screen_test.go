package server

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/quota"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// service imitates the facade: pages of the hits it has, and what a test says
// goes wrong.
type service struct {
	mu     sync.Mutex
	hits   []engine.ServerHit
	total  int // when it is more than there are hits
	page   int
	change engine.ServerPage // flags of every page
	err    error
	slow   *engine.ServerProgress // shown; the page never comes
	asked  []store.TalkQuery
	opened []store.TalkID
	prefs  map[string]string
	set    store.Settings
}

func (s *service) with(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *service) SearchServer(ctx context.Context, q store.TalkQuery, cursor string, progress func(engine.ServerProgress)) (engine.ServerPage, error) {
	s.mu.Lock()
	s.asked = append(s.asked, q)
	slow, err, out := s.slow, s.err, s.change
	from := 0
	_, _ = fmt.Sscanf(cursor, "from %d", &from)
	end := min(from+s.page, len(s.hits))
	out.Hits, out.Total = slices.Clone(s.hits[from:end]), max(s.total, len(s.hits))
	if end < len(s.hits) {
		out.Next = fmt.Sprintf("from %d", end)
	}
	s.mu.Unlock()
	if slow != nil {
		progress(*slow)
		<-ctx.Done()
		return engine.ServerPage{}, ctx.Err()
	}
	if err != nil {
		return engine.ServerPage{}, err
	}
	return out, nil
}

func (s *service) OpenServerTalk(_ context.Context, id store.TalkID) (store.CallID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opened = append(s.opened, id)
	return 77, s.err
}

func (s *service) SearchKeys(context.Context) ([]store.TalkKey, error) {
	return store.TalkKeys(s.set.SpeechSense, []store.NamedID{{ID: "eagPrice", Name: "Возражение по цене"}, {ID: "eagRude", Name: "Грубость"}}), nil
}

func (s *service) Settings(context.Context) (store.Settings, error) { return s.set, nil }

func (s *service) Pref(_ context.Context, key string) (v string, err error) {
	s.with(func() { v = s.prefs[key] })
	return v, nil
}

func (s *service) SetPref(_ context.Context, key, value string) error {
	s.with(func() { s.prefs[key] = value })
	return nil
}

func someHits(n int) []engine.ServerHit {
	base := []engine.ServerHit{
		{Call: store.Call{OperatorName: "Ким Анна", ClientName: "Динара Т.", Direction: store.DirectionOutgoing, Duration: 9*time.Minute + 42*time.Second, State: store.StateDone, Summary: "Клиент недоволен задержкой заказа 4215, доставка завтра бесплатно"}},
		{Call: store.Call{OperatorName: "Қасымов Ержан", ClientName: "ТОО «Дала»", Direction: store.DirectionIncoming, Duration: 3*time.Minute + 5*time.Second, State: store.StateDone}, Words: "Алло, здравствуйте! — Здравствуйте, я по поводу счёта за март, там дважды посчитали доставку"},
		{Call: store.Call{OperatorName: "Ким Анна", ClientPhone: "77771000109", Direction: store.DirectionIncoming, Duration: 21 * time.Minute, State: store.StateDone, Summary: "Дорогая доставка, клиент сравнивает с конкурентами", ID: 5}, Local: true},
		{Call: store.Call{OperatorName: "Ли Пётр", ClientName: "ИП Серикова", Direction: store.DirectionCallback, State: store.StateProcessing}},
		{Missing: true},
	}
	out := make([]engine.ServerHit, n)
	for i := range out {
		out[i] = base[i%len(base)]
		out[i].Talk = store.TalkID(fmt.Sprintf("aud%d", i))
		out[i].Call.StartedAt = uitest.Now().Add(-time.Duration(i) * 97 * time.Minute)
	}
	return out
}

type desk struct {
	*uitest.World
	s      *Screen
	svc    *service
	opened []store.CallID
	toasts []string
}

func newDesk(t *testing.T, o uitest.Options, hits []engine.ServerHit) *desk {
	t.Helper()
	set := store.DefaultSettings()
	set.SpeechSense.MetadataKeys = []string{"call_id", "cost"}
	d := &desk{World: uitest.New(t, o), svc: &service{hits: hits, page: 20, prefs: map[string]string{}, set: set}}
	d.s = New(Deps{
		Ctx: t.Context(), Post: d.Post, Printer: d.Print, Window: d.Window, Engine: d.svc, DB: d.svc, Now: d.Now,
		OnOpen: func(id store.CallID) { d.opened = append(d.opened, id) }, OnSetUp: func() {},
		Toast: func(text string) { d.toasts = append(d.toasts, text) },
	})
	root := widgets.NewRoot(d.Post, d.s.Content())
	t.Cleanup(root.Close)
	t.Cleanup(d.s.Close)
	d.World.Show(root)
	d.s.Show()
	d.Wait("the keys", func() bool {
		return store.KeyNamed(d.s.m.Keys, store.ClassifierKey("eagRude")).Given == "Грубость"
	})
	return d
}

func (d *desk) tab(n int) {
	for range n {
		d.Window.Canvas().FocusNext()
	}
}

// A search is built, asked and opened without the mouse.
func TestByKeyboardAlone(t *testing.T) {
	d := newDesk(t, uitest.Options{}, someHits(3))
	d.Type("дорого")
	d.s.view.builder.add()
	if f := d.Window.Canvas().Focused(); f != fyne.Focusable(d.s.view.builder.lines[1].key) {
		t.Fatalf("the new condition has not the keyboard but %T", f)
	}
	d.Key(fyne.KeyReturn) // opens the list of keys
	d.Type("возражение")
	d.Key(fyne.KeyReturn)
	row := d.s.m.Draft.Rows[0]
	if row.Key != store.ClassifierKey("eagPrice") || row.Kind != store.FilterInt {
		t.Fatalf("%+v", row)
	}
	d.Type("2") // the keyboard is where the value goes
	d.Key(fyne.KeyReturn)
	d.Wait("the results", func() bool { return d.Sees("Динара Т.") && d.Sees("Найдено 3 разговора") })
	q := d.svc.asked[0]
	if len(q.Filters) != 1 || q.Filters[0].From != "2" || q.Text.Text != "дорого" || q.Sort[0].Key != "userMeta.date" || !q.Sort[0].Descending {
		t.Errorf("%+v", q)
	}
	d.Key(fyne.KeyReturn) // the keyboard is in the results, the first is chosen
	d.Wait("the review", func() bool { return len(d.opened) == 1 })
	if d.opened[0] != 77 || d.svc.opened[0] != "aud0" || !d.Sees(d.Print.S("server.local")) {
		t.Errorf("opened %v as %v", d.svc.opened, d.opened)
	}
	d.s.open("aud2") // in the library: nobody is asked
	if len(d.opened) != 2 || d.opened[1] != 5 || len(d.svc.opened) != 1 {
		t.Errorf("opened %v as %v", d.svc.opened, d.opened)
	}
}

// Every part of a condition is reached by Tab, in the order it is read.
func TestTabOrder(t *testing.T) {
	d := newDesk(t, uitest.Options{}, nil)
	d.s.view.builder.add()
	d.s.m.Draft.Rows[0].SetKey(store.KeyNamed(d.s.m.Keys, store.ClassifierKey("eagPrice")))
	d.s.view.builder.replace(1)
	d.Window.Canvas().Focus(d.s.view.builder.lines[1].key)
	var seen []string
	for range 6 {
		seen = append(seen, strings.TrimPrefix(fmt.Sprintf("%T", d.Window.Canvas().Focused()), "*widgets."))
		d.tab(1)
	}
	if want := []string{"SinglePick", "Check", "Entry", "Entry", "Select", "Button"}; !slices.Equal(seen, want) {
		t.Errorf("Tab goes %v, want %v", seen, want)
	}
	d.Window.Canvas().FocusPrevious()
	if b, ok := d.Window.Canvas().Focused().(*widgets.Button); !ok || b.Tip() != d.Print.S("server.remove") {
		t.Fatalf("the last is %T", d.Window.Canvas().Focused())
	}
	d.Key(fyne.KeySpace)
	if len(d.s.m.Draft.Rows) != 0 || d.Window.Canvas().Focused() != fyne.Focusable(d.s.view.builder.text) {
		t.Error("the condition stays, or the keyboard is lost")
	}
}

func TestEveryKindHasItsFields(t *testing.T) {
	for key, kind := range map[string]store.FilterKind{
		"userMeta.operator_name": store.FilterAnyMatch, "userMeta.direction_outgoing": store.FilterBool, "userMeta.date": store.FilterDate,
		"talk.statistics.duration_seconds": store.FilterDuration, "talk.statistics.speech.ratio": store.FilterDouble, "talk.statistics.words.count": store.FilterInt,
	} {
		t.Run(string(kind), func(t *testing.T) {
			d := newDesk(t, uitest.Options{}, someHits(1))
			b := d.s.view.builder
			b.add()
			d.s.m.Draft.Rows[0].SetKey(store.KeyNamed(d.s.m.Keys, key))
			b.replace(1)
			switch kind {
			case store.FilterAnyMatch:
				d.Tap(d.Print.S("server.value.add"))
				d.Type("Ким Анна")
				d.Key(fyne.KeyReturn)
				d.Type("Ли Пётр")
				d.Key(fyne.KeyReturn)
				d.Key(fyne.KeyEscape)
			case store.FilterBool:
				d.Key(fyne.KeyRight)
			case store.FilterDate:
				d.tab(2)
				d.Type("10.03.2026")
				d.tab(1)
				d.Type("12.03.2026")
				d.tab(1)
			default:
				d.Type("1")
				d.tab(1)
				d.Type("30")
			}
			d.s.search()
			d.Wait("the results", func() bool { return len(d.s.m.Hits) == 1 })
			f := d.svc.asked[0].Filters[0]
			want := map[store.FilterKind]store.TalkFilter{
				store.FilterAnyMatch: {Values: []string{"Ким Анна", "Ли Пётр"}, Yes: false},
				store.FilterBool:     {Yes: false}, store.FilterDate: {From: "2026-03-10", To: "2026-03-12"},
				store.FilterDuration: {From: "1", To: "30"}, store.FilterDouble: {From: "0.01", To: "0.3"}, store.FilterInt: {From: "1", To: "30"},
			}[kind]
			if f.Kind != kind || f.Key != key || f.From != want.From || f.To != want.To || f.Yes != want.Yes || !slices.Equal(f.Values, want.Values) {
				t.Errorf("%+v, want %+v", f, want)
			}
		})
	}
}

// What the server names arrives while somebody types: the keyboard stays where
// it is, and so does what was typed.
func TestNamesArriveWhileSomebodyTypes(t *testing.T) {
	d := newDesk(t, uitest.Options{}, nil)
	if d.Window.Canvas().Focused() != fyne.Focusable(d.s.view.builder.text) {
		t.Fatal("the words have not the keyboard")
	}
	d.s.view.builder.add()
	d.s.m.Draft.Rows[0].SetKey(store.KeyNamed(nil, store.ClassifierKey("eagNew")))
	d.s.view.builder.replace(1)
	d.Type("1")
	d.s.m.Keys = append(d.s.m.Keys, store.TalkKey{Key: store.ClassifierKey("eagNew"), Kind: store.FilterInt, Given: "Новый словарь", Channels: true})
	d.s.view.applyKeys()
	d.Type("2")
	if !d.Sees("Новый словарь") || d.s.m.Draft.Rows[0].From != "12" || !d.Sees("12") {
		t.Errorf("%+v; shown %q", d.s.m.Draft.Rows, d.Texts())
	}
}

func TestAFaultStopsTheSearchAndSaysWhere(t *testing.T) {
	d := newDesk(t, uitest.Options{}, someHits(1))
	d.s.view.builder.add()
	d.s.search()
	if !d.Sees(d.Print.S("server.fault.empty")) || len(d.svc.asked) != 0 || d.s.m.Loading {
		t.Errorf("asked %v; shown %q", d.svc.asked, d.Texts())
	}
}

func TestPagesComeWithScrolling(t *testing.T) {
	d := newDesk(t, uitest.Options{Size: fyne.NewSize(1200, 640)}, someHits(70))
	d.svc.total = 12_000
	d.s.search()
	d.Wait("the first page", func() bool { return len(d.s.m.Hits) >= 20 })
	if !d.Sees("Найдено 12 000 разговоров, показать можно первые 10 000: сузьте даты.") {
		t.Errorf("shown %q", d.Texts())
	}
	for len(d.s.m.Hits) < 70 {
		n := len(d.s.m.Hits)
		d.Key(fyne.KeyEnd)
		d.Screenshot(filepath.Join(t.TempDir(), "draw.png")) // drawing tells which rows are in view
		d.Wait("the next page", func() bool { return len(d.s.m.Hits) > n })
	}
}

func TestWaitingCanBeTakenBack(t *testing.T) {
	d := newDesk(t, uitest.Options{}, someHits(3))
	d.svc.slow = &engine.ServerProgress{Read: 20, Of: 40, Wait: 35 * time.Second, Window: quota.Window{Length: time.Minute, Used: 200, Limit: 200}}
	d.s.search()
	d.Wait("the gauge", func() bool {
		return d.Sees("Лимит чтения SpeechSense: 200 из 200 за 1 мин. Продолжим через 35 с")
	})
	d.Tap(d.Print.S("server.cancel"))
	if d.s.m.Loading || !d.Sees(d.Print.S("server.start.action")) || !d.Sees(d.Print.S("server.run")) {
		t.Errorf("shown %q", d.Texts())
	}
	d.svc.with(func() { d.svc.slow = nil })
	d.Tap(d.Print.S("server.start.action"))
	d.Wait("the results", func() bool { return len(d.s.m.Hits) == 3 })
}

func TestFacesOfTheSearch(t *testing.T) {
	t.Run("nothing", func(t *testing.T) {
		d := newDesk(t, uitest.Options{}, nil)
		d.s.search()
		d.Wait("the word", func() bool { return d.Sees(d.Print.S("server.nothing")) })
	})
	t.Run("a key the connection does not have", func(t *testing.T) {
		d := newDesk(t, uitest.Options{}, nil)
		d.svc.err = store.E(store.CodeQueryKey, "search", nil, "key", "colour")
		d.s.search()
		d.Wait("the sentence", func() bool { return d.Sees("SpeechSense не ищет по ключу «colour»") })
		d.svc.with(func() { d.svc.err = nil; d.svc.hits = someHits(1) })
		d.Tap(d.Print.S("server.again"))
		d.Wait("the results", func() bool { return len(d.s.m.Hits) == 1 })
	})
	t.Run("the quota is used up", func(t *testing.T) {
		d := newDesk(t, uitest.Options{}, nil)
		d.svc.err = store.E(store.CodeBusy, "wait", nil, "minutes", "12")
		d.s.search()
		d.Wait("the sentence", func() bool { return d.Sees("Место появится через 12 мин.") })
	})
	t.Run("a talk cannot be opened", func(t *testing.T) {
		d := newDesk(t, uitest.Options{}, someHits(1))
		d.s.search()
		d.Wait("the results", func() bool { return len(d.s.m.Hits) == 1 })
		d.svc.err = store.E(store.CodeNotFound, "open", nil, "what", "talk")
		d.s.open("aud0")
		d.Wait("the toast", func() bool { return len(d.toasts) == 1 })
		if len(d.opened) != 0 {
			t.Error("something was opened")
		}
	})
}

func TestSearchesAreSaved(t *testing.T) {
	d := newDesk(t, uitest.Options{}, someHits(1))
	d.Type("скидка")
	d.Tap(d.Print.S("server.save"))
	d.Type("Торг")
	d.Key(fyne.KeyReturn)
	d.Wait("the search to be kept", func() (kept bool) {
		d.svc.with(func() { kept = strings.Contains(d.svc.prefs[prefSearches], "скидка") })
		return kept
	})
	d.s.clear()
	if d.s.view.builder.text.Text != "" {
		t.Error("the builder is not empty")
	}
	d.s.choose("Торг")
	d.Wait("the results", func() bool { return len(d.s.m.Hits) == 1 })
	if d.svc.asked[0].Text.Text != "скидка" || d.s.view.builder.text.Text != "скидка" {
		t.Errorf("%+v", d.svc.asked)
	}
	d.s.forget()
	d.Wait("it to be forgotten", func() (gone bool) {
		d.svc.with(func() { gone = !strings.Contains(d.svc.prefs[prefSearches], "скидка") })
		return gone
	})
}

func TestLanguageSwitchKeepsTheSearch(t *testing.T) {
	d := newDesk(t, uitest.Options{}, someHits(3))
	d.Type("дорого")
	d.s.view.builder.add()
	d.s.m.Draft.Rows[0].SetKey(store.KeyNamed(d.s.m.Keys, "userMeta.direction_outgoing"))
	d.s.search()
	d.Wait("the results", func() bool { return len(d.s.m.Hits) == 3 })
	kk := uitest.Printer(t, i18n.KK)
	d.s.SetPrinter(kk)
	if !d.Sees(kk.S("server.key.meta.direction_outgoing")) || !d.Sees("Динара Т.") || d.s.view.builder.text.Text != "дорого" {
		t.Errorf("shown %q", d.Texts())
	}
}

// TestPictures writes pictures for eyes when SENSEDESK_SHOTS names a folder.
func TestPictures(t *testing.T) {
	dir := os.Getenv("SENSEDESK_SHOTS")
	if dir == "" {
		return
	}
	build := func(d *desk) {
		b := d.s.view.builder
		for i, key := range []string{"userMeta.operator_name", "talk.statistics.silence.ratio", store.ClassifierKey("eagPrice"), "userMeta.cost"} {
			b.add()
			d.s.m.Draft.Rows[i].SetKey(store.KeyNamed(d.s.m.Keys, key))
		}
		d.s.m.Draft.Rows[0].Values, d.s.m.Draft.Rows[0].Not = []string{"Ким Анна", "Қасымов Ержан"}, true
		d.s.m.Draft.Rows[1].From, d.s.m.Draft.Rows[1].Side = "35", SideClient
		d.s.m.Draft.Rows[2].From = "1"
		d.s.m.Draft.Rows[3].Kind, d.s.m.Draft.Rows[3].From = store.FilterDouble, "10"
		d.s.m.Draft.Text, d.s.m.Draft.From = "вернуть деньги", "2026-03-01"
		b.fill()
	}
	for _, lang := range i18n.Langs() {
		for _, look := range []theme.Setting{theme.Light, theme.Dark} {
			for name, act := range map[string]func(d *desk){
				"start": func(*desk) {},
				"full": func(d *desk) {
					d.s.search()
					d.Wait("results", func() bool { return len(d.s.m.Hits) > 0 })
				},
				"built": func(d *desk) {
					build(d)
					d.svc.total, d.svc.change = 12_000, engine.ServerPage{Unsorted: true}
					d.s.m.Saved = []store.NamedQuery{{Name: "Возврат денег"}}
					d.s.m.Chosen = "Возврат денег"
					d.s.view.applySaved()
					d.s.search()
					d.Wait("results", func() bool { return len(d.s.m.Hits) > 0 })
				},
				"fault": func(d *desk) { d.s.view.builder.add(); d.s.search() },
				"keys": func(d *desk) {
					d.s.view.builder.add()
					d.Key(fyne.KeyReturn)
				},
				"quota": func(d *desk) {
					d.svc.slow = &engine.ServerProgress{Read: 20, Of: 40, Wait: 35 * time.Second, Window: quota.Window{Length: time.Minute, Used: 200, Limit: 200}}
					d.s.search()
					d.Wait("the gauge", func() bool { return d.s.m.Progress.Wait > 0 })
				},
				"error": func(d *desk) {
					d.svc.err = store.E(store.CodeQueryKey, "search", nil, "key", "colour")
					d.s.search()
					d.Wait("the error", func() bool { return d.s.m.Err != nil })
				},
			} {
				t.Run(fmt.Sprint(name, lang, look), func(t *testing.T) {
					d := newDesk(t, uitest.Options{Lang: lang, Theme: look, Size: fyne.NewSize(1264, 900)}, someHits(30))
					act(d)
					d.Screenshot(filepath.Join(dir, fmt.Sprintf("server-%s-%s-%s.png", name, lang, look)))
				})
			}
		}
	}
}

// The screen needs no more room than the smallest window has, whatever the
// condition and the language.
func TestFitsTheSmallestWindow(t *testing.T) {
	const room = 1000 - 176 // the window without the side bar
	for _, lang := range i18n.Langs() {
		d := newDesk(t, uitest.Options{Lang: lang, Size: fyne.NewSize(room, 600)}, nil)
		for _, k := range d.s.m.Keys {
			id := d.s.m.Draft.Add(k)
			if w := newLine(d.s, id, func(int) {}, func(int) {}).object.MinSize().Width; w > room-40 {
				t.Errorf("%s: a condition on %s is %v wide", lang, k.Key, w)
			}
		}
		if w := d.s.Content().MinSize().Width; w > room {
			t.Errorf("%s: the screen is %v wide", lang, w)
		}
		d.s.Close()
		d.World.Close()
	}
}
