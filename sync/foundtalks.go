package sync

import (
	stdsync "sync"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// What is kept of found talks, so that one that is opened is not read again.
const (
	foundMost  = 400
	foundBytes = 32 << 20
)

// foundTalks are the answers of the last searches; the oldest go first. The zero
// value is ready.
type foundTalks struct {
	mu    stdsync.Mutex
	byID  map[store.TalkID]speechsense.Result
	order []store.TalkID
	bytes int
}

func (f *foundTalks) put(r speechsense.Result) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byID == nil {
		f.byID = map[store.TalkID]speechsense.Result{}
	}
	if old, ok := f.byID[r.Talk.ID]; ok {
		f.bytes -= len(old.Raw)
	} else {
		f.order = append(f.order, r.Talk.ID)
	}
	f.byID[r.Talk.ID] = r
	f.bytes += len(r.Raw)
	for len(f.order) > 1 && (len(f.order) > foundMost || f.bytes > foundBytes) {
		f.bytes -= len(f.byID[f.order[0]].Raw)
		delete(f.byID, f.order[0])
		f.order = f.order[1:]
	}
}

func (f *foundTalks) get(id store.TalkID) (speechsense.Result, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, ok := f.byID[id]
	return r, ok
}

// whole tells whether a talk is here and was complete when it was read.
func (f *foundTalks) whole(id store.TalkID) bool {
	r, ok := f.get(id)
	return ok && r.Talk.Outcome() != store.StateProcessing
}
