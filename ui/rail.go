package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/profiles"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// railWidth is how wide the side bar is.
const railWidth = 176

// footPace is how often the bottom of the side bar is read anew at most.
const footPace = 250 * time.Millisecond

// rail is the side bar: where one can go, and at its bottom how things stand.
type rail struct {
	s      *Shell
	object *fyne.Container
	bar    *topBar // stands for it in a narrow window
	items  map[place]*widgets.NavItem
	whose  *widgets.NoteLine // which profile is active, when there are several
	run    *widgets.NoteLine
	need   *widgets.NoteLine
	net    *widgets.NoteLine
	bottom *fyne.Container
	at     place
}

func newRail(s *Shell) *rail {
	r := &rail{s: s, object: container.NewStack(), bar: newTopBar(s)}
	r.build()
	return r
}

// build makes the side bar anew, in the shell's language.
func (r *rail) build() {
	p := r.s.print
	toUpload := func() { r.s.goTo(route{place: placeUpload}) }
	r.items = map[place]*widgets.NavItem{}
	r.bar.build()
	top := widgets.VBox(2, widgets.Inset(16, 10, 12, 10, widgets.Title(p.S("shell.name"))))
	for _, to := range places() {
		item := widgets.NewNavItem(p.S("shell."+string(to)), func() { r.s.goTo(route{place: to}) })
		r.items[to] = item
		top.Add(item)
	}
	r.whose = widgets.NewNoteLine(r.s.askSwitch)
	r.whose.SetTip(p.S("profiles.switch.title"))
	r.run = widgets.NewNoteLine(toUpload)
	r.need = widgets.NewNoteLine(func() {
		if r.s.last.Counts[store.StateFailed] == 0 { // lost calls: what to decide stands with the run
			r.s.goTo(route{place: placeUpload})
			return
		}
		r.s.openCalls([]store.State{store.StateFailed})
	})
	r.net = widgets.NewNoteLine(toUpload)
	r.bottom = widgets.VBox(0)
	if r.s.o.Demo {
		r.bottom.Add(widgets.Inset(0, 0, 8, 0, widgets.Notice(widgets.NewParagraph(p.S("shell.demo"), widgets.Style{Size: theme.SizeSmall, Color: theme.ColorClient}))))
	}
	for _, line := range []fyne.CanvasObject{r.whose, r.run, r.need, r.net} {
		r.bottom.Add(line)
	}
	column := widgets.Frame(top, widgets.Inset(0, 0, 8, 0, r.bottom), nil, nil, widgets.Grow(nil))
	body := widgets.FixedWidth(railWidth, widgets.Inset(0, 8, 0, 8, column))
	r.object.Objects = []fyne.CanvasObject{
		widgets.Ground(theme.ColorRail, widgets.Frame(nil, nil, nil, widgets.VLine(), body)),
	}
	r.count()
	r.choose(r.at)
	r.apply(r.s.last)
	r.object.Refresh()
}

// count says how many calls wait in the queue.
func (r *rail) count() {
	for _, items := range []map[place]*widgets.NavItem{r.items, r.bar.items} {
		items[placeQueue].SetText(r.s.print.S("shell.queue"), r.s.queueCount())
	}
	r.bar.object.Refresh() // the word may have no room now
}

// choose lights the entry of the screen shown.
func (r *rail) choose(at place) {
	r.at = at
	for to, item := range r.items {
		item.SetChosen(to == at)
	}
	r.bar.choose(at)
}

// apply shows how things stand.
func (r *rail) apply(st engine.Status) {
	f := footOf(r.s.print, st, r.s.speech, r.s.o.Now())
	r.bar.apply(f, st)
	whose := ""
	if set := r.s.settings; len(set.Profiles) > 0 {
		whose = r.s.print.S("profiles.rail", i18n.Args{"name": profiles.Name(r.s.print, set.SpeechSense)})
	}
	r.whose.Set(whose, widgets.ToneQuiet)
	tone := widgets.ToneQuiet
	if f.Alarm {
		tone = widgets.ToneNegative
	}
	r.run.Set(strings.TrimSpace(f.Run+"\n"+f.Cost), tone)
	r.need.Set(f.Need, widgets.ToneNegative)
	r.net.Set(f.Net, tone)
	switch {
	case f.Alarm:
		r.net.SetDot(widgets.ToneNegative, false)
	case f.Off:
		r.net.SetDot(widgets.ToneQuiet, true)
	case f.Live:
		r.net.SetDot(widgets.TonePositive, false)
	default:
		r.net.SetDot(widgets.ToneQuiet, false)
	}
	r.object.Refresh()
}

func (s *Shell) acceptStatus(st engine.Status) {
	s.last = st
	s.rail.apply(st)
}

func (s *Shell) acceptProfile(p profile) {
	if p.Err == nil {
		s.settings, s.speech = p.Settings, p.Settings.SpeechSense
	}
	s.rail.apply(s.last)
}

// askSwitch offers the other profiles.
func (s *Shell) askSwitch() {
	profiles.AskSwitch(profiles.Deps{Printer: s.print, Window: s.window, DB: s.o.DB}, s.settings, func(do func(context.Context) error, said string) {
		post.Load(s.switching, do, func(err error) {
			if err != nil {
				said, _ = s.print.Error(err)
			}
			s.toast(said)
		})
	})
}
