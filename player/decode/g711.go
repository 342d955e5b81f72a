package decode

// alaw and mulaw expand G.711 bytes to the 16-bit scale as ITU-T G.711 lays it
// down (and as sox and ffmpeg do).
var alaw, mulaw = expandALaw(), expandMuLaw()

func expandALaw() (t [256]float32) {
	for i := range t {
		v := byte(i) ^ 0x55
		exp, mant := int(v>>4)&7, int(v&15)
		s := mant<<4 + 8
		if exp > 0 {
			s = (s + 256) << (exp - 1)
		}
		if v&0x80 == 0 {
			s = -s
		}
		t[i] = float32(s) / 32768
	}
	return t
}

func expandMuLaw() (t [256]float32) {
	const bias = 0x84
	for i := range t {
		v := ^byte(i)
		s := (int(v&15)<<3+bias)<<(v>>4&7) - bias
		if v&0x80 != 0 {
			s = -s
		}
		t[i] = float32(s) / 32768
	}
	return t
}
