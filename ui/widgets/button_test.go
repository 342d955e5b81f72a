package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

func TestButtonIsPressedByPointerAndKeys(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(300, 100)})
	n := 0
	b := widgets.NewButton("Проверить", widgets.Secondary, func() { n++ })
	w.Show(widgets.VBox(0, widgets.HBox(0, b)))
	c := w.Window.Canvas()

	w.Tap("Проверить")
	if n != 1 || c.Focused() != nil {
		t.Errorf("pressed %d times by a click, focus on %T; want once and no focus", n, c.Focused())
	}
	c.FocusNext()
	if c.Focused() != fyne.Focusable(b) {
		t.Fatalf("Tab brought the focus to %T", c.Focused())
	}
	w.Type(" ")
	w.Key(fyne.KeyReturn)
	if n != 3 {
		t.Errorf("pressed %d times, want 3", n)
	}

	b.Disable()
	w.Tap("Проверить")
	w.Key(fyne.KeyReturn)
	if n != 3 {
		t.Error("pressed while disabled")
	}
	b.Enable()
	c.Focus(b)
	var passed []fyne.KeyName
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { passed = append(passed, ev.Name) })
	w.Key(fyne.KeyEscape)
	w.Key(fyne.KeySpace)
	if len(passed) != 1 || passed[0] != fyne.KeyEscape {
		t.Errorf("the screen was given %v, want Escape only", passed)
	}
}

func TestTabPassesWhatOnlyShows(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(400, 100)})
	removed := 0
	chip := widgets.NewRemovableChip("Анна", widgets.ToneAccent, "Убрать", func() { removed++ })
	button := widgets.NewButton("Да", widgets.Primary, nil)
	disabled := widgets.NewButton("Нет", widgets.Primary, nil)
	disabled.Disable()
	w.Show(widgets.HBox(4, widgets.NewChip("тег", widgets.ToneQuiet), widgets.NewStat("1", "готово"), disabled, chip, button))
	c := w.Window.Canvas()

	c.FocusNext()
	if c.Focused() != fyne.Focusable(chip) {
		t.Fatalf("first focus on %T", c.Focused())
	}
	w.Key(fyne.KeyDelete)
	if removed != 1 {
		t.Error("Delete did not remove the chip")
	}
	c.FocusNext() // its «×»
	c.FocusNext()
	if c.Focused() != fyne.Focusable(button) {
		t.Errorf("then on %T", c.Focused())
	}
}

func TestButtonsAreBigEnoughToHit(t *testing.T) {
	uitest.New(t, uitest.Options{})
	for name, b := range map[string]*widgets.Button{
		"secondary": widgets.NewButton("Ок", widgets.Secondary, nil), "quiet": widgets.NewButton("Ок", widgets.Quiet, nil),
		"pill": widgets.NewButton("Ок", widgets.Pill, nil), "symbol": widgets.NewIconButton(theme.IconClose, "Закрыть", nil),
	} {
		if m := b.MinSize(); m.Width < 24 || m.Height < 24 {
			t.Errorf("%s: %v, want 24 at least", name, m)
		}
	}
}

func TestSegmentedAndTabsChoose(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(500, 200)})
	choices := []widgets.Choice{{ID: "1", Text: "1×"}, {ID: "1.5", Text: "1,5×"}, {ID: "2", Text: "2×"}}
	var told []string
	s := widgets.NewSegmented(choices, "1", func(id string) { told = append(told, "s"+id) })
	tabs := widgets.NewTextTabs([]widgets.Choice{{ID: "sum", Text: "Итог"}, {ID: "score", Text: "Оценка"}}, "sum", func(id string) { told = append(told, "t"+id) })
	w.Show(widgets.VBox(8, s, tabs))

	w.Tap("1,5×")
	w.Tap("1,5×")
	w.Tap("Оценка")
	w.Window.Canvas().Focus(s)
	w.Key(fyne.KeyRight)
	w.Key(fyne.KeyRight)
	w.Key(fyne.KeyLeft)
	s.SetSelected("1")

	want := []string{"s1.5", "tscore", "s2", "s1.5"}
	if len(told) != len(want) {
		t.Fatalf("told %q, want %q", told, want)
	}
	for i := range want {
		if told[i] != want[i] {
			t.Errorf("told %q, want %q", told, want)
		}
	}
	if s.Selected() != "1" || tabs.Selected() != "score" {
		t.Errorf("chosen %s and %s", s.Selected(), tabs.Selected())
	}
}

func TestCheckAndSelect(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(500, 300)})
	var on []bool
	var chosen []string
	check := widgets.NewCheck("Показывать подсказки", false, func(v bool) { on = append(on, v) })
	sel := widgets.NewSelect([]widgets.Choice{{ID: "ru", Text: "Русский"}, {ID: "kk", Text: "Қазақша"}}, "", "Выберите", func(id string) { chosen = append(chosen, id) })
	w.Show(widgets.NewRoot(w.Post, widgets.VBox(8, check, sel)))

	w.Tap("Показывать подсказки")
	w.Window.Canvas().Focus(check)
	w.Type(" ")
	if len(on) != 2 || !on[0] || on[1] || check.On() {
		t.Errorf("ticked %v", on)
	}
	w.Tap("Выберите")
	w.Tap("Қазақша")
	if len(chosen) != 1 || chosen[0] != "kk" || sel.Selected() != "kk" || !w.Sees("Қазақша") {
		t.Errorf("chosen %q", chosen)
	}
	if w.Window.Canvas().Overlays().Top() != nil {
		t.Error("the menu stays open")
	}
}

// TestTurnsKeepTheirRoom: a button that takes turns between two texts is as wide
// with either.
func TestTurnsKeepTheirRoom(t *testing.T) {
	uitest.New(t, uitest.Options{})
	b := widgets.NewButton("Слушать", widgets.Primary, nil)
	alone := b.MinSize().Width
	b.SetTurn("Пауза")
	wide := b.MinSize().Width
	b.SetText("Пауза")
	b.SetTurn("Слушать")
	if got := b.MinSize().Width; got != wide || wide < alone {
		t.Errorf("%v wide, then %v; alone %v", wide, got, alone)
	}
}
