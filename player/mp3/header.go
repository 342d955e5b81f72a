package mp3

import "encoding/binary"

// HeaderSize is how many bytes a header has.
const HeaderSize = 4

// Header is what the first four bytes of a frame tell.
type Header struct {
	Rate     int // Hz
	Channels int // one or two
	Frames   int // of sound in the MPEG frame, 576 or 1152
	BitRate  int // bits a second; 0 of free format
	Size     int // bytes of the whole MPEG frame; 0 of free format, where the next frame has to be looked for
}

// bitRates are those of MPEG-1 and of the low rates, kbit/s by index.
var bitRates = [2][15]int{
	{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
}

// ReadHeader reads the header b begins with. Four bytes that are none by chance are
// not rare: where a stream is searched for frames, another header should stand where
// this one's frame ends. The only error is ErrFrame.
func ReadHeader(b []byte) (Header, error) {
	if len(b) < HeaderSize {
		return Header{}, ErrFrame
	}
	v := binary.BigEndian.Uint32(b)
	version, layer, index, rate := v>>19&3, v>>17&3, v>>12&15, v>>10&3
	if v>>21 != 0x7ff || version == 1 || layer != 1 || index == 15 || rate == 3 {
		return Header{}, ErrFrame
	}
	h := Header{Rate: [3]int{44100, 48000, 32000}[rate], Channels: 2, Frames: 2 * lines, BitRate: bitRates[0][index] * 1000}
	if v>>6&3 == 3 {
		h.Channels = 1
	}
	switch version {
	case 2:
		h.Rate /= 2
	case 0:
		h.Rate /= 4
	}
	if version != 3 {
		h.Frames, h.BitRate = lines, bitRates[1][index]*1000
	}
	if h.BitRate > 0 {
		h.Size = h.Frames/8*h.BitRate/h.Rate + int(v>>9&1)
	}
	return h, nil
}

// header is what the decoder needs of the four bytes a frame begins with.
type header struct {
	low       bool // MPEG-2 or 2.5
	rate      int  // index into edgesOf
	channels  int
	ms        bool
	intensity bool
	side      int // offset of the side information, bytes
	main      int // offset of the main data, bytes
}

// parseHeader reads b and tells whether it is a whole Layer III frame's start.
func parseHeader(b []byte) (h header, ok bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe6 != 0xe2 {
		return h, false
	}
	version, rate := b[1]>>3&3, int(b[2]>>2&3)
	if version == 1 || rate == 3 {
		return h, false
	}
	h.low = version != 3
	h.rate = rate
	switch version {
	case 2:
		h.rate += 3
	case 0:
		h.rate += 6
	}
	mode := b[3] >> 6
	h.channels = 2
	if mode == 3 {
		h.channels = 1
	}
	h.intensity = mode == 1 && b[3]&0x10 != 0
	h.ms = mode == 1 && b[3]&0x20 != 0
	h.side = 4
	if b[1]&1 == 0 {
		h.side = 6 // behind a CRC, which is not looked at
	}
	size := 17
	switch {
	case h.low && h.channels == 1:
		size = 9
	case !h.low && h.channels == 2:
		size = 32
	}
	h.main = h.side + size
	return h, len(b) >= h.main
}

// granules returns how many times 576 frames of sound a frame holds.
func (h *header) granules() int {
	if h.low {
		return 1
	}
	return 2
}
