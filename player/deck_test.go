package player_test

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"sensedesk/player"
	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// writeWAV writes 16-bit frames of two channels, or of one when mono.
func writeWAV(tb testing.TB, rate int, mono bool, frames [][2]int16) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "in.wav")
	ch := 2
	if mono {
		ch = 1
	}
	le := binary.LittleEndian
	b := append([]byte("RIFF"), 0, 0, 0, 0)
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, 1)
	b = le.AppendUint16(b, uint16(ch))
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*ch*2))
	b = le.AppendUint16(b, uint16(ch*2))
	b = le.AppendUint16(b, 16)
	b = append(b, "data"...)
	b = le.AppendUint32(b, uint32(len(frames)*ch*2))
	for _, f := range frames {
		for _, v := range f[:ch] {
			b = le.AppendUint16(b, uint16(v))
		}
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// numbered gives every frame its own number, so that any frame can be told.
func numbered(seconds int) [][2]int16 {
	out := make([][2]int16, seconds*player.Rate)
	for i := range out {
		out[i] = [2]int16{int16(i % 30000), int16(1 + i/30000)}
	}
	return out
}

func readSamples(tb testing.TB, path string) [][2]int16 {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	b = b[44:]
	out := make([][2]int16, len(b)/4)
	for i := range out {
		out[i] = [2]int16{int16(binary.LittleEndian.Uint16(b[4*i:])), int16(binary.LittleEndian.Uint16(b[4*i+2:]))}
	}
	return out
}

// rendering is a deck that plays into a file.
type rendering struct {
	*player.Deck
	tb    testing.TB
	path  string
	mu    sync.Mutex
	n     int64              // frames written so far
	after func(frames int64) // called in the sink's goroutine
}

func render(tb testing.TB) *rendering {
	r := &rendering{tb: tb, path: filepath.Join(tb.TempDir(), "out.wav")}
	r.Deck = player.NewDeck(player.Options{OpenSink: func() (player.Sink, error) {
		return player.NewFile(r.path, func(n int64) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.n = n
			if r.after != nil {
				r.after(n)
			}
		})
	}})
	tb.Cleanup(func() { _ = r.Close() })
	return r
}

// wait returns when the condition holds. It is asked now and whenever the sink
// has written, or has nothing to write.
func (r *rendering) wait(what string, cond func(frames int64) bool) {
	r.tb.Helper()
	done := make(chan struct{})
	r.mu.Lock()
	r.after = func(n int64) {
		if cond(n) {
			close(done)
			r.after = nil
		}
	}
	r.after(r.n)
	r.mu.Unlock()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		r.tb.Fatalf("waited in vain for %s", what)
	}
}

// finish closes the deck and returns what was written.
func (r *rendering) finish() [][2]int16 {
	r.tb.Helper()
	if err := r.Close(); err != nil {
		r.tb.Fatal(err)
	}
	return readSamples(r.tb, r.path)
}

func (r *rendering) load(path string) player.Info {
	r.tb.Helper()
	info, err := r.Load(context.Background(), path)
	if err != nil {
		r.tb.Fatal(err)
	}
	return info
}

func TestPlaysBitByBit(t *testing.T) {
	in := numbered(3)
	r := render(t)
	info := r.load(writeWAV(t, player.Rate, false, in))
	if info.Duration != 3*time.Second || info.Channels != 2 || info.Codec != "PCM 16" {
		t.Errorf("info = %+v", info)
	}

	r.Play()
	r.wait("the end", func(int64) bool { return r.Ended() })

	if p := r.Position(); p != 3*time.Second {
		t.Errorf("position at the end = %v", p)
	}
	if r.Playing() {
		t.Error("still playing at the end")
	}
	out := r.finish()
	if len(out) != len(in) {
		t.Fatalf("%d frames of %d", len(out), len(in))
	}
	for i := range in {
		if in[i] != out[i] {
			t.Fatalf("frame %d = %v, want %v", i, out[i], in[i])
		}
	}
}

func TestGainPerChannel(t *testing.T) {
	in := numbered(2)
	r := render(t)
	r.load(writeWAV(t, player.Rate, false, in))
	r.SetGain(0, 0)
	r.SetGain(1, 0.5)
	r.Play()
	r.wait("the end", func(int64) bool { return r.Ended() })
	out := r.finish()

	for i := 1000; i < len(out); i++ {
		want := [2]int16{0, player.Sample16(float32(in[i][1]) / (1 << 16))}
		if out[i] != want {
			t.Fatalf("frame %d = %v, want %v", i, out[i], want)
		}
	}
}

func TestMonoIsHeardOnBothSides(t *testing.T) {
	r := render(t)
	r.load(writeWAV(t, player.Rate, true, numbered(1)))
	r.SetGain(1, 0) // there is no second channel to silence
	r.Play()
	r.wait("the end", func(int64) bool { return r.Ended() })
	for i, f := range r.finish() {
		if f[0] != f[1] || f[0] != int16(i%30000) {
			t.Fatalf("frame %d = %v", i, f)
		}
	}
}

// number tells which frame of numbered v is.
func number(v [2]int16) int { return (int(v[1])-1)*30000 + int(v[0]) }

func TestSeekLandsExactly(t *testing.T) {
	in := numbered(20)
	r := render(t)
	r.load(writeWAV(t, player.Rate, false, in))
	r.Play()
	rnd := rand.New(rand.NewPCG(3, 4))
	type landing struct{ at, want int64 }
	var landings []landing
	for range 50 {
		to := time.Duration(rnd.Int64N(int64(19 * time.Second)))
		var began int64
		r.wait("some sound", func(n int64) bool {
			r.Seek(to)
			if p := r.Position(); (p - to).Abs() > 21*time.Microsecond {
				t.Errorf("position after seeking %v is %v", to, p)
			}
			began = n
			return true
		})
		r.wait("sound from there", func(n int64) bool { return r.Position() > to+20*time.Millisecond })
		landings = append(landings, landing{began, int64(math.Round(to.Seconds() * player.Rate))})
	}
	out := r.finish()

	for _, l := range landings {
		// Behind the fades, 5 ms out and 5 ms in, every frame is the right one.
		at, ok := l.at, false
		for ; at < l.at+2000 && !ok; at++ {
			n := number(out[at])
			ok = n-int(l.want) >= 240 && n-int(l.want) <= 960 && number(out[at+1]) == n+1 && number(out[at+2]) == n+2
		}
		if !ok {
			t.Fatalf("frame %d is not heard within 20 ms of the seek", l.want)
		}
		for k := at; k < at+100; k++ {
			if number(out[k+1]) != number(out[k])+1 {
				t.Fatalf("after the seek to %d: frame %d follows %d", l.want, number(out[k+1]), number(out[k]))
			}
		}
	}
}

func TestPauseGoesOnWithTheNextFrame(t *testing.T) {
	in := numbered(6)
	r := render(t)
	r.load(writeWAV(t, player.Rate, false, in))
	r.Play()
	var paused int64
	last := int64(-1)
	r.wait("silence after a second", func(n int64) bool {
		if n >= player.Rate {
			r.Pause()
		}
		paused = n
		same := n == last && n >= player.Rate
		last = n
		return same
	})
	if r.Playing() {
		t.Error("playing while paused")
	}
	at := r.Position()
	if want := time.Duration(paused) * time.Second / player.Rate; (at - want).Abs() > 6*time.Millisecond {
		t.Errorf("paused at %v, want %v", at, want)
	}
	r.Play()
	r.wait("the end", func(int64) bool { return r.Ended() })
	out := r.finish()

	if len(out) != len(in) {
		t.Fatalf("%d frames of %d: a pause must lose and repeat nothing", len(out), len(in))
	}
	changed := 0
	for i := range in {
		if in[i] != out[i] {
			changed++
			if d := int64(i) - paused; d < -300 || d > 300 {
				t.Fatalf("frame %d changed; the pause was at %d", i, paused)
			}
		}
	}
	if changed == 0 {
		t.Error("the pause has no fade: it would click")
	}
}

// TestClock plays impulses half a second apart and compares the place the clock
// gives for each with its true one.
func TestClock(t *testing.T) {
	const rate, seconds = 8000, 20
	in := make([][2]int16, rate*seconds)
	noise := rand.New(rand.NewPCG(5, 6))
	for i := range in {
		in[i] = [2]int16{int16(noise.IntN(9) - 4), int16(noise.IntN(9) - 4)}
	}
	for i := rate / 4; i < len(in); i += rate / 2 {
		in[i] = [2]int16{25000, 25000}
	}
	path := writeWAV(t, rate, false, in)
	for _, speed := range []float64{1, 1.5, 2} {
		r := render(t)
		r.SetSpeed(speed)
		r.load(path)
		var written []int64
		var clock []time.Duration
		r.Play()
		r.wait("the end", func(n int64) bool {
			written, clock = append(written, n), append(clock, r.Position())
			return r.Ended()
		})
		out := r.finish()

		for i := 1; i < len(clock); i++ {
			if clock[i] < clock[i-1] {
				t.Fatalf("%gx: the clock ran back from %v to %v", speed, clock[i-1], clock[i])
			}
		}
		heard := peaks(out)
		if want := seconds * 2; len(heard) != want {
			t.Errorf("%gx: %d of %d impulses are heard", speed, len(heard), want)
			continue
		}
		worst := time.Duration(0)
		for k, at := range heard {
			truth := time.Duration(k)*time.Second/2 + time.Second/4
			worst = max(worst, (clockAt(written, clock, at) - truth).Abs())
		}
		var spread float64
		for k := 1; k < len(heard); k++ {
			spread = max(spread, math.Abs(float64(heard[k]-heard[k-1])/player.Rate-0.5/speed))
		}
		t.Logf("%gx: clock off by at most %v, spacing by at most %.1f ms", speed, worst, spread*1000)
		if worst > 10*time.Millisecond {
			t.Errorf("%gx: the clock is off by %v", speed, worst)
		}
		if spread > 0.016 {
			t.Errorf("%gx: spacing is off by %.1f ms", speed, spread*1000)
		}
	}
}

// peaks returns the frames of the impulses in x.
func peaks(x [][2]int16) (at []int64) {
	for i := range x {
		if x[i][0] > 7000 && (len(at) == 0 || int64(i)-at[len(at)-1] > player.Rate/20) {
			best := i
			for k := i; k < min(i+30, len(x)); k++ {
				if x[k][0] > x[best][0] {
					best = k
				}
			}
			at = append(at, int64(best))
		}
	}
	return at
}

// clockAt interpolates what the clock said when frame at was heard.
func clockAt(written []int64, clock []time.Duration, at int64) time.Duration {
	for i, n := range written {
		if n >= at && i > 0 && n > written[i-1] {
			a := clock[i-1]
			return a + time.Duration(float64(clock[i]-a)*float64(at-written[i-1])/float64(n-written[i-1]))
		}
	}
	return 0
}

func TestWithoutADeviceTheTranscriptFollows(t *testing.T) {
	path := writeWAV(t, 8000, false, make([][2]int16, 10*8000))
	synctest.Test(t, func(t *testing.T) {
		noDevice := errors.New("no card")
		d := player.NewDeck(player.Options{OpenSink: func() (player.Sink, error) { return nil, noDevice }})
		defer func() { _ = d.Close() }()
		if _, err := d.Load(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		near := func(want time.Duration) {
			t.Helper()
			if p := d.Position(); (p - want).Abs() > 40*time.Millisecond {
				t.Errorf("position = %v, want about %v", p, want)
			}
		}
		d.Play()
		if n := <-d.Notices(); n.Kind != player.NoticeNoSound || !errors.Is(n.Err, noDevice) {
			t.Errorf("notice = %+v", n)
		}
		time.Sleep(2 * time.Second)
		near(2 * time.Second)
		d.Pause()
		time.Sleep(time.Minute)
		near(2 * time.Second)
		d.Seek(4 * time.Second)
		near(4 * time.Second)
		d.SetSpeed(2)
		d.Play()
		time.Sleep(1500 * time.Millisecond)
		near(7 * time.Second)
		time.Sleep(5 * time.Second)
		if !d.Ended() || d.Playing() || d.Position() != 10*time.Second {
			t.Errorf("at the end: ended %v, playing %v, position %v", d.Ended(), d.Playing(), d.Position())
		}
		d.Play() // from the start again
		time.Sleep(time.Second)
		near(2 * time.Second)
	})
}

// handSink is pulled by the test.
type handSink struct {
	feed   chan player.Feed
	lost   chan error
	pulled int64
	closed bool
}

func (s *handSink) Start(f player.Feed) { s.feed <- f }
func (s *handSink) Heard() int64        { return s.pulled }
func (s *handSink) Lost() <-chan error  { return s.lost }
func (s *handSink) Close() error        { s.closed = true; return nil }

func TestLostDevicePausesAtItsPlace(t *testing.T) {
	path := writeWAV(t, 48000, false, numbered(10))
	synctest.Test(t, func(t *testing.T) {
		sink := &handSink{feed: make(chan player.Feed, 1), lost: make(chan error, 1)}
		d := player.NewDeck(player.Options{OpenSink: func() (player.Sink, error) { return sink, nil }})
		defer func() { _ = d.Close() }()
		if _, err := d.Load(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		d.Seek(3 * time.Second)
		d.Play()
		feed := <-sink.feed
		synctest.Wait()
		buf := make([][2]float32, 4800)
		if n := feed.Pull(buf); n != len(buf) {
			t.Fatalf("pulled %d frames", n)
		}
		sink.pulled = 4800
		sink.lost <- errors.New("unplugged")

		if n := <-d.Notices(); n.Kind != player.NoticeLost {
			t.Errorf("notice = %+v", n)
		}
		if d.Playing() || !sink.closed || d.Position() != 3100*time.Millisecond {
			t.Errorf("playing %v, sink closed %v, position %v", d.Playing(), sink.closed, d.Position())
		}
		d.Play()
		time.Sleep(2 * time.Second)
		if p := d.Position(); (p - 5100*time.Millisecond).Abs() > 40*time.Millisecond {
			t.Errorf("two seconds later, without a device: %v", p)
		}
	})
}

func TestLoadErrors(t *testing.T) {
	d := player.NewDeck(player.Options{})
	defer func() { _ = d.Close() }()
	ctx := context.Background()
	dir := t.TempDir()

	if _, err := d.Load(ctx, filepath.Join(dir, "none.wav")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	html := filepath.Join(dir, "page.wav")
	if err := os.WriteFile(html, []byte("<html><body>no such recording</body></html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Load(ctx, html); !errors.Is(err, decode.ErrNotSound) {
		t.Errorf("web page: %v", err)
	}
	flac := filepath.Join(dir, "call.flac")
	soundtest.Run(t, "ffmpeg", "-v", "error", "-i", soundtest.Speech(t, 3), flac)
	var u *decode.Unsupported
	if _, err := d.Load(ctx, flac); !errors.As(err, &u) || u.Format != "FLAC" {
		t.Errorf("FLAC: %v", err)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	good := writeWAV(t, 8000, false, make([][2]int16, 8000))
	if _, err := d.Load(over, good); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := d.Load(ctx, good); err != nil {
		t.Errorf("after errors: %v", err)
	}
	d.Unload()
	d.Play()
	d.Seek(time.Second)
	if d.Playing() || d.Position() != 0 || d.Ended() {
		t.Error("an empty deck plays")
	}
	_ = d.Close()
	if _, err := d.Load(ctx, good); !errors.Is(err, player.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// TestManyHands uses everything at once; the race detector watches.
func TestManyHands(t *testing.T) {
	r := render(t)
	path := soundtest.TwoChannelCall(t, 30)
	r.load(path)
	r.Play()
	var hands sync.WaitGroup
	for seed := range uint64(4) {
		hands.Go(func() {
			rnd := rand.New(rand.NewPCG(seed, 9))
			for range 300 {
				switch rnd.IntN(8) {
				case 0:
					r.Seek(time.Duration(rnd.Int64N(int64(31 * time.Second))))
				case 1:
					r.SetSpeed([]float64{1, 1.5, 2}[rnd.IntN(3)])
				case 2:
					r.SetGain(rnd.IntN(2), rnd.Float64())
				case 3:
					r.Pause()
				case 4:
					if seed == 0 {
						if _, err := r.Load(context.Background(), path); err != nil {
							t.Error(err)
						}
					}
				default:
					r.Play()
				}
				if p := r.Position(); p < 0 || p > 40*time.Second {
					t.Errorf("position %v", p)
				}
			}
		})
	}
	hands.Wait()
	r.finish()
}

func BenchmarkSeekToSound(b *testing.B) {
	r := render(b)
	call := soundtest.TwoChannelCall(b, 60)
	mp3 := filepath.Join(b.TempDir(), "call.mp3")
	opus := filepath.Join(b.TempDir(), "call.opus")
	soundtest.Run(b, "lame", "--quiet", "--resample", "16", "-V", "5", call, mp3)
	soundtest.Run(b, "opusenc", "--quiet", call, opus)
	for _, path := range []string{call, mp3, opus} {
		b.Run(filepath.Ext(path), func(b *testing.B) {
			r.load(path)
			r.Play()
			rnd := rand.New(rand.NewPCG(1, 1))
			for b.Loop() {
				to := time.Duration(rnd.Int64N(int64(50 * time.Second)))
				r.Seek(to)
				r.wait("sound", func(int64) bool { return r.Position() > to+10*time.Millisecond })
			}
		})
	}
}
