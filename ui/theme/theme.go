// Package theme says how Sensedesk looks: colours by meaning, sizes, fonts and
// symbols, for light and dark. Widgets take every colour and size from here.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sensedesk/assets"
)

// Setting is a person's choice between light and dark.
type Setting string

// The choices.
const (
	System Setting = "system" // as the desktop has it
	Light  Setting = "light"
	Dark   Setting = "dark"
)

// ParseSetting returns the choice a stored preference names; anything else is
// System.
func ParseSetting(s string) Setting {
	switch Setting(s) {
	case Light, Dark:
		return Setting(s)
	}
	return System
}

// Sizes, in Fyne's units.
const (
	SizeSmall                      = fynetheme.SizeNameCaptionText        // 12, small text
	SizeText                       = fynetheme.SizeNameText               // 14
	SizeTitle                      = fynetheme.SizeNameHeadingText        // 16
	SizeNumber  fyne.ThemeSizeName = "numberText"                         // 20, the number of a Stat
	SizeRadius                     = fynetheme.SizeNameInputRadius        // 6, corners
	SizeChip    fyne.ThemeSizeName = "chipRadius"                         // 12, corners of chips
	SizePad                        = fynetheme.SizeNamePadding            // 4, the step of all spacing
	SizeInner                      = fynetheme.SizeNameInnerPadding       // 8, inside controls
	SizeLine                       = fynetheme.SizeNameSeparatorThickness // 1
	SizeIcon                       = fynetheme.SizeNameInlineIcon         // 16
	SizeRow     fyne.ThemeSizeName = "row"                                // 38, a row of a grid
	SizeControl fyne.ThemeSizeName = "control"                            // 34, height of buttons and fields
	SizeLabel   fyne.ThemeSizeName = "labelColumn"                        // 208, the label column of a form
)

var sizes = map[fyne.ThemeSizeName]float32{
	SizeSmall: 12, SizeText: 14, SizeTitle: 16, SizeNumber: 20,
	SizeRadius: 6, SizeChip: 12, SizePad: 4, SizeInner: 8, SizeLine: 1, SizeIcon: 16,
	SizeRow: 38, SizeControl: 34, SizeLabel: 208,
	fynetheme.SizeNameSubHeadingText:  14,
	fynetheme.SizeNameSelectionRadius: 4,
	fynetheme.SizeNameInputBorder:     1,
	fynetheme.SizeNameScrollBar:       10,
	fynetheme.SizeNameScrollBarSmall:  4,
	fynetheme.SizeNameScrollBarRadius: 5,
	fynetheme.SizeNameLineSpacing:     4,
}

// New returns the theme for a choice. In the app set it again once the loop has
// started: in Fyne 2.7.1 one set before does not follow later switches of the
// desktop (fyne-io/fyne #6056).
func New(setting Setting) fyne.Theme {
	fonts := map[assets.FontStyle]fyne.Resource{}
	for _, style := range assets.FontStyles() {
		fonts[style] = fyne.NewStaticResource(string(style)+".ttf", assets.Font(style))
	}
	return &sense{setting: setting, base: fynetheme.DefaultTheme(), fonts: fonts}
}

// sense is our theme over Fyne's own.
type sense struct {
	setting Setting
	base    fyne.Theme
	fonts   map[assets.FontStyle]fyne.Resource
}

func (t *sense) variant(asked fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.setting {
	case Light:
		return fynetheme.VariantLight
	case Dark:
		return fynetheme.VariantDark
	}
	return asked
}

// Color returns a colour by name. Names that are not ours are Fyne's.
func (t *sense) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	variant = t.variant(variant)
	if c, ok := palette[name]; ok {
		if variant == fynetheme.VariantDark {
			return rgba(c.dark)
		}
		return rgba(c.light)
	}
	return t.base.Color(name, variant)
}

// Font returns our Noto Sans; monospace and symbols are Fyne's.
func (t *sense) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace || style.Symbol:
		return t.base.Font(style)
	case style.Bold && style.Italic:
		return t.fonts[assets.FontBoldItalic]
	case style.Bold:
		return t.fonts[assets.FontBold]
	case style.Italic:
		return t.fonts[assets.FontItalic]
	}
	return t.fonts[assets.FontRegular]
}

// Icon returns the symbols Fyne's own widgets use.
func (t *sense) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base.Icon(name) }

// Size returns a size by name. Names that are not ours are Fyne's.
func (t *sense) Size(name fyne.ThemeSizeName) float32 {
	if v, ok := sizes[name]; ok {
		return v
	}
	return t.base.Size(name)
}

// Color returns a colour of the theme now in use. UI goroutine only.
func Color(name fyne.ThemeColorName) color.Color {
	return fynetheme.Current().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
}

// Size returns a size of the theme now in use. UI goroutine only.
func Size(name fyne.ThemeSizeName) float32 { return fynetheme.Size(name) }
