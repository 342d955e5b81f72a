package mp3_test

import (
	"fmt"

	"sensedesk/player/mp3"
)

// A stream is walked through from header to header and decoded frame by frame.
func Example() {
	// Three frames of silence, 128 kbit/s at 44.1 kHz.
	frame := append([]byte{0xff, 0xfb, 0x90, 0x00}, make([]byte, 413)...)
	stream := append(append(append([]byte{}, frame...), frame...), frame...)

	var d mp3.Decoder
	var sound [2][mp3.MaxFrames]float32
	for len(stream) > 0 {
		h, err := mp3.ReadHeader(stream)
		if err != nil || h.Size == 0 || h.Size > len(stream) {
			break // look for the next header
		}
		n, whole, err := d.Decode(stream[:h.Size], &sound)
		if err != nil {
			break
		}
		left := sound[0][:n]
		fmt.Println(h.Rate, "Hz,", h.Channels, "channels,", len(left), "frames, whole:", whole)
		stream = stream[h.Size:]
	}
	// Output:
	// 44100 Hz, 2 channels, 1152 frames, whole: true
	// 44100 Hz, 2 channels, 1152 frames, whole: true
	// 44100 Hz, 2 channels, 1152 frames, whole: true
}

func ExampleReadHeader() {
	h, err := mp3.ReadHeader([]byte{0xff, 0xe3, 0x38, 0xc0})
	fmt.Printf("%+v %v\n", h, err)
	_, err = mp3.ReadHeader([]byte("RIFF"))
	fmt.Println(err)
	// Output:
	// {Rate:8000 Channels:1 Frames:576 BitRate:24000 Size:216} <nil>
	// not a frame of MPEG Layer III
}
