package peaks_test

import (
	"os"
	"path/filepath"
	"testing"

	"sensedesk/player/decode"
	"sensedesk/player/peaks"
	"sensedesk/player/soundtest"
)

// openFine opens a recording as it is heard.
func openFine(tb testing.TB, path string) decode.Decoder {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { f.Close() })
	st, err := f.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	d, err := decode.Open(f, st.Size())
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// TestCoarseOutline measures Opus at the third of a rate, as the outline is made,
// and at 48 kHz, as it is heard: the outline is the same to the eye and the same
// is speech.
func TestCoarseOutline(t *testing.T) {
	call := filepath.Join(t.TempDir(), "call.wav")
	soundtest.Run(t, "sox", "-D", soundtest.TwoChannelCall(t, 30), "-r", "48000", call)
	for name, args := range map[string][]string{
		"music":       {"-application", "audio", "-b:a", "96k"},
		"low delay":   {"-application", "lowdelay", "-b:a", "32k"},
		"short":       {"-application", "lowdelay", "-frame_duration", "2.5", "-b:a", "64k"},
		"voice":       {"-application", "voip", "-b:a", "24k"},
		"wide voice":  {"-application", "voip", "-b:a", "48k"},
		"one channel": {"-application", "lowdelay", "-b:a", "24k", "-ac", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "call.opus")
			soundtest.Run(t, "ffmpeg", append(append([]string{"-v", "error", "-i", call, "-c:a", "libopus"}, args...), path)...)
			fine, coarse := compute(t, openFine(t, path)), compute(t, open(t, path))
			if fine.Rate != 48000 || coarse.Rate != 16000 {
				t.Fatalf("at %d and %d Hz", fine.Rate, coarse.Rate)
			}
			if fine.Bins() != coarse.Bins() || len(fine.Channels) != len(coarse.Channels) {
				t.Fatalf("%d bins of %d channels, want %d of %d", coarse.Bins(), len(coarse.Channels), fine.Bins(), len(fine.Channels))
			}
			for c := range fine.Channels {
				sameOutline(t, &fine.Channels[c], &coarse.Channels[c])
			}
			sameSpeech(t, fine.Speech(), coarse.Speech())
		})
	}
}

// sameOutline wants the extremes within 1 % of full scale in 95 of 100 bins, and
// the levels of what is above −50 dBFS within 1 dB in 99 of 100. What a sample
// falls short of the peak beside it depends on the rate.
func sameOutline(t *testing.T, want, got *peaks.Channel) {
	t.Helper()
	far, loud, off := 0, 0, 0
	for i, level := range want.Level {
		if d := int(want.Max[i]) - int(got.Max[i]); max(d, -d) > 1<<15/100 {
			far++
		}
		if d := int(want.Min[i]) - int(got.Min[i]); max(d, -d) > 1<<15/100 {
			far++
		}
		if level <= 255-2*50 {
			continue
		}
		loud++
		if d := int(level) - int(got.Level[i]); max(d, -d) > 2 {
			off++
		}
	}
	if all := 2 * len(want.Level); far > all/20 {
		t.Errorf("%d of %d extremes are more than 1 %% of full scale off", far, all)
	}
	if loud < 500 || off > loud/100 {
		t.Errorf("%d of %d levels are more than 1 dB off", off, loud)
	}
}

// sameSpeech wants the same said in 98 of 100 bins. A single bin at the threshold
// can join two stretches, or end one 150 ms later.
func sameSpeech(t *testing.T, want, got [][]peaks.Range) {
	t.Helper()
	for c := range want {
		count := map[int64]int{} // bins, by how many of the two have speech there
		for _, ranges := range [][]peaks.Range{want[c], got[c]} {
			for _, r := range ranges {
				for ms := r.StartMS; ms < r.EndMS; ms += 10 {
					count[ms/10]++
				}
			}
		}
		differ := 0
		for _, n := range count {
			if n == 1 {
				differ++
			}
		}
		if len(count) < 300 || differ > 3000/50 {
			t.Errorf("channel %d: speech in %d bins, in %d of them in one of the two only", c, len(count), differ)
		}
	}
}

// TestCoarseChanges measures a recording that goes over from one layer of Opus to
// the other and back: nothing above −40 dBFS is more than 3 dB otherwise
// than at 48 kHz.
func TestCoarseChanges(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	soundtest.Run(t, "sox", "-D", soundtest.TwoChannelCall(t, 8), "-r", "48000", at("voice.wav"), "trim", "1", "3")
	soundtest.Run(t, "sox", "-R", "-n", "-r", "48000", "-b", "16", at("chord.wav"), "synth", "1.7", "pluck", "C3", "pluck", "E4", "gain", "-6", "sinc", "-5k")
	soundtest.Run(t, "sox", "-D", at("voice.wav"), at("chord.wav"), at("both.wav"), "repeat", "5")
	soundtest.Run(t, "ffmpeg", "-v", "error", "-i", at("both.wav"), "-c:a", "libopus", "-application", "audio", "-b:a", "28k", at("both.opus"))
	fine, coarse := compute(t, openFine(t, at("both.opus"))), compute(t, open(t, at("both.opus")))
	for c := range fine.Channels {
		sameOutline(t, &fine.Channels[c], &coarse.Channels[c])
		for i, level := range fine.Channels[c].Level {
			if d := int(level) - int(coarse.Channels[c].Level[i]); level > 255-2*40 && max(d, -d) > 6 {
				t.Errorf("channel %d, bin %d: level %d, want %d", c, i, coarse.Channels[c].Level[i], level)
			}
		}
	}
}
