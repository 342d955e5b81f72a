package peaks_test

import (
	"io"
	"runtime"
	"testing"
	"time"

	"sensedesk/player/decode"
	"sensedesk/player/peaks"
)

// endless is a recording of silence in which somebody speaks, at the tenth
// minute of every hour, for five minutes. It is nowhere in memory.
type endless struct {
	info decode.Info
	at   int64
}

func newEndless(hours int64) *endless {
	const rate = 1000
	return &endless{info: decode.Info{SampleRate: rate, Channels: 2, Frames: hours * 3600 * rate, Duration: time.Duration(hours) * time.Hour, Exact: true}}
}

func (e *endless) Info() decode.Info                 { return e.info }
func (e *endless) SeekTo(frame int64) (int64, error) { e.at = frame; return frame, nil }
func (e *endless) speaks() bool                      { m := e.at / 60_000 % 60; return m >= 10 && m < 15 }

func (e *endless) Read(dst [][2]float32) (int, error) {
	n := int(min(int64(len(dst)), e.info.Frames-e.at, 1000-e.at%1000))
	if n == 0 {
		return 0, io.EOF
	}
	clear(dst[:n])
	if e.speaks() {
		for i := range dst[:n] {
			dst[i][1] = 0.5 - float32(i%2)
		}
	}
	e.at += int64(n)
	return n, nil
}

// TestAnyLengthTakesTheSameMemory measures recordings of more than four hours,
// whose bins are joined, and finds in them what shorter ones show.
func TestAnyLengthTakesTheSameMemory(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for _, hours := range []int64{4, 5, 9} {
		before := heap()
		p := compute(t, newEndless(hours))
		if took := heap() - before; took > 20<<20 {
			t.Errorf("%d h take %d MB", hours, took>>20)
		}
		if p.Bins() > 4*3600*100 || p.Duration() != time.Duration(hours)*time.Hour {
			t.Fatalf("%d h: %d bins, %v", hours, p.Bins(), p.Duration())
		}
		if want := map[int64]time.Duration{4: 10, 5: 20, 9: 40}[hours] * time.Millisecond; p.BinLength() != want {
			t.Errorf("%d h: a bin lasts %v, want %v", hours, p.BinLength(), want)
		}
		speech := p.Speech()
		if len(speech[0]) != 0 || len(speech[1]) != int(hours) {
			t.Fatalf("%d h: speech %v", hours, speech)
		}
		for h, r := range speech[1] {
			from := int64(h)*3600_000 + 600_000
			if near := func(a, b int64) bool { return a-b < 250 && b-a < 250 }; !near(r.StartMS, from) || !near(r.EndMS, from+300_000) {
				t.Errorf("%d h: speech %v, want from %d", hours, r, from)
			}
		}
		var columns [3]peaks.Column
		last := time.Duration(hours-1) * time.Hour
		p.Columns(1, last+5*time.Minute, last+20*time.Minute, columns[:])
		if c := columns[1]; columns[0].Max != 0 || c.Max != 0.5 || c.Min != -0.5 || c.RMS < 0.3 || columns[2].Max != 0 {
			t.Errorf("%d h: columns %v", hours, columns)
		}
		blob, err := p.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := peaks.Unmarshal(blob); err != nil || back.BinLength() != p.BinLength() || back.Bins() != p.Bins() {
			t.Errorf("%d h: not read back: %v", hours, err)
		}
	}
}
