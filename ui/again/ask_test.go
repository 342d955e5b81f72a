package again_test

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

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/again"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// house imitates the engine and the database.
type house struct {
	mu     sync.Mutex
	call   store.Call
	set    store.Settings
	cost   string
	status engine.Status
	sent   int
	err    error
}

func (h *house) with(f func()) { h.mu.Lock(); defer h.mu.Unlock(); f() }

func (h *house) Repeat(context.Context, ...store.CallID) (e engine.Estimate, err error) {
	h.with(func() {
		e = engine.Estimate{Calls: 1, Sound: h.call.Duration, Cost: h.cost, Currency: "RUB", Complete: true}
	})
	return e, nil
}

func (h *house) SendAgain(_ context.Context, ids ...store.CallID) (err error) {
	h.with(func() { h.sent += len(ids); err = h.err })
	return err
}
func (h *house) Status() (st engine.Status) { h.with(func() { st = h.status }); return st }
func (h *house) Call(context.Context, store.CallID) (c store.Call, err error) {
	h.with(func() { c = h.call })
	return c, nil
}
func (h *house) Settings(context.Context) (store.Settings, error) { return h.set, nil }

type desk struct {
	*uitest.World
	*house
	asker  *again.Asker
	toasts []string
}

func newDesk(t *testing.T, lang i18n.Lang, change func(*house)) *desk {
	t.Helper()
	d := &desk{World: uitest.New(t, uitest.Options{Lang: lang, Content: widgets.Plain("")}), house: &house{
		call: store.Call{ID: 7, SourceID: "11803", State: store.StateDone, Duration: 582 * time.Second, TalkID: "aud1"},
		set:  store.DefaultSettings(), cost: "19.21",
	}}
	if change != nil {
		change(d.house)
	}
	d.asker = again.New(again.Deps{
		Ctx: t.Context(), Post: d.Post, Window: d.Window, Engine: d.house, DB: d.house, Now: d.Now,
		Toast: func(text string) { d.toasts = append(d.toasts, text) },
	})
	t.Cleanup(d.asker.Close)
	return d
}

// ask opens the question.
func (d *desk) ask() {
	d.T.Helper()
	d.asker.Ask(d.Print, 7, false)
	d.Wait("the question", func() bool { return d.Sees(d.Print.S("again.yes")) })
}

func (d *desk) read() string { return strings.Join(d.Texts(), " ") }

func TestNothingIsSentBeforeAPersonSaysSo(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	for _, no := range []func(){
		func() { d.Tap(d.Print.S("again.no")) },
		func() { d.Key(fyne.KeyEscape) },
		func() { d.Key(fyne.KeyReturn) }, // the keyboard begins on «no»
	} {
		d.ask()
		for _, want := range []string{"Отправить звонок 11 803 ещё раз?", "9 мин 42 с, около 19,21 ₽", d.Print.S("again.bill"), d.Print.S("again.done")} {
			if !strings.Contains(d.read(), want) {
				t.Errorf("not told %q; shown: %q", want, d.Texts())
			}
		}
		no()
		d.Drain()
		if d.sent != 0 || d.Sees(d.Print.S("again.yes")) {
			t.Fatalf("sent %d times; shown: %q", d.sent, d.Texts())
		}
	}
	d.ask()
	d.Tap(d.Print.S("again.yes"))
	d.Wait("the sending", func() bool { return len(d.toasts) == 1 })
	if d.sent != 1 || d.toasts[0] != d.Print.S("again.queued.stopped") {
		t.Errorf("sent %d, told %q", d.sent, d.toasts)
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
			d := newDesk(t, lang, func(h *house) { h.call.State = store.StateUnknown })
			d.Use(look)
			d.asker.Ask(d.Print, 7, true)
			d.Wait("the question", func() bool { return d.Sees(d.Print.S("again.yes")) })
			d.Screenshot(filepath.Join(dir, "again-"+string(lang)+"-"+string(look)+".png"))
			d.Close()
		}
	}
}

func TestACallThatMovedMeanwhileIsNotSent(t *testing.T) {
	d := newDesk(t, i18n.RU, func(h *house) { h.call.State, h.call.TalkID = store.StateUnknown, "" })
	d.ask()
	d.with(func() { d.call.State, d.call.TalkID = store.StateSent, "aud2" }) // Search has found it
	d.Tap(d.Print.S("again.yes"))
	d.Wait("the word", func() bool { return len(d.toasts) == 1 })
	if d.sent != 0 || d.toasts[0] != d.Print.S("again.changed") {
		t.Errorf("sent %d, told %q", d.sent, d.toasts)
	}
}

func TestACallNeverSentIsNotAskedAbout(t *testing.T) {
	d := newDesk(t, i18n.RU, func(h *house) { h.call.State = store.StateQueued })
	d.asker.Ask(d.Print, 7, false)
	d.Wait("the word", func() bool { return len(d.toasts) == 1 })
	if d.Sees(d.Print.S("again.yes")) {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestAFailureSaysWhatToDo(t *testing.T) {
	d := newDesk(t, i18n.KK, func(h *house) { h.err = store.E(store.CodeDiskFull, "repeat", errors.New("full")) })
	d.ask()
	d.Tap(d.Print.S("again.yes"))
	what, cure := d.Print.Code(store.CodeDiskFull, nil)
	d.Wait("the reason", func() bool { return strings.Contains(d.read(), what) && strings.Contains(d.read(), cure) })
}

func TestWordsTellWhatIsKnown(t *testing.T) {
	undeclared := store.E(store.CodeSettingsInvalid, "search", nil, "key", "speechsense.marker_key", "value", "call_id")
	set := store.DefaultSettings()
	none := set
	none.SpeechSense.MarkerKey = ""
	if again.Blind(set, nil) || !again.Blind(set, undeclared) || !again.Blind(none, nil) || again.Blind(set, store.E(store.CodeNetwork, "x", nil)) {
		t.Error("who can be searched for is mistaken")
	}
	for _, lang := range i18n.Langs() {
		p := uitest.Printer(t, lang)
		in := p.S("again.unknown.in", i18n.Args{"span": p.Span(42 * time.Minute)})
		for _, tc := range []struct {
			state   store.State
			blind   bool
			running bool
			want    string
		}{
			{store.StateDone, false, true, p.S("again.done")},
			{store.StatePartlyDone, false, true, p.S("again.done")},
			{store.StateSent, false, true, p.S("again.pending")},
			{store.StateProcessing, false, true, p.S("again.pending")},
			{store.StateRecognitionFailed, false, true, p.S("again.unrecognised")},
			{store.StateUnknown, false, true, in},
			{store.StateUnknown, false, false, p.S("again.unknown")},
			{store.StateUnknown, true, true, p.S("again.unknown.blind")},
		} {
			q := again.Question{
				Call:  store.Call{SourceID: "7", State: tc.state, NextCheck: uitest.Now().Add(42 * time.Minute)},
				Blind: tc.blind, Running: tc.running, Now: uitest.Now(),
			}
			w := again.WordsOf(p, q)
			if w.State != tc.want {
				t.Errorf("%s %s: %q, want %q", lang, tc.state, w.State, tc.want)
			}
			if w.Price != p.S("again.price.none", i18n.Args{"span": p.Span(0)}) {
				t.Errorf("%s: without a price %q", lang, w.Price)
			}
		}
	}
}
