package store

import "time"

// Talk is what SpeechSense made of one upload. Times inside it are counted in
// milliseconds from the start of the recording.
type Talk struct {
	ID             TalkID
	OrganizationID string
	SpaceID        string
	ConnectionID   string
	ProjectIDs     []string
	CreatedBy      string
	CreatedAt      time.Time
	ModifiedBy     string // a person, a service account or the name of an algorithm
	ModifiedAt     time.Time
	Fields         []Field
	Phrases        []Phrase // ordered by StartMS, then channel
	Statements     []Statement
	Classifiers    []ClassifierCount
	Speakers       []SpeakerStats
	Conversation   ConversationStats
	State          ProcessingState
	Algorithms     []AlgorithmState
	Failures       []AlgorithmFailure
	Details        *Details // the rest of the answer; read on its own, nil where it was not
}

// Field is one metadata key of a talk as the server keeps it.
type Field struct {
	Name, Value, Type string
}

// Phrase is one stretch of speech of one party.
type Phrase struct {
	Channel     int // 0-based channel of the recording
	StartMS     int64
	EndMS       int64
	Text        string // as recognised: lower case, no punctuation; spelled by Words
	Normalized  string // with case and punctuation; may be empty
	Language    string
	Words       []Word // may be empty
	Classifiers []PhraseClassifier
}

// Shown returns the text a person reads: normalised when there is one.
func (p Phrase) Shown() string {
	if p.Normalized != "" {
		return p.Normalized
	}
	return p.Text
}

// Word is one recognised word with its time.
type Word struct {
	Text    string
	StartMS int64
	EndMS   int64
}

// PhraseClassifier is a classifier that fired inside a phrase.
type PhraseClassifier struct {
	ClassifierID string
	Name         string // empty when the server did not name it
	StartMS      int64
	EndMS        int64
	Highlights   []Highlight
	Labels       []Label
}

// Highlight marks letters of Phrase.Text: Offset and Count count runes, not bytes.
type Highlight struct {
	Text   string
	Offset int
	Count  int
}

// Label is a classifier's label with its confidence from 0 to 1.
type Label struct {
	Name       string
	Confidence float64
}

// Statement is one summarization field with its answers.
type Statement struct {
	FieldID string // "summary", "theme", "call_reasons" …
	Name    string // as the project names it; shown when FieldID is not known to us
	Type    string // "TEXT", "TEXT_ARRAY" or a number newer than this program; empty for answers that are no summarization
	Values  []string
}

// ClassifierCount tells how often a classifier fired in the whole talk.
type ClassifierCount struct {
	ClassifierID string
	Name         string
	Count        int
}

// SpeakerStats are the figures of one channel.
type SpeakerStats struct {
	Channel          int
	SpeechMS         int64
	SilenceMS        int64
	Words            int
	WordsPerSecond   float64
	Utterances       int
	Interrupts       int
	InterruptsMS     int64
	InterruptRanges  []Range
	LongestUtterance time.Duration
}

// Range is a stretch of the recording.
type Range struct{ StartMS, EndMS int64 }

// ConversationStats are the figures of the talk as a whole.
type ConversationStats struct {
	DurationMS            int64
	SimultaneousSpeechMS  int64
	SimultaneousSilenceMS int64
}

// ProcessingState is how far the service is with a talk or an algorithm.
type ProcessingState int

// Values are the wire numbers of the service; numbers above are kept and shown
// as they are.
const (
	ProcessingUnspecified ProcessingState = 0
	ProcessingNotStarted  ProcessingState = 1
	ProcessingRunning     ProcessingState = 2
	ProcessingSuccess     ProcessingState = 3
	ProcessingFailed      ProcessingState = 4
)

// AlgorithmState is the state of one algorithm ("SPEECHKIT", "SUMMARIZATION",
// or its number when the name is not known).
type AlgorithmState struct {
	Algorithm string
	State     ProcessingState
}

// AlgorithmFailure is the service's own word on why an algorithm failed.
type AlgorithmFailure struct {
	Algorithm, Code, Message string
}

// StatementValues returns the non-empty answers of a summarization field.
func (t Talk) StatementValues(fieldID string) []string {
	var out []string
	for _, s := range t.Statements {
		if s.FieldID != fieldID {
			continue
		}
		for _, v := range s.Values {
			if v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

// Outcome derives the state of a call from what Get answered for its talk:
// the transcript is enough to show, one failed algorithm besides it makes the
// result partial, a failed recognition is final.
func (t Talk) Outcome() State {
	speech, failed, open := ProcessingUnspecified, false, false
	for _, a := range t.Algorithms {
		switch {
		case a.Algorithm == "SPEECHKIT":
			speech = a.State
		case a.State == ProcessingFailed:
			failed = true
		case a.State == ProcessingNotStarted || a.State == ProcessingRunning:
			open = true
		}
	}
	switch {
	case speech == ProcessingFailed, t.State == ProcessingFailed && len(t.Phrases) == 0:
		return StateRecognitionFailed
	case t.State == ProcessingNotStarted, t.State == ProcessingRunning, speech == ProcessingNotStarted, speech == ProcessingRunning:
		return StateProcessing
	case t.State == ProcessingFailed, failed && !open:
		return StatePartlyDone
	case t.State == ProcessingSuccess:
		return StateDone
	case open:
		return StateProcessing
	case speech == ProcessingSuccess:
		return StateDone
	}
	return StateProcessing
}
