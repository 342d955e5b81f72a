package upload

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"sensedesk/store"
)

// Field names one row of the form. A fault and the cure of a paused run point
// at the row they are about.
type Field string

// The rows of the form.
const (
	FieldLanguage     Field = "language"
	FieldConnection   Field = "connection"
	FieldKey          Field = "key"
	FieldWebhook      Field = "webhook"
	FieldDates        Field = "dates"
	FieldUsers        Field = "users"
	FieldDirections   Field = "directions"
	FieldMinimum      Field = "minimum"
	FieldCheckpoint   Field = "checkpoint"
	FieldProfile      Field = "profile"
	FieldAddress      Field = "address"
	FieldTLS          Field = "tls"
	FieldCAFile       Field = "ca_file"
	FieldAuth         Field = "auth"
	FieldProject      Field = "project"
	FieldOrganization Field = "organization"
	FieldSpace        Field = "space"
	FieldChats        Field = "chats"
	FieldScore        Field = "score"
	FieldChannel      Field = "channel"
	FieldMarker       Field = "marker"
	FieldMetadata     Field = "metadata"
	FieldPrice        Field = "price"
	FieldZone         Field = "zone"
)

// extra lists the rows that live under «Дополнительно».
var extra = []Field{
	FieldProfile, FieldAddress, FieldTLS, FieldCAFile, FieldAuth, FieldProject, FieldOrganization,
	FieldSpace, FieldChannel, FieldMarker, FieldScore, FieldChats, FieldMetadata, FieldPrice, FieldZone,
}

// Extra tells whether the row lives under «Дополнительно».
func (f Field) Extra() bool { return slices.Contains(extra, f) }

// Fault is one sentence under a field: a key of the catalogue and its values.
type Fault struct {
	Key  string
	Args map[string]any
}

// Faults holds at most one fault a field.
type Faults map[Field]Fault

// Languages lists the speech languages the form offers, as the metadata key
// "language" spells them.
func Languages() []string {
	const russian, kazakh = "ru-RU", "kk-KZ"
	return []string{russian, kazakh, russian + ", " + kazakh}
}

// MetadataKeys lists the keys a Bitrix24 call can carry (Bitrix24 exporter
// guide, step 10), in its order.
func MetadataKeys() []string {
	return []string{
		"id", "portal_user_id", "portal_number", "phone_number", "call_id", "external_call_id", "call_category",
		"call_duration", "call_start_date", "call_record_url", "call_vote", "cost", "cost_currency", "call_failed_code",
		"call_failed_reason", "crm_entity_type", "crm_entity_id", "crm_activity_id", "rest_app_id", "rest_app_name",
		"transcript_id", "transcript_pending", "session_id", "redial_attempt", "comment", "record_duration",
		"record_file_id", "call_type",
	}
}

// Form is what stands in the fields, as typed.
type Form struct {
	Language   string
	Connection string
	From, To   string // calendar days "2026-03-01"; empty = open
	Users      []string
	Directions []store.Direction // empty = all
	Minimum    string            // seconds

	Profile      string
	Address      string
	TLS          string
	CAFile       string
	Auth         string
	Project      string
	Organization string
	Space        string
	Channel      int // 0-based
	Marker       string
	Score        string // metadata key of the reviewer's score
	Chats        string // connection of written dialogs; empty = that of calls
	Metadata     []string
	Price        string // a decimal, comma or point
	Zone         string
}

// FormOf shows settings in a form.
func FormOf(s store.Settings) Form {
	ss := s.SpeechSense
	return Form{
		Language: s.Language, Connection: ss.ConnectionID, From: s.DateFrom, To: s.DateTo,
		Users: slices.Clone(s.Users), Directions: slices.Clone(s.Directions), Minimum: strconv.Itoa(s.MinDuration),
		Profile: ss.Kind, Address: ss.Address, TLS: ss.TLS, CAFile: ss.CAFile, Auth: ss.Auth,
		Project: ss.ProjectID, Organization: ss.OrganizationID, Space: ss.SpaceID, Channel: ss.OperatorChannel,
		Score: ss.ScoreKey, Chats: ss.ChatConnection,
		Marker: ss.MarkerKey, Metadata: slices.Clone(ss.MetadataKeys), Price: s.PricePerMinute, Zone: s.Source.UTCOffset,
	}
}

// clone returns a form that shares nothing with f.
func (f Form) clone() Form {
	f.Users, f.Directions, f.Metadata = slices.Clone(f.Users), slices.Clone(f.Directions), slices.Clone(f.Metadata)
	return f
}

// same tells whether two forms hold the same.
func (f Form) same(o Form) bool {
	if !slices.Equal(f.Users, o.Users) || !slices.Equal(f.Directions, o.Directions) || !slices.Equal(f.Metadata, o.Metadata) {
		return false
	}
	f.Users, f.Directions, f.Metadata = nil, nil, nil
	o.Users, o.Directions, o.Metadata = nil, nil, nil
	return reflect.DeepEqual(f, o)
}

// Settings puts the form over base, which keeps what the form does not show.
// Faults name every field that cannot be saved; the settings are usable only
// when there are none.
func (f Form) Settings(base store.Settings) (store.Settings, Faults) {
	faults := Faults{}
	s := base
	ss := &s.SpeechSense

	s.Language = f.Language
	ss.ConnectionID = strings.TrimSpace(f.Connection)
	if !isID(ss.ConnectionID) {
		faults[FieldConnection] = Fault{Key: "upload.fault.connection_shape"}
	}
	s.DateFrom, s.DateTo = f.From, f.To
	s.Users = clean(f.Users)
	if bad := notNumbers(s.Users); len(bad) > 0 {
		faults[FieldUsers] = Fault{Key: "upload.fault.users_shape", Args: map[string]any{"ids": strings.Join(bad, ", ")}}
	}
	s.Directions = slices.Clone(f.Directions)
	if s.Directions == nil {
		s.Directions = []store.Direction{}
	}
	minimum, fault := parseMinimum(f.Minimum)
	s.MinDuration = minimum
	if fault != nil {
		faults[FieldMinimum] = *fault
	}

	f.speech(ss, faults)
	s.Source.UTCOffset = strings.TrimSpace(f.Zone)
	s.PricePerMinute = strings.ReplaceAll(strings.TrimSpace(f.Price), ",", ".")

	if len(faults) == 0 {
		if field, fault := faultOf(s.Validate()); field != "" {
			faults[field] = fault
		}
	}
	return s, faults
}

// speech fills the part that says which SpeechSense.
func (f Form) speech(ss *store.SpeechSettings, faults Faults) {
	if f.Profile != ss.Kind { // a service name found out for one server is not true of another
		ss.Service = ""
	}
	ss.Kind = f.Profile
	ss.Address = strings.TrimSpace(f.Address)
	switch {
	case ss.Address == "" && ss.Kind == store.KindCloud:
		ss.Address = store.CloudAddress
	case ss.Address == "" && ss.Kind == store.KindHybrid:
		faults[FieldAddress] = Fault{Key: "upload.fault.address_empty"}
	case ss.Address != "" && !isHostPort(ss.Address):
		faults[FieldAddress] = Fault{Key: "upload.fault.address_shape"}
	}
	ss.TLS, ss.CAFile, ss.Auth = f.TLS, strings.TrimSpace(f.CAFile), f.Auth
	ss.ProjectID, ss.OrganizationID, ss.SpaceID = strings.TrimSpace(f.Project), strings.TrimSpace(f.Organization), strings.TrimSpace(f.Space)
	for field, id := range map[Field]string{FieldProject: ss.ProjectID, FieldOrganization: ss.OrganizationID, FieldSpace: ss.SpaceID} {
		if !isID(id) {
			faults[field] = Fault{Key: "upload.fault.id_shape"}
		}
	}
	ss.OperatorChannel = f.Channel
	ss.ChatConnection, ss.ScoreKey = strings.TrimSpace(f.Chats), strings.TrimSpace(f.Score)
	if !isID(ss.ChatConnection) {
		faults[FieldChats] = Fault{Key: "upload.fault.id_shape"}
	}
	if ss.ScoreKey == "" {
		ss.ScoreKey = store.DefaultSettings().SpeechSense.ScoreKey
	}
	if !isKey(ss.ScoreKey) {
		faults[FieldScore] = Fault{Key: "upload.fault.key_shape", Args: map[string]any{"key": ss.ScoreKey}}
	}
	ss.MarkerKey = strings.TrimSpace(f.Marker)
	if ss.MarkerKey == "" {
		ss.MarkerKey = store.DefaultSettings().SpeechSense.MarkerKey
	}
	if !isKey(ss.MarkerKey) {
		faults[FieldMarker] = Fault{Key: "upload.fault.key_shape", Args: map[string]any{"key": ss.MarkerKey}}
	}
	ss.MetadataKeys = clean(f.Metadata)
	for _, k := range ss.MetadataKeys {
		if !isKey(k) {
			faults[FieldMetadata] = Fault{Key: "upload.fault.key_shape", Args: map[string]any{"key": k}}
		}
	}
}

// settingFields maps the dotted keys store.Settings.Validate names to rows.
var settingFields = map[string]Field{
	"language": FieldLanguage, "date_from": FieldDates, "date_to": FieldDates, "directions": FieldDirections,
	"min_duration_seconds": FieldMinimum, "speechsense.kind": FieldProfile, "speechsense.tls": FieldTLS,
	"speechsense.auth": FieldAuth, "speechsense.ca_file": FieldCAFile, "speechsense.operator_channel": FieldChannel,
	"source.utc_offset": FieldZone, "price_per_minute": FieldPrice,
}

// faultOf turns what Validate says into a sentence under the row it is about.
// A setting the form does not show is told at its top row.
func faultOf(err error) (Field, Fault) {
	switch store.CodeOf(err) {
	case "":
		return "", Fault{}
	case store.CodeDates:
		return FieldDates, Fault{Key: "upload.fault.dates_order"}
	case store.CodeTLSOff:
		return FieldTLS, Fault{Key: "upload.fault.tls_off"}
	}
	key := store.ArgsOf(err)["key"]
	field, ok := settingFields[key]
	if !ok {
		return FieldLanguage, Fault{Key: "upload.fault.setting", Args: map[string]any{"key": key}}
	}
	return field, Fault{Key: "upload.fault." + string(field)}
}
