package review

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
)

// Span is a stretch of the call.
type Span struct{ From, To time.Duration }

// Length is how long it is.
func (s Span) Length() time.Duration { return s.To - s.From }

// TogetherIn finds where both parties of a call speak at once, in order and
// apart from each other. In a recording with one channel nobody knows.
func TogetherIn(d *transcript.Document) []Span {
	if d == nil || d.Mono || !d.Began.IsZero() {
		return nil
	}
	var out []Span
	var ends [2]int64 // how far each party's speech goes
	for i := range d.Rows {
		r := &d.Rows[i]
		if r.Kind != transcript.KindPhrase {
			continue
		}
		side := 0
		if r.Side == transcript.SideClient {
			side = 1
		}
		if to := min(ends[1-side], r.EndMS); to > r.StartMS {
			out = append(out, Span{r.Start(), time.Duration(to) * time.Millisecond})
		}
		ends[side] = max(ends[side], r.EndMS)
	}
	slices.SortFunc(out, func(a, b Span) int { return int(max(-1, min(1, a.From-b.From))) })
	return merged(out)
}

// merged joins stretches that touch.
func merged(in []Span) []Span {
	out := in[:0]
	for _, s := range in {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// newClash is the sign of an interruption: a line that begins before the one
// above it has ended.
func newClash(ink fyne.ThemeColorName) fyne.CanvasObject {
	a, b := canvas.NewRectangle(theme.Color(ink)), canvas.NewRectangle(theme.Color(ink))
	a.CornerRadius, b.CornerRadius = 1, 1
	return &fyne.Container{Layout: clash{}, Objects: []fyne.CanvasObject{a, b}}
}

// clash lays out the two lines.
type clash struct{}

func (clash) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(8, 8) }

func (clash) Layout(o []fyne.CanvasObject, size fyne.Size) {
	thick := size.Height / 5
	o[0].Resize(fyne.NewSize(size.Width*0.65, thick))
	o[0].Move(fyne.NewPos(0, size.Height/2-1.5*thick))
	o[1].Resize(fyne.NewSize(size.Width*0.65, thick))
	o[1].Move(fyne.NewPos(size.Width*0.35, size.Height/2+thick/2))
}
