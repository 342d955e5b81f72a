package report

import (
	"math"
	"math/cmplx"
	"slices"
	"sort"

	"sensedesk/player/stretch"
)

// The figures of the stretching are taken at one rate.
const speechRate = 8000

// heardAt tells which frame of the source an output frame is the sound of.
type heardAt func(out int) float64

// evenly is how programs are judged that do not say where they are.
func evenly(speed float64) heardAt { return func(out int) float64 { return float64(out) * speed } }

// byPoints is how the stretcher says it.
func byPoints(points []stretch.Point) heardAt {
	return func(out int) float64 {
		i := max(0, sort.Search(len(points), func(i int) bool { return points[i].Out > int64(out) })-1)
		a := points[i]
		if i+1 == len(points) {
			return float64(a.In + int64(out) - a.Out)
		}
		b := points[i+1]
		return float64(a.In) + float64(b.In-a.In)*float64(int64(out)-a.Out)/float64(b.Out-a.Out)
	}
}

// quality is how well a stretching kept the voice.
type quality struct {
	length   float64 // ratio to what was asked for
	cents    float64 // median error of the pitch
	gross    float64 // share of frames beyond 316 cents, %
	distance float64 // of the spectra, dB
	late     float64 // greatest local error of time, ms
}

// judge compares out with the source in, at the places at says.
func judge(in, out []float32, speed float64, at heardAt) quality {
	q := quality{length: float64(len(out)) * speed / float64(len(in))}
	q.cents, q.gross = pitchError(in, out, at)
	const fine = speechRate / 1000 // frames of the source's spectra, 1 ms
	source, stretched := spectra(in, fine), spectra(out, speechRate/100)
	q.distance = distance(source, stretched, at)
	q.late = lateness(source, stretched, at)
	return q
}

// pitchError compares the pitch every 10 ms where both are voiced.
func pitchError(in, out []float32, at heardAt) (median, gross float64) {
	var cents []float64
	far := 0
	for o := 400; o < len(out)-800; o += speechRate / 100 {
		a, b := pitch(in, int(at(o))), pitch(out, o)
		if a == 0 || b == 0 {
			continue
		}
		c := math.Abs(1200 * math.Log2(b/a))
		cents = append(cents, c)
		if c > 316 {
			far++
		}
	}
	if len(cents) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(cents)
	return cents[len(cents)/2], 100 * float64(far) / float64(len(cents))
}

// pitch returns the fundamental frequency around frame at, Hz, by
// autocorrelation over 40 ms; 0 when it is not voiced.
func pitch(x []float32, at int) float64 {
	const win, lo, hi = speechRate * 40 / 1000, speechRate / 400, speechRate / 65
	from := at - win/2
	if from < 0 || from+win+hi+1 > len(x) {
		return 0
	}
	var corr [hi + 2]float64
	top := 0.0
	for lag := lo - 1; lag <= hi+1; lag++ {
		var ab, aa, bb float64
		for i := from; i < from+win; i++ {
			a, b := float64(x[i]), float64(x[i+lag])
			ab, aa, bb = ab+a*b, aa+a*a, bb+b*b
		}
		if aa < 1e-3 || bb < 1e-3 {
			return 0
		}
		corr[lag] = ab / math.Sqrt(aa*bb)
		if lag >= lo && lag <= hi {
			top = max(top, corr[lag])
		}
	}
	if top < 0.7 {
		return 0
	}
	for lag := lo; lag <= hi; lag++ { // the first peak near the top is the period, later ones its multiples
		if c := corr[lag]; c > 0.92*top && c >= corr[lag-1] && c >= corr[lag+1] {
			d := (corr[lag+1] - corr[lag-1]) / (2 * (2*c - corr[lag-1] - corr[lag+1]))
			return speechRate / (float64(lag) + d)
		}
	}
	return 0
}

const (
	window = 256 // frames a spectrum is taken over, 32 ms
	bands  = 24  // of the mel scale, 100 Hz … 3.8 kHz
)

// spectrum is the logarithmic mel spectrum around a frame, dB.
type spectrum struct {
	db    [bands]float32
	level float32 // the loudest band
}

// spectra takes one every step frames, the i-th around frame i·step.
func spectra(x []float32, step int) []spectrum {
	var hann [window]float64
	for i := range hann {
		hann[i] = 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/window)
	}
	mel := func(hz float64) float64 { return 2595 * math.Log10(1+hz/700) }
	var edges [bands + 2]float64 // in bins
	for i := range edges {
		m := mel(100) + (mel(3800)-mel(100))*float64(i)/(bands+1)
		edges[i] = 700 * (math.Pow(10, m/2595) - 1) * window / speechRate
	}
	out := make([]spectrum, len(x)/step)
	var buf [window]complex128
	for k := range out {
		for i := range buf {
			buf[i] = 0
			if j := k*step + i - window/2; j >= 0 && j < len(x) {
				buf[i] = complex(float64(x[j])*hann[i], 0)
			}
		}
		fft(buf[:])
		s := &out[k]
		s.level = -120
		for b := range bands {
			sum := 1e-9
			for i := int(math.Ceil(edges[b])); float64(i) <= edges[b+2]; i++ {
				w := min((float64(i)-edges[b])/(edges[b+1]-edges[b]), (edges[b+2]-float64(i))/(edges[b+2]-edges[b+1]))
				p := cmplx.Abs(buf[i])
				sum += max(0, w) * p * p
			}
			s.db[b] = float32(10 * math.Log10(sum))
			s.level = max(s.level, s.db[b])
		}
	}
	return out
}

// fft transforms in place; the length is a power of two.
func fft(x []complex128) {
	n := len(x)
	for i, j := 1, 0; i < n; i++ {
		bit := n >> 1
		for ; j&bit != 0; bit >>= 1 {
			j ^= bit
		}
		j ^= bit
		if i < j {
			x[i], x[j] = x[j], x[i]
		}
	}
	for size := 2; size <= n; size *= 2 {
		step := cmplx.Rect(1, -2*math.Pi/float64(size))
		for from := 0; from < n; from += size {
			w := complex(1, 0)
			for k := range size / 2 {
				a, b := x[from+k], x[from+k+size/2]*w
				x[from+k], x[from+k+size/2] = a+b, a-b
				w *= step
			}
		}
	}
}

// quiet is below what counts as speech, dB of the loudest band.
const quiet = -10

// between returns the distance of two spectra, dB; what is far below the
// loudest does not count, as nobody hears it.
func between(a, b *spectrum) float64 {
	const depth = 50
	floor := max(a.level, b.level) - depth
	sum := 0.0
	for i := range a.db {
		d := float64(max(a.db[i], floor) - max(b.db[i], floor))
		sum += d * d
	}
	return math.Sqrt(sum / bands)
}

// distance returns the mean distance of each output spectrum to the nearest of
// the source within 20 ms.
func distance(source, out []spectrum, at heardAt) float64 {
	sum, n := 0.0, 0
	for k := range out {
		if out[k].level < quiet {
			continue
		}
		mid := int(math.Round(at(k*speechRate/100) * 1000 / speechRate))
		best := math.Inf(1)
		for i := max(0, mid-20); i <= mid+20 && i < len(source); i++ {
			best = min(best, between(&source[i], &out[k]))
		}
		if !math.IsInf(best, 1) {
			sum, n = sum+best, n+1
		}
	}
	return sum / float64(max(1, n))
}

// lateness returns the greatest lag at which 400 ms of output are most like the
// source, ms.
func lateness(source, out []spectrum, at heardAt) float64 {
	const long, reach = 40, 60
	worst := 0.0
	for from := 0; from+long <= len(out); from += long / 2 {
		loud := 0
		for k := from; k < from+long; k++ {
			if out[k].level >= quiet {
				loud++
			}
		}
		if loud < long*3/4 { // in silence everything is alike
			continue
		}
		best, least := 0, math.Inf(1)
		for lag := -reach; lag <= reach; lag++ {
			sum := 0.0
			for k := from; k < from+long; k++ {
				i := int(math.Round(at(k*speechRate/100)*1000/speechRate)) + lag
				i = max(0, min(i, len(source)-1))
				sum += between(&source[i], &out[k])
			}
			if sum < least {
				best, least = lag, sum
			}
		}
		worst = max(worst, math.Abs(float64(best)))
	}
	return worst
}
