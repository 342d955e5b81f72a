// Package soundtest makes the sound files that the tests of the player's rooms
// are run on, with the tools recordings are usually made and read with.
package soundtest

import (
	"encoding/binary"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"testing"
	"time"
)

// packages names the Debian package of every tool and file the tests need.
var packages = map[string]string{
	"sox": "sox", "ffmpeg": "ffmpeg", "ffprobe": "ffmpeg", "lame": "lame", "opusenc": "opus-tools", "mpg123": "mpg123",
}

// promptsDir holds recorded Russian telephone speech (CC-BY-3.0, ivrvoice.ru).
const promptsDir = "/usr/share/asterisk/sounds/ru"

// Has tells whether a tool is installed, for what can honestly do without.
func Has(tool string) bool {
	_, err := exec.LookPath(tool)
	return err == nil
}

// Run runs a tool of this machine and returns what it wrote to standard output.
// A missing tool fails the test with the name of its package.
func Run(tb testing.TB, tool string, args ...string) []byte {
	tb.Helper()
	out, _ := run(tb, tool, args)
	return out
}

// ToolCPU returns the CPU time a tool of this machine takes, its start included,
// the least of three times.
func ToolCPU(tb testing.TB, tool string, args ...string) (least time.Duration) {
	tb.Helper()
	for range 3 {
		if _, took := run(tb, tool, args); least == 0 || took < least {
			least = took
		}
	}
	return least
}

func run(tb testing.TB, tool string, args []string) (out []byte, cpu time.Duration) {
	tb.Helper()
	if !Has(tool) {
		tb.Fatalf("this test needs %s: install the package %s", tool, packages[tool])
	}
	cmd := exec.Command(tool, args...)
	out, err := cmd.Output()
	if err != nil {
		stderr := ""
		if x, ok := err.(*exec.ExitError); ok {
			stderr = string(x.Stderr)
		}
		tb.Fatalf("%s %v: %v\n%s", tool, args, err, stderr)
	}
	return out, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// Prompts returns recorded Russian prompts of 8 kHz, in a fixed order.
func Prompts(tb testing.TB) []string {
	tb.Helper()
	names, _ := filepath.Glob(filepath.Join(promptsDir, "*.wav"))
	if len(names) == 0 {
		tb.Fatal("this test needs recorded speech: install the package asterisk-core-sounds-ru-wav")
	}
	sort.Strings(names)
	return names
}

// Speech joins prompts of at least 1.5 s to one mono WAV of 8 kHz that lasts
// about the given seconds, and returns its path.
func Speech(tb testing.TB, seconds float64) string {
	tb.Helper()
	out := filepath.Join(tb.TempDir(), "speech.wav")
	var args []string
	total := 0.0
	for _, p := range Prompts(tb) {
		st, err := os.Stat(p)
		if err != nil {
			tb.Fatal(err)
		}
		long := float64(st.Size()-44) / 16000
		if long < 1.5 {
			continue
		}
		args = append(args, p)
		if total += long; total >= seconds {
			break
		}
	}
	Run(tb, "sox", append(args, out)...)
	return out
}

// TwoChannelCall makes a stereo WAV of 8 kHz: on the left real prompts, on the
// right the same voice lowered to a second one and half a second later. It
// lasts about the given seconds.
func TwoChannelCall(tb testing.TB, seconds float64) string {
	tb.Helper()
	dir := tb.TempDir()
	left, right, out := Speech(tb, seconds), filepath.Join(dir, "right.wav"), filepath.Join(dir, "call.wav")
	Run(tb, "sox", left, right, "pitch", "-350", "pad", "0.5")
	Run(tb, "sox", "-M", left, right, out)
	return out
}

// Decoded returns what ffmpeg makes of a file: interleaved float samples at the
// file's own rate, in as many channels as asked.
func Decoded(tb testing.TB, path string, channels int) []float32 {
	tb.Helper()
	return floats(Run(tb, "ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-ac", string(rune('0'+channels)), "-"))
}

// ByMpg123 returns what mpg123 makes of an MP3: interleaved float samples at the
// file's own rate and in its own channels.
func ByMpg123(tb testing.TB, path string) []float32 {
	tb.Helper()
	return floats(Run(tb, "mpg123", "-q", "-e", "f32", "-s", path))
}

// floats reads little-endian samples.
func floats(raw []byte) []float32 {
	out := make([]float32, len(raw)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return out
}

// SNR returns how far got stands above its difference to want, dB.
func SNR(want, got []float32) float64 {
	var signal, noise float64
	for i := range min(len(want), len(got)) {
		d := float64(want[i] - got[i])
		signal += float64(want[i]) * float64(want[i])
		noise += d * d
	}
	if noise == 0 {
		return math.Inf(1)
	}
	return 10 * math.Log10(signal/noise)
}
