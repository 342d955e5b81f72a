package keys_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/keys"
)

// TestAKeyIsHeldOnce tells the story of a pedal as GLFW tells it.
func TestAKeyIsHeldOnce(t *testing.T) {
	ev := func(name fyne.KeyName, code int) *fyne.KeyEvent {
		return &fyne.KeyEvent{Name: name, Physical: fyne.HardwareKey{ScanCode: code}}
	}
	space, pedal, shift := ev(fyne.KeySpace, 65), ev("", 191), ev("LeftShift", 50)
	var h keys.Hold
	take := func(what string, first, ok bool) {
		t.Helper()
		if f, o := h.Take(); f != first || o != ok {
			t.Errorf("%s: first %v, held %v", what, f, o)
		}
	}
	up := func(what string, key *fyne.KeyEvent, want bool) {
		t.Helper()
		if h.Up(key) != want {
			t.Errorf("%s: let go: %v", what, !want)
		}
	}
	take("by the mouse", false, false)
	h.Down(space)
	take("a key", true, true)
	take("it repeats", false, true)
	h.Down(shift)
	take("another key comes to it", false, true)
	up("the other key", shift, false)
	up("the key", space, true)
	up("it came up already", space, false)

	h.Down(pedal)
	take("a pedal", true, true)
	h.Down(pedal) // without a name it goes down at every repeat
	take("it repeats", false, true)
	up("with another name", ev("л", 191), true)

	h.Down(pedal)
	take("a pedal", true, true)
	if !h.Forget() || h.Forget() {
		t.Error("the window went away: what was held is not told, or twice")
	}
	take("nobody knows of a key", false, false)
	h.Down(pedal) // the window is back, and the foot is still down
	take("again", true, true)
	if !h.End() {
		t.Error("another screen: nothing was held")
	}
	h.Down(pedal)
	take("it repeats on another screen", false, true)
	up("at last", pedal, false)

	h.Down(space)
	if h.Repeats() {
		t.Error("a key that has just gone down repeats")
	}
	h.Use()
	if !h.Repeats() {
		t.Error("a key that did what it does is new")
	}
	if h.Up(space); h.Repeats() {
		t.Error("a key that came up repeats")
	}
}
