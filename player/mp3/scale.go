package mp3

// readScales reads the scale factors of MPEG-1; first is the same channel's first
// granule when this is the second.
func (g *granule) readScales(r *bitReader, first *granule) {
	slen := slenOf[g.compress]
	if g.blockType == 2 {
		low := g.longBands + (6-g.shortStart)*3
		for i := range low {
			g.scales[i] = uint8(r.take(int(slen[0])))
		}
		for i := low; i < low+18; i++ {
			g.scales[i] = uint8(r.take(int(slen[1])))
		}
		g.endScales(low + 18)
	} else {
		at := 0
		for part, to := range [4]int{6, 11, 16, 21} {
			for ; at < to; at++ {
				if first != nil && g.sharedBands[part] {
					g.scales[at] = first.scales[at]
				} else {
					g.scales[at] = uint8(r.take(int(slen[part/2])))
				}
			}
		}
		g.endScales(21)
	}
	for i := range g.scales {
		g.unplaced[i] = int(g.scales[i]) >= len(ratios)
	}
}

// readLowScales reads the scale factors of MPEG-2 and 2.5; right tells the second
// channel of intensity stereo, where they are positions.
func (g *granule) readLowScales(r *bitReader, right bool) {
	c := g.compress
	var slen [4]int
	var part int
	switch {
	case right && c>>1 < 180:
		c >>= 1
		slen, part = [4]int{c / 36, c % 36 / 6, c % 6}, 3
	case right && c>>1 < 244:
		c = c>>1 - 180
		slen, part = [4]int{c >> 4 & 3, c >> 2 & 3, c & 3}, 4
	case right:
		c = c>>1 - 244
		slen, part = [4]int{c / 3, c % 3}, 5
	case c < 400:
		slen, part = [4]int{c >> 4 / 5, c >> 4 % 5, c >> 2 & 3, c & 3}, 0
	case c < 500:
		c -= 400
		slen, part = [4]int{c >> 2 / 5, c >> 2 % 5, c & 3}, 1
	default:
		c -= 500
		slen, part = [4]int{c / 3, c % 3}, 2
		g.preflag = true
	}
	kind := 0
	if g.blockType == 2 {
		kind = 1
		if g.mixed {
			kind = 2
		}
	}
	at := 0
	for i, n := range lowParts[part][kind] {
		none := 1<<slen[i] - 1 // the largest value is no position (13818-3 §2.4.3.2)
		for range n {
			v := r.take(slen[i])
			g.scales[at] = uint8(v)
			g.unplaced[at] = none > 0 && v == none
			at++
		}
	}
	g.endScales(at)
}

// endScales says that the bands from n on have no scale factor of their own.
func (g *granule) endScales(n int) {
	clear(g.scales[n:])
	g.lastPlace = n - 1
}

// band is a run of lines with one gain, in the order of the stream.
type band struct {
	start, end int
	window     int // of a short block; -1 for long
	scale      int // index of its scale factor
}

// bandTable lists the bands of a block, lowest first.
type bandTable []band

// newBandTable lists the bands for n long bands and then short ones from start.
func newBandTable(e *bandEdges, n, start int) bandTable {
	var t bandTable
	for i := range n {
		t = append(t, band{e.long[i], e.long[i+1], -1, i})
	}
	for s := start; s < 13; s++ {
		width := e.short[s+1] - e.short[s]
		for w := range 3 {
			at := 3*e.short[s] + w*width
			t = append(t, band{at, at + width, w, len(t)})
		}
	}
	return t
}

// bandsOf goes by rate index and long, short or mixed.
var bandsOf = func() (t [9][3]bandTable) {
	for rate := range t {
		e := &edgesOf[rate]
		mixed := 8
		if rate >= 3 {
			mixed = 6
		}
		t[rate] = [3]bandTable{newBandTable(e, 22, 13), newBandTable(e, 0, 0), newBandTable(e, mixed, 3)}
	}
	return t
}()

func (g *granule) bandTable(rate int) bandTable {
	switch {
	case g.blockType != 2:
		return bandsOf[rate][0]
	case g.mixed:
		return bandsOf[rate][2]
	}
	return bandsOf[rate][1]
}

// scaleLines multiplies the first n lines by the gains of their bands.
func (g *granule) scaleLines(rate int, xr *[lines]float32, n int) {
	shift := 1
	if g.coarse {
		shift = 2
	}
	for _, b := range g.bandTable(rate) {
		if b.start >= n {
			break
		}
		s := int(g.scales[b.scale])
		if g.preflag && b.window < 0 {
			s += int(pretab[b.scale])
		}
		e := g.gain - 210 - s<<shift
		if b.window >= 0 {
			e -= 8 * g.blockGain[b.window]
		}
		gain := gains[max(0, min(len(gains)-1, e+gainZero))]
		run := xr[b.start:b.end]
		for i := range run {
			run[i] *= gain
		}
	}
}
