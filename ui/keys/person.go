package keys

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// Bindings are the keys a person gave to commands, in place of all that these
// have as delivered; an empty list takes the keys away.
type Bindings map[Command][]Stroke

// Decode reads what Encode wrote. What it cannot read is left as delivered.
func Decode(text string) Bindings {
	var b Bindings
	if json.Unmarshal([]byte(text), &b) != nil {
		return nil
	}
	for c, strokes := range b {
		b[c] = slices.DeleteFunc(strokes, func(s Stroke) bool { _, ok := s.binding(c); return !ok })
	}
	return b
}

// Encode writes bindings to be kept; "" when there are none.
func (b Bindings) Encode() string {
	if len(b) == 0 {
		return ""
	}
	text, err := json.Marshal(b)
	if err != nil {
		return "" // strings and lists of strings can always be written
	}
	return string(text)
}

// with returns bindings in which a command has other keys.
func (b Bindings) with(c Command, strokes []Stroke) Bindings {
	out := maps.Clone(b)
	if out == nil {
		out = Bindings{}
	}
	out[c] = strokes
	return out
}

// Change gives commands the keys a person chose; nil = as delivered. Menu and
// hints made before do not follow by themselves: call MainMenu and Attach again.
func (m *Map) Change(own Bindings) {
	m.own = maps.Clone(own)
	m.byKey, m.byRune, m.byScan = map[fyne.KeyName]Command{}, map[rune]Command{}, map[int]Command{}
	m.shown = map[Command][]binding{}
	for _, g := range Groups() {
		for _, c := range g.Commands {
			for _, s := range own[c] {
				if b, ok := s.binding(c); ok && Fixed(c) == "" {
					m.bind(b)
				}
			}
		}
	}
	for _, b := range table {
		if _, changed := own[b.command]; changed && Fixed(b.command) == "" {
			continue
		}
		if _, taken := m.owner(b); !taken || b.digits { // a key a person gave away stays given
			m.bind(b)
		}
	}
}

// bind enters a binding.
func (m *Map) bind(b binding) {
	m.shown[b.command] = append(m.shown[b.command], b)
	switch {
	case b.digits: // not bound: asked before everything else
	case b.scan != 0:
		m.byScan[b.scan] = b.command
	case b.key == fyne.KeyReturn && !slices.ContainsFunc(m.shown[b.command], func(o binding) bool { return o.key == fyne.KeyEnter }):
		m.byKey[fyne.KeyReturn], m.byKey[fyne.KeyEnter] = b.command, b.command
	case b.key != "":
		m.byKey[b.key] = b.command
	case b.runes != "":
		for _, r := range b.runes + strings.ToUpper(b.runes) {
			m.byRune[r] = b.command
		}
	}
}

// owner returns the other command that has a key already.
func (m *Map) owner(b binding) (c Command, taken bool) {
	switch {
	case b.digits:
		return "", false
	case b.scan != 0:
		c, taken = m.byScan[b.scan]
	case b.key != "":
		c, taken = m.byKey[b.key]
	case b.runes != "":
		for _, r := range b.runes {
			if c, taken = m.byRune[r]; taken {
				break
			}
		}
	default:
		for other, list := range m.shown {
			for _, o := range list {
				if o.combo == b.combo && o.combo != "" && m.mods(o) == m.mods(b) {
					c, taken = other, true
				}
			}
		}
	}
	if !taken || c == b.command {
		return "", false
	}
	return c, true
}

// Fixed says why the keys of a command cannot be changed: a word for the
// catalogue, "" when they can.
func Fixed(c Command) string {
	for _, b := range table {
		if b.command == c && b.digits {
			return "digits"
		}
		if b.command == c && b.system {
			return "editing"
		}
	}
	if c == Leave { // the way out of everything, also out of choosing a key
		return "leave"
	}
	return ""
}

// Changed tells whether a person changed the keys of a command.
func (m *Map) Changed(c Command) bool { _, ok := m.own[c]; return ok }

// ChangedAny tells whether a person changed any key.
func (m *Map) ChangedAny() bool { return len(m.own) > 0 }

// Strokes lists the keys of a command.
func (m *Map) Strokes(c Command) []Stroke {
	var out []Stroke
	for _, b := range m.shown[c] {
		if s := m.stroke(b); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Verdict is what stands against giving a key to a command.
type Verdict struct {
	Other  Command // has it now; "" = nobody
	Refuse string  // why it cannot be had at all, a word for the catalogue; "" = it can
}

// Judge says what stands against giving a key to a command.
func (m *Map) Judge(c Command, s Stroke) Verdict {
	b, ok := s.binding(c)
	switch {
	case !ok || s == Stroke(fyne.KeyEscape) || s == Stroke(fyne.KeyTab):
		return Verdict{Refuse: "reserved"}
	case b.combo != "":
		if m.editing(b) {
			return Verdict{Refuse: "editing"}
		}
		if b.mods&^fyne.KeyModifierShift == fyne.KeyModifierAlt && len(b.combo) == 1 && (b.combo < "0" || b.combo > "9") {
			return Verdict{Refuse: "alt"} // Fyne 2.7.1 has no name for such a key on a Russian layout
		}
	}
	other, _ := m.owner(b)
	return Verdict{Other: other}
}

// editing tells whether the toolkit keeps a combination for text fields: copy,
// paste, undo and the like never arrive as a combination (Fyne 2.7.1).
func (m *Map) editing(b binding) bool {
	switch b.combo {
	case fyne.KeyC, fyne.KeyV, fyne.KeyX, fyne.KeyA, fyne.KeyZ, fyne.KeyY, fyne.KeyInsert:
		return b.mods == m.primary
	}
	return false
}

// Given returns the bindings in which a command has one more key, which who had
// it before loses.
func (m *Map) Given(c Command, s Stroke) Bindings {
	out := maps.Clone(m.own)
	b, _ := s.binding(c)
	if other, taken := m.owner(b); taken {
		out = m.Taken(other, s)
	}
	have := m.Strokes(c)
	if !slices.Contains(have, s) {
		have = append(have, s)
	}
	return out.with(c, have)
}

// Taken returns the bindings in which a command has one key less.
func (m *Map) Taken(c Command, s Stroke) Bindings {
	b, _ := s.binding(c)
	left := slices.DeleteFunc(m.Strokes(c), func(have Stroke) bool {
		o, _ := have.binding(c)
		return have == s || o.runes != "" && b.runes != "" && strings.ContainsAny(o.runes, b.runes)
	})
	return m.own.with(c, left)
}

// Restored returns the bindings in which a command has its keys as delivered;
// who had one of them meanwhile loses it.
func (m *Map) Restored(c Command) (b Bindings, losers []Command) {
	after := &Map{mac: m.mac, primary: m.primary}
	after.Change(m.own)
	for _, t := range table {
		if t.command != c {
			continue
		}
		if other, taken := after.owner(t); taken {
			losers = append(losers, other)
			after.Change(after.Taken(other, after.stroke(t)))
		}
	}
	b = maps.Clone(after.own)
	delete(b, c)
	return b, losers
}

// Grab hands every combination to take, in place of what it does, as long as
// somebody chooses a key; nil ends that. Combinations that a menu has never reach
// what has the focus.
func (m *Map) Grab(take func(Stroke)) { m.grab = take }
