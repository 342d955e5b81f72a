package decode

import (
	"fmt"
	"slices"

	"sensedesk/player/mp3"
)

// maxReservoir is how far back main data may begin, bytes: nine bits of it.
const maxReservoir = 511

// mp3Feed gives the sound of one MPEG frame at a time as frames of two channels.
type mp3Feed struct {
	dec  mp3.Decoder
	pcm  [2][mp3.MaxFrames]float32
	mono bool // the recording is of one channel, whatever is joined to it
}

// reset forgets everything heard before, as after a seek.
func (f *mp3Feed) reset() { f.dec.Reset() }

// sound decodes one frame into pcm. A frame from a stranger's file must not end
// the program, whatever is wrong with the decoder.
func (f *mp3Feed) sound(frame []byte) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			f.dec.Reset()
			err = fmt.Errorf("decode mp3: %v", r)
		}
	}()
	n, _, err = f.dec.Decode(frame, &f.pcm)
	return n, err
}

// decode appends the sound of one whole frame to dst. A frame that cannot be
// decoded is silence of its length.
func (f *mp3Feed) decode(dst [][2]float32, frame []byte) [][2]float32 {
	n, err := f.sound(frame)
	h := headerAt(frame, 0)
	if err != nil {
		n = h.frames()
		clear(f.pcm[0][:n])
		clear(f.pcm[1][:n])
	}
	at := len(dst)
	dst = slices.Grow(dst, n)[:at+n]
	out := dst[at:]
	left, right := f.pcm[0][:len(out)], f.pcm[1][:len(out)]
	if f.mono && !h.mono() {
		for i := range out {
			mean := (left[i] + right[i]) / 2
			out[i] = [2]float32{mean, mean}
		}
		return dst
	}
	for i := range out {
		out[i][0], out[i][1] = left[i], right[i]
	}
	return dst
}
