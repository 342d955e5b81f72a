package celt

import "math"

// quietest is the energy of a band of which nothing is known, log2.
const quietest = -28

// coarseEnergy reads the energy of each band in steps of 6 dB, as the difference
// to what the last frame and the band below make likely (RFC 6716 §4.3.2.1).
func (d *Decoder) coarseEnergy(f *frame) {
	e := &d.in
	if f.channels == 1 { // after a frame of two channels, the louder one is what this one follows
		for b := range d.energy[0] {
			d.energy[0][b] = max(d.energy[0][b], d.energy[1][b])
		}
	}
	model := &energyModel[f.long][0]
	coef, beta := energyCoef[f.long], energyBeta[f.long]
	if f.intra {
		model, coef, beta = &energyModel[f.long][1], 0, intraBeta
	}
	var below [2]float32
	for b := range f.end {
		for c := range f.channels {
			var step int
			switch left := f.bits - e.tell(); {
			case left >= 15:
				step = e.laplace(uint32(model[2*b])<<7, uint32(model[2*b+1])<<6)
			case left >= 2:
				step = e.symbol(energyTable, 2)
				step = step>>1 ^ -(step & 1)
			case left >= 1:
				if e.flag(1) {
					step = -1
				}
			default:
				step = -1
			}
			q := float32(step)
			d.energy[c][b] = coef*max(-9, d.energy[c][b]) + below[c] + q
			below[c] += q - beta*q
		}
	}
	if f.channels == 1 {
		d.energy[1] = d.energy[0]
	}
}

// fineEnergy reads the raw bits that refine the energies (RFC 6716 §4.3.2.2).
func (d *Decoder) fineEnergy(f *frame) {
	for b := range f.end {
		n := f.fine[b]
		if n <= 0 {
			continue
		}
		for c := range f.channels {
			q := d.in.raw(uint(n))
			d.energy[c][b] += (float32(q)+0.5)/float32(int(1)<<n) - 0.5
		}
	}
}

// lastEnergy spends what bits are left on one more step of some energies.
func (d *Decoder) lastEnergy(f *frame, left int) {
	for priority := range 2 {
		for b := 0; b < f.end && left >= f.channels; b++ {
			if f.fine[b] >= mostFine || f.later[b] != (priority == 1) {
				continue
			}
			for c := range f.channels {
				q := d.in.raw(1)
				d.energy[c][b] += (float32(q) - 0.5) / float32(int(2)<<f.fine[b])
				left--
			}
		}
	}
}

// amplitude returns the factor of a band's bins.
func (d *Decoder) amplitude(c, b int) float32 {
	return float32(math.Exp2(float64(min(32, d.energy[c][b]+meanEnergy[b]))))
}

// remember keeps the energies for the frames to come.
func (d *Decoder) remember(f *frame) {
	if f.channels == 1 {
		d.energy[1] = d.energy[0]
	}
	if f.transient {
		for c := range d.energy {
			for b, v := range d.energy[c] {
				d.before[c][b] = min(d.before[c][b], v)
			}
		}
	} else {
		d.before2, d.before = d.before, d.energy
	}
	d.forget(f.end)
}

// forget drops what is known of the bands from end on.
func (d *Decoder) forget(end int) {
	for c := range d.energy {
		for b := end; b < bands; b++ {
			d.energy[c][b], d.before[c][b], d.before2[c][b] = 0, quietest, quietest
		}
	}
}
