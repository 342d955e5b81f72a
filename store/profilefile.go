package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// shapeOfProfiles tells in known that every profile a file names has the keys of
// the active one.
func shapeOfProfiles(given, known map[string]any) {
	named, _ := given["profiles"].(map[string]any)
	shape := map[string]any{}
	for id := range named {
		shape[id] = known["speechsense"]
	}
	known["profiles"] = shape
}

// readProfiles reads the resting profiles of a settings file, each over what its
// kind starts with; nil when there are none.
func readProfiles(op string, raw []byte) (Profiles, error) {
	var file struct {
		Profile  ProfileID                  `json:"profile"`
		Profiles map[string]json.RawMessage `json:"profiles"`
	}
	if err := json.Unmarshal(raw, &file); err != nil || len(file.Profiles) == 0 {
		return nil, err
	}
	others := make(Profiles, len(file.Profiles))
	for spelt, body := range file.Profiles {
		key := "profiles." + spelt
		id := ParseProfileID(spelt)
		if id == file.Profile {
			return nil, E(CodeSettingsInvalid, op, errors.New("this profile is the active one"), "key", key)
		}
		var kind struct{ Kind string }
		_ = json.Unmarshal(body, &kind) // told below
		ss := DefaultSettings().SpeechSense
		if kind.Kind != "" {
			ss = PresetOf(kind.Kind)
		}
		err := json.Unmarshal(body, &ss)
		var typeErr *json.UnmarshalTypeError
		switch {
		case errors.As(err, &typeErr):
			return nil, E(CodeSettingsInvalid, op, err, "key", strings.TrimSuffix(key+"."+typeErr.Field, "."), "value", typeErr.Value)
		case err != nil:
			return nil, E(CodeSettingsInvalid, op, err, "key", key)
		}
		others[id] = ss
	}
	return others, nil
}

// setProfileKey prepares a tree for a key that is about profiles. «profile»
// makes another profile the active one; «profiles.NAME.kind» adds a profile that
// is not there yet; the active one is reached under its own name as well: key
// then becomes that of the group «speechsense».
func setProfileKey(tree map[string]any, key *string, value string) error {
	others := tree["profiles"].(map[string]any)
	active := tree["profile"].(string)
	if *key == "profile" {
		if value == "" {
			value = firstProfile
		}
		if value == active {
			return nil
		}
		next, ok := others[value]
		if !ok {
			return errors.New("there is no such profile")
		}
		delete(others, value)
		others[active], tree["speechsense"], tree["profile"] = tree["speechsense"], next, value
		return nil
	}
	rest, ok := strings.CutPrefix(*key, "profiles.")
	if !ok {
		return nil
	}
	id, member, _ := strings.Cut(rest, ".")
	switch {
	case id == active:
		*key = "speechsense." + member
	case others[id] == nil && member == "kind":
		ss := PresetOf(value)
		ss.MetadataKeys = []string{}
		group, err := treeOf(ss)
		if err != nil {
			return fmt.Errorf("make a profile: %w", err)
		}
		group["name"] = ""
		others[id] = group
	}
	return nil
}
