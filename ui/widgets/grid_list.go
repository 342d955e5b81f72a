package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// rowList is Fyne's recycling list with our keys and without its own drawing of
// selection and focus: the rows do that.
type rowList struct {
	widget.List
	key     func(*fyne.KeyEvent) bool
	rune    func(rune) bool
	focused func(bool)
}

func newRowList() *rowList {
	l := &rowList{}
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained shows the focus on the chosen row.
func (l *rowList) FocusGained() { l.focused(true) }

// FocusLost takes it away.
func (l *rowList) FocusLost() { l.focused(false) }

// TypedKey offers keys to the grid; what it has no use for goes to the screen.
func (l *rowList) TypedKey(ev *fyne.KeyEvent) {
	if !l.key(ev) {
		passKey(l, ev)
	}
}

// TypedRune offers letters to the grid; what it has no use for goes to the screen.
func (l *rowList) TypedRune(r rune) {
	if l.rune == nil || !l.rune(r) {
		passRune(l, r)
	}
}

// packed shows a list without room between its rows: Fyne's list puts the
// theme's padding there.
func packed(l fyne.CanvasObject) fyne.CanvasObject {
	return container.NewThemeOverride(l, noPadding{})
}

// noPadding is the app's theme, whatever it is at the moment, with no padding.
type noPadding struct{}

func (noPadding) now() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Size returns the app's size, but no padding.
func (t noPadding) Size(name fyne.ThemeSizeName) float32 {
	if name == fynetheme.SizeNamePadding {
		return 0
	}
	return t.now().Size(name)
}

// Color returns the app's colour.
func (t noPadding) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return t.now().Color(name, v)
}

// Font returns the app's font.
func (t noPadding) Font(style fyne.TextStyle) fyne.Resource { return t.now().Font(style) }

// Icon returns the app's icon.
func (t noPadding) Icon(name fyne.ThemeIconName) fyne.Resource { return t.now().Icon(name) }
