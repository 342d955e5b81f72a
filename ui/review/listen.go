package review

import (
	"time"

	"sensedesk/ui/keys"
)

// slowBack is how far «slow down and go back» goes: about what was not caught.
const slowBack = 3 * time.Second

// listenCommands are the keys of listening closely: again, slower, one voice
// without the other.
func (s *Screen) listenCommands() map[keys.Command]func() {
	return map[keys.Command]func(){
		keys.Repeat:        s.repeat,
		keys.SlowBack:      s.slowBack,
		keys.SkipSilence:   func() { s.setBrisk(!s.state.Brisk) },
		keys.MuteOperator:  func() { s.mute(0) },
		keys.MuteClient:    func() { s.mute(1) },
		keys.AloneOperator: func() { s.alone(0) },
		keys.AloneClient:   func() { s.alone(1) },
		keys.SwapSides:     s.swap,
		keys.WiderSide:     func() { s.widen(+sideStep) },
		keys.NarrowerSide:  func() { s.widen(-sideStep) },
	}
}

// repeat plays the phrase that sounds, or sounded just now, from its beginning.
func (s *Screen) repeat() {
	s.text.SetPosition(s.position())
	if at, ok := s.text.Here(); ok {
		s.text.Follow()
		s.playFrom(at)
	}
}

// slowBack goes back a little and plays on a step slower.
func (s *Screen) slowBack() {
	s.setSpeed(Step(s.state.Speed, -1))
	s.seek(s.position() - slowBack)
}

// mute silences a party, or lets it be heard again.
func (s *Screen) mute(side int) {
	if s.mono() && side == 1 {
		return // both are on the one channel the other control has
	}
	g := s.state.Gains[side]
	g.Muted = !g.Muted
	s.setGain(side, g)
}

// alone lets one party be heard without the other, or both again. Who is to be
// heard alone is not muted.
func (s *Screen) alone(side int) {
	if s.mono() {
		return // two voices on one channel cannot be told apart
	}
	on := !s.state.Alone[side]
	s.state.Alone = [2]bool{}
	s.state.Alone[side] = on
	if on {
		s.state.Gains[side].Muted = false
	}
	s.applyGains()
	s.view.bar.setGains(s.state)
}
