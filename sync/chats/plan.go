package chats

import (
	"time"

	"sensedesk/store"
)

// Plan is what a person decides about a file.
type Plan struct {
	File  string
	Found []Found
	Pause time.Duration // a longer silence begins a new dialog; 0 = never
}

// Pauses are the choices for Plan.Pause.
func Pauses() []time.Duration {
	return []time.Duration{0, time.Hour, 8 * time.Hour, 24 * time.Hour}
}

// People are all who write, each once, in the order they first appear.
func (m Plan) People() []store.ChatPerson {
	var out []store.ChatPerson
	seen := map[string]bool{}
	for _, f := range m.Found {
		for _, p := range f.Chat.People {
			if !seen[p.ID] {
				seen[p.ID] = true
				out = append(out, p)
			}
		}
	}
	return out
}

// SetRole says who somebody is, in every chat.
func (m Plan) SetRole(id string, role store.ChatRole) {
	for _, f := range m.Found {
		for i := range f.Chat.People {
			if f.Chat.People[i].ID == id {
				f.Chat.People[i].Role = role
			}
		}
	}
}

// Chats are the dialogs as they would be sent. A stretch in which only one
// side wrote cannot be sent as a dialog of its own and stays with the one before.
func (m Plan) Chats() []store.Chat {
	var out []store.Chat
	for _, f := range m.Found {
		first := len(out)
		for _, c := range f.Chat.Split(m.Pause) {
			if n := len(out); n > first && (!both(c) || !both(out[n-1])) {
				out[n-1].Messages = append(out[n-1].Messages[:len(out[n-1].Messages):len(out[n-1].Messages)], c.Messages...)
				continue
			}
			out = append(out, c)
		}
	}
	return out
}

// both tells whether operator and client both write.
func both(c store.Chat) bool {
	roles := map[store.ChatRole]bool{}
	for _, m := range c.Messages {
		roles[c.RoleOf(m.Author)] = true
	}
	return roles[store.RoleOperator] && roles[store.RoleClient]
}

// Summary counts what would be sent.
type Summary struct {
	Chats, Messages, Left int
	From, To              time.Time
	Unsure                bool  // day and month of the dates might be the other way round
	Err                   error // why it cannot be sent yet
}

// Summary counts what would be sent, and says what is wrong with it.
func (m Plan) Summary() Summary {
	var s Summary
	for _, f := range m.Found {
		s.Left += f.Left
		s.Unsure = s.Unsure || f.Unsure
	}
	for _, c := range m.Chats() {
		s.Chats++
		s.Messages += len(c.Messages)
		first, last := c.Messages[0].At, c.Messages[len(c.Messages)-1].At
		if s.From.IsZero() || first.Before(s.From) {
			s.From = first
		}
		if last.After(s.To) {
			s.To = last
		}
		if s.Err == nil {
			s.Err = c.Check()
		}
	}
	return s
}
