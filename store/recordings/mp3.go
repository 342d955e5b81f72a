package recordings

import "bytes"

// isMP3 tells whether a file is MPEG audio layer III: after an ID3v2 tag and
// zero bytes two frames must follow each other, where the head reaches that
// far; amid anything else, three.
func isMP3(head []byte) bool {
	rest := head
	tagged := false
	for bytes.HasPrefix(rest, []byte("ID3")) && len(rest) >= 10 { // id3.org, ID3v2.4 §3.1; some writers put two
		size := int(rest[6]&0x7f)<<21 | int(rest[7]&0x7f)<<14 | int(rest[8]&0x7f)<<7 | int(rest[9]&0x7f)
		size += 10
		if rest[5]&0x10 != 0 { // a footer repeats the header
			size += 10
		}
		if size >= len(rest) {
			return true // the sound begins behind what we see
		}
		rest, tagged = rest[size:], true
	}
	rest = bytes.TrimLeft(rest, "\x00")
	if len(rest) == 0 {
		return tagged
	}
	if frames(rest, 2) {
		return true
	}
	for at := bytes.IndexByte(rest, 0xff); at >= 0; {
		if frames(rest[at:], 3) && len(rest)-at >= 4 {
			return true
		}
		next := bytes.IndexByte(rest[at+1:], 0xff)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return false
}

// frames tells whether data begins with n frames of one kind. Frames behind
// the end of data are believed if it holds at least one whole frame.
func frames(data []byte, n int) bool {
	var first header
	for i := range n {
		if len(data) < 4 {
			return i > 0
		}
		h, ok := parse(data)
		if !ok || i > 0 && (h.version != first.version || h.rate != first.rate) {
			return false
		}
		if i == 0 {
			first = h
		}
		if h.length > len(data) {
			return i > 0
		}
		data = data[h.length:]
	}
	return true
}

// header is what of a frame's header is needed to find the next (ISO/IEC 11172-3 §2.4.2.3).
type header struct {
	version int // 3 = MPEG 1, 2 = MPEG 2, 0 = MPEG 2.5
	rate    int // Hz
	length  int // bytes, with the header
}

// parse reads a frame's header; ok is false for anything but layer III at a
// given bit rate.
func parse(b []byte) (h header, ok bool) {
	if b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return h, false
	}
	h.version = int(b[1] >> 3 & 3)
	layer, bits, rate := b[1]>>1&3, int(b[2]>>4), int(b[2]>>2&3)
	if h.version == 1 || layer != 1 || bits == 0 || bits == 15 || rate == 3 || b[3]&3 == 2 { // reserved values; layer bits 01 = III
		return h, false
	}
	h.rate = [...]int{44100, 48000, 32000}[rate]
	kbps := [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}[bits]
	samples := 144
	if h.version != 3 {
		h.rate /= 2
		kbps = [...]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}[bits]
		samples = 72
	}
	if h.version == 0 {
		h.rate /= 2
	}
	h.length = samples * kbps * 1000 / h.rate
	if b[2]&2 != 0 { // padding
		h.length++
	}
	return h, true
}
