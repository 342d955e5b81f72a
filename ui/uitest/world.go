// Package uitest puts a screen on a desk for tests: a temporary app with our
// theme, fonts, languages and a still clock; a window of a given size; a queue
// in the UI goroutine's place; finding, tapping and picturing what is shown.
//
// Fyne's test app is global: never run such tests in parallel, and keep one
// window open at a time.
package uitest

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sensedesk/assets"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
)

// Options choose what is not the default. Zero fields are.
type Options struct {
	Lang    i18n.Lang     // default i18n.RU
	Theme   theme.Setting // default theme.Light; System is taken for Light
	Size    fyne.Size     // default 1440×900
	Content fyne.CanvasObject
}

// Now is where the clock of every World stands still: 12 March 2026, 14:22, UTC+5.
func Now() time.Time {
	return time.Date(2026, time.March, 12, 14, 22, 0, 0, time.FixedZone("UTC+5", 5*3600))
}

// World is one test's desk.
type World struct {
	T      *testing.T
	App    fyne.App
	Window fyne.Window
	Print  *i18n.Printer
	Queue  *post.Queue
	Theme  fyne.Theme

	closed bool
}

// New opens a desk that is cleared at the end of the test.
func New(t *testing.T, o Options) *World {
	t.Helper()
	if o.Lang == "" {
		o.Lang = i18n.RU
	}
	if o.Theme == "" || o.Theme == theme.System {
		o.Theme = theme.Light
	}
	if o.Size.IsZero() {
		o.Size = fyne.NewSize(1440, 900)
	}
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	w := &World{T: t, Print: catalogue.In(o.Lang), Queue: &post.Queue{}, Theme: theme.New(o.Theme)}
	w.App = test.NewTempApp(t)
	test.ApplyTheme(t, w.Theme)
	w.Window = w.App.NewWindow("")
	w.Window.SetPadded(false)
	w.Window.Resize(o.Size)
	t.Cleanup(w.Close)
	if o.Content != nil {
		w.Show(o.Content)
	}
	return w
}

// Close closes the window, as the end of the test does by itself. Twice is
// harmless here; Fyne's own test window panics.
func (w *World) Close() {
	if !w.closed {
		w.closed = true
		w.Window.Close()
	}
}

// Show puts content into the window at the window's size.
func (w *World) Show(content fyne.CanvasObject) {
	size := w.Window.Canvas().Size()
	w.Window.SetContent(content)
	w.Window.Resize(size)
}

// Use sets another choice of light and dark.
func (w *World) Use(setting theme.Setting) {
	w.Theme = theme.New(setting)
	test.ApplyTheme(w.T, w.Theme)
}

// Now is the still clock, for what asks for a func() time.Time.
func (w *World) Now() time.Time { return Now() }

// Post is what screens are given; the test runs it by Drain or Wait.
func (w *World) Post(f func()) { w.Queue.Post(f) }

// Drain runs what was posted.
func (w *World) Drain() { w.Queue.Drain() }

// Wait drains until the condition holds and fails the test when it does not
// within ten seconds; what says what was waited for.
func (w *World) Wait(what string, until func() bool) {
	w.T.Helper()
	if !w.Queue.Wait(until) {
		w.T.Fatalf("waited in vain for %s; shown: %q", what, w.Texts())
	}
}

// Screenshot writes the window as PNG, making its folder. For eyes, not for
// comparison.
func (w *World) Screenshot(path string) {
	w.T.Helper()
	if err := w.save(path); err != nil {
		w.T.Fatal(err)
	}
}

func (w *World) save(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make folder of screenshot: %w", err)
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write screenshot: %w", err)
	}
	defer f.Close()
	if err := png.Encode(f, w.Window.Canvas().Capture()); err != nil {
		return fmt.Errorf("write screenshot: %w", err)
	}
	return f.Close()
}
