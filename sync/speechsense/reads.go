package speechsense

import (
	"context"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// Reads is the read quota of the project, shared by all who read of it.
type Reads interface {
	// Take waits until talks may be asked for; done is called when the answer is there.
	Take(ctx context.Context, talks int) (done func(), err error)
	// Batch is the most talks one request may name.
	Batch(ctx context.Context) int
}

// read is unary for a request that counts as reading talks: a Get as many as it
// names, a Search as one.
func (c *Client) read(ctx context.Context, k call, talks int, req, resp proto.Message) error {
	if c.reads == nil {
		return c.unary(ctx, k, req, resp)
	}
	done, err := c.reads.Take(ctx, talks)
	if err != nil {
		if ctx.Err() != nil {
			return c.explain(ctx, k, &departure{}, "", status.FromContextError(ctx.Err()).Err())
		}
		return err
	}
	defer done()
	return c.unary(ctx, k, req, resp)
}

// batch is how many talks one Get may name.
func (c *Client) batch(ctx context.Context) int {
	if c.reads == nil {
		return getBatch
	}
	return min(getBatch, c.reads.Batch(ctx))
}
