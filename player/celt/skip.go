package celt

// skipBand reads a band that lies above what is made into sound. The symbols are
// those of shaper.mono and shaper.stereo.
func (s *shaper) skipBand(n, budget, blocks, channels int, dual *bool) {
	if *dual && s.band == s.intensity {
		*dual = false
	}
	switch {
	case *dual:
		s.skipMono(n, budget/2, blocks)
		s.skipMono(n, budget/2, blocks)
	case channels == 2:
		s.skipStereo(n, budget, blocks)
	default:
		s.skipMono(n, budget, blocks)
	}
}

func (s *shaper) skipStereo(n, budget, blocks int) {
	a, _ := s.readAngle(n, budget, blocks, s.long, true)
	budget -= a.cost
	s.left -= a.cost
	first, second := a.shares(budget)
	before := s.left
	if first >= second {
		s.skipMono(n, first, blocks)
		s.skipMono(n, second+spare(first-(before-s.left), a.at != 0), blocks)
		return
	}
	s.skipMono(n, second, blocks)
	s.skipMono(n, first+spare(second-(before-s.left), a.at != 16384), blocks)
}

func (s *shaper) skipMono(n, budget, blocks int) {
	blocks >>= max(0, s.tf)
	for tf := s.tf; (n/blocks)&1 == 0 && tf < 0; tf++ {
		blocks <<= 1
	}
	s.skipPart(n, budget, blocks, s.long)
}

func (s *shaper) skipPart(n, budget, blocks, long int) {
	if !s.halves(n, budget, long) {
		if k := s.pulsesFor(budget, long); k > 0 {
			s.in.uniform(codes(n, k))
		}
		return
	}
	n /= 2
	long--
	all := blocks
	blocks = (blocks + 1) / 2
	a, _ := s.readAngle(n, budget, all, long, false)
	budget -= a.cost
	a.leanInTime(n, all, long)
	first, second := a.shares(budget)
	s.left -= a.cost
	before := s.left
	if first >= second {
		s.skipPart(n, first, blocks, long)
		s.skipPart(n, second+spare(first-(before-s.left), a.at != 0), blocks, long)
		return
	}
	s.skipPart(n, second, blocks, long)
	s.skipPart(n, first+spare(second-(before-s.left), a.at != 16384), blocks, long)
}
