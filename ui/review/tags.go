package review

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// tagChips are the tags of the call in the header, and the way to change them.
func (s *Screen) tagChips() (chips []fyne.CanvasObject) {
	p := s.Printer
	for _, t := range TagsOf(s.state) {
		if t.Dropped {
			continue
		}
		text := short(t.Name)
		if t.Count > 1 {
			text = p.S("review.chip", i18n.Args{"name": text, "n": t.Count})
		}
		chip := widgets.NewChip(text, chipTone(t.Tone))
		if len(t.At) > 0 {
			chip.OnTapped = func() { s.playFrom(t.At[0]) }
			chip.SetTip(p.S("review.chip.tip"))
		}
		chips = append(chips, chip)
	}
	return chips
}

// offered is how many tags of other calls are offered.
const offered = 12

// askTags shows the tags of the call: to take away, to bring back, to add.
// Each change is written at once.
func (s *Screen) askTags() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if s.Desk == nil || !s.state.Loaded || c == nil {
		return
	}
	p := s.Printer
	var d *widgets.Dialog
	entry := widgets.NewEntry(p.S("review.tags.hint"))
	list, gone, known := widgets.Flow(6), widgets.Flow(6), widgets.Flow(6)
	goneBox := section(p.S("review.tags.dropped"), gone)
	knownBox := section(p.S("review.tags.known"), known)
	content := widgets.VBox(12, entry, list, goneBox, knownBox)
	var used []string
	var show func()
	change := func(edits string) {
		s.write(stepTags, map[string]string{"tags": edits})
		// what is shown does not wait for the disk; what is stored comes back all the same
		s.state.Desk = s.state.Desk.With("tags", edits)
		show()
		s.applyHeader()
	}
	add := func(name string) { change(AddTag(s.state, name).Encode()) }
	show = func() {
		list.Objects, gone.Objects, known.Objects = nil, nil, nil
		var there []string
		for _, t := range TagsOf(s.state) {
			if t.Dropped {
				chip := widgets.NewChip(short(t.Name), widgets.ToneQuiet)
				chip.OnTapped = func() { add(t.Name) }
				chip.SetTip(p.S("review.tags.again"))
				gone.Add(chip)
				continue
			}
			there = append(there, strings.ToLower(t.Name))
			list.Add(widgets.NewRemovableChip(short(t.Name), chipTone(t.Tone), p.S("review.tags.remove", i18n.Args{"name": t.Name}), func() {
				change(RemoveTag(s.state, t).Encode())
			}))
		}
		for _, name := range used {
			if !slices.Contains(there, strings.ToLower(name)) {
				chip := widgets.NewChip(short(name), widgets.ToneQuiet)
				chip.OnTapped = func() { add(name) }
				chip.SetTip(p.S("review.tags.add"))
				known.Add(chip)
			}
		}
		if len(list.Objects) == 0 {
			list.Add(widgets.NewText(p.S("review.tags.none"), widgets.Style{Color: theme.ColorMuted}))
		}
		goneBox.(*fyne.Container).Hidden = len(gone.Objects) == 0
		knownBox.(*fyne.Container).Hidden = len(known.Objects) == 0
		content.Refresh()
		if d != nil {
			d.Fit()
		}
	}
	entry.OnSubmitted = func(name string) {
		if strings.TrimSpace(name) != "" {
			entry.SetText("")
			add(name)
		}
	}
	show()
	done := widgets.NewButton(p.S("review.edit.done"), widgets.Primary, func() {
		entry.OnSubmitted(entry.Text) // what stands in the field was meant
		d.Close()
	})
	d = widgets.ShowDialog(c, widgets.DialogOptions{Title: p.S("review.tags"), Content: content, Buttons: []*widgets.Button{done}, Focus: entry})
	desk := s.Desk
	post.Load(s.tagging, func(ctx context.Context) []string {
		list, err := desk.TagsInUse(ctx, offered)
		if err != nil { // without them tags are only typed
			return nil
		}
		return list
	}, func(list []string) {
		used = list
		show()
	})
}
