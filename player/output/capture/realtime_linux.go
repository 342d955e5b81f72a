package capture

import (
	"syscall"
	"time"
	"unsafe"
)

// Of linux/sched.h.
const (
	schedFIFO   = 1
	resetOnFork = 0x40000000
)

// realTime asks for the calling thread to run whenever it can, before every
// other program, as a sound card does. Without the right to it (CAP_SYS_NICE)
// the thread stays as it is, and Punctual tells when that was too late.
func realTime() {
	priority := int32(1)
	_, _, _ = syscall.RawSyscall(syscall.SYS_SCHED_SETSCHEDULER, 0, schedFIFO|resetOnFork, uintptr(unsafe.Pointer(&priority)))
}

// sleepUntil sleeps on the calling thread, without waiting for the runtime to
// hand it back.
func sleepUntil(t time.Time) {
	if d := time.Until(t); d > 0 {
		spec := syscall.NsecToTimespec(int64(d))
		_ = syscall.Nanosleep(&spec, nil) // cut short it is early, which does no harm
	}
}
