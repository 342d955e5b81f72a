package review

import "time"

// What follows is for who controls the desk from outside of the window: media
// keys and headset buttons. It belongs to the UI goroutine like all the rest.

// Play plays on, as the button does.
func (s *Screen) Play() { s.play() }

// Pause pauses.
func (s *Screen) Pause() { s.pause() }

// Next goes to the next call of the list, if there is one.
func (s *Screen) Next() { s.next() }

// GoTo goes to a place in the recording.
func (s *Screen) GoTo(at time.Duration) { s.seek(at) }

// SetSpeed changes the speed.
func (s *Screen) SetSpeed(factor float64) { s.setSpeed(factor) }
