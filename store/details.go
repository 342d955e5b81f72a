package store

import "time"

// Details is what an answer of SpeechSense says beyond what Talk holds ready for
// the screens: every figure as the service sent it, unmended. It is kept beside
// the talk and read when somebody asks for it.
type Details struct {
	Figures     Figures
	Phrases     []*Utterance        // figures of the phrase with the same index in Talk.Phrases; nil where the service sent none
	Quiz        []QuizAnswer        // the fixed questions; obsolete in the service since February 2025
	Assistants  []AssistantAnswer   //
	Classifiers []ClassifierChannel // every entry of every classifier, per channel and whole
	Tasks       []Task              // what each algorithm did, and when
	Strays      []StrayHighlight    // marks that do not lie inside their phrase
}

// Spread describes a set of measured values. The unit is that of what is
// measured: milliseconds for durations, words or letters, or those per second.
type Spread struct {
	Min, Max, Mean float64
	Std            float64 // standard deviation; 0 when there was one value
	Quantiles      []Quantile
}

// Quantile is the value below which a share Level (0 to 1) of all values lies.
type Quantile struct{ Level, Value float64 }

// Bounds is a stretch of the recording as the service sends it.
type Bounds struct {
	StartMS, EndMS int64
	Seconds        int64 // its length in whole seconds, cut off
}

// Utterance is what is measured of one phrase, or of all a speaker said.
type Utterance struct {
	Speaker          string // channel number as text; empty = the talk as a whole
	Bounds           *Bounds
	SpeechMS         int64
	SpeechRatio      float64 // 0 to 1; real answers leave it 0 although SpeechMS is there
	SilenceMS        int64
	SilenceRatio     float64
	Words            int64
	Letters          int64
	WordsPerSecond   *Spread
	LettersPerSecond *Spread
}

// Together is how long both parties spoke, or were silent, at the same time. On
// a recording with one channel it means nothing.
type Together struct {
	MS      int64
	Seconds int64
	Ratio   float64 // of the whole talk, 0 to 1; may be 0 although MS is there
	Each    *Spread // single stretches, ms
}

// Interrupts are the interruptions by one speaker.
type Interrupts struct {
	Speaker string // channel number as text
	Count   int64
	MS      int64
	Seconds int64
	Ranges  []Bounds
}

// SpeakerFigures are the figures of one speaker, or, without a speaker, averages
// over the talk.
type SpeakerFigures struct {
	Speaker             string
	Whole               *Utterance
	WordsPerUtterance   *Spread
	LettersPerUtterance *Spread
	Utterances          int64
	UtteranceLength     *Spread // ms
}

// Figures are the statistics of a talk; nil where the service sent none.
type Figures struct {
	Bounds     *Bounds // of the conversation; its end is the length of the recording
	Speech     *Together
	Silence    *Together
	Interrupts []Interrupts
	Speakers   []SpeakerFigures
}

// QuizAnswer is one fixed question with its answer.
type QuizAnswer struct {
	ID       string // "1" to "10"
	Question string
	Answer   *string // nil = not answered; "1. Да" otherwise
}

// AssistantAnswer is one field of an assistant's answer.
type AssistantAnswer struct {
	AssistantID string
	FieldID     string
	Kind        string // "string", "int", "float"; empty when the model's answer could not be read
	Value       string
}

// ClassifierChannel is how often a classifier fired in a channel.
type ClassifierChannel struct {
	ClassifierID string
	Name         string
	Channel      *int // nil = the talk as a whole, which counts the channels in
	Count        int64
	Histograms   [][]int64 // hits over equal parts of the talk, as the service cuts it
}

// Task is one run of an algorithm over the talk.
type Task struct {
	Name      string
	TraceID   string // what the service's support asks for
	Created   time.Time
	Completed time.Time
	Code      string // of the error; empty when there was none
	Message   string
}

// StrayHighlight is a mark that reaches beyond its phrase or marks nothing, as
// the service sent it.
type StrayHighlight struct {
	Phrase       int // index into Talk.Phrases
	ClassifierID string
	Text         string
	Offset       int64 // letters
	Count        int64
}
