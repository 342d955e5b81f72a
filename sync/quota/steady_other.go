//go:build !linux && !darwin

package quota

import "time"

// Steady returns a clock nobody can set. On Windows the runtime's own goes on
// while the computer sleeps.
func Steady() func() time.Duration {
	begun := time.Now()
	return func() time.Duration { return time.Since(begun) }
}
