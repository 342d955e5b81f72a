package celt

import "math"

// shaper decodes the shapes of the bands of a frame (RFC 6716 §4.3.4). A shape
// is a vector of length 1.
//
// Its steps take what the RFC takes: a budget in eighths of a bit, the number of
// blocks in time the bins are interleaved of, a lower band whose shape is used
// where the budget gives none, and fill, which says which blocks of that have
// something in them, bit by bit. They return the same of what they decoded.
type shaper struct {
	in        *entropy
	seed      uint32 // of noise
	left      int    // of the frame, eighths of a bit
	band      int    // being decoded
	long      int    // these are as in frame, tf that of the band
	tf        int
	spread    int
	intensity int

	norm    [2][bins]float32 // shapes so far, scaled to be folded from
	folded  [mostWidth]float32
	swap    [mostWidth]float32
	pulses  [mostWidth]int32
	visited [2][bands]uint // blocks that have something in them
}

// decode decodes the shapes of all bands. What lies above 8 kHz is read, and
// nothing is made of it.
func (s *shaper) decode(f *frame, x, y []float32, total int) {
	blocks := 1
	if f.transient {
		blocks = 1 << f.long
	}
	s.long, s.spread, s.intensity = f.long, f.spread, f.intensity
	dual := f.dual
	balance, source, move := f.balance, 0, true
	for b := range f.end {
		s.band, s.tf = b, f.tf[b]
		used := s.in.eighths()
		if b > 0 {
			balance -= used
		}
		s.left = total - used - 1
		budget := 0
		if b < f.coded {
			budget = max(0, min(16383, s.left+1, f.shape[b]+balance/min(3, f.coded-b)))
		}
		from, to := int(edges[b])<<f.long, int(edges[b+1])<<f.long
		n := to - from
		if b >= heard {
			s.skipBand(n, budget, blocks, f.channels, &dual)
			balance += f.shape[b] + used
			continue
		}
		if (from >= n || b == 1) && (move || source == 0) {
			source = b
		}
		if dual && b == f.intensity {
			dual = false
			for i := range from {
				s.norm[0][i] = (s.norm[0][i] + s.norm[1][i]) / 2
			}
		}
		low, fill := s.lower(f, source, n, blocks)
		var lower [2][]float32
		if low >= 0 {
			lower = [2][]float32{s.norm[0][low:], s.norm[1][low:]}
		}
		switch {
		case dual:
			s.visited[0][b] = s.mono(x[from:to], budget/2, blocks, lower[0], s.norm[0][from:to], 1, fill[0])
			s.visited[1][b] = s.mono(y[from:to], budget/2, blocks, lower[1], s.norm[1][from:to], 1, fill[1])
		case f.channels == 2:
			s.visited[0][b] = s.stereo(x[from:to], y[from:to], budget, blocks, lower[0], s.norm[0][from:to], fill[0]|fill[1])
			s.visited[1][b] = s.visited[0][b]
		default:
			s.visited[0][b] = s.mono(x[from:to], budget, blocks, lower[0], s.norm[0][from:to], 1, fill[0]|fill[1])
			s.visited[1][b] = s.visited[0][b]
		}
		balance += f.shape[b] + used
		move = budget > n<<eighth
	}
}

// lower returns where the shape that is folded into a band of n bins begins, or
// -1, and what is in it.
func (s *shaper) lower(f *frame, source, n, blocks int) (at int, fill [2]uint) {
	if source == 0 || f.spread == spreadMost && blocks == 1 && s.tf >= 0 {
		all := uint(1)<<blocks - 1
		return -1, [2]uint{all, all}
	}
	at = max(0, int(edges[source])<<f.long-n)
	first := source - 1
	for int(edges[first])<<f.long > at {
		first--
	}
	last := source
	for last < s.band && int(edges[last])<<f.long < at+n {
		last++
	}
	for b := first; b < last; b++ {
		fill[0] |= s.visited[0][b]
		fill[1] |= s.visited[1][b]
	}
	return at, fill
}

// one decodes the sign of a band of one bin.
func (s *shaper) one(x []float32) {
	x[0] = 1
	if s.left >= 1<<eighth {
		s.left -= 1 << eighth
		if s.in.raw(1) == 1 {
			x[0] = -1
		}
	}
}

// mono decodes a band of one channel, in whatever resolution it has. What may be
// folded into later bands goes to out, unless that is nil.
func (s *shaper) mono(x []float32, budget, blocks int, lower, out []float32, gain float32, fill uint) uint {
	n := len(x)
	if n == 1 {
		s.one(x)
		if out != nil {
			out[0] = x[0]
		}
		return 1
	}
	plain := blocks == 1             // not interleaved yet
	joined, split := max(0, s.tf), 0 // steps of resolution in frequency, or in time
	if lower != nil {
		lower = lower[:n]
		if joined > 0 || (n/blocks)&1 == 0 && s.tf < 0 || blocks > 1 {
			lower = s.folded[:copy(s.folded[:n], lower)]
		}
	}
	for k := range joined {
		if lower != nil {
			haar(lower, n>>k, 1<<k)
		}
		fill = uint(joinFill[fill&15]) | uint(joinFill[fill>>4&15])<<2
	}
	blocks >>= joined
	each := n / blocks
	for tf := s.tf; each&1 == 0 && tf < 0; tf++ {
		if lower != nil {
			haar(lower, each, blocks)
		}
		fill |= fill << blocks
		blocks <<= 1
		each >>= 1
		split++
	}
	total := blocks
	if total > 1 && lower != nil {
		s.byBlock(lower, each>>joined, total<<joined, plain)
	}

	got := s.part(x, budget, blocks, lower, s.long, gain, fill)

	if total > 1 {
		s.byBin(x, each>>joined, total<<joined, plain)
	}
	for range split {
		blocks >>= 1
		each <<= 1
		got |= got >> blocks
		haar(x, each, blocks)
	}
	for k := range joined {
		got = uint(splitFill[got&15])
		haar(x, n>>k, 1<<k)
	}
	blocks <<= joined
	if out != nil {
		scale := float32(math.Sqrt(float64(n)))
		for i, v := range x {
			out[i] = scale * v
		}
	}
	return got & (1<<blocks - 1)
}
