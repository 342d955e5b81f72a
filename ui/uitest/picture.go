package uitest

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
)

// The drawing is pure Go and the fonts are ours, so pictures hardly differ
// between machines; rounding in the last digit may.
const (
	slightly = 8     // a channel may differ by so much
	few      = 0.001 // and so large a part of the pixels by more
)

// Picture compares the window with testdata/<name>.png beside the test. One that
// differs, or has no fellow yet, is written to testdata/failed/<name>.png: look
// at it, and move it to testdata when it is right.
func (w *World) Picture(name string) {
	w.T.Helper()
	got := w.Window.Canvas().Capture()
	failed := filepath.Join("testdata", "failed", name+".png")
	want, err := readPicture(filepath.Join("testdata", name+".png"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.Screenshot(failed)
		w.T.Errorf("there is no picture %q yet; this one is %s", name, failed)
	case err != nil:
		w.T.Fatal(err)
	case want.Bounds() != got.Bounds():
		w.Screenshot(failed)
		w.T.Errorf("picture %q is %v, want %v; see %s", name, got.Bounds(), want.Bounds(), failed)
	default:
		if n, all := differing(got, want), got.Bounds().Dx()*got.Bounds().Dy(); float64(n) > few*float64(all) {
			w.Screenshot(failed)
			w.T.Errorf("picture %q differs in %d of %d pixels; see %s", name, n, all, failed)
		}
	}
}

func readPicture(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("read picture %s: %w", path, err)
	}
	return img, nil
}

// differing counts the pixels that differ more than slightly.
func differing(a, b image.Image) (n int) {
	near := func(x, y uint32) bool { return max(x, y)-min(x, y) <= slightly*0x101 }
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			ar, ag, ab, _ := a.At(x, y).RGBA()
			br, bg, bb, _ := b.At(x, y).RGBA()
			if !near(ar, br) || !near(ag, bg) || !near(ab, bb) {
				n++
			}
		}
	}
	return n
}
