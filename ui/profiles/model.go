package profiles

import (
	"slices"

	"sensedesk/store"
	"sensedesk/ui/upload"
)

// Loaded is what the panel shows.
type Loaded struct {
	Settings store.Settings
	Saved    map[store.SecretName]bool
	Waiting  map[store.ProfileID]int // calls sent and not settled yet
	Err      error
}

// Edit is a profile being typed: a new one, or a change of one there is.
type Edit struct {
	ID      store.ProfileID
	New     bool
	Name    string
	Form    upload.Form // the part of it about SpeechSense
	Service string      // as found, or empty
	Faults  upload.Faults
	Err     error // why it could not be saved
	Saving  bool
	Plain   bool // a person confirmed that there shall be no encryption
	CA      Authority
	CAErr   error
}

// Checked is the last check of a profile.
type Checked struct {
	Running bool
	Lines   []store.CheckLine
}

// OK tells whether no line failed.
func (c Checked) OK() bool {
	return !c.Running && len(c.Lines) > 0 && !slices.ContainsFunc(c.Lines, failed)
}

func failed(l store.CheckLine) bool { return !l.OK && !l.Unsure }

// Model is everything the panel shows.
type Model struct {
	Loaded  bool
	Now     Loaded
	Edit    *Edit // nil while nothing is being typed
	Checked map[store.ProfileID]Checked
	Err     error // of the last command
}

// Begin opens a profile for editing.
func (m *Model) Begin(id store.ProfileID) {
	ss, ok := m.Now.Settings.ProfileSettings(id)
	if !ok {
		return
	}
	m.Edit = editOf(id, ss)
	m.Edit.Plain = ss.TLS == store.TLSOff // it was confirmed before
}

// Add opens a new profile of a kind.
func (m *Model) Add(kind string) {
	ss := store.PresetOf(kind)
	m.Edit = editOf(m.Now.Settings.NewProfileID(kind), ss)
	m.Edit.New, m.Edit.Plain = true, kind == store.KindSandbox // inside this computer
}

func editOf(id store.ProfileID, ss store.SpeechSettings) *Edit {
	s := store.DefaultSettings()
	s.SpeechSense = ss
	return &Edit{ID: id, Name: ss.Name, Form: upload.FormOf(s), Service: ss.Service}
}

// SetKind goes over to another kind: its address and encryption come with it.
func (e *Edit) SetKind(kind string) {
	if kind == e.Form.Profile {
		return
	}
	preset := store.PresetOf(kind)
	e.Form.Profile, e.Form.Address, e.Form.TLS = kind, preset.Address, preset.TLS
	e.Service, e.Plain, e.Faults = "", kind == store.KindSandbox, nil
}

// Result returns the profile's settings as typed; the faults say what cannot be
// saved. stored is what is saved now, of which other profiles are taken no
// notice.
func (e *Edit) Result(stored store.Settings) (store.SpeechSettings, upload.Faults) {
	base := store.DefaultSettings() // the rest of the form is not ours
	if ss, ok := stored.ProfileSettings(e.ID); ok {
		base.SpeechSense = ss
	}
	s, faults := e.Form.Settings(base)
	s.SpeechSense.Name, s.SpeechSense.Service = trimmed(e.Name), e.Service
	if e.Form.TLS == store.TLSOff && !e.Plain {
		faults[upload.FieldTLS] = upload.Fault{Key: "profiles.fault.plain"}
	}
	for _, id := range stored.ProfileIDs() {
		other, _ := stored.ProfileSettings(id)
		if id != e.ID && other.Name == s.SpeechSense.Name && (other.Name != "" || other.Kind == s.SpeechSense.Kind) {
			faults[FieldName] = upload.Fault{Key: "profiles.fault.name"}
		}
	}
	return s.SpeechSense, faults
}

// The rows of the form that the Upload screen does not have.
const (
	FieldName    upload.Field = "name"
	FieldService upload.Field = "service"
)
