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

// Layers are counted backwards; 3 is Layer I.
const (
	layer3 = 1
	layer2 = 2
)

// layer2Kilobits is what Layer II of MPEG-1 has instead; for the low rates the
// two layers share a list. Layer II is not played, only told apart.
var layer2Kilobits = [15]int{0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384}

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
func (h mp3Header) padded() bool      { return h>>9&1 == 1 }
func (h mp3Header) mono() bool        { return h>>6&3 == 3 }
func (h mp3Header) low() bool         { return h.version() != mpeg1 }

// valid tells whether the bits can be a frame header of any layer.
func (h mp3Header) valid() bool {
	return h>>21 == 0x7ff && h.version() != 1 && h.layer() != 0 && h.bitrateIndex() != 15 && h>>10&3 != 3 && h&3 != 2
}

// same tells whether two headers belong to one stream.
func (h mp3Header) same(o mp3Header) bool {
	const fixed = 0xfffe0c00 // sync, version, layer, sampling rate
	return h&fixed == o&fixed
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

// frames returns how many frames of sound one MPEG frame of Layer III holds.
func (h mp3Header) frames() int {
	if h.low() {
		return 576
	}
	return 1152
}

// bitrate returns the bit rate, bits a second; 0 when free or of Layer I.
func (h mp3Header) bitrate() int {
	if h.bitrateIndex() == 15 {
		return 0
	}
	if h.layer() == layer2 && !h.low() {
		return layer2Kilobits[h.bitrateIndex()] * 1000
	}
	if h.layer() != layer3 && h.layer() != layer2 {
		return 0
	}
	table := 0
	if h.low() {
		table = 1
	}
	return kilobits[table][h.bitrateIndex()] * 1000
}

// size returns the bytes of the whole frame, or 0 when they cannot be told.
func (h mp3Header) size() int {
	if h.bitrate() == 0 {
		return 0
	}
	frames := h.frames()
	if h.layer() == layer2 {
		frames = 1152
	}
	n := frames / 8 * h.bitrate() / h.rate()
	if h.padded() {
		n++
	}
	return n
}

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
		if !h.valid() || h.size() <= mp3HeaderSize {
			continue
		}
		next := i + h.size()
		if next == len(b) || headerAt(b, next).valid() && headerAt(b, next).same(h) {
			return i
		}
	}
	return -1
}
