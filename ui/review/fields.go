package review

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"sensedesk/store"
)

// Edits keeps a person's edits of a talk's metadata. *db.DB is one.
type Edits interface {
	FieldEdits(ctx context.Context, id store.CallID) ([]store.FieldEdit, error)
	EditField(ctx context.Context, id store.CallID, key, value string, now time.Time) error
	DropFieldEdit(ctx context.Context, id store.CallID, key string) error
}

// MetaKey is one metadata key as the desk shows it.
type MetaKey struct {
	Name  string
	Value string // what the person wants, else what the service has
	Type  string // "STRING", "NUMBER" …; empty for a key the talk does not have yet
	Score bool   // the key the reviewer's score is written to
	Edit  *store.FieldEdit
}

// MetaKeysOf lists the metadata of the call on the desk: the score first, even
// when there is none, then the keys of the talk in the service's order, then
// keys a person added.
func MetaKeysOf(s State) []MetaKey {
	score := MetaKey{Name: s.ScoreKey, Score: true}
	var out []MetaKey
	edits := map[string]*store.FieldEdit{}
	for i := range s.Edits {
		edits[s.Edits[i].Key] = &s.Edits[i]
	}
	add := func(k MetaKey) {
		if e := edits[k.Name]; e != nil {
			k.Edit, k.Value = e, e.Value
			delete(edits, k.Name)
		}
		if k.Name == s.ScoreKey {
			k.Score = true
			score = k
			return
		}
		out = append(out, k)
	}
	for _, f := range s.Talk.Fields {
		add(MetaKey{Name: f.Name, Value: f.Value, Type: f.Type})
	}
	for _, e := range s.Edits {
		if edits[e.Key] != nil {
			add(MetaKey{Name: e.Key})
		}
	}
	return slices.Insert(out, 0, score)
}

// Fault says what is wrong with a value for a key; nil when the service can
// take it.
func (k MetaKey) Fault(value string) error {
	if err := store.CheckField(k.Name, value); err != nil {
		return err
	}
	wrong := store.E(store.CodeFieldType, "check a metadata value", nil, "type", k.Type)
	switch {
	case value == "":
		return nil
	case k.Score:
		d, err := decimal.Parse(value)
		if err != nil || d.IsNeg() || d.Cmp(decimal.Hundred) > 0 {
			return store.E(store.CodeScore, "check a score", nil)
		}
	case k.Type == "NUMBER":
		if d, err := decimal.Parse(value); err != nil || !d.IsInt() {
			return wrong
		}
	case k.Type == "DECIMAL":
		if _, err := decimal.Parse(value); err != nil {
			return wrong
		}
	case k.Type == "BOOLEAN":
		if value != "true" && value != "false" {
			return wrong
		}
	case k.Type == "DATE":
		if _, err := time.Parse(time.RFC3339, value); err != nil {
			return wrong
		}
	}
	return nil
}

// tidy makes of what was typed what is sent: no spaces around it, and a number
// with a point, which is a comma on the keyboards of our users.
func (k MetaKey) tidy(text string) string {
	text = strings.TrimSpace(text)
	if k.Score || k.Type == "NUMBER" || k.Type == "DECIMAL" {
		text = strings.ReplaceAll(text, ",", ".")
	}
	return text
}
