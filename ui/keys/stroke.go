package keys

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Stroke is one key or combination as it is kept: «r» for the place of a letter
// on any layout, «F8» or «Space» for a key with a name, «Ctrl+Alt+F8» for a
// combination, «Scan191» for a key the toolkit has no name for, as pedals send.
type Stroke string

const scanPrefix = "Scan"

// modifiers in the order they are written.
var modifiers = []struct {
	name string
	mod  fyne.KeyModifier
}{{"Ctrl", fyne.KeyModifierControl}, {"Cmd", fyne.KeyModifierSuper}, {"Alt", fyne.KeyModifierAlt}, {"Shift", fyne.KeyModifierShift}}

// OfRune is the key that typed a letter or sign, whatever the layout.
func OfRune(r rune) Stroke {
	first, _ := utf8.DecodeRuneInString(place(r))
	return Stroke(first)
}

// OfKey is a key with a name, pressed alone; "" for letters, which come as runes,
// and for Shift and the like. Enter beside the digits is Enter.
func OfKey(ev *fyne.KeyEvent) Stroke {
	switch name := ev.Name; {
	case len(name) == 1, name == desktop.KeyShiftLeft, name == desktop.KeyShiftRight, name == desktop.KeyControlLeft, name == desktop.KeyControlRight,
		name == desktop.KeyAltLeft, name == desktop.KeyAltRight, name == desktop.KeySuperLeft, name == desktop.KeySuperRight, name == desktop.KeyMenu:
		return ""
	case name == fyne.KeyUnknown && ev.Physical.ScanCode > 0:
		return Stroke(scanPrefix + strconv.Itoa(ev.Physical.ScanCode))
	case name == fyne.KeyEnter:
		return Stroke(fyne.KeyReturn)
	default:
		return Stroke(name)
	}
}

// OfShortcut is a combination; "" for what is none.
func OfShortcut(s fyne.Shortcut) Stroke {
	if k, ok := s.(fyne.KeyboardShortcut); ok && k.Key() != "" {
		return combination(k.Mod(), k.Key())
	}
	return ""
}

func combination(mods fyne.KeyModifier, key fyne.KeyName) Stroke {
	var out strings.Builder
	for _, m := range modifiers {
		if mods&m.mod != 0 {
			out.WriteString(m.name + "+")
		}
	}
	return Stroke(out.String() + string(key))
}

// binding makes the way to give a command that a stroke means; false for one
// that cannot be read.
func (s Stroke) binding(c Command) (binding, bool) {
	text := string(s)
	if utf8.RuneCountInString(text) == 1 {
		r, _ := utf8.DecodeRuneInString(text)
		return binding{command: c, runes: place(r)}, r > ' '
	}
	if n, ok := strings.CutPrefix(text, scanPrefix); ok {
		code, err := strconv.Atoi(n)
		return binding{command: c, scan: code}, err == nil && code > 0
	}
	var mods fyne.KeyModifier
	for _, m := range modifiers {
		if rest, ok := strings.CutPrefix(text, m.name+"+"); ok {
			mods |= m.mod
			text = rest
		}
	}
	if text == "" || len(text) > 16 {
		return binding{}, false
	}
	if mods != 0 {
		return binding{command: c, combo: fyne.KeyName(text), mods: mods}, true
	}
	return binding{command: c, key: fyne.KeyName(text)}, true
}

// stroke is how a binding is kept.
func (m *Map) stroke(b binding) Stroke {
	switch {
	case b.digits:
		return ""
	case b.scan != 0:
		return Stroke(scanPrefix + strconv.Itoa(b.scan))
	case b.key == fyne.KeyEnter:
		return Stroke(fyne.KeyReturn)
	case b.key != "":
		return Stroke(b.key)
	case b.runes != "":
		r, _ := utf8.DecodeRuneInString(b.runes)
		return Stroke(r)
	}
	return combination(m.mods(b), b.combo)
}

// mods are the keys held with the combination of a binding.
func (m *Map) mods(b binding) fyne.KeyModifier {
	if b.mods != 0 {
		return b.mods
	}
	if b.shift {
		return m.primary | fyne.KeyModifierShift
	}
	return m.primary
}
