package upload

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/again"
)

// Tone says how loud an item is; it is shown as a dot and never by colour alone.
type Tone int

// The tones, loudest first.
const (
	ToneStop Tone = iota // a person must act
	ToneWait             // undecided, the app decides later by itself
	ToneRest             // nothing wrong, only late
)

// Action is what the button of an item does.
type Action int

// The actions.
const (
	ActionNone     Action = iota
	ActionRetry           // queue these calls again
	ActionFix             // unlock the form at Field
	ActionContinue        // start the paused run again
	ActionShow            // open these calls in the list
	ActionLook            // search for these lost calls now
	ActionAgain           // ask whether to send this call again, and be billed again
)

// Item is one entry of «needs attention». Code and Args make the two
// sentences; an item that sums up many calls counts them.
type Item struct {
	Tone   Tone
	Code   store.Code
	Args   map[string]string
	Err    error // the pause's error, for its details; nil for calls
	Calls  []store.CallID
	Source string    // listing id of the one call it is about; empty for a group
	At     time.Time // when the app looks again; zero when it does not
	Idle   bool      // the app looks again only once the run is started
	Action Action
	Field  Field // for ActionFix
	States []store.State
	Count  int // how many calls it is about; 0 for the run itself
	// Whose is the profile, not the active one, that these calls rest with.
	Whose *store.SpeechSettings
}

// groupFrom is how many calls with one reason make one item instead of many:
// a missing right stops every call alike and is mended once.
const groupFrom = 4

// fixes maps a configuration problem to the row that mends it. Problems that
// are mended outside of the app are absent.
var fixes = map[store.Code]Field{
	store.CodeKeyMissing: FieldKey, store.CodeKeyRefused: FieldKey, store.CodeConnectionMissing: FieldConnection,
	store.CodeIDUnknown: FieldConnection, store.CodeServiceMissing: FieldAddress, store.CodeAddress: FieldAddress,
	store.CodeTLS: FieldTLS, store.CodeTLSOff: FieldTLS, store.CodeWebhookMissing: FieldWebhook,
	store.CodeWebhookShape: FieldWebhook, store.CodeWebhookRefused: FieldWebhook, store.CodePortalChanged: FieldWebhook,
	store.CodeDates: FieldDates, store.CodeUsersUnknown: FieldUsers, store.CodeSettingsInvalid: FieldLanguage,
}

// FixField names the row that mends a problem, "" when none does.
func FixField(err error) Field {
	code := store.CodeOf(err)
	if code == store.CodeSettingsInvalid {
		if _, ok := again.Undeclared(err); ok {
			return FieldMarker
		}
		if f, ok := settingFields[store.ArgsOf(err)["key"]]; ok {
			return f
		}
	}
	return fixes[code]
}

// AttentionStates are the states whose calls the list is made of.
func AttentionStates() []store.State {
	return []store.State{store.StateFailed, store.StateUnknown, store.StateWaiting, store.StateRecognitionFailed}
}

// Attention makes the list: what stops the run first, then calls that need a
// person, then what the app settles by itself. Calls are those in
// AttentionStates; counts are of all calls, because calls may be only a part.
// Blind tells that lost calls cannot be searched for, so that a person must
// decide about each.
func Attention(status engine.Status, calls []store.Call, blind bool) []Item {
	var items []Item
	if status.Problem != nil {
		items = append(items, pauseItem(status.Problem))
	}
	if status.Retry.Code != "" {
		items = append(items, Item{Tone: ToneWait, Code: status.Retry.Code, At: status.Retry.At})
	}
	byState := map[store.State][]store.Call{}
	for _, c := range calls {
		byState[c.State] = append(byState[c.State], c)
	}
	items = append(items, failedItems(byState[store.StateFailed])...)
	if blind {
		items = append(items, decideItems(byState[store.StateUnknown], ToneStop, store.CodeOutcomeUnknown, status)...)
	} else {
		items = append(items, lostItems(byState[store.StateUnknown], status)...)
	}
	if in := byState[store.StateWaiting]; len(in) > 0 {
		items = append(items, Item{
			Tone: ToneRest, Code: store.CodeNoRecording, Calls: idsOf(in), At: earliest(in), Action: ActionShow,
			States: []store.State{store.StateWaiting}, Count: max(len(in), status.Counts[store.StateWaiting]),
		})
	}
	return append(items, decideItems(byState[store.StateRecognitionFailed], ToneRest, store.CodeRecognitionFailed, status)...)
}

func pauseItem(err error) Item {
	it := Item{Tone: ToneStop, Code: store.CodeOf(err), Args: store.ArgsOf(err), Err: err, Action: ActionContinue}
	if field := FixField(err); field != "" {
		it.Action, it.Field = ActionFix, field
	}
	return it
}

// failedItems tells single calls one by one and groups those that share a
// reason.
func failedItems(calls []store.Call) []Item {
	groups := map[string][]store.Call{}
	var order []string
	for _, c := range calls {
		key := string(c.Reason) + "\x00" + argKey(c.ReasonArg)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], c)
	}
	var items []Item
	for _, key := range order {
		in := groups[key]
		if len(in) >= groupFrom {
			items = append(items, Item{
				Tone: ToneStop, Code: in[0].Reason, Args: in[0].ReasonArg, Calls: idsOf(in), Action: ActionRetry,
				States: []store.State{store.StateFailed}, Count: len(in),
			})
			continue
		}
		for _, c := range in {
			items = append(items, Item{
				Tone: ToneStop, Code: c.Reason, Args: c.ReasonArg, Calls: []store.CallID{c.ID}, Source: c.SourceID,
				Action: ActionRetry, Count: 1,
			})
		}
	}
	return items
}

// lostItems tells calls whose answer was lost and which Search decides by
// itself, grouped when many. While nothing runs, nothing counts down.
func lostItems(calls []store.Call, status engine.Status) []Item {
	item := func(in []store.Call) Item {
		it := Item{
			Tone: ToneWait, Code: store.CodeOutcomeUnknown, Calls: idsOf(in), Count: len(in), Action: ActionLook,
			States: []store.State{store.StateUnknown}, Idle: !status.Running,
		}
		if status.Running {
			it.At = earliest(in)
		}
		return it
	}
	if len(calls) >= groupFrom {
		return []Item{item(calls)}
	}
	var items []Item
	for _, c := range calls {
		it := item([]store.Call{c})
		it.Args, it.Source = c.ReasonArg, c.SourceID
		items = append(items, it)
	}
	return items
}

// decideItems tells calls only a person can decide about, each with the choice
// to send it again; when they are many, the list of calls is the place.
func decideItems(calls []store.Call, tone Tone, code store.Code, status engine.Status) []Item {
	if len(calls) == 0 {
		return nil
	}
	state := calls[0].State
	if all := max(len(calls), status.Counts[state]); all >= groupFrom {
		return []Item{{
			Tone: tone, Code: code, Calls: idsOf(calls), Action: ActionShow, States: []store.State{state}, Count: all,
		}}
	}
	var items []Item
	for _, c := range calls {
		items = append(items, Item{
			Tone: tone, Code: code, Args: c.ReasonArg, Calls: []store.CallID{c.ID}, Source: c.SourceID, Action: ActionAgain, Count: 1,
		})
	}
	return items
}

// restingItems tells lost calls of other profiles: nothing happens to them while
// theirs is not the active one. Those of a profile that was removed are a
// person's to decide.
func restingItems(s store.Settings, calls []store.Call) []Item {
	byProfile := map[store.ProfileID][]store.Call{}
	for _, c := range calls {
		byProfile[c.Profile] = append(byProfile[c.Profile], c)
	}
	var items []Item
	for _, id := range slices.Sorted(maps.Keys(byProfile)) {
		in := byProfile[id]
		ss, ok := s.ProfileSettings(id)
		if !ok {
			items = append(items, decideItems(in, ToneStop, store.CodeOutcomeUnknown, engine.Status{})...)
			continue
		}
		items = append(items, Item{
			Tone: ToneRest, Code: store.CodeOutcomeUnknown, Calls: idsOf(in), Count: len(in), Whose: &ss,
			Action: ActionShow, States: []store.State{store.StateUnknown},
		})
	}
	return items
}

func argKey(args map[string]string) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(args)) {
		b.WriteString(k + "=" + args[k] + "\x00")
	}
	return b.String()
}

func idsOf(calls []store.Call) []store.CallID {
	ids := make([]store.CallID, len(calls))
	for i, c := range calls {
		ids[i] = c.ID
	}
	return ids
}

// earliest returns the first time any of the calls is looked at again.
func earliest(calls []store.Call) time.Time {
	var times []time.Time
	for _, c := range calls {
		if !c.NextCheck.IsZero() {
			times = append(times, c.NextCheck)
		}
	}
	if len(times) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(times, func(a, b time.Time) int { return cmp.Compare(a.UnixNano(), b.UnixNano()) })
}
