package review

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// strip is the line above the time line that says what is wrong with the sound,
// and what helps.
type strip struct {
	s      *Screen
	box    *fyne.Container
	text   *widgets.Paragraph
	action *widgets.Button // fetch the recording
	link   *widgets.Button // take a file for it
	again  *widgets.Button // look for the sound device
}

func newStrip(s *Screen) *strip {
	t := &strip{s: s, text: widgets.NewParagraph("", widgets.Style{})}
	t.action = widgets.NewButton(s.Printer.S("review.fetch"), widgets.Link, func() {
		if s.OnFetch != nil {
			s.OnFetch(s.state.ID)
		}
	})
	t.link = widgets.NewButton(s.Printer.S("review.link"), widgets.Link, func() {
		if s.OnLink != nil {
			s.OnLink(s.state.ID)
		}
	})
	t.again = widgets.NewButton(s.Printer.S("review.reconnect"), widgets.Link, s.Player.Reconnect)
	line := widgets.HBox(10, widgets.NewSymbol(theme.IconInfo, theme.ColorAccent), widgets.Grow(container.New(middle{}, t.text)), t.action, t.link, t.again)
	line.Layout = &remarkLine{row: line.Layout}
	t.box = container.NewStack(widgets.NewBox(theme.ColorAccentTint, "", ""), widgets.Inset(6, 20, 6, 20, line))
	t.box.Hide()
	return t
}

// apply shows what there is to say.
func (t *strip) apply() {
	s := t.s
	r, ok := RemarkOn(s.state, s.OnFetch != nil)
	t.box.Hidden = !ok
	if !ok {
		return
	}
	var said []string
	if r.Err != nil {
		what, _ := s.Printer.Error(r.Err)
		said = append(said, what)
	}
	if r.Key != "" {
		said = append(said, s.Printer.S(r.Key))
	}
	t.text.SetText(strings.Join(said, ". ") + ".")
	t.action.Hidden = !r.Fetch
	t.link.Hidden = !r.Link || s.OnLink == nil
	t.again.Hidden = !r.Again
}

// middle gives one object the whole width and puts it in the middle of the
// height.
type middle struct{}

func (middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (middle) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(size.Width, o[0].MinSize().Height))
	h := o[0].MinSize().Height // now it knows its lines
	o[0].Resize(fyne.NewSize(size.Width, h))
	o[0].Move(fyne.NewPos(0, (size.Height-h)/2))
}
