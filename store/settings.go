package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// SpeechSense profiles.
const (
	KindCloud   = "cloud"
	KindHybrid  = "hybrid"
	KindSandbox = "sandbox"
)

// How the connection to SpeechSense is secured.
const (
	TLSSystem = "system" // public certificate authorities of this computer
	TLSCA     = "ca"     // those of CAFile
	TLSOff    = "off"    // plaintext: never together with a key in the cloud
)

// CloudAddress is where SpeechSense in the cloud listens.
const CloudAddress = "api.speechsense.yandexcloud.net:443"

// Settings is everything a person can set, as the settings file spells it.
// It never holds a secret.
type Settings struct {
	Language    string         `json:"language"` // codes of the speech, "ru-RU" or "ru-RU, kk-KZ"
	SpeechSense SpeechSettings `json:"speechsense"`
	Source      SourceSettings `json:"source"`

	DateFrom    string      `json:"date_from"` // first calendar day, "2026-03-01"; empty = from the first call
	DateTo      string      `json:"date_to"`   // last calendar day, inclusive; empty = up to now
	Users       []string    `json:"users"`     // operator ids; empty = all
	Directions  []Direction `json:"directions"`
	MinDuration int         `json:"min_duration_seconds"`

	PollSeconds     int    `json:"poll_seconds"` // pause between passes of the automatic mode and between looks at results
	ParallelUploads int    `json:"parallel_uploads"`
	UnknownGrace    int    `json:"unknown_grace_seconds"` // before Search decides an unknown outcome; indexing may lag an hour
	RecheckSeconds  []int  `json:"recheck_seconds"`       // when a call without a recording is looked at again, from the moment it was found
	PricePerMinute  string `json:"price_per_minute"`      // decimal; empty = not told
	PriceCurrency   string `json:"price_currency"`
}

// SpeechSettings say which SpeechSense and which ids in it.
type SpeechSettings struct {
	Kind            string   `json:"kind"`
	Address         string   `json:"address"`
	TLS             string   `json:"tls"`
	CAFile          string   `json:"ca_file"`
	Service         string   `json:"service"` // full gRPC service name; empty = find out
	Auth            string   `json:"auth"`    // "Api-Key" or "Bearer"
	OrganizationID  string   `json:"organization_id"`
	SpaceID         string   `json:"space_id"`
	ConnectionID    string   `json:"connection_id"`
	ProjectID       string   `json:"project_id"`
	OperatorChannel int      `json:"operator_channel"` // 0-based channel of the recording the operator speaks in
	MarkerKey       string   `json:"marker_key"`
	MetadataKeys    []string `json:"metadata_keys"` // the keys the connection declares beyond the required ones
}

// SourceSettings say where calls come from.
type SourceSettings struct {
	Kind      SourceKind `json:"kind"`
	UTCOffset string     `json:"utc_offset"` // zone of the calendar days, "+05:00" or a zone name; empty = the portal's
}

// DefaultSettings is what a new data folder starts with.
func DefaultSettings() Settings {
	return Settings{
		Language: "ru-RU",
		SpeechSense: SpeechSettings{
			Kind: KindCloud, Address: CloudAddress, TLS: TLSSystem, Auth: "Api-Key",
			MarkerKey: "call_id", MetadataKeys: []string{},
		},
		Source:          SourceSettings{Kind: SourceBitrix24},
		Users:           []string{},
		Directions:      []Direction{},
		MinDuration:     30,
		PollSeconds:     60,
		ParallelUploads: 4,
		UnknownGrace:    3600,
		RecheckSeconds:  []int{120, 600, 1800, 7200, 86400},
		PriceCurrency:   "RUB",
	}
}

// DecodeSettings reads a settings file over the defaults. A key that is not
// known is an error that names it, and so is a value that does not fit.
func DecodeSettings(r io.Reader) (Settings, error) {
	s := DefaultSettings()
	if err := decodeStrict(r, &s); err != nil {
		return Settings{}, err
	}
	return s, s.Validate()
}

// Encode writes the settings file.
func (s Settings) Encode(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(s)
}

// decodeStrict fills v from one JSON value and turns every complaint into a
// CodeSettingsInvalid that names the key.
func decodeStrict(r io.Reader, v any) error {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if err == nil {
		if dec.More() {
			return E(CodeSettingsInvalid, "read settings", errors.New("more than one JSON value"), "key", "", "value", "")
		}
		return nil
	}
	key, value := "", ""
	var typeErr *json.UnmarshalTypeError
	if errors.As(err, &typeErr) {
		key, value = typeErr.Field, typeErr.Value
	} else if _, after, ok := strings.Cut(err.Error(), "unknown field "); ok {
		key = strings.Trim(after, `"`)
	}
	return E(CodeSettingsInvalid, "read settings", err, "key", key, "value", value)
}

// Set changes one setting by its dotted key ("speechsense.address"). Lists are
// given comma separated or as a JSON array; an empty value empties the setting.
func (s Settings) Set(key, value string) (Settings, error) {
	var buf bytes.Buffer
	if err := s.Encode(&buf); err != nil {
		return s, err
	}
	var tree map[string]any
	dec := json.NewDecoder(&buf)
	dec.UseNumber()
	if err := dec.Decode(&tree); err != nil {
		return s, err
	}
	parts := strings.Split(key, ".")
	node := tree
	for _, p := range parts[:len(parts)-1] {
		next, ok := node[p].(map[string]any)
		if !ok {
			return s, E(CodeSettingsInvalid, "set "+key, errors.New("unknown key"), "key", key, "value", value)
		}
		node = next
	}
	last := parts[len(parts)-1]
	old, ok := node[last]
	if !ok {
		return s, E(CodeSettingsInvalid, "set "+key, errors.New("unknown key"), "key", key, "value", value)
	}
	parsed, err := parseLike(key, old, value)
	if err != nil {
		return s, E(CodeSettingsInvalid, "set "+key, err, "key", key, "value", value)
	}
	node[last] = parsed
	raw, err := json.Marshal(tree)
	if err != nil {
		return s, fmt.Errorf("set %s: %w", key, err)
	}
	out := DefaultSettings()
	if err := decodeStrict(bytes.NewReader(raw), &out); err != nil {
		return s, E(CodeSettingsInvalid, "set "+key, err, "key", key, "value", value)
	}
	return out, out.Validate()
}

// parseLike turns a command-line value into the JSON shape old has.
func parseLike(key string, old any, value string) (any, error) {
	switch old.(type) {
	case string:
		return value, nil
	case json.Number:
		if value == "" {
			return json.Number("0"), nil
		}
		return json.Number(value), nil
	case []any:
		list := []any{}
		if strings.HasPrefix(strings.TrimSpace(value), "[") {
			return list, json.Unmarshal([]byte(value), &list)
		}
		for _, item := range strings.Split(value, ",") {
			if item = strings.TrimSpace(item); item == "" {
				continue
			}
			if key == "recheck_seconds" { // the one list of numbers
				list = append(list, json.Number(item))
			} else {
				list = append(list, item)
			}
		}
		return list, nil
	}
	return nil, errors.New("this key is a group: name one of its members")
}

// Flat lists the settings as dotted keys with printable values, sorted.
func (s Settings) Flat() [][2]string {
	raw, err := json.Marshal(s)
	if err != nil {
		return nil
	}
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
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

// Validate checks what can be checked without asking anybody. The error is a
// CodeSettingsInvalid naming the key, or CodeDates, or CodeTLSOff.
func (s Settings) Validate() error {
	bad := func(key string, value any) error {
		return E(CodeSettingsInvalid, "check settings", nil, "key", key, "value", fmt.Sprint(value))
	}
	oneOf := func(v string, allowed ...string) bool { return slices.Contains(allowed, v) }
	ss := s.SpeechSense
	switch {
	case !oneOf(ss.Kind, KindCloud, KindHybrid, KindSandbox):
		return bad("speechsense.kind", ss.Kind)
	case !oneOf(ss.TLS, TLSSystem, TLSCA, TLSOff):
		return bad("speechsense.tls", ss.TLS)
	case !oneOf(ss.Auth, "Api-Key", "Bearer"):
		return bad("speechsense.auth", ss.Auth)
	case ss.Kind == KindCloud && ss.TLS == TLSOff:
		return E(CodeTLSOff, "check settings", nil)
	case ss.TLS == TLSCA && ss.CAFile == "":
		return bad("speechsense.ca_file", "")
	case ss.OperatorChannel < 0 || ss.OperatorChannel > 1:
		return bad("speechsense.operator_channel", ss.OperatorChannel)
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
	for key, v := range map[string]string{"date_from": s.DateFrom, "date_to": s.DateTo} {
		if _, err := ParseDay(v); v != "" && err != nil {
			return bad(key, v)
		}
	}
	if s.DateFrom != "" && s.DateTo != "" && s.DateFrom > s.DateTo {
		return E(CodeDates, "check settings", nil, "from", s.DateFrom, "to", s.DateTo)
	}
	if s.PricePerMinute != "" && !isDecimal(s.PricePerMinute) {
		return bad("price_per_minute", s.PricePerMinute)
	}
	return nil
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
// portal's when none is.
func (s Settings) Zone(portal *time.Location) (*time.Location, error) {
	v := strings.TrimSpace(s.Source.UTCOffset)
	if v == "" {
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
// calendar: until is the midnight that follows it.
func (s Settings) Span(zone *time.Location) (from, until time.Time) {
	if d, err := ParseDay(s.DateFrom); err == nil {
		from = time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, zone)
	}
	if d, err := ParseDay(s.DateTo); err == nil {
		until = time.Date(d.Year(), d.Month(), d.Day()+1, 0, 0, 0, 0, zone)
	}
	return from, until
}
