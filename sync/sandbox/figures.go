package sandbox

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	analysis "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1/analysis"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"sensedesk/store"
)

// The messages of the statistics. Total ratios stay empty although the
// milliseconds are there: real answers do the same.

func (f figures) speech() *analysis.SpeechStatistics {
	ms := total(f.bothSpeak)
	return &analysis.SpeechStatistics{
		TotalSimultaneousSpeechDurationMs: ms, TotalSimultaneousSpeechDurationSeconds: ms / 1000,
		SimultaneousSpeechDurationEstimation: describe(lengths(f.bothSpeak)),
	}
}

func (f figures) silence() *analysis.SilenceStatistics {
	ms := total(f.nobody)
	return &analysis.SilenceStatistics{
		TotalSimultaneousSilenceDurationMs: ms, TotalSimultaneousSilenceDurationSeconds: ms / 1000,
		SimultaneousSilenceDurationEstimation: describe(lengths(f.nobody)),
	}
}

func (f figures) interruptions() *analysis.InterruptsStatistics {
	out := &analysis.InterruptsStatistics{}
	for channel, c := range f.channels {
		if len(c.interrupts) == 0 {
			continue
		}
		ms := total(c.interrupts)
		e := &analysis.InterruptsEvaluation{
			SpeakerTag: strconv.Itoa(channel), InterruptsCount: int64(len(c.interrupts)), InterruptsDurationMs: ms, InterruptsDurationSeconds: ms / 1000,
		}
		for _, r := range c.interrupts {
			e.Interrupts = append(e.Interrupts, boundaries(r))
		}
		out.SpeakerInterrupts = append(out.SpeakerInterrupts, e)
	}
	return out
}

func boundaries(r store.Range) *analysis.AudioSegmentBoundaries {
	return &analysis.AudioSegmentBoundaries{StartTimeMs: r.StartMS, EndTimeMs: r.EndMS, DurationSeconds: (r.EndMS - r.StartMS) / 1000}
}

// conversation has one entry per channel and one with an empty tag: averages.
func (f figures) conversation() *analysis.ConversationStatistics {
	whole := store.Range{EndMS: f.durationMS}
	out := &analysis.ConversationStatistics{ConversationBoundaries: boundaries(whole)}
	var average channelFigures
	for channel, c := range f.channels {
		out.SpeakerStatistics = append(out.SpeakerStatistics, c.speaker(strconv.Itoa(channel), whole))
		n := int64(len(f.channels))
		average.speechMS += c.speechMS / n
		average.silenceMS += c.silenceMS / n
		average.words += c.words / len(f.channels)
		average.letters += c.letters / len(f.channels)
		average.phrases = append(average.phrases, c.phrases...)
		average.perPhrase = append(average.perPhrase, c.perPhrase...)
		average.lettersPer = append(average.lettersPer, c.lettersPer...)
	}
	if len(f.channels) > 0 {
		out.SpeakerStatistics = append(out.SpeakerStatistics, average.speaker("", whole))
	}
	return out
}

func (c channelFigures) speaker(tag string, whole store.Range) *analysis.SpeakerStatistics {
	phrases := make([]float64, len(c.phrases))
	for i, ms := range c.phrases {
		phrases[i] = float64(ms)
	}
	stats := &analysis.UtteranceStatistics{
		SpeakerTag: tag, SpeechBoundaries: boundaries(whole), TotalSpeechMs: c.speechMS, TotalSilenceMs: c.silenceMS,
		WordsCount: int64(c.words), LettersCount: int64(c.letters),
		WordsPerSecond: describe(rates(c.perPhrase, phrases)), LettersPerSecond: describe(rates(c.lettersPer, phrases)),
	}
	return &analysis.SpeakerStatistics{
		SpeakerTag: tag, CompleteStatistics: stats, UtteranceCount: int64(len(c.phrases)),
		WordsPerUtterance: describe(c.perPhrase), LettersPerUtterance: describe(c.lettersPer), UtteranceDurationEstimation: describe(phrases),
	}
}

// rates divides counts by lengths in milliseconds, per second.
func rates(counts, ms []float64) []float64 {
	var out []float64
	for i := range counts {
		if ms[i] > 0 {
			out = append(out, counts[i]*1000/ms[i])
		}
	}
	return out
}

// lengths are those of the ranges, ms.
func lengths(in []store.Range) []float64 {
	out := make([]float64, len(in))
	for i, r := range in {
		out[i] = float64(r.EndMS - r.StartMS)
	}
	return out
}

// describe makes descriptive statistics; with one sample there is no std, with
// none there are no statistics.
func describe(samples []float64) *analysis.DescriptiveStatistics {
	if len(samples) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(samples))
	out := &analysis.DescriptiveStatistics{Min: sorted[0], Max: sorted[len(sorted)-1]}
	for _, v := range sorted {
		out.Mean += v / float64(len(sorted))
	}
	if len(sorted) > 1 {
		var squares float64
		for _, v := range sorted {
			squares += (v - out.Mean) * (v - out.Mean)
		}
		out.Std = math.Sqrt(squares / float64(len(sorted)-1))
	}
	for _, level := range []float64{0.25, 0.5, 0.75} {
		out.Quantiles = append(out.Quantiles, &analysis.Quantile{Level: level, Value: sorted[int(level*float64(len(sorted)-1))]})
	}
	return out
}

// fillClassifiers lists the whole dictionary, mostly zeros: one entry per
// channel and one without a channel for the talk as a whole.
func (s *Server) fillClassifiers(out *ss.Talk, t *talk) {
	if s.stateOf(t).classifier != ss.ProcessingState_PROCESSING_STATE_SUCCESS {
		return
	}
	out.TextClassifiers = &analysis.TextClassifiers{}
	for _, c := range s.dictionary() {
		result := &analysis.ClassificationResult{Classifier: c.ID}
		sum := 0
		for channel := range max(len(t.figures.channels), 2) {
			n := t.figures.classifierHit[c.ID][channel]
			sum += n
			result.ClassifierStatistics = append(result.ClassifierStatistics, &analysis.ClassifierStatistics{
				ChannelNumber: wrapperspb.Int64(int64(channel)), TotalCount: int64(n),
			})
		}
		result.ClassifierStatistics = append(result.ClassifierStatistics, &analysis.ClassifierStatistics{TotalCount: int64(sum)})
		out.TextClassifiers.ClassificationResult = append(out.TextClassifiers.ClassificationResult, result)
	}
}

// dictionary is what the options list and what prepared talks use beyond that.
func (s *Server) dictionary() []Classifier {
	list := slices.Clone(s.options.Classifiers)
	has := func(id string) bool {
		return slices.ContainsFunc(list, func(c Classifier) bool { return c.ID == id })
	}
	var extra []Classifier
	for _, p := range s.options.Talks {
		for _, phrase := range p.Talk.Phrases {
			for _, c := range phrase.Classifiers {
				if !has(c.ClassifierID) && !slices.ContainsFunc(extra, func(e Classifier) bool { return e.ID == c.ClassifierID }) {
					extra = append(extra, Classifier{ID: c.ClassifierID, Name: c.Name})
				}
			}
		}
	}
	slices.SortFunc(extra, func(a, b Classifier) int { return strings.Compare(a.ID, b.ID) })
	return append(list, extra...)
}

// classifiersService answers ClassifiersService.
type classifiersService struct {
	ss.UnimplementedClassifiersServiceServer
	server *Server
}

// List names the classifiers of the project.
func (c classifiersService) List(_ context.Context, req *ss.ListClassifiersRequest) (*ss.ListClassifiersResponse, error) {
	if err := c.server.mayName(req.GetProjectId()); err != nil {
		return nil, err
	}
	out := &ss.ListClassifiersResponse{}
	for _, entry := range c.server.dictionary() {
		out.Classifiers = append(out.Classifiers, &ss.Classifier{Id: entry.ID, Name: entry.Name, Description: entry.Description})
	}
	return out, nil
}

// assistantsService answers AssistantsService: there are none.
type assistantsService struct {
	ss.UnimplementedAssistantsServiceServer
	server *Server
}

// List is empty.
func (a assistantsService) List(_ context.Context, req *ss.ListAssistantsRequest) (*ss.ListAssistantsResponse, error) {
	return &ss.ListAssistantsResponse{}, a.server.mayName(req.GetProjectId())
}

// ListModels is empty, too.
func (a assistantsService) ListModels(context.Context, *ss.ListModelsRequest) (*ss.ListModelsResponse, error) {
	return &ss.ListModelsResponse{}, nil
}

// mayName tells whether names may be asked for.
func (s *Server) mayName(project string) error {
	if s.options.HideNames {
		return status.Error(codes.PermissionDenied, "listing is not permitted")
	}
	if project == "" {
		return status.Error(codes.InvalidArgument, "project_id is required")
	}
	return s.checkScope(&ss.SearchTalkRequest{ProjectId: project})
}
