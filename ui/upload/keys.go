package upload

import "sensedesk/ui/keys"

// Do carries out a command that means something here.
func (s *Screen) Do(c keys.Command) bool {
	switch c {
	case keys.Refresh:
		s.settings.Ask()
		s.status.Ask()
		s.calls.Ask()
	case keys.Run:
		if s.m.Busy() {
			s.stop()
		} else if s.m.Loaded && s.m.LoadErr == nil && !s.m.KeyringGone() {
			s.start()
		}
	case keys.Find: // by «/» too: letters meant for a field, a key among them, must not land in a search
		return s.m.Editing
	case keys.Leave:
		if !s.m.Editing || s.m.Saving || s.m.Fresh() || s.Dirty() {
			return false // typed changes are not thrown away by a key
		}
		s.cancel()
	default:
		return false
	}
	return true
}
