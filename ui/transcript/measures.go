package transcript

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// All places follow from the theme's step of spacing and its text sizes.

// pad is the step of all spacing.
func pad() float32 { return theme.Size(theme.SizePad) }

// lineHeight is the height of a line of words.
func lineHeight() float32 { return textHeight(theme.Size(theme.SizeText)) }

// nameHeight is the height of the line that names the speaker.
func nameHeight() float32 { return textHeight(theme.Size(theme.SizeSmall)) }

// textHeight is the height of any text of a size.
func textHeight(size float32) float32 {
	return fyne.MeasureText("Щ", size, fyne.TextStyle{}).Height
}

// Columns, from the left edge: margin, time, bar, words, margin.
func margin() float32   { return 5 * pad() }
func timeEnd() float32  { return margin() + 15*pad() } // «1:02:03» ends here
func barX() float32     { return timeEnd() + 3*pad() }
func textX() float32    { return barX() + 4*pad() }
func rowInset() float32 { return 1.75 * pad() } // above and below a row's texts

// widest keeps lines short enough for an eye to find the next one.
func widest() float32 { return 200 * pad() }

// leastWidth is the least width of the widget: no text is broken into letters.
func leastWidth() float32 { return textX() + margin() + leastText() }

// leastText is the least room for words: a third of a window beside a CRM.
func leastText() float32 { return 36 * pad() }

// textWidth is the room for words in a widget of the given width.
func textWidth(width float32) float32 {
	return max(leastText(), min(widest(), width-textX()-margin()-2*pad()))
}

// rowPitch is the height of a phrase of one line.
func rowPitch() float32 { return 2*rowInset() + nameHeight() + lineHeight() }

// pitch is what the heights of rows are made of. Asking the theme and the
// shaper for each of thousands of rows would take longer than breaking lines.
type pitch struct{ inset, name, line float32 }

// pitchNow is the pitch of the present theme.
func pitchNow() pitch { return pitch{rowInset(), nameHeight(), lineHeight()} }

// head is the height of the line that names the speaker. A recording with one
// channel does not tell who speaks: there it stands only for what concerns the
// whole phrase.
func (p pitch) head(r *Row) float32 {
	if r.Side != SideBoth || r.Edited {
		return p.name
	}
	for i := range r.Marks {
		if r.Marks[i].Whole {
			return p.name
		}
	}
	return 0
}

// row is the height of a row whose words take a number of lines.
func (p pitch) row(r *Row, lines int) float32 {
	if r.Kind == KindPause {
		return 2*p.inset + p.name
	}
	return 2*p.inset + p.head(r) + float32(max(1, lines))*p.line
}

// bleed is how far the scroll reaches beyond the widget, above and below. There
// it draws its shadows, which a quiet page can do without: what stands above and
// below the widget has a ground of its own and covers them.
func bleed() float32 { return 2 * pad() }
