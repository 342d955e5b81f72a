package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"sensedesk/store"
)

// MaxFile is the largest file of a card, in bytes.
const MaxFile = 1 << 20

// Decode reads a card from JSON. A key that is not known is an error that names
// it, and so is a value that does not fit: code card_invalid, args as for
// Validate, and "unknown", "type", "file" (no JSON) and "large" for "what".
func Decode(r io.Reader) (Card, error) {
	const op = "read a score card"
	raw, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	switch {
	case err != nil:
		return Card{}, fmt.Errorf("%s: %w", op, err)
	case len(raw) > MaxFile:
		return Card{}, invalid("", "large")
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff")) // Windows' Notepad
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil || tree == nil {
		return Card{}, invalid("", "file")
	}
	key := strange(tree, "", []string{"id", "version", "name", "criteria"},
		[]string{"id", "text", "weight", "critical", "kind", "scale", "propose"}, []string{"classifier", "fired", "silent"})
	if key != "" {
		return Card{}, invalid(key, "unknown")
	}
	var c Card
	if err := json.Unmarshal(raw, &c); err != nil {
		var typeErr *json.UnmarshalTypeError
		if errors.As(err, &typeErr) {
			return Card{}, invalid(typeErr.Field, "type")
		}
		return Card{}, store.E(store.CodeCardInvalid, op, err, "what", "file")
	}
	return c, c.Validate()
}

// strange returns the place of the first key that is not known, in the order of
// the alphabet; "" when there is none. encoding/json would take «Name» for
// «name», and does not say where an unknown key stands.
func strange(tree map[string]any, at string, known []string, deeper ...[]string) string {
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		if !slices.Contains(known, key) {
			return at + key
		}
		list, ok := tree[key].([]any)
		if !ok || len(deeper) == 0 {
			continue
		}
		for i, item := range list {
			inner, _ := item.(map[string]any)
			if sub := strange(inner, at+key+"["+strconv.Itoa(i+1)+"].", deeper[0], deeper[1:]...); sub != "" {
				return sub
			}
		}
	}
	return ""
}

// Encode writes a card as JSON for people and for Decode.
func (c Card) Encode(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(c)
}
