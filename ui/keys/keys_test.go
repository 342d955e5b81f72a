package keys_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sensedesk/ui/keys"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// TestLettersOnEveryLayout presses the same physical keys on a Latin, a Russian
// and a Kazakh layout; each types another rune and must mean the same.
func TestLettersOnEveryLayout(t *testing.T) {
	m := keys.New("linux")
	for _, tc := range []struct {
		command                keys.Command
		latin, russian, kazakh string
	}{
		{keys.Back, "jJ", "оО", "оО"},
		{keys.Forward, "lL", "дД", "дД"},
		{keys.PlayPause, "kK", "лЛ", "лЛ"},
		{keys.PreviousEvent, "bB", "иИ", "иИ"},
		{keys.NextEvent, "nN", "тТ", "тТ"},
		{keys.EventKind, "hH", "рР", "рР"},
		{keys.ZoomIn, "+=", "+=", "һҺ"}, // on the Kazakh layout the keys of + and − hold letters
		{keys.ZoomOut, "-", "-", "өӨ"},
		{keys.ZoomAll, "0", "0", "қҚ"},
		{keys.Follow, "cC", "сС", "сС"},
		{keys.Slower, "[", "хХ", "хХ"},
		{keys.Faster, "]", "ъЪ", "ъЪ"},
		{keys.NormalSpeed, "1", "1", "\"!"}, // the row of digits holds letters on the Kazakh layout
		{keys.HalfFaster, "2", "2", "әӘ"},
		{keys.DoubleSpeed, "3", "3", "іІ"},
		{keys.Data, "dD", "вВ", "вВ"},
		{keys.ScoreTab, "aA", "фФ", "фФ"},
		{keys.NextTab, "wW", "цЦ", "цЦ"},
		{keys.Evidence, "fF", "аА", "аА"},
		{keys.Confirm, "yY", "нН", "нН"},
		{keys.Repeat, "rR", "кК", "кК"},
		{keys.SlowBack, "sS", "ыЫ", "ыЫ"},
		{keys.SkipSilence, "xX", "чЧ", "чЧ"},
		{keys.MuteOperator, "uU", "гГ", "гГ"},
		{keys.MuteClient, "iI", "шШ", "шШ"},
		{keys.AloneOperator, "oO", "щЩ", "щЩ"},
		{keys.AloneClient, "pP", "зЗ", "зЗ"},
		{keys.SwapSides, "zZ", "яЯ", "яЯ"},
		{keys.KeyMap, "?", "?", "?"},
	} {
		for _, r := range tc.latin + tc.russian + tc.kazakh {
			if got, ok := m.Rune(r); !ok || got != tc.command {
				t.Errorf("%q: %q, want %q", r, got, tc.command)
			}
		}
	}
	for _, r := range "ңҢғҒүҮұҰ ж;4" {
		if got, ok := m.Rune(r); ok {
			t.Errorf("%q does %q, want nothing", r, got)
		}
	}
}

func TestNamedKeys(t *testing.T) {
	m := keys.New("linux")
	for key, want := range map[fyne.KeyName]keys.Command{
		fyne.KeySpace: keys.PlayPause, fyne.KeyLeft: keys.Back, fyne.KeyRight: keys.Forward, fyne.KeyUp: keys.PreviousPhrase,
		fyne.KeyDown: keys.NextPhrase, fyne.KeyReturn: keys.NextCall, fyne.KeyEnter: keys.NextCall, fyne.KeyEscape: keys.Leave,
		fyne.KeyF5: keys.Refresh, fyne.KeyF1: keys.Help,
	} {
		if got, ok := m.Key(key); !ok || got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	for _, key := range []fyne.KeyName{fyne.KeyJ, fyne.KeyK, fyne.KeyL, "", fyne.KeyTab} {
		if got, ok := m.Key(key); ok {
			t.Errorf("%q does %q as a named key; its rune would do it again", key, got)
		}
	}
}

func TestNothingIsBoundTwice(t *testing.T) {
	runes, combos := map[rune]keys.Command{}, map[string]keys.Command{}
	m := keys.New("linux")
	var all []keys.Command
	for _, g := range keys.Groups() {
		for _, c := range g.Commands {
			if slices.Contains(all, c) {
				t.Errorf("%s stands in two groups", c)
			}
			all = append(all, c)
			for _, s := range m.Shortcuts(c) {
				if other, ok := combos[s.ShortcutName()]; ok {
					t.Errorf("%s does %s and %s", s.ShortcutName(), other, c)
				}
				combos[s.ShortcutName()] = c
			}
		}
	}
	for _, b := range keys.Bound() {
		for _, r := range b.Runes {
			if other, ok := runes[r]; ok && other != b.Command {
				t.Errorf("%q does %s and %s", r, other, b.Command)
			}
			runes[r] = b.Command
		}
		if !slices.Contains(all, b.Command) {
			t.Errorf("%s is in no group", b.Command)
		}
	}
}

func TestHintsAreReadable(t *testing.T) {
	w := uitest.New(t, uitest.Options{})
	linux, mac := keys.New("linux"), keys.New("darwin")
	for _, tc := range []struct{ got, want string }{
		{linux.Hint(w.Print, keys.PlayPause), "Пробел"},
		{linux.Hint(w.Print, keys.Find), "Ctrl+F"},
		{mac.Hint(w.Print, keys.Find), "Cmd+F"},
		{linux.Hint(w.Print, keys.CopyText), "Ctrl+Shift+C"},
		{mac.Hint(w.Print, keys.CopyText), "Cmd+Shift+C"},
		{linux.Hint(w.Print, keys.NextEvent), "N"},
		{linux.Tip(w.Print, keys.Back), "Назад на 5 с (" + w.Print.S("keys.key.left") + ")"},
	} {
		if tc.got != tc.want {
			t.Errorf("%q, want %q", tc.got, tc.want)
		}
	}
	if got := linux.Hints(w.Print, keys.NextCall); !slices.Equal(got, []string{"Enter", "Ctrl+Enter"}) {
		t.Errorf("keys of the next call: %q", got)
	}
	for _, g := range keys.Groups() {
		for _, c := range g.Commands {
			if key := "keys.command." + string(c); !w.Print.Has(key) {
				t.Errorf("no %q", key)
			}
		}
	}
}

// TestShortcutsFireInTextFields drives what Fyne does with a menu: its shortcut
// is looked up before the focused field sees the keys.
func TestShortcutsFireInTextFields(t *testing.T) {
	w := uitest.New(t, uitest.Options{})
	var done []keys.Command
	menu := keys.New("linux").MainMenu(w.Window.Canvas(), w.Print, func(c keys.Command) { done = append(done, c) })

	fire := func(key fyne.KeyName) {
		want := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
		for _, m := range menu.Items {
			for _, i := range m.Items {
				if i.Shortcut != nil && i.Shortcut.ShortcutName() == want.ShortcutName() {
					i.Action()
				}
			}
		}
	}
	for _, k := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.KeyF, fyne.KeyP, fyne.KeyU, fyne.KeyQ} {
		fire(k)
	}
	want := []keys.Command{keys.Calls, keys.Upload, keys.Server, keys.Settings, keys.Help, keys.Find, keys.PlayPause, keys.Run, keys.Quit}
	if !slices.Equal(done, want) {
		t.Errorf("done %q, want %q", done, want)
	}

	done = nil
	w.Show(widgets.NewRoot(w.Post, widgets.Plain("x")))
	d := widgets.Confirm(w.Window.Canvas(), widgets.ConfirmOptions{Text: "?", Yes: "a", No: "b"})
	fire(fyne.Key1)
	fire(fyne.KeyQ)
	if !slices.Equal(done, []keys.Command{keys.Quit}) {
		t.Errorf("under a dialog: done %q, want only quit", done)
	}
	d.Close()
}

func TestKeysGoToTheScreenUnlessAFieldWantsThem(t *testing.T) {
	w := uitest.New(t, uitest.Options{})
	var done []keys.Command
	entry := widgets.NewEntry("")
	button := widgets.NewButton("b", widgets.Secondary, nil)
	w.Show(widgets.NewRoot(w.Post, widgets.VBox(4, entry, button)))
	keys.New("linux").Attach(w.Window.Canvas(), func(c keys.Command) { done = append(done, c) })

	w.Type("оK?")
	w.Key(fyne.KeySpace)
	if want := []keys.Command{keys.Back, keys.PlayPause, keys.KeyMap, keys.PlayPause}; !slices.Equal(done, want) {
		t.Errorf("nothing focused: %q, want %q", done, want)
	}

	done = nil
	w.Window.Canvas().Focus(entry)
	w.Type("ок ")
	w.Key(fyne.KeyLeft)
	if len(done) != 0 || entry.Text != "ок " {
		t.Errorf("in a field: %q done, %q typed", done, entry.Text)
	}
	w.Key(fyne.KeyEscape)
	if !slices.Equal(done, []keys.Command{keys.Leave}) {
		t.Errorf("Escape in a field: %q", done)
	}

	done = nil
	w.Window.Canvas().Focus(button)
	w.Type("д")
	w.Key(fyne.KeyLeft)
	w.Key(fyne.KeySpace) // presses the button
	if want := []keys.Command{keys.Forward, keys.Back}; !slices.Equal(done, want) {
		t.Errorf("on a button: %q, want %q", done, want)
	}
}

// TestDigitsGoToWhoTakesThem types the row of digits on each layout.
func TestDigitsGoToWhoTakesThem(t *testing.T) {
	w := uitest.New(t, uitest.Options{})
	var done []keys.Command
	var typed []int
	takes := true
	w.Show(widgets.NewRoot(w.Post, widgets.Plain("x")))
	keys.New("linux").Attach(w.Window.Canvas(), func(c keys.Command) { done = append(done, c) }, func(n int) bool {
		if takes {
			typed = append(typed, n)
		}
		return takes
	})
	w.Type("1234567890")
	w.Type("\"әіңғүұқ!Ә") // the Kazakh row, and two with Shift
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 8, 9, 0, 1, 2}; !slices.Equal(typed, want) || len(done) != 0 {
		t.Errorf("typed %v, done %q", typed, done)
	}
	takes = false
	w.Type("1ә5")
	if want := []keys.Command{keys.NormalSpeed, keys.HalfFaster}; !slices.Equal(done, want) {
		t.Errorf("nobody takes digits: %q, want %q", done, want)
	}
	d := widgets.Confirm(w.Window.Canvas(), widgets.ConfirmOptions{Text: "?", Yes: "a", No: "b"})
	takes, typed = true, nil
	w.Type("1")
	if len(typed) != 0 {
		t.Errorf("under a dialog: %v", typed)
	}
	d.Close()
}
