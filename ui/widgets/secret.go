package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/i18n"
)

// SecretField is where a key is put in. A kept key is never shown: the field
// says that there is one and offers to replace it. While being typed the key
// stands in a masked field, which is emptied as soon as it is saved or given up.
type SecretField struct {
	widget.BaseWidget
	// OnSave is given the typed key. The field then waits, disabled, for Saved
	// or Failed; it never keeps the key itself.
	OnSave func(secret string)

	print  *i18n.Printer
	body   *fyne.Container
	have   bool
	where  string
	locked bool
	shown  *ReadOnly
	entry  *Entry
	save   *Button
	cancel *Button
}

// NewSecretField returns the field; have tells whether a key is kept, and where
// is the words for it, "" for the usual ones.
func NewSecretField(print *i18n.Printer, placeholder string, have bool, where string, save func(secret string)) *SecretField {
	f := &SecretField{print: print, have: have, where: where, OnSave: save, body: container.NewStack()}
	f.shown = NewReadOnly("")
	f.shown.SetStyle(Style{})
	f.entry = NewPasswordEntry(placeholder)
	f.entry.OnSubmitted = func(string) { f.hand() }
	f.entry.OnChanged = func(text string) { f.save.SetEnabled(text != "") }
	f.entry.OnKey = f.key
	f.save = NewButton(print.S("widgets.secret.save"), Secondary, f.hand)
	f.cancel = NewButton(print.S("widgets.secret.cancel"), Quiet, f.giveUp)
	f.ExtendBaseWidget(f)
	f.view()
	return f
}

// SetSaved shows that a key is kept (have) and where; "" for the usual words.
// What is being typed is given up.
func (f *SecretField) SetSaved(have bool, where string) {
	f.have, f.where = have, where
	f.wipe()
	f.view()
}

// Failed lets the person try again after OnSave could not keep the key. What
// was typed is gone.
func (f *SecretField) Failed() {
	f.wipe()
	f.edit()
}

// SetLocked takes the button away while nothing may be changed.
func (f *SecretField) SetLocked(locked bool) {
	f.locked = locked
	f.view()
}

// Typing tells whether a key is being typed.
func (f *SecretField) Typing() bool { return f.entry.Text != "" }

func (f *SecretField) key(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyEscape && f.have {
		f.giveUp()
		return true
	}
	return false
}

func (f *SecretField) hand() {
	secret := f.entry.Text
	if secret == "" || f.entry.Disabled() {
		return
	}
	f.wipe()
	f.entry.Disable()
	f.save.Disable()
	if f.OnSave != nil {
		f.OnSave(secret)
	}
}

func (f *SecretField) giveUp() {
	f.wipe()
	f.view()
}

// wipe forgets what was typed, the field's undo history included.
func (f *SecretField) wipe() {
	placeholder := f.entry.PlaceHolder
	submitted, changed, key := f.entry.OnSubmitted, f.entry.OnChanged, f.entry.OnKey
	f.entry = NewPasswordEntry(placeholder)
	f.entry.OnSubmitted, f.entry.OnChanged, f.entry.OnKey = submitted, changed, key
}

func (f *SecretField) view() {
	if !f.have {
		f.edit()
		return
	}
	where := f.where
	if where == "" {
		where = f.print.S("widgets.secret.saved")
	}
	f.shown.SetValue("•••••• " + where)
	if f.locked {
		f.shown.SetAction("", nil)
	} else {
		f.shown.SetAction(f.print.S("widgets.secret.replace"), func() {
			f.Focus()
		})
	}
	f.body.Objects = []fyne.CanvasObject{f.shown}
	f.body.Refresh()
}

func (f *SecretField) edit() {
	f.entry.Enable()
	if f.locked {
		f.entry.Disable()
	}
	f.save.SetEnabled(f.entry.Text != "")
	f.cancel.Hidden = !f.have
	f.body.Objects = []fyne.CanvasObject{HBox(6, Grow(f.entry), f.save, f.cancel)}
	f.body.Refresh()
}

// CreateRenderer is for Fyne.
func (f *SecretField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.body) }
