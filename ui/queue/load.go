package queue

import (
	"context"
	"time"

	"sensedesk/store"
	"sensedesk/store/queue"
)

// DB is what the screen reads and writes. *db.DB is one.
type DB interface {
	MeasureTalks(ctx context.Context) (left int, err error)
	Listenable(ctx context.Context, s store.QueueScope, scoreKey string) ([]store.Listenable, error)
	Listened(ctx context.Context, s store.QueueScope) ([]store.Listened, error)
	Unrecorded(ctx context.Context, s store.QueueScope, limit int) ([]store.CallID, error)
	TagsOf(ctx context.Context, ids []store.CallID) (map[store.CallID][]string, error)
	Marks(ctx context.Context, ids []store.CallID) (map[store.CallID]string, error)
	Calls(ctx context.Context, f store.CallFilter) ([]store.Call, error)
	Settings(ctx context.Context) (store.Settings, error)
	Pref(ctx context.Context, key string) (string, error)
	SetPref(ctx context.Context, key, value string) error
}

// picked is what came of picking.
type picked struct {
	Plan  queue.Plan
	Items []Item
	Calls map[store.CallID]store.Call
	Err   error
}

// pick has calls picked for a form. shuffle is as rand.Shuffle. measuring is
// told how many transcripts are still to be measured, when any are.
func pick(ctx context.Context, db DB, f Form, now time.Time, shuffle func(int, func(i, j int)), measuring func(left int)) picked {
	for { // transcripts stored by an earlier version have no figures yet
		left, err := db.MeasureTalks(ctx)
		if err != nil {
			return picked{Err: err}
		}
		if left <= 0 {
			break
		}
		measuring(left)
	}
	key := ""
	if f.Rule == queue.RuleScore {
		var err error
		if key, err = scoreKey(ctx, db); err != nil {
			return picked{Err: err}
		}
	}
	list, err := db.Listenable(ctx, f.Scope(now), key)
	if err != nil {
		return picked{Err: err}
	}
	candidates, scores := make([]queue.Candidate, len(list)), map[store.CallID]string{}
	for i, l := range list {
		c := queue.Candidate{
			Call: l.Call, Operator: l.Operator, Started: l.Started, Negative: l.Negative,
			Speech: ms(l.SpeechMS), Silence: ms(l.SilenceMS), Heard: ms(l.HeardMS),
		}
		if c.Score, c.Scored = scoreOf(l.Score); c.Scored {
			scores[l.Call] = l.Score
		}
		candidates[i] = c
	}
	out := picked{Plan: queue.Choose(candidates, f.ask(), shuffle)}
	ids := make([]store.CallID, len(out.Plan.Picks))
	for i, p := range out.Plan.Picks {
		ids[i] = p.Call
		out.Items = append(out.Items, Item{
			Call: p.Call, CostMS: p.Cost.Milliseconds(), SilenceMS: p.Silence.Milliseconds(), Negative: p.Negative, Score: scores[p.Call],
		})
	}
	if out.Calls, out.Err = callsOf(ctx, db, ids); out.Err != nil || f.Rule != queue.RuleNegative {
		return out
	}
	marks, err := db.Marks(ctx, ids)
	for i := range out.Items {
		out.Items[i].Marks = marks[out.Items[i].Call]
	}
	out.Err = err
	return out
}

// scoreKey is the metadata key the score of a call stands under.
func scoreKey(ctx context.Context, db DB) (string, error) {
	s, err := db.Settings(ctx)
	if s.SpeechSense.ScoreKey == "" {
		return store.DefaultSettings().SpeechSense.ScoreKey, err
	}
	return s.SpeechSense.ScoreKey, err
}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// callsOf reads calls by their ids.
func callsOf(ctx context.Context, db DB, ids []store.CallID) (map[store.CallID]store.Call, error) {
	out := map[store.CallID]store.Call{}
	if len(ids) == 0 { // no ids would mean all calls
		return out, nil
	}
	list, err := db.Calls(ctx, store.CallFilter{IDs: ids, States: []store.State{store.StateDone, store.StatePartlyDone}})
	for _, c := range list {
		out[c.ID] = c
	}
	return out, err
}

// report is what was heard.
type report struct {
	List   []store.Listened // of the operators chosen
	People []store.Listened // of all, for the choice
	Run    map[store.CallID]store.Call
	Err    error
}

func readReport(ctx context.Context, db DB, f Form, run *Run, now time.Time) (r report) {
	scope := f.Scope(now)
	if r.List, r.Err = db.Listened(ctx, scope); r.Err != nil {
		return r
	}
	r.People = r.List
	if len(scope.Operators) > 0 {
		scope.Operators = nil
		if r.People, r.Err = db.Listened(ctx, scope); r.Err != nil {
			return r
		}
	}
	if run != nil {
		var ids []store.CallID
		for _, i := range run.Items {
			ids = append(ids, i.Call)
		}
		r.Run, r.Err = callsOf(ctx, db, ids)
	}
	return r
}
