package upload

import (
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
)

// RunView is what the panel of the run shows, without words.
type RunView struct {
	Heading string // key of the catalogue
	Now     *engine.Active
	Others  int // calls worked on besides Now
	Bar     float64
	ShowBar bool

	Done, Recognising, Waiting, NeedYou int
}

// needYou lists the states in which calls need a person; blind tells that lost
// calls cannot be searched for.
func needYou(blind bool) []store.State {
	if blind {
		return []store.State{store.StateFailed, store.StateUnknown}
	}
	return []store.State{store.StateFailed}
}

// ViewRun reads a status for the panel.
func ViewRun(st engine.Status, blind bool) RunView {
	v := RunView{
		Heading:     "upload.run." + string(st.Phase),
		Done:        st.Counts[store.StateDone] + st.Counts[store.StatePartlyDone],
		Recognising: st.Counts[store.StateSent] + st.Counts[store.StateProcessing],
		Waiting:     st.Counts[store.StateWaiting],
	}
	for _, state := range needYou(blind) {
		v.NeedYou += st.Counts[state]
	}
	if st.Phase == "" {
		v.Heading = "upload.run." + string(engine.PhaseIdle)
	}
	if len(st.Active) > 0 {
		v.Now, v.Others = &st.Active[0], len(st.Active)-1
		for i := range st.Active { // what leaves the house says more than what comes in
			if st.Active[i].State == store.StateSending {
				v.Now = &st.Active[i]
				break
			}
		}
	}
	if st.Planned > 0 {
		v.ShowBar = true
		v.Bar = min(1, float64(st.Uploaded+st.Failed)/float64(st.Planned))
	}
	return v
}

// NextTick tells how long the shown countdowns stay true: a second when one of
// them is shorter than a minute, until the next minute otherwise; zero when
// nothing counts down.
func NextTick(now time.Time, items []Item, status engine.Status) time.Duration {
	var next time.Duration
	consider := func(at time.Time) {
		left := at.Sub(now)
		if at.IsZero() || left <= 0 {
			return
		}
		step := time.Second
		if left > time.Minute {
			step = left%time.Minute + 1
		}
		if next == 0 || step < next {
			next = step
		}
	}
	for _, it := range items {
		consider(it.At)
	}
	if status.Phase == engine.PhaseWaiting {
		consider(status.NextLook)
	}
	if next > 0 && next < time.Second {
		next = time.Second
	}
	return next
}
