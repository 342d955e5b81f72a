package queue

import "math"

// z95 is the 97.5 % point of the standard normal distribution.
const z95 = 1.959963984540054

// Wilson returns the 95 % confidence interval of a share of hits among n, by
// the score method without correction for continuity (E. B. Wilson, Journal of
// the American Statistical Association 22, 1927). Of nothing nothing is known:
// 0 to 1.
func Wilson(hits, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	hits = max(0, min(hits, n))
	size, p := float64(n), float64(hits)/float64(n)
	middle := p + z95*z95/(2*size)
	half := z95 * math.Sqrt(p*(1-p)/size+z95*z95/(4*size*size))
	scale := 1 + z95*z95/size
	low, high = max(0, (middle-half)/scale), min(1, (middle+half)/scale)
	if hits == 0 { // rounding leaves a hair
		low = 0
	}
	if hits == n {
		high = 1
	}
	return low, high
}
