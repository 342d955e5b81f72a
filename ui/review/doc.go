// Package review is the desk where a supervisor judges one call: what was said,
// in step with the sound, and beside it what SpeechSense made of it.
//
// model.go and its neighbours say what the desk shows (no toolkit), load.go
// reads it off the UI goroutine, view.go and the parts around it are the
// widgets. The desk asks nobody but the local store and the player: a call that
// is not recognised yet is said to be so, and read again when the store tells
// that it changed.
package review
