package decode

import (
	"encoding/binary"
	"math"
)

// opusClock is the rate all times inside Ogg/Opus are counted at, Hz.
const opusClock = 48000

// opusHead is the identification header (RFC 7845 §5.1).
type opusHead struct {
	channels  int
	preSkip   int64   // frames at 48 kHz to drop at the start
	inputRate int     // Hz; of the sound before encoding, 0 when not told
	gain      float32 // factor
}

// parseOpusHead reads the first packet of a stream. ok is false when it is not
// Opus, or in a layout this package does not play; format then names it.
func parseOpusHead(b []byte) (h opusHead, format string, ok bool) {
	if len(b) < 19 || string(b[:8]) != "OpusHead" {
		return h, oggCodec(b), false
	}
	h.channels = int(b[9])
	h.preSkip = int64(binary.LittleEndian.Uint16(b[10:]))
	h.inputRate = int(binary.LittleEndian.Uint32(b[12:]))
	h.gain = float32(math.Pow(10, float64(int16(binary.LittleEndian.Uint16(b[16:])))/256/20))
	// Families other than 0 list streams; one stream of one or two channels is
	// the same thing.
	plain := b[18] == 0 || len(b) >= 21 && b[19] == 1
	if b[8]>>4 != 0 || !plain || h.channels < 1 || h.channels > 2 {
		return h, "Opus with many channels", false
	}
	return h, "", true
}

// oggCodec names what else stands in Ogg, by the first packet of a stream.
func oggCodec(b []byte) string {
	for _, c := range []struct{ magic, name string }{
		{"\x01vorbis", "Ogg Vorbis"},
		{"Speex   ", "Ogg Speex"},
		{"\x7fFLAC", "Ogg FLAC"},
		{"fLaC", "Ogg FLAC"},
		{"\x80theora", "Ogg Theora"},
		{"PCM     ", "Ogg PCM"},
	} {
		if len(b) >= len(c.magic) && string(b[:len(c.magic)]) == c.magic {
			return c.name
		}
	}
	return ""
}

// opusFrames returns how many frames at 48 kHz a packet lasts, from its first
// bytes (RFC 6716 §3.1); 0 when it is not valid.
func opusFrames(packet []byte) int64 {
	if len(packet) == 0 {
		return 0
	}
	config := packet[0] >> 3
	var size int64
	switch {
	case config < 12: // SILK: 10, 20, 40, 60 ms
		size = [4]int64{480, 960, 1920, 2880}[config&3]
	case config < 16: // hybrid: 10, 20 ms
		size = [2]int64{480, 960}[config&1]
	default: // CELT: 2.5, 5, 10, 20 ms
		size = 120 << (config & 3)
	}
	n := int64(1)
	switch packet[0] & 3 {
	case 1, 2:
		n = 2
	case 3:
		if len(packet) < 2 {
			return 0
		}
		n = int64(packet[1] & 63)
	}
	if n*size > opusClock*120/1000 { // 120 ms is the most
		return 0
	}
	return n * size
}
