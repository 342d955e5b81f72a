package review

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"sensedesk/player"
	"sensedesk/player/decode"
	"sensedesk/store"
	"sensedesk/ui/post"
)

// step of «back» and «forward».
const jump = 5 * time.Second

// loaded is what came of opening a recording.
type loaded struct {
	info player.Info
	err  error
}

// loadSound gives the recording of the call to the player and has its outline
// drawn; without one, speech is drawn from the transcript.
func (s *Screen) loadSound() {
	s.wave.Cancel()
	deck := s.Player
	rec := s.state.Call.Recording
	if s.state.Chat() {
		s.state.Sound, s.state.Wave = SoundNone, WaveOfChat(s.state.Talk.Phrases, s.state.Length)
		post.Load(s.sound, func(context.Context) bool { deck.Unload(); return true }, func(bool) {})
		return
	}
	s.state.Wave = WaveOfPhrases(s.state.Talk.Phrases, s.state.Length)
	if rec == nil || rec.Hash == "" {
		s.state.Sound = SoundMissing
		post.Load(s.sound, func(context.Context) bool { deck.Unload(); return true }, func(bool) {})
		return
	}
	s.state.Sound = SoundLoading
	path, kept := s.Files.Path(rec.Hash), *rec
	post.Load(s.sound, func(ctx context.Context) loaded {
		info, err := deck.Load(ctx, path)
		return loaded{info, coded(err)}
	}, func(l loaded) {
		s.acceptSound(l)
		if l.err == nil {
			s.drawWave(kept, path)
		}
	})
}

// acceptSound takes what came of opening the recording.
func (s *Screen) acceptSound(l loaded) {
	switch {
	case l.err == nil:
		s.state.Sound, s.state.SoundErr = SoundReady, nil
		if l.info.Duration > 0 {
			s.state.Length = l.info.Duration
		}
		s.cutByWords()
		s.Player.SetSpeed(s.state.Speed)
		s.applyGains()
		s.applySkips()
		if s.at > 0 { // the reader went somewhere while it was loading
			s.Player.Seek(s.state.Clamp(s.at))
		}
		if s.soon {
			s.soon = false
			s.play()
		}
	case errors.Is(l.err, store.CodeRecordingMissing):
		s.state.Sound = SoundMissing
	case errors.Is(l.err, store.CodeSoundUnsupported):
		s.state.Sound, s.state.SoundErr = SoundUnsupported, l.err
	default:
		s.state.Sound, s.state.SoundErr = SoundFailed, l.err
	}
	s.applyHeader() // the length is known now
	s.applySound()
}

// coded gives an error of the player the code of its sentence.
func coded(err error) error {
	const op = "open recording"
	var format *decode.Unsupported
	switch {
	case err == nil:
		return nil
	case errors.As(err, &format):
		return store.E(store.CodeSoundUnsupported, op, err, "format", format.Format)
	case errors.Is(err, fs.ErrNotExist):
		return store.E(store.CodeRecordingMissing, op, err)
	case errors.Is(err, decode.ErrEmpty):
		return store.E(store.CodeEmpty, op, err)
	case errors.Is(err, decode.ErrNotSound):
		return store.E(store.CodeNotSound, op, err)
	}
	return store.E(store.CodeOf(err), op, err)
}

// notice takes what the player tells about the device or the file.
func (s *Screen) notice(n player.Notice) {
	switch n.Kind {
	case player.NoticeNoSound:
		s.state.Silent, s.state.Lost = true, false
	case player.NoticeNoCure:
		s.state.Still = true
	case player.NoticeSound:
		s.state.Silent, s.state.Lost, s.state.Still = false, false, false
	case player.NoticeLost:
		s.state.Lost = true
	case player.NoticeDamaged:
		s.state.Damaged = true
	}
	s.hear(s.playing())
	s.follow()
	s.applySound()
}

// drawWave has the outline drawn, showing it as it grows.
func (s *Screen) drawWave(rec store.Recording, path string) {
	waves := s.Waves
	show := func(w Wave) {
		s.state.Wave = w
		s.view.lanes.setWave(w)
		s.applySkips()
	}
	type drawn struct {
		wave Wave
		err  error
	}
	post.Load(s.wave, func(ctx context.Context) drawn {
		w, err := waves.Wave(ctx, rec, path, func(w Wave) {
			if ctx.Err() == nil {
				s.drawn.Do(func() {
					if ctx.Err() == nil {
						show(w)
					}
				})
			}
		})
		return drawn{w, err}
	}, func(d drawn) {
		if d.err == nil {
			show(d.wave)
		}
	})
}

// position is where the reader is: what is heard now, or the place last gone to.
func (s *Screen) position() time.Duration {
	if s.state.Sound == SoundReady {
		return s.Player.Position()
	}
	return s.at
}

// seek goes to a place without changing whether it plays.
func (s *Screen) seek(to time.Duration) {
	if !s.state.CanSeek() {
		return
	}
	to = s.state.Clamp(to)
	s.onward.stop()
	s.hear(false)
	s.at = to
	if s.state.Sound == SoundReady {
		s.Player.Seek(to)
		s.hear(s.playing())
	}
	s.applyPosition(to)
}

// playFrom goes to a place and plays: what a click on a word means.
func (s *Screen) playFrom(at time.Duration) {
	s.seek(at)
	s.play()
}

// play plays on; after the end, from the beginning.
func (s *Screen) play() {
	if s.state.Sound == SoundLoading { // as soon as there is something to play
		s.soon = true
		return
	}
	if s.state.Sound != SoundReady || s.Player.Playing() {
		return
	}
	s.onward.stop()
	if s.Player.Ended() || s.Player.Position() >= s.state.Length {
		s.Player.Seek(0)
	}
	s.Player.Play()
	s.hear(true)
	s.follow()
}

// pause pauses.
func (s *Screen) pause() {
	if s.playing() {
		s.hear(false)
		s.Player.Pause()
	}
	s.follow()
}

// toggle is the one button and key for both.
func (s *Screen) toggle() {
	switch {
	case s.soon: // thought better of it before it began
		s.soon = false
	case s.Player.Playing():
		s.pause()
	default:
		s.play()
	}
}

// follow starts or stops asking the player, and shows whether it plays.
func (s *Screen) follow() {
	playing := s.state.Sound == SoundReady && s.Player.Playing()
	if playing && s.visible {
		s.pulse.start()
	} else {
		s.pulse.stop()
	}
	s.applyPlaying(playing)
	if s.state.Loaded {
		s.applyPosition(s.position())
	}
}

// tick is one step of the clock. It returns how soon the next word begins or a
// phrase ends, 0 when none does.
func (s *Screen) tick() time.Duration {
	s.at = s.Player.Position()
	s.hear(s.playing())
	s.applyPosition(s.at)
	if !s.Player.Playing() || s.Player.Ended() {
		s.follow()
		s.onward.begin()
		return 0
	}
	next, ok := s.text.NextChange()
	if !ok {
		return 0
	}
	return time.Duration(float64(next-s.at) / s.state.Speed)
}

// setSpeed changes the speed and remembers it for the next call.
func (s *Screen) setSpeed(factor float64) {
	s.hear(s.playing()) // so far at the speed before
	s.state.Speed = factor
	s.Player.SetSpeed(factor)
	s.hear(s.playing())
	s.applySpeed()
	s.moved()
}

// setBrisk leaves long silences out, or plays them.
func (s *Screen) setBrisk(on bool) {
	s.hear(s.playing())
	s.state.Brisk = on
	s.moved()
	s.applySkips()
}

// applySkips tells the player what to leave out, once the whole recording is
// measured, and shows how much that is.
func (s *Screen) applySkips() {
	if s.state.Sound != SoundReady {
		return
	}
	if s.state.Brisk {
		s.Player.SetSkips(s.state.Silences())
	} else {
		s.Player.SetSkips(nil)
	}
	s.view.bar.setBrisk()
}

// setGain changes how loud a party (0 operator, 1 client) is.
func (s *Screen) setGain(side int, g Gain) {
	s.state.Gains[side] = g
	s.applyGains()
	s.view.bar.setGains(s.state)
}

// applyGains hands the volumes to the channels the parties speak in; the one
// channel of a mono recording has the first of the two controls.
func (s *Screen) applyGains() {
	s.Player.SetSwap(s.state.Swapped)
	if s.mono() {
		s.Player.SetSolo(-1)
		s.Player.SetGain(0, s.state.Gains[0].Heard())
		return
	}
	alone := -1
	for side, on := range s.state.Alone {
		if on {
			alone = s.channel(side)
		}
		s.Player.SetGain(s.channel(side), s.state.Gains[side].Heard())
	}
	s.Player.SetSolo(alone)
}

// channel is the one a party (0 operator, 1 client) speaks in.
func (s *Screen) channel(side int) int {
	if side == 0 {
		return s.state.Operator
	}
	return 1 - s.state.Operator
}

// mono tells whether both voices are on one channel.
func (s *Screen) mono() bool { return s.state.Document != nil && s.state.Document.Mono }

// listen takes what the player has to tell, as long as the desk lives.
func (s *Screen) listen() {
	notices, post := s.Player.Notices(), s.Post
	s.pulse.running.Add(1)
	go func() {
		defer s.pulse.running.Done()
		for {
			select {
			case <-s.ctx.Done():
				return
			case n, ok := <-notices:
				if !ok {
					return
				}
				post(func() { s.notice(n) })
			}
		}
	}()
}
