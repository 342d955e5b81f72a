package mp3

// Contradicts tells whether the side information of a frame, of which head is the
// start, cannot be: more values than there are lines, or a switch to a block that is
// not switched to. Such a frame has no sound; some decoders leave it out altogether.
// What head lacks counts as zero. A head that is no Layer III does not contradict
// itself.
func Contradicts(head []byte) bool {
	h, ok := parseHeader(head)
	if !ok && h.main == 0 {
		return false
	}
	b := [64]byte{}
	copy(b[:], head[min(h.side, len(head)):])
	r := bitReader{b: b[:]}
	// 8 or 9 bits of main_data_begin, private bits, four of scfsi a channel.
	first, each, split := 8+h.channels, 63, 38
	if !h.low {
		first, each, split = 20, 59, 33
		if h.channels == 1 {
			first = 18
		}
	}
	for range h.granules() * h.channels {
		r.pos = first + 12
		if 2*r.take(9) > lines {
			return true
		}
		r.pos = first + split
		if r.take(3) == 4 { // switched, to type 0
			return true
		}
		first += each
	}
	return false
}
