//go:build !linux

package shoot

import (
	"errors"
	"image"
)

// Screen is only there on Linux, where the tour runs on a virtual display.
func Screen(int, int) (*image.NRGBA, error) {
	return nil, errors.New("pictures of the screens are taken on Linux only")
}
