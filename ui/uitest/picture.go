package uitest

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
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

// Same tells whether two captures show the same.
func Same(a, b image.Image) bool {
	return a.Bounds() == b.Bounds() && bytes.Equal(flat(a).Pix, flat(b).Pix)
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
	p, q := flat(a).Pix, flat(b).Pix
	near := func(x, y uint8) bool { return max(x, y)-min(x, y) <= slightly }
	for i := 0; i+3 < len(p) && i+3 < len(q); i += 4 {
		if !near(p[i], q[i]) || !near(p[i+1], q[i+1]) || !near(p[i+2], q[i+2]) {
			n++
		}
	}
	return n
}

// flat returns the picture with one byte a channel.
func flat(img image.Image) *image.NRGBA {
	if n, ok := img.(*image.NRGBA); ok {
		return n
	}
	n := image.NewNRGBA(img.Bounds())
	draw.Draw(n, n.Bounds(), img, img.Bounds().Min, draw.Src)
	return n
}
