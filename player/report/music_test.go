package report

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"sensedesk/player/soundtest"
)

// The tones are what telephones say by tones.
var (
	oneTone  = [][]float64{{100}, {220}, {425}, {440}, {1000}}
	twoTones = [][]float64{{350, 440}, {440, 480}, {697, 1209}, {770, 1336}, {941, 1477}}
)

// tonal is how far a stretched tone stood above all else, dB.
type tonal struct {
	hz                []float64
	ours, atempo, sox float64
}

func (t tonal) String() string {
	name := fmt.Sprint(t.hz[0])
	if len(t.hz) > 1 {
		name += fmt.Sprintf(" + %g", t.hz[1])
	}
	return fmt.Sprintf("%s Hz: ours %.0f dB, atempo %.0f, sox tempo -m %.0f", name, t.ours, t.atempo, t.sox)
}

// played is how tones and hold music came out at one speed. What another program
// is better at, or least worse, stands for all of its kind.
type played struct {
	speed    float64
	one, two tonal
	music    []musical
	what     string // the music is
}

// musical is how a piece of music came out.
type musical struct{ ours, atempo, sox quality }

// share is the distance of the spectra, of the better of the others.
func (m musical) share() float64 { return m.ours.distance / min(m.atempo.distance, m.sox.distance) }

// worst returns the piece that came out worst beside the others.
func (p played) worst() musical {
	worst := p.music[0]
	for _, m := range p.music {
		if m.share() > worst.share() {
			worst = m
		}
	}
	return worst
}

// late returns the greatest local error of time of each, ms.
func (p played) late() (ours, atempo, sox float64) {
	for _, m := range p.music {
		ours, atempo, sox = max(ours, m.ours.late), max(atempo, m.atempo.late), max(sox, m.sox.late)
	}
	return ours, atempo, sox
}

// threeWays makes a recording faster by the player, atempo and sox.
func threeWays(tb testing.TB, path string, speed float64) (in, ours []float32, at heardAt, atempo, sox []float32) {
	tb.Helper()
	in = samples(tb, path)
	ours, at = faster(in, speed)
	file := filepath.Join(tb.TempDir(), "sox.wav")
	soundtest.Run(tb, "sox", "-D", path, file, "tempo", "-m", fmt.Sprint(speed))
	return in, ours, at, samples(tb, path, "-af", fmt.Sprintf("atempo=%g", speed)), samples(tb, file)
}

// playAll makes tones, and so many seconds of each piece of music, faster.
func playAll(tb testing.TB, seconds int) []played {
	var all []played
	for _, speed := range []float64{1.5, 2} {
		p := played{speed: speed}
		// The player knows a tone a while after it began, and no longer at the end
		// of the file: the middle is judged, of all three.
		middle := func(x []float32) []float32 { return x[speechRate/2 : len(x)-speechRate/4] }
		worst := func(tones [][]float64) tonal {
			least := tonal{ours: math.Inf(1)}
			for _, hz := range tones {
				_, ours, _, atempo, sox := threeWays(tb, soundtest.Tone(tb, hz...), speed)
				snr := func(x []float32) float64 { return soundtest.ToneSNR(middle(x), speechRate, hz...) }
				t := tonal{hz: hz, ours: snr(ours), atempo: snr(atempo), sox: snr(sox)}
				tb.Logf("%g× %v", speed, t)
				if t.ours-t.atempo < least.ours-least.atempo {
					least = t
				}
			}
			return least
		}
		p.one, p.two = worst(oneTone), worst(twoTones)
		var pieces []string
		pieces, p.what = soundtest.HoldMusic(tb, seconds)
		for _, piece := range pieces {
			in, ours, at, atempo, sox := threeWays(tb, piece, speed)
			m := musical{judge(in, ours, speed, at), judge(in, atempo, speed, evenly(speed)), judge(in, sox, speed, evenly(speed))}
			tb.Logf("%g× music: ours %.2f dB and %.0f ms, atempo %.2f and %.0f, sox tempo -m %.2f and %.0f",
				speed, m.ours.distance, m.ours.late, m.atempo.distance, m.atempo.late, m.sox.distance, m.sox.late)
			p.music = append(p.music, m)
		}
		all = append(all, p)
	}
	return all
}

// TestMusic holds tones and music to what was promised of them.
func TestMusic(t *testing.T) {
	for _, p := range playAll(t, 8) {
		for _, tone := range []tonal{p.one, p.two} {
			if tone.ours < tone.atempo-nearly {
				t.Errorf("%g×: %v", p.speed, tone)
			}
		}
		if w := p.worst(); w.share() > 1.1 {
			t.Errorf("%g×: %s: spectra %.2f dB apart, atempo's %.2f, sox's %.2f", p.speed, p.what, w.ours.distance, w.atempo.distance, w.sox.distance)
		}
		// A chord that is held is everywhere alike: of it no time can be told.
		if late, _, _ := p.late(); late > 10 && p.what == soundtest.Recorded {
			t.Errorf("%g×: %s: up to %.0f ms off", p.speed, p.what, late)
		}
		for _, m := range p.music {
			if math.Abs(m.ours.length-1) > 0.003 {
				t.Errorf("%g×: length %.4f of what was asked", p.speed, m.ours.length)
			}
		}
	}
}

// nearly is what a tone may stand below atempo's, dB.
const nearly = 1

func (t *table) music(all []played) {
	for _, p := range all {
		name := fmt.Sprintf("%g×: ", p.speed)
		for _, k := range []struct {
			what  string
			worst tonal
		}{{"a tone", p.one}, {"two tones at once", p.two}} {
			above := k.worst.ours - k.worst.atempo
			t.rows = append(t.rows, row{
				name + k.what + ": signal to the rest, above atempo's, the worst of 5", fmt.Sprintf("≥ −%d dB", nearly),
				fmt.Sprintf("%+.1f dB", above), k.worst.String(), above >= -nearly,
			})
		}
		w := p.worst()
		t.most(name+"hold music: distance of the spectra, of the better of atempo and sox, the worst of "+fmt.Sprint(len(p.music)), 1.1, w.share(), "×",
			fmt.Sprintf("ours %.2f dB, atempo %.2f, sox tempo -m %.2f; %s", w.ours.distance, w.atempo.distance, w.sox.distance, p.what))
		if p.what != soundtest.Recorded {
			continue
		}
		ours, atempo, sox := p.late()
		t.most(name+"hold music: local error of time, the greatest", 10, ours, " ms", fmt.Sprintf("atempo %.0f, sox tempo -m %.0f", atempo, sox))
	}
}
