package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// DecodeSettings reads a settings file over the defaults. A key that is not
// known is an error that names it, and so is a value that does not fit.
func DecodeSettings(r io.Reader) (Settings, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return Settings{}, fmt.Errorf("read settings: %w", err)
	}
	s, err := decodeStrict("read settings", raw)
	if err != nil {
		return Settings{}, err
	}
	return s, s.validateAll()
}

// Encode writes the settings file.
func (s Settings) Encode(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(s.withLists())
}

// withLists returns s with empty lists in place of none: a file then shows that
// it is a list.
func (s Settings) withLists() Settings {
	s.Users = append([]string{}, s.Users...)
	s.Directions = append([]Direction{}, s.Directions...)
	s.RecheckSeconds = append([]int{}, s.RecheckSeconds...)
	s.SpeechSense.MetadataKeys = append([]string{}, s.SpeechSense.MetadataKeys...)
	if len(s.Profiles) == 0 {
		s.Profiles = nil
		return s
	}
	others := make(Profiles, len(s.Profiles))
	for id, ss := range s.Profiles {
		ss.MetadataKeys = append([]string{}, ss.MetadataKeys...)
		others[id] = ss
	}
	s.Profiles = others
	return s
}

// tree returns s as the generic value of its JSON.
func (s Settings) tree() (map[string]any, error) {
	tree, err := treeOf(s.withLists())
	if err != nil {
		return nil, err
	}
	whole(tree, s.Profile)
	return tree, nil
}

// treeOf returns v as the generic value of its JSON, numbers as they are written.
func treeOf(v any) (map[string]any, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	tree := map[string]any{}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	err = dec.Decode(&tree)
	return tree, err
}

// whole adds the keys a settings file leaves out while they say nothing.
func whole(tree map[string]any, active ProfileID) {
	tree["profile"] = active.String()
	if tree["profiles"] == nil {
		tree["profiles"] = map[string]any{}
	}
	groups := []any{tree["speechsense"]}
	for _, group := range tree["profiles"].(map[string]any) {
		groups = append(groups, group)
	}
	for _, group := range groups {
		if g := group.(map[string]any); g["name"] == nil {
			g["name"] = ""
		}
	}
}

// decodeStrict reads one JSON object over the defaults and turns every
// complaint into a CodeSettingsInvalid, with the dotted key where there is one.
func decodeStrict(op string, raw []byte) (Settings, error) {
	s := DefaultSettings()
	raw = bytes.TrimPrefix(raw, []byte("\ufeff")) // Windows' Notepad
	var given map[string]any
	err := json.Unmarshal(raw, &given)
	if err == nil {
		known, treeErr := s.tree()
		if treeErr != nil {
			return s, fmt.Errorf("%s: %w", op, treeErr)
		}
		shapeOfProfiles(given, known)
		if key := unknownKey(given, known); key != "" {
			return s, E(CodeSettingsInvalid, op, errors.New("unknown key"), "key", key)
		}
		var others Profiles
		if others, err = readProfiles(op, raw); err == nil {
			err = json.Unmarshal(raw, &s)
			s.Profiles = others
		}
	}
	if CodeOf(err) == CodeSettingsInvalid {
		return s, err
	}
	var typeErr *json.UnmarshalTypeError
	switch {
	case err == nil:
		return s.withLists(), nil
	case errors.As(err, &typeErr) && typeErr.Field != "":
		return s, E(CodeSettingsInvalid, op, err, "key", typeErr.Field, "value", typeErr.Value)
	}
	return s, E(CodeSettingsInvalid, op, err)
}

// unknownKey returns the first dotted key of given, in the order of the
// alphabet, that known does not have; "" when there is none. encoding/json would
// take «Users» for «users» and name an inner key without its group.
func unknownKey(given, known map[string]any) string {
	for _, key := range slices.Sorted(maps.Keys(given)) {
		old, ok := known[key]
		if !ok {
			return key
		}
		inner, ok1 := given[key].(map[string]any)
		group, ok2 := old.(map[string]any)
		if ok1 && ok2 {
			if sub := unknownKey(inner, group); sub != "" {
				return key + "." + sub
			}
		}
	}
	return ""
}

// Set changes one setting by its dotted key ("speechsense.address"). Lists are
// given comma separated or as a JSON array; an empty value empties the setting.
// The result is valid; on an error s itself is returned.
func (s Settings) Set(key, value string) (Settings, error) {
	return s.SetAll([][2]string{{key, value}})
}

// SetAll changes several settings, each a dotted key and its value as for Set,
// and checks them together: some are valid only with each other.
func (s Settings) SetAll(pairs [][2]string) (Settings, error) {
	tree, err := s.tree()
	if err != nil {
		return s, fmt.Errorf("set: %w", err)
	}
	for _, p := range pairs {
		key := p[0]
		if err := setProfileKey(tree, &key, p[1]); err != nil {
			return s, E(CodeSettingsInvalid, "set "+p[0], err, "key", p[0], "value", p[1])
		}
		if key == "profile" { // done
			continue
		}
		if err := setKey(tree, key, p[1]); err != nil {
			return s, E(CodeSettingsInvalid, "set "+p[0], err, "key", p[0], "value", p[1])
		}
	}
	raw, err := json.Marshal(tree)
	if err != nil {
		return s, fmt.Errorf("set: %w", err)
	}
	out, err := decodeStrict("set", raw)
	if err == nil {
		err = out.validateAll()
	}
	if err != nil {
		return s, err
	}
	return out, nil
}

// setKey changes one value of a tree.
func setKey(tree map[string]any, key, value string) error {
	parts := strings.Split(key, ".")
	last := parts[len(parts)-1]
	for _, p := range parts[:len(parts)-1] {
		tree, _ = tree[p].(map[string]any) // nil has no keys
	}
	old, ok := tree[last]
	if !ok {
		return errors.New("unknown key")
	}
	parsed, err := parseLike(key, old, value)
	if err != nil {
		return err
	}
	tree[last] = parsed
	return nil
}

// parseLike turns a command-line value into the JSON shape old has.
func parseLike(key string, old any, value string) (any, error) {
	switch old.(type) {
	case string:
		return value, nil
	case json.Number:
		if value == "" {
			return 0, nil
		}
		return strconv.Atoi(strings.TrimSpace(value)) // every number of the settings is whole
	case []any:
		list := []any{}
		if strings.HasPrefix(strings.TrimSpace(value), "[") {
			err := json.Unmarshal([]byte(value), &list)
			return list, err
		}
		for item := range strings.SplitSeq(value, ",") {
			if item = strings.TrimSpace(item); item == "" {
				continue
			}
			if key != "recheck_seconds" { // the one list of numbers
				list = append(list, item)
				continue
			}
			n, err := strconv.Atoi(item)
			if err != nil {
				return nil, err
			}
			list = append(list, n)
		}
		return list, nil
	}
	return nil, errors.New("this key is a group: name one of its members")
}

// Flat lists the settings as dotted keys with printable values, sorted. Set
// takes every line of it back.
func (s Settings) Flat() [][2]string {
	tree, err := s.tree()
	if err != nil {
		return nil
	}
	var out [][2]string
	var walk func(prefix string, node map[string]any)
	walk = func(prefix string, node map[string]any) {
		for _, k := range slices.Sorted(maps.Keys(node)) {
			switch v := node[k].(type) {
			case map[string]any:
				walk(prefix+k+".", v)
			case []any:
				items := make([]string, len(v))
				for i, item := range v {
					items[i] = fmt.Sprint(item)
				}
				out = append(out, [2]string{prefix + k, strings.Join(items, ",")})
			default:
				out = append(out, [2]string{prefix + k, fmt.Sprint(v)})
			}
		}
	}
	walk("", tree)
	return out
}
