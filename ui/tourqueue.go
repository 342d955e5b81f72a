package ui

import (
	"context"
	"time"

	"sensedesk/store"
	listening "sensedesk/store/queue"
	"sensedesk/ui/keys"
	"sensedesk/ui/queue"
	"sensedesk/ui/review"
)

// tourHeard is how many calls of the demo count as heard.
const tourHeard = 4

// addTourHeard has some calls heard, as if a person had listened to them at
// one and a half times the speed, so that the report has something to tell.
func (s *Shell) addTourHeard(ctx context.Context) error {
	calls, err := s.o.DB.Calls(ctx, store.CallFilter{States: []store.State{store.StateDone, store.StatePartlyDone}})
	if err != nil {
		return err
	}
	var spans []store.HeardSpan
	for _, c := range calls {
		if c.Recording != nil && c.ID != s.tourCall(ctx) && len(spans) < tourHeard {
			spans = append(spans, store.HeardSpan{
				Call: c.ID, ToMS: c.Duration.Milliseconds(), Speed: 1.5, At: s.o.Now().Add(-time.Hour), Wall: c.Duration * 2 / 3,
			})
		}
	}
	return s.o.DB.AddHeard(ctx, spans)
}

// queueStops are the pictures of the queue: by a rule no call follows, picked,
// a call of it on the desk, under way, and what was heard.
func (s *Shell) queueStops() []stop {
	ask := func(rule listening.Rule) {
		s.queue().Set(queue.Form{Minutes: 15, Rule: rule, Days: 30, Speed: 1.5})
	}
	return []stop{
		{"queue-empty", func() {
			s.goTo(route{place: placeQueue})
			s.queue().Turn(queue.TabPicked)
			ask(listening.RuleScore)
		}},
		{"queue-picked", func() { ask(listening.RuleSilence) }},
		{"queue-desk", func() {
			s.do(keys.NextCall)
			if desk, ok := s.screens[placeReview].(*review.Screen); ok { // a picture is taken of what stands still
				desk.Release(0)
			}
		}},
		{"queue-running", func() { s.goTo(route{place: placeQueue}) }},
		{"queue-report", func() {
			s.queue().Leave()
			s.queue().Turn(queue.TabReport)
		}},
	}
}
