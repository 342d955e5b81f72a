package decode

import (
	"bytes"
	"encoding/binary"
)

// mp3Tag is what encoders write into the first frame instead of sound: the
// Xing/Info header, Fraunhofer's VBRI, and LAME's addition to Xing.
type mp3Tag struct {
	present bool
	count   int64 // frames of the stream, this one not counted; 0 when not told
	delay   int   // encoder delay, frames of sound
	padding int   // frames of sound added at the end
	gapless bool  // delay and padding are told
	bytes   int64 // of the file as it was written; 0 when not told
}

// trim returns how many frames of sound at the end are not the recording's.
func (t *mp3Tag) trim() int64 { return int64(max(0, t.padding-decoderDelay)) }

// decoderDelay is what every Layer III decoder adds to the encoder's delay:
// 528 frames of the filter bank and one (LAME's tech FAQ; ffmpeg does the same).
const decoderDelay = 529

// parseMP3Tag looks for a tag in the whole frame b.
func parseMP3Tag(b []byte) mp3Tag {
	h := headerAt(b, 0)
	if i := mp3HeaderSize + 32; len(b) >= i+18 && bytes.Equal(b[i:i+4], []byte("VBRI")) {
		return mp3Tag{present: true, count: int64(binary.BigEndian.Uint32(b[i+14:]))}
	}
	// The tag stands behind the side information, whether or not the encoder
	// counted the two bytes of a CRC in.
	for _, i := range []int{mp3HeaderSize + h.sideSize(), h.overhead()} {
		if len(b) >= i+8 && (bytes.Equal(b[i:i+4], []byte("Xing")) || bytes.Equal(b[i:i+4], []byte("Info"))) {
			return parseXing(b[i+4:])
		}
	}
	return mp3Tag{}
}

// parseXing reads what follows the four letters.
func parseXing(b []byte) mp3Tag {
	t := mp3Tag{present: true}
	flags := binary.BigEndian.Uint32(b)
	at := 4
	skip := func(bit uint32, n int) []byte {
		if flags&bit == 0 {
			return nil
		}
		at += n
		if at > len(b) {
			return nil
		}
		return b[at-n : at]
	}
	if f := skip(1, 4); f != nil {
		t.count = int64(binary.BigEndian.Uint32(f))
	}
	if f := skip(2, 4); f != nil {
		t.bytes = int64(binary.BigEndian.Uint32(f))
	}
	skip(4, 100) // table of contents
	skip(8, 4)   // quality
	if at+24 > len(b) {
		return t
	}
	// ffmpeg writes "Lavf" or "Lavc" where LAME writes its name.
	switch string(b[at : at+4]) {
	case "LAME", "Lavf", "Lavc":
		v := int(b[at+21])<<16 | int(b[at+22])<<8 | int(b[at+23])
		t.delay, t.padding, t.gapless = v>>12, v&0xfff, true
	}
	return t
}
