package ui

import (
	"context"
	"fmt"
	"image"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/theme"
)

// narrow is a window beside another program's.
type narrow struct {
	size fyne.Size
	look theme.Setting
}

// narrowSizes are the narrow windows of a tour: half of a small screen, and the
// least there is.
func narrowSizes() []narrow {
	return []narrow{
		{fyne.NewSize(640, 800), theme.Light},
		{fyne.NewSize(leastWidth, 800), theme.Dark},
	}
}

// tourNarrow takes pictures of every screen in narrow windows, in Russian.
func (s *Shell) tourNarrow(ctx context.Context, long store.CallID, keep func(string, image.Image) error) error {
	s.onUI(func() { s.setLanguage(i18n.RU) })
	for _, n := range narrowSizes() {
		s.onUI(func() {
			s.window.Resize(n.size)
			s.setLook(n.look)
		})
		for _, at := range s.narrowStops(ctx, long) {
			var here route
			s.onUI(func() { at.show(); here = s.at })
			if here.place == placeReview {
				if err := s.awaitDesk(ctx, here.call); err != nil {
					return err
				}
			}
			if err := s.takeWhenStill(ctx, n.size, fmt.Sprintf("narrow-%.0f-%s", n.size.Width, at.name), keep); err != nil {
				return err
			}
		}
	}
	return nil
}

// narrowStops are the pictures of one narrow window: those of a wide one, the
// text of a call, and of a long one.
func (s *Shell) narrowStops(ctx context.Context, long store.CallID) []stop {
	text := func(id store.CallID) func() {
		return func() {
			s.goTo(route{placeReview, id})
			if desk, ok := s.screens[placeReview].(*review.Screen); ok {
				desk.Turn(review.TabSummary)
				desk.Do(keys.Leave) // from the page to the text
			}
		}
	}
	return append([]stop{
		{"queue", func() { s.goTo(route{place: placeQueue}) }},
		{"review-text", text(s.tourCall(ctx))},
		{"review-long", text(long)},
	}, s.stops(ctx)...)
}
