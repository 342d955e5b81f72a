package mirror

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	work "sensedesk/sync/mirror"
	"sensedesk/sync/quota"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// desk is an engine that says what the test wants.
type desk struct {
	mu    sync.Mutex
	st    engine.MirrorStatus
	err   error
	calls []string
}

func (d *desk) note(call string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls = append(d.calls, call)
}

func (d *desk) did(calls ...string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Equal(d.calls, calls)
}

func (d *desk) StartMirror() {
	d.note("start")
	d.mu.Lock()
	defer d.mu.Unlock()
	d.st.Running = true
}

func (d *desk) StopMirror(context.Context) error {
	d.note("stop")
	return nil
}

func (d *desk) MirrorStatus(context.Context) (engine.MirrorStatus, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.st, d.err
}

func open(t *testing.T, lang i18n.Lang, look theme.Setting, d *desk) (*uitest.World, *Screen) {
	t.Helper()
	w := uitest.New(t, uitest.Options{Lang: lang, Theme: look})
	s := New(Deps{
		Ctx: t.Context(), Post: w.Queue.Post, Printer: w.Print, Engine: d, Now: uitest.Now,
		After: func(ctx context.Context, _ time.Duration) { <-ctx.Done() },
	})
	t.Cleanup(s.Close)
	w.Show(s.Content())
	s.Show()
	t.Cleanup(s.Hide)
	w.Wait("the panel", func() bool { return s.known })
	return w, s
}

// busy is a mirror in the middle of its work.
func busy() engine.MirrorStatus {
	return engine.MirrorStatus{
		Running:  true,
		Progress: work.Progress{Phase: work.PhaseFetching, Total: 50_000, Found: 50_000, Brought: 12_300, Remaining: 37_700, New: 37_700, Later: 4, Left: 41 * time.Hour},
		Settings: store.SpeechSettings{Address: store.CloudAddress, ConnectionID: "eag1connection", ProjectID: "eag1project"},
		Usage: quota.Usage{Windows: []quota.Window{
			{Length: time.Second, Used: 18, Limit: 20},
			{Length: time.Minute, Used: 200, Limit: 200, Next: 12 * time.Second},
			{Length: time.Hour, Used: 1800, Limit: 2000},
			{Length: 24 * time.Hour, Used: 12_300, Limit: 20_000},
		}},
	}
}

func TestThePanelSpeaksEveryLanguage(t *testing.T) {
	states := map[string]engine.MirrorStatus{
		"never":   {},
		"busy":    busy(),
		"listing": {Running: true, Progress: work.Progress{Phase: work.PhaseListing, Found: 3000}},
		"again":   {Running: true, Progress: work.Progress{Phase: work.PhaseFetching, Found: 10, Brought: 10, Remaining: 2}},
		"done":    {Running: true, NextLook: uitest.Now().Add(time.Hour), Progress: work.Progress{Phase: work.PhaseDone, Found: 10, Brought: 10}},
		"paused":  {Running: true, Problem: store.E(store.CodeKeyRefused, "search", nil)},
		"stopped": {Progress: work.Progress{Found: 10, Brought: 3, New: 7, Absent: 1, Refused: 2, Unreachable: 5}, State: store.MirrorState{Ended: uitest.Now(), Problem: store.CodePagesRepeat, ProblemArgs: map[string]string{"got": "1", "want": "2"}}},
		"trouble": {Running: true, Retry: engine.Retry{Code: store.CodeNetwork, At: uitest.Now()}, Progress: work.Progress{Phase: work.PhaseFetching}},
	}
	for _, lang := range i18n.Langs() {
		for name, st := range states {
			t.Run(string(lang)+" "+name, func(t *testing.T) {
				w, _ := open(t, lang, theme.Light, &desk{st: st})
				if text := strings.Join(w.Texts(), " "); strings.ContainsAny(text, "⟦{}") || len(text) < 100 {
					t.Errorf("shown: %s", text)
				}
			})
		}
	}
}

func TestThePanelShowsHowFarItIs(t *testing.T) {
	d := &desk{st: busy()}
	w, s := open(t, i18n.EN, theme.Light, d)
	for _, want := range []string{"12,300 of 50,000", "41", "200 of 200", "room in 12 s", "12,300 of 20,000", "Stop"} {
		if text := strings.Join(w.Texts(), " "); !strings.Contains(text, want) {
			t.Errorf("%q is not shown: %s", want, text)
		}
	}
	w.Tap("Stop")
	w.Wait("the panel", func() bool { return d.did("stop") })

	d.mu.Lock()
	d.st, d.err = engine.MirrorStatus{}, store.E(store.CodeDataUnreadable, "read", errors.New("x"))
	d.mu.Unlock()
	s.Changed(store.Change{Kind: store.KindRun})
	what, _ := w.Print.Code(store.CodeDataUnreadable, nil)
	w.Wait("the panel", func() bool { return strings.Contains(strings.Join(w.Texts(), " "), what) })
	s.SetPrinter(uitest.Printer(t, i18n.RU))
	if !w.Sees("Принести всё") {
		t.Errorf("another language: %q", w.Texts())
	}
	w.Tap("Принести всё")
	w.Wait("the panel", func() bool { return d.did("stop", "start") })
}
