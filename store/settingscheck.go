package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zone names of its own
)

// Validate checks what can be checked without asking anybody. The error is a
// CodeSettingsInvalid naming the key, or CodeDates, or CodeTLSOff.
func (s Settings) Validate() error {
	bad := badSetting
	if err := s.SpeechSense.validate("speechsense."); err != nil {
		return err
	}
	switch {
	case s.Language == "":
		return bad("language", "")
	case s.Source.Kind != SourceBitrix24:
		return bad("source.kind", s.Source.Kind)
	case s.MinDuration < 0:
		return bad("min_duration_seconds", s.MinDuration)
	case s.PollSeconds < 1:
		return bad("poll_seconds", s.PollSeconds)
	case s.ParallelUploads < 1 || s.ParallelUploads > 10: // a Hybrid server takes ten calls a connection
		return bad("parallel_uploads", s.ParallelUploads)
	case s.UnknownGrace < 0:
		return bad("unknown_grace_seconds", s.UnknownGrace)
	}
	for _, n := range s.RecheckSeconds {
		if n < 1 {
			return bad("recheck_seconds", n)
		}
	}
	for _, d := range s.Directions {
		if !slices.Contains(Directions(), d) {
			return bad("directions", d)
		}
	}
	if _, err := s.Zone(time.UTC); err != nil {
		return bad("source.utc_offset", s.Source.UTCOffset)
	}
	if _, err := ParseDay(s.DateFrom); s.DateFrom != "" && err != nil {
		return bad("date_from", s.DateFrom)
	}
	if _, err := ParseDay(s.DateTo); s.DateTo != "" && err != nil {
		return bad("date_to", s.DateTo)
	}
	if s.DateFrom != "" && s.DateTo != "" && s.DateFrom > s.DateTo {
		return E(CodeDates, "check settings", nil, "from", s.DateFrom, "to", s.DateTo)
	}
	if s.PricePerMinute != "" && !isDecimal(s.PricePerMinute) {
		return bad("price_per_minute", s.PricePerMinute)
	}
	return nil
}

// validateAll is Validate for the other profiles as well. Only what a person
// gives is checked so: a resting profile that went bad stops no run.
func (s Settings) validateAll() error {
	if err := s.Validate(); err != nil {
		return err
	}
	if !s.Profile.valid() {
		return badSetting("profile", s.Profile)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Profiles)) {
		prefix := "profiles." + id.String() + "."
		if !id.valid() {
			return badSetting("profiles", id)
		}
		if err := s.Profiles[id].validate(prefix); err != nil {
			return err
		}
	}
	return nil
}

// validate checks one profile; prefix begins the dotted keys of its settings.
func (ss SpeechSettings) validate(prefix string) error {
	switch {
	case !slices.Contains([]string{KindCloud, KindHybrid, KindSandbox}, ss.Kind):
		return badSetting(prefix+"kind", ss.Kind)
	case !slices.Contains([]string{TLSSystem, TLSCA, TLSOff}, ss.TLS):
		return badSetting(prefix+"tls", ss.TLS)
	case !slices.Contains([]string{"Api-Key", "Bearer"}, ss.Auth):
		return badSetting(prefix+"auth", ss.Auth)
	case ss.Kind == KindCloud && ss.TLS == TLSOff:
		return E(CodeTLSOff, "check settings", nil)
	case ss.TLS == TLSCA && ss.CAFile == "":
		return badSetting(prefix+"ca_file", "")
	case ss.OperatorChannel < 0 || ss.OperatorChannel > 1:
		return badSetting(prefix+"operator_channel", ss.OperatorChannel)
	case ss.QueryChannelBase < 0 || ss.QueryChannelBase > 1:
		return badSetting(prefix+"query_channel_base", ss.QueryChannelBase)
	}
	return nil
}

// badSetting says which setting has a value that cannot be.
func badSetting(key string, value any) error {
	return E(CodeSettingsInvalid, "check settings", nil, "key", key, "value", fmt.Sprint(value))
}

// isDecimal tells whether v is a plain non-negative decimal such as "1.98".
func isDecimal(v string) bool {
	whole, frac, dotted := strings.Cut(v, ".")
	digits := func(s string) bool {
		return s != "" && strings.Trim(s, "0123456789") == ""
	}
	return digits(whole) && (!dotted || digits(frac))
}

// dayLayout is how calendar days are written in the settings.
const dayLayout = "2006-01-02"

// ParseDay reads a calendar day; the result is midnight UTC of that day.
func ParseDay(s string) (time.Time, error) { return time.Parse(dayLayout, s) }

// FormatDay writes the calendar day t falls on in its own zone.
func FormatDay(t time.Time) string { return t.Format(dayLayout) }

// Zone returns the zone the calendar days are meant in: the one set, or the
// portal's when none is; UTC when that is not known either.
func (s Settings) Zone(portal *time.Location) (*time.Location, error) {
	v := strings.TrimSpace(s.Source.UTCOffset)
	if v == "" {
		if portal == nil {
			portal = time.UTC
		}
		return portal, nil
	}
	if t, err := time.Parse("Z07:00", v); err == nil {
		_, offset := t.Zone()
		return time.FixedZone("UTC"+v, offset), nil
	}
	return time.LoadLocation(v)
}

// Span returns the instants the dates stand for in zone: from ≤ start of a
// call < until. A zero time is an open end. The last day counts whole, by the
// calendar: until is the first instant of the day that follows it.
func (s Settings) Span(zone *time.Location) (from, until time.Time) {
	if d, err := ParseDay(s.DateFrom); err == nil {
		from = dayStart(d, zone)
	}
	if d, err := ParseDay(s.DateTo); err == nil {
		until = dayStart(d.AddDate(0, 0, 1), zone)
	}
	return from, until
}

// dayStart returns the first instant of the calendar day of d in zone. That is
// midnight, except where clocks are moved at midnight: it may not exist, and
// then the day begins with the move, or come twice, and then the first counts.
// time.Date promises neither.
func dayStart(d time.Time, zone *time.Location) time.Time {
	t := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, zone)
	moved, next := t.ZoneBounds()
	if FormatDay(t) != FormatDay(d) { // before a midnight that does not exist
		return next
	}
	if moved.IsZero() {
		return t
	}
	_, now := t.Zone()
	_, before := moved.Add(-1).Zone()
	earlier := t.Add(time.Duration(now-before) * time.Second)
	if earlier.Before(moved) && FormatDay(earlier) == FormatDay(d) {
		return earlier
	}
	return t
}
