package store

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// ProfileID names one of the SpeechSense services somebody has set up: two
// companies, or a Hybrid server beside the sandbox. It stays for as long as the
// profile lives, whatever the profile is called; keys and calls are filed under
// it. The empty id is the first profile, the one every data folder has; the
// settings file spells it "main".
type ProfileID string

// firstProfile is how the first profile's id is spelt where it cannot be empty.
const firstProfile = "main"

// maxProfileID is the longest id, in letters: it becomes part of a keyring entry.
const maxProfileID = 40

// Profiles holds the settings of profiles by id.
type Profiles map[ProfileID]SpeechSettings

// MarshalJSON spells the ids; encoding/json writes keys that are strings as they are.
func (p Profiles) MarshalJSON() ([]byte, error) {
	spelt := make(map[string]SpeechSettings, len(p))
	for id, ss := range p {
		spelt[id.String()] = ss
	}
	return json.Marshal(spelt)
}

// String returns the id as the settings file spells it.
func (p ProfileID) String() string {
	if p == "" {
		return firstProfile
	}
	return string(p)
}

// MarshalText spells the id for the settings file.
func (p ProfileID) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads an id of the settings file.
func (p *ProfileID) UnmarshalText(text []byte) error {
	*p = ParseProfileID(string(text))
	return nil
}

// ParseProfileID reads an id as the settings file spells it.
func ParseProfileID(s string) ProfileID {
	if s == firstProfile {
		return ""
	}
	return ProfileID(s)
}

// valid tells whether the id can stand in a dotted key and name a secret.
func (p ProfileID) valid() bool {
	if p == "" {
		return true
	}
	return len([]rune(string(p))) <= maxProfileID && strings.IndexFunc(string(p), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
	}) < 0
}

// ProfileSettings returns the SpeechSense settings of a profile; false when there is none.
func (s Settings) ProfileSettings(id ProfileID) (SpeechSettings, bool) {
	if id == s.Profile {
		return s.SpeechSense, true
	}
	ss, ok := s.Profiles[id]
	return ss, ok
}

// ProfileIDs lists every profile: the first one first, the others by id.
func (s Settings) ProfileIDs() []ProfileID {
	ids := slices.Collect(maps.Keys(s.Profiles))
	if !slices.Contains(ids, s.Profile) {
		ids = append(ids, s.Profile)
	}
	slices.Sort(ids)
	return ids
}

// WithProfile returns s with another profile active; what was active rests among
// the others. The error is settings_invalid for the key "profile".
func (s Settings) WithProfile(id ProfileID) (Settings, error) {
	if id == s.Profile {
		return s, nil
	}
	next, ok := s.Profiles[id]
	if !ok {
		return s, E(CodeSettingsInvalid, "change the profile", errors.New("there is no such profile"), "key", "profile", "value", id.String())
	}
	others := maps.Clone(s.Profiles)
	delete(others, id)
	others[s.Profile] = s.SpeechSense
	s.Profile, s.SpeechSense, s.Profiles = id, next, others
	return s, nil
}

// SetProfile returns s with the settings of one profile replaced, or added
// where there is none of this id.
func (s Settings) SetProfile(id ProfileID, ss SpeechSettings) Settings {
	if id == s.Profile {
		s.SpeechSense = ss
		return s
	}
	others := maps.Clone(s.Profiles)
	if others == nil {
		others = Profiles{}
	}
	others[id] = ss
	s.Profiles = others
	return s
}

// WithoutProfile returns s without a resting profile; the active one stays.
func (s Settings) WithoutProfile(id ProfileID) Settings {
	others := maps.Clone(s.Profiles)
	delete(others, id)
	if len(others) == 0 {
		others = nil
	}
	s.Profiles = others
	return s
}

// Keeping returns s with those profiles of old added that s does not name:
// settings that come from a file never take away a profile, whose calls would
// wait for it for ever.
func (s Settings) Keeping(old Settings) Settings {
	for _, id := range old.ProfileIDs() {
		if _, ok := s.ProfileSettings(id); !ok {
			ss, _ := old.ProfileSettings(id)
			s = s.SetProfile(id, ss)
		}
	}
	return s
}

// Onto returns s, which was made a while ago, for saving over what is stored now:
// which profile is active and the other profiles may have changed meanwhile, and
// s tells only of its own.
func (s Settings) Onto(stored Settings) Settings {
	out := s
	out.Profile, out.SpeechSense, out.Profiles = stored.Profile, stored.SpeechSense, stored.Profiles
	if _, ok := stored.ProfileSettings(s.Profile); !ok { // removed
		return out
	}
	return out.SetProfile(s.Profile, s.SpeechSense)
}

// NewProfileID makes an id out of a name a person gave, one that s has not yet.
func (s Settings) NewProfileID(name string) ProfileID {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(name)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			b.WriteRune(r)
		case b.Len() > 0:
			b.WriteByte('-')
		}
	}
	runes := []rune(strings.Trim(b.String(), "-"))
	base := string(runes[:min(len(runes), maxProfileID-4)]) // room for a number
	if base == "" || base == firstProfile {
		base = "profile"
	}
	id := ProfileID(base)
	for n := 2; ; n++ {
		if _, taken := s.ProfileSettings(id); !taken {
			return id
		}
		id = ProfileID(base + "-" + strconv.Itoa(n))
	}
}

// PresetOf returns what a new profile of a kind starts with.
func PresetOf(kind string) SpeechSettings {
	ss := DefaultSettings().SpeechSense
	ss.Kind = kind
	switch kind {
	case KindHybrid:
		ss.Address = "" // <server>:9000, see HybridPort
	case KindSandbox:
		ss.Address, ss.TLS = SandboxAddress, TLSOff
	}
	return ss
}
