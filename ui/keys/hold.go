package keys

import "fyne.io/fyne/v2"

// Hold follows the key that is down: for one that acts as long as it is held, as
// a pedal does, and to tell what a person pressed from what the keyboard repeats.
// Down and Up come from the window; the zero value is ready.
type Hold struct {
	down  fyne.KeyEvent
	any   bool // something is down
	used  bool // and did what it does: from now on it repeats
	held  fyne.KeyEvent
	holds bool
}

// Down notes that a key went down. A key that is held goes down once; but for
// those the toolkit has no name for, GLFW says so at every repeat.
func (h *Hold) Down(ev *fyne.KeyEvent) {
	if h.any && same(*ev, h.down) {
		return
	}
	h.down, h.any, h.used = *ev, true, false
}

// Up notes that a key came up; true when it is the one that is held.
func (h *Hold) Up(ev *fyne.KeyEvent) bool {
	if h.any && same(*ev, h.down) {
		h.any = false
	}
	if !h.holds || !same(*ev, h.held) {
		return false
	}
	h.holds = false
	return true
}

// same tells whether two events are of one key: its name may change while it is
// down, with the layout.
func same(a, b fyne.KeyEvent) bool {
	if a.Physical.ScanCode != 0 || b.Physical.ScanCode != 0 {
		return a.Physical == b.Physical
	}
	return a.Name == b.Name
}

// Take asks to hold the key that is down. first is false for one that only
// repeats; ok is false when no key is down: the mouse gave the command.
func (h *Hold) Take() (first, ok bool) {
	if h.holds || h.Repeats() {
		return false, true
	}
	if !h.any {
		return false, false
	}
	h.held, h.holds, h.used = h.down, true, true
	return true, true
}

// Use notes that the key that is down did what it does.
func (h *Hold) Use() { h.used = true }

// Repeats tells whether the key that is down did what it does already.
func (h *Hold) Repeats() bool { return h.any && h.used }

// End takes what is held for let go, and what is down for used: it began before
// something else came before the person. True when a key was held.
func (h *Hold) End() bool {
	held := h.holds
	h.holds, h.used = false, true
	return held
}

// Forget lets every key go, as when the window is no longer told of them; true
// when one was held.
func (h *Hold) Forget() bool {
	held := h.holds
	*h = Hold{}
	return held
}

// Repeats tells whether a command is given again and again while its key is
// held: those that go a step. What switches something on and off is given once.
func Repeats(c Command) bool {
	switch c {
	case Back, Forward, PreviousPhrase, NextPhrase, PreviousEvent, NextEvent, ZoomIn, ZoomOut, Slower, Faster, WiderSide, NarrowerSide, Undo, Redo:
		return true
	}
	return false
}
