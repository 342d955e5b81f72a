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

// Middle gives an object the whole width and puts it into the middle of the
// height.
func Middle(object fyne.CanvasObject) *fyne.Container {
	return container.New(middle{}, object)
}

type middle struct{}

// MinSize is for Fyne.
func (middle) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout is for Fyne.
func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := min(objects[0].MinSize().Height, size.Height)
	objects[0].Move(fyne.NewPos(0, (size.Height-h)/2))
	objects[0].Resize(fyne.NewSize(size.Width, h))
}

// ScrollPanel is Panel for content that may be higher than the room there is.
// Its scroll bar stands in the margin, beside the content.
func ScrollPanel(title string, content fyne.CanvasObject) *fyne.Container {
	body := VBox(12)
	if title != "" {
		body.Add(Heading(title))
	}
	body.Add(Grow(Scroll(Inset(0, 14, 0, 0, content))))
	return container.NewStack(NewBox(theme.ColorPanel, theme.ColorLine, theme.SizeRadius), Inset(18, 6, 18, 20, body))
}

// Notice is a tinted box for what a person must know before anything else on
// the screen.
func Notice(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewBox(theme.ColorClientTint, "", theme.SizeRadius), Inset(12, 14, 12, 14, content))
}
