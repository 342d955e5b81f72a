package widgets

// Take hands over what is being typed, as pressing the field's own button
// would, and returns "" when nothing is: a form's «check» and «save» keep the
// key as well. The field then waits, disabled, for SetSaved or Failed.
func (f *SecretField) Take() string {
	secret := f.entry.Text
	if secret == "" || f.entry.Disabled() {
		return ""
	}
	f.wipe()
	f.edit()
	f.entry.Disable()
	f.save.Disable()
	return secret
}

// Focus puts the cursor into the field, opening it for typing.
func (f *SecretField) Focus() {
	if f.locked {
		return
	}
	f.edit()
	// The entry may be a new one, which the desktop driver does not know the
	// canvas of before it is painted; that of the whole field it knows.
	if c := canvasOf(f); c != nil {
		c.Focus(f.entry)
	}
}

// Back puts what was handed over into the field again, for the person to
// change or give up: it was not kept.
func (f *SecretField) Back(secret string) {
	f.wipe()
	f.entry.SetText(secret)
	f.edit()
}
