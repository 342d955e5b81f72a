package mp3

import "math"

// blockWindows are the windows of long, start, short (unused) and stop blocks.
var blockWindows = func() (t [4][36]float32) {
	sin := func(n int, i float64) float32 { return float32(math.Sin(math.Pi / float64(n) * (i + 0.5))) }
	for i := range 36 {
		x := float64(i)
		t[0][i] = sin(36, x)
		switch {
		case i < 18:
			t[1][i] = sin(36, x)
		case i < 24:
			t[1][i] = 1
		case i < 30:
			t[1][i] = sin(12, x-18)
		}
		switch {
		case i >= 18:
			t[3][i] = sin(36, x)
		case i >= 12:
			t[3][i] = 1
		case i >= 6:
			t[3][i] = sin(12, x-6)
		}
	}
	return t
}()

var (
	shortWindow = func() (t [12]float32) {
		for i := range t {
			t[i] = float32(math.Sin(math.Pi / 12 * (float64(i) + 0.5)))
		}
		return t
	}()
	// shortCos is the six-point DCT-IV.
	shortCos = func() (t [6][6]float32) {
		for m := range t {
			for k := range t[m] {
				t[m][k] = float32(math.Cos(math.Pi / 24 * float64((2*m+1)*(2*k+1))))
			}
		}
		return t
	}()
	// fold18 and fold9 are 1/(2cos) of the DCT-IV by way of the DCT-III.
	fold18 = func() (t [18]float32) {
		for m := range t {
			t[m] = float32(0.5 / math.Cos(math.Pi/72*float64(2*m+1)))
		}
		return t
	}()
	fold9 = func() (t [9]float32) {
		for m := range t {
			t[m] = float32(0.5 / math.Cos(math.Pi/36*float64(2*m+1)))
		}
		return t
	}()
)

const (
	cos10 = 0.98480775301220805937
	cos20 = 0.93969262078590838405
	cos30 = 0.86602540378443864676
	cos40 = 0.76604444311897803520
	cos50 = 0.64278760968653932632
	cos70 = 0.34202014332566873304
	cos80 = 0.17364817766693034885
)

// dct9 is the nine-point DCT-III: y[m] = sum of a[j] cos((2m+1) j 10°).
func dct9(a *[9]float32) {
	half := a[6] * 0.5
	p0 := a[0] + half
	e0 := p0 + a[2]*cos20 + a[4]*cos40 + a[8]*cos80
	e2 := p0 - a[2]*cos80 - a[4]*cos20 + a[8]*cos40
	e3 := p0 - a[2]*cos40 + a[4]*cos80 - a[8]*cos20
	x := a[0] - a[6]
	y := a[2] - a[4] - a[8]
	e1 := x + y*0.5
	e4 := x - y
	t := a[3] * cos30
	o0 := a[1]*cos10 + t + a[5]*cos50 + a[7]*cos70
	o1 := (a[1] - a[5] - a[7]) * cos30
	o2 := a[1]*cos50 - t - a[5]*cos70 + a[7]*cos10
	o3 := a[1]*cos70 - t + a[5]*cos10 - a[7]*cos50
	a[0], a[8] = e0+o0, e0-o0
	a[1], a[7] = e1+o1, e1-o1
	a[2], a[6] = e2+o2, e2-o2
	a[3], a[5] = e3+o3, e3-o3
	a[4] = e4
}

// dct18 is the DCT-IV of 18 lines: the inverse MDCT before it is unfolded.
func dct18(x *[18]float32, y *[18]float32) {
	var even, odd [9]float32
	even[0] = x[0]
	last := x[0] + x[1] // Z[1]
	odd[0] = last
	for j := 1; j < 9; j++ {
		even[j] = x[2*j] + x[2*j-1]
		z := x[2*j+1] + x[2*j]
		odd[j] = z + last
		last = z
	}
	dct9(&even)
	dct9(&odd)
	for m := range 9 {
		o := odd[m] * fold9[m]
		y[m] = (even[m] + o) * fold18[m]
		y[17-m] = (even[m] - o) * fold18[17-m]
	}
}

// longBlock transforms one subband, adds what the block before left and leaves
// what the next one needs.
func longBlock(x *[18]float32, w *[36]float32, over, out *[18]float32) {
	var y [18]float32
	dct18(x, &y)
	for i := range 9 {
		a, b := y[9+i], y[8-i]
		out[i] = over[i] + a*w[i]
		out[17-i] = over[17-i] - a*w[17-i]
		over[i] = -b * w[18+i]
		over[17-i] = -b * w[35-i]
	}
}

// shortBlocks does the same for three short transforms, whose lines alternate.
func shortBlocks(x *[18]float32, over, out *[18]float32) {
	var z [36]float32
	for w := range 3 {
		var y [6]float32
		for m := range y {
			c := &shortCos[m]
			y[m] = x[w]*c[0] + x[3+w]*c[1] + x[6+w]*c[2] + x[9+w]*c[3] + x[12+w]*c[4] + x[15+w]*c[5]
		}
		to := (*[12]float32)(z[6+6*w:])
		for i := range 3 {
			to[i] += y[i+3] * shortWindow[i]
			to[5-i] -= y[i+3] * shortWindow[5-i]
			to[6+i] -= y[2-i] * shortWindow[6+i]
			to[11-i] -= y[2-i] * shortWindow[11-i]
		}
	}
	for i := range 18 {
		out[i] = over[i] + z[i]
		over[i] = z[i+18]
	}
}

// reorder brings the lines of short blocks from band by window to line by line.
func (g *granule) reorder(rate int, xr, scratch *[lines]float32) {
	e := &edgesOf[rate]
	for s := g.shortStart; s < 13; s++ {
		at, width := 3*e.short[s], e.short[s+1]-e.short[s]
		for i := range width {
			for w := range 3 {
				scratch[at+3*i+w] = xr[at+w*width+i]
			}
		}
	}
	from := 3 * e.short[min(g.shortStart, 13)]
	copy(xr[from:], scratch[from:])
}

// hybrid turns the lines of one channel into 18 samples of each subband.
func (d *Decoder) hybrid(ch, rate int, g *granule, used int) {
	xr := &d.xr[ch]
	if used > 0 && g.blockType == 2 {
		g.reorder(rate, xr, &d.scratch)
		used = lines
		for used > 0 && xr[used-1] == 0 {
			used--
		}
	}
	// Aliasing is undone between long blocks only.
	limit := 32
	if g.blockType == 2 {
		limit = 1
		if g.mixed {
			limit = 2
		}
	}
	for sb := 1; sb < limit && sb*18 < used+8; sb++ {
		b := (*[16]float32)(xr[sb*18-8:])
		for i := range 8 {
			lo, hi := b[7-i], b[8+i]
			b[7-i] = lo*aliasCS[i] - hi*aliasCA[i]
			b[8+i] = hi*aliasCS[i] + lo*aliasCA[i]
		}
	}
	active := 0
	if used > 0 {
		active = min(32, (used+7)/18+1)
	}
	over := &d.over[ch]
	var out [18]float32
	for sb := range 32 {
		o := &over[sb]
		switch x := (*[18]float32)(xr[sb*18:]); {
		case sb >= active:
			out = *o
			*o = [18]float32{}
		case g.mixed && sb < 2:
			longBlock(x, &blockWindows[0], o, &out)
		case g.blockType == 2:
			shortBlocks(x, o, &out)
		default:
			longBlock(x, &blockWindows[g.blockType], o, &out)
		}
		if sb&1 == 1 {
			for i := 1; i < 18; i += 2 {
				out[i] = -out[i]
			}
		}
		for i, v := range out {
			d.bands[i][sb] = v
		}
	}
}
