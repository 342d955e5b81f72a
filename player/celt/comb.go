package celt

import "math"

// combLength is how many taps the pitch filter has at 16 kHz.
const combLength = 8

// combTaps are the taps of the pitch filter at 48 kHz (RFC 6716 §4.3.7.1): the
// middle one and those on either side of it.
var combTaps = [3][3]float64{
	{0.3066406250, 0.2170410156, 0.1296386719},
	{0.4638671875, 0.2680664062, 0},
	{0.7998046875, 0.1000976562, 0},
}

// combs are the same at 16 kHz, by taps and by what is left when a period is
// divided by three: the sound between its samples is that of a windowed sinc. The
// first tap is the one nearest in time.
var combs = func() (c [3][third][combLength]float32) {
	for taps := range c {
		for rest := range third {
			var exact, sum float64
			for k := -2; k <= 2; k++ {
				exact += combTaps[taps][max(k, -k)]
			}
			var tap [combLength]float64
			for i := range tap {
				at := float64(i-combLength/2+1) - float64(rest)/third // from the period, frames
				for k := -2; k <= 2; k++ {
					x := at - float64(k)/third
					tap[i] += combTaps[taps][max(k, -k)] * sinc(x)
				}
				sum += tap[i]
			}
			for i, v := range tap {
				c[taps][rest][i] = float32(v * exact / sum)
			}
		}
	}
	return c
}()

func sinc(x float64) float64 {
	const reach = combLength/2 + 2.0/third
	if x == 0 {
		return 1
	}
	if math.Abs(x) >= reach {
		return 0
	}
	return math.Sin(math.Pi*x) / (math.Pi * x) * math.Pow(math.Cos(math.Pi/2*x/reach), 2)
}

// comb runs the pitch filter over n frames behind the history: first from the
// filter of the frame before the last to that of the last, then to this one's.
func (o *output) comb(filters *[3]postFilter, n int) {
	o.fade(history, shortest, &filters[0], &filters[1])
	if n > shortest {
		o.fade(history+shortest, n-shortest, &filters[1], &filters[2])
	}
}

// fade filters n frames of the sound from at on; over the first 2.5 ms one
// filter gives way to the other.
func (o *output) fade(at, n int, from, to *postFilter) {
	if from.gain == 0 && to.gain == 0 {
		return
	}
	a, b := from.at(), to.at()
	same := *from == *to
	x := o.sound[:at+n]
	if !same {
		for i := at; i < at+shortest; i++ {
			w := window[i-at] * window[i-at]
			x[i] += (1-w)*from.gain*a.sum(x, i) + w*to.gain*b.sum(x, i)
		}
		at, n = at+shortest, n-shortest
	}
	if to.gain == 0 {
		return
	}
	for i := at; i < at+n; i++ {
		x[i] += to.gain * b.sum(x, i)
	}
}

// tooth is a filter of some period.
type tooth struct {
	near int // frames back to the first tap
	taps *[combLength]float32
}

func (f *postFilter) at() tooth {
	p := max(f.period, 15)
	return tooth{near: p/third - combLength/2 + 1, taps: &combs[f.taps][p%third]}
}

func (t tooth) sum(x []float32, i int) float32 {
	p, k := x[i-t.near-combLength+1:][:combLength], t.taps
	return p[7]*k[0] + p[6]*k[1] + p[5]*k[2] + p[4]*k[3] + p[3]*k[4] + p[2]*k[5] + p[1]*k[6] + p[0]*k[7]
}
