package celt

import "math"

// output is what a channel carries from frame to frame.
type output struct {
	overlap [shortest]float32       // end of the last transform
	sound   [history + bins]float32 // before and behind the pitch filter
	in      [3]float32              // of the de-emphasis
	out     float32
}

// history is how far back the pitch filter reaches, frames.
const history = 1024/third + combLength

// window is the rise of the overlap of two frames (RFC 6716 §4.3.7), at the
// places that a third of the rate has.
var window = func() (w [shortest]float32) {
	for i := range w {
		s := math.Sin(math.Pi / 2 * (float64(third*i) + 1.5) / 120)
		w[i] = float32(math.Sin(math.Pi / 2 * s * s))
	}
	return w
}()

// synthesize makes the sound of a frame.
func (d *Decoder) synthesize(dst [][2]float32, f *frame, x, y []float32) {
	switch {
	case d.channels == 1 && f.channels == 2:
		for i := range x {
			x[i] = (x[i] + y[i]) / 2
		}
	case d.channels == 2 && f.channels == 1:
		copy(y, x)
	}
	d.filters[2] = f.filter
	spectra := [2][]float32{x, y}
	for c := range d.channels {
		o := &d.outputs[c]
		o.transform(&d.work, f, spectra[c])
		o.comb(&d.filters, len(dst))
		o.give(dst, c)
	}
	if d.channels == 1 {
		for i := range dst {
			dst[i][1] = dst[i][0]
		}
	}
	d.filters[0], d.filters[1] = d.filters[1], d.filters[2]
	if f.long > 0 {
		d.filters[0] = d.filters[1]
	}
}

// transform puts the sound of a spectrum behind the history: that of one long
// transform, or of a short one for each block (RFC 6716 §4.3.7).
func (o *output) transform(w *work, f *frame, x []float32) {
	p := &plans[f.long]
	blocks := 1
	if f.transient {
		p = &plans[0]
		blocks = 1 << f.long
	}
	const half = shortest / 2
	for b := range blocks {
		v := p.transform(w, x[b:], blocks)
		n := len(v)
		to := o.sound[history+b*n:][:n]
		for i := range half { // the rise
			s := v[n-1-i]
			to[half-1-i] = o.overlap[half-1-i] + window[half-1-i]*s
			to[half+i] = o.overlap[half+i] - window[half+i]*s
		}
		flat, from := to[shortest:], v[half:n-half]
		for i := range flat {
			flat[i] = -from[len(from)-1-i]
		}
		for i := range half { // the fall
			s := v[half-1-i]
			o.overlap[i] = -window[shortest-1-i] * s
			o.overlap[shortest-1-i] = -window[i] * s
		}
	}
}

// emphasis undoes the pre-emphasis of the encoder (RFC 6716 §4.3.7.2), which is
// one pole at 48 kHz: a pole at its third power, and four taps fitted to what is
// left of its response, within 2 % up to 3.9 kHz and 7 % at 7.7. The least error is
// had where samples move by 0.72 of one, which undoes the third of a frame by
// which those of the shorter transform lie late, but for 24 µs.
const pole = 0.85000610 * 0.85000610 * 0.85000610

var emphasis = [4]float32{0.14309557, 2.28225887, 0.20456588, -0.04892313}

// give writes the sound of a frame to a side of dst and moves it into the
// history.
func (o *output) give(dst [][2]float32, side int) {
	const scale = 1.0 / (1 << 15)
	in1, in2, in3, out := o.in[0], o.in[1], o.in[2], o.out
	for i, v := range o.sound[history:][:len(dst)] {
		out = pole*out + (emphasis[0]*v + emphasis[1]*in1 + emphasis[2]*in2 + emphasis[3]*in3)
		in1, in2, in3 = v, in1, in2
		dst[i][side] = out * scale
	}
	o.in, o.out = [3]float32{in1, in2, in3}, out
	copy(o.sound[:history], o.sound[len(dst):])
}
