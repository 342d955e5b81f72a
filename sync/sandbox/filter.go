package sandbox

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// The vocabulary of filter keys.
const (
	metaPrefix       = "userMeta."
	statisticsPrefix = "talk.statistics."
	classifierPrefix = "talk.classifiers."
	classifierSuffix = ".count"
)

// wholeTalk stands for «no channel given».
const wholeTalk = -1

// checkKey refuses keys nobody knows.
func (s *Server) checkKey(key string) error {
	name, isMeta := strings.CutPrefix(key, metaPrefix)
	known := isMeta && name != "" && s.declared(name)
	if id, isPoint := strings.CutPrefix(key, pointPrefix); isPoint {
		known = id != ""
	} else if !isMeta {
		_, known = (&talk{}).number(key, wholeTalk)
	}
	if !known {
		return status.Errorf(codes.InvalidArgument, "unknown key: %s", key)
	}
	return nil
}

// passes tells whether a talk passes one filter. A filter whose kind does not
// fit its key is refused.
func (s *Server) passes(t *talk, f *ss.Filter) (bool, error) {
	if err := s.checkKey(f.GetKey()); err != nil {
		if s.options.Lenient {
			return true, nil
		}
		return false, err
	}
	channel := wholeTalk
	if f.GetChannelNumber() != nil {
		channel = int(f.GetChannelNumber().GetValue())
	}
	name, isMeta := strings.CutPrefix(f.GetKey(), metaPrefix)
	var ok bool
	if id, isPoint := strings.CutPrefix(f.GetKey(), pointPrefix); isPoint {
		matched, err := matchPoint(f, t.answers(id))
		if err != nil {
			return false, err
		}
		ok = matched
	} else if isMeta {
		value, has := t.fields[name]
		matched, err := matchMeta(f, value)
		if err != nil {
			return false, err
		}
		ok = has && matched
	} else {
		number, _ := t.number(f.GetKey(), channel)
		matched, err := matchNumber(f, number)
		if err != nil {
			return false, err
		}
		ok = matched
	}
	return ok != f.GetInverse(), nil
}

// matchMeta compares a metadata value; the kind of filter says how to read it.
func matchMeta(f *ss.Filter, value string) (bool, error) {
	switch k := f.GetFilter().(type) {
	case *ss.Filter_AnyMatch:
		return slices.Contains(k.AnyMatch.GetValues(), value), nil
	case *ss.Filter_BooleanMatch:
		return value == strconv.FormatBool(k.BooleanMatch.GetValue()), nil
	case *ss.Filter_DateRange:
		at, ok := parseDate(value)
		var from, to *time.Time
		if v := k.DateRange.GetFromValue(); v != nil {
			from = new(v.AsTime())
		}
		if v := k.DateRange.GetToValue(); v != nil {
			to = new(v.AsTime())
		}
		return ok && inRange(at, from, to, k.DateRange.GetBoundsInclusive(), compareTimes), nil
	case *ss.Filter_IntRange, *ss.Filter_DoubleRange:
		number, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return false, nil //nolint:nilerr // a value that is no number is in no range
		}
		return matchNumber(f, number)
	}
	return false, status.Errorf(codes.InvalidArgument, "this kind of filter does not fit %s", f.GetKey())
}

// matchNumber compares a figure of the talk.
func matchNumber(f *ss.Filter, v float64) (bool, error) {
	switch k := f.GetFilter().(type) {
	case *ss.Filter_IntRange:
		var from, to *float64
		if b := k.IntRange.GetFromValue(); b != nil {
			from = new(float64(b.GetValue()))
		}
		if b := k.IntRange.GetToValue(); b != nil {
			to = new(float64(b.GetValue()))
		}
		return inRange(v, from, to, k.IntRange.GetBoundsInclusive(), cmp.Compare), nil
	case *ss.Filter_DoubleRange:
		var from, to *float64
		if b := k.DoubleRange.GetFromValue(); b != nil {
			from = new(b.GetValue())
		}
		if b := k.DoubleRange.GetToValue(); b != nil {
			to = new(b.GetValue())
		}
		return inRange(v, from, to, k.DoubleRange.GetBoundsInclusive(), cmp.Compare), nil
	case *ss.Filter_DurationRange:
		var from, to *float64
		if b := k.DurationRange.GetFromValue(); b != nil {
			from = new(b.AsDuration().Seconds())
		}
		if b := k.DurationRange.GetToValue(); b != nil {
			to = new(b.AsDuration().Seconds())
		}
		return inRange(v, from, to, k.DurationRange.GetBoundsInclusive(), cmp.Compare), nil
	}
	return false, status.Errorf(codes.InvalidArgument, "this kind of filter does not fit %s", f.GetKey())
}

// number returns a figure of a talk, of one channel or of the whole; ok tells
// whether there is such a figure at all.
func (t *talk) number(key string, channel int) (v float64, ok bool) {
	if id, is := strings.CutPrefix(key, classifierPrefix); is {
		id, is = strings.CutSuffix(id, classifierSuffix)
		for c, n := range t.figures.classifierHit[id] {
			if channel == wholeTalk || c == channel {
				v += float64(n)
			}
		}
		return v, is
	}
	name, is := strings.CutPrefix(key, statisticsPrefix)
	if !is {
		return 0, false
	}
	if strings.HasPrefix(name, "reactions.") {
		v, ok = t.reactions(channel)[name]
		return v, ok
	}
	f := t.figures
	length := max(float64(f.durationMS)/1000, 1e-9)
	both, nobody := float64(total(f.bothSpeak))/1000, float64(total(f.nobody))/1000
	sum := func(of func(channelFigures) float64) float64 {
		var out float64
		for c, figures := range f.channels {
			if channel == wholeTalk || c == channel {
				out += of(figures)
			}
		}
		return out
	}
	speech := sum(func(c channelFigures) float64 { return float64(c.speechMS) / 1000 })
	silence := sum(func(c channelFigures) float64 { return float64(c.silenceMS) / 1000 })
	words := sum(func(c channelFigures) float64 { return float64(c.words) })
	letters := sum(func(c channelFigures) float64 { return float64(c.letters) })
	per := func(n float64) float64 {
		if speech == 0 {
			return 0
		}
		return n / speech
	}
	v, ok = map[string]float64{
		"duration_seconds":                          float64(f.durationMS) / 1000,
		"simultaneous_silence.duration_seconds":     nobody,
		"simultaneous_silence.ratio":                nobody / length,
		"simultaneous_silence.max_duration_seconds": float64(longest(f.nobody)) / 1000,
		"simultaneous_speech.duration_seconds":      both,
		"simultaneous_speech.ratio":                 both / length,
		"simultaneous_speech.max_duration_seconds":  float64(longest(f.bothSpeak)) / 1000,
		"silence.duration_seconds":                  silence,
		"silence.ratio":                             silence / length,
		"speech.duration_seconds":                   speech,
		"speech.ratio":                              speech / length,
		"interrupts.count":                          sum(func(c channelFigures) float64 { return float64(len(c.interrupts)) }),
		"interrupts.duration_seconds":               sum(func(c channelFigures) float64 { return float64(total(c.interrupts)) / 1000 }),
		"phrases.count":                             sum(func(c channelFigures) float64 { return float64(len(c.phrases)) }),
		"words.count":                               words,
		"words.count_per_second":                    per(words),
		"letters.count":                             letters,
		"letters.count_per_second":                  per(letters),
	}[name]
	return v, ok
}
