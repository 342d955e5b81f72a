package peaks_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"sensedesk/player/peaks"
	"sensedesk/player/soundtest"
)

// utterance is one prompt laid at a time in a channel.
type utterance struct {
	channel  int
	from, to int // frames
}

// call builds a two-channel call of real prompts with known truth.
func call(tb testing.TB, seed uint64) (frames [][2]float32, said []utterance) {
	tb.Helper()
	rnd := rand.New(rand.NewPCG(seed, 1))
	prompts := soundtest.Prompts(tb)
	frames = make([][2]float32, 8000*90)
	at := 8000
	for turn := 0; ; turn++ {
		d := open(tb, prompts[rnd.IntN(len(prompts))])
		if l := d.Info().Frames; l < 8000 || l > 8000*8 {
			continue
		}
		x := make([][2]float32, d.Info().Frames)
		if _, err := d.Read(x); err != nil {
			tb.Fatal(err)
		}
		if at+len(x)+8000 > len(frames) {
			return frames, said
		}
		c := rnd.IntN(2)
		for i := range x {
			frames[at+i][c] += x[i][0] * 0.7
		}
		said = append(said, utterance{c, at, at + len(x)})
		at += len(x) + 8000*(15+rnd.IntN(30))/10 // pauses of 1.5 to 4.5 s
	}
}

// TestSpeech compares the ranges with the truth of built calls, clean and as
// telephones deliver them.
func TestSpeech(t *testing.T) {
	spoil := map[string]func(frames [][2]float32){
		"clean": func([][2]float32) {},
		"noise": func(x [][2]float32) {
			rnd := rand.New(rand.NewPCG(7, 7))
			for i := range x {
				x[i][0] += float32(rnd.NormFloat64() * 0.002) // −54 dBFS
				x[i][1] += float32(rnd.NormFloat64() * 0.001)
			}
		},
		"crosstalk": func(x [][2]float32) {
			const g = 0.056 // −25 dB
			for i, f := range x {
				x[i] = [2]float32{f[0] + g*f[1], f[1] + g*f[0]}
			}
		},
		"hum": func(x [][2]float32) {
			for i := range x {
				h := float32(0.01 * math.Sin(2*math.Pi*50*float64(i)/8000))
				x[i][0], x[i][1] = x[i][0]+h, x[i][1]+h
			}
		},
	}
	for name, f := range spoil {
		for seed := range uint64(3) {
			frames, said := call(t, seed)
			truth := loud(frames)
			f(frames)
			p := compute(t, sound(8000, 2, frames))
			judge(t, fmt.Sprintf("%s %d", name, seed), p, truth, said)
		}
	}
}

// loud tells for each channel and 10 ms of the clean call whether there is
// speech that matters: within 35 dB of the loudest.
func loud(frames [][2]float32) [2][]bool {
	var out [2][]bool
	for c := range 2 {
		var rms []float64
		top := 0.0
		for i := 0; i+80 <= len(frames); i += 80 {
			sum := 0.0
			for _, f := range frames[i : i+80] {
				sum += float64(f[c] * f[c])
			}
			rms = append(rms, sum)
			top = max(top, sum)
		}
		for _, r := range rms {
			out[c] = append(out[c], r > top*math.Pow(10, -3.5))
		}
	}
	return out
}

func judge(t *testing.T, name string, p *peaks.Peaks, truth [2][]bool, said []utterance) {
	t.Helper()
	speech := p.Speech()
	var lost, all, wrong, silent int
	for c := range 2 {
		active := make([]bool, len(truth[c]))
		last := int64(-1)
		for _, r := range speech[c] {
			if r.StartMS <= last || r.EndMS <= r.StartMS {
				t.Errorf("%s: range %v after %d", name, r, last)
			}
			last = r.EndMS
			for i := r.StartMS / 10; i < min(r.EndMS/10, int64(len(active))); i++ {
				active[i] = true
			}
		}
		near := make([]bool, len(active)) // within reach of the padding, or inside of an utterance
		for _, u := range said {
			if u.channel == c {
				for i := max(0, u.from/80-30); i < min(len(near), u.to/80+30); i++ {
					near[i] = true
				}
			}
		}
		for i, v := range truth[c] {
			if v {
				all++
				if !active[i] {
					lost++
				}
			}
			if !near[i] {
				silent++
				if active[i] {
					wrong++
				}
			}
		}
	}
	t.Logf("%s: %.2f %% of speech lost, %.2f %% of silence taken for speech", name, 100*float64(lost)/float64(all), 100*float64(wrong)/float64(silent))
	if float64(lost) > 0.003*float64(all) || float64(wrong) > 0.01*float64(silent) {
		t.Errorf("%s: %d of %d speech bins lost, %d of %d silent bins active", name, lost, all, wrong, silent)
	}
}

func TestSilenceIsNoSpeech(t *testing.T) {
	p := compute(t, sound(8000, 2, make([][2]float32, 80000)))
	if s := p.Speech(); len(s) != 2 || s[0] != nil || s[1] != nil {
		t.Errorf("speech in silence: %v", s)
	}
	if s := compute(t, sound(8000, 1, nil)).Speech(); s[0] != nil {
		t.Errorf("speech in nothing: %v", s)
	}
}
