package peaks_test

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/player/decode"
	"sensedesk/player/peaks"
	"sensedesk/player/soundtest"
)

// memory is a decoder of frames in memory.
type memory struct {
	info   decode.Info
	frames [][2]float32
	at     int64
	fail   error // instead of the end
}

func (m *memory) Info() decode.Info { return m.info }

func (m *memory) SeekTo(f int64) (int64, error) { m.at = f; return f, nil }

func (m *memory) Read(dst [][2]float32) (int, error) {
	n := copy(dst, m.frames[m.at:])
	m.at += int64(n)
	if n == 0 {
		if m.fail != nil {
			return 0, m.fail
		}
		return 0, io.EOF
	}
	return n, nil
}

func sound(rate, channels int, frames [][2]float32) *memory {
	return &memory{frames: frames, info: decode.Info{
		SampleRate: rate, Channels: channels, Frames: int64(len(frames)), Exact: true,
		Duration: time.Duration(float64(len(frames)) / float64(rate) * float64(time.Second)),
	}}
}

func compute(tb testing.TB, dec decode.Decoder) *peaks.Peaks {
	tb.Helper()
	p, err := peaks.Compute(context.Background(), dec, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func open(tb testing.TB, path string) decode.Decoder {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = f.Close() })
	st, err := f.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	d, err := decode.OpenCoarse(f, st.Size())
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func TestBins(t *testing.T) {
	for _, rate := range []int{8000, 11025, 44100} {
		frames := make([][2]float32, rate+rate/300) // a second and a third of a bin
		for i := range frames {
			frames[i] = [2]float32{float32(0.5 * math.Sin(2*math.Pi*1000*float64(i)/float64(rate))), 0}
		}
		frames[rate/2][1] = -0.75

		p := compute(t, sound(rate, 2, frames))

		if p.Bins() != 101 || p.Frames != int64(len(frames)) {
			t.Fatalf("%d Hz: %d bins, %d frames", rate, p.Bins(), p.Frames)
		}
		tone := p.Channels[0]
		if tone.Max[50] < 15800 || tone.Max[50] > 16384 || tone.Min[50] > -15800 {
			t.Errorf("%d Hz: tone reaches from %d to %d", rate, tone.Min[50], tone.Max[50])
		}
		if db := (float64(tone.Level[50]) - 255) / 2; math.Abs(db+9) > 0.6 { // −6 dB, and −3 for a sine
			t.Errorf("%d Hz: level of the tone %.1f dBFS", rate, db)
		}
		if right := p.Channels[1]; right.Min[50] != -24576 || right.Max[50] != 0 || right.Level[20] != 0 {
			t.Errorf("%d Hz: right channel %d %d, silence %d", rate, right.Min[50], right.Max[50], right.Level[20])
		}
	}
}

func TestHumIsNotLevel(t *testing.T) {
	frames := make([][2]float32, 8000)
	for i := range frames {
		frames[i][0] = float32(0.25 * math.Sin(2*math.Pi*50*float64(i)/8000))
	}
	p := compute(t, sound(8000, 1, frames))
	if db := (float64(p.Channels[0].Level[50]) - 255) / 2; db > -35 {
		t.Errorf("50 Hz hum of −15 dBFS has level %.1f", db)
	}
	if len(p.Channels) != 1 {
		t.Errorf("mono has %d channels", len(p.Channels))
	}
}

func TestKept(t *testing.T) {
	p := compute(t, open(t, soundtest.TwoChannelCall(t, 30)))
	blob, err := p.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	back, err := peaks.Unmarshal(blob)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(p, back); d != "" {
		t.Error(d)
	}
	hour := float64(len(blob)) / p.Duration().Hours() / 1e6
	t.Logf("%.2f MB an hour", hour)
	if hour > 3.6 {
		t.Errorf("%.1f MB an hour", hour)
	}
	for _, bad := range [][]byte{nil, []byte("peaks"), blob[:len(blob)/2], append([]byte("peaks\xff"), blob[6:]...), []byte("peaks\x02\x80\x80\x80\x80\x80\x80\x80")} {
		if _, err := peaks.Unmarshal(bad); err == nil {
			t.Errorf("unmarshalled %d damaged bytes", len(bad))
		}
	}
	if _, err := peaks.Unmarshal(append([]byte("peaks\x01"), blob[6:]...)); !errors.Is(err, peaks.ErrVersion) {
		t.Errorf("other version: %v", err)
	}
}

func TestColumns(t *testing.T) {
	frames := make([][2]float32, 8000)
	for i := 4000; i < 8000; i++ {
		frames[i][0] = float32(i%2)*1.0 - 0.5
	}
	p := compute(t, sound(8000, 1, frames))
	cols := make([]peaks.Column, 4)
	p.Columns(0, 0, 2*time.Second, cols)
	if cols[0] != (peaks.Column{RMS: cols[0].RMS}) || cols[1].Max != 0.5 || cols[1].Min != -0.5 || cols[1].RMS < 0.4 || cols[2] != (peaks.Column{}) {
		t.Errorf("columns = %+v", cols)
	}
	p.Columns(1, 0, time.Second, cols)
	p.Columns(0, time.Second, 0, cols)
	if cols[0] != (peaks.Column{}) {
		t.Errorf("no such channel or time: %+v", cols)
	}
}

func TestProgressCancelAndBreak(t *testing.T) {
	long := sound(8000, 2, make([][2]float32, 8000*100))
	ctx, cancel := context.WithCancel(context.Background())
	var shares []float64
	var bins []int
	_, err := peaks.Compute(ctx, long, func(ready *peaks.Peaks, share float64) {
		shares, bins = append(shares, share), append(bins, ready.Bins())
		if len(shares) == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || len(shares) != 3 || shares[2] < 0.6 || shares[2] > 0.65 || bins[0] < 2000 {
		t.Errorf("err %v, shares %v, bins %v", err, shares, bins)
	}

	broken := errors.New("disk gone")
	long.fail = broken
	p, err := peaks.Compute(context.Background(), long, nil)
	if !errors.Is(err, broken) || p.Bins() != 10000 {
		t.Errorf("err %v", err)
	}
}
