package celt

import "math"

// vector decodes one of k pulses (RFC 6716 §4.3.4.2) and makes it of length gain.
func (s *shaper) vector(x []float32, k, blocks int, gain float32) uint {
	n := len(x)
	v := s.pulses[:n]
	energy := unrank(v, k, s.in.uniform(codes(n, k)))
	scale := gain / float32(math.Sqrt(float64(energy)))
	for i, p := range v {
		x[i] = float32(p) * scale
	}
	s.spreadOut(x, k, blocks)
	if blocks <= 1 {
		return 1
	}
	var got uint
	each := n / blocks
	for b := range blocks {
		for _, p := range v[b*each : (b+1)*each] {
			if p != 0 {
				got |= 1 << b
				break
			}
		}
	}
	return got
}

// ranks[i][j] counts the vectors of i bins and j pulses, or of j bins and i
// pulses, of which the first bin is positive or 0 and others follow: U(n,k) of
// RFC 6716 §4.3.4.2. Greater ones than 32 bits hold are never asked for.
var ranks = func() (t [16][mostPulses + 2]uint32) {
	t[0][0] = 1
	for i := 1; i < len(t); i++ {
		for j := 1; j < len(t[i]); j++ {
			t[i][j] = uint32(min(uint64(t[i][j-1])+uint64(t[i-1][j])+uint64(t[i-1][j-1]), math.MaxUint32))
		}
	}
	return t
}()

// mostPulses is also the most bins a vector of one code has.
const mostPulses = 176

// codes returns how many vectors of n bins and k pulses there are.
func codes(n, k int) uint32 {
	if n <= k {
		return ranks[n][k] + ranks[n][k+1]
	}
	return ranks[k][n] + ranks[k+1][n]
}

// unrank sets v to the vector of k pulses with a number, and returns the sum of
// its squares.
func unrank(v []int32, k int, number uint32) (energy int32) {
	put := func(i, p int, negative bool) {
		x := int32(p)
		if negative {
			x = -x
		}
		v[i] = x
		energy += x * x
	}
	i := 0
	for n := len(v); n > 2; n, i = n-1, i+1 {
		var negative bool
		was := k
		if k >= n { // more pulses than bins
			row := &ranks[n]
			if negative = number >= row[k+1]; negative {
				number -= row[k+1]
			}
			if row[n] > number {
				for k = n - 1; ranks[k][n] > number; k-- {
				}
				number -= ranks[k][n]
			} else {
				for row[k] > number {
					k--
				}
				number -= row[k]
			}
		} else {
			low, high := ranks[k][n], ranks[k+1][n]
			if low <= number && number < high {
				number -= low
				v[i] = 0
				continue
			}
			if negative = number >= high; negative {
				number -= high
			}
			for k--; ranks[k][n] > number; k-- {
			}
			number -= ranks[k][n]
		}
		put(i, was-k, negative)
	}
	most := uint32(2*k + 1)
	negative := number >= most
	if negative {
		number -= most
	}
	was := k
	if k = int(number+1) / 2; k > 0 {
		number -= uint32(2*k - 1)
	}
	put(i, was-k, negative)
	put(i+1, k, number != 0)
	return energy
}

// spreadOut turns every pair of bins by an angle, so that few pulses are not
// heard as tones (RFC 6716 §4.3.4.3).
func (s *shaper) spreadOut(x []float32, k, blocks int) {
	n := len(x)
	if 2*k >= n || s.spread == 0 {
		return
	}
	g := float32(n) / float32(n+spreads[s.spread]*k)
	sin, cos := math.Sincos(math.Pi / 4 * float64(g*g))
	far := 0
	if n >= 8*blocks {
		far = 1
		for (far*far+far)*blocks+blocks>>2 < n {
			far++
		}
	}
	each := n / blocks
	for ; len(x) >= each; x = x[each:] {
		if far > 0 {
			turn(x[:each], far, float32(sin), float32(cos))
		}
		turn(x[:each], 1, float32(cos), float32(sin))
	}
}

// spreads are the bins per pulse from which the angle falls, by frame.spread.
var spreads = [4]int{0, 15, 10, 5}

const spreadMost = 3

// turn turns each pair of bins step apart, forth and back.
func turn(x []float32, step int, cos, sin float32) {
	if len(x) <= step {
		return
	}
	low := x[:len(x)-step]
	high := x[step:][:len(low)]
	for i := range low {
		a, b := low[i], high[i]
		high[i] = cos*b + sin*a
		low[i] = cos*a - sin*b
	}
	for i := len(low) - step - 1; i >= 0; i-- {
		a, b := low[i], high[i]
		high[i] = cos*b + sin*a
		low[i] = cos*a - sin*b
	}
}

// haar halves the resolution in time of n bins of each of step blocks, or
// doubles it, and does the reverse to that in frequency.
func haar(x []float32, n, step int) {
	const half = math.Sqrt2 / 2
	if step == 1 {
		for ; len(x) >= 2 && n >= 2; x, n = x[2:], n-2 {
			a, b := half*x[0], half*x[1]
			x[0], x[1] = a+b, a-b
		}
		return
	}
	for ; n >= 2; n -= 2 {
		low, high := x[:step], x[step:2*step]
		for i, v := range low {
			a, b := half*v, half*high[i]
			low[i], high[i] = a+b, a-b
		}
		x = x[2*step:]
	}
}

// byBlock puts the bins of each block together; plain blocks came of one by haar
// and lie in the order of its steps.
func (s *shaper) byBlock(x []float32, each, blocks int, plain bool) {
	to := s.swap[:copy(s.swap[:each*blocks], x)]
	for b := range blocks {
		at := b
		if plain {
			at = int(haarOrder[blocks-2+b])
		}
		part := x[at*each : (at+1)*each]
		for j := range part {
			part[j] = to[j*blocks+b]
		}
	}
}

// byBin undoes byBlock.
func (s *shaper) byBin(x []float32, each, blocks int, plain bool) {
	from := s.swap[:copy(s.swap[:each*blocks], x)]
	for b := range blocks {
		at := b
		if plain {
			at = int(haarOrder[blocks-2+b])
		}
		for j, v := range from[at*each : (at+1)*each] {
			x[j*blocks+b] = v
		}
	}
}

// haarOrder holds, for 2, 4, 8 and 16 blocks, where each of them lies.
var haarOrder = [...]uint8{
	1, 0,
	3, 0, 2, 1,
	7, 0, 4, 3, 6, 1, 5, 2,
	15, 0, 8, 7, 12, 3, 11, 4, 14, 1, 9, 6, 13, 2, 10, 5,
}

// joinFill and splitFill follow, in the bits of a fill, what haar does to blocks.
var (
	joinFill  = [16]uint8{0, 1, 1, 1, 2, 3, 3, 3, 2, 3, 3, 3, 2, 3, 3, 3}
	splitFill = [16]uint8{0x00, 0x03, 0x0c, 0x0f, 0x30, 0x33, 0x3c, 0x3f, 0xc0, 0xc3, 0xcc, 0xcf, 0xf0, 0xf3, 0xfc, 0xff}
)
