package decode

import (
	"fmt"

	"github.com/pion/opus"

	"sensedesk/player/celt"
)

// opusLayer makes sound of the packets of one stream, in order.
type opusLayer interface {
	// start makes it begin anew, with a stream of some channels.
	start(channels int) error
	// decode writes the sound of a packet to dst, which has room for 120 ms, one
	// channel to both sides, and returns how many frames there are.
	decode(dst [][2]float32, packet []byte) (int, error)
}

// longestOpus is how long a packet lasts at most, frames at 48 kHz (RFC 6716
// §3.2.5).
const longestOpus = opusClock * 120 / 1000

// wholeOpus decodes every packet, as it is to be heard.
type wholeOpus struct {
	rate     int // Hz
	channels int
	dec      *opus.Decoder
	pcm      []float32
}

func (w *wholeOpus) start(channels int) error {
	if w.dec == nil {
		dec, err := opus.NewDecoderWithOutput(w.rate, channels)
		if err != nil {
			return err
		}
		w.dec, w.pcm = &dec, make([]float32, 2*longestOpus)
	} else if err := w.dec.Init(w.rate, channels); err != nil {
		return err
	}
	w.channels = channels
	return nil
}

func (w *wholeOpus) decode(dst [][2]float32, packet []byte) (int, error) {
	n, err := w.dec.DecodeToFloat32(packet, w.pcm)
	if err != nil {
		return 0, err
	}
	if n > len(dst) {
		return 0, fmt.Errorf("%d frames in a packet", n)
	}
	if w.channels == 1 {
		for i, v := range w.pcm[:n] {
			dst[i] = [2]float32{v, v}
		}
		return n, nil
	}
	pcm := w.pcm[:2*n]
	for i := range dst[:n] {
		dst[i] = [2]float32(pcm[2*i : 2*i+2])
	}
	return n, nil
}

// coarseCELT decodes streams that hold nothing but CELT, to be measured.
type coarseCELT struct{ dec *celt.Decoder }

func (c *coarseCELT) start(channels int) error {
	c.dec = celt.New(channels)
	return nil
}

func (c *coarseCELT) decode(dst [][2]float32, packet []byte) (int, error) {
	return c.dec.Decode(dst, packet)
}
