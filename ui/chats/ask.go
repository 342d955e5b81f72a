package chats

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/chats"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// Engine takes the chats.
type Engine interface {
	AddChats(ctx context.Context, list []store.Chat) (engine.ChatReport, error)
	Status() engine.Status
}

// DB tells who works here.
type DB interface{ chats.Staff }

// Deps is what an Asker needs. All fields are required.
type Deps struct {
	Ctx      context.Context
	Post     post.Post
	Window   fyne.Window
	Engine   Engine
	DB       DB
	OpenPath func(chosen func(path string)) // asks for a file
	Toast    func(text string)
}

// Asker brings chats from a file. All methods belong to the UI goroutine; Close it.
type Asker struct {
	d    Deps
	read *post.Slot
	add  *post.Slot
}

// New returns an Asker.
func New(d Deps) *Asker {
	return &Asker{d: d, read: post.NewSlot(d.Ctx, d.Post), add: post.NewSlot(d.Ctx, d.Post)}
}

// Close ends what is under way and waits for it.
func (a *Asker) Close() {
	a.read.Close()
	a.add.Close()
}

// Ask asks for a file, then about what is in it.
func (a *Asker) Ask(p *i18n.Printer) {
	a.d.OpenPath(func(path string) { a.Open(p, path) })
}

// answer is what was read of a file.
type answer struct {
	m   chats.Plan
	err error
}

// defaultPause begins a new dialog after a night.
const defaultPause = 8 * time.Hour

// Open asks about the chats of a file.
func (a *Asker) Open(p *i18n.Printer, path string) {
	db := a.d.DB
	post.Load(a.read, func(ctx context.Context) answer {
		data, err := os.ReadFile(path)
		if err != nil {
			return answer{err: store.E(store.CodeNotFound, "read a chat", err, "what", "file")}
		}
		names, err := chats.Employees(ctx, db)
		if err != nil {
			return answer{err: err}
		}
		found, err := chats.Read(path, data, chats.Options{Operators: names})
		return answer{chats.Plan{File: filepath.Base(path), Found: found, Pause: defaultPause}, err}
	}, func(r answer) {
		if r.err != nil {
			a.tell(p, r.err)
			return
		}
		a.show(p, r.m)
	})
}

// tell says what went wrong and what to do.
func (a *Asker) tell(p *i18n.Printer, err error) {
	what, cure := p.Error(err)
	widgets.Confirm(a.d.Window.Canvas(), widgets.ConfirmOptions{Title: what, Text: cure, Yes: p.S("chats.close")})
}

// show opens the question about a file.
func (a *Asker) show(p *i18n.Printer, m chats.Plan) {
	var dialog *widgets.Dialog
	summary := widgets.NewParagraph("", widgets.Style{})
	problem := widgets.NewParagraph("", widgets.Style{Color: theme.ColorNegative})
	no := widgets.NewButton(p.S("chats.no"), widgets.Secondary, func() { dialog.Close() })
	yes := widgets.NewButton(p.S("chats.yes"), widgets.Primary, nil)
	yes.OnTapped = func() {
		dialog.Close()
		a.send(p, m.Chats())
	}
	apply := func() {
		s := m.Summary()
		summary.SetText(words(p, s))
		sentence := ""
		if s.Err != nil {
			what, cure := p.Error(s.Err)
			sentence = what + ". " + cure
		}
		problem.SetText(sentence)
		problem.Hidden = sentence == ""
		yes.SetEnabled(s.Err == nil)
		if dialog != nil {
			dialog.Fit()
		}
	}
	people := widgets.VBox(6)
	for _, one := range m.People() {
		role := widgets.NewSegmented([]widgets.Choice{
			{ID: string(store.RoleOperator), Text: p.S("chats.operator")}, {ID: string(store.RoleClient), Text: p.S("chats.client")}, {ID: string(store.RoleBot), Text: p.S("chats.bot")},
		}, string(one.Role), func(id string) {
			m.SetRole(one.ID, store.ChatRole(id))
			apply()
		})
		people.Add(widgets.HBox(8, widgets.Grow(widgets.Middle(widgets.NewEllipsis(one.Name, widgets.Style{}))), role))
	}
	pauses := make([]widgets.Choice, 0, len(chats.Pauses()))
	for _, d := range chats.Pauses() {
		text := p.S("chats.pause.never")
		if d > 0 {
			text = p.S("chats.pause.after", i18n.Args{"length": p.Span(d)})
		}
		pauses = append(pauses, widgets.Choice{ID: strconv.Itoa(int(d.Hours())), Text: text})
	}
	pause := widgets.NewSelect(pauses, strconv.Itoa(int(m.Pause.Hours())), "", func(id string) {
		hours, err := strconv.Atoi(id)
		if err == nil { // one of the choices above
			m.Pause = time.Duration(hours) * time.Hour
		}
		apply()
	})
	heading := func(key string) fyne.CanvasObject {
		return widgets.NewText(p.S(key), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall, Bold: true})
	}
	content := widgets.VBox(10, summary, heading("chats.people"), scrolled(people, len(m.People())), heading("chats.split"), pause, heading("chats.first"), preview(p, m), problem)
	apply()
	dialog = widgets.ShowDialog(a.d.Window.Canvas(), widgets.DialogOptions{
		Title: p.S("chats.title", i18n.Args{"file": m.File}), Content: content, Buttons: []*widgets.Button{no, yes}, Focus: yes, Width: width,
	})
}

// width is that of the question.
const width = 560

// manyPeople is from how many on the list of people scrolls.
const manyPeople = 6

// scrolled keeps a long list of people within the window.
func scrolled(list fyne.CanvasObject, n int) fyne.CanvasObject {
	if n <= manyPeople {
		return list
	}
	return container.NewGridWrap(fyne.NewSize(width-2*20, manyPeople*36), widgets.Scroll(list))
}

// previewed is how many messages are shown.
const previewed = 4

// preview is the beginning of the first chat, to see that it was read right.
func preview(p *i18n.Printer, m chats.Plan) fyne.CanvasObject {
	box := widgets.VBox(4)
	if len(m.Found) == 0 {
		return box
	}
	for i, one := range m.Found[0].Chat.Messages {
		if i == previewed {
			break
		}
		box.Add(widgets.NewEllipsis(p.S("chats.message", i18n.Args{"when": p.Stamp(one.At), "who": one.Author, "text": firstLine(one.Text)}), widgets.Style{}))
	}
	return box
}

// words say what is in the file.
func words(p *i18n.Printer, s chats.Summary) string {
	text := p.S("chats.summary", i18n.Args{
		"chats": p.N("chats.summary.chats", s.Chats), "messages": p.N("chats.summary.messages", s.Messages),
		"from": p.DateTime(s.From), "to": p.DateTime(s.To),
	})
	if s.Left > 0 {
		text += " " + p.N("chats.summary.left", s.Left)
	}
	if s.Unsure {
		text += " " + p.S("chats.summary.unsure")
	}
	return text
}

func firstLine(text string) string {
	for i, r := range text {
		if r == '\n' {
			return text[:i]
		}
	}
	return text
}

// sent is the end of putting chats into the queue.
type sent struct {
	report engine.ChatReport
	err    error
}

func (a *Asker) send(p *i18n.Printer, list []store.Chat) {
	e := a.d.Engine
	ctx := context.WithoutCancel(a.d.Ctx) // what a person has put in is put in, whatever they look at next
	post.Load(a.add, func(context.Context) sent {
		r, err := e.AddChats(ctx, list)
		return sent{r, err}
	}, func(r sent) {
		switch {
		case r.err != nil:
			a.tell(p, r.err)
		case len(r.report.Added) == 0:
			a.d.Toast(p.S("chats.known"))
		case e.Status().Running:
			a.d.Toast(p.N("chats.queued", len(r.report.Added)))
		default:
			a.d.Toast(p.N("chats.queued.stopped", len(r.report.Added)))
		}
	})
}
