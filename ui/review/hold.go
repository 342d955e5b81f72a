package review

import "time"

// Press plays, for a key that plays as long as it is held.
func (s *Screen) Press() { s.play() }

// Release pauses and goes back: that key came up.
func (s *Screen) Release(back time.Duration) {
	s.soon = false
	if s.state.Sound != SoundReady {
		return
	}
	s.pause()
	s.seek(s.position() - back)
}
