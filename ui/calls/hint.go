package calls

import "sensedesk/ui/keys"

// hint is the key of a command; "" = it has none.
func (s *Screen) hint(c keys.Command) string {
	if s.d.KeyHint == nil {
		return ""
	}
	return s.d.KeyHint(c)
}
