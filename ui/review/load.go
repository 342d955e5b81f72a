package review

import (
	"context"
	"errors"
	"os"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// Calls is the part of the database the desk reads. *db.DB is one.
type Calls interface {
	Call(ctx context.Context, id store.CallID) (store.Call, error)
	Talk(ctx context.Context, id store.CallID) (store.Talk, error) // code not_found while there is none
	Settings(ctx context.Context) (store.Settings, error)
}

// Result is what was read about a call, whole.
type Result struct {
	Call     store.Call
	Talk     store.Talk
	HasTalk  bool
	Operator int // channel of the operator's voice
	ScoreKey string
	Edits    []store.FieldEdit
	Desk     store.Desk
	Amended  map[int]store.PhraseEdit
	Lost     []store.PhraseEdit
	Document *transcript.Document
	Markers  []Marker
	Together []Span // where both parties speak at once
	Spot     Spot   // where the reader was
	SpotText string // as it is kept
	Swapped  bool   // left and right are changed over
	Price    string // of a minute, as the settings say; "" = not told
	Currency string
	Err      error // the call could not be read; the rest is empty then
}

// read reads a call and makes its transcript ready to show. Any goroutine.
func read(ctx context.Context, calls Calls, edits Edits, desk Desk, files Files, id store.CallID) Result {
	call, err := calls.Call(ctx, id)
	if err != nil {
		return Result{Err: err}
	}
	settings, err := calls.Settings(ctx)
	if err != nil {
		return Result{Err: err}
	}
	r := Result{Call: call, Operator: settings.SpeechSense.OperatorChannel, HasTalk: true, Price: settings.PricePerMinute, Currency: settings.PriceCurrency}
	r.Talk, err = calls.Talk(ctx, id)
	switch {
	case errors.Is(err, store.CodeNotFound):
		r.HasTalk = false
	case err != nil:
		return Result{Err: err}
	}
	if r.ScoreKey = settings.SpeechSense.ScoreKey; r.ScoreKey == "" {
		r.ScoreKey = store.DefaultSettings().SpeechSense.ScoreKey
	}
	if edits != nil {
		if r.Edits, err = edits.FieldEdits(ctx, id); err != nil {
			return Result{Err: err}
		}
	}
	if desk != nil {
		if r.Desk, err = desk.Desk(ctx, id); err != nil {
			return Result{Err: err}
		}
	}
	if call.IsChat(r.Talk) {
		return r.asChat(files)
	}
	r.Document = transcript.Build(r.amend(), transcript.Options{
		OperatorChannel: r.Operator,
		Channels:        channels(call, r.Talk),
		DurationMS:      durationOf(call, r.Talk),
		Names:           classifierNames(r.Talk),
		Edited:          r.edited,
	})
	r.mark()
	r.Together = TogetherIn(r.Document)
	return r
}

// asChat makes a written dialog ready to show. Until the service has answered,
// it is shown as it was brought.
func (r Result) asChat(files Files) Result {
	if rec := r.Call.Recording; rec != nil && len(r.Talk.Phrases) == 0 {
		if f, err := os.Open(files.Path(rec.Hash)); err == nil { // without it the dialog is only missing for now
			chat, err := store.DecodeChat(f)
			if err == nil && f.Close() == nil {
				r.Talk.Phrases, r.HasTalk = chat.Phrases(), true
			}
		}
	}
	r.Operator = store.RoleOperator.Channel()
	r.Document = transcript.Build(r.amend(), transcript.Options{
		OperatorChannel: r.Operator, Channels: 2, Began: r.Call.StartedAt, Names: classifierNames(r.Talk), Edited: r.edited,
	})
	r.mark()
	return r
}

// amend puts a person's corrections on the phrases and returns those to show.
func (r *Result) amend() (shown []store.Phrase) {
	shown, r.Amended, r.Lost = store.Amend(r.Talk.Phrases, r.Desk.PhraseEdits())
	return shown
}

// edited tells whether a person corrected a phrase.
func (r *Result) edited(phrase int) bool { _, yes := r.Amended[phrase]; return yes }

// mark lists the events of the call.
func (r *Result) mark() {
	r.Markers = inOrder(append(MarkersOf(r.Talk, r.Document), NoteMarkers(r.Desk.Notes())...))
}

// durationOf is the length of the recording in ms for the silence at its end;
// 0 when only the source told, which counts ringing too.
func durationOf(c store.Call, t store.Talk) int64 {
	if c.Recording != nil && c.Recording.Duration > 0 {
		return c.Recording.Duration.Milliseconds()
	}
	return t.Conversation.DurationMS
}
