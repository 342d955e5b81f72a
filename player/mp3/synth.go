package mp3

import "math"

// history is what the synthesis filter of one channel remembers: for each of the
// 32 outputs of the DCT its last 15 values, behind which a granule's 18 stand.
type history [32][15 + 18]float32

// taps are the window's factors by output: those for the newer value of each pair
// of slots, then those for the older.
type taps [16]float32

var (
	// upper goes to output j, lower to output 32-j.
	upper, lower = func() (up, low [17]taps) {
		d := func(i int) float32 {
			v := float64(0)
			switch {
			case i <= 256:
				v = float64(halfWindow[i])
			case i%64 == 0:
				v = float64(halfWindow[512-i])
			default:
				v = -float64(halfWindow[512-i])
			}
			return float32(v / 65536)
		}
		for j := range 17 {
			for i := range 8 {
				up[j][i], up[j][8+i] = d(j+64*i), -d(j+32+64*i)
				if j > 0 && j < 16 {
					low[j][i], low[j][8+i] = -d(32-j+64*i), -d(64-j+64*i)
				}
			}
		}
		return up, low
	}()
	cos32 = halfSecants32()
	cos16 = halfSecants16()
)

func halfSecant(k, n int) float32 {
	return float32(0.5 / math.Cos(math.Pi*float64(2*k+1)/float64(2*n)))
}

func halfSecants32() (t [16]float32) {
	for k := range t {
		t[k] = halfSecant(k, 32)
	}
	return t
}

func halfSecants16() (t [8]float32) {
	for k := range t {
		t[k] = halfSecant(k, 16)
	}
	return t
}

const (
	sec8a = 0.50979557910415916894 // 1/(2cos((2k+1)π/16))
	sec8b = 0.60134488693504528054
	sec8c = 0.89997622313641570464
	sec8d = 2.56291544774150617881
	sec4a = 0.54119610014619698440 // 1/(2cos((2k+1)π/8))
	sec4b = 1.30656296487637652785
)

// dct4 is the DCT-II of four values, not normalised.
func dct4(a, b, c, d float32) (w, x, y, z float32) {
	s, t := a+d, b+c
	p, q := (a-d)*sec4a, (b-c)*sec4b
	o := (p - q) * half
	return s + t, p + q + o, (s - t) * half, o
}

// dct8 is the same for eight, in place.
func dct8(v *[8]float32) {
	a, b, c, d := dct4(v[0]+v[7], v[1]+v[6], v[2]+v[5], v[3]+v[4])
	e, f, g, h := dct4((v[0]-v[7])*sec8a, (v[1]-v[6])*sec8b, (v[2]-v[5])*sec8c, (v[3]-v[4])*sec8d)
	v[0], v[2], v[4], v[6] = a, b, c, d
	v[1], v[3], v[5], v[7] = e+f, f+g, g+h, h
}

// dct16 is the same for sixteen (Lee's splitting).
func dct16(v *[16]float32) {
	var s, t [8]float32
	for k := range 8 {
		a, b := v[k], v[15-k]
		s[k], t[k] = a+b, (a-b)*cos16[k]
	}
	dct8(&s)
	dct8(&t)
	for n := range 7 {
		v[2*n], v[2*n+1] = s[n], t[n]+t[n+1]
	}
	v[14], v[15] = s[7], t[7]
}

// push transforms 32 subband samples into slot t of the history.
func (h *history) push(x *[32]float32, t int) {
	var s, u [16]float32
	for k := range 16 {
		a, b := x[k], x[31-k]
		s[k], u[k] = a+b, (a-b)*cos32[k]
	}
	dct16(&s)
	dct16(&u)
	for n := range 15 {
		h[2*n][15+t], h[2*n+1][15+t] = s[n], u[n]+u[n+1]
	}
	h[30][15+t], h[31][15+t] = s[15], u[15]
}

// synthesise turns the subbands of a granule into 576 frames of sound.
func (d *Decoder) synthesise(ch int, out *[lines]float32) {
	h := &d.histories[ch]
	for t := range 18 {
		h.push(&d.bands[t], t)
	}
	for t := range 18 {
		a := (*[16]float32)(h[16][t:])
		out[32*t] = dot(a, a, &upper[0])
		b := (*[16]float32)(h[0][t:])
		w := &upper[16]
		out[32*t+16] = b[14]*w[8] + b[12]*w[9] + b[10]*w[10] + b[8]*w[11] + b[6]*w[12] + b[4]*w[13] + b[2]*w[14] + b[0]*w[15]
	}
	for j := 1; j < 16; j++ {
		newer, older := &h[16+j], &h[16-j]
		up, low := &upper[j], &lower[j]
		for t := range 18 {
			a, b := (*[16]float32)(newer[t:]), (*[16]float32)(older[t:])
			out[32*t+j] = dot(a, b, up)
			out[32*t+32-j] = dot(a, b, low)
		}
	}
	for n := range h {
		copy(h[n][:15], h[n][18:])
	}
}

// dot weighs the newer slots of a and the older of b.
func dot(a, b *[16]float32, w *taps) float32 {
	x := a[15]*w[0] + a[13]*w[1] + a[11]*w[2] + a[9]*w[3]
	y := a[7]*w[4] + a[5]*w[5] + a[3]*w[6] + a[1]*w[7]
	u := b[14]*w[8] + b[12]*w[9] + b[10]*w[10] + b[8]*w[11]
	v := b[6]*w[12] + b[4]*w[13] + b[2]*w[14] + b[0]*w[15]
	return (x + y) + (u + v)
}
