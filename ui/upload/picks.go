package upload

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// dateRow is the row of the two calendar days.
func (v *formView) dateRow() fyne.CanvasObject {
	v.dates = widgets.NewDateRange(v.s.d.Printer, v.s.d.Now, widgets.Days{}, func(d widgets.Days) {
		v.typed(FieldDates, func(f *Form) { f.From, f.To = d.From, d.To })
	})
	return v.lockable(FieldDates, v.dates, func(l *widgets.Locked) {
		p := v.s.d.Printer
		l.LockText([]string{dayText(p, v.shown.From), dayText(p, v.shown.To)}, []string{p.S("widgets.days.from"), p.S("widgets.days.to")})
	})
}

// userRow is the row of the employees: chips with id and name, chosen from the
// portal's list or typed as ids.
func (v *formView) userRow() fyne.CanvasObject {
	p := v.s.d.Printer
	v.users = widgets.NewMultiPick(p, widgets.PickOptions{
		ShowID: true, All: p.S("upload.users.all"),
		Free: func(text string) (string, bool) {
			_, ok := number(text)
			return text, ok
		},
		OnChanged: func(ids []string) { v.typed(FieldUsers, func(f *Form) { f.Users = ids }) },
		OnOpen:    v.s.loadPeople,
	})
	return v.lockable(FieldUsers, v.users, func(l *widgets.Locked) { l.LockChips(v.usersShown(), p.S("upload.users.all")) })
}

// directionRow is the row of the directions; none chosen means all of them.
func (v *formView) directionRow() fyne.CanvasObject {
	p := v.s.d.Printer
	var items []widgets.Pick
	for _, d := range store.Directions() {
		items = append(items, widgets.Pick{ID: string(d), Name: p.S("upload.direction." + string(d))})
	}
	v.directions = widgets.NewMultiPick(p, widgets.PickOptions{
		Items: items, All: p.S("upload.direction.all"),
		OnChanged: func(ids []string) {
			v.typed(FieldDirections, func(f *Form) { f.Directions = directionsOf(ids) })
		},
	})
	return v.lockable(FieldDirections, v.directions, func(l *widgets.Locked) { l.LockChips(v.directionsShown(), p.S("upload.direction.all")) })
}

// metadataRow is the row of the keys the connection declares.
func (v *formView) metadataRow() fyne.CanvasObject {
	p := v.s.d.Printer
	var items []widgets.Pick
	for _, k := range MetadataKeys() {
		items = append(items, widgets.Pick{ID: k, Name: k})
	}
	v.metadata = widgets.NewMultiPick(p, widgets.PickOptions{
		Items: items, All: p.S("upload.metadata.none"),
		Free:      func(text string) (string, bool) { return text, isKey(text) },
		OnChanged: func(ids []string) { v.typed(FieldMetadata, func(f *Form) { f.Metadata = ids }) },
	})
	return v.lockable(FieldMetadata, v.metadata, func(l *widgets.Locked) { l.LockChips(v.metadataShown(), p.S("upload.metadata.none")) })
}

// advanced is what «Дополнительно» unfolds.
func (v *formView) advanced() fyne.CanvasObject {
	p := v.s.d.Printer
	choices := func(prefix string, ids ...string) []widgets.Choice {
		var out []widgets.Choice
		for _, id := range ids {
			out = append(out, widgets.Choice{ID: id, Text: p.S(prefix + id)})
		}
		return out
	}
	return widgets.VBox(9,
		v.choice(FieldProfile, choices("upload.profile.", store.KindCloud, store.KindHybrid, store.KindSandbox), v.setProfile),
		v.entry(FieldAddress, store.CloudAddress, func(f *Form, text string) { f.Address = text }),
		v.choice(FieldTLS, choices("upload.tls.", store.TLSSystem, store.TLSCA, store.TLSOff), func(f *Form, id string) {
			before := f.TLS
			f.TLS = id
			v.show(FieldCAFile, id == store.TLSCA)
			if id == store.TLSOff && before != id && f.Profile == store.KindHybrid {
				v.askPlain(before)
			}
		}),
		v.entry(FieldCAFile, "/…/ca.pem", func(f *Form, text string) { f.CAFile = text }),
		v.choice(FieldAuth, choices("upload.auth.", "Api-Key", "Bearer"), func(f *Form, id string) { f.Auth = id }),
		v.entry(FieldProject, "", func(f *Form, text string) { f.Project = text }),
		v.entry(FieldOrganization, "", func(f *Form, text string) { f.Organization = text }),
		v.entry(FieldSpace, "", func(f *Form, text string) { f.Space = text }),
		v.choice(FieldChannel, choices("upload.channel.", "0", "1"), func(f *Form, id string) { f.Channel = channelOf(id) }),
		v.entry(FieldMarker, "call_id", func(f *Form, text string) { f.Marker = text }),
		v.entry(FieldScore, "score_main", func(f *Form, text string) { f.Score = text }),
		v.entry(FieldChats, "", func(f *Form, text string) { f.Chats = text }),
		v.metadataRow(),
		v.entry(FieldPrice, "", func(f *Form, text string) { f.Price = text }),
		v.entry(FieldZone, "", func(f *Form, text string) { f.Zone = text }),
	)
}

// askPlain asks whether the key and the recordings may really go over the network
// unencrypted; without a yes it stays as it was before.
func (v *formView) askPlain(before string) {
	p := v.s.d.Printer
	widgets.Confirm(v.s.d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("profiles.plain.title"), Text: p.S("profiles.plain.text"), Yes: p.S("profiles.plain.yes"), No: p.S("upload.cancel"), Danger: true,
		OnNo: func() {
			v.s.m.Form.TLS = before
			v.s.apply()
		},
	})
}

// setProfile chooses another SpeechSense. The address of the cloud is of no use
// to another, nor theirs to the cloud.
func (v *formView) setProfile(f *Form, id string) {
	switch {
	case id == store.KindCloud:
		f.Address = store.CloudAddress
	case f.Profile == store.KindCloud:
		f.Address = ""
	}
	f.Profile = id
	if e := v.entries[FieldAddress]; e.Text != f.Address {
		address := f.Address
		e.OnChanged = nil
		e.SetText(address)
		e.OnChanged = func(text string) { v.typed(FieldAddress, func(form *Form) { form.Address = text }) }
	}
}

// fillPicks puts a form into the fields of several values.
func (v *formView) fillPicks(f Form) {
	v.dates.SetDays(widgets.Days{From: f.From, To: f.To})
	if !slices.Equal(v.users.Selected(), f.Users) {
		v.users.SetSelected(f.Users)
	}
	var directions []string
	for _, d := range f.Directions {
		directions = append(directions, string(d))
	}
	if !slices.Equal(v.directions.Selected(), directions) {
		v.directions.SetSelected(directions)
	}
	if !slices.Equal(v.metadata.Selected(), f.Metadata) {
		v.metadata.SetSelected(f.Metadata)
	}
}

// applyPeople gives names to the ids of employees.
func (v *formView) applyPeople() {
	m := &v.s.m
	if v.named && len(v.people) == len(m.People) {
		return
	}
	v.named, v.people = true, m.People
	var items []widgets.Pick
	for _, person := range m.People {
		items = append(items, widgets.Pick{ID: person.ID, Name: person.Name, Note: person.Post})
	}
	v.users.SetItems(items)
}

// usersShown, directionsShown and metadataShown are what the chips of a locked
// form say.
func (v *formView) usersShown() []string {
	var out []string
	for _, id := range v.shown.Users {
		text := id
		for _, person := range v.s.m.People {
			if person.ID == id {
				text = id + " " + person.Name
			}
		}
		out = append(out, text)
	}
	return out
}

func (v *formView) directionsShown() []string {
	var out []string
	for _, d := range v.shown.Directions {
		out = append(out, v.s.d.Printer.S("upload.direction."+string(d)))
	}
	return out
}

func (v *formView) metadataShown() []string { return v.shown.Metadata }

// dayText writes a stored calendar day as the language writes it.
func dayText(p *i18n.Printer, iso string) string {
	day, err := store.ParseDay(iso)
	if err != nil {
		return ""
	}
	return p.Day(day)
}

func directionsOf(ids []string) []store.Direction {
	out := []store.Direction{}
	for _, id := range ids {
		out = append(out, store.Direction(id))
	}
	return out
}

func languageChoices(p *i18n.Printer) []widgets.Choice {
	var out []widgets.Choice
	for _, l := range Languages() {
		out = append(out, widgets.Choice{ID: l, Text: p.S("upload.language." + l)})
	}
	return out
}

func channelID(n int) string { return strconv.Itoa(n) }

func channelOf(id string) int {
	if id == "1" {
		return 1
	}
	return 0
}

// number reads a plain number; ids of calls and employees are such.
func number(text string) (int, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// estimateView is the line under the form: what the upload would take.
type estimateView struct {
	s      *Screen
	object fyne.CanvasObject
	text   *widgets.Paragraph
	ask    *widgets.Button
}

func newEstimateView(s *Screen) *estimateView {
	v := &estimateView{s: s, text: widgets.NewParagraph("", widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall})}
	v.ask = widgets.NewButton(s.d.Printer.S("upload.estimate.ask"), widgets.Link, func() { s.askEstimate() })
	v.object = widgets.VBox(4, v.text, widgets.HBox(0, v.ask))
	return v
}

func (v *estimateView) apply() {
	m := &v.s.m
	e := m.Estimate
	set, faults := m.Form.Settings(m.Saved)
	if e.Made && len(faults) == 0 && !equal(e.For, set) { // the numbers are of other conditions
		e = EstimateState{}
	}
	text, _ := EstimateText(v.s.d.Printer, e, e.For.MinDuration)
	v.text.SetText(text)
	show(v.text, text != "")
	show(v.ask, m.Loaded && !e.Running && !m.EstimateFits(set) && !m.Busy())
}
