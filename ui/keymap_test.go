package ui

import (
	"maps"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sensedesk/ui/help"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
)

// bindBy opens the map of keys and chooses a key for a command, as a person does;
// press presses it.
func (d *desk) bindBy(c keys.Command, press func()) {
	d.T.Helper()
	d.s.openHelp(help.TopicKeys)
	name := d.FindText(d.say("keys.command." + string(c)))
	plus := d.besides(name.At.Y, d.say("keys.edit.add"))
	if plus == nil {
		d.T.Fatalf("nothing to press beside %s", c)
	}
	plus.Tapped(nil)
	if !d.Sees(d.say("keys.edit.wait")) {
		d.T.Fatal("nobody asks for a key")
	}
	press()
	d.Drain()
}

// tipped is a control with a tooltip.
type tipped interface {
	fyne.CanvasObject
	fyne.Tappable
	Tip() string
}

// besides returns the control with a tooltip in the row at a height, scrolled or not.
func (d *desk) besides(y float32, tip string) (found tipped) {
	for _, o := range d.Objects() {
		if b, ok := o.(tipped); ok && b.Tip() == tip {
			if at, ok := d.AtOf(b); ok && at.Y > y-16 && at.Y < y+16 {
				found = b
			}
		}
	}
	return found
}

// restart opens a new window over what is kept, as after a crash: the old one is
// not asked to write anything.
func (d *desk) restart() *desk {
	d.T.Helper()
	d.Wait("what was changed is written", func() bool { return !d.s.prefs.Busy() && len(d.s.pending) == 0 })
	var kept map[string]string
	d.with(func() { kept = maps.Clone(d.prefs) })
	return newDesk(d.T, d.Print.Lang(), func(h *house, _ *Options) { h.prefs = kept })
}

func TestAKeyIsChangedAndStaysChanged(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.bindBy(keys.Settings, func() { d.Type("ж") })
	d = d.restart()
	for _, r := range []string{";", "ж", "Ж"} { // Latin; Russian and Kazakh have the same letter there
		d.s.goTo(route{place: placeCalls})
		if d.Type(r); d.s.at.place != placeSettings {
			t.Errorf("%s leads to %s", r, d.s.at.place)
		}
	}
	if hint := d.s.keys.Hints(d.Print, keys.Settings); hint[len(hint)-1] != ";" {
		t.Errorf("shown as %q", hint)
	}

	d.bindBy(keys.KeyMap, func() { d.Type("ң") }) // «4» of a Kazakh layout
	for _, r := range []string{"4", "ң"} {
		d.s.goTo(route{place: placeCalls})
		if d.Type(r); d.s.at.place != placeHelp {
			t.Errorf("%s leads to %s", r, d.s.at.place)
		}
	}
}

func TestAKeyThatIsTakenIsAskedFor(t *testing.T) {
	d := newDesk(t, i18n.EN, nil)
	d.bindBy(keys.Settings, func() { d.Key(fyne.KeyF5) })
	if !d.Sees(d.say("keys.command.refresh")) || !d.Sees(d.say("keys.edit.taken.title")) {
		t.Fatalf("nobody says whose it is: %q", d.Texts())
	}
	d.Tap(d.say("keys.edit.taken.no"))
	if c, _ := d.s.keys.Key(fyne.KeyF5); c != keys.Refresh {
		t.Errorf("F5 does %q", c)
	}
	d.bindBy(keys.Settings, func() { d.Key(fyne.KeyF5) })
	d.Tap(d.say("keys.edit.taken.yes"))
	d.Key(fyne.KeyF5)
	if d.s.at.place != placeSettings {
		t.Errorf("F5 leads to %s", d.s.at.place)
	}

	// A combination that the menu has never reaches the dialog: the menu hands it over.
	d.bindBy(keys.Server, func() { d.fire(fyne.KeyF) })
	if !d.Sees(d.say("keys.edit.taken.title")) {
		t.Fatalf("Ctrl+F was not taken for the new key: %q", d.Texts())
	}
	d.Tap(d.say("keys.edit.taken.yes"))
	d.fire(fyne.KeyF)
	if d.s.at.place != placeServer {
		t.Errorf("Ctrl+F leads to %s", d.s.at.place)
	}

	d.s.openHelp(help.TopicKeys)
	d.Tap(d.say("keys.edit.reset_all"))
	d.Tap(d.say("keys.edit.reset.yes"))
	if d.s.keys.ChangedAny() {
		t.Error("keys are not as delivered")
	}
	d.s.goTo(route{place: placeCalls})
	if d.Key(fyne.KeyF5); d.s.at.place != placeCalls {
		t.Errorf("F5 still leads to %s", d.s.at.place)
	}
}

// fire presses Ctrl and a key, as Fyne does: the menu has it first.
func (d *desk) fire(key fyne.KeyName) {
	want := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
	for _, m := range d.s.window.MainMenu().Items {
		for _, i := range m.Items {
			if i.Shortcut != nil && i.Shortcut.ShortcutName() == want.ShortcutName() {
				i.Action()
				return
			}
		}
	}
	d.Window.Canvas().(fyne.Shortcutable).TypedShortcut(want)
}

// TestAKeyWithoutANameIsBound: pedals send keys the toolkit does not know.
func TestAKeyWithoutANameIsBound(t *testing.T) {
	d := newDesk(t, i18n.KK, nil)
	press := func() {
		ev := &fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: 191}}
		if f := d.Window.Canvas().Focused(); f != nil {
			f.TypedKey(ev)
		} else {
			d.Window.Canvas().OnTypedKey()(ev)
		}
	}
	d.bindBy(keys.Upload, press)
	press()
	if d.s.at.place != placeUpload {
		t.Errorf("the pedal leads to %s", d.s.at.place)
	}
}

// TestHoldToPlay holds the key of «play» on the desk, as a pedal does.
func TestHoldToPlay(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.setPedal(keys.Pedal{Hold: true, Back: 2e9})
	d = d.restart()
	if d.s.pedal != (keys.Pedal{Hold: true, Back: 2e9}) {
		t.Fatalf("after a restart: %+v", d.s.pedal)
	}
	d.s.goTo(route{placeReview, 1})
	space := &fyne.KeyEvent{Name: fyne.KeySpace, Physical: fyne.HardwareKey{ScanCode: 65}}
	d.s.held.Down(space)
	for range 5 { // the key repeats
		d.Key(fyne.KeySpace)
	}
	if first, held := d.s.held.Take(); first || !held {
		t.Error("the key is not held")
	}
	d.s.keyUp(space)
	if _, held := d.s.held.Take(); held {
		t.Error("the key is still held")
	}
	if d.s.holds(keys.PlayPause) {
		t.Error("the menu holds a key")
	}
	d.s.held.Down(space)
	if d.s.holds(keys.Back) {
		t.Error("another command is held")
	}
}
