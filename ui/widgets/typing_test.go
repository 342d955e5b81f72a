package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// TestAButtonEndsTyping presses a button the way the desktop does: Fyne leaves
// the focus in the field, and the field must still hand over what it holds first.
func TestAButtonEndsTyping(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(600, 200)})
	var order []string
	d := widgets.NewDateRange(w.Print, uitest.Now, widgets.Days{}, func(days widgets.Days) { order = append(order, days.From) })
	b := widgets.NewButton("Запустить", widgets.Primary, func() { order = append(order, "run") })
	w.Show(widgets.NewRoot(w.Post, widgets.VBox(8, d, b)))
	w.Window.Canvas().FocusNext()
	w.Type("26.3.26")

	b.Tapped(&fyne.PointEvent{})

	if len(order) != 2 || order[0] != "2026-03-26" || order[1] != "run" {
		t.Errorf("happened %q, want the date first", order)
	}
	if w.Window.Canvas().Focused() != nil {
		t.Errorf("the focus stays on %T", w.Window.Canvas().Focused())
	}
}
