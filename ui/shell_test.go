package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"sensedesk/assets"
	"sensedesk/player"
	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/post"
	"sensedesk/ui/review"
	"sensedesk/ui/server"
	"sensedesk/ui/settings"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// house imitates everything behind the window.
type house struct {
	mu     sync.Mutex
	status engine.Status
	set    store.Settings
	calls  []store.Call
	prefs  map[string]string
	kept   map[store.SecretName]bool
	log    []string
	feed   store.Feed
}

func (h *house) with(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

func (h *house) did(what string) (ok bool) {
	h.with(func() { ok = strings.Contains(strings.Join(h.log, "\n"), what) })
	return ok
}

func (h *house) note(what string) error {
	h.with(func() { h.log = append(h.log, what) })
	return nil
}

func (h *house) Start() error                                     { return h.note("start") }
func (h *house) Stop(context.Context) error                       { return h.note("stop") }
func (h *house) SendAgain(context.Context, ...store.CallID) error { return h.note("again") }

func (h *house) Repeat(context.Context, ...store.CallID) (engine.Estimate, error) {
	return engine.Estimate{Calls: 1, Sound: 10 * time.Minute, Cost: "19.80", Currency: "RUB", Complete: true}, nil
}

func (h *house) LinkFile(context.Context, store.CallID, string) (engine.Linked, error) {
	return engine.Linked{}, h.note("link")
}

func (h *house) FetchRecording(context.Context, store.CallID) (engine.Linked, error) {
	return engine.Linked{}, h.note("fetch")
}

func (h *house) StartMirror() { _ = h.note("mirror") }

func (h *house) StopMirror(context.Context) error { return h.note("stop mirror") }

func (h *house) MirrorStatus(context.Context) (engine.MirrorStatus, error) {
	return engine.MirrorStatus{}, nil
}

func (h *house) AddChats(_ context.Context, list []store.Chat) (engine.ChatReport, error) {
	return engine.ChatReport{Added: make([]store.CallID, len(list))}, h.note("chats")
}

func (h *house) SearchServer(context.Context, store.TalkQuery, string, func(engine.ServerProgress)) (engine.ServerPage, error) {
	return engine.ServerPage{Total: 1, Hits: []engine.ServerHit{{Talk: "aud1", Call: store.Call{ClientName: "Динара с сервера"}}}}, h.note("search")
}

func (h *house) OpenServerTalk(context.Context, store.TalkID) (store.CallID, error) {
	return 1, h.note("open")
}

func (h *house) SearchKeys(context.Context) ([]store.TalkKey, error) {
	return store.TalkKeys(store.SpeechSettings{}, nil), nil
}

func (h *house) SendFields(context.Context) error { return h.note("fields") }

func (h *house) Status() (st engine.Status)            { h.with(func() { st = h.status }); return st }
func (h *house) ResetCheckpoint(context.Context) error { return h.note("reset") }

func (h *house) Check(context.Context, store.Settings) []store.CheckLine { return nil }

func (h *house) Estimate(context.Context, store.Settings, func(engine.Estimate)) (engine.Estimate, error) {
	return engine.Estimate{Complete: true}, nil
}

func (h *house) People(context.Context, store.Settings) ([]store.Person, error) { return nil, nil }

func (h *house) Retry(context.Context, ...store.CallID) error { return h.note("retry") }

func (h *house) Checkpoint(context.Context) (account, lastID string, err error) {
	return "romashka.bitrix24.kz", "11842", nil
}

// base imitates the database over the same house; its People has another shape
// than the engine's.
type base struct{ *house }

func (b base) People(context.Context, store.SourceKind, string) ([]store.Person, error) {
	return nil, nil
}

func (b base) Settings(context.Context) (s store.Settings, err error) {
	b.with(func() { s = b.set })
	return s, nil
}

func (b base) SaveSettings(_ context.Context, s store.Settings) error {
	b.with(func() { b.set = s })
	b.feed.Announce(store.Change{Kind: store.KindSettings})
	return nil
}

func (b base) Calls(_ context.Context, f store.CallFilter) (out []store.Call, err error) {
	b.with(func() {
		for _, c := range b.calls {
			for _, s := range f.States {
				if c.State == s {
					out = append(out, c)
				}
			}
		}
	})
	return out, nil
}

func (b base) Count(ctx context.Context, f store.CallFilter) (int, time.Duration, error) {
	calls, err := b.Calls(ctx, f)
	return len(calls), time.Duration(len(calls)) * time.Minute, err
}

func (b base) CountStates(context.Context, store.SourceKind, string) (map[store.State]int, error) {
	out := map[store.State]int{}
	b.with(func() {
		for _, c := range b.calls {
			out[c.State]++
		}
	})
	return out, nil
}

func (b base) Call(_ context.Context, id store.CallID) (store.Call, error) {
	for _, c := range b.calls {
		if c.ID == id {
			return c, nil
		}
	}
	return store.Call{}, store.E(store.CodeNotFound, "call", nil, "what", "call")
}

func (b base) Talk(context.Context, store.CallID) (store.Talk, error) {
	return store.Talk{}, store.E(store.CodeNotFound, "talk", nil, "what", "talk")
}

func (b base) Details(context.Context, store.CallID) (store.Details, error) {
	return store.Details{}, store.E(store.CodeNotFound, "details", nil)
}

func (b base) RawTalk(context.Context, store.CallID) ([]byte, error) {
	return nil, store.E(store.CodeNotFound, "answer", nil)
}

func (b base) RemoveProfile(_ context.Context, s store.Settings, _ store.ProfileID) error {
	b.with(func() { b.set = s })
	return b.note("remove profile")
}

func (b base) CountByProfile(context.Context) (map[store.ProfileID]int, error) { return nil, nil }

func (h *house) CheckSpeech(context.Context, store.Settings) []store.CheckLine { return nil }

func (b base) Checkpoints(context.Context) ([]store.Checkpoint, error) {
	return []store.Checkpoint{{Source: store.SourceBitrix24, Account: "romashka.bitrix24.kz", LastID: "11842"}}, nil
}

func (b base) FieldEdits(context.Context, store.CallID) ([]store.FieldEdit, error) { return nil, nil }

func (b base) EditField(context.Context, store.CallID, string, string, time.Time) error {
	return b.note("edit")
}

func (b base) DropFieldEdit(context.Context, store.CallID, string) error { return b.note("drop") }

func (b base) Pref(_ context.Context, key string) (v string, err error) {
	b.with(func() { v = b.prefs[key] })
	return v, nil
}

func (b base) SetPref(_ context.Context, key, value string) error {
	b.with(func() { b.prefs[key] = value })
	return nil
}

// ring imitates the keyring.
type ring struct{ *house }

func (r ring) Set(_ context.Context, name store.SecretName, _ string) error {
	r.with(func() { r.kept[name] = true })
	return nil
}

func (r ring) Remove(_ context.Context, name store.SecretName) error {
	r.with(func() { delete(r.kept, name) })
	return r.note("remove " + string(name))
}

func (r ring) Saved(context.Context, ...store.SecretName) (map[store.SecretName]bool, error) {
	out := map[store.SecretName]bool{}
	r.with(func() {
		for n := range r.kept {
			out[n] = true
		}
	})
	return out, nil
}

func (r ring) KeepInMemory()  {}
func (r ring) InMemory() bool { return false }

// mute is a player without sound.
type mute struct{ notices chan player.Notice }

func (mute) Load(context.Context, string) (player.Info, error) {
	return player.Info{}, errors.New("mute")
}
func (mute) Unload()                         {}
func (mute) Play()                           {}
func (mute) Pause()                          {}
func (mute) Seek(time.Duration)              {}
func (mute) SetSpeed(float64)                {}
func (mute) SetGain(int, float64)            {}
func (mute) SetSolo(int)                     {}
func (mute) SetSwap(bool)                    {}
func (mute) SetSkips([]player.Span)          {}
func (mute) SetDelay(time.Duration)          {}
func (mute) Reconnect()                      {}
func (mute) Position() time.Duration         { return 0 }
func (mute) Playing() bool                   { return false }
func (mute) Ended() bool                     { return false }
func (m mute) Notices() <-chan player.Notice { return m.notices }

type nowhere struct{}

func (nowhere) Path(string) string { return "" }

func (nowhere) Wave(context.Context, store.Recording, string, func(review.Wave)) (review.Wave, error) {
	return review.Wave{}, nil
}

// desk is a whole window over a house.
type desk struct {
	*uitest.World
	*house
	s     *Shell
	queue post.Queue
}

func newDesk(t *testing.T, lang i18n.Lang, prepare func(*house, *Options)) *desk {
	t.Helper()
	h := &house{
		set: store.DefaultSettings(), prefs: map[string]string{},
		kept: map[store.SecretName]bool{store.SecretSpeechSense: true, store.SecretBitrix24: true},
	}
	h.set.SpeechSense.ConnectionID, h.set.DateFrom = "eag4k2v9", "2026-03-01"
	for i, name := range []string{"Ким Анна", "Қасымов Ержан", "О’Нил Пётр"} {
		h.calls = append(h.calls, store.Call{
			ID: store.CallID(3 - i), SourceID: "118", OperatorName: name, ClientPhone: "+7 701 245 45 1" + string(rune('2'+i)),
			StartedAt: uitest.Now().Add(-time.Duration(i) * time.Hour), Duration: 9 * time.Minute, State: store.StateDone,
			Direction: store.DirectionIncoming, Summary: "Клиент спросил о доставке и получил ответ",
		})
	}
	d := &desk{house: h}
	app := test.NewTempApp(t)
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		App: app, Ctx: t.Context(), Post: d.queue.Post, Catalogue: catalogue, Lang: lang,
		Engine: h, DB: base{h}, Secrets: ring{h}, Feed: &h.feed,
		Recordings: nowhere{}, Waves: nowhere{}, Player: mute{make(chan player.Notice)},
		Webhook: func(s string) (string, string, error) { return s, "romashka.bitrix24.kz", nil },
		Folder:  "/home/anna/.local/share/sensedesk", Version: "0.1.0", Now: uitest.Now,
		OpenFolder: func(path string) error { return h.note("open " + path) },
	}
	if prepare != nil {
		prepare(h, &o)
	}
	d.s = New(o)
	t.Cleanup(func() {
		d.s.Close()
		d.s.Window().Close()
	})
	d.World = &uitest.World{T: t, App: app, Window: d.s.Window(), Print: catalogue.In(lang), Queue: &d.queue}
	d.s.Show()
	d.Wait("the first screen", func() bool {
		return d.Sees("Ким Анна") || d.Sees(d.say("calls.empty")) || d.Sees(d.say("upload.section.calls")) || d.s.at.place != placeCalls
	})
	return d
}

func (d *desk) say(key string, args ...i18n.Args) string { return d.Print.S(key, args...) }

func (d *desk) read() string { return strings.Join(d.Texts(), " ") }

func TestSideBarLeadsEverywhere(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	for entry, title := range map[string]string{
		"shell.upload": "upload.title", "shell.settings": "settings.section.data", "shell.help": "help.owner.intro",
	} {
		d.Tap(d.say(entry))
		d.Wait(title, func() bool { return strings.Contains(d.read(), d.say(title)) })
	}
	d.s.do(keys.Leave)
	d.s.do(keys.Leave)
	d.s.do(keys.Leave)
	if d.s.at.place != placeCalls {
		t.Errorf("three steps back lead to %q", d.s.at.place)
	}
}

func TestCallOpensAndNextFollows(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.Key(fyne.KeyDown)
	d.Key(fyne.KeyReturn)
	d.Wait("the call", func() bool { return d.s.at.place == placeReview && d.Sees("+7 701 245 45") })
	first := d.s.at.call
	d.s.nextCall()
	if d.s.at.call == first || d.s.at.place != placeReview {
		t.Errorf("next is %+v, was %d", d.s.at, first)
	}
	d.s.do(keys.Leave)
	if d.s.at.place != placeCalls || len(d.s.before) > 1 {
		t.Errorf("back leads to %+v", d.s.at)
	}
}

func TestSendingAgainNamesItsPriceFirst(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.Key(fyne.KeyDown)
	d.Key(fyne.KeyReturn)
	d.Wait("the call", func() bool { return d.s.at.place == placeReview && d.Sees("+7 701 245 45") })
	d.Tap(d.say("review.tab.facts"))
	d.Tap(d.say("again.button"))
	d.Wait("the question", func() bool { return d.Sees("10 мин, около 19,80 ₽") })
	d.Tap(d.say("again.no"))
	d.Drain()
	if d.did("again") {
		t.Fatal("sent although the person said no")
	}
	d.Tap(d.say("again.button"))
	d.Wait("the question", func() bool { return d.Sees("10 мин, около 19,80 ₽") })
	d.Tap(d.say("again.yes"))
	d.Wait("the sending", func() bool { return d.did("again") && d.Sees(d.say("again.queued.stopped")) })
}

func TestLanguageAndLookSwitchWithoutRestart(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	for _, p := range places() { // every screen was visited
		d.s.goTo(route{place: p})
	}
	d.s.goTo(route{placeReview, 2})
	d.s.goTo(route{place: placeSettings})
	kk := uitest.Printer(t, i18n.KK)

	d.s.setLanguage(i18n.KK)

	for _, p := range append(places(), placeReview) {
		d.s.goTo(route{place: p, call: map[bool]store.CallID{true: 2}[p == placeReview]})
		d.Drain()
		for _, word := range []string{"Звонки", "Загрузка", "Настройки", "Справка"} {
			if len(d.Find(word)) > 0 {
				t.Errorf("%s still says %q", p, word)
			}
		}
		if len(d.Find(kk.S("shell.calls"))) == 0 {
			t.Errorf("%s: the side bar does not speak Kazakh", p)
		}
	}
	d.s.setLook(theme.Dark)
	d.Wait("the choice to be remembered", func() (ok bool) {
		d.with(func() { ok = d.prefs[settings.PrefLanguage] == "kk" && d.prefs[settings.PrefTheme] == "dark" })
		return ok
	})
	if d.s.window.MainMenu().Items[1].Label != kk.S("keys.group.go") {
		t.Error("the menu does not speak Kazakh")
	}
}

func TestRememberedChoicesComeBack(t *testing.T) {
	d := newDesk(t, i18n.RU, func(h *house, _ *Options) {
		h.prefs = map[string]string{settings.PrefLanguage: "en", settings.PrefTheme: "dark", prefWindow: "1100x700"}
	})
	if !d.Sees("Calls") || d.s.look != theme.Dark {
		t.Errorf("shown: %q", d.Texts())
	}
	if got := d.s.window.Canvas().Size(); got != fyne.NewSize(1100, 700) {
		t.Errorf("window %v", got)
	}
}

func TestFootFollowsTheRun(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.Wait("how things stand", func() bool { return d.Sees(d.say("shell.run.stopped")) && d.Sees(d.say("shell.net.cloud")) })
	d.with(func() {
		d.status = engine.Status{
			Phase: engine.PhaseWorking, Running: true, Planned: 40, Uploaded: 12, Remaining: 3 * time.Minute,
			SecondsSent: 430, Cost: "14.20", Currency: "RUB", Counts: map[store.State]int{store.StateFailed: 1},
		}
	})
	d.feed.Announce(store.Change{Kind: store.KindRun})
	d.Wait("the numbers", func() bool { return d.Sees("Загружается 12 из 40") })
	if !d.Sees("ещё 3 мин · 14,20 ₽") || !d.Sees("1 звонок ждёт вас") {
		t.Errorf("shown: %q", d.Texts())
	}
	d.Tap("1 звонок ждёт вас")
	if d.s.list() == nil || d.s.at.place != placeCalls {
		t.Error("the remark leads nowhere")
	}
}

func TestLostCallsOnlyAPersonCanDecideAboutAreToldAtTheEdge(t *testing.T) {
	p := uitest.Printer(t, i18n.RU)
	st := engine.Status{Running: true, Counts: map[store.State]int{store.StateUnknown: 2}}
	speech := store.DefaultSettings().SpeechSense
	if f := footOf(p, st, speech, uitest.Now()); f.Need != "" {
		t.Errorf("%q although a search will settle it", f.Need)
	}
	speech.MarkerKey = ""
	if f := footOf(p, st, speech, uitest.Now()); f.Need != p.N("shell.run.need_you", 2) {
		t.Errorf("told %q", f.Need)
	}
}

func TestClosingAsksWhileUploadsRun(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.with(func() { d.status = engine.Status{Phase: engine.PhaseWorking, Running: true, Planned: 2} })
	d.feed.Announce(store.Change{Kind: store.KindRun})
	d.Wait("the run", func() bool { return d.s.last.Running })

	d.s.askClose()
	if !d.Sees(d.say("shell.close.title")) {
		t.Fatalf("closed without a question; shown: %q", d.Texts())
	}
	d.Tap(d.say("shell.close.no"))
	if d.did("stop") {
		t.Fatal("stopped although told to stay")
	}
	d.s.askClose()
	d.Tap(d.say("shell.close.yes"))
	d.Wait("the stop", func() bool { return d.did("stop") && !d.s.leaving.Busy() })
	var size string
	d.with(func() { size = d.prefs[prefWindow] })
	if size != "1280x800" {
		t.Errorf("remembered size %q", size)
	}
}

func TestClosingAsksAboutUnsavedChanges(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.do(keys.Upload)
	d.Wait("the form", func() bool { return d.Sees(d.say("upload.field.minimum")) })
	d.Tap(d.say("upload.edit"))
	at := d.FindText("30").At
	d.TapAt(at.AddXY(4, 4))
	d.Type("5")
	d.s.askClose()
	if !strings.Contains(d.read(), d.say("shell.close.dirty")) {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestRemovingAKeyAsksFirst(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.do(keys.Settings)
	d.Wait("the keys", func() bool { return d.Sees(d.say("settings.keys.speechsense")) })
	d.Tap(d.say("settings.keys.remove")) // the lower one is the webhook
	if d.did("remove") {
		t.Fatal("removed without a question")
	}
	d.Tap(d.say("settings.keys.remove.yes"))
	d.Wait("the removal", func() bool { return d.did("remove bitrix24") && !d.Sees(d.say("settings.keys.bitrix24")) })
}

func TestFolderOpens(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.do(keys.Settings)
	d.Wait("the folder", func() bool { return d.Sees(d.say("settings.folder.open")) })
	d.Tap(d.say("settings.folder.open"))
	d.Wait("the file manager", func() bool { return d.did("open " + d.s.o.Folder) })
}

func TestUnreadableSettingsFileSaysWhatToDo(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.do(keys.Settings)
	d.s.screenOf(placeSettings).(*settings.Screen).Import(t.TempDir()) // a folder is no file
	d.Wait("the reason", func() bool { return strings.Contains(d.read(), d.say("settings.file.unread")) })
}

func TestSettingsFileComesInThroughTheWindow(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.do(keys.Settings)
	screen := d.s.screenOf(placeSettings).(*settings.Screen)
	path := filepath.Join(t.TempDir(), "office.json")
	if err := os.WriteFile(path, []byte(`{"speechsense":{"connection_id":"eag777"},"date_from":"2026-02-01"}`), 0o600); err != nil {
		t.Fatal(err)
	}

	screen.Import(path)
	d.Wait("the question", func() bool { return d.Sees(d.say("settings.file.import.title")) })
	d.Tap(d.say("settings.file.import.yes"))
	d.Wait("the settings", func() (ok bool) {
		d.with(func() { ok = d.set.SpeechSense.ConnectionID == "eag777" })
		return ok
	})
}

func TestNoScreenShowsAKeyOfTheCatalogue(t *testing.T) {
	for _, lang := range i18n.Langs() {
		t.Run(string(lang), func(t *testing.T) {
			d := newDesk(t, lang, nil)
			for _, p := range append(places(), placeReview) {
				d.s.goTo(route{place: p, call: map[bool]store.CallID{true: 2}[p == placeReview]})
				d.Wait("the screen", func() bool { return !d.s.status.Busy() })
				if text := d.read(); strings.ContainsAny(text, "⟦{}") {
					t.Errorf("%s: %s", p, text)
				}
			}
		})
	}
}

func TestDemoSaysSoOnEveryScreen(t *testing.T) {
	d := newDesk(t, i18n.RU, func(_ *house, o *Options) { o.Demo = true })
	for _, p := range append(places(), placeReview) {
		d.s.goTo(route{place: p, call: 2})
		if !d.Sees("Демо") {
			t.Errorf("%s does not say that it is a demo", p)
		}
	}
}

func TestWindowLeavesNothingBehind(t *testing.T) {
	before := goleak.IgnoreCurrent()
	d := newDesk(t, i18n.RU, nil)
	for range 20 {
		for _, p := range append(places(), placeReview) {
			d.s.goTo(route{place: p, call: 2})
		}
		d.feed.Announce(store.Change{Kind: store.KindCalls})
		d.Drain()
	}
	d.s.Close()
	d.feed.Announce(store.Change{Kind: store.KindCalls})
	d.Drain()
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}

func TestFold(t *testing.T) {
	id := func(ids ...store.CallID) store.Change { return store.Change{Kind: store.KindCalls, IDs: ids} }
	var waiting []store.Change
	for _, c := range []store.Change{id(1), id(2, 1), {Kind: store.KindRun}, {Kind: store.KindRun}} {
		waiting = fold(waiting, c)
	}
	if len(waiting) != 2 || len(waiting[0].IDs) != 2 {
		t.Errorf("folded to %+v", waiting)
	}
	waiting = fold(waiting, id())
	if len(waiting) != 2 || len(waiting[0].IDs) != 0 {
		t.Errorf("«all of them» was lost: %+v", waiting)
	}
	if got := fold(waiting, id(3)); len(got[0].IDs) != 0 {
		t.Errorf("«all of them» was narrowed: %+v", got)
	}
}

// TestPictures writes pictures for eyes when SENSEDESK_SHOTS names a folder.
func TestPictures(t *testing.T) {
	dir := os.Getenv("SENSEDESK_SHOTS")
	if dir == "" {
		return
	}
	for _, lang := range i18n.Langs() {
		for _, look := range []theme.Setting{theme.Light, theme.Dark} {
			for _, p := range places() {
				t.Run(string(p)+string(lang)+string(look), func(t *testing.T) {
					d := newDesk(t, lang, func(h *house, o *Options) {
						h.prefs = map[string]string{prefWindow: "1440x900", settings.PrefTheme: string(look)}
						o.Demo = lang == i18n.EN
						h.status = engine.Status{
							Phase: engine.PhaseWorking, Running: true, Planned: 135, Uploaded: 84, Remaining: 6 * time.Minute,
							SecondsSent: 2900, Cost: "96.40", Currency: "RUB", Counts: map[store.State]int{store.StateFailed: 1},
						}
					})
					d.s.goTo(route{place: p})
					d.Wait("the run", func() bool { return d.s.last.Running })
					d.Wait("everything", func() bool {
						return p != placeUpload && p != placeSettings || d.Sees(d.Print.Int(11842)) || d.Sees(d.say("settings.keys.remove"))
					})
					d.Screenshot(filepath.Join(dir, "shell-"+string(p)+"-"+string(lang)+"-"+string(look)+".png"))
				})
			}
		}
	}
}

// What is found on the server opens on the review desk, and the way back leads
// to what was found.
func TestAResultOfTheServerIsReviewed(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.do(keys.Server)
	d.s.do(keys.Refresh)
	d.Wait("the result", func() bool { return d.Sees("Динара с сервера") })
	d.Key(fyne.KeyReturn)
	d.Wait("the review", func() bool { return d.s.at == route{placeReview, 1} })
	if !d.house.did("search") || !d.house.did("open") {
		t.Error("the server was not asked")
	}
	d.s.goBack()
	if d.s.at.place != placeServer || !d.Sees("Динара с сервера") {
		t.Errorf("back at %v", d.s.at)
	}
	d.s.screenOf(placeServer).(*server.Screen).Turn(server.TabMirror)
	d.Wait("the mirror", func() bool { return d.Sees(d.say("mirror.quota.title")) })
}
