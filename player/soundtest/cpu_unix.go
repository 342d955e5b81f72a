//go:build unix

package soundtest

import (
	"syscall"
	"testing"
	"time"
)

// OwnCPU returns the CPU time this process has used so far.
func OwnCPU(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// FFmpegCPU returns the CPU time of ffmpeg's plain decoding of a file, the least
// of three times.
func FFmpegCPU(tb testing.TB, path string) time.Duration {
	tb.Helper()
	return ToolCPU(tb, "ffmpeg", "-v", "error", "-threads", "1", "-i", path, "-f", "null", "-")
}
