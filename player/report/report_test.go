package report

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sensedesk/player/soundtest"
)

var reportTo = flag.String("report", "", "measure everything and write the table into this document")

// The table stands between these lines of the document.
const (
	tableFrom = "<!-- figures: made by `make audio-report` -->\n"
	tableTo   = "<!-- end of figures -->\n"
)

// row is one figure.
type row struct {
	what, goal, seen, beside string
	met                      bool
}

// table collects figures.
type table struct{ rows []row }

// most adds a figure that may not exceed its goal.
func (t *table) most(what string, goal, seen float64, unit, beside string) {
	t.rows = append(t.rows, row{what, fmt.Sprintf("≤ %g%s", goal, unit), fmt.Sprintf("%.2f%s", seen, unit), beside, seen <= goal})
}

// TestReport measures all that is promised of the player. It needs a quarter
// of an hour and is run by `make audio-report`.
func TestReport(t *testing.T) {
	if *reportTo == "" {
		t.Skip("run by make audio-report; the other tests of this package hold what does not depend on the machine")
	}
	var tab table
	tab.lengths(compareAll(t))
	tab.stretching(stretchAll(t))
	tab.music(playAll(t, 20))
	tab.times(t)
	tab.write(t, *reportTo)
	for _, r := range tab.rows {
		if !r.met {
			t.Logf("not met: %s: %s, goal %s", r.what, r.seen, r.goal)
		}
	}
}

func (t *table) lengths(seen []compared) {
	same, worst := 0, math.Inf(1)
	var differ []string
	for _, c := range seen {
		if c.same() {
			same++
		} else {
			differ = append(differ, c.name)
		}
		if c.codec == "MP3" && c.same() && !math.IsNaN(c.snr) && c.whole {
			worst = min(worst, c.snr)
		}
	}
	beside := "all of them play in ffmpeg"
	if len(differ) > 0 {
		beside = "differ: " + strings.Join(differ, ", ")
	}
	t.rows = append(t.rows,
		row{fmt.Sprintf("files of ffmpeg's length ± 1 frame, of %d", len(seen)), "100 %", fmt.Sprintf("%.1f %%", 100*float64(same)/float64(len(seen))), beside, same == len(seen)},
		row{"MP3: signal to its difference from ffmpeg, the worst file", "≥ 90 dB", fmt.Sprintf("%.0f dB", worst), "", worst >= 90})
}

func (t *table) stretching(all []stretched) {
	for _, s := range all {
		name := fmt.Sprintf("%g×: ", s.speed)
		t.most(name+"median error of the pitch", 20, s.ours.cents, " cents", fmt.Sprintf("atempo %.1f, sox tempo -s %.1f", s.atempo.cents, s.sox.cents))
		t.rows[len(t.rows)-1].met = s.ours.cents <= 20 && s.ours.cents < s.atempo.cents
		best := min(s.atempo.distance, s.sox.distance)
		t.most(name+"distance of the spectra, of the better of atempo and sox", 1.05, s.ours.distance/best, "×",
			fmt.Sprintf("ours %.2f dB, atempo %.2f, sox %.2f", s.ours.distance, s.atempo.distance, s.sox.distance))
		t.most(name+"local error of time, the greatest", 10, s.ours.late, " ms", fmt.Sprintf("atempo %.0f, sox %.0f", s.atempo.late, s.sox.late))
	}
}

// times measures what depends on the machine, on long calls.
func (t *table) times(tb testing.TB) {
	dir := tb.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	minute := soundtest.TwoChannelCall(tb, 60)
	call, two := at("call.wav"), at("two.wav")
	soundtest.Run(tb, "sox", minute, call, "repeat", "9")
	soundtest.Run(tb, "sox", minute, two, "repeat", "115") // a little over two hours
	encode := func(in, name string) (mp3, opus string) {
		mp3, opus = at(name+".mp3"), at(name+".opus")
		soundtest.Run(tb, "lame", "--quiet", "--resample", "16", "-b", "48", "--cbr", in, mp3)
		soundtest.Run(tb, "opusenc", "--quiet", "--comp", "4", "--bitrate", "32", in, opus)
		return mp3, opus
	}
	mp3, opus := encode(call, "call")
	twoMP3, twoOpus := encode(two, "two")
	spoken := func(in, name string) string { // as telephones and browsers encode speech
		soundtest.Run(tb, "ffmpeg", "-v", "error", "-i", in, "-c:a", "libopus", "-application", "voip", "-b:a", "24k", at(name))
		return at(name)
	}
	voice, twoVoice := spoken(call, "voice.opus"), spoken(two, "two-voice.opus")

	ff := ffmpegCost(tb, mp3)
	_, o := ours(tb, "decode", mp3)
	mpg := theirs(tb, "mpg123", "-q", "-t", mp3)
	t.most("MP3: CPU of decoding, of ffmpeg's", 4, ratio(o, ff), "×", fmt.Sprintf("mpg123 %.1f×", ratio(mpg, ff)))
	ff = ffmpegCost(tb, opus)
	_, o = ours(tb, "decode", opus)
	xiph := theirs(tb, "opusdec", "--quiet", "--rate", "16000", opus, "/dev/null")
	t.most("Opus at 16 kHz: CPU of decoding, of ffmpeg's", 2.2, ratio(o, ff), "×", fmt.Sprintf("opusdec %.1f×", ratio(xiph, ff)))

	for _, c := range []struct {
		name, path string
		goal       float64
		beside     func(ff cost) string
	}{
		{"WAV", two, 1.5, func(ff cost) string {
			return fmt.Sprintf("sox stats %.1f×", ratio(theirs(tb, "sox", two, "-n", "stats"), ff))
		}},
		{"Opus (coded as a voice)", twoVoice, 1.5, func(ff cost) string {
			return fmt.Sprintf("opusdec %.1f×", ratio(theirs(tb, "opusdec", "--quiet", twoVoice, "/dev/null"), ff))
		}},
		{"Opus (coded as music)", twoOpus, 1.5, func(ff cost) string {
			return fmt.Sprintf("opusdec %.1f×", ratio(theirs(tb, "opusdec", "--quiet", twoOpus, "/dev/null"), ff))
		}},
		{"MP3", twoMP3, 2.5, func(ff cost) string {
			return fmt.Sprintf("mpg123 %.1f×", ratio(theirs(tb, "mpg123", "-q", "-t", twoMP3), ff))
		}},
	} {
		ff := ffmpegCost(tb, c.path)
		s, o := ours(tb, "peaks", c.path)
		if s.Seconds < 7000 {
			tb.Fatalf("%s lasts %.0f s", c.path, s.Seconds)
		}
		t.most("peaks of a two-hour "+c.name+": CPU, of ffmpeg's plain decoding", c.goal, ratio(o, ff), "×", c.beside(ff))
		short, _ := ours(tb, "peaks", map[string]string{two: call, twoVoice: voice, twoOpus: opus, twoMP3: mp3}[c.path])
		play, _ := ours(tb, "decode", c.path)
		t.most("memory for two hours of "+c.name+", resident", 80, max(s.Resident, play.Resident), " MB", fmt.Sprintf("ten minutes: %.0f MB", short.Resident))
	}
	for _, speed := range []string{"1.5", "2"} {
		s, o := ours(tb, speed, two)
		_, plain := ours(tb, "decode", two)
		var factor float64
		_, _ = fmt.Sscan(speed, &factor)
		heard := s.Seconds / factor
		atempo := theirs(tb, "ffmpeg", "-v", "error", "-threads", "1", "-i", two, "-af", "atempo="+speed, "-f", "null", "-").cpu - ffmpegCost(tb, two).cpu
		t.most(speed+"×: CPU of two channels while they are heard", 1, 100*(o.cpu-plain.cpu).Seconds()/heard, " % of a core", fmt.Sprintf("atempo %.2f %%", 100*atempo.Seconds()/heard))
	}
	t.big(tb, dir, minute)
}

// big measures the beginning of a file of 128 MB, and places in it.
func (t *table) big(tb testing.TB, dir, minute string) {
	const size = 128 << 20
	at := func(name string) string { return filepath.Join(dir, name) }
	wav, mp3, opus := at("big.wav"), at("big.mp3"), at("big.opus")
	st, err := os.Stat(minute)
	if err != nil {
		tb.Fatal(err)
	}
	soundtest.Run(tb, "sox", minute, wav, "repeat", fmt.Sprint(size/st.Size()))
	soundtest.Run(tb, "lame", "--quiet", "-V", "2", "--resample", "44.1", "-t", minute, at("piece.mp3"))
	soundtest.Run(tb, "opusenc", "--quiet", "--comp", "0", "--bitrate", "256", "--hard-cbr", wav, opus)
	piece, err := os.ReadFile(at("piece.mp3"))
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(mp3, bytes.Repeat(piece, size/len(piece)+1), 0o600); err != nil {
		tb.Fatal(err)
	}
	for _, c := range []struct{ name, path string }{{"WAV", wav}, {"MP3", mp3}, {"Opus", opus}} {
		st, err := os.Stat(c.path)
		if err != nil || st.Size() < 120<<20 {
			tb.Fatalf("%s has %d bytes: %v", c.path, st.Size(), err)
		}
		s, _ := ours(tb, "first", c.path)
		t.most("first sound of 128 MB of "+c.name, 0.2, s.First/1000, " s", "")
		s, _ = ours(tb, "seeks", c.path)
		t.most("seek in it to 20 ms of sound, p99 of 300", 20, s.P99, " ms", fmt.Sprintf("median %.2f ms", s.Median))
		t.most("seek in it: frames off, the worst of 300", 1, float64(s.Off), "", "")
	}
}

func ratio(a, b cost) float64 { return a.cpu.Seconds() / b.cpu.Seconds() }

// ffmpegCost is what ffmpeg's plain decoding takes, on one thread.
func ffmpegCost(tb testing.TB, path string) cost {
	return theirs(tb, "ffmpeg", "-v", "error", "-threads", "1", "-i", path, "-f", "null", "-")
}

// write puts the table into the document.
func (t *table) write(tb testing.TB, path string) {
	tb.Helper()
	doc, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(doc), tableFrom)
	_, after, ends := strings.Cut(rest, tableTo)
	if !ok || !ends {
		tb.Fatalf("%s has no place for the figures", path)
	}
	var b strings.Builder
	b.WriteString(before + tableFrom)
	fmt.Fprintf(&b, "\nMade with %s.\n\n| what | goal | seen | met | beside it, in the same run |\n| --- | --- | --- | --- | --- |\n", versions(tb))
	for _, r := range t.rows {
		met := "yes"
		if !r.met {
			met = "**no**"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.what, r.goal, r.seen, met, r.beside)
	}
	b.WriteString("\n" + tableTo + after)
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// versions names the programs measured beside.
func versions(tb testing.TB) string {
	var names []string
	for _, c := range [][]string{{"ffmpeg", "-version"}, {"sox", "--version"}, {"mpg123", "--version"}, {"opusdec", "--version"}, {"lame", "--version"}} {
		out, err := exec.Command(c[0], c[1:]...).CombinedOutput()
		if err != nil {
			tb.Fatalf("this needs %s: %v", c[0], err)
		}
		first, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		first, _, _ = strings.Cut(first, " Copyright")
		names = append(names, strings.TrimPrefix(strings.TrimSpace(first), "sox:      "))
	}
	return strings.Join(names, "; ")
}
