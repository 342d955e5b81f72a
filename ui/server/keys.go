package server

import "sensedesk/ui/keys"

// Do carries out a command that means something here.
func (s *Screen) Do(c keys.Command) bool {
	if s.tab != TabSearch {
		return false
	}
	switch c {
	case keys.Find:
		s.view.focus()
	case keys.Refresh:
		s.search()
	case keys.Leave: // Esc takes the question back
		if !s.m.Loading && !s.m.More {
			return false
		}
		s.cancel()
	case keys.NextCall: // Enter, while nothing has the keyboard
		if s.m.Selected == "" {
			return false
		}
		s.open(s.m.Selected)
	case keys.NextPhrase, keys.PreviousPhrase: // arrows, likewise: into the results
		s.view.focusRows()
	default:
		return false
	}
	return true
}
