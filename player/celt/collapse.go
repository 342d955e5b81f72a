package celt

import "math"

// fillCollapsed puts faint noise into the blocks of a transient that nothing was
// decoded for (RFC 6716 §4.3.5).
func (d *Decoder) fillCollapsed(f *frame, x, y []float32) {
	seed := d.shaper.seed
	spectra := [2][]float32{x, y}
	for b := range min(f.end, heard) {
		n, from := f.width(b), int(edges[b])<<f.long
		depth := (1 + f.shape[b]) / n
		most := 0.5 * math.Exp2(-float64(depth)/8)
		for c := range f.channels {
			one, two := d.before[c][b], d.before2[c][b]
			if f.channels == 1 {
				one, two = max(one, d.before[1][b]), max(two, d.before2[1][b])
			}
			r := 2 * math.Exp2(-float64(max(0, d.energy[c][b]-min(one, two))))
			if f.long == 3 {
				r *= math.Sqrt2
			}
			size := float32(min(most, r) / math.Sqrt(float64(n)))
			band := spectra[c][from : from+n]
			filled := false
			for block := range 1 << f.long {
				if d.shaper.visited[c][b]>>block&1 == 1 {
					continue
				}
				for i := block; i < n; i += 1 << f.long {
					seed = noise(seed)
					band[i] = size
					if seed&0x8000 == 0 {
						band[i] = -size
					}
				}
				filled = true
			}
			if filled {
				resize(band, 1)
			}
		}
	}
}
