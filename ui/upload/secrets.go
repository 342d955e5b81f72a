package upload

import (
	"context"
	"strings"

	"sensedesk/store"
	"sensedesk/ui/post"
)

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
			address, _, err := s.d.Webhook(strings.TrimSpace(secret))
			if err != nil {
				faults[FieldWebhook] = faultFor(err)
				s.refused[name] = true
				continue
			}
			typed[name] = address
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
	s.guard(s.m.Saved, typed, func(bool) { s.store(typed, nil) })
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
		one, keyring, profile := map[store.SecretName]string{name: secret}, s.d.Secrets, s.m.Saved.Profile
		post.Load(s.secretSlots[name], func(ctx context.Context) checked {
			stored, err := storeSecrets(ctx, keyring, one, profile)
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
