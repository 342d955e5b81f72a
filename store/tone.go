package store

import (
	"slices"
	"strings"
	"unicode"
)

// SpeechSense gives classifiers ids and a project its own free names, so what a
// name means is judged by its words. A name that says nothing to us is neutral.

// SaysNegative tells whether a name or an answer, in a language of the app,
// names something a supervisor has to look at.
func SaysNegative(name string) bool {
	return slices.ContainsFunc(wordsOfName(name), func(word string) bool {
		return word == "мат" || begins(word,
			"негатив", "недовол", "жалоб", "претенз", "конфликт", "груб", "хамств", "угроз", "брань", "ненорматив", "нецензур", "возмущ", "раздраж", "агресс", "отказ", "перебив", "невежлив",
			"шағым", "наразы", "дөрекі", "қоқан", "балағат",
			"negativ", "complain", "rude", "threat", "swear", "profan", "obscen", "conflict", "angry", "anger", "refus", "dissatisf", "impolit", "aggress")
	})
}

// SaysPositive tells whether a name names something good. What is negative too
// is negative.
func SaysPositive(name string) bool {
	return slices.ContainsFunc(wordsOfName(name), func(word string) bool {
		return begins(word,
			"позитив", "благодар", "похвал", "довол", "комплимент", "вежлив", "эмпат",
			"рахмет", "алғыс", "риза", "сыпайы",
			"positiv", "thank", "gratitud", "praise", "polite", "empath", "satisf")
	})
}

// IsSentiment tells whether a summarization field judges the mood of a talk.
// SpeechSense has no fixed id for it: projects define the field themselves.
func (s Statement) IsSentiment() bool {
	n := strings.ToLower(s.FieldID + " " + s.Name)
	return slices.ContainsFunc([]string{"sentiment", "тональн", "эмоци", "настроен", "көңіл"}, func(part string) bool { return strings.Contains(n, part) })
}

func wordsOfName(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
}

func begins(word string, stems ...string) bool {
	return slices.ContainsFunc(stems, func(s string) bool { return strings.HasPrefix(word, s) })
}
