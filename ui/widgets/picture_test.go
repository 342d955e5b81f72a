package widgets_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// TestPicturesOfWhatStandsAbove are the widgets that come over a screen and go:
// they have no place in the gallery.
func TestPicturesOfWhatStandsAbove(t *testing.T) {
	for _, look := range []theme.Setting{theme.Light, theme.Dark} {
		for _, c := range []struct {
			name string
			size fyne.Size
			show func(w *uitest.World, root *widgets.Root)
		}{
			{"confirm", fyne.NewSize(560, 300), func(w *uitest.World, _ *widgets.Root) {
				widgets.Confirm(w.Window.Canvas(), widgets.ConfirmOptions{
					Title: "Сбросить?", Text: "Звонки будут просмотрены заново. Уже отправленные не отправляются второй раз.", Yes: "Сбросить", No: "Оставить", Danger: true,
				})
			}},
			{"toast", fyne.NewSize(560, 160), func(_ *uitest.World, root *widgets.Root) {
				root.Toast("Метка удалена", "Отменить", func() {})
			}},
			{"days", fyne.NewSize(560, 420), func(w *uitest.World, _ *widgets.Root) {
				w.TapAt(fyne.NewPos(531, 34)) // the calendar
			}},
		} {
			t.Run(c.name+"-"+string(look), func(t *testing.T) {
				w := uitest.New(t, uitest.Options{Theme: look, Size: c.size})
				day := func() time.Time { return time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC) }
				field := widgets.NewDateRange(w.Print, day, widgets.Days{From: "2026-03-26"}, nil)
				root := widgets.NewRoot(w.Post, widgets.Ground(theme.ColorPanel, widgets.Inset(16, 16, 16, 16, widgets.VBox(12, field, widgets.Notice(widgets.NewParagraph("Записи нет на этом компьютере.", widgets.Style{}))))))
				t.Cleanup(root.Close)
				w.Show(root)
				c.show(w, root)
				w.Drain()
				w.Picture(c.name + "-" + string(look))
			})
		}
	}
}
