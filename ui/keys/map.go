package keys

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sensedesk/ui/i18n"
)

// binding is one way to give a command: a named key alone, a letter by the runes
// it types on the layouts, or a combination with Ctrl or Cmd.
type binding struct {
	command Command
	key     fyne.KeyName
	runes   string // first the Latin one, which is shown
	combo   fyne.KeyName
	shift   bool             // with combo
	digits  bool             // any of 1 to 9, where a screen takes digits: see Digits
	system  bool             // combo of the toolkit’s own, which text fields have first and the screen asks for by itself: not for the menu, not to be changed
	mods    fyne.KeyModifier // with combo; 0 = Ctrl or Cmd, and Shift if so said
	scan    int              // a key without a name, by its number
}

// table holds the bindings; the first of a command is the one shown.
//
// Runes: Latin, Russian and Kazakh capitals are matched too, for Caps Lock. The
// Kazakh layout has the Russian letters in their places and its own nine in the
// row of digits, where it needs Shift for digits: «1» is also «"», «2» also «ә».
var table = []binding{
	{command: PlayPause, key: fyne.KeySpace},
	{command: PlayPause, runes: "kл"},
	{command: PlayPause, combo: fyne.KeyP},
	{command: Back, key: fyne.KeyLeft},
	{command: Back, runes: "jо"},
	{command: Forward, key: fyne.KeyRight},
	{command: Forward, runes: "lд"},
	{command: PreviousPhrase, key: fyne.KeyUp},
	{command: NextPhrase, key: fyne.KeyDown},
	{command: PreviousEvent, runes: "bи"},
	{command: NextEvent, runes: "nт"},
	{command: EventKind, runes: "hр"},
	{command: ZoomIn, runes: "+"},
	{command: ZoomIn, runes: "=һ"},
	{command: ZoomOut, runes: "-ө"},
	{command: ZoomAll, runes: "0қ"},
	{command: Slower, runes: "[х{"},
	{command: Faster, runes: "]ъ}"},
	{command: NormalSpeed, runes: "1\"!"},
	{command: HalfFaster, runes: "2ә"},
	{command: DoubleSpeed, runes: "3і"},
	{command: Follow, runes: "cс"},
	{command: NextCall, key: fyne.KeyReturn},
	{command: NextCall, key: fyne.KeyEnter},
	{command: NextCall, combo: fyne.KeyReturn},
	{command: CopyText, combo: fyne.KeyC, shift: true},
	{command: Score, runes: "gп"},
	{command: Data, runes: "dв"},

	{command: Repeat, runes: "rк"},
	{command: SlowBack, runes: "sы"},
	{command: SkipSilence, runes: "xч"},
	{command: MuteOperator, runes: "uг"},
	{command: MuteClient, runes: "iш"},
	{command: AloneOperator, runes: "oщ"},
	{command: AloneClient, runes: "pз"},
	{command: SwapSides, runes: "zя"},
	{command: WiderSide, combo: fyne.KeyLeft, shift: true},
	{command: NarrowerSide, combo: fyne.KeyRight, shift: true},

	{command: ScoreTab, runes: "aф"},
	{command: NextTab, runes: "wц"},
	{command: Criterion, digits: true},
	{command: Evidence, runes: "fа"},
	{command: Confirm, runes: "yн"},
	{command: Sign, combo: fyne.KeyS},
	{command: Comment, runes: "mь"},
	{command: Bookmark, runes: "vм"},
	{command: EditPhrase, runes: "eу"},
	{command: Tags, runes: "tе"},
	{command: Undo, combo: fyne.KeyZ, system: true},
	{command: Redo, combo: fyne.KeyY, system: true},

	{command: Find, combo: fyne.KeyF},
	{command: Find, runes: "/"},
	{command: Refresh, key: fyne.KeyF5},
	{command: Refresh, combo: fyne.KeyR},
	{command: Import, combo: fyne.KeyO},
	{command: Export, combo: fyne.KeyE},
	{command: Leave, key: fyne.KeyEscape},
	{command: Calls, combo: fyne.Key1},
	{command: Queue, runes: "qй"},
	{command: Upload, combo: fyne.Key2},
	{command: Server, combo: fyne.Key3},
	{command: Settings, combo: fyne.Key4},
	{command: Settings, combo: fyne.KeyComma},
	{command: Help, key: fyne.KeyF1},
	{command: Help, combo: fyne.Key5},
	{command: KeyMap, runes: "?"},
	{command: Run, combo: fyne.KeyU},
	{command: Quit, combo: fyne.KeyQ},
}

// Map knows the keys of a platform, as delivered or as a person changed them.
type Map struct {
	mac      bool
	own      Bindings
	byKey    map[fyne.KeyName]Command
	byRune   map[rune]Command
	byScan   map[int]Command
	shown    map[Command][]binding
	primary  fyne.KeyModifier
	attached []fyne.Shortcut // to the canvas, by the last Attach
	grab     func(Stroke)    // somebody chooses a key
}

// New returns the keys of a platform; goos is runtime.GOOS.
func New(goos string) *Map {
	m := &Map{mac: goos == "darwin", primary: fyne.KeyModifierControl}
	if m.mac {
		m.primary = fyne.KeyModifierSuper
	}
	m.Change(nil)
	return m
}

// Key returns the command of a key pressed alone. Letters are not its business:
// they come as runes too, and would count twice.
func (m *Map) Key(name fyne.KeyName) (Command, bool) {
	c, ok := m.byKey[name]
	return c, ok
}

// Scan returns the command of a key the toolkit has no name for.
func (m *Map) Scan(code int) (Command, bool) {
	c, ok := m.byScan[code]
	return c, ok
}

// Rune returns the command of a typed letter or sign, whatever the layout.
func (m *Map) Rune(r rune) (Command, bool) {
	c, ok := m.byRune[r]
	return c, ok
}

// Digit returns the digit a typed sign means, on a Kazakh layout also without
// Shift, as far as its row of digits holds letters and not signs of sentences.
func (m *Map) Digit(r rune) (n int, ok bool) {
	if r >= '0' && r <= '9' {
		return int(r - '0'), true
	}
	for n, runes := range []string{"қҚ", "\"!", "әӘ", "іІ", "ңҢ", "ғҒ", "", "", "үҮ", "ұҰ"} {
		if strings.ContainsRune(runes, r) {
			return n, true
		}
	}
	return 0, false
}

// Shortcuts returns the combinations of a command; they fire in text fields too.
func (m *Map) Shortcuts(c Command) []*desktop.CustomShortcut {
	var out []*desktop.CustomShortcut
	for _, b := range m.shown[c] {
		if b.combo != "" && !b.system {
			out = append(out, &desktop.CustomShortcut{KeyName: b.combo, Modifier: m.mods(b)})
		}
	}
	return out
}

// Hint returns the key to show where a command acts: «Пробел», «J», «Ctrl+F»,
// on macOS «Cmd+F». It is empty for a command without keys.
func (m *Map) Hint(p *i18n.Printer, c Command) string {
	if bs := m.shown[c]; len(bs) > 0 {
		return m.spell(p, bs[0])
	}
	return ""
}

// Hints returns all keys of a command.
func (m *Map) Hints(p *i18n.Printer, c Command) []string {
	var out []string
	for _, b := range m.shown[c] {
		if text := m.spell(p, b); len(out) == 0 || out[len(out)-1] != text { // Return and Enter are one to a person
			out = append(out, text)
		}
	}
	return out
}

// Tip returns a tooltip: the command's name with its key: «Назад на 5 с (←)».
func (m *Map) Tip(p *i18n.Printer, c Command) string {
	name := p.S("keys.command." + string(c))
	if hint := m.Hint(p, c); hint != "" {
		return name + " (" + hint + ")"
	}
	return name
}

// Spell says a key as people call it.
func (m *Map) Spell(p *i18n.Printer, s Stroke) string {
	b, _ := s.binding("")
	return m.spell(p, b)
}

func (m *Map) spell(p *i18n.Printer, b binding) string {
	switch {
	case b.digits:
		return p.S("keys.key.digits")
	case b.scan != 0:
		return p.S("keys.key.scan", i18n.Args{"code": strconv.Itoa(b.scan)})
	case b.key != "":
		return keyName(p, b.key)
	case b.runes != "":
		return strings.ToUpper(string([]rune(b.runes)[0]))
	}
	name, mods := "", m.mods(b)
	for _, mod := range modifiers { // the signs that macOS has for them are in no text font
		if mods&mod.mod != 0 {
			name += mod.name + "+"
		}
	}
	return name + keyName(p, b.combo)
}

func keyName(p *i18n.Printer, k fyne.KeyName) string {
	if k == fyne.KeyEnter {
		k = fyne.KeyReturn
	}
	if key := "keys.key." + strings.ToLower(string(k)); p.Has(key) {
		return p.S(key)
	}
	return string(k)
}
