package upload

import (
	"maps"
	"slices"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/again"
)

// Model is everything the screen shows. The view only reads it; every change
// goes through a method here or through an Accept of a load.
type Model struct {
	Loaded  bool
	LoadErr error

	Saved   store.Settings // as stored
	Form    Form           // as typed; equals Saved while not Editing
	Editing bool
	Saving  bool
	SaveErr error
	Faults  Faults
	More    bool // «Дополнительно» is open

	Secrets   map[store.SecretName]bool // which are stored
	SecretErr error                     // why the keyring does not answer
	InMemory  bool                      // keys live until the app closes

	Account    string // the portal; empty until a webhook is stored
	Checkpoint string // last processed listing id; empty before the first

	Check     CheckState
	noKey     string // marker key the connection turned out not to declare
	Estimate  EstimateState
	People    []store.Person
	PeopleOK  bool
	PeopleErr error

	Status       engine.Status
	Attention    []store.Call // calls in AttentionStates
	AttentionErr error
	RunErr       error // why Start or Stop or Retry did not work
	Starting     bool
	Stopping     bool
}

// CheckState is the last connection check.
type CheckState struct {
	Running bool
	Done    bool
	Lines   []store.CheckLine
}

// OK tells whether no line failed.
func (c CheckState) OK() bool {
	return c.Done && len(c.Lines) > 0 && !slices.ContainsFunc(c.Lines, func(l store.CheckLine) bool { return !l.OK && !l.Unsure })
}

// EstimateState is what the upload would take, for the settings it was made of.
type EstimateState struct {
	Running bool
	Value   engine.Estimate
	Err     error
	For     store.Settings
	Made    bool
}

// Accept takes what was loaded from the database and the keyring. Fields being
// edited are left as typed.
func (m *Model) Accept(l Loaded) {
	m.Loaded, m.LoadErr = true, l.Err
	if l.Err != nil {
		return
	}
	first := m.Saved.SpeechSense.Kind == ""
	if !first && m.Saved.Profile != l.Settings.Profile { // what was typed was meant for another service
		m.Editing, m.Faults, m.SaveErr = false, nil, nil
		m.Check, m.Estimate, m.noKey = CheckState{}, EstimateState{}, ""
	}
	m.Saved = l.Settings
	m.Secrets, m.SecretErr, m.InMemory = l.Secrets, l.SecretErr, l.InMemory
	m.AcceptCheckpoint(l.Checkpoint)
	if !m.PeopleOK {
		m.People = l.People
	}
	if !m.Editing {
		m.Form = FormOf(l.Settings)
	}
	if first && m.Fresh() { // nothing to protect yet: the first visit begins with typing
		m.Editing = true
	}
}

// AcceptCheckpoint takes how far the portal was listed; an error leaves what
// was known, because it will be told by the run or by the check.
func (m *Model) AcceptCheckpoint(c checkpoint) {
	if c.Err == nil {
		m.Account, m.Checkpoint = c.Account, c.LastID
	}
}

// Fresh tells whether nothing was set up yet.
func (m *Model) Fresh() bool {
	return m.Saved.SpeechSense.ConnectionID == "" && !m.Secrets[store.SecretSpeechSense] && !m.Secrets[store.SecretBitrix24]
}

// Locked tells whether the fields can be changed.
func (m *Model) Locked() bool {
	return !m.Editing || m.Saving || !m.Loaded || m.LoadErr != nil || m.KeyringGone()
}

// KeyringGone tells whether secrets can be neither read nor kept, so that
// nothing here can work until a person decides.
func (m *Model) KeyringGone() bool {
	return m.SecretErr != nil && !m.InMemory
}

// Edit unlocks the form.
func (m *Model) Edit() {
	m.Editing, m.Faults, m.SaveErr = true, nil, nil
	m.Form = FormOf(m.Saved)
}

// Cancel locks the form and forgets what was typed.
func (m *Model) Cancel() {
	m.Editing, m.Faults, m.SaveErr = false, nil, nil
	m.Form = FormOf(m.Saved)
}

// Changed tells whether the form differs from what is stored.
func (m *Model) Changed() bool {
	s, faults := m.Form.Settings(m.Saved)
	return len(faults) > 0 || !equal(s, m.Saved)
}

// Current returns the settings as typed, for a check or an estimate. It sets
// the faults when they cannot be used.
func (m *Model) Current() (store.Settings, bool) {
	if !m.Editing {
		return m.Saved, true
	}
	s, faults := m.Form.Settings(m.Saved)
	m.Faults = faults
	m.openAt()
	return s, len(faults) == 0
}

// Missing lists which of the needed fields are empty. Typed tells which secrets
// stand in their fields, not stored yet.
func (m *Model) Missing(typed map[store.SecretName]bool, s store.Settings, need ...Field) Faults {
	out := Faults{}
	for _, f := range need {
		switch {
		case f == FieldConnection && s.SpeechSense.ConnectionID == "":
			out[f] = Fault{Key: "upload.fault.connection_empty"}
		case f == FieldKey && !m.Secrets[store.SecretSpeechSense] && !typed[store.SecretSpeechSense] && s.SpeechSense.Kind != store.KindSandbox:
			out[f] = Fault{Key: "upload.fault.key_empty"}
		case f == FieldWebhook && !m.Secrets[store.SecretBitrix24] && !typed[store.SecretBitrix24]:
			out[f] = Fault{Key: "upload.fault.webhook_empty"}
		}
	}
	return out
}

// Reject shows faults and unlocks the form, so that they can be mended.
func (m *Model) Reject(faults Faults) {
	if !m.Editing {
		m.Edit()
	}
	m.Faults = faults
	m.openAt()
}

// openAt opens «Дополнительно» when a fault would be hidden in it.
func (m *Model) openAt() {
	for f := range m.Faults {
		if f.Extra() {
			m.More = true
		}
	}
}

// FirstFault returns the topmost field with a fault, "" when none has one.
func (m *Model) FirstFault() Field {
	order := append([]Field{
		FieldLanguage, FieldConnection, FieldKey, FieldWebhook, FieldDates, FieldUsers, FieldDirections, FieldMinimum,
	}, extra...)
	for _, f := range order {
		if _, ok := m.Faults[f]; ok {
			return f
		}
	}
	return ""
}

// SaveDone takes the result of saving.
func (m *Model) SaveDone(r SaveResult) {
	m.Saving = false
	m.SecretsStored(r.Stored)
	if r.Err != nil {
		m.SaveErr = r.Err
		if field := FixField(r.Err); field != "" {
			m.Faults = Faults{field: faultFor(r.Err)}
		}
		return
	}
	m.Saved, m.Form = r.Settings, FormOf(r.Settings)
	m.Editing, m.Faults, m.SaveErr = false, nil, nil
	if !equal(m.Estimate.For, r.Settings) {
		m.Estimate = EstimateState{}
	}
}

// SecretsStored marks secrets as stored.
func (m *Model) SecretsStored(names map[store.SecretName]bool) {
	known := map[store.SecretName]bool{}
	maps.Copy(known, m.Secrets)
	maps.Copy(known, names)
	m.Secrets = known
}

// faultFor shows a coded error under a field in the catalogue's words.
func faultFor(err error) Fault {
	args := map[string]any{}
	for k, v := range store.ArgsOf(err) {
		args[k] = v
	}
	return Fault{Key: "error." + string(store.CodeOf(err)), Args: args}
}

// CheckDone takes the lines of a check; what it learned about the users list
// is said under the field as well.
func (m *Model) CheckDone(lines []store.CheckLine) {
	m.Check = CheckState{Done: true, Lines: lines}
	for _, l := range lines {
		if l.Name == pointMarker && l.OK && l.Arg == m.noKey {
			m.noKey = ""
		}
		m.learnKey(l.Err)
		if store.CodeOf(l.Err) == store.CodeUsersUnknown {
			m.Faults = Faults{FieldUsers: faultFor(l.Err)}
		}
	}
}

// pointMarker is the point of a check that tries the marker key.
const pointMarker = "marker"

// learnKey remembers which marker key the connection does not declare, until a
// check finds it declared.
func (m *Model) learnKey(err error) {
	if key, ok := again.Undeclared(err); ok {
		m.noKey = key
	}
}

// AcceptStatus takes how the run stands.
func (m *Model) AcceptStatus(st engine.Status) {
	m.Status = st
	m.learnKey(st.Problem)
}

// Blind tells whether a lost call cannot be searched for, so that a person must
// decide about it.
func (m *Model) Blind() bool {
	key := m.Saved.SpeechSense.MarkerKey
	return m.Loaded && (key == "" || key == m.noKey)
}

// Busy tells whether the run can be stopped rather than started.
func (m *Model) Busy() bool { return m.Status.Running }

// Items is the list of «needs attention».
func (m *Model) Items() []Item {
	mine, elsewhere := m.Attention[:0:0], []store.Call{}
	for _, c := range m.Attention {
		if c.State == store.StateUnknown && c.Sent() && c.Profile != m.Saved.Profile {
			elsewhere = append(elsewhere, c)
		} else {
			mine = append(mine, c)
		}
	}
	return append(Attention(m.Status, mine, m.Blind()), restingItems(m.Saved, elsewhere)...)
}

// EstimateFits tells whether the estimate was made for s and is whole.
func (m *Model) EstimateFits(s store.Settings) bool {
	return m.Estimate.Made && m.Estimate.Err == nil && m.Estimate.Value.Complete && equal(m.Estimate.For, s)
}

// Warning tells what must be asked before Start with the stored settings. Once
// calls of this portal were listed the first day has been agreed to, unless the
// present count finds old calls still to be sent.
func (m *Model) Warning(now time.Time) Warning {
	begun := m.Checkpoint != "" && m.Checkpoint != "0"
	if begun && !(m.EstimateFits(m.Saved) && m.Estimate.Value.Old > 0) {
		return WarnNone
	}
	return StartWarning(m.Saved, now)
}

// equal compares settings by everything a person can set.
func equal(a, b store.Settings) bool { return slices.Equal(a.Flat(), b.Flat()) }
