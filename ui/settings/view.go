package settings

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/profiles"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// width is how wide the column of settings gets: a line longer than that is
// hard to follow from label to value.
const width = 760

// view draws the model.
type view struct {
	s     *Screen
	root  *fyne.Container // stays the same object for the shell
	keys  *fyne.Container
	fault *widgets.Paragraph
	body  *fyne.Container
	cards *fyne.Container
	page  *fyne.Container // what scrolls
}

func newView(s *Screen) *view {
	v := &view{s: s, root: container.NewStack()}
	v.build()
	return v
}

// build makes everything anew, in the printer's language.
func (v *view) build() {
	p := v.s.d.Printer
	v.keys = widgets.VBox(9)
	v.fault = widgets.NewParagraph("", widgets.Style{Color: theme.ColorNegative})
	v.cards = widgets.Panel(p.S("cards.title"), v.s.cards.Object())
	v.body = widgets.VBox(20,
		v.fault,
		widgets.Panel(p.S("settings.section.interface"), v.interfaceRows()),
		widgets.Panel(p.S("profiles.title"), v.s.profiles.Object()),
		widgets.Panel(p.S("settings.section.keys"), v.keys),
		widgets.Panel(p.S("settings.section.data"), v.folderRows()),
		widgets.Panel(p.S("settings.section.file"), v.fileRows()),
		v.cards, // last: it grows with what is in it
	)
	head := widgets.ScreenHead(widgets.HBox(8, widgets.Grow(widgets.Middle(widgets.Title(p.S("settings.title"))))))
	column := widgets.AtMost(width, v.body)
	v.page = widgets.Scroll(widgets.Inset(20, 20, 20, 20, column))
	v.root.Objects = []fyne.CanvasObject{
		widgets.Frame(head, nil, nil, nil, v.page),
	}
	v.root.Refresh()
}

// showCards scrolls to the score cards.
func (v *view) showCards() {
	if scroll, ok := v.page.Objects[0].(*container.Scroll); ok {
		scroll.Refresh() // what was read last may not have its place yet
		scroll.ScrollToOffset(fyne.NewPos(0, v.cards.Position().Y))
	}
}

func (v *view) interfaceRows() fyne.CanvasObject {
	p := v.s.d.Printer
	var langs []widgets.Choice
	for _, l := range i18n.Langs() {
		langs = append(langs, widgets.Choice{ID: string(l), Text: p.S("settings.language." + string(l))})
	}
	var looks []widgets.Choice
	for _, l := range []theme.Setting{theme.System, theme.Light, theme.Dark} {
		looks = append(looks, widgets.Choice{ID: string(l), Text: p.S("settings.theme." + string(l))})
	}
	language := widgets.NewSegmented(langs, string(p.Lang()), func(id string) {
		if l, ok := i18n.ParseLang(id); ok {
			v.s.d.OnLanguage(l)
		}
	})
	look := widgets.NewSegmented(looks, string(v.s.d.Look), func(id string) {
		v.s.d.Look = theme.ParseSetting(id)
		v.s.d.OnLook(v.s.d.Look)
	})
	return widgets.VBox(9,
		widgets.NewFieldRow(p.S("settings.language"), "", widgets.HBox(0, language)),
		widgets.NewFieldRow(p.S("settings.theme"), "", widgets.HBox(0, look)),
		widgets.NewFieldRow(p.S("settings.delay"), "", v.delayRow()),
		note(p.S("settings.delay.hint")),
	)
}

// delayStep is how much the delay of the sound changes by at a press.
const delayStep = 20 * time.Millisecond

// delayRow sets by how much wireless headphones are late.
func (v *view) delayRow() fyne.CanvasObject {
	p := v.s.d.Printer
	value := widgets.NewText("", widgets.Style{})
	show := func() {
		value.SetText(p.S("settings.delay.value", i18n.Args{"ms": strconv.FormatInt(v.s.d.Delay.Milliseconds(), 10)}))
	}
	change := func(by time.Duration) func() {
		return func() {
			v.s.d.Delay = max(LeastDelay, min(MostDelay, v.s.d.Delay+by))
			v.s.d.OnDelay(v.s.d.Delay)
			show()
		}
	}
	show()
	return widgets.HBox(8,
		widgets.NewButton(p.S("settings.delay.less"), widgets.Secondary, change(-delayStep)),
		widgets.Middle(widgets.FixedWidth(80, value)),
		widgets.NewButton(p.S("settings.delay.more"), widgets.Secondary, change(delayStep)))
}

func (v *view) folderRows() fyne.CanvasObject {
	p := v.s.d.Printer
	path := widgets.NewReadOnly(v.s.d.Folder)
	path.SetStyle(widgets.Style{})
	path.SetAction(p.S("settings.folder.open"), v.s.openFolder)
	return widgets.VBox(9,
		widgets.NewFieldRow(p.S("settings.folder"), "", path),
		note(p.S("settings.folder.hint")),
	)
}

func (v *view) fileRows() fyne.CanvasObject {
	p := v.s.d.Printer
	return widgets.VBox(9,
		note(p.S("settings.file.hint")),
		widgets.HBox(8,
			widgets.NewButton(p.S("settings.file.export"), widgets.Secondary, func() { v.s.d.SavePath(FileName, v.s.Export) }),
			widgets.NewButton(p.S("settings.file.import"), widgets.Secondary, func() { v.s.d.OpenPath([]string{".json"}, v.s.Import) }),
		),
	)
}

func note(text string) fyne.CanvasObject {
	return widgets.NewParagraph(text, widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall})
}

// apply shows the model.
func (v *view) apply() {
	m, p := &v.s.m, v.s.d.Printer
	text := ""
	switch {
	case m.Err == nil:
	case store.CodeOf(m.Err) == store.CodeInternal && m.Otherwise != "":
		text = p.S(m.Otherwise)
	default:
		what, cure := p.Error(m.Err)
		text = strings.TrimSuffix(what, ".") + ". " + cure
	}
	v.fault.SetText(text)
	if text == "" {
		v.fault.Hide()
	} else {
		v.fault.Show()
	}
	v.keys.RemoveAll()
	switch keys := m.Keys(); {
	case m.SecretErr != nil && !m.InMemory:
		what, cure := p.Error(m.SecretErr)
		v.keys.Add(widgets.NewParagraph(what, widgets.Style{Bold: true}))
		v.keys.Add(widgets.NewParagraph(cure, widgets.Style{Color: theme.ColorMuted}))
	case m.Loaded && len(keys) == 0:
		v.keys.Add(widgets.NewParagraph(p.S("settings.keys.none"), widgets.Style{Color: theme.ColorMuted}))
	default:
		for _, name := range keys {
			v.keys.Add(v.keyRow(name))
		}
	}
	v.body.Refresh()
	v.root.Refresh()
}

// keyRow is one stored secret: what it is, where it is, and away with it.
func (v *view) keyRow(name store.SecretName) fyne.CanvasObject {
	p := v.s.d.Printer
	where := p.S("settings.keys.saved")
	if v.s.m.InMemory {
		where = p.S("settings.keys.memory")
	}
	key := "settings.keys." + string(name)
	label := ""
	if id, ok := v.s.m.ProfileOf(name); ok && len(v.s.m.Settings.Profiles) > 0 {
		label = p.S("profiles.key.label", i18n.Args{"name": profiles.NameOf(p, v.s.m.Settings, id)})
	} else {
		label = p.S(key)
	}
	field := widgets.NewReadOnly("•••••• " + where)
	field.SetStyle(widgets.Style{})
	field.SetAction(p.S("settings.keys.remove"), func() { v.askRemove(name, label) })
	return widgets.NewFieldRow(label, "", field)
}

func (v *view) askRemove(name store.SecretName, label string) {
	p := v.s.d.Printer
	widgets.Confirm(v.s.d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("settings.keys.remove.title"), Text: p.S("settings.keys.remove.text", i18n.Args{"name": label}),
		Yes: p.S("settings.keys.remove.yes"), No: p.S("settings.cancel"), Danger: true,
		OnYes: func() { v.s.remove(name) },
	})
}

func (v *view) askImport(name string, yes func()) {
	p := v.s.d.Printer
	widgets.Confirm(v.s.d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("settings.file.import.title"), Text: p.S("settings.file.import.text", i18n.Args{"name": name}),
		Yes: p.S("settings.file.import.yes"), No: p.S("settings.cancel"), OnYes: yes,
	})
}
