package output_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sensedesk/player"
	"sensedesk/player/output"
	"sensedesk/player/output/capture"
)

// The speaker can be opened once in a process, so each test plays in a process
// of its own: this test binary, run again with the environment below.
const (
	playFile = "SENSEDESK_TEST_PLAY"
	playHow  = "SENSEDESK_TEST_HOW" // steps such as "speed 1.5; play; wait 2s; pause"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(playFile); path != "" {
		if err := play(path, os.Getenv(playHow)); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// play runs the steps on a real deck and writes "clock <unix ns> <position ns>"
// every 5 ms, and every step with its time.
func play(path, steps string) error {
	d := player.NewDeck(player.Options{OpenSink: output.Speaker})
	defer func() { _ = d.Close() }()
	info, err := d.Load(context.Background(), path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	defer func() { _ = out.Flush() }()
	for _, step := range strings.Split(steps, ";") {
		verb, arg, _ := strings.Cut(strings.TrimSpace(step), " ")
		fmt.Fprintf(out, "%s %d\n", verb, time.Now().UnixNano())
		switch verb {
		case "play":
			d.Play()
		case "pause":
			d.Pause()
		case "reconnect":
			d.Reconnect()
		case "speed":
			v, _ := strconv.ParseFloat(arg, 64)
			d.SetSpeed(v)
		case "gain":
			var ch int
			var g float64
			if _, err := fmt.Sscan(arg, &ch, &g); err != nil {
				return err
			}
			d.SetGain(ch, g)
		case "scatter": // to so many places, one after the other
			n, _ := strconv.Atoi(arg)
			rnd := rand.New(rand.NewPCG(1, 1))
			for range n {
				d.Seek(time.Duration(rnd.Int64N(int64(info.Duration))))
				time.Sleep(2 * time.Millisecond)
			}
		case "seek", "wait", "end":
			dur, err := time.ParseDuration(arg)
			if err != nil {
				return err
			}
			if verb == "seek" {
				d.Seek(dur)
				continue
			}
			until := time.Now().Add(dur)
			for time.Now().Before(until) && (verb != "end" || !d.Ended()) {
				before := time.Now()
				p := d.Position()
				if time.Since(before) < time.Millisecond { // else nobody knows when this was so
					fmt.Fprintf(out, "clock %d %d\n", before.UnixNano(), p)
				}
				time.Sleep(5 * time.Millisecond)
			}
		}
	}
	for { // the last one counts
		select {
		case n := <-d.Notices():
			fmt.Fprintf(out, "notice %s\n", n.Kind)
			continue
		default:
		}
		return nil
	}
}

// session is what came of one playing.
type session struct {
	*capture.Capture
	frames [][2]int16
	clock  []tick
	steps  map[string]time.Time // last time of each verb
	notice string
	cpu    time.Duration // the process used
}

type tick struct {
	at       time.Time
	position time.Duration
}

func listen(t *testing.T, path, steps string) session {
	t.Helper()
	c, err := capture.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := session{Capture: c, steps: map[string]time.Time{}}
	s.run(t, path, steps, c.Env())
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	s.frames = c.Frames()
	return s
}

func (s *session) run(t *testing.T, path, steps string, env []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), playFile+"="+path, playHow+"="+steps), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		switch f[0] {
		case "clock":
			s.clock = append(s.clock, tick{unix(f[1]), time.Duration(unix(f[2]).UnixNano())})
		case "notice":
			s.notice = f[1]
		default:
			s.steps[f[0]] = unix(f[1])
		}
	}
}

func unix(s string) time.Time {
	n, _ := strconv.ParseInt(s, 10, 64)
	return time.Unix(0, n)
}

// writeWAV writes 16-bit stereo at 48 kHz.
func writeWAV(t *testing.T, frames [][2]int16) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.wav")
	le := binary.LittleEndian
	b := append([]byte("RIFF"), 0, 0, 0, 0)
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint32(b, 2<<16|1)
	b = le.AppendUint32(b, capture.Rate)
	b = le.AppendUint32(b, capture.Rate*4)
	b = le.AppendUint32(b, 16<<16|4)
	b = append(b, "data"...)
	b = le.AppendUint32(b, uint32(len(frames)*4))
	for _, f := range frames {
		b = le.AppendUint16(b, uint16(f[0]))
		b = le.AppendUint16(b, uint16(f[1]))
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// numbered gives every frame its own number.
func numbered(seconds int) [][2]int16 {
	out := make([][2]int16, seconds*capture.Rate)
	for i := range out {
		out[i] = [2]int16{int16(i % 30000), int16(1 + i/30000)}
	}
	return out
}

func number(f [2]int16) int { return (int(f[1])-1)*30000 + int(f[0]) }

// TestHeardIsTheRecording listens to a whole recording and wants every sample
// as it was, and the clock at the place heard.
func TestHeardIsTheRecording(t *testing.T) {
	in := numbered(4)
	s := listen(t, writeWAV(t, in), "play; end 10s; wait 100ms")

	at := slices.IndexFunc(s.frames, func(f [2]int16) bool { return f != [2]int16{} })
	if at < 0 || len(s.frames) < at+len(in) {
		t.Fatalf("heard %d frames, sound from %d", len(s.frames), at)
	}
	for i := range in {
		if s.frames[at+i] != in[i] {
			t.Fatalf("frame %d is heard as %v, want %v", i, s.frames[at+i], in[i])
		}
	}
	s.checkClock(t, 1, func(frame int) time.Duration {
		if frame < at || frame >= at+len(in) {
			return -1
		}
		return time.Duration(frame-at) * time.Second / capture.Rate
	}, 500*time.Millisecond, 3500*time.Millisecond)
}

// checkClock compares the positions between two places with what was heard then,
// wherever the capture was a device at that time.
func (s *session) checkClock(t *testing.T, speed float64, truth func(frame int) time.Duration, from, to time.Duration) {
	t.Helper()
	var off []float64 // ms of wall time
	told := 0
	for i, c := range s.clock {
		if i > 0 && c.position < s.clock[i-1].position {
			t.Errorf("the clock ran back from %v to %v", s.clock[i-1].position, c.position)
		}
		if c.position < from || c.position > to {
			continue
		}
		if want := truth(s.At(c.at)); want >= 0 {
			told++
			if s.Punctual(c.at) {
				off = append(off, (c.position-want).Seconds()*1000/speed-inPipe)
			}
		}
	}
	if told < 50 {
		t.Fatalf("only %d positions were told", told)
	}
	if len(off) < 20 {
		t.Logf("%g×: the machine is too busy to judge the clock: %d of %d places", speed, len(off), told)
		return
	}
	slices.Sort(off)
	p := func(share float64) float64 { return off[int(share*float64(len(off)-1))] }
	t.Logf("%g×: clock minus heard: p1 %.1f, median %.1f, p99 %.1f ms; %d of %d places judged", speed, p(0.01), p(0.5), p(0.99), len(off), told)
	if math.Abs(p(0.5)) > 70 { // gross errors; `make listen` judges 99 of 100 places by 20 ms
		t.Errorf("%g×: the clock is off", speed)
	}
}

// inPipe is how long a frame lies in the pipe and in the piece read from it, ms:
// delay of the capture, which a device would not have.
const inPipe = 24

// TestFasterIsHeardFaster plays impulses half a second apart at each speed and
// compares where they are heard with where the clock says it is.
func TestFasterIsHeardFaster(t *testing.T) {
	const seconds = 8
	in := make([][2]int16, seconds*capture.Rate)
	for i := capture.Rate / 4; i < len(in); i += capture.Rate / 2 {
		for k := range 48 { // a millisecond, as a plosive has
			in[i+k] = [2]int16{20000, 20000}
		}
	}
	path := writeWAV(t, in)
	for _, speed := range []string{"1.5", "2"} {
		s := listen(t, path, "speed "+speed+"; play; end 10s; wait 100ms")
		factor, _ := strconv.ParseFloat(speed, 64)
		var at []int
		for i, f := range s.frames {
			if f[0] > 8000 && (len(at) == 0 || i-at[len(at)-1] > capture.Rate/10) {
				at = append(at, i)
			}
		}
		if len(at) != 2*seconds {
			t.Fatalf("%s×: heard %d impulses of %d", speed, len(at), 2*seconds)
		}
		for k := 1; k < len(at); k++ {
			if d := float64(at[k]-at[k-1])/capture.Rate - 0.5/factor; math.Abs(d) > 0.016 {
				t.Errorf("%s×: impulse %d is %.1f ms off", speed, k, 1000*d)
			}
		}
		s.checkClock(t, factor, func(frame int) time.Duration { // between two impulses it runs evenly
			for k := 1; k < len(at); k++ {
				if frame >= at[k-1] && frame < at[k] {
					part := float64(frame-at[k-1]) / float64(at[k]-at[k-1])
					return time.Duration((float64(k-1) + part + 0.5) * float64(time.Second) / 2)
				}
			}
			return -1
		}, 500*time.Millisecond, (seconds-1)*time.Second)
	}
}

// TestPauseAndSeek wants silence soon after a pause, the next frame after going
// on, and the place sought after a seek.
func TestPauseAndSeek(t *testing.T) {
	in := numbered(10)
	s := listen(t, writeWAV(t, in), "play; wait 1s; pause; wait 700ms; play; wait 700ms; seek 6s; wait 700ms")

	silence := s.When(func() int { // first silent frame after the pause
		i := s.At(s.steps["pause"])
		for i < len(s.frames) && s.frames[i] != [2]int16{} {
			i++
		}
		return i
	}())
	if d := silence.Sub(s.steps["pause"]); d > 250*time.Millisecond {
		t.Errorf("silent %v after the pause", d)
	}
	// Three pieces are heard whole: up to the pause, from there to the seek, and
	// from the place sought. Only the fades lie between.
	pieces := whole(s.frames)
	if len(pieces) != 3 {
		t.Fatalf("pieces heard: %v", pieces)
	}
	if d := pieces[1][0] - pieces[0][1]; pieces[0][0] != 0 || d < 1 || d > 500 {
		t.Errorf("%d frames are missing or faded at the pause: %v", d, pieces)
	}
	if d := pieces[2][0] - 6*capture.Rate; d < 0 || d > capture.Rate/50 {
		t.Errorf("after the seek it goes on %d frames behind the place sought", d)
	}
}

// whole returns first and last number of every 20 ms or more of numbered frames
// that follow one another.
func whole(frames [][2]int16) (pieces [][2]int) {
	begin := 0
	for i := 1; i <= len(frames); i++ {
		if i < len(frames) && number(frames[i]) == number(frames[i-1])+1 {
			continue
		}
		if i-begin >= capture.Rate/50 {
			pieces = append(pieces, [2]int{number(frames[begin]), number(frames[i-1])})
		}
		begin = i
	}
	return pieces
}

// TestNoDevice plays where there is no sound card: the clock runs, with a notice.
func TestNoDevice(t *testing.T) {
	conf := filepath.Join(t.TempDir(), "none.conf")
	if err := os.WriteFile(conf, []byte("# no devices\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := session{steps: map[string]time.Time{}}
	s.run(t, writeWAV(t, numbered(3)), "play; wait 1s", []string{"ALSA_CONFIG_PATH=" + conf})
	if s.notice != string(player.NoticeNoSound) {
		t.Errorf("notice = %q", s.notice)
	}
	if p := s.clock[len(s.clock)-1].position; (p - time.Second).Abs() > 150*time.Millisecond {
		t.Errorf("after a second without a device: %v", p)
	}
}
