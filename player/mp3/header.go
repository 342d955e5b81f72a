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
