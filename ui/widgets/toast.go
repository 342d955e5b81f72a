package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// toastTime is how long a toast stays. What it says must also stand somewhere
// to be read again.
const toastTime = 6 * time.Second

// toast is the one short message of a window, at its lower right.
type toast struct {
	widget.BaseWidget
	text   *Ellipsis
	action *Button
	box    *Box
	stop   func()
	gone   func()
}

func newToast() *toast {
	t := &toast{
		text:   NewEllipsis("", Style{Color: theme.ColorTooltipText}),
		action: NewButton("", OnDark, nil),
		box:    NewBox(theme.ColorTooltip, "", theme.SizeRadius),
	}
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// Toast shows a short message at the lower right for some seconds, in place of
// an earlier one. With an action («Вернуть») it has a button; action may be "".
func (r *Root) Toast(text, action string, do func()) {
	t := r.toast
	t.drop()
	t.text.SetText(text)
	t.action.Hidden = action == ""
	t.action.SetText(action)
	t.action.OnTapped = func() {
		t.drop()
		do()
	}
	t.stop = r.after(toastTime, t.gone)
	t.dock(r.Size())
	t.Show()
	canvas.Refresh(r) // Fyne does not know the canvas of what was hidden so far
}

// drop takes the toast away.
func (t *toast) drop() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	t.Hide()
}

// dock puts the toast to the lower right of the window.
func (t *toast) dock(room fyne.Size) {
	w := t.text.style.measure(t.text.text).Width + 32
	if !t.action.Hidden {
		w += t.action.MinSize().Width + 12
	}
	size := fyne.NewSize(min(w, max(room.Width-40, 0)), 44)
	t.Move(fyne.NewPos(room.Width-size.Width-20, room.Height-size.Height-20))
	t.Resize(size)
}

// CreateRenderer is for Fyne.
func (t *toast) CreateRenderer() fyne.WidgetRenderer {
	place := func(size fyne.Size) {
		t.box.Resize(size)
		right := size.Width - 16
		if !t.action.Hidden {
			m := t.action.MinSize()
			placeIn(t.action, size.Width-m.Width-8, 0, size.Height, m)
			right = size.Width - m.Width - 20
		}
		placeIn(t.text, 16, 0, size.Height, fyne.NewSize(right-16, t.text.MinSize().Height))
	}
	return newSketch(t, []fyne.CanvasObject{t.box, t.text, t.action}, func() fyne.Size { return fyne.Size{} }, place, func() {})
}
