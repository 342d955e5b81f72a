package review

import "fyne.io/fyne/v2"

// back goes back to the list.
func (s *Screen) back() {
	if s.OnBack != nil {
		s.OnBack()
	}
}

// next goes to the next call.
func (s *Screen) next() {
	if s.hasNext && s.OnNext != nil {
		s.OnNext()
	}
}

// phrase goes to the previous (step < 0) or next phrase.
func (s *Screen) phrase(step int) {
	s.text.SetPosition(s.position())
	if at, ok := s.text.Neighbour(step); ok {
		s.text.Follow()
		s.seek(at)
	}
}

// copyPhrases puts the chosen phrases on the clipboard.
func (s *Screen) copyPhrases() {
	if text := s.text.Copy(); text != "" {
		s.toClipboard(text)
	}
}

// toClipboard puts a text on the clipboard.
func (s *Screen) toClipboard(text string) {
	if s.Copy != nil {
		s.Copy(text)
		return
	}
	if app := fyne.CurrentApp(); app != nil {
		app.Clipboard().SetContent(text)
	}
}
