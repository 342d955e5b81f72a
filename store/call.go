package store

import "time"

// CallID is the local number of a call: the row in our own database.
type CallID int64

// TalkID is the id SpeechSense gave to an accepted upload ("aud…").
type TalkID string

// SourceKind names the kind of system a call comes from.
type SourceKind string

// The kinds of sources. Only those with a package under sync/ can be chosen in
// the settings.
const (
	SourceBitrix24 SourceKind = "bitrix24"
	// SourceSpeechSense is for a call known only from the server: somebody else
	// uploaded it. Account is its connection (its project when it names none),
	// SourceID its talk id; a recording it has only when one was linked to it.
	SourceSpeechSense SourceKind = "speechsense"
	// SourceChats is for written dialogs a person brought from a file. SourceID
	// is made from the content, so the same dialog is never two.
	SourceChats SourceKind = "chats"
)

// Direction says who called whom.
type Direction string

// Directions as the settings file spells them.
const (
	DirectionOutgoing           Direction = "outgoing"
	DirectionIncoming           Direction = "incoming"
	DirectionIncomingRedirected Direction = "incoming_redirected" // an incoming call redirected to the operator's mobile
	DirectionCallback           Direction = "callback"            // dialled by the PBX on the client's request
	DirectionOther              Direction = "other"               // robots and codes we do not know; never part of «all»
)

// Directions lists the directions a person can choose, in the order shown.
func Directions() []Direction {
	return []Direction{DirectionOutgoing, DirectionIncoming, DirectionIncomingRedirected, DirectionCallback}
}

// Outgoing tells whether SpeechSense shall see the call as dialled by the
// operator (metadata key direction_outgoing). A callback is dialled by the PBX
// for the operator and counts as outgoing.
func (d Direction) Outgoing() bool {
	return d == DirectionOutgoing || d == DirectionCallback || d == DirectionOther
}

// State is where a call stands on its way from the source to a stored result.
// The legal moves are in Moves; each move is one database transaction.
type State string

// The states of a call.
const (
	StateFound             State = "found"              // listed by the source, not judged yet
	StateSkipped           State = "skipped"            // filtered out; Reason says by what
	StateWaiting           State = "waiting"            // talk time but no recording yet; NextCheck says when to look again
	StateQueued            State = "queued"             // to be fetched
	StateFetching          State = "fetching"           // its recording is being downloaded
	StateReady             State = "ready"              // recording stored, to be sent
	StateSending           State = "sending"            // the intent is durable; bytes may have left
	StateSent              State = "sent"               // accepted, TalkID is durable
	StateProcessing        State = "processing"         // seen by Get, not finished
	StateDone              State = "done"               // all results stored
	StatePartlyDone        State = "partly_done"        // transcript stored, some algorithm failed
	StateRecognitionFailed State = "recognition_failed" // the service could not recognise it
	StateUnknown           State = "unknown"            // sent, but the answer was lost; never sent again while so
	StateFailed            State = "failed"             // cannot succeed as it is; Reason says why and what to do
)

// States lists every state in the order of a call's life.
func States() []State {
	return []State{
		StateFound, StateSkipped, StateWaiting, StateQueued, StateFetching, StateReady, StateSending,
		StateSent, StateProcessing, StateDone, StatePartlyDone, StateRecognitionFailed, StateUnknown, StateFailed,
	}
}

// moves maps a state to the states it may be followed by.
var moves = map[State][]State{
	StateFound:             {StateSkipped, StateWaiting, StateQueued, StateFailed},
	StateSkipped:           {StateQueued, StateWaiting, StateSkipped},
	StateWaiting:           {StateWaiting, StateQueued, StateSkipped, StateFailed},
	StateQueued:            {StateFetching, StateSkipped, StateFailed},
	StateFetching:          {StateReady, StateQueued, StateWaiting, StateSkipped, StateFailed},
	StateReady:             {StateSending, StateQueued, StateSkipped, StateFailed},
	StateSending:           {StateSent, StateReady, StateUnknown, StateFailed},
	StateUnknown:           {StateSent, StateReady, StateUnknown, StateFailed},
	StateSent:              {StateProcessing, StateDone, StatePartlyDone, StateRecognitionFailed},
	StateProcessing:        {StateProcessing, StateDone, StatePartlyDone, StateRecognitionFailed},
	StateDone:              {StateProcessing, StateDone, StatePartlyDone, StateRecognitionFailed},
	StatePartlyDone:        {StateProcessing, StateDone, StatePartlyDone, StateRecognitionFailed},
	StateRecognitionFailed: {StateProcessing, StateDone, StatePartlyDone, StateRecognitionFailed},
	StateFailed:            {StateQueued, StateReady},
}

// CanMove tells whether a call may go from one state to the other.
func CanMove(from, to State) bool {
	for _, s := range moves[from] {
		if s == to {
			return true
		}
	}
	return false
}

// CanRepeat tells whether a call in this state was, or may have been, paid for,
// so that sending it again is a person's confirmed choice and no move of the
// engine's.
func CanRepeat(s State) bool {
	switch s {
	case StateSent, StateProcessing, StateDone, StatePartlyDone, StateRecognitionFailed, StateUnknown:
		return true
	}
	return false
}

// Call is one telephone call as its source reported it and where it stands.
type Call struct {
	ID       CallID
	Source   SourceKind
	Account  string // which portal or account of the source: "romashka.bitrix24.kz"
	SourceID string // the source's listing id, the one the checkpoint counts ("7")
	UniqueID string // the source's own unique id of the call (Bitrix24 CALL_ID); what the marker carries

	State     State
	Reason    Code              // why it stands still; empty while nothing is wrong
	ReasonArg map[string]string // values for the reason's sentence; never a secret or a link
	ChangedAt time.Time         // when State was last written

	StartedAt    time.Time // start of the call; carries the zone the source reported
	Duration     time.Duration
	Direction    Direction
	OperatorID   string
	OperatorName string
	ClientID     string
	ClientName   string
	ClientPhone  string
	Meta         map[string]string // the source's own keys, lower case; never a signed link

	RecordRef  string    // the source's reference to the recording; empty while there is none
	FoundAt    time.Time // when we first saw the call
	NextCheck  time.Time // when a waiting, sent or unknown call is looked at again; zero = at once
	CheckCount int       // how many times it was looked at in its present state

	ConnectionID string     // SpeechSense connection it was sent to; set with StateSending
	Profile      ProfileID  // by which profile it was sent; set with StateSending, see Sent
	Server       string     // the address it was sent to, empty = not known; set with StateSending
	MarkerKey    string     // under which metadata key its marker was sent, empty = none; set with StateSending
	TalkID       TalkID     // set with StateSent
	SendBegun    time.Time  // when the upload began; set with StateSending, zero again when that left nothing with the service
	Recording    *Recording // nil until fetched
	Summary      string     // one line for lists, from the talk's summarization
}

// Owner names whose calls are meant: those of one account of a source that
// Profile has sent or that nobody has sent yet. The zero Owner means all calls.
type Owner struct {
	Source  SourceKind
	Account string
	Profile ProfileID
}

// Owns tells whether a call is among those meant.
func (o Owner) Owns(c Call) bool {
	return o == Owner{} || c.Source == o.Source && c.Account == o.Account && (!c.Sent() || c.Profile == o.Profile)
}

// Sent tells whether bytes of the call may have reached a service: then it
// belongs to Profile, and nobody else may send, ask for or decide about it. A
// call that was not sent belongs to whichever profile is active.
func (c Call) Sent() bool { return !c.SendBegun.IsZero() }

// Unsend returns what puts back how c stands now: for when an attempt to send it
// turns out to have left nothing with the service. An earlier attempt whose
// outcome was not known is not forgotten by that.
func (c Call) Unsend() func(*Call) {
	return func(again *Call) {
		again.SendBegun, again.ConnectionID, again.Profile = c.SendBegun, c.ConnectionID, c.Profile
		again.Server, again.MarkerKey = c.Server, c.MarkerKey
	}
}

// Release makes a call nobody's that a person chose to send again: whichever
// profile is active sends it, as a new talk.
func (c *Call) Release() {
	c.TalkID, c.SendBegun, c.ConnectionID, c.Profile, c.Server, c.MarkerKey = "", time.Time{}, "", "", "", ""
}

// Recording is a stored sound file of a call.
type Recording struct {
	Hash       string // hex SHA-256 of the content; also its name in the recordings folder
	Size       int64  // bytes
	Container  Container
	Codec      string // as a person names it: "PCM 16", "Opus", "MP3", "A-law"
	SampleRate int    // Hz; 0 when it could not be read
	Channels   int
	Duration   time.Duration // 0 when it could not be read
}

// Container is the kind of file a recording is, judged by its first bytes.
type Container string

// Containers SpeechSense accepts.
const (
	ContainerUnknown Container = ""
	ContainerWAV     Container = "wav"
	ContainerOggOpus Container = "ogg"
	ContainerMP3     Container = "mp3"
	ContainerChat    Container = "chat" // no sound: a written dialog, see Chat
)

// Row is one call as a source lists it: everything of a Call that the source
// knows. Sources return it; the engine judges and stores it.
type Row struct {
	SourceID     string
	UniqueID     string
	StartedAt    time.Time
	Duration     time.Duration
	Direction    Direction
	OperatorID   string
	ClientPhone  string
	ClientEntity string // the source's reference to the client's card, "CONTACT:275"; empty when none
	Meta         map[string]string
	RecordRef    string
	Failed       bool // the source says that nobody talked (missed, declined); a recording outweighs it
}

// CallFilter chooses calls for a list. Zero fields do not narrow.
type CallFilter struct {
	Text    string // every word must occur in operator, client, phone, summary or transcript (case-insensitive)
	States  []State
	IDs     []CallID
	Tag     string // a tag the call has as it stands: see Tag
	Source  SourceKind
	Account string
	Limit   int // 0 = no limit
	Offset  int
}

// UploadTimeout is how long the upload of a recording of size bytes may be
// under way: a minute, and time for a line of 64 KiB a second. Then it is cut.
func UploadTimeout(size int64) time.Duration {
	const perSecond = 64 << 10
	return time.Minute + time.Duration(size/perSecond)*time.Second
}

// GraceEnds returns from when on Search decides about a call whose outcome is
// unknown: a grace period after the last moment its upload can have been under
// way, since a talk accepted then may not be in the index before. That moment
// is since, when the outcome became unknown; a program that comes back long
// after a crash knows that the upload was over at its deadline.
func (c Call) GraceEnds(since time.Time, grace time.Duration) time.Time {
	if c.Recording != nil && !c.SendBegun.IsZero() {
		if over := c.SendBegun.Add(UploadTimeout(c.Recording.Size)); over.Before(since) {
			since = over
		}
	}
	return since.Add(grace)
}
