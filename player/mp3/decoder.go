// Package mp3 decodes the frames of MPEG audio Layer III: MPEG-1, MPEG-2 and the
// low rates called MPEG-2.5, 8 to 48 kHz, in one or two channels, with joint
// stereo of either kind and any bit rate, free ones too.
//
// # Use
//
// ReadHeader tells how long a frame is and what is in it; Decode turns one whole
// frame after the other into sound. Where frames begin, what tags say and which of
// the sound belongs to the recording (encoders add silence at either end) is the
// caller's to know: package decode does all of it for files.
//
// After a seek, Reset and then decode a few frames before the wanted one, since the
// main data of a frame may begin up to 511 bytes before it and each frame is mixed
// with the end of the one before. A frame whose data is missing or damaged is
// silence of its length: time is kept, and nothing panics whatever the bytes are.
//
// A Decoder takes some 25 kB and allocates nothing once it has seen the longest
// frame.
//
// # Exactness
//
// It was written from ISO/IEC 11172-3 and 13818-3. The difference from ffmpeg and
// mpg123 is below -110 dB of the sound, in files of LAME's as in frames of made-up
// values that use what no encoder writes. Check sums are not looked at.
package mp3

import "errors"

// MaxFrames is the most frames of sound one MPEG frame holds.
const MaxFrames = 2 * lines

// ErrFrame says that the bytes are no frame of Layer III.
var ErrFrame = errors.New("not a frame of MPEG Layer III")

const (
	reservoirBytes = 511 // how far back main data may begin: nine bits of it
	padBytes       = 64  // zeroes behind the main data, so that reading ahead is safe
)

// Decoder decodes the frames of one stream in their order. The zero value is
// ready. It belongs to one goroutine.
type Decoder struct {
	side      sideInfo
	main      []byte // the reservoir, the main data of this frame, zeroes
	held      int    // bytes of main without the zeroes
	xr        [2][lines]float32
	scratch   [lines]float32
	over      [2][32][18]float32 // what blocks leave to the next
	bands     [18][32]float32
	histories [2]history
	head      [64]byte // side information, zeroes behind
}

// Reset forgets everything heard before, as after a seek.
func (d *Decoder) Reset() {
	d.held = 0
	d.over = [2][32][18]float32{}
	d.histories = [2]history{}
}

// Decode decodes one whole frame, header included, into out and returns how many
// frames of sound it holds, 576 or 1152; one channel is given on both sides.
// whole tells whether that is the real sound: a frame whose main data is missing,
// as after a seek, or contradicts itself is silence of its length, into which the
// sound before it fades. The only error is ErrFrame.
func (d *Decoder) Decode(frame []byte, out *[2][MaxFrames]float32) (n int, whole bool, err error) {
	h, ok := parseHeader(frame)
	if !ok {
		return 0, false, ErrFrame
	}
	d.head = [64]byte{}
	copy(d.head[:], frame[h.side:h.main])
	whole = d.side.read(&h, &bitReader{b: d.head[:]})
	at := d.keep(frame[h.main:]) - d.side.begin
	whole = whole && at >= 0
	r := bitReader{b: d.main, pos: 8 * at}
	for i := range h.granules() {
		var used [2]int
		if whole {
			used, whole = d.spectrum(&h, i, &r)
		}
		for ch := range h.channels {
			g := &d.side.granules[i][ch]
			if !whole {
				used[ch] = 0
				*g = granule{}
			}
			d.hybrid(ch, h.rate, g, used[ch])
			d.synthesise(ch, (*[lines]float32)(out[ch][i*lines:]))
		}
	}
	n = h.granules() * lines
	if h.channels == 1 {
		copy(out[1][:n], out[0][:n])
	}
	return n, whole, nil
}

// keep appends main data to the reservoir and returns where it begins.
func (d *Decoder) keep(main []byte) int {
	if extra := d.held - reservoirBytes; extra > 0 {
		copy(d.main, d.main[extra:d.held])
		d.held = reservoirBytes
	}
	start := d.held
	need := start + len(main) + padBytes
	if cap(d.main) < need {
		grown := make([]byte, need, 2*need)
		copy(grown, d.main[:min(start, len(d.main))])
		d.main = grown
	}
	d.main = d.main[:need]
	copy(d.main[start:], main)
	d.held = start + len(main)
	clear(d.main[d.held:])
	return start
}

// spectrum reads granule i of every channel and undoes joint stereo; false when
// the data ends too early.
func (d *Decoder) spectrum(h *header, i int, r *bitReader) (used [2]int, ok bool) {
	for ch := range h.channels {
		g := &d.side.granules[i][ch]
		end := r.pos + g.bits
		if end > 8*d.held {
			return used, false
		}
		switch {
		case h.low:
			g.readLowScales(r, ch == 1 && h.intensity)
		case i == 1:
			g.readScales(r, &d.side.granules[0][ch])
		default:
			g.readScales(r, nil)
		}
		if r.pos > end {
			return used, false
		}
		used[ch] = g.readSpectrum(r, end, &d.xr[ch])
		g.scaleLines(h.rate, &d.xr[ch], used[ch])
		r.pos = end
	}
	if h.ms || h.intensity {
		d.joint(h, &d.side.granules[i][1], &used)
	}
	return used, true
}
