package widgets_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

func TestFieldRowSaysWhatIsWrongBelowTheField(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(600, 200)})
	entry := widgets.NewEntry("")
	row := widgets.NewFieldRow("Минимальная длина, с", "пояснение", entry)
	below := widgets.Plain("ниже")
	form := widgets.VBox(8, row, below)
	w.Show(form)
	before, _ := w.AtOf(below)

	row.SetFault("Напишите число секунд")
	form.Refresh()

	fault, field := w.FindText("Напишите число секунд").At, entry.Size()
	at, _ := w.AtOf(entry)
	if fault.Y < at.Y+field.Height || fault.X != at.X {
		t.Errorf("the sentence stands at %v, the field at %v", fault, at)
	}
	if after, _ := w.AtOf(below); after.Y <= before.Y {
		t.Error("the next row does not give way")
	}
	row.SetFault("")
	form.Refresh()
	if after, _ := w.AtOf(below); after != before || w.Sees("Напишите") {
		t.Error("the sentence stays")
	}
}

func TestLockedShowsTheValueAndNoField(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(600, 100)})
	entry := widgets.NewEntry("")
	entry.SetText("41")
	box := widgets.NewLocked(entry)
	w.Show(widgets.VBox(0, box))

	box.LockText([]string{"41", ""}, []string{"", "по сегодня"})
	if _, open := w.AtOf(entry); open || !w.Sees("41") || !w.Sees("по сегодня") {
		t.Errorf("open %v, shown %q", open, w.Texts())
	}
	w.Window.Canvas().FocusNext()
	if w.Window.Canvas().Focused() == fyne.Focusable(entry) {
		t.Error("Tab reaches a locked field")
	}
	box.LockChips([]string{"Исходящий", "Входящий"}, "Все")
	if !w.Sees("Исходящий") || w.Sees("Все") {
		t.Errorf("shown %q", w.Texts())
	}
	box.LockChips(nil, "Все")
	if !w.Sees("Все") {
		t.Errorf("shown %q", w.Texts())
	}
	box.Open()
	if _, open := w.AtOf(entry); !open {
		t.Error("the field does not come back")
	}
}

func TestFolderFoldsByItsHeading(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(300, 200)})
	var told []bool
	f := widgets.NewFolder("Дополнительно", widgets.Plain("внутри"), func(open bool) { told = append(told, open) })
	w.Show(widgets.VBox(0, f.Object()))
	if w.Sees("внутри") {
		t.Error("open at first")
	}
	w.Tap("Дополнительно")
	if !w.Sees("внутри") {
		t.Error("does not unfold")
	}
	f.SetOpen(false)
	if w.Sees("внутри") || !slices.Equal(told, []bool{true}) {
		t.Errorf("told %v, shown %q", told, w.Texts())
	}
}

func TestWordsThatLeadSomewhere(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(300, 200)})
	lines, words := 0, 0
	line := widgets.NewNoteLine(func() { lines++ })
	line.Set("1 звонок ждёт вас", widgets.ToneNegative)
	press := widgets.NewPressable(widgets.NewParagraph("Звонок 11 790", widgets.Style{}), "Открыть", func() { words++ })
	w.Show(widgets.VBox(8, line, press))

	w.Tap("1 звонок ждёт вас")
	w.Tap("Звонок 11 790")
	w.Window.Canvas().FocusNext()
	w.Key(fyne.KeyReturn)
	if lines != 2 || words != 1 {
		t.Errorf("the remark was pressed %d times, the words %d", lines, words)
	}
	line.Set("", widgets.ToneQuiet)
	if w.Sees("ждёт") {
		t.Error("an empty remark is shown")
	}
}

func TestMultiPickOpensByAClickAnywhere(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(600, 500)})
	pick := widgets.NewMultiPick(w.Print, widgets.PickOptions{Items: []widgets.Pick{{ID: "3", Name: "Ким Анна"}}})
	w.Show(widgets.VBox(0, pick))
	far := fyne.NewPos(pick.Size().Width-20, pick.Size().Height/2)

	pick.SetEnabled(false)
	w.TapAt(far)
	if w.Sees("Ким Анна") {
		t.Error("a disabled field opens")
	}
	pick.SetEnabled(true)
	w.TapAt(far)
	if !w.Sees("Ким Анна") {
		t.Errorf("shown %q", w.Texts())
	}
}

func TestTakenSecretIsGoneFromTheField(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(600, 100)})
	field := widgets.NewSecretField(w.Print, "Вставьте ключ", true, "", func(string) {})
	w.Show(widgets.VBox(0, field))

	field.Focus()
	w.Type("AQVN-secret")
	if got := field.Take(); got != "AQVN-secret" || field.Typing() {
		t.Errorf("took %q, still typing %v", got, field.Typing())
	}
	if got := field.Take(); got != "" {
		t.Errorf("took %q twice", got)
	}
	field.Failed()
	w.Type("x")
	if w.Sees("AQVN") {
		t.Errorf("shown %q", w.Texts())
	}
}
