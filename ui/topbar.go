package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// wideWidth is the least width of a window that has the side bar beside its
// screen; a narrower one has the bar above it.
const wideWidth = 1000

// shape lays the window out: the screen, the side bar, and the bar that stands
// for it.
type shape struct{}

// MinSize is the least size a person can give the window.
func (shape) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastWidth, leastHeight) }

// Layout is for Fyne.
func (shape) Layout(o []fyne.CanvasObject, size fyne.Size) {
	stage, rail, bar := o[0], o[1], o[2]
	shown, hidden, at := rail, bar, fyne.NewPos(rail.MinSize().Width, 0)
	if size.Width < wideWidth {
		shown, hidden, at = bar, rail, fyne.NewPos(0, bar.MinSize().Height)
	}
	if hidden.Visible() || !shown.Visible() {
		hidden.Hide()
		shown.Show()
	}
	shown.Move(fyne.Position{})
	if shown == rail {
		shown.Resize(fyne.NewSize(at.X, size.Height))
	} else {
		shown.Resize(fyne.NewSize(size.Width, at.Y))
	}
	stage.Move(at)
	stage.Resize(fyne.NewSize(max(0, size.Width-at.X), max(0, size.Height-at.Y)))
}

// newFrame puts the bars and the screen together. A screen that cannot be as
// narrow as the window moves sideways in it.
func newFrame(r *rail, stage fyne.CanvasObject) *fyne.Container {
	return container.New(shape{}, container.NewHScroll(stage), r.object, r.bar.object)
}

// topBar stands for the side bar in a narrow window: where one can go, by word
// or by symbol, and at its end how things stand.
type topBar struct {
	s      *Shell
	object *fyne.Container
	items  map[place]*widgets.NavItem
	state  *widgets.Button
}

func newTopBar(s *Shell) *topBar { return &topBar{s: s, object: container.NewStack()} }

// signOf is the symbol of a screen.
func signOf(to place) theme.IconName {
	return map[place]theme.IconName{
		placeCalls: theme.IconFolder, placeQueue: theme.IconSound, placeUpload: theme.IconExport,
		placeServer: theme.IconSearch, placeSettings: theme.IconSettings, placeHelp: theme.IconHelp,
	}[to]
}

// build makes the bar anew, in the shell's language.
func (b *topBar) build() {
	b.items = map[place]*widgets.NavItem{}
	var line []fyne.CanvasObject
	for _, to := range places() {
		item := widgets.NewNavItem(b.s.print.S("shell."+string(to)), func() { b.s.goTo(route{place: to}) })
		b.items[to] = item
		line = append(line, item)
	}
	b.state = widgets.NewIconButton(theme.IconInfo, "", b.tapped)
	b.object.Objects = []fyne.CanvasObject{
		widgets.Ground(theme.ColorRail, widgets.Frame(nil, widgets.HLine(), nil, nil, widgets.Inset(4, 6, 3, 6, container.New(topLine{b}, append(line, b.state)...)))),
	}
}

// tapped goes where the state leads: to the calls that wait for a person, else
// to the run.
func (b *topBar) tapped() {
	if b.s.last.Counts[store.StateFailed] > 0 {
		b.s.openCalls([]store.State{store.StateFailed})
		return
	}
	b.s.goTo(route{place: placeUpload})
}

// choose lights the entry of the screen shown.
func (b *topBar) choose(at place) {
	for to, item := range b.items {
		item.SetChosen(to == at)
	}
}

// apply shows how things stand: whether anything needs a person by the symbol,
// all of it in the tooltip.
func (b *topBar) apply(f foot, st engine.Status) {
	icon := theme.IconInfo
	switch {
	case f.Alarm, f.Need != "":
		icon = theme.IconWarning
	case f.Off:
		icon = theme.IconOffline
	case f.Live && st.Phase == engine.PhaseWorking:
		icon = theme.IconRefresh
	}
	b.state.SetIcon(icon)
	var said []string
	for _, part := range []string{f.Run, f.Cost, f.Need, f.Net} {
		if part != "" {
			said = append(said, part)
		}
	}
	b.state.SetTip(strings.Join(said, "\n"))
}

// topLine puts the entries in a line, by word where all words have room, and the
// state at its end.
type topLine struct{ b *topBar }

const topGap = 2

// MinSize is for Fyne.
func (topLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, o[0].MinSize().Height)
}

// Layout is for Fyne.
func (l topLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	end := l.b.state.MinSize()
	words := end.Width + topGap
	for _, item := range l.b.items {
		words += item.Wide() + topGap
	}
	x := float32(0)
	for _, to := range places() {
		item, width := l.b.items[to], float32(0)
		if words <= size.Width {
			item.SetIcon("")
			width = item.Wide()
		} else {
			item.SetIcon(signOf(to))
			width = min(item.MinSize().Width, (size.Width-end.Width)/float32(len(places()))-topGap)
		}
		item.Move(fyne.NewPos(x, 0))
		item.Resize(fyne.NewSize(width, size.Height))
		x += width + topGap
	}
	l.b.state.Move(fyne.NewPos(size.Width-end.Width, (size.Height-end.Height)/2))
	l.b.state.Resize(end)
}
