package review

import (
	"context"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
)

// journal writes what a person does on the desk, one step after the other in
// the order done, and never on the UI goroutine.
type journal struct {
	s      *Screen
	series *post.Series
}

func newJournal(s *Screen) *journal {
	return &journal{s: s, series: post.NewSeries(s.ctx, s.Post)}
}

// do writes one step; told is said to the person when it is done, if anything.
func (j *journal) do(step func(ctx context.Context) (told string, err error)) {
	j.series.Do(func(ctx context.Context) func() {
		told, err := step(ctx)
		return func() { j.say(told, err) }
	})
}

func (j *journal) say(told string, err error) {
	switch {
	case err != nil && j.s.OnTrouble != nil:
		j.s.OnTrouble(err)
	case told != "" && j.s.Tell != nil:
		j.s.Tell(told)
	}
}

// close writes what is left, and waits.
func (j *journal) close() { j.series.Close() }

// write writes values of the call on the desk as one step. The feed brings them
// back to the screen.
func (s *Screen) write(label string, values map[string]string) {
	if s.Desk == nil || s.state.ID == 0 {
		return
	}
	id, now := s.state.ID, s.Now()
	s.journal.do(func(ctx context.Context) (string, error) {
		return "", s.Desk.WriteDesk(ctx, id, label, values, now)
	})
}

// undo takes the last step back, redo does it again; what it was is told.
func (s *Screen) undo() { s.step("review.undone", func(d Desk) stepper { return d.UndoDesk }) }
func (s *Screen) redo() { s.step("review.redone", func(d Desk) stepper { return d.RedoDesk }) }

type stepper func(ctx context.Context, id store.CallID) (store.DeskStep, bool, error)

func (s *Screen) step(key string, way func(Desk) stepper) {
	if s.Desk == nil || s.state.ID == 0 {
		return
	}
	s.editor.shut()
	if s.scoring.busy() { // an answer given a moment ago is the step that is meant
		s.scoring.do(func(context.Context) error { return nil }, func() { s.step(key, way) })
		return
	}
	id, step, p := s.state.ID, way(s.Desk), s.Printer
	s.journal.do(func(ctx context.Context) (string, error) {
		done, ok, err := step(ctx, id)
		switch {
		case err != nil:
			return "", err
		case !ok:
			return p.S(key + ".nothing"), nil
		}
		return p.S(key, i18n.Args{"what": stepName(p, done.Label)}), nil
	})
}

// stepName is what a step was, in words.
func stepName(p *i18n.Printer, label string) string {
	if key := "review.step." + label; p.Has(key) {
		return p.S(key)
	}
	return p.S("review.step.other")
}
