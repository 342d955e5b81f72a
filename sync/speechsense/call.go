package speechsense

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

const (
	// maxCalls is how many calls run at once on one connection. A Hybrid server
	// takes ten; more would wait inside gRPC and burn their deadline there.
	maxCalls = 10
	// maxUploads leaves one place for reading while uploads fill the line.
	maxUploads = maxCalls - 1
	// readTimeout ends a Search, Get or List.
	readTimeout = 2 * time.Minute
)

// slots limits the calls under way; waiting for one costs no deadline.
type slots struct{ all, uploads chan struct{} }

func newSlots() slots {
	return slots{all: make(chan struct{}, maxCalls), uploads: make(chan struct{}, maxUploads)}
}

// enter waits for a place and returns how to give it back.
func (s slots) enter(ctx context.Context, upload bool) (leave func(), err error) {
	if upload {
		select {
		case s.uploads <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	select {
	case s.all <- struct{}{}:
	case <-ctx.Done():
		if upload {
			<-s.uploads
		}
		return nil, ctx.Err()
	}
	return func() {
		<-s.all
		if upload {
			<-s.uploads
		}
	}, nil
}

// call describes one RPC.
type call struct {
	op      string // what was being done, for errors
	service string // short name, "TalkService"
	method  string
	timeout time.Duration
	upload  bool  // it creates something: an uncertain end is outcome_unknown
	size    int64 // bytes of sound, for the log
}

// do runs one RPC: place, deadline, headers, the spelling of the service, the
// log line and the meaning of its end. try is called with the full method name
// and may be called a second time when the first name was UNIMPLEMENTED.
func (c *Client) do(ctx context.Context, k call, try func(ctx context.Context, method string) error) error {
	leave, err := c.slots.enter(ctx, k.upload)
	if err != nil {
		return c.explain(ctx, k, &departure{}, "", status.FromContextError(err).Err())
	}
	defer leave()

	inner, cancel := context.WithTimeout(ctx, k.timeout)
	defer cancel()
	c.revive(inner)

	var (
		sent *departure
		id   string
	)
	for _, name := range c.services.candidates(k.service) {
		sent, id = &departure{}, requestID()
		begun := time.Now()
		err = try(c.outgoing(inner, id, sent), "/"+name+"/"+k.method)
		level := slog.LevelDebug // polling would fill the log
		if k.upload || err != nil {
			level = slog.LevelInfo
		}
		c.log.LogAttrs(ctx, level, "speechsense call",
			slog.String("service", name), slog.String("method", k.method), slog.String("request_id", id),
			slog.String("code", status.Code(err).String()), slog.Duration("took", time.Since(begun)), slog.Int64("bytes", k.size))
		if status.Code(err) != codes.Unimplemented {
			if err == nil {
				c.services.answered(k.service, name)
			}
			break
		}
	}
	if err == nil {
		return nil
	}
	return c.explain(ctx, k, sent, id, err)
}

// unary is do for a call with one request and one response.
func (c *Client) unary(ctx context.Context, k call, req, resp proto.Message) error {
	return c.do(ctx, k, func(ctx context.Context, method string) error {
		return c.conn.Invoke(ctx, method, req, resp, grpc.StaticMethod())
	})
}

// outgoing adds the headers of one attempt and the mark of its departure.
func (c *Client) outgoing(ctx context.Context, id string, d *departure) context.Context {
	headers := []string{"x-client-request-id", id} // support asks for it
	if c.key != "" {
		headers = append(headers, "authorization", c.settings.Auth+" "+c.key)
	}
	ctx = metadata.AppendToOutgoingContext(ctx, headers...)
	return context.WithValue(ctx, departureKey{}, d)
}

// requestID makes a random UUID (version 4).
func requestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // documented never to fail
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}
