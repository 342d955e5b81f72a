package review

import (
	"image"
	"image/color"
	"time"

	"sensedesk/ui/theme"
)

// sums makes the loudness of long stretches as cheap as that of short ones: the
// bins of a wave, added up in blocks. It is made when first asked for.
type sums struct{ lanes [][]uint32 }

// block is how many bins of a wave are added up.
const block = 64

func sumsOf(w Wave) sums {
	out := sums{make([][]uint32, len(w.Lanes))}
	for i, bins := range w.Lanes {
		out.lanes[i] = make([]uint32, len(bins)/block)
		for b := range out.lanes[i] {
			sum := uint32(0)
			for _, v := range bins[b*block : (b+1)*block] {
				sum += uint32(v)
			}
			out.lanes[i][b] = sum
		}
	}
	return out
}

// column is Wave.Column, of long stretches to the next block.
func (l *lanes) column(lane int, from, to time.Duration) float64 {
	w := l.wave
	if w.Bin <= 0 || lane >= len(w.Lanes) || to-from < 4*block*w.Bin {
		return w.Column(lane, from, to)
	}
	if l.sums.lanes == nil {
		l.sums = sumsOf(w)
	}
	blocks := l.sums.lanes[lane]
	i := max(0, int(from/(block*w.Bin)))
	j := min(len(blocks), int(to/(block*w.Bin)))
	if i >= j {
		return 0
	}
	sum := uint64(0)
	for _, b := range blocks[i:j] {
		sum += uint64(b)
	}
	return float64(sum) / float64(block*(j-i)) / 255
}

// draw paints what is seen of the outline at the size of the device's pixels.
func (l *lanes) draw(w, h int) image.Image {
	if l.picture == nil || l.picture.Rect.Dx() != w || l.picture.Rect.Dy() != h {
		l.picture = image.NewNRGBA(image.Rect(0, 0, w, h))
	} else {
		clear(l.picture.Pix)
	}
	if l.shown.span <= 0 || w == 0 {
		return l.picture
	}
	scale := float32(w) / max(1, l.Size().Width)
	gap := int(laneGap()*scale + 0.5)
	lane := (h - gap*(l.count-1)) / l.count
	bar, pitch := max(1, int(2*scale+0.5)), max(2, int(3*scale+0.5))
	if l.count > 1 {
		l.drawTogether(w, lane, gap, scale)
	}
	for i := range l.count {
		c := color.NRGBAModel.Convert(theme.Color(l.colors[i])).(color.NRGBA)
		middle := i*(lane+gap) + lane/2
		for x := 0; x < w; x += pitch {
			from := l.shown.from + time.Duration(float64(l.shown.span)*float64(x)/float64(w))
			to := l.shown.from + time.Duration(float64(l.shown.span)*float64(x+pitch)/float64(w))
			half := int(l.column(l.order[i], from, to)*float64(lane/2-2*gap) + 0.5)
			fill(l.picture, x, min(x+bar, w), middle-half, middle+max(half, bar/2), c)
		}
	}
	return l.picture
}

// drawTogether hatches in both lanes where both parties speak at once, with an
// edge between the lanes: it is seen also by who does not tell the colours apart.
func (l *lanes) drawTogether(w, lane, gap int, scale float32) {
	ink := color.NRGBAModel.Convert(theme.Color(theme.ColorNegative)).(color.NRGBA)
	hatch := ink
	hatch.A = 110
	step, edge := max(3, int(4*scale+0.5)), max(1, int(1.5*scale+0.5))
	least := max(2, int(2*scale+0.5))
	for _, s := range l.together {
		if s.To < l.shown.from || s.From > l.shown.to() {
			continue
		}
		x0 := max(0, int(l.shown.x(s.From, float32(w))))
		x1 := min(w, max(x0+least, int(l.shown.x(s.To, float32(w))+0.5)))
		for i := range 2 {
			top := i * (lane + gap)
			for y := top; y < top+lane; y++ {
				for x := x0; x < x1; x++ {
					if (x+y)%step == 0 {
						l.picture.SetNRGBA(x, y, hatch)
					}
				}
			}
		}
		fill(l.picture, x0, x1, lane-edge, lane, ink)
		fill(l.picture, x0, x1, lane+gap, lane+gap+edge, ink)
	}
}

// fill paints a block.
func fill(img *image.NRGBA, x0, x1, y0, y1 int, c color.NRGBA) {
	for y := max(0, y0); y < min(y1, img.Rect.Dy()) && x0 < x1; y++ {
		row := img.Pix[y*img.Stride+4*x0 : y*img.Stride+4*x1]
		for i := 0; i < len(row); i += 4 {
			row[i], row[i+1], row[i+2], row[i+3] = c.R, c.G, c.B, c.A
		}
	}
}
