package quota

import "golang.org/x/sys/unix"

// bootClock is CLOCK_MONOTONIC and the time of suspensions (clock_gettime(2)).
const bootClock = unix.CLOCK_BOOTTIME
