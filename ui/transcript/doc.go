// Package transcript shows what was said in a call, in step with its sound: the
// phrases of both parties in one column, the pauses between them, the words a
// classifier marked, the phrase and the word being spoken.
//
// What can be decided without a toolkit is decided in pure files: which display
// word stands for which recognised word (align.go), what the rows are
// (document.go), where lines break (breaker.go), who speaks at a moment
// (follower.go), whether the view has to move (follow.go). The widget places
// the rows near the screen and nothing else, so a call of four hours opens as
// fast as a short one.
//
// It knows nothing of screens, stores and players: it is given a Document and a
// position, and says where its reader wants to go.
package transcript
