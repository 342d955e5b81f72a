package quota

import "golang.org/x/sys/unix"

// bootClock goes on while the computer sleeps (macOS clock_gettime(3)).
const bootClock = unix.CLOCK_MONOTONIC
