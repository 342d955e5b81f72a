package peaks

import "math"

// highPass is a second-order Butterworth filter that takes hum and rumble out
// before a level is judged. What it gives is too great by 1/gain: its output is
// only squared and added up, so the factor is applied once a bin.
type highPass struct {
	gain, a1, a2   float32
	x1, x2, y1, y2 float32
}

const highPassHz = 200

func newHighPass(rate int) highPass {
	w := 2 * math.Pi * highPassHz / float64(rate)
	alpha, cos := math.Sin(w)/math.Sqrt2, math.Cos(w)
	a0 := 1 + alpha
	return highPass{gain: float32((1 + cos) / 2 / a0), a1: float32(-2 * cos / a0), a2: float32((1 - alpha) / a0)}
}

func (h *highPass) next(x float32) float32 {
	y := (x - h.x1) - (h.x1 - h.x2) - h.a2*h.y2 - h.a1*h.y1
	h.x2, h.x1, h.y2, h.y1 = h.x1, x, h.y1, y
	return y
}

// squares adds up the squares of both sides behind their filters. A filter waits
// for its own last result at every step; side by side the two fill each other's
// waiting.
func squares(l, r *highPass, frames [][2]float32) (left, right float32) {
	a1, a2 := l.a1, l.a2
	lx1, lx2, ly1, ly2 := l.x1, l.x2, l.y1, l.y2
	rx1, rx2, ry1, ry2 := r.x1, r.x2, r.y1, r.y2
	for i := range frames { // highPass.next, with everything in registers
		x, z := frames[i][0], frames[i][1]
		y := (x - lx1) - (lx1 - lx2) - a2*ly2 - a1*ly1
		w := (z - rx1) - (rx1 - rx2) - a2*ry2 - a1*ry1
		lx2, lx1, ly2, ly1 = lx1, x, ly1, y
		rx2, rx1, ry2, ry1 = rx1, z, ry1, w
		left += y * y
		right += w * w
	}
	l.x1, l.x2, l.y1, l.y2 = lx1, lx2, ly1, ly2
	r.x1, r.x2, r.y1, r.y2 = rx1, rx2, ry1, ry2
	return left, right
}
