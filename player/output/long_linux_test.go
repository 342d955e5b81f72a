package output_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"sensedesk/player/output/capture"
)

// longCall writes a mono WAV of 8 kHz that lasts four hours: silence, but for
// impulses every half second behind from.
func longCall(t *testing.T, from time.Duration) string {
	t.Helper()
	const rate, frames = 8000, 4 * 3600 * 8000
	path := filepath.Join(t.TempDir(), "long.wav")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	le := binary.LittleEndian
	h := append([]byte("RIFF"), 0xff, 0xff, 0xff, 0xff)
	h = append(h, "WAVEfmt "...)
	h = le.AppendUint32(h, 16)
	h = le.AppendUint32(h, 1<<16|1)
	h = le.AppendUint32(h, rate)
	h = le.AppendUint32(h, rate*2)
	h = le.AppendUint32(h, 16<<16|2)
	h = append(h, "data"...)
	h = le.AppendUint32(h, frames*2)
	sound := make([]byte, 30*rate*2)
	for i := 0; i < len(sound)/2; i += rate / 2 {
		for k := range 8 { // a millisecond
			le.PutUint16(sound[2*(i+k):], 20000)
		}
	}
	_, err = f.Write(h)
	if err == nil {
		_, err = f.WriteAt(sound, 44+2*int64(from.Seconds()*rate))
	}
	if err == nil {
		err = f.Truncate(44 + frames*2) // the rest takes no room on the disk
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestClockAfterAThousandSeeks goes to a thousand places of a call of four
// hours, then listens, at each speed.
func TestClockAfterAThousandSeeks(t *testing.T) {
	const from = 2 * time.Hour
	path := longCall(t, from)
	for _, speed := range []float64{1, 1.5, 2} {
		const tries = 3 // the reader of the pipe stands for a device, which no busy machine would hold up
		for try := 1; !rightAfterSeeks(t, path, from, speed); try++ {
			if try == tries {
				t.Errorf("%g×: the clock is off", speed)
				break
			}
		}
	}
}

// rightAfterSeeks tells whether the clock of one playing was right.
func rightAfterSeeks(t *testing.T, path string, from time.Duration, speed float64) bool {
	t.Helper()
	s := listen(t, path, fmt.Sprintf("speed %g; play; scatter 1000; seek %s; wait 6s", speed, from))
	begin := s.At(s.steps["seek"])
	var at []int // frames at which impulses are heard, the first at from or soon after
	for i := begin; i < len(s.frames); i++ {
		if s.frames[i][0] > 6000 && (len(at) == 0 || i-at[len(at)-1] > capture.Rate/10) {
			at = append(at, i)
		}
	}
	if len(at) < 8 {
		t.Fatalf("%g×: heard %d impulses", speed, len(at))
	}
	// The first impulse may be lost in the fade at the seek: it counts by when
	// it is heard, the half second nearest to where the clock says it is.
	var ticks []tick
	for _, c := range s.clock {
		if c.at.After(s.steps["seek"]) {
			ticks = append(ticks, c)
		}
	}
	s.clock = ticks
	i, _ := slices.BinarySearchFunc(s.clock, s.When(at[1]), func(c tick, at time.Time) int { return c.at.Compare(at) })
	second := s.clock[min(i, len(s.clock)-1)].position.Round(500 * time.Millisecond)
	return s.clockIsRight(t, speed, func(frame int) time.Duration {
		for k := 2; k < len(at); k++ {
			if frame >= at[k-1] && frame < at[k] {
				part := float64(frame-at[k-1]) / float64(at[k]-at[k-1])
				return second + time.Duration((float64(k-2)+part)*float64(500*time.Millisecond))
			}
		}
		return -1
	}, from+time.Second, from+time.Minute)
}

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
