package speechsense

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"

	"sensedesk/store"
)

const (
	// unaryMax is the largest recording sent as one message, bytes. Half a
	// mebibyte under four: four is what a gRPC server takes when nobody configured
	// it, the rest leaves room for two hundred metadata keys.
	unaryMax = 4<<20 - 512<<10
	// chunkSize is one piece of a streamed recording, bytes.
	chunkSize = 512 << 10
)

// Upload is one recording to be sent.
type Upload struct {
	ConnectionID string // empty = that of the settings
	Fields       map[string]string
	Container    store.Container
	Size         int64 // bytes
	// Open returns the recording from its start. It is called once, and again
	// when the service turns out to have another name.
	Open func() (io.ReadCloser, error)
	// Progress, when set, hears how many bytes were handed to the network. It is
	// called from the goroutine of Upload.
	Progress func(sent int64)
}

// Upload sends one recording and returns the id of the talk it became. It never
// sends the same recording twice.
//
// Errors, besides those of the configuration (key_refused, right_missing,
// id_unknown, balance, service_missing, tls): empty, format_unsupported,
// file_cut (the recording is not as long as announced), refused and
// file_too_large (for this recording only), busy and network (nothing was
// accepted, may be tried again), outcome_unknown (the recording may have been
// accepted: look for its marker). A cancelled context shows through errors.Is.
func (c *Client) Upload(ctx context.Context, u Upload) (store.TalkID, error) {
	const op = "upload recording"
	meta, audio, err := c.describe(u)
	if err != nil {
		return "", err
	}
	if u.Progress == nil {
		u.Progress = func(int64) {}
	}
	k := call{
		op: op, service: talkService, method: "UploadAsStream", upload: true, size: u.Size,
		timeout: store.UploadTimeout(u.Size),
	}
	resp := &ss.UploadTalkResponse{}
	if u.Size > unaryMax {
		err = c.do(ctx, k, func(ctx context.Context, method string) error {
			answer, err := c.stream(ctx, method, u, meta, audio)
			if err == nil {
				resp = answer
			}
			return err
		})
	} else {
		k.method = "Upload"
		sound, readErr := readWhole(u)
		if readErr != nil {
			return "", c.explain(ctx, k, &departure{}, "", readErr)
		}
		err = c.unary(ctx, k, &ss.UploadTalkRequest{
			Metadata: meta,
			Audio:    &ss.AudioRequest{AudioMetadata: audio, AudioData: &ss.AudioChunk{Data: sound}},
		}, resp)
		if err == nil {
			u.Progress(u.Size)
		}
	}
	if err != nil {
		return "", err
	}
	if resp.GetTalkId() == "" { // accepted, but as what? Search by the marker knows
		return "", store.E(store.CodeOutcomeUnknown, op, errors.New("accepted without a talk id"))
	}
	return store.TalkID(resp.GetTalkId()), nil
}

// describe checks an upload and builds the two messages that precede its bytes.
func (c *Client) describe(u Upload) (*ss.TalkMetadata, *ss.AudioMetadata, error) {
	const op = "upload recording"
	connection := u.ConnectionID
	if connection == "" {
		connection = c.settings.ConnectionID
	}
	kind, ok := map[store.Container]ss.ContainerAudio_ContainerAudioType{
		store.ContainerWAV:     ss.ContainerAudio_CONTAINER_AUDIO_TYPE_WAV,
		store.ContainerOggOpus: ss.ContainerAudio_CONTAINER_AUDIO_TYPE_OGG_OPUS,
		store.ContainerMP3:     ss.ContainerAudio_CONTAINER_AUDIO_TYPE_MP3,
	}[u.Container]
	switch {
	case connection == "":
		return nil, nil, store.E(store.CodeConnectionMissing, op, nil)
	case u.Size <= 0:
		return nil, nil, store.E(store.CodeEmpty, op, nil)
	case !ok:
		return nil, nil, store.E(store.CodeFormatUnsupported, op, nil, "format", string(u.Container))
	}
	fields := make(map[string]string, len(u.Fields))
	for name, value := range u.Fields {
		if name == c.settings.MarkerKey && (len(value) > store.MaxFieldValue || !utf8.ValidString(value)) {
			// a shortened marker would find nothing, or another call
			return nil, nil, store.E(store.CodeRefused, op, nil, "text", name)
		}
		fields[strings.ToValidUTF8(name, "\uFFFD")] = store.FitField(value)
	}
	audio := &ss.AudioMetadata{AudioFormat: &ss.AudioMetadata_ContainerAudio{ContainerAudio: &ss.ContainerAudio{ContainerAudioType: kind}}}
	return &ss.TalkMetadata{ConnectionId: connection, Fields: fields}, audio, nil
}

// readWhole reads a small recording and makes sure that it is what was announced.
func readWhole(u Upload) ([]byte, error) {
	f, err := u.Open()
	if err != nil {
		return nil, &errLocal{fmt.Errorf("open recording: %w", err)}
	}
	defer f.Close()
	sound := make([]byte, u.Size+1) // one more than announced shows that there is more
	n, err := io.ReadFull(f, sound)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, &errLocal{fmt.Errorf("read recording: %w", err)}
	}
	if int64(n) != u.Size {
		return nil, sizeChanged(int64(n), u.Size)
	}
	return sound[:n], nil
}

// sizeChanged says that a recording is not as long as announced, in bytes.
func sizeChanged(got, want int64) error {
	return &errLocal{store.E(store.CodeFileCut, "read recording", nil, "got", strconv.FormatInt(got, 10), "want", strconv.FormatInt(want, 10))}
}

// stream sends metadata, audio metadata and the sound in pieces, in this order,
// and returns the one answer. Where sending is cut short by the server, the real
// status is in the answer, not in the io.EOF of the send.
//
// When the recording cannot be read to its end the stream is reset before it is
// half-closed: the server has no whole upload, and the end is ours (errLocal).
func (c *Client) stream(ctx context.Context, method string, u Upload, meta *ss.TalkMetadata, audio *ss.AudioMetadata) (*ss.UploadTalkResponse, error) {
	f, err := u.Open()
	if err != nil {
		return nil, &errLocal{fmt.Errorf("open recording: %w", err)}
	}
	defer f.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	raw, err := c.conn.NewStream(ctx, &grpc.StreamDesc{StreamName: "UploadAsStream", ClientStreams: true}, method, grpc.StaticMethod())
	if err != nil {
		return nil, err
	}
	s := &grpc.GenericClientStream[ss.StreamTalkRequest, ss.UploadTalkResponse]{ClientStream: raw}

	sendAudio := func(event *ss.AudioStreamingRequest) error {
		return s.Send(&ss.StreamTalkRequest{Event: &ss.StreamTalkRequest_Audio{Audio: event}})
	}
	err = s.Send(&ss.StreamTalkRequest{Event: &ss.StreamTalkRequest_Metadata{Metadata: meta}})
	if err == nil {
		err = sendAudio(&ss.AudioStreamingRequest{AudioEvent: &ss.AudioStreamingRequest_AudioMetadata{AudioMetadata: audio}})
	}
	if err == nil {
		err = eachChunk(f, u.Size, func(piece []byte, sent int64) error {
			if err := sendAudio(&ss.AudioStreamingRequest{AudioEvent: &ss.AudioStreamingRequest_Chunk{Chunk: &ss.AudioChunk{Data: piece}}}); err != nil {
				return err
			}
			u.Progress(sent)
			return nil
		})
	}
	if err != nil && err != io.EOF { // a bare io.EOF comes from Send only
		return nil, err
	}
	return s.CloseAndRecv()
}

// eachChunk calls send for each piece of a recording of size bytes, with the
// count of bytes up to and including it. There is one piece, filled again and
// again: gRPC has encoded it into a buffer of its own when Send returns. (Later
// it may show a sent message to tracing, which is off, and to statistics
// handlers, of which departures is the only one and looks at none.) A fresh piece
// each time makes a gigabyte take 20 MB.
func eachChunk(f io.Reader, size int64, send func(piece []byte, sent int64) error) error {
	var sent int64
	room := make([]byte, min(chunkSize, size))
	for sent < size {
		piece := room[:min(chunkSize, size-sent)]
		n, err := io.ReadFull(f, piece)
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return sizeChanged(sent+int64(n), size)
		case err != nil:
			return &errLocal{fmt.Errorf("read recording: %w", err)}
		}
		sent += int64(n)
		if sent == size { // nothing more may follow, and this is known before the last piece leaves
			if n, _ := io.ReadFull(f, make([]byte, 1)); n > 0 {
				return sizeChanged(size+int64(n), size)
			}
		}
		if err := send(piece, sent); err != nil {
			return err
		}
	}
	return nil
}
