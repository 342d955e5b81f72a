package player

import "math"

// mix says how loud each channel of the recording is on each side: [side][channel].
type mix [2][2]float32

// plain leaves every frame bit by bit as it is.
func plain() mix { return mix{{1, 0}, {0, 1}} }

// nobody is SetSolo's word for all channels.
const nobody = -1

// SetGain sets the loudness of a channel of the recording, 0 or 1, as a factor:
// 1 leaves it bit by bit as it is, 0 mutes it. The one channel of a mono
// recording is 0.
func (d *Deck) SetGain(channel int, gain float64) {
	if channel < 0 || channel >= len(d.gains) || math.IsNaN(gain) {
		return
	}
	d.gains[channel].Store(math.Float32bits(float32(max(0, gain))))
}

// SetSolo has only one channel of the recording heard, 0 or 1, at its gain and
// on its side; −1, or anything else, all of them. It leaves the gains as they
// are, and a mono recording is heard whatever is set.
func (d *Deck) SetSolo(channel int) {
	if channel < 0 || channel >= len(d.gains) {
		channel = nobody
	}
	d.solo.Store(int32(channel))
}

// SetSwap has left and right changed over on the way to the ears. Channels keep
// their numbers: gains and solo go along with the channel.
func (d *Deck) SetSwap(swap bool) { d.swap.Store(swap) }

// mix returns what is to be heard of a recording of so many channels.
func (d *Deck) mix(channels int) mix {
	gain := func(ch int) float32 {
		if solo := int(d.solo.Load()); channels > 1 && solo != nobody && solo != ch {
			return 0
		}
		return math.Float32frombits(d.gains[ch].Load())
	}
	if channels == 1 {
		g := gain(0)
		return mix{{g, 0}, {0, g}} // a mono recording comes on both sides
	}
	if d.swap.Load() {
		return mix{{0, gain(1)}, {gain(0), 0}}
	}
	return mix{{gain(0), 0}, {0, gain(1)}}
}

// apply goes from m to want, a little with each frame, so that no change clicks.
func (m *mix) apply(x [][2]float32, want mix) {
	const step = 1.0 / (2 * fadeFrames)
	i := 0
	for ; i < len(x) && *m != want; i++ {
		for side := range m {
			for ch, to := range want[side] {
				g := m[side][ch]
				m[side][ch] = max(min(to, g+step), g-step)
			}
		}
		x[i] = m.of(x[i])
	}
	if *m == plain() {
		return
	}
	for ; i < len(x); i++ {
		x[i] = m.of(x[i])
	}
}

func (m *mix) of(f [2]float32) [2]float32 {
	return [2]float32{f[0]*m[0][0] + f[1]*m[0][1], f[0]*m[1][0] + f[1]*m[1][1]}
}
