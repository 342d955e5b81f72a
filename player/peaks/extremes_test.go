package peaks

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestExtremes compares with the plain way, on every mixture of signs, zeros of
// both signs among them.
func TestExtremes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	kinds := []func() float32{
		func() float32 { return rnd.Float32()*2 - 1 },
		func() float32 { return rnd.Float32() },
		func() float32 { return -rnd.Float32() },
		func() float32 { return 0 },
		func() float32 { return float32(math.Copysign(0, -1)) },
		func() float32 { return float32(rnd.IntN(3)-1) * 16 },
		func() float32 { return math.SmallestNonzeroFloat32 * float32(rnd.IntN(5)-2) },
	}
	for range 2000 {
		frames := make([][2]float32, 1+rnd.IntN(90))
		kind := [2]func() float32{kinds[rnd.IntN(len(kinds))], kinds[rnd.IntN(len(kinds))]}
		for i := range frames {
			frames[i] = [2]float32{kind[0](), kind[1]()}
		}
		lo, hi := extremes(frames)
		for side := range 2 {
			least, most := frames[0][side], frames[0][side]
			for _, f := range frames {
				least, most = min(least, f[side]), max(most, f[side])
			}
			if lo[side] != least || hi[side] != most {
				t.Fatalf("side %d: from %g to %g, want %g to %g: %v", side, lo[side], hi[side], least, most, frames)
			}
		}
	}
}
