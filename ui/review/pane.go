package review

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/widgets"
)

// applyPane shows the transcript, or one sentence on why there is none yet and
// what can be done.
func (s *Screen) applyPane() {
	v := &s.view
	sentence, note, action := s.blank()
	v.blank.Objects = nil
	if sentence != "" {
		v.blank.Objects = []fyne.CanvasObject{widgets.Empty(sentence, note, action)}
	}
	if sentence == "" {
		s.text.Show()
	} else {
		s.text.Hide()
	}
	v.blank.Refresh()
}

// blank says why there is no transcript; an empty sentence means that there is
// one, or that it is being read.
func (s *Screen) blank() (sentence, note string, action fyne.CanvasObject) {
	p, st := s.Printer, s.state
	back := func() fyne.CanvasObject {
		return widgets.NewButton(p.S("review.back"), widgets.Secondary, s.back)
	}
	switch {
	case errors.Is(st.Err, store.CodeNotFound):
		return p.S("review.gone"), p.S("review.gone.note"), back()
	case st.Err != nil:
		what, cure := p.Error(st.Err)
		return what, cure, back()
	case st.ID == 0:
		return p.S("review.none"), p.S("review.none.note"), back()
	case !st.Loaded:
		return p.S("review.loading"), "", nil
	case st.Text == TextReady:
		return "", "", nil
	case st.Text == TextWordless:
		return p.S("review.wordless"), p.S("review.wordless.note"), nil
	case st.Text == TextFailed:
		what, cure := p.Error(st.Reason)
		return what, cure, s.againButton()
	case st.Text == TextStopped:
		what, cure := p.Error(st.Reason)
		if what == "" {
			what = p.S("review.stopped")
		}
		return p.S("review.notext") + " " + strings.TrimSuffix(what, ".") + ".", cure, nil
	}
	return p.S("review.pending"), p.S("review.pending.note", i18n.Args{"state": p.S("state." + string(st.Call.State))}), nil
}
