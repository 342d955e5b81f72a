package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sensedesk/player"
	"sensedesk/player/decode"
	"sensedesk/player/peaks"
	"sensedesk/player/stretch"
)

// What is measured by CPU or memory runs in a process of its own, as the
// programs it is compared with do: this test binary, run again.
const (
	childJob  = "SENSEDESK_REPORT_JOB"
	childFile = "SENSEDESK_REPORT_FILE"
)

func TestMain(m *testing.M) {
	if job := os.Getenv(childJob); job != "" {
		result, err := work(job, os.Getenv(childFile))
		result.Resident = resident()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		_ = json.NewEncoder(os.Stdout).Encode(result)
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// seen is what a process reports of itself, milliseconds.
type seen struct {
	First   float64 // to the first sound
	Median  float64 // of the seeks
	P99     float64
	Off     int64 // frames, the worst seek
	Seconds float64
	// Resident is the most memory that was, MB. The operating system tells the
	// parent another number: it counts the parent's own before the program began.
	Resident float64
}

// resident reads the greatest resident memory of this process, MB.
func resident() float64 {
	status, err := os.ReadFile("/proc/self/status") // proc(5)
	if err != nil {
		return math.NaN()
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kb float64
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		return math.NaN()
	}
	return kb / 1024
}

// work does one job on one file.
func work(job, path string) (s seen, err error) {
	f, err := os.Open(path)
	if err != nil {
		return s, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return s, err
	}
	open := decode.Open
	if job == "peaks" {
		open = decode.OpenCoarse
	}
	if job == "first" {
		s.First, err = firstSound(path)
		return s, err
	}
	d, err := open(f, st.Size())
	if err != nil {
		return s, err
	}
	s.Seconds = d.Info().Duration.Seconds()
	switch job {
	case "decode":
		return s, through(d, func([][2]float32) {})
	case "peaks":
		_, err = peaks.Compute(context.Background(), d, nil)
		return s, err
	case "seeks":
		return s, seeks(d, &s)
	case "1.5", "2":
		st := stretch.New(d.Info().SampleRate, d.Info().Channels)
		var speed float64
		_, err := fmt.Sscan(job, &speed)
		st.SetSpeed(speed)
		var out [][2]float32
		return s, errors.Join(err, through(d, func(x [][2]float32) { out = st.Push(out[:0], x); st.Points(nil) }))
	}
	return s, errors.New("no such job")
}

// through reads a recording to its end.
func through(d decode.Decoder, each func([][2]float32)) error {
	buf := make([][2]float32, 4096)
	for {
		n, err := d.Read(buf)
		each(buf[:n])
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// sound is a sink that waits for the first frame that is not silence.
type sound struct {
	heard chan struct{}
	stop  chan struct{}
}

func (s *sound) Start(f player.Feed) {
	go func() {
		block := make([][2]float32, player.Rate/1000)
		for {
			if n := f.Pull(block); n > 0 {
				close(s.heard)
				return
			}
			select {
			case <-f.More():
			case <-s.stop:
				return
			}
		}
	}()
}
func (s *sound) Heard() int64       { return 0 }
func (s *sound) Lost() <-chan error { return nil }
func (s *sound) Close() error       { close(s.stop); return nil }

// firstSound returns how long it takes from a path to the first frames a device
// is given, ms.
func firstSound(path string) (float64, error) {
	s := &sound{heard: make(chan struct{}), stop: make(chan struct{})}
	began := time.Now()
	d := player.NewDeck(player.Options{OpenSink: func() (player.Sink, error) { return s, nil }})
	defer d.Close()
	if _, err := d.Load(context.Background(), path); err != nil {
		return 0, err
	}
	d.Play()
	select {
	case <-s.heard:
	case <-time.After(time.Minute):
		return 0, errors.New("no sound within a minute")
	}
	return time.Since(began).Seconds() * 1000, nil
}

// seeks goes to random places of a file and measures until 20 ms of sound are
// there; then it compares them with a straight reading of the first minutes.
func seeks(d decode.Decoder, s *seen) error {
	rate := int64(d.Info().SampleRate)
	straight := make([][2]float32, 0, rate*120)
	for int64(len(straight)) < rate*120 {
		buf := straight[len(straight):cap(straight)]
		n, err := d.Read(buf)
		straight = straight[:len(straight)+n]
		if err != nil {
			break
		}
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	buf := make([][2]float32, rate/50)
	go20 := func(at int64) (int, error) {
		if _, err := d.SeekTo(at); err != nil {
			return 0, err
		}
		return d.Read(buf)
	}
	var took []float64
	frames := int64(s.Seconds * float64(rate))
	for range 300 {
		at := rnd.Int64N(max(1, frames-rate))
		began := time.Now()
		if _, err := go20(at); err != nil {
			return err
		}
		took = append(took, time.Since(began).Seconds()*1000)
	}
	slices.Sort(took)
	s.Median, s.P99 = took[len(took)/2], took[len(took)*99/100]
	for range 300 {
		at := 64 + rnd.Int64N(int64(len(straight)-len(buf)-128))
		n, err := go20(at)
		if err != nil {
			return err
		}
		s.Off = max(s.Off, offset(straight, at, buf[:n]))
	}
	return nil
}

// offset returns how many frames got lies from where it was asked for: the lag
// at which it is most like the straight reading. Silence is like everything.
func offset(straight [][2]float32, at int64, got [][2]float32) int64 {
	best, least := int64(0), math.Inf(1)
	energy := 0.0
	for _, f := range got {
		energy += float64(f[0] * f[0])
	}
	if energy < 1e-4*float64(len(got)) { // −40 dBFS
		return 0
	}
	for _, lag := range []int64{0, 1, -1, 2, -2, 3, -3, 8, -8, 16, -16, 32, -32, 64, -64} {
		sum := 0.0
		for i, f := range got {
			d := float64(f[0] - straight[at+lag+int64(i)][0])
			sum += d * d
		}
		if sum < least*0.999 {
			best, least = lag, sum
		}
	}
	return max(best, -best)
}

// cost is what a process used.
type cost struct{ cpu time.Duration }

// ours runs a job of the player in a process of its own.
func ours(tb testing.TB, job, path string) (seen, cost) {
	tb.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childJob+"="+job, childFile+"="+path)
	var s seen
	out, c := run(tb, cmd)
	if err := json.Unmarshal(out, &s); err != nil {
		tb.Fatalf("%s: %v: %q", job, err, out)
	}
	return s, c
}

// theirs runs another program.
func theirs(tb testing.TB, tool string, args ...string) cost {
	tb.Helper()
	_, c := run(tb, exec.Command(tool, args...))
	return c
}

func run(tb testing.TB, cmd *exec.Cmd) ([]byte, cost) {
	tb.Helper()
	var stderr limited
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("%v: %v: %s", cmd.Args, err, stderr)
	}
	return out, cost{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
}

// limited keeps the first kilobytes written to it.
type limited []byte

func (l *limited) Write(p []byte) (int, error) {
	if len(*l) < 4096 {
		*l = append(*l, p...)
	}
	return len(p), nil
}
