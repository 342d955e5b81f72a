package widgets_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

func TestSecretIsNeverShown(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(700, 100)})
	const key = "AQVN-secret"
	var saved []string
	f := widgets.NewSecretField(w.Print, "AQVN…", true, "", func(s string) { saved = append(saved, s) })
	w.Show(widgets.NewRoot(w.Post, widgets.VBox(0, f)))
	hidden := func(when string) {
		t.Helper()
		for _, text := range w.Texts() {
			if strings.Contains(text, "secret") {
				t.Errorf("%s: %q can be read", when, text)
			}
		}
	}
	if !w.Sees("•••••• сохранён в связке ключей") {
		t.Errorf("shown %q", w.Texts())
	}

	w.Tap("Заменить")
	w.Type(key)
	hidden("while typing")
	w.Key(fyne.KeyEscape)
	if !w.Sees("Заменить") || f.Typing() || len(saved) != 0 {
		t.Errorf("after Escape: %q, saved %q", w.Texts(), saved)
	}

	w.Tap("Заменить")
	if f.Typing() {
		t.Error("what was given up is still there")
	}
	w.Type(key)
	w.Tap("Сохранить")
	if !slices.Equal(saved, []string{key}) || f.Typing() {
		t.Errorf("saved %q", saved)
	}
	w.Tap("Сохранить") // waits for the answer
	if len(saved) != 1 {
		t.Errorf("saved twice: %q", saved)
	}
	f.Failed()
	w.Window.Canvas().FocusNext()
	w.Type(key)
	w.Key(fyne.KeyReturn)
	if len(saved) != 2 {
		t.Errorf("Enter did not save: %q", saved)
	}
	f.SetSaved(true, "в памяти до закрытия")
	if !w.Sees("•••••• в памяти до закрытия") || w.Sees("Сохранить") {
		t.Errorf("shown %q", w.Texts())
	}
	hidden("in the end")
	f.SetLocked(true)
	if w.Sees("Заменить") {
		t.Error("can be replaced while locked")
	}
}

func TestDateRange(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(700, 500)})
	var told []widgets.Days
	now := func() time.Time { return time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC) }
	d := widgets.NewDateRange(w.Print, now, widgets.Days{From: "2026-03-26"}, func(days widgets.Days) { told = append(told, days) })
	other := widgets.NewEntry("другое")
	w.Show(widgets.NewRoot(w.Post, widgets.VBox(8, d, other)))
	c := w.Window.Canvas()
	last := func() widgets.Days {
		if len(told) == 0 {
			return widgets.Days{}
		}
		return told[len(told)-1]
	}
	if !w.Sees("26.03.2026") || !w.Sees("по сегодня") {
		t.Errorf("shown %q", w.Texts())
	}

	c.FocusNext()
	c.FocusNext() // the last day
	w.Type("1.4.26")
	want := widgets.Days{From: "2026-03-26", To: "2026-04-01"}
	if len(told) != 0 || d.Days() != want {
		t.Errorf("told %v while typing; the fields say %v", told, d.Days())
	}
	c.Focus(other)
	if len(told) != 1 || last() != want {
		t.Errorf("told %v", told)
	}
	if !w.Sees("01.04.2026") {
		t.Errorf("not written the usual way: %q", w.Texts())
	}

	told = nil
	d.SetDays(widgets.Days{From: "2026-03-26", To: "2026-04-01"})
	c.FocusNext()
	c.Unfocus()
	if len(told) != 0 {
		t.Errorf("told of no change: %v", told)
	}
	w.Window.Canvas().FocusNext()
	w.Key(fyne.KeyEnd)
	w.Key(fyne.KeyBackspace)
	w.Type("99")
	if len(told) != 0 || w.Sees("Введите дату") {
		t.Errorf("complains while the person types, or took nonsense: %v", told)
	}
	c.Focus(other)
	if !w.Sees("Введите дату, например 31.03.2026") || d.Days().From != "2026-03-26" {
		t.Errorf("shown %q, days %v", w.Texts(), d.Days())
	}
	d.SetDays(widgets.Days{From: "2026-05-01", To: "2026-04-01"})
	if d.Problem() != "Начальная дата позже конечной" {
		t.Errorf("problem %q", d.Problem())
	}
	d.SetDays(widgets.Days{})

	open := func() {
		for _, o := range w.Objects() {
			if b, ok := o.(*widgets.Button); ok && b.Tip() == "Выбрать в календаре" {
				b.Tapped(nil)
			}
		}
	}
	open()
	w.Tap("Прошлый месяц")
	if last() != (widgets.Days{From: "2026-02-01", To: "2026-02-28"}) || widgets.Modal(c) {
		t.Errorf("last month: %v", told)
	}
	open()
	if !w.Sees("Февраль 2026") {
		t.Errorf("the calendar opens elsewhere: %q", w.Texts())
	}
	w.Tap("20")
	w.Tap("11") // the second end may lie before the first
	if last() != (widgets.Days{From: "2026-02-11", To: "2026-02-20"}) || widgets.Modal(c) {
		t.Errorf("by clicks: %v", last())
	}
	open()
	w.Key(fyne.KeyRight)
	w.Key(fyne.KeyReturn)
	w.Key(fyne.KeyPageDown)
	if !w.Sees("Март 2026") {
		t.Errorf("page down: %q", w.Texts())
	}
	w.Key(fyne.KeyReturn)
	if last() != (widgets.Days{From: "2026-02-12", To: "2026-03-01"}) {
		t.Errorf("by keys: %v", last())
	}
	told = nil
	open()
	w.Key(fyne.KeyEscape)
	if widgets.Modal(c) || len(told) != 0 {
		t.Errorf("Escape: open %v, told %v", widgets.Modal(c), told)
	}
}

func people(n int) []widgets.Pick {
	names := []string{"Ким Анна", "Қасымов Ержан", "О’Нил Пётр"}
	out := make([]widgets.Pick, n)
	for i := range out {
		out[i] = widgets.Pick{ID: fmt.Sprint(i + 1), Name: names[i%3], Note: "продажи"}
	}
	return out
}

func TestMultiPick(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(700, 500)})
	var told [][]string
	opened := 0
	m := widgets.NewMultiPick(w.Print, widgets.PickOptions{
		Items: people(5000), Selected: []string{"1", "909090"}, ShowID: true, All: "все сотрудники",
		Free:      func(text string) (string, bool) { return text, strings.Trim(text, "0123456789") == "" },
		OnChanged: func(ids []string) { told = append(told, ids) },
		OnOpen:    func() { opened++ },
	})
	w.Show(widgets.NewRoot(w.Post, widgets.VBox(0, m)))
	if !w.Sees("1 Ким Анна") || len(w.Find("909090")) != 1 {
		t.Errorf("chips: %q", w.Texts())
	}

	w.Tap("+ добавить")
	if opened != 1 {
		t.Error("OnOpen was not told")
	}
	if len(w.Find("1  ")) != 1 {
		t.Errorf("the list does not begin with the first: %q", w.Texts())
	}
	if n := len(w.Find("Ким Анна")); n > 20 {
		t.Errorf("%d of 5000 lines are drawn", n)
	}
	w.Type("қасым 2")
	w.Key(fyne.KeyReturn)
	w.Type("x")
	if !w.Sees("Никого не нашлось") {
		t.Errorf("search for nonsense: %q", w.Texts())
	}
	w.Key(fyne.KeyEscape)
	if !slices.Equal(m.Selected(), []string{"1", "909090", "2"}) {
		t.Errorf("chosen %q", m.Selected())
	}

	w.Tap("+ добавить")
	w.Type("700007")
	w.Tap("Добавить «700007»")
	w.Tap("Готово")
	if !slices.Contains(m.Selected(), "700007") || widgets.Modal(w.Window.Canvas()) {
		t.Errorf("chosen %q", m.Selected())
	}
	w.Tap("+ добавить")
	w.Key(fyne.KeyDown)
	w.Key(fyne.KeyDown)
	w.Key(fyne.KeyReturn)
	w.Key(fyne.KeyReturn)
	w.Tap("Убрать все")
	w.TapAt(fyne.NewPos(690, 490)) // beside the list
	if len(m.Selected()) != 0 || !w.Sees("все сотрудники") || widgets.Modal(w.Window.Canvas()) {
		t.Errorf("chosen %q; shown %q", m.Selected(), w.Texts())
	}
	if len(told) < 5 {
		t.Errorf("told %v", told)
	}
	told = nil
	m.SetSelected([]string{"3"})
	m.SetEnabled(false)
	if len(told) != 0 || w.Sees("+ добавить") || !w.Sees("3 О’Нил Пётр") {
		t.Errorf("disabled: told %v, shown %q", told, w.Texts())
	}
}

func TestReadOnlyAndBar(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(400, 100)})
	r := widgets.NewReadOnly("11 842")
	n := 0
	r.SetAction("Сбросить…", func() { n++ })
	bar := widgets.ThinProgress()
	w.Show(widgets.VBox(8, r, bar))
	w.Tap("Сбросить…")
	if n != 1 || r.Value() != "11 842" {
		t.Errorf("action done %d times", n)
	}
	r.SetAction("", nil)
	if w.Sees("Сбросить") {
		t.Error("the action stays")
	}
	for _, v := range []float64{0, 0.5, 1, 2, -1} {
		bar.SetValue(v) // must not draw beyond its track
		for _, o := range w.Objects() {
			if o.Position().X+o.Size().Width > 401 {
				t.Errorf("at %v something is %v wide", v, o.Size())
			}
		}
	}
}
