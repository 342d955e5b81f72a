package mp3

import "math"

// ratios are what MPEG-1 intensity stereo gives to the left and the right by
// position: tan(p·π/12) shared out.
var ratios = func() (t [7][2]float32) {
	for p := range t {
		s, c := math.Sincos(float64(p) * math.Pi / 12)
		t[p] = [2]float32{float32(s / (s + c)), float32(c / (s + c))}
	}
	return t
}()

const half = math.Sqrt2 / 2

// joint undoes joint stereo. used are the lines of either channel that may be
// other than zero; it sets both to what they are afterwards.
func (d *Decoder) joint(h *header, right *granule, used *[2]int) {
	l, r := &d.xr[0], &d.xr[1]
	n := max(used[0], used[1])
	if !h.intensity {
		if h.ms {
			middle(l[:n], r[:n])
			*used = [2]int{n, n}
		}
		return
	}
	// From the top down to the right channel's last line, each band of which says
	// where its sound stands; in short blocks each window for itself.
	var sounding [3]bool
	anySound := false
	bands := right.bandTable(h.rate)
	for i := len(bands) - 1; i >= 0; i-- {
		b := bands[i]
		lb, rb := l[b.start:b.end], r[b.start:b.end]
		heard := &anySound
		if b.window >= 0 {
			heard = &sounding[b.window]
		}
		if !*heard {
			for _, v := range rb {
				if v != 0 {
					*heard, anySound = true, true
					break
				}
			}
		}
		at := b.scale
		if at > right.lastPlace { // the last band goes with the one below it
			at--
			if b.window >= 0 {
				at -= 2
			}
		}
		switch {
		case *heard || right.unplaced[at]:
			if h.ms {
				middle(lb, rb)
			}
		default:
			kl, kr := h.position(right, int(right.scales[at]))
			for j, v := range lb {
				lb[j], rb[j] = v*kl, v*kr
			}
		}
	}
	*used = [2]int{n, n}
}

// position returns what the left and the right get of a band at position p.
func (h *header) position(right *granule, p int) (toLeft, toRight float32) {
	if !h.low {
		return ratios[p][0], ratios[p][1]
	}
	step := (p + 1) / 2
	if right.compress&1 == 0 {
		step = -step // 2^(-1/4) a step
	} else {
		step *= -2
	}
	k := gains[step+gainZero]
	if p&1 == 1 {
		return k, 1
	}
	return 1, k
}

// middle turns middle and side into left and right.
func middle(l, r []float32) {
	r = r[:len(l)]
	for i, m := range l {
		s := r[i]
		l[i], r[i] = (m+s)*half, (m-s)*half
	}
}
