package upload

import (
	"context"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
)

// edit unlocks the form and puts the cursor where it is needed.
func (s *Screen) edit(at Field) {
	if !s.m.Editing {
		s.m.Edit()
	}
	if at.Extra() {
		s.m.More = true
	}
	s.apply()
	s.view.focus(at)
}

func (s *Screen) cancel() {
	s.m.Cancel()
	s.apply()
}

// whole is what a check or a run cannot do without.
var whole = []Field{FieldConnection, FieldKey, FieldWebhook}

// current returns usable settings and typed secrets, or shows what is wrong.
// need names the fields that must not be empty.
func (s *Screen) current(need ...Field) (set store.Settings, typed map[store.SecretName]string, ok bool) {
	if set, ok = s.m.Current(); ok && s.m.Editing && s.view.badDates() {
		s.m.Faults, ok = Faults{FieldDates: {}}, false // the field itself says what is wrong
	}
	if ok {
		typed, ok = s.secretsTyped()
	}
	if ok {
		names := map[store.SecretName]bool{}
		for n := range typed {
			names[n] = true
		}
		if missing := s.m.Missing(names, set, need...); len(missing) > 0 {
			s.m.Reject(missing)
			s.store(typed, nil)
			ok = false
		}
	}
	if !ok {
		s.apply()
		s.view.focus(s.m.FirstFault())
	}
	return set, typed, ok
}

// save stores the form; then goes on with next, which may be nil.
func (s *Screen) save(next func()) {
	if set, typed, ok := s.current(); ok {
		s.guard(set, typed, func(anew bool) { s.saveTyped(set, typed, anew, next) })
	}
}

// saveTyped stores settings with secrets already taken from their fields; anew
// makes the listing begin with the first call.
func (s *Screen) saveTyped(set store.Settings, typed map[store.SecretName]string, anew bool, next func()) {
	if s.m.Saving {
		return
	}
	s.m.Saving, s.m.Faults = true, nil
	s.apply()
	var reset func(context.Context) error
	if anew {
		reset = s.d.Engine.ResetCheckpoint
	}
	other, d := anew || s.portalOf(typed) != "", s.d
	post.Load(s.slots.save, func(ctx context.Context) SaveResult { return save(ctx, d.DB, d.Secrets, typed, reset, set) }, func(r SaveResult) {
		s.secretsStored(r.Stored, typed)
		s.m.SaveDone(r)
		if other { // counted from another place of the list
			s.m.Estimate = EstimateState{}
		}
		s.apply()
		switch {
		case r.Err != nil:
			s.view.focus(s.m.FirstFault())
		case next != nil:
			next()
		default:
			s.d.Toast(s.d.Printer.S(pick(anew, "upload.effect.saved", "upload.saved")))
			s.estimate()
		}
		if r.Err == nil {
			s.settings.Ask()
		}
	})
}

// check tries the connection with what stands in the form. Typed secrets are
// stored first: the engine reads them from the keyring and nowhere else.
func (s *Screen) check() {
	if set, typed, ok := s.current(whole...); ok && !s.m.Check.Running {
		s.guard(s.m.Saved, typed, func(bool) { s.checkTyped(set, typed) })
	}
}

// checkTyped is check with secrets already taken from their fields.
func (s *Screen) checkTyped(set store.Settings, typed map[store.SecretName]string) {
	s.m.Check, s.m.Faults = CheckState{Running: true}, nil
	s.apply()
	d := s.d
	post.Load(s.slots.check, func(ctx context.Context) checked {
		stored, err := storeSecrets(ctx, d.Secrets, typed, set.Profile)
		if err != nil {
			return checked{Stored: stored, Err: err}
		}
		return checked{Stored: stored, Lines: d.Engine.Check(ctx, set)}
	}, func(c checked) {
		s.secretsStored(c.Stored, typed)
		if len(c.Stored) > 0 {
			s.point.Ask()
		}
		if c.Err != nil {
			c.Lines = []store.CheckLine{{Name: pointSettings, Err: c.Err}}
		}
		s.m.CheckDone(c.Lines)
		s.apply()
		if s.m.Check.OK() && !s.m.EstimateFits(set) {
			s.estimate()
		}
	})
}

// pointSettings is the point of a check that stands for all that comes before
// the first question to a server.
const pointSettings = "settings"

// checked is the end of a check.
type checked struct {
	Stored map[store.SecretName]bool
	Lines  []store.CheckLine
	Err    error
}

// estimate counts what the settings as typed would take. Nothing is asked of
// the portal while it is not set up.
func (s *Screen) estimate() {
	set, ok := s.m.Current()
	if !ok || !s.m.Secrets[store.SecretBitrix24] {
		s.apply()
		return
	}
	s.m.Estimate = EstimateState{Running: true, For: set}
	s.apply()
	eng, later := s.d.Engine, post.NewCoalescer(s.d.Post)
	post.Load(s.slots.estimate, func(ctx context.Context) estimated {
		defer later.Close()
		value, err := eng.Estimate(ctx, set, func(e engine.Estimate) {
			if ctx.Err() != nil {
				return
			}
			later.Do(func() {
				if s.m.Estimate.Running && equal(s.m.Estimate.For, set) {
					s.m.Estimate.Value = e
					s.view.applyEstimate()
				}
			})
		})
		return estimated{Value: value, Err: err}
	}, func(e estimated) {
		s.m.Estimate = EstimateState{Value: e.Value, Err: e.Err, For: set, Made: true}
		s.apply()
	})
}

// estimateFirst counts once by itself, so that the price stands there before
// anything was sent. Without a first day it would read the portal's whole
// history: then a person has to ask.
func (s *Screen) estimateFirst() {
	e := s.m.Estimate
	if !s.shown || s.m.Editing || s.m.Saved.DateFrom == "" || s.m.Status.Running || e.Made || e.Running {
		return
	}
	s.estimate()
}

// askEstimate counts because a person asks for it: what is missing is said.
func (s *Screen) askEstimate() {
	if _, typed, ok := s.current(FieldWebhook); ok {
		s.guard(s.m.Saved, typed, func(bool) { s.store(typed, s.estimate) })
	}
}

// start saves what is typed, asks when the first day calls for it, and starts.
func (s *Screen) start() {
	set, typed, ok := s.current(whole...)
	switch {
	case !ok:
		return
	case s.m.Editing:
		s.guard(set, typed, func(anew bool) { s.saveTyped(set, typed, anew, s.start) })
		return
	case len(typed) > 0:
		s.guard(set, typed, func(bool) { s.store(typed, s.start) })
		return
	}
	if s.m.Warning(s.d.Now()) == WarnNone {
		s.run()
		return
	}
	if !s.m.EstimateFits(s.m.Saved) {
		s.estimate() // the question shows the numbers as they come
	}
	s.askStart()
}

// loadPeople fills the picker of employees.
func (s *Screen) loadPeople() {
	if s.m.PeopleOK || s.slots.people.Busy() {
		return
	}
	set, ok := s.m.Current()
	if !ok {
		set = s.m.Saved
	}
	eng := s.d.Engine
	post.Load(s.slots.people, func(ctx context.Context) people {
		list, err := eng.People(ctx, set)
		return people{List: list, Err: err}
	}, func(p people) {
		s.m.PeopleErr, s.m.PeopleOK = p.Err, p.Err == nil
		if p.Err == nil {
			s.m.People = p.List
		}
		s.view.applyPeople()
	})
}

// keepInMemory goes on without a keyring, as the person chose.
func (s *Screen) keepInMemory() {
	s.d.Secrets.KeepInMemory()
	s.settings.Ask()
}

// errorText is an error in words.
func errorText(p *i18n.Printer, err error) string {
	return sentences(p.Error(err))
}
