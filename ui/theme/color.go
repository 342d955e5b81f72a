package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Colours by meaning. Widgets ask the theme for them and never hold a colour.
const (
	ColorBackground = fynetheme.ColorNameBackground          // the window behind panels; also fields
	ColorText       = fynetheme.ColorNameForeground          // what is read
	ColorAccent     = fynetheme.ColorNamePrimary             // primary action, selection
	ColorOnAccent   = fynetheme.ColorNameForegroundOnPrimary // text on ColorAccent
	ColorField      = fynetheme.ColorNameInputBackground
	ColorHover      = fynetheme.ColorNameHover    // under the pointer, over whatever is there
	ColorDisabled   = fynetheme.ColorNameDisabled // text of what cannot be used now

	ColorPanel        fyne.ThemeColorName = "panel" // work area
	ColorRail         fyne.ThemeColorName = "rail"  // side bar
	ColorLine         fyne.ThemeColorName = "line"  // separators, borders
	ColorMuted        fyne.ThemeColorName = "muted" // second-rank text
	ColorAccentTint   fyne.ThemeColorName = "accentTint"
	ColorOperator     fyne.ThemeColorName = "operator"
	ColorOperatorTint fyne.ThemeColorName = "operatorTint"
	ColorClient       fyne.ThemeColorName = "client"
	ColorClientTint   fyne.ThemeColorName = "clientTint"
	ColorCurrent      fyne.ThemeColorName = "current"     // the phrase that sounds now
	ColorCurrentWord  fyne.ThemeColorName = "currentWord" // the word that sounds now; search hits
	ColorNegative     fyne.ThemeColorName = "negative"
	ColorNegativeTint fyne.ThemeColorName = "negativeTint"
	ColorPositive     fyne.ThemeColorName = "positive"
	ColorPositiveTint fyne.ThemeColorName = "positiveTint"
	ColorTooltip      fyne.ThemeColorName = "tooltip"     // background of tooltips and toasts
	ColorTooltipText  fyne.ThemeColorName = "tooltipText" // text on ColorTooltip
)

// pair is a colour for light and dark, 0xRRGGBBAA.
type pair struct{ light, dark uint32 }

// palette holds our colours and those of Fyne's own widgets that remain in use.
var palette = map[fyne.ThemeColorName]pair{
	ColorBackground:   {0xF6F7F9FF, 0x15191FFF},
	ColorPanel:        {0xFFFFFFFF, 0x1C222AFF},
	ColorRail:         {0xEEF1F5FF, 0x11151AFF},
	ColorLine:         {0xE1E5EAFF, 0x2C343FFF},
	ColorText:         {0x1B2430FF, 0xE6EBF1FF},
	ColorMuted:        {0x586472FF, 0x9EABB9FF},
	ColorDisabled:     {0x98A2AEFF, 0x5C6876FF},
	ColorAccent:       {0x2360C4FF, 0x7FB0FFFF},
	ColorAccentTint:   {0xE8F0FEFF, 0x1F2D45FF},
	ColorOnAccent:     {0xFFFFFFFF, 0x11151AFF},
	ColorOperator:     {0x2360C4FF, 0x7FB0FFFF},
	ColorOperatorTint: {0xE8F0FEFF, 0x1F2D45FF},
	ColorClient:       {0x9A5410FF, 0xF0B26BFF},
	ColorClientTint:   {0xFBEEDDFF, 0x3A2C1BFF},
	ColorCurrent:      {0xFFF6CCFF, 0x3A3618FF},
	ColorCurrentWord:  {0xFFD84DFF, 0x6B5600FF},
	ColorNegative:     {0xB52B2BFF, 0xFF8A8AFF},
	ColorNegativeTint: {0xFDE4E4FF, 0x472426FF},
	ColorPositive:     {0x1C6E40FF, 0x7FD6A2FF},
	ColorPositiveTint: {0xE0F4E8FF, 0x1D3A2AFF},
	ColorTooltip:      {0x1B2430FF, 0x2C343FFF},
	ColorTooltipText:  {0xFFFFFFFF, 0xE6EBF1FF},
	ColorHover:        {0x1B24300D, 0xE6EBF10D},

	fynetheme.ColorNameButton:              {0xFFFFFFFF, 0x1C222AFF},
	fynetheme.ColorNameDisabledButton:      {0xF6F7F9FF, 0x1C222AFF},
	fynetheme.ColorNameError:               {0xB52B2BFF, 0xFF8A8AFF},
	fynetheme.ColorNameFocus:               {0x2360C440, 0x7FB0FF40},
	fynetheme.ColorNameForegroundOnError:   {0xFFFFFFFF, 0x11151AFF},
	fynetheme.ColorNameForegroundOnSuccess: {0xFFFFFFFF, 0x11151AFF},
	fynetheme.ColorNameForegroundOnWarning: {0xFFFFFFFF, 0x11151AFF},
	fynetheme.ColorNameHeaderBackground:    {0xF6F7F9FF, 0x15191FFF},
	fynetheme.ColorNameHyperlink:           {0x2360C4FF, 0x7FB0FFFF},
	fynetheme.ColorNameInputBackground:     {0xF6F7F9FF, 0x15191FFF},
	fynetheme.ColorNameInputBorder:         {0xE1E5EAFF, 0x2C343FFF},
	fynetheme.ColorNameMenuBackground:      {0xFFFFFFFF, 0x1C222AFF},
	fynetheme.ColorNameOverlayBackground:   {0xFFFFFFFF, 0x1C222AFF},
	fynetheme.ColorNamePlaceHolder:         {0x586472FF, 0x9EABB9FF},
	fynetheme.ColorNamePressed:             {0x1B24301A, 0xE6EBF11A},
	fynetheme.ColorNameScrollBar:           {0x1B243040, 0xE6EBF140},
	fynetheme.ColorNameScrollBarBackground: {0x00000000, 0x00000000},
	fynetheme.ColorNameSelection:           {0x2360C433, 0x7FB0FF40},
	fynetheme.ColorNameSeparator:           {0xE1E5EAFF, 0x2C343FFF},
	fynetheme.ColorNameShadow:              {0x1B243026, 0x00000066},
	fynetheme.ColorNameSuccess:             {0x1C6E40FF, 0x7FD6A2FF},
	fynetheme.ColorNameWarning:             {0x9A5410FF, 0xF0B26BFF},
}

// rgba unpacks 0xRRGGBBAA.
func rgba(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 24), G: uint8(v >> 16), B: uint8(v >> 8), A: uint8(v)}
}
