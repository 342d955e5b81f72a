package uitest_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

func TestFindTapAndWait(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(400, 300)})
	tapped := 0
	label := widget.NewLabel("6\u00a0ч")
	hidden := widget.NewLabel("не видно")
	hidden.Hide()
	w.Show(container.NewVBox(label, hidden, widget.NewButton("Да", func() { tapped++ })))

	if !w.Sees("6 ч") || w.Sees("не видно") || len(w.Find("6 ч")) != 1 {
		t.Errorf("shown %q", w.Texts())
	}
	w.Tap("Да")
	if tapped != 1 {
		t.Errorf("tapped %d times", tapped)
	}
	if at, ok := w.AtOf(label); !ok || at.Y > w.FindText("6 ч").At.Y {
		t.Errorf("the label stands at %v, %v", at, ok)
	}
	if _, ok := w.AtOf(hidden); ok {
		t.Error("what is hidden has a place")
	}

	go w.Post(func() { label.SetText("готово") })
	w.Wait("the answer", func() bool { return w.Sees("готово") })
}

func TestSameSeesADifference(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(60, 40), Content: widget.NewLabel("а")})
	first := w.Window.Canvas().Capture()
	again := w.Window.Canvas().Capture()
	w.Use(theme.Dark)
	w.Window.Content().Refresh()
	dark := w.Window.Canvas().Capture()
	if !uitest.Same(first, again) || uitest.Same(first, dark) {
		t.Error("same and different are mixed up")
	}
}
