package celt

import "errors"

// Rate is what frames come at, Hz.
const Rate = 16000

const (
	third     = 3                 // of the rate of CELT
	shortest  = 120 / third       // frames in 2.5 ms
	bins      = shortest << 3     // of the longest frame, and frames it lasts
	heard     = 17                // bands that lie below Rate/2
	mostWidth = (40 - 34) << 3    // bins of the widest of them
	mostTime  = Rate * 120 / 1000 // frames in the longest packet
)

// ErrDamaged is what Decode returns for a packet that cannot be decoded.
var ErrDamaged = errors.New("damaged CELT packet")

// Decoder decodes the packets of one stream, in order. It belongs to one
// goroutine.
type Decoder struct {
	channels int // given out

	in      entropy
	shaper  shaper
	energy  [2][bands]float32 // log2, less meanEnergy
	before  [2][bands]float32 // of the last frame, and the one before it
	before2 [2][bands]float32
	seed    uint32
	lost    int // frames since the last that arrived

	filters [3]postFilter // of the frame before the last, the last and this one
	outputs [2]output
	spectra [2][bins]float32
	work    work
}

// New returns a decoder for a stream of one or two channels, at its start or
// where it was sought to. One channel is given on both sides.
func New(channels int) *Decoder {
	d := &Decoder{channels: max(1, min(channels, 2))}
	d.forget(0)
	return d
}

// Decode writes the sound of a packet to dst, which has room for 120 ms, and
// returns how many frames it has. A packet of another layer, or one that is
// damaged, is ErrDamaged.
func (d *Decoder) Decode(dst [][2]float32, packet []byte) (int, error) {
	if !Is(packet) {
		return 0, ErrDamaged
	}
	f := frame{
		long:     int(packet[0] >> 3 & 3),
		channels: 1 + int(packet[0]>>2&1),
		end:      [4]int{13, 17, 19, 21}[packet[0]>>5&3],
	}
	var parts [mostParts][]byte
	n, ok := split(packet, &parts)
	size := shortest << f.long
	if !ok || n*size > min(mostTime, len(dst)) {
		return 0, ErrDamaged
	}
	for i, part := range parts[:n] {
		d.frame(dst[i*size:(i+1)*size], f, part)
	}
	return n * size, nil
}

// frame decodes one frame.
func (d *Decoder) frame(dst [][2]float32, f frame, data []byte) {
	if len(data) <= 1 { // nothing was sent
		d.lose(&f)
		clear(dst)
		return
	}
	f.bits = len(data) * 8
	d.in.begin(data)
	d.header(&f)
	n := len(dst)
	x, y := d.spectra[0][:n], d.spectra[1][:n]
	clear(x)
	clear(y)
	if f.silence {
		for c := range f.channels {
			for b := range f.end {
				d.energy[c][b] = quietest
			}
		}
	} else {
		d.spectrum(&f, x, y)
	}
	d.synthesize(dst, &f, x, y)
	d.remember(&f)
	d.seed, d.lost = d.in.size, 0
}

// spectrum decodes the bins of a frame.
func (d *Decoder) spectrum(f *frame, x, y []float32) {
	s := &d.shaper
	s.in, s.seed = &d.in, d.seed
	s.decode(f, x, y, f.bits<<eighth-f.reserve)
	fill := f.reserve > 0 && d.in.raw(1) == 1
	d.lastEnergy(f, f.bits-d.in.tell())
	if fill {
		d.fillCollapsed(f, x, y)
	}
	for c, v := range [2][]float32{x, y} {
		if c == f.channels {
			break
		}
		for b := range min(f.end, heard) {
			a := d.amplitude(c, b)
			part := v[int(edges[b])<<f.long : int(edges[b+1])<<f.long]
			for i := range part {
				part[i] *= a
			}
		}
	}
}

// lose notes that a frame did not arrive.
func (d *Decoder) lose(f *frame) {
	fall := float32(1.5)
	if d.lost > 0 {
		fall = 0.5
	}
	d.lost++
	for c := range f.channels {
		for b := range f.end {
			d.energy[c][b] -= fall
		}
	}
	if f.channels == 1 {
		d.energy[1] = d.energy[0]
	}
	d.forget(f.end)
	d.outputs = [2]output{}
}
