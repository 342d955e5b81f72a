package review

// Step is one step of the clock, as the pulse asks for it.
func (s *Screen) Step() { s.tick() }
