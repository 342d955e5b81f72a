package store

import (
	"slices"
	"strings"
)

// The families of search keys (SpeechSense documentation, search of dialogs by
// API: the «how to» pages; the proto comments name another vocabulary that no
// published program uses).
const (
	metaKeyPrefix       = "userMeta."
	statisticsKeyPrefix = "talk.statistics."
	classifierKeyPrefix = "talk.classifiers."
	classifierKeySuffix = ".count"
	pointKeyPrefix      = "talk.summarization.points."
)

// Unit is what the numbers of a key count.
type Unit string

// The units.
const (
	UnitNone    Unit = ""
	UnitSeconds Unit = "seconds"
	UnitShare   Unit = "share" // from 0 to 1
	UnitPieces  Unit = "pieces"
	UnitRate    Unit = "rate" // per second
)

// TalkKey is a key talks can be searched by.
type TalkKey struct {
	Key  string
	Kind FilterKind // which filter fits it best
	Unit Unit
	// Name is what the key is called: a key of the catalogue below "server.key.",
	// or, when Given is set, that name itself.
	Name, Given string
	Channels    bool // can be narrowed to one channel
	Audio, Chat bool // which talks have it
}

// Kinds lists the filters that can be put on the key. A metadata key may be
// declared with any type, which nobody tells us; only required ones are certain.
func (k TalkKey) Kinds() []FilterKind {
	switch {
	case k.Kind == FilterDuration:
		return []FilterKind{FilterDuration}
	case strings.HasPrefix(k.Key, pointKeyPrefix):
		return []FilterKind{FilterBool, FilterAnyMatch}
	case strings.HasPrefix(k.Key, metaKeyPrefix):
		if slices.Contains(requiredFields(), strings.TrimPrefix(k.Key, metaKeyPrefix)) {
			return []FilterKind{k.Kind}
		}
		kinds := []FilterKind{k.Kind}
		for _, other := range []FilterKind{FilterAnyMatch, FilterInt, FilterDouble, FilterDate, FilterBool} {
			if other != k.Kind {
				kinds = append(kinds, other)
			}
		}
		return kinds
	}
	return []FilterKind{k.Kind}
}

// statistics is the published table of statistics keys.
// Source: SpeechSense documentation, api-statistics-filter.
var statistics = []TalkKey{
	{Key: "duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Audio: true, Chat: true},
	{Key: "speech.duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Channels: true, Audio: true},
	{Key: "speech.ratio", Kind: FilterDouble, Unit: UnitShare, Channels: true, Audio: true},
	{Key: "silence.duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Channels: true, Audio: true},
	{Key: "silence.ratio", Kind: FilterDouble, Unit: UnitShare, Channels: true, Audio: true},
	{Key: "simultaneous_silence.duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Audio: true},
	{Key: "simultaneous_silence.ratio", Kind: FilterDouble, Unit: UnitShare, Audio: true},
	{Key: "simultaneous_silence.max_duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Audio: true},
	{Key: "simultaneous_speech.duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Audio: true},
	{Key: "simultaneous_speech.ratio", Kind: FilterDouble, Unit: UnitShare, Audio: true},
	{Key: "simultaneous_speech.max_duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Audio: true},
	{Key: "interrupts.count", Kind: FilterInt, Unit: UnitPieces, Channels: true, Audio: true},
	{Key: "interrupts.duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Channels: true, Audio: true},
	{Key: "phrases.count", Kind: FilterInt, Unit: UnitPieces, Channels: true, Audio: true, Chat: true},
	{Key: "words.count", Kind: FilterInt, Unit: UnitPieces, Channels: true, Audio: true, Chat: true},
	{Key: "words.count_per_second", Kind: FilterDouble, Unit: UnitRate, Channels: true, Audio: true},
	{Key: "letters.count", Kind: FilterInt, Unit: UnitPieces, Channels: true, Audio: true, Chat: true},
	{Key: "letters.count_per_second", Kind: FilterDouble, Unit: UnitRate, Channels: true, Audio: true},
	{Key: "reactions.count", Kind: FilterInt, Unit: UnitPieces, Channels: true, Chat: true},
	{Key: "reactions.first_duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Channels: true, Chat: true},
	{Key: "reactions.min_duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Channels: true, Chat: true},
	{Key: "reactions.max_duration_seconds", Kind: FilterDuration, Unit: UnitSeconds, Channels: true, Chat: true},
}

// StatisticsKeys lists the published keys of statistics.
func StatisticsKeys() []TalkKey {
	out := slices.Clone(statistics)
	for i := range out {
		out[i].Name = "statistics." + out[i].Key
		out[i].Key = statisticsKeyPrefix + out[i].Key
	}
	return out
}

// requiredFields are the metadata keys every connection has.
func requiredFields() []string {
	return []string{fieldDate, fieldOperatorName, fieldOperatorID, fieldClientName, fieldClientID, fieldOutgoing, fieldLanguage}
}

// fieldLanguage is the metadata key of the speech's language.
const fieldLanguage = "language"

// MetaKey is the search key of a metadata key.
func MetaKey(name string) string { return metaKeyPrefix + name }

// MetaName returns the metadata key a search key is about.
func MetaName(key string) (name string, ok bool) { return strings.CutPrefix(key, metaKeyPrefix) }

// ClassifierKey is the search key of how often a classifier fired.
func ClassifierKey(id string) string { return classifierKeyPrefix + id + classifierKeySuffix }

// PointKey is the search key of a question of the summarization.
func PointKey(id string) string { return pointKeyPrefix + id }

// TalkKeys lists what talks of these settings can be searched by: the metadata
// keys of the connection, the statistics, and the classifiers as far as they
// are known, id to name.
func TalkKeys(s SpeechSettings, classifiers []NamedID) []TalkKey {
	var out []TalkKey
	seen := map[string]bool{}
	add := func(name string) {
		if name == "" || seen[name] {
			return
		}
		seen[name] = true
		k := TalkKey{Key: MetaKey(name), Kind: kindOfField(name), Given: name, Audio: true, Chat: true}
		if slices.Contains(requiredFields(), name) {
			k.Name, k.Given = "meta."+name, ""
		}
		out = append(out, k)
	}
	for _, name := range requiredFields() {
		add(name)
	}
	for _, name := range append(slices.Clone(s.MetadataKeys), s.MarkerKey) {
		add(name)
	}
	out = append(out, StatisticsKeys()...)
	for _, c := range classifiers {
		name := c.Name
		if name == "" {
			name = c.ID
		}
		out = append(out, TalkKey{Key: ClassifierKey(c.ID), Kind: FilterInt, Unit: UnitPieces, Given: name, Channels: true, Audio: true, Chat: true})
	}
	return out
}

// NamedID is an id of the server with what it is called there.
type NamedID struct{ ID, Name string }

// kindOfField guesses the type a metadata key was declared with, from what
// exporters put under it. A person can choose another filter.
func kindOfField(name string) FilterKind {
	name = strings.ToLower(name)
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(name, p) })
	}
	switch {
	case name == fieldOutgoing, strings.HasPrefix(name, "is_"), strings.HasSuffix(name, "_pending"):
		return FilterBool
	case name == fieldDate, strings.HasSuffix(name, "_date"), strings.HasPrefix(name, "date_"):
		return FilterDate
	case has("duration", "attempt", "vote"), strings.HasSuffix(name, "_count"):
		return FilterInt
	case name == "cost", has("score", "price", "amount", "rating"):
		return FilterDouble
	}
	return FilterAnyMatch
}

// KeyNamed returns the entry of a key in a list; one that is not in it is made
// from the key itself, so that a saved search never loses a condition.
func KeyNamed(keys []TalkKey, key string) TalkKey {
	for _, k := range keys {
		if k.Key == key {
			return k
		}
	}
	k := TalkKey{Key: key, Kind: FilterAnyMatch, Given: key}
	switch {
	case strings.HasPrefix(key, classifierKeyPrefix):
		k.Kind, k.Channels, k.Unit = FilterInt, true, UnitPieces
		k.Given = strings.TrimSuffix(strings.TrimPrefix(key, classifierKeyPrefix), classifierKeySuffix)
	case strings.HasPrefix(key, pointKeyPrefix):
		k.Kind, k.Given = FilterBool, strings.TrimPrefix(key, pointKeyPrefix)
	case strings.HasPrefix(key, metaKeyPrefix):
		k.Given = strings.TrimPrefix(key, metaKeyPrefix)
		k.Kind = kindOfField(k.Given)
	}
	return k
}
