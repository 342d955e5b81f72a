package mp3

import (
	"math/rand/v2"
	"strings"
)

// The files encoders make have no mixed blocks, hardly any intensity stereo and no
// odd mixtures. This writes frames of made-up values that use everything the
// standard has, so that other decoders can be asked what they sound like.

// bitWriter writes from the most significant bit.
type bitWriter struct {
	b []byte
	n int // bits
}

func (w *bitWriter) put(v, n int) {
	for i := n - 1; i >= 0; i-- {
		if w.n&7 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[w.n>>3] |= byte(v>>i&1) << (7 - w.n&7)
		w.n++
	}
}

// codesOf reads a tree as newCodeTable does: the bits of each pair of values.
func codesOf(tree string) map[byte]string {
	codes, at := map[byte]string{}, 0
	var walk func(bits string)
	walk = func(bits string) {
		if tree[at] == '.' {
			at++
			walk(bits + "0")
			walk(bits + "1")
			return
		}
		codes[byte(hexDigit(tree[at])<<4|hexDigit(tree[at+1]))] = bits
		at += 2
	}
	walk("")
	return codes
}

func (w *bitWriter) code(bits string) {
	for _, c := range bits {
		w.put(int(c-'0'), 1)
	}
}

// stream is what all frames of a made-up file have in common.
type stream struct {
	version   int // as the header spells it
	rate      int // as the header spells it
	mono      bool
	ms        bool
	intensity bool
	crc       bool
	only      int  // block type of all, -1 for any
	mixed     bool // the two lowest subbands stay long
	wide      bool // the spectrum goes up to its end

	block int // type of the last granule, where any may be
}

func (s *stream) low() bool { return s.version != 3 }

func (s *stream) channels() int {
	if s.mono {
		return 1
	}
	return 2
}

// madeUp is one granule of a channel.
type madeUp struct {
	blockType, compress, gain int
	mixed                     bool
	tables                    [3]int
	r0, r1                    int
	blockGain                 [3]int
	preflag, coarse, quadB    bool
	part2                     bitWriter // scale factors and spectrum
	big                       int       // pairs
}

// frame writes one frame of the highest bit rate, which all fits in.
func (s *stream) frame(rnd *rand.Rand) []byte {
	granules := 2
	if s.low() {
		granules = 1
	}
	var all [2][2]*madeUp
	for gr := range granules {
		s.nextBlock(rnd)
		for ch := range s.channels() {
			all[gr][ch] = s.granule(rnd, ch == 1)
		}
	}
	var side bitWriter
	if s.low() {
		side.put(0, 8)
		side.put(0, s.channels())
	} else {
		side.put(0, 9)
		side.put(0, [3]int{0, 5, 3}[s.channels()])
		side.put(0, 4*s.channels())
	}
	var main bitWriter
	for gr := range granules {
		for ch := range s.channels() {
			g := all[gr][ch]
			side.put(g.part2.n, 12)
			side.put(g.big, 9)
			side.put(g.gain, 8)
			if s.low() {
				side.put(g.compress, 9)
			} else {
				side.put(g.compress, 4)
			}
			if g.blockType != 0 {
				side.put(1, 1)
				side.put(g.blockType, 2)
				side.put(flag(g.mixed), 1)
				side.put(g.tables[0], 5)
				side.put(g.tables[1], 5)
				for _, v := range g.blockGain {
					side.put(v, 3)
				}
			} else {
				side.put(0, 1)
				for _, v := range g.tables {
					side.put(v, 5)
				}
				side.put(g.r0, 4)
				side.put(g.r1, 3)
			}
			if !s.low() {
				side.put(flag(g.preflag), 1)
			}
			side.put(flag(g.coarse), 1)
			side.put(flag(g.quadB), 1)
			for i := range g.part2.n {
				main.put(int(g.part2.b[i>>3]>>(7-i&7)&1), 1)
			}
		}
	}
	mode := 0
	switch {
	case s.mono:
		mode = 3
	case s.ms || s.intensity:
		mode = 1
	}
	head := []byte{
		0xff, byte(0xe2 | s.version<<3 | flag(!s.crc)), byte(14<<4 | s.rate<<2),
		byte(mode<<6 | flag(s.ms && !s.mono)<<5 | flag(s.intensity && !s.mono)<<4),
	}
	if s.crc {
		sum := crc16(append(append([]byte{}, head[2:]...), side.b...))
		head = append(head, byte(sum>>8), byte(sum))
	}
	out := append(append(head, side.b...), main.b...)
	hz := []int{44100, 48000, 32000}[s.rate]
	size := 144 * 320000 / hz
	if s.low() {
		if hz /= 2; s.version == 0 {
			hz /= 2
		}
		size = 72 * 160000 / hz
	}
	if len(out) > size {
		panic("too much for one frame")
	}
	return append(out, make([]byte, size-len(out))...)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// crc16 is the check sum of ISO/IEC 11172-3 §2.4.3.1.
func crc16(b []byte) int {
	sum := 0xffff
	for _, v := range b {
		for i := 7; i >= 0; i-- {
			bit := int(v>>i)&1 ^ sum>>15
			sum = sum << 1 & 0xffff
			if bit != 0 {
				sum ^= 0x8005
			}
		}
	}
	return sum
}

// nextBlock chooses the type of the next blocks. Others may not follow one another:
// their windows would not add up, and ffmpeg, which relies on it, hears something else.
func (s *stream) nextBlock(rnd *rand.Rand) {
	if s.only >= 0 {
		s.block = s.only
		return
	}
	follow := [4][2]int{{0, 1}, {2, 2}, {2, 3}, {0, 1}}
	s.block = follow[s.block][rnd.IntN(2)]
}

// granule makes up one granule; right tells the second channel.
func (s *stream) granule(rnd *rand.Rand, right bool) *madeUp {
	g := &madeUp{
		blockType: s.block, gain: 150 + rnd.IntN(25), coarse: rnd.IntN(4) == 0, quadB: rnd.IntN(2) == 0,
		preflag: !s.low() && s.block != 2 && rnd.IntN(3) == 0, r0: rnd.IntN(10), r1: rnd.IntN(8),
	}
	g.mixed = s.mixed && s.block != 0
	if g.blockType != 0 {
		g.blockGain = [3]int{rnd.IntN(3), rnd.IntN(3), rnd.IntN(3)}
	}
	s.scaleFactors(rnd, g, right)
	s.spectrum(rnd, g, right)
	return g
}

// scaleFactors writes random ones; for the right of intensity stereo they are
// positions.
func (s *stream) scaleFactors(rnd *rand.Rand, g *madeUp, right bool) {
	if !s.low() {
		g.compress = rnd.IntN(16)
		if right && s.intensity {
			g.compress = rnd.IntN(14) // four bits would be for positions there are not
		}
		slen := slenOf[g.compress]
		first, second := 11, 10
		if g.blockType == 2 {
			first, second = 18, 18
			if g.mixed {
				first = 17
			}
		}
		for range first {
			g.part2.put(rnd.IntN(1<<slen[0]), int(slen[0]))
		}
		for range second {
			g.part2.put(rnd.IntN(1<<slen[1]), int(slen[1]))
		}
		return
	}
	var slen [4]int
	part := 0
	positions := right && s.intensity
	switch {
	case positions && rnd.IntN(2) == 0:
		slen, part = [4]int{rnd.IntN(5), rnd.IntN(5), rnd.IntN(5)}, 3 // five bits are for none to compare
		g.compress = (slen[0]*36+slen[1]*6+slen[2])<<1 | rnd.IntN(2)
	case positions && rnd.IntN(2) == 0:
		slen, part = [4]int{rnd.IntN(4), rnd.IntN(4), rnd.IntN(4)}, 4
		g.compress = (180+slen[0]<<4+slen[1]<<2+slen[2])<<1 | rnd.IntN(2)
	case positions:
		slen, part = [4]int{rnd.IntN(4), rnd.IntN(3)}, 5
		g.compress = (244+slen[0]*3+slen[1])<<1 | rnd.IntN(2)
	case rnd.IntN(2) == 0:
		slen, part = [4]int{rnd.IntN(5), rnd.IntN(5), rnd.IntN(4), rnd.IntN(4)}, 0
		g.compress = (slen[0]*5+slen[1])<<4 | slen[2]<<2 | slen[3]
	case rnd.IntN(2) == 0:
		slen, part = [4]int{rnd.IntN(5), rnd.IntN(5), rnd.IntN(4)}, 1
		g.compress = 400 + (slen[0]*5+slen[1])<<2 | slen[2]
	default:
		slen, part = [4]int{rnd.IntN(4), rnd.IntN(3)}, 2
		g.compress = 500 + slen[0]*3 + slen[1]
	}
	kind := 0
	if g.blockType == 2 {
		kind = 1 + flag(g.mixed)
	}
	for i, n := range lowParts[part][kind] {
		for range n {
			v := rnd.IntN(1 << slen[i])
			// ISO/IEC 13818-3 §2.4.3.2: the largest is no position. ffmpeg takes it for
			// one, and mpg123 takes 7 for none as in MPEG-1.
			for positions && slen[i] > 0 && (v == 1<<slen[i]-1 || v == 7) {
				v = rnd.IntN(1 << slen[i])
			}
			g.part2.put(v, slen[i])
		}
	}
}

// spectrum writes random values that get smaller upwards; the right of intensity
// stereo ends low.
func (s *stream) spectrum(rnd *rand.Rand, g *madeUp, right bool) {
	g.big = 20 + rnd.IntN(60)
	quads := rnd.IntN(30)
	if s.wide {
		g.big, quads = 250, 10
	}
	if right && s.intensity {
		g.big, quads = rnd.IntN(50), rnd.IntN(12)
	}
	index := s.rate + [4]int{6, 0, 3, 0}[s.version]
	edges := &edgesOf[index]
	ends := [3]int{edges.long[8], lines, lines}
	switch {
	case g.blockType == 2:
		ends[0] = 3 * edges.short[3]
	case g.blockType == 0:
		ends = [3]int{edges.long[g.r0+1], edges.long[min(22, g.r0+g.r1+2)], lines}
	}
	at := 0
	for region, end := range ends {
		n := 0
		for n == 4 || n == 14 || codeTrees[treeOf(n)] == "" && n != 0 || n == 0 && rnd.IntN(8) > 0 {
			n = rnd.IntN(32)
		}
		g.tables[region] = n
		var codes map[byte]string
		most := 0
		if n > 0 {
			codes = codesOf(codeTrees[treeOf(n)])
			for v := range codes {
				most = max(most, int(v>>4))
			}
		}
		lin := int(linbitsOf[n])
		for ; at < min(end, 2*g.big); at += 2 {
			if n == 0 {
				continue
			}
			var v [2]int
			for i := range v {
				v[i] = min(most, int(rnd.ExpFloat64()*float64(40)/float64(2+at/8)))
				if v[i] == 15 && lin > 0 {
					v[i] += rnd.IntN(1 << min(lin, 6))
				}
			}
			w := &g.part2
			w.code(codes[byte(min(15, v[0])<<4|min(15, v[1]))])
			for _, x := range v {
				if x >= 15 && lin > 0 {
					w.put(x-15, lin)
				}
				if x != 0 {
					w.put(rnd.IntN(2), 1)
				}
			}
		}
	}
	codes := codesOf(quadTree)
	for range quads {
		if at+4 > lines {
			break
		}
		at += 4
		q := rnd.IntN(16)
		if g.quadB {
			g.part2.put(15-q, 4)
		} else {
			g.part2.code(codes[byte(q)])
		}
		for i := range 4 {
			if q>>i&1 != 0 {
				g.part2.put(rnd.IntN(2), 1)
			}
		}
	}
}

// treeOf returns whose codes a table has.
func treeOf(table int) int {
	switch {
	case table >= 24:
		return 24
	case table >= 16:
		return 16
	}
	return table
}

// String names the stream for a test.
func (s *stream) String() string {
	name := []string{map[int]string{3: "MPEG-1", 2: "MPEG-2", 0: "MPEG-2.5"}[s.version]}
	add := func(is bool, what string) {
		if is {
			name = append(name, what)
		}
	}
	add(true, [3]string{"44.1", "48", "32"}[s.rate])
	add(s.mono, "mono")
	add(s.ms, "ms")
	add(s.intensity, "intensity")
	add(s.crc, "crc")
	add(s.only >= 0, [5]string{"", "long", "start", "short", "stop"}[s.only+1])
	add(s.mixed, "mixed")
	return strings.Join(name, " ")
}
