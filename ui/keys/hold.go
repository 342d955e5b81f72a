package keys

import "fyne.io/fyne/v2"

// Hold follows one key that acts as long as it is held, as a pedal does. Down and
// Up come from the window, Take from who carries the command out; the zero value
// is ready. A key that repeats by itself calls Take again and again.
type Hold struct {
	down  fyne.KeyEvent
	any   bool // something is down
	held  fyne.KeyEvent
	holds bool
}

// Down notes that a key went down. A key that is held repeats what it types, but
// goes down once.
func (h *Hold) Down(ev *fyne.KeyEvent) { h.down, h.any = *ev, true }

// Up notes that a key came up; true when it is the one that is held.
func (h *Hold) Up(ev *fyne.KeyEvent) bool {
	if h.any && *ev == h.down {
		h.any = false
	}
	if !h.holds || *ev != h.held {
		return false
	}
	h.holds = false
	return true
}

// Take asks to hold the key that is down. first is false for one that only
// repeats; ok is false when no key is down: the mouse gave the command.
func (h *Hold) Take() (first, ok bool) {
	if h.holds {
		return false, true
	}
	if !h.any {
		return false, false
	}
	h.held, h.holds, h.any = h.down, true, false
	return true, true
}
