package sandbox

import (
	"context"
	"maps"
	"slices"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	analysis "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1/analysis"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"sensedesk/store"
)

// maxGet is how many talks one Get may name.
const maxGet = 100

// parts are the names a results mask may hold, each with what fills it in.
func parts() map[string]func(*Server, *ss.Talk, *talk) {
	return map[string]func(*Server, *ss.Talk, *talk){
		"talk_fields":             func(*Server, *ss.Talk, *talk) {}, // come regardless of the mask
		"talk_state":              func(s *Server, out *ss.Talk, t *talk) { out.TalkState = s.stateOf(t).message() },
		"transcription":           (*Server).fillTranscription,
		"summarization":           (*Server).fillSummarization,
		"text_classifiers":        (*Server).fillClassifiers,
		"speech_statistics":       statistic(func(out *ss.Talk, f figures) { out.SpeechStatistics = f.speech() }),
		"silence_statistics":      statistic(func(out *ss.Talk, f figures) { out.SilenceStatistics = f.silence() }),
		"interrupts_statistics":   statistic(func(out *ss.Talk, f figures) { out.InterruptsStatistics = f.interruptions() }),
		"conversation_statistics": statistic(func(out *ss.Talk, f figures) { out.ConversationStatistics = f.conversation() }),
		"points":                  (*Server).fillPoints,
		"assistants":              func(*Server, *ss.Talk, *talk) {}, // the sandbox has none
	}
}

// statistic fills a part that exists once the recording was listened to.
func statistic(fill func(*ss.Talk, figures)) func(*Server, *ss.Talk, *talk) {
	return func(s *Server, out *ss.Talk, t *talk) {
		if s.stateOf(t).speech == ss.ProcessingState_PROCESSING_STATE_SUCCESS {
			fill(out, t.figures)
		}
	}
}

// Get answers with the talks it knows and may show; the others are absent.
func (t talkService) Get(_ context.Context, req *ss.GetTalkRequest) (*ss.GetTalkResponse, error) {
	s := t.server
	if len(req.GetTalkIds()) == 0 || len(req.GetTalkIds()) > maxGet {
		return nil, status.Errorf(codes.InvalidArgument, "talk_ids: from 1 to %d are allowed", maxGet)
	}
	if err := s.checkScope(req); err != nil {
		return nil, err
	}
	mask, err := s.checkMask(req.GetResultsMask())
	if err == nil {
		err = s.spend(req.GetProjectId(), len(req.GetTalkIds()))
	}
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	resp := &ss.GetTalkResponse{}
	for _, id := range req.GetTalkIds() {
		talk, ok := s.byID[id]
		if !ok || !s.visible(talk) || !talk.within(req.GetConnectionId(), req.GetProjectId()) {
			continue
		}
		resp.Talk = append(resp.Talk, s.message(talk, req, mask))
		s.served[id]++
	}
	return resp, nil
}

// within tells whether a talk lies in a connection and a project; empty = any.
func (t *talk) within(connection, project string) bool {
	return (connection == "" || t.connection == connection) && (project == "" || t.project == "" || t.project == project)
}

// checkScope refuses ids that do not exist.
func (s *Server) checkScope(req scoped) error {
	for _, id := range []struct{ kind, want, got string }{
		{"organization", s.options.OrganizationID, req.GetOrganizationId()},
		{"space", s.options.SpaceID, req.GetSpaceId()},
		{"connection", s.options.ConnectionID, req.GetConnectionId()},
		{"project", s.options.ProjectID, req.GetProjectId()},
	} {
		if id.want != "" && id.got != "" && id.got != id.want {
			return status.Errorf(codes.NotFound, "%s %s not found", id.kind, id.got)
		}
	}
	return nil
}

// scoped is a request that says where to look.
type scoped interface {
	GetOrganizationId() string
	GetSpaceId() string
	GetConnectionId() string
	GetProjectId() string
}

// checkMask reads a results mask. An absent one means only the basics: the
// sources disagree, and a client must not rely on either reading.
func (s *Server) checkMask(m *fieldmaskpb.FieldMask) ([]string, error) {
	known := parts()
	for _, path := range m.GetPaths() {
		if known[path] == nil {
			return nil, status.Errorf(codes.InvalidArgument, "results_mask: unknown path %s", path)
		}
	}
	return m.GetPaths(), nil
}

// message builds the answer for one talk. The caller holds the lock.
func (s *Server) message(t *talk, req *ss.GetTalkRequest, mask []string) *ss.Talk {
	out := &ss.Talk{
		Id: t.id, OrganizationId: req.GetOrganizationId(), SpaceId: req.GetSpaceId(), ConnectionId: t.connection,
		CreatedBy: "sandbox", CreatedAt: timestamppb.New(t.accepted), ModifiedBy: "sandbox", ModifiedAt: timestamppb.New(s.modifiedAt(t)),
	}
	if t.project != "" {
		out.ProjectIds = []string{t.project}
	}
	for _, name := range slices.Sorted(maps.Keys(t.fields)) {
		out.TalkFields = append(out.TalkFields, &ss.Field{Name: name, Value: t.fields[name], Type: fieldType(name)})
	}
	known := parts()
	for _, path := range mask {
		known[path](s, out, t)
	}
	return out
}

// fieldType is the type a required key has; others are strings.
func fieldType(name string) ss.FieldType {
	switch name {
	case "date":
		return ss.FieldType_FIELD_TYPE_DATE
	case "direction_outgoing":
		return ss.FieldType_FIELD_TYPE_BOOLEAN
	}
	return ss.FieldType_FIELD_TYPE_STRING
}

// progress is how far the sandbox is with a talk.
type progress struct{ overall, speech, classifier, summary ss.ProcessingState }

// stateOf derives the progress from the clock: recognition takes the second
// third of the processing time, summary and classifiers the last.
func (s *Server) stateOf(t *talk) progress {
	const (
		idle    = ss.ProcessingState_PROCESSING_STATE_NOT_STARTED
		running = ss.ProcessingState_PROCESSING_STATE_PROCESSING
		success = ss.ProcessingState_PROCESSING_STATE_SUCCESS
		failed  = ss.ProcessingState_PROCESSING_STATE_FAILED
	)
	spent, third := s.now().Sub(t.accepted.Add(s.options.VisibleAfter)), s.options.Processing/3
	switch {
	case spent < third:
		return progress{running, idle, idle, idle}
	case spent < 2*third || !t.heard:
		return progress{running, running, idle, idle}
	case t.failure != "":
		return progress{failed, failed, idle, idle}
	case spent < s.options.Processing:
		return progress{running, success, running, running}
	}
	return progress{success, success, success, success}
}

// message lists the algorithms. STATISTICS is left out on purpose, as in a real
// answer that had statistics all the same: nobody may wait for a fixed set.
func (p progress) message() *ss.TalkState {
	info := func(a ss.Algorithm, s ss.ProcessingState) *ss.AlgorithmProcessingInfo {
		return &ss.AlgorithmProcessingInfo{Algorithm: a, ProcessingState: s}
	}
	return &ss.TalkState{ProcessingState: p.overall, AlgorithmProcessingInfos: []*ss.AlgorithmProcessingInfo{
		info(ss.Algorithm_ALGORITHM_SPEECHKIT, p.speech),
		info(ss.Algorithm_ALGORITHM_CLASSIFIER, p.classifier),
		info(ss.Algorithm_ALGORITHM_SUMMARIZATION, p.summary),
	}}
}

// modifiedAt is when the talk last changed: its metadata or its progress.
func (s *Server) modifiedAt(t *talk) time.Time {
	last := t.modified
	for _, step := range []time.Duration{0, s.options.Processing / 3, 2 * (s.options.Processing / 3), s.options.Processing} {
		at := t.accepted.Add(s.options.VisibleAfter + step)
		if !at.After(s.now()) && at.After(last) {
			last = at
		}
	}
	return last
}

// fillTranscription lists the phrases channel by channel, as the service does.
func (s *Server) fillTranscription(out *ss.Talk, t *talk) {
	out.Transcription = &analysis.Transcription{}
	state := s.stateOf(t)
	if state.speech == ss.ProcessingState_PROCESSING_STATE_FAILED {
		out.Transcription.AlgorithmsMetadata = []*analysis.AlgorithmMetadata{{
			Name: "SPEECHKIT", Error: &analysis.Error{Code: "INVALID_AUDIO", Message: t.failure},
		}}
	}
	if state.speech != ss.ProcessingState_PROCESSING_STATE_SUCCESS {
		return
	}
	ordered := slices.Clone(t.content.Phrases)
	slices.SortStableFunc(ordered, func(a, b store.Phrase) int { return a.Channel - b.Channel })
	for _, p := range ordered {
		out.Transcription.Phrases = append(out.Transcription.Phrases, phraseMessage(p, state.classifier == ss.ProcessingState_PROCESSING_STATE_SUCCESS))
	}
}

func phraseMessage(p store.Phrase, classified bool) *analysis.Phrase {
	out := &analysis.Phrase{
		ChannelNumber: int64(p.Channel), StartTimeMs: p.StartMS, EndTimeMs: p.EndMS,
		Phrase: &analysis.PhraseText{Text: p.Text, NormalizedText: p.Normalized, Language: p.Language},
	}
	for _, w := range p.Words {
		out.Phrase.Words = append(out.Phrase.Words, &analysis.Word{Word: w.Text, StartTimeMs: w.StartMS, EndTimeMs: w.EndMS})
	}
	if !classified {
		return out
	}
	runes := []rune(p.Text)
	for _, c := range p.Classifiers {
		result := &analysis.RecognitionClassifierResult{Classifier: c.ClassifierID, StartTimeMs: c.StartMS, EndTimeMs: c.EndMS}
		for _, h := range c.Highlights {
			text := h.Text
			if text == "" && h.Offset >= 0 && h.Count >= 0 && h.Offset+h.Count <= len(runes) {
				text = string(runes[h.Offset : h.Offset+h.Count])
			}
			result.Highlights = append(result.Highlights, &analysis.PhraseHighlight{Text: text, Offset: int64(h.Offset), Count: int64(h.Count)})
		}
		for _, l := range c.Labels {
			result.Labels = append(result.Labels, &analysis.RecognitionClassifierLabel{Label: l.Name, Confidence: l.Confidence})
		}
		out.Classifiers = append(out.Classifiers, result)
	}
	return out
}

func (s *Server) fillSummarization(out *ss.Talk, t *talk) {
	if s.stateOf(t).summary != ss.ProcessingState_PROCESSING_STATE_SUCCESS {
		return
	}
	out.Summarization = &analysis.Summarization{}
	for _, st := range t.content.Statements {
		kind := analysis.SummarizationFieldType_TEXT
		if len(st.Values) > 1 {
			kind = analysis.SummarizationFieldType_TEXT_ARRAY
		}
		out.Summarization.Statements = append(out.Summarization.Statements, &analysis.SummarizationStatement{
			Field:    &analysis.SummarizationField{Id: st.FieldID, Name: st.Name, Type: kind},
			Response: slices.Clone(st.Values),
		})
	}
}
