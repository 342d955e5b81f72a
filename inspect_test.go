package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"sensedesk/player/soundtest"
)

// TestInspectKnowsWhatMayBeUploaded tells what SpeechSense reads, or is given
// without loss, from what would be refused there.
func TestInspectKnowsWhatMayBeUploaded(t *testing.T) {
	for _, c := range []struct {
		args       []string
		codec      string
		uploadable bool
	}{
		{[]string{"-b", "16"}, "PCM 16", true},
		{[]string{"-e", "a-law"}, "A-law", true},
		{[]string{"-e", "mu-law"}, "µ-law", true},
		{[]string{"-b", "8", "-e", "unsigned"}, "PCM 8", true},
		{[]string{"-b", "24"}, "PCM 24", false},
		{[]string{"-b", "32", "-e", "signed"}, "PCM 32", false},
		{[]string{"-b", "32", "-e", "float"}, "PCM float 32", false},
		{[]string{"-e", "ms-adpcm"}, "MS ADPCM", true},
		{[]string{"-e", "gsm-full-rate"}, "GSM 6.10", true},
		{[]string{"-e", "ima-adpcm"}, "IMA ADPCM", true},
	} {
		path := filepath.Join(t.TempDir(), "call.wav")
		args := append([]string{"-n", "-r", "8000", "-c", "1"}, c.args...)
		soundtest.Run(t, "sox", append(args, path, "synth", "2", "sine", "440")...)
		f, err := os.Open(path)
		must(t, err)
		st, err := f.Stat()
		must(t, err)
		got, err := inspect(context.Background(), f, st.Size())
		must(t, err)
		must(t, f.Close())
		if got.Uploadable != c.uploadable || got.Codec != c.codec {
			t.Errorf("%v: got %+v", c.args, got)
		}
	}
}
