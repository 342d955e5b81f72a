package output_test

import (
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// TestNoDropOut listens to numbered frames while every core is busy: each must
// come, after the one before it. SENSEDESK_LISTEN=10m makes it as long as that.
func TestNoDropOut(t *testing.T) {
	long := 20 * time.Second
	if v := os.Getenv("SENSEDESK_LISTEN"); v != "" {
		var err error
		if long, err = time.ParseDuration(v); err != nil {
			t.Fatal(err)
		}
	}
	for range runtime.NumCPU() {
		busy := exec.Command("sh", "-c", "while :; do :; done")
		if err := busy.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_ = busy.Process.Kill()
			_ = busy.Wait()
		})
	}
	in := numbered(int(long.Seconds()))
	s := listen(t, writeWAV(t, in), "play; end "+strconv.Itoa(int(long.Seconds())*2)+"s; wait 200ms")
	pieces := whole(s.frames)
	if len(pieces) != 1 || pieces[0] != [2]int{0, len(in) - 1} {
		t.Errorf("of %d frames these pieces were heard: %v", len(in), pieces)
	}
	t.Logf("%v without a hole: %v", long, pieces)
}
