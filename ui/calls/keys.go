package calls

import "sensedesk/ui/keys"

// Do carries out a command that means something here.
func (s *Screen) Do(c keys.Command) bool {
	switch c {
	case keys.Find:
		s.FocusSearch()
	case keys.Refresh:
		s.list.Ask()
	case keys.NextCall: // Enter, while nothing has the keyboard
		if s.m.Selected == 0 {
			return false
		}
		s.open(s.m.Selected)
	case keys.NextPhrase, keys.PreviousPhrase: // arrows, likewise: into the list
		s.view.focus()
	default:
		return false
	}
	return true
}
