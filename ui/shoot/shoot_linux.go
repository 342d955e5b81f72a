package shoot

import (
	"fmt"
	"image"
	"io"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Screen returns the upper left width × height pixels of the X display that
// DISPLAY names. Reading the window's own buffer would be simpler, but under
// software OpenGL it is black.
func Screen(width, height int) (*image.NRGBA, error) {
	xgb.Logger.SetOutput(io.Discard) // it reports every display that wants no password
	x, err := xgb.NewConn()
	if err != nil {
		return nil, fmt.Errorf("take a picture: %w", err)
	}
	defer x.Close()
	screen := xproto.Setup(x).DefaultScreen(x)
	width, height = min(width, int(screen.WidthInPixels)), min(height, int(screen.HeightInPixels))
	raw, err := xproto.GetImage(x, xproto.ImageFormatZPixmap, xproto.Drawable(screen.Root), 0, 0, uint16(width), uint16(height), 0xffffffff).Reply()
	if err != nil {
		return nil, fmt.Errorf("take a picture: %w", err)
	}
	if len(raw.Data) < 4*width*height {
		return nil, fmt.Errorf("take a picture: a display of depth %d cannot be read", raw.Depth)
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := 0; i < 4*width*height; i += 4 { // blue, green, red, unused
		out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = raw.Data[i+2], raw.Data[i+1], raw.Data[i], 0xff
	}
	return out, nil
}
