package sync

import (
	"context"

	"sensedesk/store"
)

// unchanged does fn, which writes what the service said about the upload of c,
// unless a person has chosen to send c again since it was asked for: then the
// answer belongs to another upload. Nobody can choose so while fn runs.
func (e *Engine) unchanged(ctx context.Context, c store.Call, fn func() error) (done bool, err error) {
	if err := e.hold(ctx); err != nil {
		return false, err
	}
	defer e.release()
	now, err := e.o.Store.Call(ctx, c.ID)
	if err != nil || now.State != c.State || now.TalkID != c.TalkID {
		return false, err
	}
	return true, fn()
}

// hold takes the right to decide which upload of a call counts.
func (e *Engine) hold(ctx context.Context) error {
	select {
	case e.choice <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *Engine) release() { <-e.choice }
