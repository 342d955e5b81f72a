package celt

import "math"

// part decodes a vector that may have to be read in halves.
func (s *shaper) part(x []float32, budget, blocks int, lower []float32, long int, gain float32, fill uint) uint {
	n := len(x)
	if !s.halves(n, budget, long) {
		return s.whole(x, budget, blocks, lower, long, gain, fill)
	}
	n /= 2
	x, y := x[:n], x[n:]
	long--
	if blocks == 1 {
		fill = fill&1 | fill<<1
	}
	all := blocks
	blocks = (blocks + 1) / 2
	a, _ := s.readAngle(n, budget, all, long, false)
	budget -= a.cost
	a.leanInTime(n, all, long)
	first, second := a.shares(budget)
	s.left -= a.cost
	switch a.at {
	case 0:
		fill &= 1<<blocks - 1
	case 16384:
		fill &= (1<<blocks - 1) << blocks
	}
	var upper []float32
	if lower != nil {
		lower, upper = lower[:n], lower[n:]
	}
	const unit = 1.0 / 32768
	firstGain, secondGain := gain*float32(a.first)*unit, gain*float32(a.second)*unit
	before := s.left
	if first >= second {
		got := s.part(x, first, blocks, lower, long, firstGain, fill)
		second += spare(first-(before-s.left), a.at != 0)
		return got | s.part(y, second, blocks, upper, long, secondGain, fill>>blocks)<<(all/2)
	}
	got := s.part(y, second, blocks, upper, long, secondGain, fill>>blocks) << (all / 2)
	first += spare(second-(before-s.left), a.at != 16384)
	return got | s.part(x, first, blocks, lower, long, firstGain, fill)
}

// leanInTime moves a budget towards the half that comes first in time, since the
// one after it is masked.
func (a *angle) leanInTime(n, blocks, long int) {
	if blocks <= 1 || a.at&0x3fff == 0 {
		return
	}
	if a.at > 8192 {
		a.lean -= a.lean >> (4 - long)
	} else {
		a.lean = min(0, a.lean+n<<eighth>>(5-long))
	}
}

// spare returns what of a budget one half did not use goes to the other.
func spare(unused int, wanted bool) int {
	if unused > 3<<eighth && wanted {
		return unused - 3<<eighth
	}
	return 0
}

// stereo decodes a band of two channels, as their sum and difference.
func (s *shaper) stereo(x, y []float32, budget, blocks int, lower, out []float32, fill uint) uint {
	n := len(x)
	if n == 1 {
		s.one(x)
		s.one(y)
		out[0] = x[0]
		return 1
	}
	a, inverted := s.readAngle(n, budget, blocks, s.long, true)
	budget -= a.cost
	s.left -= a.cost
	const unit = 1.0 / 32768
	mid, side := float32(a.first)*unit, float32(a.second)*unit
	var got uint
	if n == 2 {
		got = s.pair(x, y, budget, blocks, lower, out, fill, &a)
		for i := range 2 {
			m, d := mid*x[i], side*y[i]
			x[i], y[i] = m-d, m+d
		}
	} else {
		switch a.at {
		case 0:
			fill &= 1<<blocks - 1
		case 16384:
			fill &= (1<<blocks - 1) << blocks
		}
		first, second := a.shares(budget)
		before := s.left
		if first >= second {
			got = s.mono(x, first, blocks, lower, out, 1, fill)
			second += spare(first-(before-s.left), a.at != 0)
			got |= s.mono(y, second, blocks, nil, nil, side, fill>>blocks)
		} else {
			got = s.mono(y, second, blocks, nil, nil, side, fill>>blocks)
			first += spare(second-(before-s.left), a.at != 16384)
			got |= s.mono(x, first, blocks, lower, out, 1, fill)
		}
		unmix(x, y, mid)
	}
	if inverted {
		for i := range y {
			y[i] = -y[i]
		}
	}
	return got
}

// pair decodes two channels of two bins: the smaller vector is the greater one
// turned by a right angle, to either side.
func (s *shaper) pair(x, y []float32, budget, blocks int, lower, out []float32, fill uint, a *angle) uint {
	sign := 0
	if a.at != 0 && a.at != 16384 {
		sign = 1 << eighth
	}
	s.left -= sign
	if a.at > 8192 {
		x, y = y, x
	}
	turn := float32(1)
	if sign > 0 && s.in.raw(1) == 1 {
		turn = -1
	}
	got := s.mono(x, budget-sign, blocks, lower, out, 1, fill)
	y[0], y[1] = -turn*x[1], turn*x[0]
	return got
}

// unmix turns sum and difference into two channels of length 1.
func unmix(x, y []float32, mid float32) {
	y = y[:len(x)]
	var cross, energy float32
	for i, v := range x {
		cross += v * y[i]
		energy += y[i] * y[i]
	}
	both := mid*mid + energy
	left, right := both-2*mid*cross, both+2*mid*cross
	if left < 6e-4 || right < 6e-4 {
		copy(y, x)
		return
	}
	l, r := float32(1/math.Sqrt(float64(left))), float32(1/math.Sqrt(float64(right)))
	for i, v := range x {
		m, d := mid*v, y[i]
		x[i], y[i] = (m-d)*l, (m+d)*r
	}
}

// whole decodes a vector of one code, or makes it of noise and of the shape
// below when there is no budget for one.
func (s *shaper) whole(x []float32, budget, blocks int, lower []float32, long int, gain float32, fill uint) uint {
	if k := s.pulsesFor(budget, long); k > 0 {
		return s.vector(x, k, blocks, gain)
	}
	all := uint(1)<<blocks - 1
	if fill &= all; fill == 0 {
		clear(x)
		return 0
	}
	if lower == nil {
		for i := range x {
			s.seed = noise(s.seed)
			x[i] = float32(int32(s.seed) >> 20)
		}
		fill = all
	} else {
		lower = lower[:len(x)]
		for i := range x {
			s.seed = noise(s.seed)
			// 1/256 (48 dB below the shape), its sign the bit 15 of the seed
			x[i] = lower[i] + math.Float32frombits(0x3b800000|(^s.seed&0x8000)<<16)
		}
	}
	resize(x, gain)
	return fill
}

func noise(seed uint32) uint32 { return 1664525*seed + 1013904223 }

// resize makes x a vector of length gain.
func resize(x []float32, gain float32) {
	energy := float32(1e-27)
	for _, v := range x {
		energy += v * v
	}
	scale := gain / float32(math.Sqrt(float64(energy)))
	for i := range x {
		x[i] *= scale
	}
}
