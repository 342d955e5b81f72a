package player

// Rate is the rate of every sink, Hz. The device is opened once, at this rate,
// and never per file: opening it again can crash (faiface/beep #115, #146).
const Rate = 48000

// Feed is what a sink takes its sound from. Pull is called from one goroutine
// at a time.
type Feed interface {
	// Pull fills dst wholly and never waits. The first n frames are sound of the
	// recording; behind them there is silence: paused, at the end, or the decoder
	// is late.
	Pull(dst [][2]float32) (n int)
	// More is signalled when a Pull that gave less than asked for may now give
	// more. A sink with a pace of its own need not look.
	More() <-chan struct{}
}

// Sink takes sound to where it is heard.
type Sink interface {
	// Start begins to pull from f, in a goroutine of the sink. It is called once.
	Start(f Feed)
	// Heard returns how many of the frames pulled since Start have been heard by
	// now, silence included. It never runs backwards, never waits and may be
	// called from any goroutine.
	Heard() int64
	// Lost gives one error when the device has gone. The sink then pulls no more.
	// It may be nil when nothing can be lost.
	Lost() <-chan error
	// Close ends pulling; when it returns no Pull is running or will come.
	Close() error
}
