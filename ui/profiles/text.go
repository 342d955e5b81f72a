package profiles

import (
	"strings"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

// Name is what a profile is called: its own name, or that of its kind.
func Name(p *i18n.Printer, ss store.SpeechSettings) string {
	if ss.Name != "" {
		return ss.Name
	}
	return p.S("upload.profile." + ss.Kind)
}

// NameOf is Name of a profile of s; the id itself when there is none.
func NameOf(p *i18n.Printer, s store.Settings, id store.ProfileID) string {
	if ss, ok := s.ProfileSettings(id); ok {
		return Name(p, ss)
	}
	return id.String()
}

// detail is the line below the name: where it is, and whether it has a key.
func detail(p *i18n.Printer, ss store.SpeechSettings, saved map[store.SecretName]bool, id store.ProfileID) string {
	parts := []string{p.S("upload.profile." + ss.Kind), ss.Address}
	if ss.Name == "" {
		parts = parts[1:]
	}
	if ss.TLS == store.TLSOff && ss.Kind != store.KindSandbox {
		parts = append(parts, p.S("profiles.plain"))
	}
	switch {
	case saved == nil: // not known
	case saved[store.SecretOf(id)]:
		parts = append(parts, p.S("profiles.key.saved"))
	case ss.Kind != store.KindSandbox:
		parts = append(parts, p.S("profiles.key.none"))
	}
	return strings.Join(parts, " · ")
}
