package upload

import (
	"context"
	"strings"

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

// secretsTyped takes what was typed into the secret fields. When one of them
// holds what cannot be a secret, ok is false, the fault is shown, and a good one
// beside it is kept all the same.
func (s *Screen) secretsTyped() (typed map[store.SecretName]string, ok bool) {
	pasted := map[store.SecretName]string{}
	for _, name := range []store.SecretName{store.SecretSpeechSense, store.SecretBitrix24} {
		if secret := s.view.takeSecret(name); secret != "" {
			pasted[name] = secret
		}
	}
	typed, faults := s.readSecrets(pasted)
	if len(faults) == 0 {
		return typed, true
	}
	s.m.Reject(faults)
	s.store(typed, nil)
	return nil, false
}

// readSecrets tidies pasted secrets and finds those that cannot be ones.
func (s *Screen) readSecrets(pasted map[store.SecretName]string) (map[store.SecretName]string, Faults) {
	typed, faults := map[store.SecretName]string{}, Faults{}
	for name, secret := range pasted {
		switch name {
		case store.SecretBitrix24:
			address, account, err := s.d.Webhook(strings.TrimSpace(secret))
			if err != nil {
				faults[FieldWebhook] = faultFor(err)
				s.refused[name] = true
				continue
			}
			typed[name] = address
			s.m.Account = account
		default:
			key := secretOf(secret)
			if key == "" || strings.ContainsAny(key, " \t\r\n") {
				faults[FieldKey] = Fault{Key: "upload.fault.key_shape_secret"}
				s.refused[name] = true
				continue
			}
			typed[name] = key
		}
	}
	return typed, faults
}

// keep stores secrets handed over by their fields.
func (s *Screen) keep(pasted map[store.SecretName]string) {
	typed, faults := s.readSecrets(pasted)
	if len(faults) > 0 {
		s.m.Reject(faults)
	}
	s.store(typed, nil)
	s.apply()
}

// store puts secrets into the keyring, each in a request of its own, so that
// one never cuts another short, and goes on with next, which may be nil, when
// all are kept.
func (s *Screen) store(typed map[store.SecretName]string, next func()) {
	left, failed := len(typed), false
	if left == 0 && next != nil {
		next()
		return
	}
	for name, secret := range typed {
		one, keyring := map[store.SecretName]string{name: secret}, s.d.Secrets
		post.Load(s.secretSlots[name], func(ctx context.Context) checked {
			stored, err := storeSecrets(ctx, keyring, one)
			return checked{Stored: stored, Err: err}
		}, func(c checked) {
			left--
			failed = failed || c.Err != nil
			s.secretsStored(c.Stored, one)
			if c.Err != nil {
				s.m.Reject(Faults{fieldOf(name): faultFor(c.Err)})
			}
			s.apply()
			s.settings.Ask()
			if left == 0 && !failed && next != nil {
				next()
			}
		})
	}
}

// secretsStored shows which of the given secrets are kept now; the fields of
// the others can be typed into again.
func (s *Screen) secretsStored(stored map[store.SecretName]bool, given map[store.SecretName]string) {
	s.m.SecretsStored(stored)
	for name := range given {
		if stored[name] {
			s.fresh[name] = true
			delete(s.m.Faults, fieldOf(name))
		} else {
			s.refused[name] = true
		}
	}
}

func fieldOf(name store.SecretName) Field {
	if name == store.SecretBitrix24 {
		return FieldWebhook
	}
	return FieldKey
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
	if _, typed, ok := s.current(); ok {
		s.saveTyped(typed, next)
	}
}

// saveTyped stores the form with secrets already taken from their fields.
func (s *Screen) saveTyped(typed map[store.SecretName]string, next func()) {
	set, ok := s.m.Current()
	if !ok || s.m.Saving {
		return
	}
	s.m.Saving, s.m.Faults = true, nil
	s.apply()
	d := s.d
	post.Load(s.slots.save, func(ctx context.Context) SaveResult { return save(ctx, d.DB, d.Secrets, typed, set) }, func(r SaveResult) {
		s.secretsStored(r.Stored, typed)
		s.m.SaveDone(r)
		s.apply()
		switch {
		case r.Err != nil:
			s.view.focus(s.m.FirstFault())
		case next != nil:
			next()
		default:
			s.d.Toast(s.d.Printer.S("upload.saved"))
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
	set, typed, ok := s.current(whole...)
	if !ok || s.m.Check.Running {
		return
	}
	s.m.Check, s.m.Faults = CheckState{Running: true}, nil
	s.apply()
	d := s.d
	post.Load(s.slots.check, func(ctx context.Context) checked {
		stored, err := storeSecrets(ctx, d.Secrets, typed)
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
		s.store(typed, s.estimate)
	}
}

// start saves what is typed, asks when the first day calls for it, and starts.
func (s *Screen) start() {
	_, typed, ok := s.current(whole...)
	switch {
	case !ok:
		return
	case s.m.Editing:
		s.saveTyped(typed, s.start)
		return
	case len(typed) > 0:
		s.store(typed, s.start)
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
		s.retry(it.Calls)
	case ActionNone:
	}
}

// retry queues calls again.
func (s *Screen) retry(ids []store.CallID) {
	eng := s.d.Engine
	post.Load(s.slots.retry, func(ctx context.Context) error { return eng.Retry(ctx, ids...) }, func(err error) {
		s.m.RunErr = err
		if err == nil {
			s.d.Toast(s.d.Printer.N("upload.attention.retried", len(ids)))
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
		}
		s.apply()
		s.point.Ask()
	})
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
