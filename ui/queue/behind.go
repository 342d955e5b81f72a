package queue

import (
	"context"

	"sensedesk/ui/post"
)

// showBehind lists the calls a number counts.
func (s *Screen) showBehind(title string, operators []string, heardOnly bool) {
	scope, db := s.form.Scope(s.d.Now()), s.d.DB
	if operators != nil {
		scope.Operators = operators
	}
	s.list(title, func(ctx context.Context, most int) behind { return readBehind(ctx, db, scope, heardOnly, most) })
}

// showUnrecorded lists the calls that can be read only.
func (s *Screen) showUnrecorded() {
	scope, db, all := s.form.Scope(s.d.Now()), s.d.DB, figuresOf(s.report.List).Unrecorded
	s.list(s.d.Printer.S("queue.unrecorded.title"), func(ctx context.Context, most int) behind { return readUnrecorded(ctx, db, scope, all, most) })
}

// list reads calls and shows them under a title.
func (s *Screen) list(title string, read func(ctx context.Context, most int) behind) {
	post.Load(s.look, func(ctx context.Context) behind { return read(ctx, mostBehind) }, func(b behind) {
		b.read, b.most = read, mostBehind
		s.acceptBehind(title, b)
	})
}

// more reads a further part of the list that is shown.
func (s *Screen) more() {
	b, title := s.behind, s.whose
	if title == "" || b.most >= b.All || s.look.Busy() {
		return
	}
	most := b.most + mostBehind
	post.Load(s.look, func(ctx context.Context) behind { return b.read(ctx, most) }, func(now behind) {
		if now.Err != nil {
			s.trouble(now.Err)
			return
		}
		now.read, now.most = b.read, most
		s.behind = now
		s.view.goOnBehind()
	})
}

func (s *Screen) acceptBehind(title string, b behind) {
	if b.Err != nil {
		s.trouble(b.Err)
		return
	}
	s.behind, s.whose = b, title
	s.view.build()
}

// shut goes back from the calls behind a number to the report.
func (s *Screen) shut() {
	s.look.Cancel()
	if s.whose != "" {
		s.whose, s.behind = "", behind{}
		s.view.build()
	}
}

// measuring returns what tells of the transcripts that still have to be measured
// for the calls to be picked.
func (s *Screen) measuring(ctx context.Context) func(left int) {
	return func(left int) {
		s.d.Post(func() {
			if ctx.Err() == nil && s.pick.Busy() {
				s.left = left
				s.view.applyMeasuring()
			}
		})
	}
}

// halt ends the picking: it takes longer than a person wants to wait.
func (s *Screen) halt() {
	s.pick.Cancel()
	s.halted, s.left = true, 0
	s.view.apply()
}

func (s *Screen) trouble(err error) {
	what, cure := s.d.Printer.Error(err)
	s.d.Toast(what + " " + cure)
}
