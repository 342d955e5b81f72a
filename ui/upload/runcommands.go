package upload

import (
	"context"

	"sensedesk/store"
	"sensedesk/ui/post"
)

// run starts the engine, or tells a paused one to go on.
func (s *Screen) run() {
	if s.m.Starting || s.m.Stopping {
		return
	}
	s.slots.estimate.Cancel()
	s.m.Estimate.Running = false
	s.m.Starting, s.m.RunErr = true, nil
	s.apply()
	eng := s.d.Engine
	post.Load(s.slots.run, func(context.Context) error { return eng.Start() }, func(err error) {
		s.m.Starting, s.m.RunErr = false, err
		s.apply()
		s.status.Ask()
	})
}

// stop ends the run; what has begun is finished first. Only the end of the app
// cuts that short: a cut upload stays undecided for an hour.
func (s *Screen) stop() {
	if s.m.Stopping {
		return
	}
	s.m.Stopping, s.m.RunErr = true, nil
	s.apply()
	eng, whole := s.d.Engine, s.d.Ctx
	post.Load(s.slots.run, func(context.Context) error { return eng.Stop(whole) }, func(err error) {
		s.m.Stopping, s.m.RunErr = false, err
		s.apply()
		s.status.Ask()
	})
}

// act does what the button of an item says.
func (s *Screen) act(it Item) {
	switch it.Action {
	case ActionFix:
		s.edit(it.Field)
	case ActionContinue:
		s.run()
	case ActionShow:
		s.d.OnCalls(it.States)
	case ActionRetry:
		s.retry(it.Calls, "upload.attention.retried")
	case ActionLook:
		s.retry(it.Calls, pick(s.m.Busy(), "upload.attention.looking", "upload.attention.looking.stopped"))
	case ActionAgain:
		s.d.OnAgain(it.Calls[0], s.m.Blind())
	case ActionNone:
	}
}

// retry takes up calls that stand still; told is the key of what is said then.
func (s *Screen) retry(ids []store.CallID, told string) {
	eng := s.d.Engine
	post.Load(s.slots.retry, func(ctx context.Context) error { return eng.Retry(ctx, ids...) }, func(err error) {
		s.m.RunErr = err
		if err == nil {
			s.d.Toast(s.d.Printer.N(told, len(ids)))
		}
		s.applyRun()
		s.calls.Ask()
		s.status.Ask()
	})
}

// reset makes the next pass begin with the first call; it was asked before.
func (s *Screen) reset() {
	eng := s.d.Engine
	post.Load(s.slots.reset, func(ctx context.Context) error { return eng.ResetCheckpoint(ctx) }, func(err error) {
		s.m.RunErr = err
		if err == nil {
			s.d.Toast(s.d.Printer.S("upload.reset.done"))
			s.m.Checkpoint, s.m.Estimate = "0", EstimateState{}
		}
		s.apply()
		s.estimateFirst()
		s.point.Ask()
	})
}
