package gallery_test

import (
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/gallery"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// TestPictures compares every exhibit, light and dark, with its picture in
// testdata. To accept a new look copy testdata/failed over it, after looking.
func TestPictures(t *testing.T) {
	for _, e := range gallery.Exhibits() {
		for _, s := range []theme.Setting{theme.Light, theme.Dark} {
			t.Run(e.ID+"-"+string(s), func(t *testing.T) {
				w := uitest.New(t, uitest.Options{Theme: s, Size: e.Size})
				w.Show(widgets.Ground(theme.ColorPanel, widgets.Inset(16, 16, 16, 16, e.Make(w.Print))))
				w.Picture(e.ID + "-" + string(s))
			})
		}
	}
}

// TestTheGallerySpeaksAllLanguages also finds texts that were never translated.
func TestTheGallerySpeaksAllLanguages(t *testing.T) {
	for _, l := range i18n.Langs() {
		w := uitest.New(t, uitest.Options{Lang: l, Size: fyne.NewSize(1200, 3000)})
		w.Show(widgets.NewRoot(w.Post, gallery.Page(w.Print)))
		texts := strings.Join(w.Texts(), "\n")
		if strings.Contains(texts, "⟦") || strings.Contains(texts, "{") {
			t.Errorf("%s: %s", l, texts)
		}
		if !w.Sees(w.Print.S("gallery.icons")) || !w.Sees(w.Print.S("gallery.text.none")) {
			t.Errorf("%s: the page is not whole: %s", l, texts)
		}
		w.Close()
	}
}

// TestEveryWidgetFollowsTheTheme draws the page light, switches to dark and
// demands the picture a dark start gives.
func TestEveryWidgetFollowsTheTheme(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(1200, 2400)})
	w.Show(widgets.NewRoot(w.Post, gallery.Page(w.Print)))
	w.Use(theme.Dark)
	w.Window.Content().Refresh()
	switched := w.Window.Canvas().Capture()
	w.Show(widgets.NewRoot(w.Post, gallery.Page(w.Print)))
	fresh := w.Window.Canvas().Capture()

	if !uitest.Same(fresh, switched) {
		w.Screenshot("testdata/failed/fresh.png")
		t.Error("something keeps the light look after the switch")
	}
}

// TestThePageGoesWithoutATrace opens and closes the page many times.
func TestThePageGoesWithoutATrace(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(1200, 900)})
	before := 0
	for i := range 20 {
		root := widgets.NewRoot(w.Post, gallery.Page(w.Print))
		w.Show(root)
		root.Toast(w.Print.S("gallery.text.check"), "", nil)
		root.Close()
		w.Drain()
		if i == 2 { // Fyne's own have started by now
			before = runtime.NumGoroutine()
		}
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines after, %d before", after, before)
	}
}
