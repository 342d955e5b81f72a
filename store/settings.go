package store

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

// HybridPort is where a Hybrid server listens (Hybrid documentation, usage).
const HybridPort = "9000"

// SandboxAddress is where «sensedesk sandbox» listens unless told otherwise.
const SandboxAddress = "127.0.0.1:9000"

// Settings is everything a person can set, as the settings file spells it.
// It never holds a secret.
type Settings struct {
	Language    string         `json:"language"`    // codes of the speech, "ru-RU" or "ru-RU, kk-KZ"
	SpeechSense SpeechSettings `json:"speechsense"` // of the active profile
	Source      SourceSettings `json:"source"`

	Profile  ProfileID `json:"profile,omitempty"`  // which profile is active
	Profiles Profiles  `json:"profiles,omitempty"` // the others

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
	Name            string   `json:"name,omitempty"` // what people call the profile; empty = by its kind
	Kind            string   `json:"kind"`
	Address         string   `json:"address"`
	TLS             string   `json:"tls"`
	CAFile          string   `json:"ca_file"`
	Service         string   `json:"service"` // full gRPC service name; empty = find out
	Auth            string   `json:"auth"`    // "Api-Key" or "Bearer"
	OrganizationID  string   `json:"organization_id"`
	SpaceID         string   `json:"space_id"`
	ConnectionID    string   `json:"connection_id"`
	ChatConnection  string   `json:"chat_connection_id,omitempty"` // where chats are uploaded; connections of chats are not those of sound
	ProjectID       string   `json:"project_id"`
	OperatorChannel int      `json:"operator_channel"` // 0-based channel of the recording the operator speaks in
	MarkerKey       string   `json:"marker_key"`
	ScoreKey        string   `json:"score_key"`     // metadata key the reviewer's score is written to; empty = "score_main"
	MetadataKeys    []string `json:"metadata_keys"` // the keys the connection declares beyond the required ones

	// QueryChannelBase is the number full-text queries call the first channel by:
	// the documentation's examples say 0, the proto comment says 1.
	QueryChannelBase int `json:"query_channel_base"`
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
			MarkerKey: "call_id", ScoreKey: "score_main", MetadataKeys: []string{},
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
