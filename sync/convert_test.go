package sync_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
	"sensedesk/store"
	"sensedesk/sync/sandbox"
)

// TestTelephoneCodingsGoAsPCM sends what SpeechSense does not read inside WAV
// as what it does, and keeps the original.
func TestTelephoneCodingsGoAsPCM(t *testing.T) {
	for _, seconds := range []int{5, 180} { // as one message and as a stream
		t.Run(fmt.Sprint(seconds, " s"), func(t *testing.T) {
			original := filepath.Join(t.TempDir(), "alaw.wav")
			soundtest.Run(t, "sox", "-R", "-n", "-r", "8000", "-c", "2", "-e", "a-law", original, "synth", fmt.Sprint(seconds), "pinknoise")
			sound, err := os.ReadFile(original)
			must(t, err)
			pcm, size, err := decode.AsPCM16(bytes.NewReader(sound), int64(len(sound)))
			must(t, err)
			want, err := io.ReadAll(pcm)
			must(t, err)

			r := newRig(t, []sandbox.PortalCall{talk(1, func(c *sandbox.PortalCall) {
				c.Duration, c.Sound = time.Duration(seconds)*time.Second, sound
			})}, nil, nil)
			if report := r.pass(); report.Uploaded != 1 {
				t.Fatalf("got %+v", report)
			}
			sent := r.speech.Uploads()[0]
			if sent.Size != size || sent.Hash != hashOf(want) {
				t.Errorf("%d bytes were sent, want %d bytes of PCM", sent.Size, size)
			}
			c := r.wantState("1", store.StateDone, "")
			if c.Recording.Hash != hashOf(sound) || c.Recording.Size != int64(len(sound)) {
				t.Errorf("what is kept is not the original: %+v", c.Recording)
			}
			r.wantUploads(1)
		})
	}
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
