package mp3

const lines = 576 // spectral lines, and frames of sound, of a granule

// granule is the side information of one channel for 576 lines.
type granule struct {
	bits        int // of scale factors and spectrum
	bigValues   int // pairs
	gain        int
	compress    int
	blockType   int // 0 long, 1 start, 2 short, 3 stop
	mixed       bool
	tables      [3]uint8
	regions     [3]int // where each ends, lines
	blockGain   [3]int
	preflag     bool
	coarse      bool // scale factors count double
	quadB       bool
	longBands   int // how many long bands there are
	shortStart  int // first short band; 13 when there is none
	scales      [40]uint8
	unplaced    [40]bool // the scale factor is no intensity position
	lastPlace   int      // the last band with a scale factor of its own
	sharedBands [4]bool  // scale factors taken over from the first granule
}

// sideInfo is that of a whole frame.
type sideInfo struct {
	begin    int // bytes of main data before the frame
	granules [2][2]granule
}

// read fills s from the bytes of a frame; false when they contradict themselves.
func (s *sideInfo) read(h *header, r *bitReader) bool {
	if h.low {
		s.begin = r.take(8)
		r.take(h.channels)
	} else {
		s.begin = r.take(9)
		r.take([3]int{0, 5, 3}[h.channels])
		for ch := range h.channels {
			shared := &s.granules[1][ch].sharedBands
			for i := range shared {
				shared[i] = r.take(1) == 1
			}
		}
	}
	for i := range h.granules() {
		for ch := range h.channels {
			if !s.granules[i][ch].read(h, r) {
				return false
			}
		}
	}
	return true
}

func (g *granule) read(h *header, r *bitReader) bool {
	g.bits, g.bigValues, g.gain = r.take(12), r.take(9), r.take(8)
	if h.low {
		g.compress = r.take(9)
	} else {
		g.compress = r.take(4)
	}
	g.blockType, g.mixed, g.blockGain = 0, false, [3]int{}
	edges := &edgesOf[h.rate]
	switchedToLong := false // forbidden
	if r.take(1) == 1 {
		g.blockType, g.mixed = r.take(2), r.take(1) == 1
		g.tables = [3]uint8{uint8(r.take(5)), uint8(r.take(5))}
		for i := range g.blockGain {
			g.blockGain[i] = r.take(3)
		}
		switchedToLong = g.blockType == 0
		// Region 0 ends behind three short bands of each window, or eight long ones.
		g.regions = [3]int{edges.long[8], lines, lines}
		if g.blockType == 2 {
			g.regions[0] = 3 * edges.short[3]
		}
	} else {
		for i := range g.tables {
			g.tables[i] = uint8(r.take(5))
		}
		r0, r1 := r.take(4), r.take(3)
		g.regions = [3]int{edges.long[r0+1], edges.long[min(22, r0+r1+2)], lines}
	}
	g.preflag = !h.low && r.take(1) == 1
	g.coarse = r.take(1) == 1
	g.quadB = r.take(1) == 1
	switch {
	case g.blockType != 2:
		g.longBands, g.shortStart = 22, 13
	case !g.mixed:
		g.longBands, g.shortStart = 0, 0
	case h.low:
		g.longBands, g.shortStart = 6, 3
	default:
		g.longBands, g.shortStart = 8, 3
	}
	return g.bigValues*2 <= lines && !switchedToLong
}
