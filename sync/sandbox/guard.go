package sandbox

import (
	"context"
	"crypto/subtle"
	"errors"
	"strings"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// Stage is a moment in the life of a call at which a Hook is asked.
type Stage int

// The stages, in their order.
const (
	StageArrived  Stage = iota // the key was accepted, nothing else happened
	StageChunk                 // a piece of a streamed recording arrived
	StageReceived              // a recording arrived whole and is in order, but is not accepted yet
	StageAccepted              // it is accepted and metered; the answer has not left
)

// Moment is what a Hook is told.
type Moment struct {
	Method string // "Upload", "UploadAsStream", "Get" …
	Stage  Stage
	Bytes  int64 // of sound received so far
}

// Hook plays what a real service or network does wrong. What it returns ends
// the call: a gRPC status reaches the client as it is, ErrDrop cuts the line. It
// may block; ctx ends with the call or the sandbox. It is called from many
// goroutines.
type Hook func(ctx context.Context, m Moment) error

// ErrDrop, returned by a Hook, closes the connection without an answer.
var ErrDrop = errors.New("drop the connection")

// ErrBusy, returned by a Hook, refuses the call because of a quota.
var ErrBusy = status.Error(codes.ResourceExhausted, "quota exceeded: try later")

// at asks the hook.
func (s *Server) at(ctx context.Context, method string, stage Stage, bytes int64) error {
	if s.options.Hook == nil {
		return nil
	}
	err := s.options.Hook(ctx, Moment{Method: method, Stage: stage, Bytes: bytes})
	if !errors.Is(err, ErrDrop) {
		return err
	}
	if p, ok := peer.FromContext(ctx); ok {
		if cutErr := s.listener.cut(p.Addr.String()); cutErr != nil {
			return status.Error(codes.Internal, cutErr.Error())
		}
	}
	return status.Error(codes.Unavailable, "connection dropped")
}

// spellings are the packages the services are served under; the first is the
// one of the protos, the second appears in the documentation of Hybrid.
func spellings() []string {
	return []string{"yandex.cloud.speechsense.v1.", "yandex.cloud.api.speechsense.v1."}
}

// register serves each service under the names the options allow.
func (s *Server) register() {
	for _, pkg := range spellings() {
		if only := s.options.Service; only != "" && !strings.HasPrefix(only, pkg) {
			continue
		}
		for _, service := range []struct {
			desc grpc.ServiceDesc
			impl any
		}{
			{ss.TalkService_ServiceDesc, talkService{server: s}},
			{ss.ClassifiersService_ServiceDesc, classifiersService{server: s}},
			{ss.AssistantsService_ServiceDesc, assistantsService{server: s}},
		} {
			short := service.desc.ServiceName[strings.LastIndexByte(service.desc.ServiceName, '.')+1:]
			service.desc.ServiceName = pkg + short
			s.grpc.RegisterService(&service.desc, service.impl)
		}
	}
}

// guardUnary checks the key, then asks the hook.
func (s *Server) guardUnary(ctx context.Context, req any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
	if err := s.admit(ctx, info.FullMethod); err != nil {
		return nil, err
	}
	return handle(ctx, req)
}

// guardStream checks the key, then asks the hook. Reflection is open to all.
func (s *Server) guardStream(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	if !strings.HasPrefix(info.FullMethod, "/grpc.reflection.") {
		if err := s.admit(stream.Context(), info.FullMethod); err != nil {
			return err
		}
	}
	return handle(srv, stream)
}

func (s *Server) admit(ctx context.Context, fullMethod string) error {
	if s.options.Key != "" && !s.keyAccepted(ctx) {
		return status.Error(codes.Unauthenticated, "the key or token is missing or not valid")
	}
	method := fullMethod[strings.LastIndexByte(fullMethod, '/')+1:]
	if s.options.ReadOnly && strings.HasPrefix(method, "Upload") {
		return status.Error(codes.PermissionDenied, "speech-sense.data.editor is required")
	}
	return s.at(ctx, method, StageArrived, 0)
}

// keyAccepted looks for the key behind either scheme.
func (s *Server) keyAccepted(ctx context.Context) bool {
	md, _ := metadata.FromIncomingContext(ctx)
	for _, header := range md.Get("authorization") {
		for _, scheme := range []string{"Api-Key ", "Bearer "} {
			key, ok := strings.CutPrefix(header, scheme)
			if ok && subtle.ConstantTimeCompare([]byte(key), []byte(s.options.Key)) == 1 {
				return true
			}
		}
	}
	return false
}
