package peaks

import "math"

// extremes returns the least and the greatest sample of both sides.
//
// A comparison of floats is a branch, and a processor guesses many of them wrong
// in every bin; a comparison of whole numbers is none. The bits of a float are
// sign and magnitude (IEEE 754): read as a signed number the greatest are those
// of the greatest sample, read as an unsigned one those of the least, as long as
// there are samples on both sides of zero. Where there are not, the bits are put
// in order first.
func extremes(frames [][2]float32) (lo, hi [2]float32) {
	lh, rh := int32(math.MinInt32), int32(math.MinInt32)
	var ll, rl uint32
	for i := range frames {
		l, r := math.Float32bits(frames[i][0]), math.Float32bits(frames[i][1])
		lh, ll = max(lh, int32(l)), max(ll, l)
		rh, rl = max(rh, int32(r)), max(rl, r)
	}
	for side, b := range [2]struct {
		hi int32
		lo uint32
	}{{lh, ll}, {rh, rl}} {
		if b.hi < 0 || b.lo < 1<<31 {
			lo[side], hi[side] = oneSided(frames, side)
			continue
		}
		lo[side], hi[side] = math.Float32frombits(b.lo), math.Float32frombits(uint32(b.hi))
	}
	return lo, hi
}

// oneSided is extremes for a side on which no sample is negative, or every one.
func oneSided(frames [][2]float32, side int) (lo, hi float32) {
	least, most := int32(math.MaxInt32), int32(math.MinInt32)
	for i := range frames {
		k := inOrder(int32(math.Float32bits(frames[i][side])))
		least, most = min(least, k), max(most, k)
	}
	return math.Float32frombits(uint32(inOrder(least))), math.Float32frombits(uint32(inOrder(most)))
}

// inOrder turns the bits of a float into a number that compares like it, and
// back.
func inOrder(bits int32) int32 { return bits ^ bits>>31&math.MaxInt32 }
