package ui

import (
	"context"
	"fmt"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/review"
	"sensedesk/ui/theme"
)

// DeskCall is a call whose review is worth a picture.
type DeskCall struct {
	Name string // of the picture
	ID   store.CallID
}

// deskSizes are the screens the review desk is pictured on.
func deskSizes() []fyne.Size {
	return []fyne.Size{{Width: 1280, Height: 720}, {Width: 1920, Height: 1080}}
}

// tourDesks takes pictures of the review desk with each call, in every
// language, light and dark, on a small and on a large screen.
func (s *Shell) tourDesks(ctx context.Context, calls []DeskCall, keep func(string, image.Image) error) error {
	tabs := []review.Tab{review.TabSummary, review.TabScore, review.TabStatistics, review.TabFacts}
	for _, size := range deskSizes() {
		s.onUI(func() { s.window.Resize(size) })
		for l, lang := range i18n.Langs() {
			for k, look := range []theme.Setting{theme.Light, theme.Dark} {
				s.onUI(func() { s.setLanguage(lang); s.setLook(look) })
				for i, c := range calls {
					s.onUI(func() {
						s.goTo(route{placeReview, c.ID})
						if desk, ok := s.screens[placeReview].(*review.Screen); ok {
							desk.Turn(tabs[(i+l+k)%len(tabs)]) // in all the pictures together, each tab of each call
						}
					})
					if err := s.awaitDesk(ctx, c.ID); err != nil {
						return err
					}
					name := fmt.Sprintf("desk-%s-%.0f-%s-%s", c.Name, size.Width, lang, look)
					if err := s.takeWhenStill(ctx, size, name, keep); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// awaitDesk waits until a call and its sound are on the desk.
func (s *Shell) awaitDesk(ctx context.Context, id store.CallID) error {
	ctx, cancel := context.WithTimeout(ctx, tourPatience)
	defer cancel()
	tick := time.NewTicker(stillFor / 4)
	defer tick.Stop()
	for {
		ready := false
		s.onUI(func() {
			desk, ok := s.screens[placeReview].(*review.Screen)
			ready = ok && desk.Call() == id && !desk.Loading() && desk.State().Sound != review.SoundLoading
		})
		if ready {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for a call on the desk: %w", ctx.Err())
		case <-tick.C:
		}
	}
}
