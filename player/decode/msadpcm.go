package decode

// The tables of Microsoft's ADPCM, from the «Multimedia Data Standards Update»
// of April 1994. The seven pairs of coefficients stand in every file's format
// chunk as well, and no other ones are written.
var (
	msCoefficients = [7][2]int32{{256, 0}, {512, -256}, {0, 0}, {192, 64}, {240, 0}, {460, -208}, {392, -232}}
	msSteps        = [16]int32{230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230}
)

const (
	msHead      = 7       // bytes a channel at the start of a block
	msLeastStep = 16      // the standard's
	msMostStep  = 1 << 20 // no block of real sound comes near; keeps a made-up one from overflowing
)

// msFrames returns how many frames a block of n bytes holds.
func msFrames(n, channels int) int {
	if n < msHead*channels {
		return 0
	}
	return 2 + (n-msHead*channels)*2/channels
}

// msBlock decodes one block of Microsoft's ADPCM in one or two channels, which
// stands alone: for all channels the number of their coefficients, the first
// step, the second sample and the first; then a nibble a sample, the high one
// first. out gets the samples of all channels, frame by frame.
//
// Predictions are rounded down, as Microsoft's codec and sox do; ffmpeg rounds
// them towards zero.
func msBlock(b []byte, channels int, out []int16) {
	word := func(at int) int32 { return int32(int16(uint16(b[at]) | uint16(b[at+1])<<8)) }
	var of [2]struct {
		coefficients [2]int32
		step         int32
		last, before int32
	}
	for c := range channels {
		s := &of[c]
		if n := int(b[c]); n < len(msCoefficients) { // else damaged: as sox
			s.coefficients = msCoefficients[n]
		} else {
			s.coefficients = msCoefficients[0]
		}
		s.step = word(channels + 2*c)
		s.last = word(3*channels + 2*c)
		s.before = word(5*channels + 2*c)
		out[c], out[channels+c] = int16(s.before), int16(s.last)
	}
	nibbles := b[msHead*channels:]
	for i := range out[2*channels:] {
		n := nibbles[i/2] >> (4 - i%2*4) & 15
		s := &of[i%channels]
		signed := int32(n) - int32(n&8)<<1
		value := int32(clip16((s.last*s.coefficients[0]+s.before*s.coefficients[1])>>8 + signed*s.step))
		s.before, s.last = s.last, value
		s.step = min(max(msSteps[n]*s.step>>8, msLeastStep), msMostStep)
		out[2*channels+i] = int16(value)
	}
}
