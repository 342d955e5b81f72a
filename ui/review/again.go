package review

import (
	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/widgets"
)

// againButton offers to send the call a second time, for a price a person is
// told first; nil while the call was never sent, or when nothing can send it.
func (s *Screen) againButton() fyne.CanvasObject {
	if s.OnAgain == nil || !s.state.Loaded || !store.CanRepeat(s.state.Call.State) {
		return nil
	}
	id := s.state.ID
	return widgets.NewButton(s.Printer.S("again.button"), widgets.Secondary, func() { s.OnAgain(id) })
}
