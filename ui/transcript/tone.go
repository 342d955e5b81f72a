package transcript

import "sensedesk/store"

// Tone is how a mark of a classifier is tinted. The colour never speaks alone:
// the name of the classifier is in the tooltip and in the list beside the text.
type Tone int

// The tones.
const (
	ToneNeutral Tone = iota
	ToneNegative
	TonePositive
)

// ToneOf judges a classifier by the words of its name or id. SpeechSense gives
// ids and the names are a project's own free text, so a name that says nothing
// to us is neutral. One negative word outweighs positive ones.
func ToneOf(name string) Tone {
	switch {
	case store.SaysNegative(name):
		return ToneNegative
	case store.SaysPositive(name):
		return TonePositive
	}
	return ToneNeutral
}
