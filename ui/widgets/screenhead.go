package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/theme"
)

// headHeight is how high the head of every screen is, its line included.
const headHeight = 64

// ScreenHead is the band at the top of a screen: its title and what can be done
// on it, with a thin line below.
func ScreenHead(content fyne.CanvasObject) fyne.CanvasObject {
	return band(content, container.NewBorder(nil, HLine(), nil, nil), headHeight)
}

// ScreenFoot is the band at the bottom of a screen: totals and keys, with a
// thin line above.
func ScreenFoot(content fyne.CanvasObject) fyne.CanvasObject {
	return band(content, container.NewBorder(HLine(), nil, nil, nil), 36)
}

func band(content, edge fyne.CanvasObject, height float32) fyne.CanvasObject {
	return MinSize(fyne.NewSize(0, height), container.NewStack(
		NewBox(theme.ColorPanel, "", ""), edge, Inset(6, 20, 6, 20, content),
	))
}

// Notice is a tinted box for what a person must know before anything else on
// the screen.
func Notice(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewBox(theme.ColorClientTint, "", theme.SizeRadius), Inset(12, 14, 12, 14, content))
}
