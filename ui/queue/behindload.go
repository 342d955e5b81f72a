package queue

import (
	"context"
	"math"
	"slices"

	"sensedesk/store"
)

// behind are the calls a number of the report counts.
type behind struct {
	Calls []store.Call
	All   int                      // how many there are; Calls may be the first of them
	Share map[store.CallID]float64 // of the speech that was heard; nil where there is nothing to hear
	Score map[store.CallID]string
	Err   error

	read func(ctx context.Context, most int) behind // reads them again
	most int                                        // how many were asked for
}

// mostBehind is how many calls behind a number are read at a time.
const mostBehind = 500

// readBehind lists the calls of operators (nil = all), those heard only or all,
// heard ones first; at most most.
func readBehind(ctx context.Context, db DB, scope store.QueueScope, heardOnly bool, most int) behind {
	key, err := scoreKey(ctx, db)
	if err != nil {
		return behind{Err: err}
	}
	list, err := db.Listenable(ctx, scope, key)
	if err != nil {
		return behind{Err: err}
	}
	out := behind{Share: map[store.CallID]float64{}, Score: map[store.CallID]string{}}
	if heardOnly {
		list = slices.DeleteFunc(list, func(l store.Listenable) bool { return float64(l.HeardMS) < store.HeardShare*float64(l.SpeechMS) })
	}
	share := func(l store.Listenable) float64 { return math.Min(1, float64(l.HeardMS)/float64(max(1, l.SpeechMS))) }
	slices.SortStableFunc(list, func(a, b store.Listenable) int {
		switch x, y := share(a), share(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return b.Started.Compare(a.Started)
	})
	var ids []store.CallID
	for _, l := range list[:min(len(list), most)] {
		ids, out.Share[l.Call], out.Score[l.Call] = append(ids, l.Call), share(l), l.Score
	}
	out.All = len(list)
	out.Calls, out.Err = inOrder(ctx, db, ids)
	return out
}

// readUnrecorded lists calls that can be read only, newest first; all is how
// many there are; at most most of them are read.
func readUnrecorded(ctx context.Context, db DB, scope store.QueueScope, all, most int) behind {
	ids, err := db.Unrecorded(ctx, scope, most)
	if err != nil {
		return behind{Err: err}
	}
	out := behind{All: max(all, len(ids))}
	if len(ids) < most {
		out.All = len(ids)
	}
	out.Calls, out.Err = inOrder(ctx, db, ids)
	return out
}

// inOrder reads calls in the order of their ids.
func inOrder(ctx context.Context, db DB, ids []store.CallID) (list []store.Call, err error) {
	calls, err := callsOf(ctx, db, ids)
	for _, id := range ids {
		if c, ok := calls[id]; ok {
			list = append(list, c)
		}
	}
	return list, err
}
