package transcript

import (
	"slices"
	"strings"
	"unicode"
)

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
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	switch {
	case slices.ContainsFunc(words, negative):
		return ToneNegative
	case slices.ContainsFunc(words, positive):
		return TonePositive
	}
	return ToneNeutral
}

// negative knows the beginnings of words, in the languages of the app, that
// name something a supervisor has to look at.
func negative(word string) bool {
	return word == "мат" || begins(word,
		"негатив", "недовол", "жалоб", "претенз", "конфликт", "груб", "хамств", "угроз", "брань", "ненорматив", "нецензур", "возмущ", "раздраж", "агресс", "отказ", "перебив", "невежлив",
		"шағым", "наразы", "дөрекі", "қоқан", "балағат",
		"negativ", "complain", "rude", "threat", "swear", "profan", "obscen", "conflict", "angry", "anger", "refus", "dissatisf", "impolit", "aggress")
}

// positive knows the beginnings of words that name something good.
func positive(word string) bool {
	return begins(word,
		"позитив", "благодар", "похвал", "довол", "комплимент", "вежлив", "эмпат",
		"рахмет", "алғыс", "риза", "сыпайы",
		"positiv", "thank", "gratitud", "praise", "polite", "empath", "satisf")
}

// begins tells whether word begins with one of the stems.
func begins(word string, stems ...string) bool {
	return slices.ContainsFunc(stems, func(s string) bool { return strings.HasPrefix(word, s) })
}
