package theme

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"

	"sensedesk/assets"
)

// IconName names a symbol of assets/icons.
type IconName string

// The symbols.
const (
	IconPlay       IconName = "play"
	IconPause      IconName = "pause"
	IconStop       IconName = "stop"
	IconPrevious   IconName = "previous"
	IconNext       IconName = "next"
	IconDown       IconName = "down"
	IconUp         IconName = "up"
	IconArrowUp    IconName = "arrow-up"
	IconArrowDown  IconName = "arrow-down"
	IconArrowLeft  IconName = "arrow-left"
	IconArrowRight IconName = "arrow-right"
	IconOutgoing   IconName = "outgoing"
	IconIncoming   IconName = "incoming"
	IconRedirected IconName = "redirected"
	IconCallback   IconName = "callback"
	IconSearch     IconName = "search"
	IconClose      IconName = "close"
	IconPlus       IconName = "plus"
	IconMinus      IconName = "minus"
	IconCheck      IconName = "check"
	IconWarning    IconName = "warning"
	IconInfo       IconName = "info"
	IconHelp       IconName = "help"
	IconCalendar   IconName = "calendar"
	IconCopy       IconName = "copy"
	IconExport     IconName = "export"
	IconRefresh    IconName = "refresh"
	IconLock       IconName = "lock"
	IconMore       IconName = "more"
	IconFilter     IconName = "filter"
	IconSound      IconName = "sound"
	IconSoundOff   IconName = "sound-off"
	IconNote       IconName = "note"
	IconFolder     IconName = "folder"
	IconLink       IconName = "link"
	IconOffline    IconName = "offline"
	IconTrash      IconName = "trash"
	IconSettings   IconName = "settings"
	IconBookmark   IconName = "bookmark"
	IconSwap       IconName = "swap"
)

// Icons lists every symbol.
func Icons() []IconName {
	return []IconName{
		IconPlay, IconPause, IconStop, IconPrevious, IconNext, IconDown, IconUp, IconArrowUp, IconArrowDown, IconArrowLeft,
		IconArrowRight, IconOutgoing, IconIncoming, IconRedirected, IconCallback, IconSearch, IconClose, IconPlus, IconMinus,
		IconCheck, IconWarning, IconInfo, IconHelp, IconCalendar, IconCopy, IconExport, IconRefresh, IconLock, IconMore, IconFilter,
		IconSound, IconSoundOff, IconNote, IconFolder, IconLink, IconOffline, IconTrash, IconSettings, IconBookmark, IconSwap,
	}
}

// Icon returns a symbol drawn in a colour of the theme; it follows a switch
// between light and dark when its image is refreshed. nil for no such symbol.
func Icon(name IconName, in fyne.ThemeColorName) fyne.Resource {
	svg, ok := assets.Icon(string(name))
	if !ok {
		return nil
	}
	return &symbol{name: name, svg: svg, in: in}
}

// symbol is an SVG in a colour of the theme. Its name carries the colour because
// Fyne keeps drawn SVGs by name. The files hold filled outlines: the strokes of
// an SVG do not grow with its size in the renderer that Fyne uses.
type symbol struct {
	name IconName
	svg  []byte
	in   fyne.ThemeColorName
}

// Name returns a name that differs by symbol and present colour.
func (s *symbol) Name() string { return fmt.Sprintf("%s-%s.svg", s.name, hex(Color(s.in))) }

// Content returns the SVG in the present colour.
func (s *symbol) Content() []byte {
	return bytes.ReplaceAll(s.svg, []byte("currentColor"), []byte("#"+hex(Color(s.in))))
}

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("%02x%02x%02x", n.R, n.G, n.B)
}
