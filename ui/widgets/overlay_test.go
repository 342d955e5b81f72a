package widgets_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

func TestConfirmAndEscape(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(800, 500)})
	entry := widgets.NewEntry("")
	w.Show(widgets.NewRoot(w.Post, widgets.VBox(0, entry, widgets.NewButton("Под окном", widgets.Secondary, func() { t.Error("pressed under a dialog") }))))
	c := w.Window.Canvas()
	c.Focus(entry)
	var told []string
	ask := func(danger bool) {
		told = nil
		widgets.Confirm(c, widgets.ConfirmOptions{
			Title: "Сбросить?", Text: "Звонки будут просмотрены заново.", Yes: "Сбросить", No: "Оставить", Danger: danger,
			OnYes: func() { told = append(told, "yes") }, OnNo: func() { told = append(told, "no") },
		})
	}
	expect := func(name, want string) {
		t.Helper()
		if got := strings.Join(told, " "); got != want {
			t.Errorf("%s: told %q, want %q", name, got, want)
		}
		if widgets.Modal(c) {
			t.Errorf("%s: the dialog stays", name)
		}
		if c.Focused() != fyne.Focusable(entry) {
			t.Errorf("%s: the focus is on %T, want it where it was", name, c.Focused())
		}
	}

	ask(false)
	if !widgets.Modal(c) || !w.Sees("Звонки будут") {
		t.Fatal("no dialog")
	}
	w.Key(fyne.KeyReturn)
	expect("Enter", "yes")
	ask(true)
	w.Key(fyne.KeyReturn)
	expect("Enter when dangerous", "no")
	ask(false)
	w.Key(fyne.KeyEscape)
	expect("Escape", "no")
	ask(false)
	w.TapAt(fyne.NewPos(5, 50))
	w.Type("x")
	if !widgets.Modal(c) || entry.Text != "" {
		t.Error("a click beside it went through")
	}
	w.Tap("Сбросить")
	expect("a click", "yes")
	ask(false)
	c.FocusNext()
	c.FocusNext()
	if _, ok := c.Focused().(*widgets.Entry); ok {
		t.Error("Tab left the dialog")
	}
	w.Tap("Оставить")
	expect("a click on no", "no")
}

func TestAsk(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(800, 500)})
	w.Show(widgets.NewRoot(w.Post, widgets.Plain("")))
	got := ""
	widgets.Ask(w.Window.Canvas(), widgets.AskOptions{
		Title: "Название", Value: "Цена", Yes: "Сохранить", No: "Отмена",
		Check: func(s string) string {
			if s == "Цена" {
				return "Такое уже есть"
			}
			return ""
		},
		OnYes: func(s string) { got = s },
	})

	w.Key(fyne.KeyReturn)
	if got != "" || !w.Sees("Такое уже есть") {
		t.Errorf("took %q; shown %q", got, w.Texts())
	}
	w.Key(fyne.KeyEnd)
	w.Type(" и пауза")
	w.Tap("Сохранить")
	if got != "Цена и пауза" || widgets.Modal(w.Window.Canvas()) {
		t.Errorf("took %q", got)
	}
}

func TestTooltipComesAfterARestAndGoes(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(500, 300)})
	synctest.Test(t, func(t *testing.T) {
		b := widgets.NewIconButton(theme.IconExport, "Экспорт", func() {})
		far := widgets.NewButton("Другая", widgets.Secondary, nil)
		root := widgets.NewRoot(w.Post, widgets.VBox(100, widgets.HBox(0, b), widgets.HBox(0, far)))
		w.Show(root)
		c := w.Window.Canvas()
		rest := func(d time.Duration) {
			time.Sleep(d)
			synctest.Wait()
			w.Drain()
		}

		test.MoveMouse(c, fyne.NewPos(10, 10))
		rest(500 * time.Millisecond)
		if w.Sees("Экспорт") {
			t.Error("shown too soon")
		}
		rest(200 * time.Millisecond)
		if !w.Sees("Экспорт") {
			t.Fatal("not shown after a rest")
		}
		tip := w.FindText("Экспорт")
		if tip.At.Y < b.Size().Height || tip.At.X < 0 {
			t.Errorf("shown at %v", tip.At)
		}
		test.MoveMouse(c, fyne.NewPos(10, 130))
		if w.Sees("Экспорт") {
			t.Error("stays after the pointer left")
		}
		test.MoveMouse(c, fyne.NewPos(10, 10))
		rest(300 * time.Millisecond)
		w.TapAt(fyne.NewPos(10, 10))
		rest(time.Second)
		if w.Sees("Экспорт") {
			t.Error("comes although the button was pressed")
		}
		root.Close()
	})
}

func TestToast(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(800, 300)})
	synctest.Test(t, func(t *testing.T) {
		root := widgets.NewRoot(w.Post, widgets.Plain(""))
		w.Show(root)
		back := 0
		root.Toast("Звонок убран из очереди", "Вернуть", func() { back++ })
		if !w.Sees("Звонок убран") {
			t.Fatal("no toast")
		}
		w.Tap("Вернуть")
		if back != 1 || w.Sees("Звонок убран") {
			t.Errorf("brought back %d times; shown %q", back, w.Texts())
		}
		root.Toast("Скопировано", "", nil)
		if w.Sees("Вернуть") || !w.Sees("Скопировано") {
			t.Errorf("shown %q", w.Texts())
		}
		time.Sleep(7 * time.Second)
		synctest.Wait()
		w.Drain()
		if w.Sees("Скопировано") {
			t.Error("the toast stays for ever")
		}
		root.Toast("Ещё", "", nil)
		root.Close()
	})
}

func TestACutCellTellsItsWhole(t *testing.T) {
	d := newDesk(t, nil)
	synctest.Test(t, func(t *testing.T) {
		long := strings.Repeat("очень длинный текст ", 20)
		root := widgets.NewRoot(d.Post, d.grid)
		d.Show(root)
		d.grid.SetRows([]call{{"a", "Анна", long}})
		test.MoveMouse(d.Window.Canvas(), fyne.NewPos(300, 50))
		time.Sleep(time.Second)
		synctest.Wait()
		d.Drain()
		if !d.Sees(strings.TrimSpace(long)) {
			t.Errorf("shown %q", d.Texts())
		}
		root.Close()
	})
}
