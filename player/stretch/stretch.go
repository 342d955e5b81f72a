// Package stretch makes recorded speech faster or slower and keeps its pitch.
//
// It works on whole pitch periods (the idea of libsonic): to go faster, one
// period of the voice is cross-faded into the next and so left out; to go
// slower, one is said twice. Between such steps the sound is passed on as it
// is, so plosives stay whole and at speed 1 every frame is bit by bit the input.
// Two channels are two people: each is stepped through at its own pitch. Music
// and tones are told from a voice and stepped through by longer pieces.
//
// Every step leaves a Point, from which the exact place in the recording of
// every output frame is known.
package stretch

import "math"

// Speeds outside of these are taken as the nearest of them.
const (
	Slowest = 0.5
	Fastest = 3.0
)

// Stretcher changes the speed of one stream. It belongs to one goroutine.
type Stretcher struct {
	speed  float64
	voices []*voice
	music  [2]bool // of the last mark of each
	latest Point   // the last one returned
}

// New returns a stretcher at speed 1 for sound of rate Hz. One channel is heard
// on both sides, two apart.
func New(rate, channels int) *Stretcher {
	s := &Stretcher{speed: 1}
	for range min(max(channels, 1), 2) {
		s.voices = append(s.voices, newVoice(rate))
	}
	s.Reset(0)
	return s
}

// Reset forgets everything heard, as after a seek; the next frame pushed is the
// recording's frame in, and output is counted from 0 again.
func (s *Stretcher) Reset(in int64) {
	for _, v := range s.voices {
		v.reset(in)
	}
	s.music, s.latest = [2]bool{}, Point{Out: -1}
}

// SetSpeed changes the speed from the next step on. Nothing is repeated or left
// out by the change itself.
func (s *Stretcher) SetSpeed(speed float64) {
	speed = math.Max(Slowest, math.Min(Fastest, speed))
	if speed == s.speed {
		return
	}
	s.speed = speed
	for _, v := range s.voices {
		v.setSpeed(speed)
	}
	if speed == 1 && len(s.voices) == 2 {
		// The two went at their own steps. From here on they go side by side: the
		// one behind catches up by one short cross-fade.
		ahead := s.voices[0].lead() - s.voices[1].lead()
		s.voices[0].catchUp(max(0, -ahead))
		s.voices[1].catchUp(max(0, ahead))
		for _, v := range s.voices {
			v.point()
		}
	}
}

// Push takes the next frames of the recording and appends to dst what comes of
// them. Up to 125 ms are held back until more comes, or Flush; none at speed 1.
func (s *Stretcher) Push(dst, in [][2]float32) [][2]float32 {
	for side, v := range s.voices {
		for _, f := range in {
			v.in = append(v.in, f[side])
		}
		v.run(false)
	}
	return s.take(dst)
}

// Flush appends what was held back: the sound up to the end of the recording.
func (s *Stretcher) Flush(dst [][2]float32) [][2]float32 {
	longest := 0
	for _, v := range s.voices {
		v.run(true)
		longest = max(longest, len(v.out))
	}
	for _, v := range s.voices { // their last steps may differ by some milliseconds
		for len(v.out) < longest {
			v.out = append(v.out, 0)
			v.made++
		}
	}
	return s.take(dst)
}

// take appends what all voices have ready.
func (s *Stretcher) take(dst [][2]float32) [][2]float32 {
	left, right := s.voices[0], s.voices[len(s.voices)-1]
	n := min(len(left.out), len(right.out))
	for i := range n {
		dst = append(dst, [2]float32{left.out[i], right.out[i]})
	}
	for _, v := range s.voices {
		v.out = append(v.out[:0], v.out[n:]...)
	}
	return dst
}
