package decode

import "encoding/binary"

// mp3Header is the four bytes every MPEG audio frame begins with (ISO/IEC
// 11172-3 §2.4.1.3, 13818-3; MPEG-2.5 is the usual extension to low rates).
type mp3Header uint32

const mp3HeaderSize = 4 // bytes

// Versions as the header spells them.
const (
	mpeg25 = 0
	mpeg2  = 2
	mpeg1  = 3
)

// Layers are counted backwards.
const (
	layer3 = 1
	layer2 = 2
	layer1 = 3
)

// otherKilobits is what the layers have that are not played, only told apart and
// stepped over: Layer II and I of MPEG-1, and Layer I at the low rates. Layer II
// has there what Layer III has.
var otherKilobits = [3][15]int{
	{0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
	{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
	{0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
}

// kilobits lists the bit rates of Layer III by index, for MPEG-1 and for the
// low sampling rates of MPEG-2 and 2.5; 0 stands for «free», which has none.
var kilobits = [2][15]int{
	{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
}

func (h mp3Header) version() int      { return int(h>>19) & 3 }
func (h mp3Header) layer() int        { return int(h>>17) & 3 }
func (h mp3Header) protected() bool   { return h>>16&1 == 0 }
func (h mp3Header) bitrateIndex() int { return int(h>>12) & 15 }
func (h mp3Header) mono() bool        { return h>>6&3 == 3 }
func (h mp3Header) low() bool         { return h.version() != mpeg1 }

// free tells whether the header names no bit rate.
func (h mp3Header) free() bool { return h.bitrateIndex() == 0 }

// valid tells whether the bits can be a frame header of any layer.
func (h mp3Header) valid() bool {
	return h>>21 == 0x7ff && h.version() != 1 && h.layer() != 0 && h.bitrateIndex() != 15 && h>>10&3 != 3
}

// same tells whether two headers belong to one stream.
func (h mp3Header) same(o mp3Header) bool {
	const fixed = 0xfffe0c00 // sync, version, layer, sampling rate
	return h&fixed == o&fixed
}

// sameFree tells whether two headers belong to one stream of free format, whose
// headers have less in them that could tell junk from frames.
func (h mp3Header) sameFree(o mp3Header) bool {
	const fixed = 0xfffffc00 // all down to the sampling rate, the bit rate too
	return h&fixed == o&fixed && h.mono() == o.mono()
}

// rate returns the sampling rate, Hz.
func (h mp3Header) rate() int {
	r := [4]int{44100, 48000, 32000, 0}[h>>10&3]
	switch h.version() {
	case mpeg2:
		return r / 2
	case mpeg25:
		return r / 4
	}
	return r
}

// frames returns how many frames of sound one MPEG frame holds.
func (h mp3Header) frames() int {
	switch {
	case h.layer() == layer1:
		return 384
	case h.low() && h.layer() == layer3:
		return 576
	}
	return 1152
}

// bitrate returns the bit rate, bits a second; 0 when free.
func (h mp3Header) bitrate() int {
	i := h.bitrateIndex()
	switch {
	case i == 15:
		return 0
	case h.layer() == layer1 && h.low():
		return otherKilobits[2][i] * 1000
	case h.layer() == layer1:
		return otherKilobits[1][i] * 1000
	case h.layer() == layer2 && !h.low():
		return otherKilobits[0][i] * 1000
	case h.low():
		return kilobits[1][i] * 1000
	}
	return kilobits[0][i] * 1000
}

// size returns the bytes of the whole frame, or 0 when the header alone does not
// tell them.
func (h mp3Header) size() int {
	if h.bitrate() == 0 {
		return 0
	}
	if h.layer() == layer1 {
		return (12*h.bitrate()/h.rate() + h.padding()) * 4
	}
	return h.frames()/8*h.bitrate()/h.rate() + h.padding()
}

// padding returns the slots the frame is longer than others of its bit rate.
func (h mp3Header) padding() int { return int(h>>9) & 1 }

// sideAt and sideSize locate the side information, bytes.
func (h mp3Header) sideAt() int {
	if h.protected() {
		return mp3HeaderSize + 2
	}
	return mp3HeaderSize
}

func (h mp3Header) sideSize() int {
	switch {
	case h.low() && h.mono():
		return 9
	case !h.low() && !h.mono():
		return 32
	}
	return 17
}

// overhead returns the bytes of a frame that are not main data.
func (h mp3Header) overhead() int { return h.sideAt() + h.sideSize() }

// headerAt reads the four bytes at b[i].
func headerAt(b []byte, i int) mp3Header {
	if i < 0 || i+mp3HeaderSize > len(b) {
		return 0
	}
	return mp3Header(binary.BigEndian.Uint32(b[i:]))
}

// firstMP3 returns the offset of the first frame of Layer II or III in b that is followed by
// another of the same stream, or -1. A frame that ends exactly at the end of b
// counts too.
func firstMP3(b []byte) int {
	for i := 0; i+mp3HeaderSize <= len(b); i++ {
		if b[i] != 0xff {
			continue
		}
		h := headerAt(b, i)
		if !h.valid() || h.layer() == layer1 {
			continue
		}
		if h.free() {
			if freeSize(b[i:]) > 0 {
				return i
			}
			continue
		}
		if h.size() <= mp3HeaderSize {
			continue
		}
		next := i + h.size()
		if next == len(b) || headerAt(b, next).valid() && headerAt(b, next).same(h) {
			return i
		}
	}
	return -1
}
