package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

// The table of the MP3 decoder stands between these lines of the document.
const (
	snrFrom = "<!-- signal to noise: made by `make audio-report` -->\n"
	snrTo   = "<!-- end of signal to noise -->\n"
)

// The kinds of files LAME makes, of each rate.
var (
	snrRates = []string{"8", "11.025", "12", "16", "22.05", "24", "32", "44.1", "48"}
	snrModes = [][2]string{{"mono", "m"}, {"plain stereo", "s"}, {"joint stereo", "j"}, {"all middle and side", "f"}}
	snrKinds = [][]string{{"--cbr", "-b", "48"}, {"-V", "4"}, {"--abr", "40"}}
)

// TestSNR decodes what LAME makes of a call in every rate, mode and kind of bit rate
// and wants the difference from ffmpeg 90 dB below the sound.
func TestSNR(t *testing.T) {
	in := soundtest.TwoChannelCall(t, 2)
	cells := make([][]string, len(snrRates))
	t.Run("files", func(t *testing.T) {
		for i, rate := range snrRates {
			cells[i] = make([]string, len(snrModes))
			t.Run(rate, func(t *testing.T) {
				t.Parallel()
				for k, mode := range snrModes {
					var seen []string
					for _, kind := range snrKinds {
						path := filepath.Join(t.TempDir(), "call.mp3")
						args := append([]string{"--quiet", "--resample", rate, "-m", mode[1]}, kind...)
						soundtest.Run(t, "lame", append(args, in, path)...)
						snr := snrOf(t, path)
						if !(snr >= 90) {
							t.Errorf("%s %v: %.1f dB", mode[0], kind, snr)
						}
						seen = append(seen, fmt.Sprintf("%.0f", snr))
					}
					cells[i][k] = strings.Join(seen, " · ")
				}
			})
		}
	})
	if *reportTo != "" && !t.Failed() {
		writeSNR(t, *reportTo, cells)
	}
}

// snrOf is how far the sound of an MP3 is above the difference from ffmpeg's, dB.
func snrOf(t *testing.T, path string) float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	d, err := decode.Open(f, st.Size())
	if err != nil {
		t.Fatal(err)
	}
	channels := d.Info().Channels
	var ours []float32
	if err := through(d, func(x [][2]float32) {
		for _, s := range x {
			ours = append(ours, s[:channels]...)
		}
	}); err != nil {
		t.Fatal(err)
	}
	theirs := soundtest.Decoded(t, path, channels)
	if len(theirs) != len(ours) {
		t.Errorf("%s: %d samples, ffmpeg has %d", path, len(ours), len(theirs))
	}
	return soundtest.SNR(theirs, ours)
}

// writeSNR puts the table into the document.
func writeSNR(t *testing.T, path string, cells [][]string) {
	t.Helper()
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(doc), snrFrom)
	_, after, ends := strings.Cut(rest, snrTo)
	if !ok || !ends {
		t.Fatalf("%s has no place for the signal to noise", path)
	}
	var b strings.Builder
	b.WriteString(before + snrFrom + "\n| kHz |")
	for _, m := range snrModes {
		b.WriteString(" " + m[0] + " |")
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(snrModes)) + "\n")
	for i, rate := range snrRates {
		fmt.Fprintf(&b, "| %s | %s |\n", rate, strings.Join(cells[i], " | "))
	}
	b.WriteString("\n" + snrTo + after)
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
