package review

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/store"
)

// memory keeps outlines for a test.
type memory struct {
	kept  map[string][]byte
	saved int
}

func (m *memory) Peaks(_ context.Context, hash string, _ int) ([]byte, error) {
	return m.kept[hash], nil
}

func (m *memory) SavePeaks(_ context.Context, hash string, _ int, data []byte) error {
	m.saved++
	m.kept[hash] = data
	return nil
}

// tone makes a recording of 25 s: the left voice is loud from 2 s to 4 s, the
// right one quiet from 6 s to 24 s.
func tone(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "call.wav")
	sox := func(args ...string) {
		if out, err := exec.CommandContext(t.Context(), "sox", args...).CombinedOutput(); err != nil {
			t.Fatalf("sox (install the package sox): %v %s", err, out)
		}
	}
	dir := filepath.Dir(path)
	left, right := filepath.Join(dir, "l.wav"), filepath.Join(dir, "r.wav")
	sox("-n", "-r", "8000", "-b", "16", left, "synth", "2", "sine", "500", "gain", "-3", "pad", "2", "21")
	sox("-n", "-r", "8000", "-b", "16", right, "synth", "18", "sine", "700", "gain", "-24", "pad", "6", "1")
	sox("-M", left, right, path)
	return path
}

func TestOutlineIsMeasuredOnceAndDrawnAsHeard(t *testing.T) {
	path, shelf := tone(t), &memory{kept: map[string][]byte{}}
	rec := store.Recording{Hash: "c0ffee"}
	steps := 0
	w, err := NewOutlines(shelf).Wave(t.Context(), rec, path, func(w Wave) {
		steps++
		if len(w.Lanes) != 2 || len(w.Lanes[0]) == 0 {
			t.Error("a step with nothing in it")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	loud, quiet := w.Column(0, 2500*time.Millisecond, 3*time.Second), w.Column(1, 8*time.Second, 9*time.Second)
	if loud < 0.85 || quiet < 0.3 || quiet > 0.7 {
		t.Errorf("the loud voice is %.2f high, the quiet one %.2f", loud, quiet)
	}
	if w.Column(0, 6*time.Second, 20*time.Second) != 0 || w.Column(1, 0, 5*time.Second) != 0 {
		t.Error("silence is drawn")
	}
	if steps == 0 || shelf.saved != 1 {
		t.Errorf("%d steps, kept %d times", steps, shelf.saved)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	again, err := NewOutlines(shelf).Wave(t.Context(), rec, path, nil)
	if err != nil || len(again.Lanes) != 2 || again.Column(0, 2*time.Second, 3*time.Second) != w.Column(0, 2*time.Second, 3*time.Second) {
		t.Errorf("the kept outline differs: %v", err)
	}
}

func TestNoOutlineOfWhatIsNoSound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, []byte("<html>no</html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	shelf := &memory{kept: map[string][]byte{}}
	if _, err := NewOutlines(shelf).Wave(t.Context(), store.Recording{Hash: "x"}, path, func(Wave) {}); err == nil || shelf.saved != 0 {
		t.Errorf("drawn: %v, kept %d times", err, shelf.saved)
	}
	shelf.kept["y"] = []byte("damaged")
	if _, err := NewOutlines(shelf).Wave(t.Context(), store.Recording{Hash: "y"}, filepath.Join(t.TempDir(), "none"), nil); err == nil {
		t.Error("a damaged outline without a recording is drawn")
	}
}
