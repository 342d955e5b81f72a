package speechsense

import (
	"cmp"
	"slices"
	"strings"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	analysis "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1/analysis"
	"google.golang.org/protobuf/types/known/timestamppb"

	"sensedesk/store"
)

// convert makes our talk out of the service's. It takes any answer: what is
// absent on the wire is zero (proto3 leaves channel 0 and count 0 out), enum
// values newer than this program stay as their numbers, no phrase is dropped.
func convert(t *ss.Talk, k known) store.Talk {
	out := store.Talk{
		ID:             store.TalkID(t.GetId()),
		OrganizationID: t.GetOrganizationId(),
		SpaceID:        t.GetSpaceId(),
		ConnectionID:   t.GetConnectionId(),
		ProjectIDs:     slices.Clone(t.GetProjectIds()),
		CreatedBy:      t.GetCreatedBy(),
		CreatedAt:      instant(t.GetCreatedAt()),
		ModifiedBy:     t.GetModifiedBy(),
		ModifiedAt:     instant(t.GetModifiedAt()),
		State:          store.ProcessingState(t.GetTalkState().GetProcessingState()),
	}
	if len(t.GetTalkFields()) > 0 {
		out.Fields = fields(t)
	}
	said := slices.Clone(t.GetTranscription().GetPhrases())
	// The service lists them channel by channel; a reader wants them by time.
	slices.SortStableFunc(said, func(a, b *analysis.Phrase) int {
		return cmp.Or(cmp.Compare(max(a.GetStartTimeMs(), 0), max(b.GetStartTimeMs(), 0)), cmp.Compare(a.GetChannelNumber(), b.GetChannelNumber()))
	})
	for _, p := range said {
		out.Phrases = append(out.Phrases, phrase(p, k))
	}
	for _, a := range t.GetTalkState().GetAlgorithmProcessingInfos() {
		out.Algorithms = append(out.Algorithms, store.AlgorithmState{
			Algorithm: enumText(a.GetAlgorithm().String(), "ALGORITHM_"),
			State:     store.ProcessingState(a.GetProcessingState()),
		})
	}
	for _, m := range t.GetTranscription().GetAlgorithmsMetadata() {
		if e := m.GetError(); e.GetCode() != "" || e.GetMessage() != "" {
			out.Failures = append(out.Failures, store.AlgorithmFailure{Algorithm: m.GetName(), Code: e.GetCode(), Message: e.GetMessage()})
		}
	}
	out.Statements = statements(t, k)
	out.Classifiers = classifierCounts(t.GetTextClassifiers(), k)
	out.Speakers, out.Conversation = figures(t)
	out.Details = details(t, said, k)
	return out
}

// phrase converts one phrase of one channel.
func phrase(p *analysis.Phrase, k known) store.Phrase {
	out := store.Phrase{
		Channel:    int(p.GetChannelNumber()),
		StartMS:    max(p.GetStartTimeMs(), 0),
		Text:       p.GetPhrase().GetText(),
		Normalized: p.GetPhrase().GetNormalizedText(),
		Language:   p.GetPhrase().GetLanguage(),
	}
	out.EndMS = max(p.GetEndTimeMs(), out.StartMS)
	for _, w := range p.GetPhrase().GetWords() {
		start := max(w.GetStartTimeMs(), 0)
		out.Words = append(out.Words, store.Word{Text: w.GetWord(), StartMS: start, EndMS: max(w.GetEndTimeMs(), start)})
	}
	runes := []rune(out.Text)
	for _, r := range p.GetClassifiers() {
		c := store.PhraseClassifier{
			ClassifierID: r.GetClassifier(), Name: k.classifiers[r.GetClassifier()],
			StartMS: r.GetStartTimeMs(), EndMS: r.GetEndTimeMs(),
		}
		for _, h := range r.GetHighlights() {
			if mark, ok := highlight(h, runes); ok {
				c.Highlights = append(c.Highlights, mark)
			}
		}
		for _, l := range r.GetLabels() {
			c.Labels = append(c.Labels, store.Label{Name: l.GetLabel(), Confidence: finite(l.GetConfidence())})
		}
		out.Classifiers = append(out.Classifiers, c)
	}
	return out
}

// highlight clamps a mark to the phrase it lies in; offset and count are runes.
// A mark of nothing is none.
func highlight(h *analysis.PhraseHighlight, text []rune) (store.Highlight, bool) {
	n := int64(len(text))
	from := min(max(h.GetOffset(), 0), n)
	count := min(max(h.GetCount(), 0), n-from)
	if count == 0 {
		return store.Highlight{}, false
	}
	return store.Highlight{Text: string(text[from : from+count]), Offset: int(from), Count: int(count)}, true
}

// statements gathers everything that is a named answer: the summarization, the
// quiz (obsolete, old talks have it) as "quiz.<id>" and the results of
// assistants as "assistant.<assistant id>.<field id>".
func statements(t *ss.Talk, k known) []store.Statement {
	var out []store.Statement
	for _, s := range t.GetSummarization().GetStatements() {
		out = append(out, store.Statement{
			FieldID: s.GetField().GetId(), Name: s.GetField().GetName(),
			Type: s.GetField().GetType().String(), Values: slices.Clone(s.GetResponse()),
		})
	}
	for _, q := range t.GetPoints().GetQuiz() {
		s := store.Statement{FieldID: "quiz." + q.GetId(), Name: q.GetRequest()}
		if q.GetResponse() != nil { // null = no answer
			s.Values = []string{q.GetResponse().GetValue()}
		}
		out = append(out, s)
	}
	for _, a := range t.GetAssistants().GetAssistantResults() {
		for _, r := range a.GetResults() {
			id := a.GetAssistantId() + "." + r.GetFieldId()
			s := store.Statement{FieldID: "assistant." + id, Name: assistantName(k, a.GetAssistantId(), id, r.GetFieldId())}
			if kind, value := assistantValue(r); kind != "" {
				s.Values = []string{value}
			}
			out = append(out, s)
		}
	}
	return out
}

// assistantName names one answer of an assistant, "Assistant: field" when both
// are known, else what is known, at least the field's id.
func assistantName(k known, assistant, id, field string) string {
	name := k.answers[id]
	if name == "" {
		name = field
	}
	if a := k.assistants[assistant]; a != "" {
		return a + ": " + name
	}
	return name
}

// classifierCounts takes the entry without a channel, the talk as a whole, and
// never adds the channels up: they are counted in it. Where a server sends
// channels only, the largest of them is what surely occurred.
func classifierCounts(c *analysis.TextClassifiers, k known) []store.ClassifierCount {
	var out []store.ClassifierCount
	for _, r := range c.GetClassificationResult() {
		count := store.ClassifierCount{ClassifierID: r.GetClassifier(), Name: k.classifiers[r.GetClassifier()]}
		for _, s := range r.GetClassifierStatistics() {
			if s.GetChannelNumber() == nil {
				count.Count = int(s.GetTotalCount())
				break
			}
			count.Count = max(count.Count, int(s.GetTotalCount()))
		}
		out = append(out, count)
	}
	return out
}

// enumText turns "ALGORITHM_SPEECHKIT" into "SPEECHKIT"; a value this program
// does not know is its number already.
func enumText(name, prefix string) string { return strings.TrimPrefix(name, prefix) }

// instant converts a timestamp; absent is the zero time.
func instant(t *timestamppb.Timestamp) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.AsTime()
}
