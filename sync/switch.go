package sync

import (
	"context"
	"errors"
)

// errSwitched ends a round whose profile is not the active one any more.
var errSwitched = errors.New("another profile is active now")

// switched tells, before a call is begun, whether its service is still the one
// to send to: a person who goes over to another profile does not expect the rest
// of a long queue to go to the first. What is under way is finished where it is.
func (s *session) switched(ctx context.Context) error {
	set, err := s.o.Store.Settings(ctx)
	switch {
	case ctx.Err() != nil:
		return nil // the round ends anyway
	case err != nil:
		return err
	case set.Profile != s.settings.Profile:
		return errSwitched
	}
	return nil
}
