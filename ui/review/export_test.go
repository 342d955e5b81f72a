package review

// Step is one step of the clock, as the pulse asks for it.
func (s *Screen) Step() { _ = s.tick() }

// Found is how many places Find found.
func (s *Screen) Found() int { return len(s.view.find.hits) }
