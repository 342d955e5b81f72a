package upload

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	engine "sensedesk/sync"
)

var noon = time.Date(2026, 4, 27, 12, 0, 0, 0, time.UTC)

func ready() Model {
	s, _ := good().Settings(store.DefaultSettings())
	var m Model
	m.Accept(Loaded{Settings: s, Secrets: map[store.SecretName]bool{store.SecretSpeechSense: true, store.SecretBitrix24: true}, Checkpoint: checkpoint{Account: "romashka.bitrix24.kz", LastID: "11842"}})
	return m
}

func TestFirstVisitBeginsWithTyping(t *testing.T) {
	var m Model
	m.Accept(Loaded{Settings: store.DefaultSettings()})
	if !m.Editing || m.Locked() {
		t.Error("an empty form is locked")
	}
	if m := ready(); m.Editing || !m.Locked() {
		t.Error("a filled form opens unlocked")
	}
}

func TestReloadLeavesTypedFieldsAlone(t *testing.T) {
	m := ready()
	m.Edit()
	m.Form.Minimum = "55"
	other := m.Saved
	other.MinDuration = 10

	m.Accept(Loaded{Settings: other})

	if m.Form.Minimum != "55" {
		t.Errorf("typed 55, now %q", m.Form.Minimum)
	}
	m.Cancel()
	if m.Form.Minimum != "10" {
		t.Errorf("after cancel %q, want what is stored", m.Form.Minimum)
	}
}

func TestNothingWorksWithoutAKeyringUntilAPersonDecides(t *testing.T) {
	m := ready()
	m.Accept(Loaded{Settings: m.Saved, SecretErr: store.E(store.CodeKeyringMissing, "list", nil)})
	m.Edit()
	if !m.KeyringGone() || !m.Locked() {
		t.Error("the form takes keys that cannot be kept")
	}
	m.Accept(Loaded{Settings: m.Saved, InMemory: true})
	if m.KeyringGone() || m.Locked() {
		t.Error("still locked although keys are kept in memory")
	}
}

func TestMissing(t *testing.T) {
	m := ready()
	if got := m.Missing(nil, m.Saved, whole...); len(got) != 0 {
		t.Errorf("nothing is missing, got %v", got)
	}
	m.Secrets = nil
	s := m.Saved
	s.SpeechSense.ConnectionID = ""
	if got := m.Missing(nil, s, whole...); len(got) != 3 {
		t.Errorf("connection, key and webhook are missing, got %v", got)
	}
	typed := map[store.SecretName]bool{store.SecretBitrix24: true}
	s.SpeechSense.Kind = store.KindSandbox
	if got := m.Missing(typed, s, whole...); len(got) != 1 {
		t.Errorf("only the connection is missing, got %v", got)
	}
}

func TestFaultUnderMoreOpensIt(t *testing.T) {
	m := ready()
	m.Edit()
	m.Form.Zone = "Луна"
	if _, ok := m.Current(); ok || !m.More || m.FirstFault() != FieldZone {
		t.Errorf("more %v, first fault %q", m.More, m.FirstFault())
	}
}

func TestSaveDone(t *testing.T) {
	m := ready()
	m.Edit()
	m.Saving = true
	m.Form.Users = []string{"99"}
	m.SaveDone(SaveResult{Err: store.E(store.CodeUsersUnknown, "check", nil, "ids", "99")})
	if !m.Editing || m.Faults[FieldUsers].Key != "error.users_unknown" || m.Faults[FieldUsers].Args["ids"] != "99" {
		t.Errorf("editing %v, faults %v", m.Editing, m.Faults)
	}

	s := m.Saved
	s.MinDuration = 5
	m.Estimate = EstimateState{Made: true, For: m.Saved, Value: engine.Estimate{Complete: true}}
	m.SaveDone(SaveResult{Settings: s})
	if m.Editing || m.Faults != nil || m.Form.Minimum != "5" {
		t.Errorf("editing %v, faults %v, minimum %s", m.Editing, m.Faults, m.Form.Minimum)
	}
	if m.Estimate.Made {
		t.Error("an estimate of other conditions is still shown")
	}
}

func TestCheckStateOK(t *testing.T) {
	ok, unsure, bad := store.CheckLine{OK: true}, store.CheckLine{Unsure: true}, store.CheckLine{Err: errors.New("x")}
	for name, tc := range map[string]struct {
		lines []store.CheckLine
		want  bool
	}{
		"all right":              {[]store.CheckLine{ok, ok}, true},
		"not provable is no no":  {[]store.CheckLine{ok, unsure}, true},
		"one failed":             {[]store.CheckLine{ok, bad}, false},
		"nothing checked is not": {nil, false},
	} {
		if got := (CheckState{Done: true, Lines: tc.lines}).OK(); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func failed(id store.CallID, code store.Code) store.Call {
	return store.Call{ID: id, SourceID: "1179" + string('0'+rune(id)), State: store.StateFailed, Reason: code}
}

func TestAttention(t *testing.T) {
	status := engine.Status{
		Problem: store.E(store.CodeKeyRefused, "upload", nil),
		Retry:   engine.Retry{Code: store.CodeNetwork, At: noon.Add(time.Minute)},
		Counts:  map[store.State]int{store.StateWaiting: 4},
		Running: true,
	}
	calls := []store.Call{
		failed(1, store.CodeNotSound),
		{ID: 2, SourceID: "11803", State: store.StateUnknown, NextCheck: noon.Add(42 * time.Minute)},
		{ID: 3, State: store.StateWaiting, NextCheck: noon.Add(3 * time.Hour)},
		{ID: 4, State: store.StateWaiting, NextCheck: noon.Add(2 * time.Hour)},
		failed(5, store.CodeFileRight), failed(6, store.CodeFileRight), failed(7, store.CodeFileRight), failed(8, store.CodeFileRight),
	}

	items := Attention(status, calls, false)

	type short struct {
		Tone   Tone
		Code   store.Code
		N      int
		Action Action
		At     time.Time
	}
	var got []short
	for _, it := range items {
		got = append(got, short{it.Tone, it.Code, it.Count, it.Action, it.At})
	}
	want := []short{
		{ToneStop, store.CodeKeyRefused, 0, ActionFix, time.Time{}},
		{ToneWait, store.CodeNetwork, 0, ActionNone, noon.Add(time.Minute)},
		{ToneStop, store.CodeNotSound, 1, ActionRetry, time.Time{}},
		{ToneStop, store.CodeFileRight, 4, ActionRetry, time.Time{}},
		{ToneWait, store.CodeOutcomeUnknown, 1, ActionLook, noon.Add(42 * time.Minute)},
		{ToneRest, store.CodeNoRecording, 4, ActionShow, noon.Add(2 * time.Hour)},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if items[0].Field != FieldKey {
		t.Errorf("a refused key is mended at %q", items[0].Field)
	}
}

func TestViewRun(t *testing.T) {
	st := engine.Status{
		Phase: engine.PhaseWorking, Running: true, Planned: 135, Uploaded: 83, Failed: 1,
		Active: []engine.Active{{ID: 1, State: store.StateFetching}, {ID: 2, State: store.StateSending}},
		Counts: map[store.State]int{
			store.StateDone: 70, store.StatePartlyDone: 1, store.StateSent: 3, store.StateProcessing: 10,
			store.StateWaiting: 4, store.StateFailed: 1,
		},
	}
	v := ViewRun(st, false)
	if v.Done != 71 || v.Recognising != 13 || v.Waiting != 4 || v.NeedYou != 1 {
		t.Errorf("counts %+v", v)
	}
	st.Counts[store.StateUnknown] = 2
	if a, b := ViewRun(st, false), ViewRun(st, true); a.NeedYou != 1 || b.NeedYou != 3 {
		t.Errorf("lost calls need a person: %d with a search, %d without", a.NeedYou, b.NeedYou)
	}
	if v.Now == nil || v.Now.ID != 2 || v.Others != 1 || !v.ShowBar || v.Bar != 84.0/135 {
		t.Errorf("now %+v, bar %v", v.Now, v.Bar)
	}
	if v := ViewRun(engine.Status{}, false); v.Heading != "upload.run.idle" || v.ShowBar {
		t.Errorf("idle: %+v", v)
	}
}

func TestNextTick(t *testing.T) {
	at := func(d time.Duration) []Item { return []Item{{At: noon.Add(d)}} }
	for name, tc := range map[string]struct {
		items []Item
		want  time.Duration
	}{
		"nothing counts down": {nil, 0},
		"it has passed":       {at(-time.Second), 0},
		"seconds":             {at(30 * time.Second), time.Second},
		"minutes":             {at(42*time.Minute + 20*time.Second), 20*time.Second + 1},
	} {
		if got := NextTick(noon, tc.items, engine.Status{}); got != tc.want {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}
