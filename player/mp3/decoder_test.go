package mp3_test

import (
	"testing"

	"sensedesk/player/mp3"
)

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfb\x90\x00"), uint8(0))
	f.Fuzz(func(t *testing.T, b []byte, kind uint8) {
		// The header is made plausible, so that what is behind it is reached.
		frame := append([]byte{0xff, [3]byte{0xfb, 0xf3, 0xe3}[kind%3], kind & 0x0c % 0x0c, kind & 0xf0}, b...)
		for len(frame) < 40 {
			frame = append(frame, 0)
		}
		var d mp3.Decoder
		var out [2][mp3.MaxFrames]float32
		for range 3 {
			n, _, err := d.Decode(frame, &out)
			if err != nil || n != 576 && n != 1152 {
				t.Fatalf("%d frames, %v", n, err)
			}
		}
	})
}

// TestDecodeForeign refuses what is no frame.
func TestDecodeForeign(t *testing.T) {
	var d mp3.Decoder
	var out [2][mp3.MaxFrames]float32
	for _, b := range []string{"", "\xff\xfb\x90", "\xff\xfd\x90\x00" + string(make([]byte, 100)), "RIFF" + string(make([]byte, 100)), "\xff\xfb\x90\x00 short"} {
		if n, whole, err := d.Decode([]byte(b), &out); err == nil || whole || n != 0 {
			t.Errorf("%q: %d, %v, %v", b, n, whole, err)
		}
	}
}
