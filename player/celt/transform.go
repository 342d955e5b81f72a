package celt

import "math"

// plan is an inverse cosine transform (DCT-IV) of some size, by a complex
// Fourier transform of half of it.
type plan struct {
	size    int      // coefficients, and frames it makes of them
	place   []uint8  // where an input of the Fourier transform goes
	rotate  []phasor // before and behind it
	turns   []phasor // of it: e^(-2πi·k/len)
	factors []int    // its stages, the first one first
}

// phasor is a complex number. Go's own are multiplied in double precision.
type phasor struct{ re, im float32 }

func (a phasor) times(b phasor) phasor {
	return phasor{a.re*b.re - a.im*b.im, a.re*b.im + a.im*b.re}
}

func cis(angle float64) phasor {
	sin, cos := math.Sincos(angle)
	return phasor{float32(cos), float32(sin)}
}

var plans = [4]plan{
	newPlan(shortest, 4, 5), newPlan(shortest<<1, 4, 2, 5), newPlan(shortest<<2, 4, 4, 5), newPlan(shortest<<3, 4, 4, 2, 5),
}

func newPlan(size int, factors ...int) plan {
	n := size / 2
	p := plan{size: size, factors: factors, place: make([]uint8, n), rotate: make([]phasor, n), turns: make([]phasor, n)}
	for i := range n {
		p.rotate[i] = cis(-math.Pi * float64(8*i+1) / float64(8*size))
		p.turns[i] = cis(-2 * math.Pi * float64(i) / float64(n))
	}
	var lay func(to, from, step, stages int)
	lay = func(to, from, step, stages int) {
		if stages == 0 {
			p.place[from] = uint8(to)
			return
		}
		part := 1
		for _, f := range factors[:stages-1] {
			part *= f
		}
		for j := range factors[stages-1] {
			lay(to+j*part, from+j*step, step*factors[stages-1], stages-1)
		}
	}
	lay(0, 0, 1, len(factors))
	return p
}

// transform returns the cosine transform of every step-th of x, in work: the sums
// of x[k]·cos(π/size·(n+½)·(k+½)).
func (p *plan) transform(work *work, x []float32, step int) []float32 {
	n := p.size / 2
	z := work.z[:n]
	last := (p.size - 1) * step
	for i, r := range p.rotate {
		z[p.place[i]] = phasor{x[2*i*step], x[last-2*i*step]}.times(r)
	}
	p.fourier(z)
	v := work.v[:p.size]
	for i, r := range p.rotate {
		y := z[i].times(r)
		v[2*i] = y.re
		v[p.size-1-2*i] = -y.im
	}
	return v
}

// work is where a transform happens.
type work struct {
	z [bins / 2]phasor
	v [bins]float32
}

// fourier transforms z, whose elements lie as place says.
func (p *plan) fourier(z []phasor) {
	part := 1
	for _, f := range p.factors {
		step := len(z) / (part * f) // of turns
		switch f {
		case 2:
			p.twos(z, part, step)
		case 4:
			if part == 1 {
				fours(z)
			} else {
				p.fours(z, part, step)
			}
		default:
			p.fives(z, part, step)
		}
		part *= f
	}
}

func (p *plan) twos(z []phasor, part, step int) {
	for ; len(z) > 0; z = z[2*part:] {
		a, b := z[:part], z[part:2*part]
		for i := range a {
			x, y := a[i], b[i].times(p.turns[i*step])
			a[i] = phasor{x.re + y.re, x.im + y.im}
			b[i] = phasor{x.re - y.re, x.im - y.im}
		}
	}
}

// fours is the first stage, in which nothing is turned.
func fours(z []phasor) {
	for ; len(z) >= 4; z = z[4:] {
		z[0], z[1], z[2], z[3] = four(z[0], z[1], z[2], z[3])
	}
}

func (p *plan) fours(z []phasor, part, step int) {
	for ; len(z) > 0; z = z[4*part:] {
		a, b, c, d := z[:part], z[part:2*part], z[2*part:3*part], z[3*part:4*part]
		for i := range a {
			a[i], b[i], c[i], d[i] = four(a[i], b[i].times(p.turns[i*step]), c[i].times(p.turns[2*i*step]), d[i].times(p.turns[3*i*step]))
		}
	}
}

func four(a, b, c, d phasor) (w, x, y, z phasor) {
	ac, bd := phasor{a.re + c.re, a.im + c.im}, phasor{b.re + d.re, b.im + d.im}
	e, f := phasor{a.re - c.re, a.im - c.im}, phasor{b.re - d.re, b.im - d.im}
	return phasor{ac.re + bd.re, ac.im + bd.im}, phasor{e.re + f.im, e.im - f.re},
		phasor{ac.re - bd.re, ac.im - bd.im}, phasor{e.re - f.im, e.im + f.re}
}

// fives is the last stage.
func (p *plan) fives(z []phasor, part, step int) {
	const (
		c1, s1 = 0.30901699437494742410, 0.95105651629515357212 // of 72°
		c2, s2 = -0.80901699437494742410, 0.58778525229247312917
	)
	za, zb, zc, zd, ze := z[:part], z[part:2*part], z[2*part:3*part], z[3*part:4*part], z[4*part:5*part]
	for i, a := range za {
		b, c := zb[i].times(p.turns[i*step]), zc[i].times(p.turns[2*i*step])
		d, e := zd[i].times(p.turns[3*i*step]), ze[i].times(p.turns[4*i*step])
		be, cd := phasor{b.re + e.re, b.im + e.im}, phasor{c.re + d.re, c.im + d.im}
		bm, cm := phasor{b.re - e.re, b.im - e.im}, phasor{c.re - d.re, c.im - d.im}
		za[i] = phasor{a.re + be.re + cd.re, a.im + be.im + cd.im}
		r1, i1 := a.re+c1*be.re+c2*cd.re, a.im+c1*be.im+c2*cd.im
		r2, i2 := a.re+c2*be.re+c1*cd.re, a.im+c2*be.im+c1*cd.im
		x1, y1 := s1*bm.re+s2*cm.re, s1*bm.im+s2*cm.im
		x2, y2 := s2*bm.re-s1*cm.re, s2*bm.im-s1*cm.im
		zb[i], ze[i] = phasor{r1 + y1, i1 - x1}, phasor{r1 - y1, i1 + x1}
		zc[i], zd[i] = phasor{r2 + y2, i2 - x2}, phasor{r2 - y2, i2 + x2}
	}
}
