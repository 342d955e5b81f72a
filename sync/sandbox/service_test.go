package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	reflectpb "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
)

// clock is a time that moves when told.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// start runs a sandbox and returns a connection to it.
func start(t *testing.T, o sandbox.Options) (*sandbox.Server, *grpc.ClientConn) {
	t.Helper()
	s, err := sandbox.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	conn, err := grpc.NewClient(s.Address(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return s, conn
}

func fields(pairs ...string) map[string]string {
	out := map[string]string{
		"operator_name": "Анна Ким", "operator_id": "3", "client_name": "Ерлан", "client_id": "275",
		"date": "2026-03-12T14:05:00+05:00", "direction_outgoing": "true", "language": "ru-RU",
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

func mp3() *ss.AudioMetadata {
	return &ss.AudioMetadata{AudioFormat: &ss.AudioMetadata_ContainerAudio{ContainerAudio: &ss.ContainerAudio{
		ContainerAudioType: ss.ContainerAudio_CONTAINER_AUDIO_TYPE_MP3,
	}}}
}

func request(fields map[string]string, sound string) *ss.UploadTalkRequest {
	return &ss.UploadTalkRequest{
		Metadata: &ss.TalkMetadata{ConnectionId: "eag-c", Fields: fields},
		Audio:    &ss.AudioRequest{AudioMetadata: mp3(), AudioData: &ss.AudioChunk{Data: []byte(sound)}},
	}
}

// put uploads and returns the id.
func put(t *testing.T, conn *grpc.ClientConn, fields map[string]string, sound string) string {
	t.Helper()
	resp, err := ss.NewTalkServiceClient(conn).Upload(t.Context(), request(fields, sound))
	if err != nil {
		t.Fatal(err)
	}
	return resp.GetTalkId()
}

func everything() *fieldmaskpb.FieldMask {
	return &fieldmaskpb.FieldMask{Paths: []string{
		"transcription", "speech_statistics", "silence_statistics", "interrupts_statistics", "conversation_statistics",
		"points", "text_classifiers", "summarization", "talk_state", "assistants", "talk_fields",
	}}
}

func get(t *testing.T, conn *grpc.ClientConn, id string) *ss.Talk {
	t.Helper()
	resp, err := ss.NewTalkServiceClient(conn).Get(t.Context(), &ss.GetTalkRequest{TalkIds: []string{id}, ResultsMask: everything()})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.GetTalk()) == 0 {
		return nil
	}
	return resp.GetTalk()[0]
}

func TestMetadataRules(t *testing.T) {
	without := func(key string) map[string]string {
		f := fields()
		delete(f, key)
		return f
	}
	s, conn := start(t, sandbox.Options{ConnectionID: "eag-c", Keys: []string{"call_id"}})
	client := ss.NewTalkServiceClient(conn)
	bare := func(f map[string]string) *ss.UploadTalkRequest { return request(f, "sound") }
	cases := map[string]struct {
		req  *ss.UploadTalkRequest
		want codes.Code
		says string
	}{
		"required key":     {bare(without("language")), codes.InvalidArgument, "language"},
		"undeclared key":   {bare(fields("colour", "red")), codes.InvalidArgument, "colour"},
		"1025 bytes":       {bare(fields("call_id", strings.Repeat("x", 1025))), codes.InvalidArgument, "1024"},
		"date":             {bare(fields("date", "12.03.2026")), codes.InvalidArgument, "date"},
		"direction":        {bare(fields("direction_outgoing", "1")), codes.InvalidArgument, "direction_outgoing"},
		"no metadata":      {&ss.UploadTalkRequest{}, codes.InvalidArgument, "metadata"},
		"no sound":         {request(fields(), ""), codes.InvalidArgument, "empty"},
		"no description":   {&ss.UploadTalkRequest{Metadata: bare(fields()).GetMetadata()}, codes.InvalidArgument, "audio_metadata"},
		"connection":       {&ss.UploadTalkRequest{Metadata: &ss.TalkMetadata{ConnectionId: "other", Fields: fields()}}, codes.NotFound, "other"},
		"update of nobody": {&ss.UploadTalkRequest{TalkId: "audnobody", Metadata: bare(fields()).GetMetadata()}, codes.NotFound, "audnobody"},
		"talk id on a first upload": {
			&ss.UploadTalkRequest{TalkId: "my-call-7", Metadata: bare(fields()).GetMetadata(), Audio: bare(fields()).GetAudio()},
			codes.InvalidArgument, "talk_id",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := client.Upload(t.Context(), tc.req)
			if status.Code(err) != tc.want || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	if n := len(s.Uploads()); n != 0 {
		t.Errorf("%d accepted", n)
	}
	put(t, conn, fields("call_id", "c1", "date", "2026-03-12T14:05:00"), "sound") // a date without a zone is taken, as UTC
}

// New metadata replaces the old completely and is no second upload.
func TestChangeMetadata(t *testing.T) {
	s, conn := start(t, sandbox.Options{})
	id := put(t, conn, fields("call_id", "c1", "comment", "old"), "sound")
	_, err := ss.NewTalkServiceClient(conn).Upload(t.Context(), &ss.UploadTalkRequest{
		TalkId: id, Metadata: &ss.TalkMetadata{ConnectionId: "eag-c", Fields: fields("call_id", "c2")},
	})
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{}
	for _, f := range get(t, conn, id).GetTalkFields() {
		kept[f.GetName()] = f.GetValue()
	}
	if kept["call_id"] != "c2" || kept["comment"] != "" || len(s.Uploads()) != 1 {
		t.Errorf("fields %v, uploads %d", kept, len(s.Uploads()))
	}
}

func TestStreamRules(t *testing.T) {
	meta := &ss.StreamTalkRequest{Event: &ss.StreamTalkRequest_Metadata{Metadata: &ss.TalkMetadata{ConnectionId: "eag-c", Fields: fields()}}}
	audio := func(e *ss.AudioStreamingRequest) *ss.StreamTalkRequest {
		return &ss.StreamTalkRequest{Event: &ss.StreamTalkRequest_Audio{Audio: e}}
	}
	format := audio(&ss.AudioStreamingRequest{AudioEvent: &ss.AudioStreamingRequest_AudioMetadata{AudioMetadata: mp3()}})
	chunk := audio(&ss.AudioStreamingRequest{AudioEvent: &ss.AudioStreamingRequest_Chunk{Chunk: &ss.AudioChunk{Data: []byte("abc")}}})
	for name, tc := range map[string]struct {
		send []*ss.StreamTalkRequest
		want codes.Code
	}{
		"whole":                 {[]*ss.StreamTalkRequest{meta, format, chunk, chunk}, codes.OK},
		"format again":          {[]*ss.StreamTalkRequest{meta, format, chunk, format, chunk}, codes.InvalidArgument},
		"sound before format":   {[]*ss.StreamTalkRequest{meta, chunk}, codes.InvalidArgument},
		"sound before metadata": {[]*ss.StreamTalkRequest{chunk}, codes.InvalidArgument},
		"nothing":               {nil, codes.InvalidArgument},
		"metadata only":         {[]*ss.StreamTalkRequest{meta}, codes.InvalidArgument},
		"no sound":              {[]*ss.StreamTalkRequest{meta, format}, codes.InvalidArgument},
	} {
		t.Run(name, func(t *testing.T) {
			s, conn := start(t, sandbox.Options{})
			stream, err := ss.NewTalkServiceClient(conn).UploadAsStream(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range tc.send {
				if stream.Send(m) != nil {
					break // the reason is in the answer
				}
			}
			resp, err := stream.CloseAndRecv()
			if status.Code(err) != tc.want {
				t.Fatalf("got %v, want %s", err, tc.want)
			}
			if err == nil && (s.Uploads()[0].Hash != hashOf([]byte("abcabc")) || s.Uploads()[0].TalkID != resp.GetTalkId()) {
				t.Errorf("accepted %+v", s.Uploads())
			}
		})
	}
}

// prepared is a talk of two voices: overlaps, an interruption, a classifier.
func prepared() store.Talk {
	return store.Talk{
		Conversation: store.ConversationStats{DurationMS: 10_000},
		Phrases: []store.Phrase{
			{Channel: 0, StartMS: 0, EndMS: 3000, Text: "добрый день"},
			{Channel: 1, StartMS: 2000, EndMS: 5000, Text: "это безобразие", Classifiers: []store.PhraseClassifier{
				{ClassifierID: "eagNegative", Name: "Негатив", Highlights: []store.Highlight{{Offset: 4, Count: 10}}},
			}},
			{Channel: 0, StartMS: 6000, EndMS: 7000, Text: "простите"},
		},
		Statements: []store.Statement{{FieldID: "summary", Name: "Итог", Values: []string{"Жалоба"}}},
	}
}

// A talk becomes visible late, then is worked on step by step.
func TestLifeOfATalk(t *testing.T) {
	time0 := &clock{at: time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)}
	s, conn := start(t, sandbox.Options{
		Now: time0.Now, VisibleAfter: time.Minute, Processing: 3 * time.Minute,
		Talks: map[string]sandbox.Prepared{hashOf([]byte("sound")): {Talk: prepared()}},
	})
	id := put(t, conn, fields(), "sound")

	if talk := get(t, conn, id); talk != nil {
		t.Fatalf("visible at once: %v", talk)
	}
	want := func(speech, summary ss.ProcessingState, phrases, statements int) {
		t.Helper()
		talk := get(t, conn, id)
		states := map[ss.Algorithm]ss.ProcessingState{}
		for _, a := range talk.GetTalkState().GetAlgorithmProcessingInfos() {
			states[a.GetAlgorithm()] = a.GetProcessingState()
		}
		if states[ss.Algorithm_ALGORITHM_SPEECHKIT] != speech || states[ss.Algorithm_ALGORITHM_SUMMARIZATION] != summary {
			t.Errorf("states %v", states)
		}
		if n := len(talk.GetTranscription().GetPhrases()); n != phrases {
			t.Errorf("%d phrases, want %d", n, phrases)
		}
		if n := len(talk.GetSummarization().GetStatements()); n != statements {
			t.Errorf("%d statements, want %d", n, statements)
		}
	}
	const idle, running, success = ss.ProcessingState_PROCESSING_STATE_NOT_STARTED, ss.ProcessingState_PROCESSING_STATE_PROCESSING, ss.ProcessingState_PROCESSING_STATE_SUCCESS
	time0.Add(time.Minute)
	want(idle, idle, 0, 0)
	time0.Add(time.Minute)
	want(running, idle, 0, 0)
	time0.Add(time.Minute)
	before := get(t, conn, id).GetModifiedAt().AsTime()
	want(success, running, 3, 0)
	time0.Add(time.Minute)
	want(success, success, 3, 1)
	if after := get(t, conn, id).GetModifiedAt().AsTime(); !after.After(before) {
		t.Errorf("modified at %s, then %s", before, after)
	}
	if n, seconds := s.Metered(); n != 1 || seconds != 10 {
		t.Errorf("metered %d uploads, %d s", n, seconds)
	}
}

func TestFiguresOfATalk(t *testing.T) {
	_, conn := start(t, sandbox.Options{
		Classifiers: []sandbox.Classifier{{ID: "eagPrice", Name: "Цена"}},
		Talks:       map[string]sandbox.Prepared{hashOf([]byte("sound")): {Talk: prepared()}},
	})
	talk := get(t, conn, put(t, conn, fields(), "sound"))

	if channels := talk.GetTranscription().GetPhrases(); channels[0].GetChannelNumber() != 0 || channels[1].GetChannelNumber() != 0 || channels[2].GetChannelNumber() != 1 {
		t.Error("phrases do not come channel by channel")
	}
	if ms := talk.GetSpeechStatistics().GetTotalSimultaneousSpeechDurationMs(); ms != 1000 {
		t.Errorf("simultaneous speech %d ms", ms)
	}
	if ms := talk.GetSilenceStatistics().GetTotalSimultaneousSilenceDurationMs(); ms != 4000 { // 5–6 and 7–10 s
		t.Errorf("simultaneous silence %d ms", ms)
	}
	interrupts := talk.GetInterruptsStatistics().GetSpeakerInterrupts()
	if len(interrupts) != 1 || interrupts[0].GetSpeakerTag() != "1" || interrupts[0].GetInterruptsCount() != 1 || interrupts[0].GetInterrupts()[0].GetStartTimeMs() != 2000 {
		t.Errorf("interrupts %v", interrupts)
	}
	speakers := talk.GetConversationStatistics().GetSpeakerStatistics()
	if len(speakers) != 3 || speakers[2].GetSpeakerTag() != "" || speakers[0].GetCompleteStatistics().GetTotalSpeechMs() != 4000 || speakers[0].GetCompleteStatistics().GetWordsCount() != 3 {
		t.Errorf("speakers %v", speakers)
	}
	counts := map[string]int64{}
	for _, r := range talk.GetTextClassifiers().GetClassificationResult() {
		for _, st := range r.GetClassifierStatistics() {
			if st.GetChannelNumber() == nil {
				counts[r.GetClassifier()] = st.GetTotalCount()
			}
		}
	}
	if len(counts) != 2 || counts["eagNegative"] != 1 || counts["eagPrice"] != 0 {
		t.Errorf("classifiers %v", counts)
	}
}

// Of a recording it has no transcript for the sandbox tells what it heard, and
// that this is no recognition.
func TestUnknownRecording(t *testing.T) {
	notice := sandbox.Notice{Name: "Примечание", Text: "Учебный сервер не распознаёт речь"}
	heard := make(chan struct{}, 1)
	_, conn := start(t, sandbox.Options{Notice: notice, Analyze: func(_ context.Context, sound []byte) (sandbox.Analysis, error) {
		defer func() { heard <- struct{}{} }()
		if string(sound) == "noise" {
			return sandbox.Analysis{}, errors.New("no sound inside")
		}
		return sandbox.Analysis{DurationMS: 5000, Channels: 2, Speech: [][]store.Range{{{StartMS: 100, EndMS: 900}}, {{StartMS: 1000, EndMS: 2000}}}}, nil
	}})
	settled := func(id string) *ss.Talk {
		<-heard
		for { // the result is stored a moment after it was heard
			if talk := get(t, conn, id); talk.GetTalkState().GetProcessingState() > ss.ProcessingState_PROCESSING_STATE_PROCESSING {
				return talk
			}
		}
	}

	talk := settled(put(t, conn, fields(), "talking"))
	if p := talk.GetTranscription().GetPhrases(); len(p) != 2 || p[1].GetStartTimeMs() != 1000 || p[1].GetPhrase().GetText() != "" {
		t.Errorf("phrases %v", p)
	}
	if st := talk.GetSummarization().GetStatements(); len(st) != 1 || st[0].GetField().GetId() != sandbox.NoticeField || st[0].GetField().GetName() != notice.Name || st[0].GetResponse()[0] != notice.Text {
		t.Errorf("statements %v", st)
	}
	talk = settled(put(t, conn, fields(), "noise"))
	if talk.GetTalkState().GetProcessingState() != ss.ProcessingState_PROCESSING_STATE_FAILED || talk.GetTranscription().GetAlgorithmsMetadata()[0].GetError().GetMessage() != "no sound inside" {
		t.Errorf("noise: %v", talk)
	}

	_, deaf := start(t, sandbox.Options{Notice: notice})
	talk = get(t, deaf, put(t, deaf, fields(), "talking"))
	if talk.GetTranscription() == nil || len(talk.GetTranscription().GetPhrases()) != 0 || len(talk.GetSummarization().GetStatements()) != 1 {
		t.Errorf("without analysis: %v", talk)
	}
}

func TestSearch(t *testing.T) {
	_, conn := start(t, sandbox.Options{
		Keys:  []string{"call_id", "cost", "vip"},
		Talks: map[string]sandbox.Prepared{hashOf([]byte("long")): {Talk: prepared()}},
	})
	client := ss.NewTalkServiceClient(conn)
	byID := map[string]string{}
	for i, sound := range []string{"long", "b", "c", "d"} {
		name := string(rune('a' + i))
		byID[put(t, conn, fields("call_id", name, "cost", fmt.Sprint(i*10), "vip", fmt.Sprint(i == 1), "date", fmt.Sprintf("2026-03-%02dT12:00:00Z", 20-i)), sound)] = name
	}
	both := &ss.BoundsInclusive{FromInclusive: true, ToInclusive: true}
	day := func(d int) *timestamppb.Timestamp {
		return timestamppb.New(time.Date(2026, 3, d, 12, 0, 0, 0, time.UTC))
	}
	filter := func(key string, f *ss.Filter) *ss.Filter { f.Key = key; return f }
	match := func(v ...string) *ss.Filter {
		return &ss.Filter{Filter: &ss.Filter_AnyMatch{AnyMatch: &ss.AnyMatchFilter{Values: v}}}
	}
	dates := func(b *ss.BoundsInclusive) *ss.Filter {
		return &ss.Filter{Filter: &ss.Filter_DateRange{DateRange: &ss.DateRangeFilter{FromValue: day(18), ToValue: day(19), BoundsInclusive: b}}}
	}
	inverse := func(f *ss.Filter) *ss.Filter { f.Inverse = true; return f }
	cases := map[string]struct {
		req  *ss.SearchTalkRequest
		want string // names in order; "!" = refused
	}{
		"all":             {&ss.SearchTalkRequest{}, "abcd"},
		"match":           {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("userMeta.call_id", match("b", "d"))}}, "bd"},
		"inverse":         {&ss.SearchTalkRequest{Filters: []*ss.Filter{inverse(filter("userMeta.call_id", match("b", "d")))}}, "ac"},
		"and":             {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("userMeta.call_id", match("b", "d")), filter("userMeta.cost", match("10"))}}, "b"},
		"boolean":         {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("userMeta.vip", &ss.Filter{Filter: &ss.Filter_BooleanMatch{BooleanMatch: &ss.BooleanFilter{Value: true}}})}}, "b"},
		"dates":           {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("userMeta.date", dates(both))}}, "bc"},
		"bounds left out": {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("userMeta.date", dates(nil))}}, ""},
		"numbers": {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("userMeta.cost", &ss.Filter{Filter: &ss.Filter_IntRange{IntRange: &ss.IntRangeFilter{
			FromValue: wrapperspb.Int64(20), BoundsInclusive: both,
		}}})}}, "cd"},
		"duration": {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("talk.statistics.duration_seconds", &ss.Filter{Filter: &ss.Filter_DurationRange{DurationRange: &ss.DurationRangeFilter{
			FromValue: durationpb.New(10 * time.Second), BoundsInclusive: both,
		}}})}}, "a"},
		"classifier": {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("talk.classifiers.eagNegative.count", &ss.Filter{Filter: &ss.Filter_IntRange{IntRange: &ss.IntRangeFilter{
			FromValue: wrapperspb.Int64(1), BoundsInclusive: both,
		}}})}}, "a"},
		"words of one channel": {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("talk.statistics.words.count", &ss.Filter{
			ChannelNumber: wrapperspb.Int64(1), Filter: &ss.Filter_DoubleRange{DoubleRange: &ss.DoubleRangeFilter{FromValue: wrapperspb.Double(3), BoundsInclusive: both}},
		})}}, ""},
		"text":         {&ss.SearchTalkRequest{Query: &ss.Query{Text: "Безобразие это"}}, "a"},
		"text inverse": {&ss.SearchTalkRequest{Query: &ss.Query{Text: "безобразие", Inverse: true}}, "bcd"},
		"sorted": {&ss.SearchTalkRequest{SortData: &ss.SortData{Fields: []*ss.SortField{
			{Field: "userMeta.date", Order: ss.SortOrder_SORT_ORDER_ASC},
		}}}, "dcba"},
		"sorted by number": {&ss.SearchTalkRequest{SortData: &ss.SortData{Fields: []*ss.SortField{
			{Field: "userMeta.cost", Order: ss.SortOrder_SORT_ORDER_DESC},
		}}}, "dcba"},
		"other connection": {&ss.SearchTalkRequest{ConnectionId: "eag-other"}, ""},
		"unknown key":      {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("user.call_id", match("b"))}}, "!"},
		"undeclared key":   {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("userMeta.colour", match("b"))}}, "!"},
		"wrong kind":       {&ss.SearchTalkRequest{Filters: []*ss.Filter{filter("talk.statistics.words.count", match("3"))}}, "!"},
		"page too large":   {&ss.SearchTalkRequest{PageSize: 1001}, "!"},
		"token":            {&ss.SearchTalkRequest{PageToken: "7"}, "!"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			resp, err := client.Search(t.Context(), tc.req)
			if tc.want == "!" {
				if status.Code(err) != codes.InvalidArgument {
					t.Errorf("got %v %v", resp, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got string
			for _, id := range resp.GetTalkIds() {
				got += byID[id]
			}
			if got != tc.want || resp.GetTalksCount() != int64(len(tc.want)) {
				t.Errorf("got %q of %d, want %q", got, resp.GetTalksCount(), tc.want)
			}
		})
	}

	var paged string
	for token, pages := "", 0; ; pages++ {
		resp, err := client.Search(t.Context(), &ss.SearchTalkRequest{PageSize: 3, PageToken: token})
		if err != nil || resp.GetTalksCount() != 4 || pages > 2 {
			t.Fatal(resp, err)
		}
		for _, id := range resp.GetTalkIds() {
			paged += byID[id]
		}
		if token = resp.GetNextPageToken(); token == "" {
			break
		}
	}
	if paged != "abcd" {
		t.Errorf("page by page: %q", paged)
	}
}

func TestChat(t *testing.T) {
	_, conn := start(t, sandbox.Options{})
	client := ss.NewTalkServiceClient(conn)
	begun := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	say := func(who string, after time.Duration, text string) *ss.Message {
		return &ss.Message{UserId: who, Timestamp: timestamppb.New(begun.Add(after)), Payload: &ss.Message_Text{Text: &ss.TextPayload{Text: text}}}
	}
	meta := &ss.TalkMetadata{ConnectionId: "eag-c", Fields: fields()}
	resp, err := client.UploadText(t.Context(), &ss.UploadTextRequest{Metadata: meta, TextContent: &ss.TextContent{
		Messages: []*ss.Message{say("275", 0, "Вы открыты?"), say("3", 90*time.Second, "Да")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	phrases := get(t, conn, resp.GetTalkId()).GetTranscription().GetPhrases()
	if len(phrases) != 2 || phrases[0].GetChannelNumber() != 0 || phrases[0].GetStartTimeMs() != 90_000 || phrases[1].GetPhrase().GetText() != "Вы открыты?" {
		t.Errorf("phrases %v", phrases)
	}
	_, err = client.UploadText(t.Context(), &ss.UploadTextRequest{Metadata: meta, TextContent: &ss.TextContent{Messages: []*ss.Message{say("99", 0, "?")}}})
	if status.Code(err) != codes.InvalidArgument {
		t.Errorf("stranger: %v", err)
	}
}

func TestGetRules(t *testing.T) {
	_, conn := start(t, sandbox.Options{ProjectID: "eag-p"})
	client := ss.NewTalkServiceClient(conn)
	id := put(t, conn, fields(), "sound")
	if _, err := client.Get(t.Context(), &ss.GetTalkRequest{TalkIds: []string{id}, ResultsMask: &fieldmaskpb.FieldMask{Paths: []string{"talkState"}}}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("camel case in the mask: %v", err)
	}
	if _, err := client.Get(t.Context(), &ss.GetTalkRequest{TalkIds: []string{id}, ProjectId: "eag-x"}); status.Code(err) != codes.NotFound {
		t.Errorf("unknown project: %v", err)
	}
	if _, err := client.Get(t.Context(), &ss.GetTalkRequest{TalkIds: slices.Repeat([]string{id}, 101)}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("101 ids: %v", err)
	}
	resp, err := client.Get(t.Context(), &ss.GetTalkRequest{TalkIds: []string{"audnobody", id}})
	if err != nil || len(resp.GetTalk()) != 1 {
		t.Fatal(resp, err)
	}
	if talk := resp.GetTalk()[0]; talk.GetTranscription() != nil || len(talk.GetTalkFields()) != 7 || talk.GetProjectIds()[0] != "eag-p" {
		t.Errorf("without a mask: %v", talk)
	}
}

func TestKeyAndNames(t *testing.T) {
	_, conn := start(t, sandbox.Options{Key: "k1", Classifiers: []sandbox.Classifier{{ID: "eag1", Name: "Негатив"}}})
	as := func(header string) context.Context {
		return metadata.AppendToOutgoingContext(t.Context(), "authorization", header)
	}
	for header, want := range map[string]codes.Code{"": 16, "k1": 16, "Api-Key k2": 16, "Api-Key k1": 0, "Bearer k1": 0, "Api-Key ": 16} {
		for _, service := range []string{"yandex.cloud.speechsense.v1.", "yandex.cloud.api.speechsense.v1."} {
			err := conn.Invoke(as(header), "/"+service+"TalkService/Search", &ss.SearchTalkRequest{}, &ss.SearchTalkResponse{})
			if status.Code(err) != want {
				t.Errorf("%q at %s: %v", header, service, err)
			}
		}
	}
	list := &ss.ListClassifiersResponse{}
	err := conn.Invoke(as("Api-Key k1"), "/yandex.cloud.api.speechsense.v1.ClassifiersService/List", &ss.ListClassifiersRequest{ProjectId: "p"}, list)
	if err != nil || len(list.GetClassifiers()) != 1 || list.GetClassifiers()[0].GetName() != "Негатив" {
		t.Errorf("classifiers %v %v", list, err)
	}
	assistants, err := ss.NewAssistantsServiceClient(conn).List(as("Bearer k1"), &ss.ListAssistantsRequest{ProjectId: "p"})
	if err != nil || len(assistants.GetAssistants()) != 0 {
		t.Errorf("assistants %v %v", assistants, err)
	}

	stream, err := reflectpb.NewServerReflectionClient(conn).ServerReflectionInfo(t.Context()) // grpcurl needs no key to look around
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.Send(&reflectpb.ServerReflectionRequest{MessageRequest: &reflectpb.ServerReflectionRequest_ListServices{}}); err != nil {
		t.Fatal(err)
	}
	answer, err := stream.Recv()
	if err != nil {
		t.Fatal(err)
	}
	var served []string
	for _, s := range answer.GetListServicesResponse().GetService() {
		served = append(served, s.GetName())
	}
	for _, want := range []string{"yandex.cloud.speechsense.v1.TalkService", "yandex.cloud.api.speechsense.v1.TalkService"} {
		if !slices.Contains(served, want) {
			t.Errorf("%s is not among %v", want, served)
		}
	}
}

// Closing ends calls that hang and waits for what runs.
func TestCloseEndsEverything(t *testing.T) {
	arrived := make(chan struct{})
	s, conn := start(t, sandbox.Options{Hook: func(ctx context.Context, m sandbox.Moment) error {
		if m.Stage == sandbox.StageReceived {
			close(arrived)
			<-ctx.Done()
		}
		return ctx.Err()
	}})
	ended := make(chan error, 1)
	go func() {
		_, err := ss.NewTalkServiceClient(conn).Upload(context.Background(), request(fields(), "sound"))
		ended <- err
	}()
	<-arrived
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err == nil {
		t.Error("the call that hung succeeded")
	}
	if n := len(s.Uploads()); n != 0 {
		t.Errorf("%d accepted", n)
	}
}
