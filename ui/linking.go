package ui

import (
	"context"
	"errors"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
)

// Linking gives calls that have no recording here one.
type Linking interface {
	LinkFile(ctx context.Context, id store.CallID, path string) (engine.Linked, error)
	FetchRecording(ctx context.Context, id store.CallID) (engine.Linked, error)
}

// soundFiles are the endings a recording may have.
var soundFiles = [...]string{".mp3", ".wav", ".ogg", ".opus", ".MP3", ".WAV", ".OGG", ".OPUS"}

// linkRecording asks for a file and takes it for the recording of a call.
func (s *Shell) linkRecording(id store.CallID) {
	s.askOpenPath(soundFiles[:], func(path string) {
		s.link(func(ctx context.Context) (engine.Linked, error) { return s.o.Engine.LinkFile(ctx, id, path) })
	})
}

// fetchRecording has the recording of a call brought from the CRM.
func (s *Shell) fetchRecording(id store.CallID) {
	s.toast(s.print.S("review.link.fetching"))
	s.link(func(ctx context.Context) (engine.Linked, error) { return s.o.Engine.FetchRecording(ctx, id) })
}

// linked is how a linking ended.
type linked struct {
	engine.Linked
	err error
}

func (s *Shell) link(work func(ctx context.Context) (engine.Linked, error)) {
	post.Load(s.linking, func(ctx context.Context) linked {
		l, err := work(ctx)
		return linked{l, err}
	}, func(l linked) {
		switch {
		case errors.Is(l.err, context.Canceled):
		case errors.Is(l.err, store.CodeNotFound):
			s.toast(s.print.S("review.link.unknown"))
		case l.err != nil:
			s.toast(sentence(s.print, l.err))
		case l.Differs:
			s.toast(s.print.S("review.link.differs", i18n.Args{"sound": s.print.Span(l.Sound.Round(time.Second)), "talk": s.print.Span(l.Talk.Round(time.Second))}))
		default:
			s.toast(s.print.S("review.link.done"))
		}
	})
}
