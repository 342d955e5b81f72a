package upload

import (
	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// runView is the panel of the run: what goes on now, how far it is, four counts.
type runView struct {
	s      *Screen
	object fyne.CanvasObject

	title *widgets.Text
	now   *widgets.Ellipsis
	line  *widgets.Paragraph // wraps: the price at its end is never cut off
	bar   *widgets.Bar
	hint  *widgets.Paragraph
	fault *widgets.Paragraph
	stats [4]*widgets.Stat
}

func newRunView(s *Screen) *runView {
	p := s.d.Printer
	v := &runView{
		s: s, title: widgets.Heading(""), now: widgets.NewEllipsis("", widgets.Style{}), bar: widgets.ThinProgress(),
		line:  widgets.NewParagraph("", widgets.Style{Color: theme.ColorMuted}),
		hint:  widgets.NewParagraph(p.S("upload.run.hint"), widgets.Style{Color: theme.ColorMuted}),
		fault: widgets.NewParagraph("", widgets.Style{Color: theme.ColorNegative}),
	}
	groups := [4]func() []store.State{
		func() []store.State { return []store.State{store.StateDone, store.StatePartlyDone} },
		func() []store.State { return []store.State{store.StateSent, store.StateProcessing} },
		func() []store.State { return []store.State{store.StateWaiting} },
		func() []store.State {
			if s.m.Blind() && s.m.Status.Counts[store.StateFailed] == 0 { // the list shows one kind at a time
				return []store.State{store.StateUnknown}
			}
			return []store.State{store.StateFailed}
		},
	}
	stats := widgets.HBox(10) // equal columns, but none narrower than its words
	for i := range v.stats {
		v.stats[i] = widgets.NewStat("0", "")
		v.stats[i].OnTapped = func() { s.d.OnCalls(groups[i]()) }
		stats.Add(widgets.Grow(v.stats[i]))
	}
	v.object = widgets.Panel("", widgets.VBox(8, v.title, v.hint, v.now, v.bar, v.line, v.fault, stats))
	return v
}

func (v *runView) apply() {
	m, p := &v.s.m, v.s.d.Printer
	rv := ViewRun(m.Status, m.Blind())
	v.title.SetText(p.S(rv.Heading))
	v.now.SetText(NowText(p, rv))
	v.line.SetText(ProgressText(p, m.Status, v.s.d.Now()))
	v.bar.SetValue(rv.Bar)
	fault := ""
	if m.RunErr != nil {
		fault = errorText(p, m.RunErr)
	}
	v.fault.SetText(fault)
	show(v.fault, fault != "")
	show(v.now, v.now.FullText() != "")
	show(v.bar, rv.ShowBar)
	show(v.line, v.line.FullText() != "")
	show(v.hint, !m.Busy() && !rv.ShowBar && fault == "")
	tone := widgets.ToneQuiet
	if rv.NeedYou > 0 {
		tone = widgets.ToneNegative
	}
	v.stats[0].Set(p.Int(rv.Done), p.S("upload.count.done"), widgets.ToneQuiet)
	v.stats[1].Set(p.Int(rv.Recognising), p.S("upload.count.recognising"), widgets.ToneQuiet)
	v.stats[2].Set(p.Int(rv.Waiting), p.S("upload.count.waiting"), widgets.ToneQuiet)
	v.stats[3].Set(p.Int(rv.NeedYou), p.S("upload.count.need_you"), tone)
	v.object.Refresh()
}
