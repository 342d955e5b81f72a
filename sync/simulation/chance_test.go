package simulation

import "time"

// chance decides what happens. Every decision has a name of its own (what, of
// which call, for which time), so that it does not depend on the order in which
// goroutines come to ask, and a history replays.
type chance uint64

// roll is the number behind a decision.
func (c chance) roll(what string, a, b int64) uint64 {
	h := uint64(14695981039346656037) // FNV-1a over the name
	for i := 0; i < len(what); i++ {
		h = (h ^ uint64(what[i])) * 1099511628211
	}
	x := uint64(c)*0x9e3779b97f4a7c15 ^ h ^ uint64(a)*0xbf58476d1ce4e5b9 ^ uint64(b)*0x94d049bb133111eb
	for range 2 { // SplitMix64
		x += 0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
	}
	return x
}

// upTo picks a number from 0 to n-1.
func (c chance) upTo(n int, what string, a, b int64) int {
	return int(c.roll(what, a, b) % uint64(n))
}

// is says yes in permille of 1000 cases.
func (c chance) is(permille int, what string, a, b int64) bool {
	return permille > 0 && c.upTo(1000, what, a, b) < permille
}

// span picks a length of time from min to max; the odd nanoseconds keep two
// events from falling on one instant.
func (c chance) span(minimum, maximum time.Duration, what string, a, b int64) time.Duration {
	return minimum + time.Duration(c.roll(what, a, b)%uint64(maximum-minimum+1))
}
