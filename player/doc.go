// Package player plays recorded calls and says where in the recording the sound
// that is heard right now comes from.
//
// The chain is
//
//	file → decode → stretch → resample to Rate → ring → gains → Sink
//
// One goroutine of the Deck works up to the ring, a quarter of a second ahead;
// the sink's own goroutine takes from the ring and never waits for anything.
// Every seek begins a new segment with a ring of its own, so nothing has to be
// flushed and no old sound can be mistaken for new.
//
// There is one clock, Deck.Position. It starts from the frames the sink says
// were heard, not from those it took, and goes back to source time through the
// points the stretcher leaves at its every step. It never runs backwards within
// a segment.
//
// Sounding needs a device: player/output has the speaker. Without one the Null
// sink keeps the pace, so that the transcript still follows.
package player
