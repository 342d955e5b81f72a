package stretch_test

import (
	"fmt"
	"slices"
	"testing"

	"sensedesk/player/soundtest"
	"sensedesk/player/stretch"
)

// TestPiecesDoNotMatter pushes the same in pieces of other sizes.
func TestPiecesDoNotMatter(t *testing.T) {
	in := append(tones(2, 425), load(t, soundtest.TwoChannelCall(t, 6))...)
	in = append(in, tones(2, 440, 480)...)
	for _, speed := range []float64{0.75, 1.5, 2} {
		once := stretch.New(rate, 2)
		once.SetSpeed(speed)
		whole := once.Flush(once.Push(nil, in))
		wholePoints := once.Points(nil)

		s := stretch.New(rate, 2)
		s.SetSpeed(speed)
		out, points := run(s, in)

		if !slices.Equal(whole, out) || !slices.Equal(wholePoints, points) {
			t.Errorf("%g×: the sound depends on the pieces it comes in", speed)
		}
	}
}

// TestClockIsWithWhoSpeaks has music on one channel and speech on the other:
// the points are the voice's, on either side.
func TestClockIsWithWhoSpeaks(t *testing.T) {
	voice, music := load(t, soundtest.Speech(t, 20)), tones(20, 262, 330, 392)
	for side := range 2 {
		t.Run(fmt.Sprint(side), func(t *testing.T) {
			in := make([][2]float32, 20*rate)
			for i := range in {
				in[i][side], in[i][1-side] = voice[i][0], music[i][0]
			}
			s := stretch.New(rate, 2)
			s.SetSpeed(1.5)
			out, points := run(s, in)
			exact := int64(0)
			for i := 1; i < len(points); i++ {
				a, b := points[i-1], points[i]
				if b.Out <= a.Out || b.In < a.In {
					t.Fatalf("points run back: %v %v", a, b)
				}
				if b.Out-a.Out != b.In-a.In || a.In < rate/2 { // what it is, is not known at once
					continue
				}
				for k := range b.Out - a.Out {
					if out[a.Out+k][side] != in[a.In+k][side] {
						t.Fatalf("output %d is not input %d", a.Out+k, a.In+k)
					}
				}
				exact += b.Out - a.Out
			}
			if exact < rate {
				t.Errorf("only %d frames are the voice as it was", exact)
			}
		})
	}
}

// TestSideBySideAfterMusic changes the speed again and again while one channel
// plays music, and wants both at one place, and the clock there, at speed 1.
func TestSideBySideAfterMusic(t *testing.T) {
	voice, music := load(t, soundtest.Speech(t, 40)), tones(40, 262, 330, 392)
	for side := range 2 {
		in := make([][2]float32, 40*rate)
		for i := range in {
			in[i][side], in[i][1-side] = voice[i][0], music[i][0]
		}
		s := stretch.New(rate, 2)
		var out [][2]float32
		var points []stretch.Point
		at := 0
		push := func(speed float64, n int) {
			s.SetSpeed(speed)
			out = s.Push(out, in[at:at+n])
			points = s.Points(points)
			at += n
		}
		for round := range 6 {
			for _, speed := range []float64{1.5, 2, 0.75, 3, 1.1} {
				push(speed, 4000+397*round+int(1000*speed))
			}
			push(1, 4000)
			tail := int64(len(out) - 2000)
			from := source(points, tail)
			for k := range int64(2000) {
				if out[tail+k] != in[int64(from)+k] {
					t.Fatalf("voice on side %d, round %d: output %d is not both channels of input %g", side, round, tail+k, from+float64(k))
				}
			}
		}
	}
}
