package again

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// Engine is what the question asks of the work.
type Engine interface {
	Repeat(ctx context.Context, ids ...store.CallID) (engine.Estimate, error)
	SendAgain(ctx context.Context, ids ...store.CallID) error
	Status() engine.Status
}

// DB is what the question reads itself.
type DB interface {
	Call(ctx context.Context, id store.CallID) (store.Call, error)
	Settings(ctx context.Context) (store.Settings, error)
}

// Deps is what an Asker needs. All fields are required.
type Deps struct {
	Ctx    context.Context
	Post   post.Post
	Window fyne.Window
	Engine Engine
	DB     DB
	Now    func() time.Time
	Toast  func(text string) // shows a short message that needs no answer
}

// Asker asks before a call is sent again. All methods belong to the UI
// goroutine; Close it.
type Asker struct {
	d    Deps
	ask  *post.Slot
	send *post.Slot
}

// New returns an Asker.
func New(d Deps) *Asker {
	return &Asker{d: d, ask: post.NewSlot(d.Ctx, d.Post), send: post.NewSlot(d.Ctx, d.Post)}
}

// Close ends what is under way and waits for it.
func (a *Asker) Close() {
	a.ask.Close()
	a.send.Close()
}

// asked is what was read for a question.
type asked struct {
	q   Question
	err error
}

// Ask names what sending a call again costs and means, and sends it when the
// person says so. Blind tells that the caller knows already that a lost call
// cannot be searched for.
func (a *Asker) Ask(p *i18n.Printer, id store.CallID, blind bool) {
	if a.send.Busy() {
		return
	}
	d := a.d
	post.Load(a.ask, func(ctx context.Context) asked {
		status := d.Engine.Status()
		q := Question{Running: status.Running, Now: d.Now()}
		set, err := d.DB.Settings(ctx)
		if err != nil {
			return asked{err: err}
		}
		q.Blind = blind || Blind(set, status.Problem)
		if q.Call, err = d.DB.Call(ctx, id); err != nil {
			return asked{err: err}
		}
		q.Cost, err = d.Engine.Repeat(ctx, id)
		return asked{q, err}
	}, func(r asked) {
		switch {
		case r.err != nil:
			a.tell(p, r.err)
		case !store.CanRepeat(r.q.Call.State):
			d.Toast(p.S("again.changed"))
		default:
			a.show(p, r.q)
		}
	})
}

// show opens the question. «No» has the keyboard first: Enter must not pay.
func (a *Asker) show(p *i18n.Printer, q Question) {
	w := WordsOf(p, q)
	var dialog *widgets.Dialog
	no := widgets.NewButton(p.S("again.no"), widgets.Secondary, func() { dialog.Close() })
	yes := widgets.NewButton(p.S("again.yes"), widgets.Danger, func() {
		dialog.Close()
		a.sendAgain(p, q)
	})
	content := widgets.VBox(10,
		widgets.NewParagraph(w.Price, widgets.Style{Bold: true}),
		widgets.NewParagraph(w.State, widgets.Style{}),
		widgets.NewParagraph(w.Bill, widgets.Style{Color: theme.ColorMuted}),
	)
	dialog = widgets.ShowDialog(a.d.Window.Canvas(), widgets.DialogOptions{
		Title: w.Title, Content: content, Buttons: []*widgets.Button{no, yes}, Focus: no, Width: 480,
	})
}

// sent is the end of sending again.
type sent struct {
	changed bool
	err     error
}

// sendAgain queues the call, unless it moved while the question was open: what
// was agreed to is then no longer what would happen.
func (a *Asker) sendAgain(p *i18n.Printer, q Question) {
	d := a.d
	post.Load(a.send, func(ctx context.Context) sent {
		now, err := d.DB.Call(ctx, q.Call.ID)
		if err != nil {
			return sent{err: err}
		}
		if now.State != q.Call.State || now.TalkID != q.Call.TalkID {
			return sent{changed: true}
		}
		return sent{err: d.Engine.SendAgain(ctx, q.Call.ID)}
	}, func(r sent) {
		switch {
		case r.err != nil:
			a.tell(p, r.err)
		case r.changed:
			d.Toast(p.S("again.changed"))
		case d.Engine.Status().Running:
			d.Toast(p.S("again.queued"))
		default:
			d.Toast(p.S("again.queued.stopped"))
		}
	})
}

// tell says what went wrong and what to do.
func (a *Asker) tell(p *i18n.Printer, err error) {
	what, cure := p.Error(err)
	widgets.Confirm(a.d.Window.Canvas(), widgets.ConfirmOptions{Title: what, Text: cure, Yes: p.S("again.close")})
}
