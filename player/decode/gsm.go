package decode

// GSM 06.10 full rate as Microsoft packs it into WAV («WAV49», which is what
// Asterisk's .WAV holds): two frames of 260 bits in 65 bytes, least bit first.
// The arithmetic is the fixed point of ETSI EN 300 961 (GSM 06.10), §5.3, so
// the samples are bit by bit those of every exact decoder.
const (
	gsmBlock   = 65  // bytes of two frames
	gsmFrame   = 160 // samples of one
	gsmHistory = 120 // samples the long-term predictor reaches back
)

// gsmState is what a decoder carries from one frame to the next.
type gsmState struct {
	residual [gsmHistory + gsmFrame]int16 // reconstructed short-term residual
	areas    [8]int16                     // log area ratios of the frame before
	lattice  [9]int16
	emphasis int16
	lag      int16 // last one that was in bounds
}

func newGSM() *gsmState { return &gsmState{lag: 40} }

// gsmBits reads fields, least bit first.
type gsmBits struct {
	b  []byte
	at int
}

func (g *gsmBits) take(n int) int16 {
	var v int16
	for i := range n {
		v |= int16(g.b[g.at>>3]>>(g.at&7)&1) << i
		g.at++
	}
	return v
}

// block decodes 65 bytes to 320 samples.
func (s *gsmState) block(b []byte, out []int16) {
	bits := gsmBits{b: b}
	s.frame(&bits, out[:gsmFrame])
	s.frame(&bits, out[gsmFrame:2*gsmFrame])
}

// gsmArea says how one log area ratio is stored (table 4.1 of the standard).
var gsmArea = [8]struct {
	bits        int
	least, b, a int16
}{
	{6, -32, 0, 13107},
	{6, -32, 0, 13107},
	{5, -16, 2048, 13107},
	{5, -16, -2560, 13107},
	{4, -8, 94, 19223},
	{4, -8, -1792, 17476},
	{3, -4, -341, 31454},
	{3, -4, -1144, 29708},
}

var gsmGain = [4]int16{3277, 11469, 21299, 32767}

func (s *gsmState) frame(bits *gsmBits, out []int16) {
	var areas [8]int16
	for i, a := range gsmArea {
		v := (bits.take(a.bits) + a.least) << 10
		v = mulRound(a.a, sub16(v, a.b<<1))
		areas[i] = add16(v, v)
	}
	for sub := range 4 {
		x := s.residual[:gsmHistory+40*(sub+1)]
		at := gsmHistory + 40*sub
		if lag := bits.take(7); lag >= 40 && lag <= gsmHistory {
			s.lag = lag
		}
		gain := gsmGain[bits.take(2)]
		for i := at; i < at+40; i++ {
			x[i] = mulRound(gain, x[i-int(s.lag)])
		}
		grid := int(bits.take(2))
		steps := &gsmPulses[bits.take(6)]
		for i := range 13 {
			k := at + grid + 3*i
			x[k] = add16(steps[bits.take(3)], x[k])
		}
	}
	s.synthesise(&areas, out)
	copy(s.residual[:gsmHistory], s.residual[gsmFrame:])
	s.areas = areas
}

// gsmPulses holds the values of a pulse by the coded maximum of its block.
var gsmPulses = expandPulses()

func expandPulses() (t [64][8]int16) {
	factor := [8]int16{18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767}
	for coded := range t {
		exp := 0
		if coded > 15 {
			exp = coded>>3 - 1
		}
		mant := coded - exp<<3
		if mant == 0 {
			exp, mant = -4, 7
		} else {
			for mant <= 7 {
				mant, exp = mant<<1|1, exp-1
			}
			mant -= 8
		}
		shift := 6 - exp
		half := int16(0)
		if shift > 0 {
			half = 1 << (shift - 1)
		}
		for i := range t[coded] {
			v := mulRound(factor[mant], int16(2*i-7)<<12)
			t[coded][i] = add16(v, half) >> shift
		}
	}
	return t
}

// synthesise filters the residual to sound; over the first 40 samples the
// filter goes over from the frame before.
func (s *gsmState) synthesise(areas *[8]int16, out []int16) {
	in := s.residual[gsmHistory:]
	from := 0
	for part, to := range [4]int{13, 27, 40, gsmFrame} {
		var refl [8]int16
		for i := range refl {
			before, now := s.areas[i], areas[i]
			var v int16
			switch part {
			case 0:
				v = add16(add16(before>>2, now>>2), before>>1)
			case 1:
				v = add16(before>>1, now>>1)
			case 2:
				v = add16(add16(before>>2, now>>2), now>>1)
			default:
				v = now
			}
			refl[i] = reflection(v)
		}
		for k := from; k < to; k++ {
			v := in[k]
			for i := 7; i >= 0; i-- {
				v = sub16(v, mulRound(refl[i], s.lattice[i]))
				s.lattice[i+1] = add16(s.lattice[i], mulRound(refl[i], v))
			}
			s.lattice[0] = v
			s.emphasis = add16(v, mulRound(s.emphasis, 28180))
			out[k] = add16(s.emphasis, s.emphasis) &^ 7
		}
		from = to
	}
}

// reflection turns a log area ratio into a reflection coefficient.
func reflection(area int16) int16 {
	v := area
	if v < 0 {
		v = sub16(0, v)
	}
	switch {
	case v < 11059:
		v <<= 1
	case v < 20070:
		v += 11059
	default:
		v = add16(v>>2, 26112)
	}
	if area < 0 {
		return -v
	}
	return v
}

func clip16(v int32) int16 { return int16(max(-1<<15, min(1<<15-1, v))) }

func add16(a, b int16) int16 { return clip16(int32(a) + int32(b)) }

func sub16(a, b int16) int16 { return clip16(int32(a) - int32(b)) }

// mulRound multiplies fractions of 1<<15.
func mulRound(a, b int16) int16 { return clip16((int32(a)*int32(b) + 1<<14) >> 15) }
