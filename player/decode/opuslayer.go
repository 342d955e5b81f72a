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

// coarseOpus decodes what is to be measured, at celt.Rate: the packets of CELT by
// what makes no more of them than is measured.
//
// Where a stream goes over from one layer to another, the energies of the first
// frames of CELT are differences to those of a frame hidden in the packet before
// it, and one hidden in the first packet behind CELT is a difference to the last
// of those (RFC 6716 §4.5.1). So there the whole decoder hears CELT as well.
type coarseOpus struct {
	whole    wholeOpus
	celt     *celt.Decoder // nil unless the last packet was of CELT
	lead     int           // frames of CELT still to be given by whole
	recent   [][]byte      // the last packets whole did not hear
	spare    [][2]float32
	channels int
}

// coarseLead is how long either decoder hears CELT before what it gives counts,
// frames: every 20 ms halve the error of not knowing what came before.
const coarseLead = celt.Rate * 160 / 1000

func (c *coarseOpus) start(channels int) error {
	c.whole.rate = celt.Rate
	c.celt, c.lead, c.recent, c.channels = nil, 0, c.recent[:0], channels
	return c.whole.start(channels)
}

func (c *coarseOpus) decode(dst [][2]float32, packet []byte) (int, error) {
	if !celt.Is(packet) {
		if err := c.catchUp(); err != nil {
			return 0, err
		}
		c.celt, c.lead = nil, coarseLead
		return c.whole.decode(dst, packet)
	}
	if c.celt == nil {
		c.celt = celt.New(c.channels)
	}
	n, err := c.celt.Decode(dst, packet)
	if c.lead == 0 {
		if err == nil {
			c.keep(packet, n)
		}
		return n, err
	}
	c.lead = max(0, c.lead-n)
	return c.whole.decode(dst, packet)
}

// keep remembers a packet of some frames that whole does not hear.
func (c *coarseOpus) keep(packet []byte, frames int) {
	most := coarseLead / frames
	if len(c.recent) <= most {
		c.recent = append(c.recent, append([]byte(nil), packet...))
		return
	}
	first := c.recent[0]
	copy(c.recent, c.recent[1:])
	c.recent[len(c.recent)-1] = append(first[:0], packet...)
}

// catchUp lets whole hear the last packets it did not.
func (c *coarseOpus) catchUp() error {
	missed := c.recent
	if c.recent = missed[:0]; len(missed) == 0 {
		return nil
	}
	if err := c.whole.start(c.channels); err != nil {
		return err
	}
	if c.spare == nil {
		c.spare = make([][2]float32, coarseLead)
	}
	for _, p := range missed {
		_, _ = c.whole.decode(c.spare, p) // where it cannot, it is silence for both
	}
	return nil
}
