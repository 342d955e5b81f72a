// Package gallery shows every widget in every state on one hidden page: to look
// at while the look is being worked on, and to take the test pictures of.
package gallery

import (
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// Exhibit is one part of the gallery.
type Exhibit struct {
	ID   string // names its title "gallery.<id>" and its test picture
	Size fyne.Size
	Make func(p *i18n.Printer) fyne.CanvasObject
}

// Exhibits lists the parts in the order shown.
func Exhibits() []Exhibit {
	return []Exhibit{
		{"buttons", fyne.NewSize(760, 250), buttons},
		{"chips", fyne.NewSize(760, 120), chips},
		{"fields", fyne.NewSize(640, 480), fields},
		{"run", fyne.NewSize(520, 200), run},
		{"choices", fyne.NewSize(640, 190), choices},
		{"grid", fyne.NewSize(1100, 300), grid},
		{"icons", fyne.NewSize(640, 110), icons},
		{"empty", fyne.NewSize(640, 220), empty},
	}
}

// Page returns the whole gallery, to be scrolled.
func Page(p *i18n.Printer) fyne.CanvasObject {
	page := widgets.VBox(16)
	for _, e := range Exhibits() {
		page.Add(widgets.MinSize(fyne.NewSize(e.Size.Width, 0), widgets.Panel(p.S("gallery."+e.ID), widgets.MinSize(fyne.NewSize(0, e.Size.Height-80), e.Make(p)))))
	}
	return widgets.Scroll(widgets.Inset(20, 20, 20, 20, page))
}

func buttons(p *i18n.Printer) fyne.CanvasObject {
	row := func(change func(*widgets.Button)) fyne.CanvasObject {
		line := widgets.HBox(10)
		for _, kind := range []widgets.Kind{widgets.Secondary, widgets.Primary, widgets.Danger, widgets.Quiet, widgets.Link, widgets.Pill} {
			b := widgets.NewButton(p.S("gallery.text.check"), kind, nil)
			change(b)
			line.Add(b)
		}
		icon := widgets.NewIconButton(theme.IconExport, p.S("gallery.text.check"), nil)
		change(icon)
		line.Add(icon)
		return line
	}
	hinted := widgets.NewButton(p.S("gallery.text.listen"), widgets.Primary, nil)
	hinted.SetIcon(theme.IconPlay)
	hinted.SetHint(p.S("keys.key.space"))
	menu := widgets.NewButton(p.S("gallery.text.mine"), widgets.Pill, nil)
	menu.SetTail(theme.IconDown)
	return widgets.VBox(12,
		row(func(*widgets.Button) {}),
		row(func(b *widgets.Button) { b.MouseIn(nil) }),
		row(func(b *widgets.Button) { b.FocusGained() }),
		row(func(b *widgets.Button) { b.Disable() }),
		widgets.HBox(10, hinted, menu),
	)
}

func chips(p *i18n.Printer) fyne.CanvasObject {
	tones := []widgets.Tone{widgets.ToneQuiet, widgets.ToneAccent, widgets.ToneOperator, widgets.ToneClient, widgets.ToneNegative, widgets.TonePositive}
	plain, closing, dots := widgets.HBox(8), widgets.HBox(8), widgets.HBox(12)
	for _, t := range tones {
		plain.Add(widgets.NewChip(p.S("gallery.text.chip"), t))
		closing.Add(widgets.NewRemovableChip(p.S("gallery.text.chip"), t, p.S("gallery.text.chip"), func() {}))
		dots.Add(widgets.NewDot(t))
		hollow := widgets.NewDot(t)
		hollow.Set(t, true)
		dots.Add(hollow)
	}
	return widgets.VBox(12, plain, closing, dots)
}

func fields(p *i18n.Printer) fyne.CanvasObject {
	full := widgets.NewEntry("")
	full.SetText(p.S("gallery.text.long"))
	off := widgets.NewEntry("")
	off.SetText(p.S("gallery.text.long"))
	off.Disable()
	last := widgets.NewReadOnly(p.Int(11842))
	last.SetAction(p.S("gallery.text.reset"), func() {})
	people := []widgets.Pick{{ID: "3", Name: p.S("gallery.text.operator")}, {ID: "7", Name: p.S("gallery.text.operator2")}}
	day := func() time.Time { return time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC) }
	broken := widgets.NewDateRange(p, day, widgets.Days{From: "2026-03-26", To: "2026-03-01"}, nil)
	return widgets.VBox(9,
		widgets.FormRow(p.S("gallery.label.select"), widgets.NewSelect([]widgets.Choice{{ID: "a", Text: p.S("gallery.text.long")}}, "a", "", nil)),
		widgets.FormRow(p.S("gallery.label.entry"), widgets.NewEntry(p.S("gallery.text.placeholder"))),
		widgets.FormRow(p.S("gallery.label.entry"), full),
		widgets.FormRow(p.S("gallery.label.disabled"), off),
		widgets.FormRow(p.S("gallery.label.secret"), widgets.NewSecretField(p, "", true, "", nil)),
		widgets.FormRow(p.S("gallery.label.secret"), widgets.NewSecretField(p, p.S("gallery.text.placeholder"), false, "", nil)),
		widgets.FormRow(p.S("gallery.label.days"), widgets.NewDateRange(p, day, widgets.Days{From: "2026-03-26"}, nil)),
		widgets.FormRow(p.S("gallery.label.days"), broken),
		widgets.FormRow(p.S("gallery.label.pick"), widgets.NewMultiPick(p, widgets.PickOptions{Items: people, Selected: []string{"3", "7"}, ShowID: true})),
		widgets.FormRow(p.S("gallery.label.long"), last),
	)
}

func run(p *i18n.Printer) fyne.CanvasObject {
	bar := widgets.ThinProgress()
	bar.SetValue(0.62)
	parts := widgets.NewBar(
		widgets.Segment{Share: 0.52, Color: theme.ColorOperator}, widgets.Segment{Share: 0.31, Color: theme.ColorClient},
		widgets.Segment{Share: 0.03, Color: theme.ColorNegative},
	)
	ready, needs := widgets.NewStat(p.Int(71), p.S("gallery.text.ready")), widgets.NewStat("", "")
	needs.Set(p.Int(1), p.S("gallery.text.needs"), widgets.ToneNegative)
	return widgets.VBox(10,
		widgets.NewEllipsis(p.S("gallery.text.long"), widgets.Style{}), bar,
		widgets.Shares(0, nil, ready, needs), parts,
		widgets.NewParagraph(p.S("gallery.text.paragraph"), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}),
	)
}

func choices(p *i18n.Printer) fyne.CanvasObject {
	speeds := []widgets.Choice{{ID: "1", Text: p.Speed(1)}, {ID: "1.5", Text: p.Speed(1.5)}, {ID: "2", Text: p.Speed(2)}}
	words := []widgets.Choice{{ID: "a", Text: p.S("gallery.text.ready")}, {ID: "b", Text: p.S("gallery.text.needs")}, {ID: "c", Text: p.S("gallery.text.chip")}}
	off := widgets.NewCheck(p.S("gallery.text.check"), true, nil)
	off.Disable()
	chosen := widgets.NewNavItem(p.S("gallery.text.calls"), nil)
	chosen.SetChosen(true)
	counted := widgets.NewNavItem("", nil)
	counted.SetText(p.S("gallery.text.queue"), p.Int(14))
	rail := widgets.Ground(theme.ColorRail, widgets.FixedWidth(176, widgets.Inset(8, 8, 8, 8, widgets.VBox(2, chosen, counted))))
	return widgets.TopHBox(24,
		widgets.VBox(12,
			widgets.NewSegmented(speeds, "1.5", nil),
			widgets.HBox(16, widgets.NewCheck(p.S("gallery.text.check"), true, nil), widgets.NewCheck(p.S("gallery.text.check"), false, nil), off),
			widgets.NewTextTabs(words, "a", nil),
		),
		rail,
	)
}

func icons(*i18n.Printer) fyne.CanvasObject {
	all := widgets.Flow(12)
	for _, name := range theme.Icons() {
		all.Add(widgets.NewSymbol(name, theme.ColorText))
	}
	return all
}

func empty(p *i18n.Printer) fyne.CanvasObject {
	return widgets.Empty(p.S("gallery.text.none"), p.S("gallery.text.paragraph"), widgets.NewButton(p.S("gallery.text.check"), widgets.Primary, nil))
}
