package speechsense

import (
	"math"
	"slices"
	"strconv"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	analysis "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1/analysis"

	"sensedesk/store"
)

// details keeps what convert does not hold ready: each figure as it was sent.
// said are the phrases in the order of the converted ones.
func details(t *ss.Talk, said []*analysis.Phrase, k known) *store.Details {
	d := &store.Details{Figures: sentFigures(t)}
	d.Phrases, d.Strays = phraseDetails(said)
	for _, q := range t.GetPoints().GetQuiz() {
		answer := store.QuizAnswer{ID: q.GetId(), Question: q.GetRequest()}
		if q.GetResponse() != nil {
			answer.Answer = new(q.GetResponse().GetValue())
		}
		d.Quiz = append(d.Quiz, answer)
	}
	for _, a := range t.GetAssistants().GetAssistantResults() {
		for _, r := range a.GetResults() {
			answer := store.AssistantAnswer{AssistantID: a.GetAssistantId(), FieldID: r.GetFieldId()}
			answer.Kind, answer.Value = assistantValue(r)
			d.Assistants = append(d.Assistants, answer)
		}
	}
	for _, r := range t.GetTextClassifiers().GetClassificationResult() {
		d.Classifiers = append(d.Classifiers, classifierChannels(r, k)...)
	}
	for _, m := range t.GetTranscription().GetAlgorithmsMetadata() {
		d.Tasks = append(d.Tasks, store.Task{
			Name: m.GetName(), TraceID: m.GetTraceId(), Created: instant(m.GetCreatedTaskDate()), Completed: instant(m.GetCompletedTaskDate()),
			Code: m.GetError().GetCode(), Message: m.GetError().GetMessage(),
		})
	}
	return d
}

// phraseDetails returns the figures of the phrases, nothing at all when none
// has any, and the marks that convert had to mend.
func phraseDetails(said []*analysis.Phrase) (figures []*store.Utterance, strays []store.StrayHighlight) {
	figures = make([]*store.Utterance, len(said))
	some := false
	for i, p := range said {
		figures[i] = utterance(p.GetStatistics().GetStatistics())
		some = some || figures[i] != nil
		text := []rune(p.GetPhrase().GetText())
		for _, c := range p.GetClassifiers() {
			for _, h := range c.GetHighlights() {
				mark, ok := highlight(h, text)
				if ok && int64(mark.Offset) == h.GetOffset() && int64(mark.Count) == h.GetCount() && (h.GetText() == "" || h.GetText() == mark.Text) {
					continue
				}
				strays = append(strays, store.StrayHighlight{
					Phrase: i, ClassifierID: c.GetClassifier(), Text: h.GetText(), Offset: h.GetOffset(), Count: h.GetCount(),
				})
			}
		}
	}
	if !some {
		return nil, strays
	}
	return figures, strays
}

// classifierChannels are the entries of one classifier. One without any entry
// is kept as a whole with nothing in it: the project has it.
func classifierChannels(r *analysis.ClassificationResult, k known) []store.ClassifierChannel {
	var out []store.ClassifierChannel
	for _, s := range r.GetClassifierStatistics() {
		c := store.ClassifierChannel{ClassifierID: r.GetClassifier(), Name: k.classifiers[r.GetClassifier()], Count: s.GetTotalCount()}
		if s.GetChannelNumber() != nil {
			c.Channel = new(int(s.GetChannelNumber().GetValue()))
		}
		for _, h := range s.GetHistograms() {
			c.Histograms = append(c.Histograms, slices.Clone(h.GetCountValues()))
		}
		out = append(out, c)
	}
	if out == nil {
		out = []store.ClassifierChannel{{ClassifierID: r.GetClassifier(), Name: k.classifiers[r.GetClassifier()]}}
	}
	return out
}

// assistantValue reads a field of an assistant's answer; both are empty when
// the model's answer could not be parsed.
func assistantValue(r *analysis.AssistantFieldResult) (kind, value string) {
	switch v := r.GetFieldType().(type) {
	case *analysis.AssistantFieldResult_StringResult:
		return "string", v.StringResult
	case *analysis.AssistantFieldResult_IntResult:
		return "int", strconv.FormatInt(v.IntResult, 10)
	case *analysis.AssistantFieldResult_FloatResult:
		return "float", strconv.FormatFloat(v.FloatResult, 'g', -1, 64)
	}
	return "", ""
}

// sentFigures are the statistics of the talk as they were sent.
func sentFigures(t *ss.Talk) store.Figures {
	out := store.Figures{Bounds: bounds(t.GetConversationStatistics().GetConversationBoundaries())}
	if s := t.GetSpeechStatistics(); s != nil {
		out.Speech = &store.Together{
			MS: s.GetTotalSimultaneousSpeechDurationMs(), Seconds: s.GetTotalSimultaneousSpeechDurationSeconds(),
			Ratio: finite(s.GetTotalSimultaneousSpeechRatio()), Each: spread(s.GetSimultaneousSpeechDurationEstimation()),
		}
	}
	if s := t.GetSilenceStatistics(); s != nil {
		out.Silence = &store.Together{
			MS: s.GetTotalSimultaneousSilenceDurationMs(), Seconds: s.GetTotalSimultaneousSilenceDurationSeconds(),
			Ratio: finite(s.GetTotalSimultaneousSilenceRatio()), Each: spread(s.GetSimultaneousSilenceDurationEstimation()),
		}
	}
	for _, i := range t.GetInterruptsStatistics().GetSpeakerInterrupts() {
		by := store.Interrupts{
			Speaker: i.GetSpeakerTag(), Count: i.GetInterruptsCount(), MS: i.GetInterruptsDurationMs(), Seconds: i.GetInterruptsDurationSeconds(),
		}
		for _, b := range i.GetInterrupts() {
			if b := bounds(b); b != nil {
				by.Ranges = append(by.Ranges, *b)
			}
		}
		out.Interrupts = append(out.Interrupts, by)
	}
	for _, s := range t.GetConversationStatistics().GetSpeakerStatistics() {
		out.Speakers = append(out.Speakers, store.SpeakerFigures{
			Speaker: s.GetSpeakerTag(), Whole: utterance(s.GetCompleteStatistics()),
			WordsPerUtterance: spread(s.GetWordsPerUtterance()), LettersPerUtterance: spread(s.GetLettersPerUtterance()),
			Utterances: s.GetUtteranceCount(), UtteranceLength: spread(s.GetUtteranceDurationEstimation()),
		})
	}
	return out
}

func utterance(u *analysis.UtteranceStatistics) *store.Utterance {
	if u == nil {
		return nil
	}
	return &store.Utterance{
		Speaker: u.GetSpeakerTag(), Bounds: bounds(u.GetSpeechBoundaries()),
		SpeechMS: u.GetTotalSpeechMs(), SpeechRatio: finite(u.GetSpeechRatio()), SilenceMS: u.GetTotalSilenceMs(), SilenceRatio: finite(u.GetSilenceRatio()),
		Words: u.GetWordsCount(), Letters: u.GetLettersCount(),
		WordsPerSecond: spread(u.GetWordsPerSecond()), LettersPerSecond: spread(u.GetLettersPerSecond()),
	}
}

func bounds(b *analysis.AudioSegmentBoundaries) *store.Bounds {
	if b == nil {
		return nil
	}
	return &store.Bounds{StartMS: b.GetStartTimeMs(), EndMS: b.GetEndTimeMs(), Seconds: b.GetDurationSeconds()}
}

func spread(d *analysis.DescriptiveStatistics) *store.Spread {
	if d == nil {
		return nil
	}
	out := &store.Spread{Min: finite(d.GetMin()), Max: finite(d.GetMax()), Mean: finite(d.GetMean()), Std: finite(d.GetStd())}
	for _, q := range d.GetQuantiles() {
		out.Quantiles = append(out.Quantiles, store.Quantile{Level: finite(q.GetLevel()), Value: finite(q.GetValue())})
	}
	return out
}

// finite takes a figure that is no number for none: 0/0 is what a service
// answers for a talk in which nobody spoke, and no file format keeps it.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}
