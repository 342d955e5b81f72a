package keys_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sensedesk/ui/keys"
	"sensedesk/ui/uitest"
)

// again is what a restart does: the bindings are written and read.
func again(b keys.Bindings) *keys.Map {
	m := keys.New("linux")
	m.Change(keys.Decode(b.Encode()))
	return m
}

func TestAKeyIsGivenToAnotherCommand(t *testing.T) {
	m := again(keys.New("linux").Given(keys.Repeat, keys.OfRune('ж'))) // typed on a Russian layout
	for _, r := range ";жЖ" {
		if c, _ := m.Rune(r); c != keys.Repeat {
			t.Errorf("%q does %q", r, c)
		}
	}
	if got, _ := m.Rune('к'); got != keys.Repeat {
		t.Errorf("its first key is gone: %q", got)
	}
	m = again(m.Taken(keys.Repeat, "r"))
	if got, ok := m.Rune('к'); ok {
		t.Errorf("taken away, it still does %q", got)
	}

	// The sign over a digit of the Kazakh layout is the digit's place.
	if v := m.Judge(keys.Repeat, keys.OfRune('ә')); v.Other != keys.HalfFaster {
		t.Errorf("«ә»: %+v", v)
	}
	m = again(m.Given(keys.Repeat, keys.OfRune('ә')))
	for _, r := range "2әӘ" {
		if c, _ := m.Rune(r); c != keys.Repeat {
			t.Errorf("%q does %q", r, c)
		}
	}
	if left := m.Strokes(keys.HalfFaster); len(left) != 0 {
		t.Errorf("who had it keeps %q", left)
	}
	b, losers := m.Restored(keys.HalfFaster)
	if m = again(b); !slices.Equal(losers, []keys.Command{keys.Repeat}) {
		t.Errorf("losers %q", losers)
	}
	if c, _ := m.Rune('2'); c != keys.HalfFaster {
		t.Errorf("given back, «2» does %q", c)
	}
	if got := m.Strokes(keys.Repeat); !slices.Equal(got, []keys.Stroke{";"}) {
		t.Errorf("the loser has %q", got)
	}
	m.Change(nil)
	if c, _ := m.Rune('r'); c != keys.Repeat || m.ChangedAny() {
		t.Error("not as delivered")
	}
}

func TestPedalsSendWhateverTheyLike(t *testing.T) {
	m := keys.New("linux")
	ev := func(name fyne.KeyName, scan int) *fyne.KeyEvent {
		return &fyne.KeyEvent{Name: name, Physical: fyne.HardwareKey{ScanCode: scan}}
	}
	combo := keys.OfShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF7, Modifier: fyne.KeyModifierAlt | fyne.KeyModifierControl})
	if combo != "Ctrl+Alt+F7" {
		t.Errorf("a combination is kept as %q", combo)
	}
	for _, s := range []keys.Stroke{keys.OfKey(ev(fyne.KeyF8, 74)), keys.OfKey(ev("", 191)), combo, keys.OfRune('*')} {
		if v := m.Judge(keys.PlayPause, s); v != (keys.Verdict{}) {
			t.Errorf("%s: %+v", s, v)
		}
		m = again(m.Given(keys.PlayPause, s))
	}
	if c, _ := m.Key(fyne.KeyF8); c != keys.PlayPause {
		t.Errorf("F8 does %q", c)
	}
	if c, _ := m.Scan(191); c != keys.PlayPause {
		t.Errorf("a key without a name does %q", c)
	}
	if c, _ := m.Rune('*'); c != keys.PlayPause {
		t.Errorf("the star beside the digits does %q", c)
	}
	names := ""
	for _, s := range m.Shortcuts(keys.PlayPause) {
		names += s.ShortcutName() + " "
	}
	if want := "CustomDesktop:Control+P CustomDesktop:Alt+Control+F7 "; names != want && names != "CustomDesktop:Control+P CustomDesktop:Control+Alt+F7 " {
		t.Errorf("combinations %q, want %q", names, want)
	}
	if s := keys.OfKey(ev(fyne.KeyJ, 44)); s != "" {
		t.Errorf("a letter counts twice: %q", s)
	}
	if s := keys.OfKey(ev(desktop.KeyControlLeft, 37)); s != "" {
		t.Errorf("Ctrl alone is a key: %q", s)
	}
}

func TestSomeKeysCannotBeHad(t *testing.T) {
	m := keys.New("linux")
	for s, want := range map[keys.Stroke]keys.Verdict{
		"Escape":     {Refuse: "reserved"},
		"Tab":        {Refuse: "reserved"},
		"":           {Refuse: "reserved"},
		"Ctrl+V":     {Refuse: "editing"},
		"Alt+J":      {Refuse: "alt"},
		"Ctrl+F":     {Other: keys.Find},
		"Left":       {Other: keys.Back},
		"Return":     {Other: keys.NextCall},
		"k":          {}, // its own
		"Alt+1":      {},
		"Ctrl+Alt+J": {},
	} {
		if got := m.Judge(keys.PlayPause, s); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
	for _, text := range []string{"", "{", `{"play":["", "Scan0", "Scanx", "a very long name of a key"]}`, `{"leave":["x"],"criterion":["y"],"nothing":["q"]}`} {
		m.Change(keys.Decode(text))
		if c, _ := m.Key(fyne.KeyEscape); c != keys.Leave {
			t.Errorf("%s: Escape does %q", text, c)
		}
		if c, _ := m.Rune('x'); c != keys.SkipSilence {
			t.Errorf("%s: «x» does %q", text, c)
		}
	}
}

// TestLettersHaveOnePlace holds the keys as delivered against the table of layouts.
func TestLettersHaveOnePlace(t *testing.T) {
	for _, b := range keys.Bound() {
		if b.Runes == "" {
			continue
		}
		first := keys.OfRune([]rune(b.Runes)[0])
		for _, r := range b.Runes {
			if got := keys.OfRune(r); got != first {
				t.Errorf("%s: %q is the place %q, the first sign %q", b.Command, r, got, first)
			}
		}
	}
}

func TestAKeyIsHeld(t *testing.T) {
	var h keys.Hold
	f8, j := &fyne.KeyEvent{Name: fyne.KeyF8}, &fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: 44}}
	if _, ok := h.Take(); ok {
		t.Error("the mouse holds a key")
	}
	for _, ev := range []*fyne.KeyEvent{f8, j} {
		h.Down(ev)
		if first, ok := h.Take(); !first || !ok {
			t.Error("the first press does not begin")
		}
		if first, ok := h.Take(); first || !ok {
			t.Error("a repetition begins again")
		}
		if h.Up(&fyne.KeyEvent{Name: fyne.KeyLeft}) {
			t.Error("another key ends it")
		}
		if !h.Up(ev) || h.Up(ev) {
			t.Error("it does not end once")
		}
	}
	for _, p := range []keys.Pedal{{}, {Hold: true}, {Hold: true, Back: 1500e6}, {Back: 5e9}} {
		if got := keys.DecodePedal(p.Encode()); got != p {
			t.Errorf("%+v comes back as %+v", p, got)
		}
	}
	if got := keys.DecodePedal("nonsense"); got != (keys.Pedal{Back: 1e9}) {
		t.Errorf("nonsense is %+v", got)
	}
}

func TestNamesOfChangedKeys(t *testing.T) {
	w := uitest.New(t, uitest.Options{})
	m := keys.New("darwin")
	for s, want := range map[keys.Stroke]string{
		"z": "Z", "Scan191": "Клавиша 191", "Ctrl+Alt+F7": "Ctrl+Alt+F7", "Cmd+Shift+Left": "Cmd+Shift+Влево", "Prior": "Page Up",
	} {
		if got := m.Spell(w.Print, s); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}
