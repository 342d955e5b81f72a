package ui

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/review"
	"sensedesk/ui/settings"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// prefSilence is the name of the preference that keeps from how many seconds a
// silence is an event.
const prefSilence = "review.silence"

// prefWindow is the name of the preference that keeps the size of the window.
const prefWindow = "ui.window"

// The size of a new window, and the least one: beside a CRM there may be less than
// half a screen.
const (
	newWidth, newHeight     = 1280, 800
	leastWidth, leastHeight = 300, 600
)

// stored is what the window remembers from its last time.
type stored struct {
	lang, look string
	delay      time.Duration // of the sound
	silence    time.Duration // from which a silence is an event; 0 = as delivered
	size       fyne.Size
	at         string // which screen was shown
	habits     string // of the desk
}

// readPrefs reads what was remembered; what cannot be read is as new.
func readPrefs(ctx context.Context, db DB) stored {
	out := stored{size: fyne.NewSize(newWidth, newHeight)}
	out.lang, _ = db.Pref(ctx, settings.PrefLanguage)
	out.look, _ = db.Pref(ctx, settings.PrefTheme)
	delay, _ := db.Pref(ctx, settings.PrefDelay)
	if ms, err := strconv.Atoi(delay); err == nil {
		out.delay = time.Duration(ms) * time.Millisecond
	}
	out.at, _ = db.Pref(ctx, prefAt)
	out.habits, _ = db.Pref(ctx, review.PrefDesk)
	silence, _ := db.Pref(ctx, prefSilence)
	if n, err := strconv.Atoi(silence); err == nil && n > 0 {
		out.silence = time.Duration(n) * time.Second
	}
	size, _ := db.Pref(ctx, prefWindow)
	var w, h float32
	if _, err := fmt.Sscanf(size, "%gx%g", &w, &h); err == nil {
		out.size = fyne.NewSize(max(w, leastWidth), max(h, leastHeight))
	}
	return out
}

// sizeText is a size as the preference keeps it.
func sizeText(size fyne.Size) string { return fmt.Sprintf("%gx%g", size.Width, size.Height) }

// pref is one preference to be written.
type pref struct{ key, value string }

// remember writes a preference in the background, in the order chosen.
func (s *Shell) remember(key, value string) {
	s.pending = append(s.pending, pref{key, value})
	if !s.prefs.Busy() {
		s.writePending()
	}
}

func (s *Shell) writePending() {
	todo, db := s.pending, s.o.DB
	s.pending, s.writing = nil, todo
	post.Load(s.prefs, func(ctx context.Context) error { return writePrefs(ctx, db, todo) }, func(err error) {
		s.writing = nil
		if err != nil {
			what, _ := s.print.Error(err)
			s.toast(what)
		}
		if len(s.pending) > 0 {
			s.writePending()
		}
	})
}

func writePrefs(ctx context.Context, db DB, todo []pref) error {
	for _, p := range todo {
		if err := db.SetPref(ctx, p.key, p.value); err != nil {
			return err
		}
	}
	return nil
}

// setLanguage makes the whole window speak another language.
func (s *Shell) setLanguage(l i18n.Lang) {
	if l == s.print.Lang() {
		return
	}
	s.print = s.o.Catalogue.In(l)
	teach(s.print)
	s.window.SetTitle(s.print.S("shell.name"))
	s.menu()
	s.rail.build()
	for _, sc := range s.screens {
		sc.SetPrinter(s.print)
	}
	s.stage.Objects = []fyne.CanvasObject{s.screenOf(s.at.place).Content()}
	s.stage.Refresh()
	s.remember(settings.PrefLanguage, string(l))
}

// setLook switches between light and dark.
func (s *Shell) setLook(look theme.Setting) {
	s.look = look
	s.styles.changed(s.at.place)
	s.o.App.Settings().SetTheme(theme.New(look))
	s.remember(settings.PrefTheme, string(look))
}

// setDelay tells the player how late the headphones are.
func (s *Shell) setDelay(by time.Duration) {
	s.delay = by
	s.o.Player.SetDelay(by)
	s.remember(settings.PrefDelay, strconv.FormatInt(by.Milliseconds(), 10))
}

// setSilence remembers from when on a silence is an event.
func (s *Shell) setSilence(d time.Duration) {
	s.silence = d
	s.remember(prefSilence, strconv.Itoa(int(d/time.Second)))
}

// teach gives Fyne's own menus and file dialogs the words of a language.
func teach(p *i18n.Printer) {
	if err := widgets.TeachFyne(p); err != nil {
		// The words come from our own catalogue and are tested; without them
		// the file dialogs speak English, which stops nobody.
		fyne.LogError("teach the toolkit its words", err)
	}
}

// profile is which SpeechSense the settings name.
type profile struct {
	Settings store.Settings
	Err      error
}

func readProfile(ctx context.Context, db DB) profile {
	s, err := db.Settings(ctx)
	return profile{s, err}
}

// after waits for a countdown.
func after(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
