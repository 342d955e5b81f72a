package ui

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/review"
)

// prefAt is the name of the preference that keeps which screen is shown, and
// which call on it.
const prefAt = "ui.at"

// settled is how long a window keeps its size before that is written.
const settled = time.Second

// farewellPrefs is how long the last preferences may take to be written.
const farewellPrefs = 2 * time.Second

// text is a route as it is kept: «review 42».
func (r route) text() string { return fmt.Sprintf("%s %d", r.place, r.call) }

// readRoute reads where the window was; false when that is nowhere now.
func readRoute(text string) (r route, ok bool) {
	var p string
	var id int64
	if n, err := fmt.Sscanf(text, "%s %d", &p, &id); err != nil || n != 2 {
		return r, false
	}
	r = route{place(p), store.CallID(id)}
	for _, known := range places() {
		if r.place == known {
			return route{place: known}, true
		}
	}
	return r, r.place == placeReview && id > 0
}

// resume shows the screen, and the call, that were shown last.
func (s *Shell) resume(at string) {
	s.goTo(route{place: placeCalls}) // the way back from anywhere
	if r, ok := readRoute(at); ok {
		s.goTo(r)
		if r.place == placeReview {
			s.list().Read(func() { // «next call» needs the list
				if desk, ok := s.screens[placeReview].(*review.Screen); ok && s.at.place == placeReview {
					desk.SetHasNext(s.hasNext(s.at.call))
				}
			})
		}
	}
}

// sizeWatch tells when its content gets another size.
type sizeWatch struct{ told func() }

// MinSize is for Fyne.
func (sizeWatch) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout is for Fyne.
func (w sizeWatch) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	w.told()
}

// watchSize has the size of the window kept when it changes.
func (s *Shell) watchSize(content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(sizeWatch{func() {
		if s.sized != nil {
			s.sized.Ask()
		}
	}}, content)
}

// keepSize writes the size of the window, if it is another one.
func (s *Shell) keepSize() {
	if text := sizeText(s.window.Canvas().Size()); text != s.size {
		s.size = text
		s.remember(prefWindow, text)
	}
}

// flush writes the preferences that were not written yet. The loop has ended: it
// may wait for the disk.
func (s *Shell) flush() {
	todo := append(s.writing, s.pending...)
	s.writing, s.pending = nil, nil
	if len(todo) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), farewellPrefs)
	defer cancel()
	if err := writePrefs(ctx, s.o.DB, todo); err != nil {
		fyne.LogError("keep where the window was", err) // nobody is there to be told
	}
}
