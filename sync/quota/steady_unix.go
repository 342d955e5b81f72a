//go:build linux || darwin

package quota

import (
	"time"

	"golang.org/x/sys/unix"
)

// Steady returns a clock nobody can set that also counts the time the computer
// slept: a quota used up in the evening has room in the morning.
func Steady() func() time.Duration {
	begun := time.Now()
	return func() time.Duration {
		var at unix.Timespec
		if err := unix.ClockGettime(bootClock, &at); err != nil {
			return time.Since(begun)
		}
		return time.Duration(at.Nano())
	}
}
