package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/help"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/server"
	"sensedesk/ui/settings"
	"sensedesk/ui/shoot"
	"sensedesk/ui/theme"
)

// stillFor is how long a picture must stay the same to be taken: longer than
// the slowest thing a screen shows by itself, a tooltip or a coalesced update.
const stillFor = 400 * time.Millisecond

// tourPatience bounds the wait for one screen; twenty times that, the whole run.
const tourPatience = 60 * time.Second

// stop is one picture of a tour.
type stop struct {
	name string
	show func()
}

// The size of the pictures of a tour.
const tourWidth, tourHeight = 1440, 900

func tourSize() fyne.Size { return fyne.NewSize(tourWidth, tourHeight) }

// Tour does the job of the demo, start to end, and hands over a picture of each
// screen: in the window's language and look, or in all of them when full. It
// is called from a goroutine of its own while the window is open. A full tour
// ends with the review desk, with the demo's longest call and those desk makes.
func (s *Shell) Tour(ctx context.Context, full bool, desk func(context.Context) ([]DeskCall, error), keep func(name string, picture image.Image) error) error {
	ctx, cancel := context.WithTimeout(ctx, 20*tourPatience)
	defer cancel()
	s.onUI(func() {
		s.window.Resize(fyne.NewSize(tourWidth, tourHeight))
		s.goTo(route{place: placeUpload})
	})
	if err := s.takeWhenStill(ctx, tourSize(), "1-upload-before", keep); err != nil {
		return err
	}
	if err := s.watchRun(ctx, keep); err != nil {
		return err
	}
	if err := s.addTourProfile(ctx); err != nil {
		return err
	}
	if err := s.addTourCard(ctx); err != nil {
		return err
	}
	if err := s.addTourHeard(ctx); err != nil {
		return err
	}
	langs, looks := []i18n.Lang{s.print.Lang()}, []theme.Setting{theme.Light}
	if full {
		langs, looks = i18n.Langs(), []theme.Setting{theme.Light, theme.Dark}
	}
	for _, lang := range langs {
		for _, look := range looks {
			s.onUI(func() {
				s.setLanguage(lang)
				s.setLook(look)
				if sc, ok := s.screens[placeSettings]; ok && s.at.place != placeSettings { // it shows the choice it was made with
					sc.Close()
					delete(s.screens, placeSettings)
				}
			})
			for _, at := range s.stops(ctx) {
				s.onUI(at.show)
				if err := s.takeWhenStill(ctx, tourSize(), fmt.Sprintf("%s-%s-%s", at.name, lang, look), keep); err != nil {
					return err
				}
			}
		}
	}
	if !full {
		return nil
	}
	short := DeskCall{"short", s.tourCall(ctx)}
	more, err := desk(ctx)
	if err != nil {
		return err
	}
	long := short.ID
	if len(more) > 0 {
		long = more[0].ID
	}
	if err := s.tourNarrow(ctx, long, keep); err != nil {
		return err
	}
	return s.tourDesks(ctx, append([]DeskCall{short}, more...), keep)
}

// tourProfile is a second profile, so that the pictures show what several look like.
const tourProfile store.ProfileID = "hybrid"

func (s *Shell) addTourProfile(ctx context.Context) error {
	set, err := s.o.DB.Settings(ctx)
	if err != nil {
		return err
	}
	ss := store.PresetOf(store.KindHybrid)
	ss.Address, ss.Name, ss.ConnectionID = "speechsense.example:"+store.HybridPort, "Hybrid", "eag4k2v9"
	return s.o.DB.SaveSettings(ctx, set.SetProfile(tourProfile, ss))
}

// onUI runs fn on the UI goroutine and waits for it.
func (s *Shell) onUI(fn func()) {
	done := make(chan struct{})
	s.o.Post(func() { fn(); close(done) })
	<-done
}

// watchRun starts the upload and waits until every call came to rest; on the
// way it takes a picture of the run at work.
func (s *Shell) watchRun(ctx context.Context, keep func(string, image.Image) error) error {
	ctx, cancel := context.WithTimeout(ctx, tourPatience)
	defer cancel()
	changes, end := s.o.Feed.Subscribe()
	defer end()
	if err := s.o.Engine.Start(); err != nil {
		return err
	}
	pictured := false
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the results of the demo: %w", ctx.Err())
		case <-changes:
		}
		st := s.o.Engine.Status()
		if st.Problem != nil {
			return st.Problem
		}
		if !pictured && st.Uploaded > 5 && st.Phase == engine.PhaseWorking {
			pictured = true
			now, err := shoot.Screen(tourWidth, tourHeight)
			if err == nil {
				err = keep("2-upload-running", now)
			}
			if err != nil {
				return err
			}
		}
		if st.Phase == engine.PhaseWaiting && st.Counts[store.StateDone] > 0 && st.Counts[store.StateSent]+st.Counts[store.StateProcessing] == 0 {
			return nil
		}
	}
}

// tourCall is the call with the most to see: the longest of the demo that is done.
func (s *Shell) tourCall(ctx context.Context) store.CallID {
	calls, err := s.o.DB.Calls(ctx, store.CallFilter{})
	if err != nil {
		return 0 // the list itself shows what is wrong
	}
	var best store.Call
	for _, c := range calls {
		if c.State == store.StateDone && c.Duration > best.Duration {
			best = c
		}
	}
	return best.ID
}

// stops are the pictures of one language and look.
func (s *Shell) stops(ctx context.Context) []stop {
	calls, err := s.o.DB.Calls(ctx, store.CallFilter{})
	if err != nil {
		calls = nil // the list itself shows what is wrong
	}
	best := store.Call{ID: s.tourCall(ctx)}
	var failed store.Call
	for _, c := range calls {
		if c.State == store.StateFailed {
			failed = c
		}
	}
	return append([]stop{
		{"calls", func() { s.goTo(route{place: placeCalls}) }},
		{"review", func() {
			s.goTo(route{placeReview, best.ID})
			if desk, ok := s.screens[placeReview].(*review.Screen); ok {
				desk.Turn(review.TabSummary)
			}
		}},
		{"review-data", func() { s.goTo(route{placeReview, best.ID}); s.do(keys.Data) }},
		{"review-no-recording", func() { s.goTo(route{placeReview, failed.ID}) }},
		{"server", func() {
			s.goTo(route{place: placeServer})
			s.screenOf(placeServer).(*server.Screen).Do(keys.Refresh)
		}},
		{"server-mirror", func() { s.screenOf(placeServer).(*server.Screen).Turn(server.TabMirror) }},
		{"upload", func() { s.goTo(route{place: placeUpload}) }},
		{"settings", func() { s.goTo(route{place: placeSettings}) }},
		{"settings-profile", func() {
			if page, ok := s.screenOf(placeSettings).(*settings.Screen); ok {
				page.EditProfile(tourProfile)
			}
		}},
		{"help", func() { s.openHelp(help.TopicOwner) }},
	}, append(s.scoreStops(best.ID), s.queueStops()...)...)
}

// takeWhenStill takes a picture once the window has not changed for a while.
func (s *Shell) takeWhenStill(ctx context.Context, size fyne.Size, name string, keep func(string, image.Image) error) error {
	ctx, cancel := context.WithTimeout(ctx, tourPatience)
	defer cancel()
	tick := time.NewTicker(stillFor)
	defer tick.Stop()
	<-tick.C // the screen before may stand for a while yet
	last, err := shoot.Screen(int(size.Width), int(size.Height))
	for err == nil {
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("wait for %s to come to rest: %w", name, ctx.Err()), keep(name, last))
		case <-tick.C:
		}
		var now *image.NRGBA
		if now, err = shoot.Screen(int(size.Width), int(size.Height)); err != nil {
			break
		}
		if bytes.Equal(last.Pix, now.Pix) {
			return keep(name, now)
		}
		last = now
	}
	return err
}
