package speechsense

import (
	"slices"
	"strconv"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	analysis "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1/analysis"

	"sensedesk/store"
)

// figures converts the statistics. Milliseconds are believed over ratios, which
// real answers leave out although the milliseconds are there; seconds, which are
// truncated, and ratios serve only where there are no milliseconds.
//
// With a single channel, speech at once and interrupts mean nothing (the one
// channel overlaps with itself) and stay zero.
func figures(t *ss.Talk) ([]store.SpeakerStats, store.ConversationStats) {
	bounds := t.GetConversationStatistics().GetConversationBoundaries()
	length := max(bounds.GetEndTimeMs(), bounds.GetDurationSeconds()*1000, 0) // the end, not end-start: it is the length of the audio
	talk := store.ConversationStats{
		DurationMS: length,
		SimultaneousSpeechMS: milliseconds(t.GetSpeechStatistics().GetTotalSimultaneousSpeechDurationMs(),
			t.GetSpeechStatistics().GetTotalSimultaneousSpeechDurationSeconds(), t.GetSpeechStatistics().GetTotalSimultaneousSpeechRatio(), length),
		SimultaneousSilenceMS: milliseconds(t.GetSilenceStatistics().GetTotalSimultaneousSilenceDurationMs(),
			t.GetSilenceStatistics().GetTotalSimultaneousSilenceDurationSeconds(), t.GetSilenceStatistics().GetTotalSimultaneousSilenceRatio(), length),
	}

	channels := map[int]*store.SpeakerStats{}
	speaker := func(channel int) *store.SpeakerStats {
		if channels[channel] == nil {
			channels[channel] = &store.SpeakerStats{Channel: channel}
		}
		return channels[channel]
	}
	for _, s := range t.GetConversationStatistics().GetSpeakerStatistics() {
		channel, err := strconv.Atoi(s.GetSpeakerTag())
		if err != nil {
			continue // the empty tag: averages over the talk
		}
		whole, out := s.GetCompleteStatistics(), speaker(channel)
		out.SpeechMS = milliseconds(whole.GetTotalSpeechMs(), 0, whole.GetSpeechRatio(), length)
		out.SilenceMS = milliseconds(whole.GetTotalSilenceMs(), 0, whole.GetSilenceRatio(), length)
		out.Words = int(whole.GetWordsCount())
		out.WordsPerSecond = finite(whole.GetWordsPerSecond().GetMean())
		out.Utterances = int(s.GetUtteranceCount())
		out.LongestUtterance = time.Duration(finite(s.GetUtteranceDurationEstimation().GetMax()) * float64(time.Millisecond))
	}
	for _, i := range t.GetInterruptsStatistics().GetSpeakerInterrupts() {
		channel, err := strconv.Atoi(i.GetSpeakerTag())
		if err != nil {
			continue
		}
		out := speaker(channel)
		out.Interrupts = int(i.GetInterruptsCount())
		out.InterruptsMS = milliseconds(i.GetInterruptsDurationMs(), i.GetInterruptsDurationSeconds(), 0, 0)
		out.InterruptRanges = ranges(i.GetInterrupts())
	}
	if voices(t, channels) < 2 {
		talk.SimultaneousSpeechMS = 0
		for _, s := range channels {
			s.Interrupts, s.InterruptsMS, s.InterruptRanges = 0, 0, nil
		}
	}
	var out []store.SpeakerStats
	for _, s := range channels {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b store.SpeakerStats) int { return a.Channel - b.Channel })
	return out, talk
}

// voices counts the channels a talk has, by its figures and its phrases.
func voices(t *ss.Talk, channels map[int]*store.SpeakerStats) int {
	seen := map[int]bool{}
	for channel := range channels {
		seen[channel] = true
	}
	for _, p := range t.GetTranscription().GetPhrases() {
		seen[int(p.GetChannelNumber())] = true
	}
	return len(seen)
}

// milliseconds picks the best of three spellings of one duration.
func milliseconds(ms, seconds int64, ratio float64, length int64) int64 {
	switch {
	case ms > 0:
		return ms
	case seconds > 0:
		return seconds * 1000
	case ratio > 0 && ratio <= 1:
		return int64(ratio * float64(length))
	}
	return 0
}

// ranges converts stretches of the recording.
func ranges(list []*analysis.AudioSegmentBoundaries) []store.Range {
	var out []store.Range
	for _, b := range list {
		start := max(b.GetStartTimeMs(), 0)
		out = append(out, store.Range{StartMS: start, EndMS: max(b.GetEndTimeMs(), start)})
	}
	return out
}
