package celt

import "math/bits"

// angle is how the length of a vector is shared between its halves, or that of
// two channels between their sum and difference: 0 is all to the first, 16384 all
// to the second.
type angle struct {
	at     int
	first  int // gains, of 32768
	second int
	lean   int // of the budget to the first, eighths of a bit
	cost   int // of the angle itself
}

// readAngle reads that of a pair of vectors of n bins; blocks is that of the
// vector before it was halved.
func (s *shaper) readAngle(n, budget, blocks, long int, stereo bool) (a angle, inverted bool) {
	most := log2Widths[s.band] + long<<eighth
	offset := 4
	if stereo && n == 2 {
		offset = 16
	}
	before := s.in.eighths()
	steps := angleSteps(n, budget, most>>1-offset, most, stereo)
	if stereo && s.band >= s.intensity {
		steps = 1
	}
	switch {
	case steps > 1:
		a.at = s.angleOf(steps, n, blocks, stereo) * 16384 / steps
	case stereo && budget > 2<<eighth && s.left > 2<<eighth:
		inverted = s.in.flag(2)
	}
	a.cost = s.in.eighths() - before
	switch a.at {
	case 0:
		a.first, a.lean = 32767, -16384
	case 16384:
		a.second, a.lean = 32767, 16384
	default:
		a.first, a.second = cosine(a.at), cosine(16384-a.at)
		a.lean = times((n-1)<<7, log2Tan(a.second, a.first))
	}
	return a, inverted
}

// angleSteps returns how finely an angle is coded.
func angleSteps(n, budget, offset, most int, stereo bool) int {
	parts := 2*n - 1
	if stereo && n == 2 {
		parts--
	}
	q := min(8<<eighth, budget-most-4<<eighth, (budget+parts*offset)/parts)
	if q < 1<<eighth>>1 {
		return 1
	}
	return (int(exp2Eighths[q&7])>>(14-q>>eighth) + 1) >> 1 << 1
}

// angleOf reads an angle in steps, with the likelihoods of RFC 6716 §4.3.4.3.
func (s *shaper) angleOf(steps, n, blocks int, stereo bool) int {
	e := s.in
	switch {
	case stereo && n > 2: // up to the middle it is three times as likely
		half := uint32(steps / 2)
		total := 3*(half+1) + half
		at := e.within(total)
		if at < 3*(half+1) {
			v := at / 3
			e.narrow(3*v, 3*(v+1), total)
			return int(v)
		}
		e.narrow(at, at+1, total)
		return int(at - 2*(half+1))
	case stereo || blocks > 1:
		return int(e.uniform(uint32(steps + 1)))
	default: // the nearer to the middle, the likelier
		half := uint32(steps / 2)
		total := (half + 1) * (half + 1)
		at := e.within(total)
		if at < half*(half+1)/2 {
			v := (root(8*at+1) - 1) / 2
			low := v * (v + 1) / 2
			e.narrow(low, low+v+1, total)
			return int(v)
		}
		v := (2*uint32(steps+1) - root(8*(total-at-1)+1)) / 2
		share := uint32(steps) + 1 - v
		low := total - share*(share+1)/2
		e.narrow(low, low+share, total)
		return int(v)
	}
}

// shares splits a budget as an angle says.
func (a *angle) shares(budget int) (first, second int) {
	first = max(0, min(budget, (budget-a.lean)/2))
	return first, budget - first
}

// cosine and log2Tan are exact to the bit in every decoder: budgets depend on
// them.
func cosine(x int) int {
	x = (4096 + x*x) >> 13
	return 1 + 32767 - x + times(x, -7651+times(x, 8277+times(-626, x)))
}

func log2Tan(sin, cos int) int {
	ns, nc := bits.Len(uint(sin)), bits.Len(uint(cos))
	sin <<= 15 - ns
	cos <<= 15 - nc
	return (ns-nc)<<11 + times(sin, times(sin, -2597)+7932) - times(cos, times(cos, -2597)+7932)
}

func times(a, b int) int { return (16384 + int(int16(a))*int(int16(b))) >> 15 }

// root returns the whole part of the square root of v.
func root(v uint32) uint32 {
	if v == 0 {
		return 0
	}
	r := uint32(0)
	for shift := (bits.Len32(v) - 1) >> 1; shift >= 0; shift-- {
		if t := (r<<1 + 1<<shift) << shift; t <= v {
			r += 1 << shift
			v -= t
		}
	}
	return r
}

// room returns the row of codeBits of a vector in the band at a size, or nil.
func (s *shaper) room(long int) []uint8 {
	at := codeRows[(long+1)*bands+s.band]
	if at < 0 {
		return nil
	}
	return codeBits[at:]
}

// halves tells whether a vector of n bins has too large a budget for one code
// and is read in halves.
func (s *shaper) halves(n, budget, long int) bool {
	if long < 0 || n <= 2 {
		return false
	}
	row := s.room(long)
	return row != nil && budget > int(row[row[0]])+12
}

// pulsesFor returns how many pulses a budget is worth, and takes what they cost.
func (s *shaper) pulsesFor(budget, long int) int {
	row := s.room(long)
	if row == nil || budget <= 0 {
		return 0
	}
	budget--
	low, high := 0, int(row[0])
	for range 6 {
		if mid := (low + high + 1) >> 1; int(row[mid]) >= budget {
			high = mid
		} else {
			low = mid
		}
	}
	below := -1
	if low > 0 {
		below = int(row[low])
	}
	if budget-below <= int(row[high])-budget {
		high = low
	}
	cost := func(i int) int {
		if i == 0 {
			return 0
		}
		return int(row[i]) + 1
	}
	s.left -= cost(high)
	for s.left < 0 && high > 0 {
		s.left += cost(high)
		high--
		s.left -= cost(high)
	}
	if high < 8 {
		return high
	}
	return (8 + high&7) << (high>>3 - 1)
}
