// Package upload is the Upload screen: the form that says which calls go to
// which SpeechSense, and the run that takes them there. It starts and stops
// the engine and shows what the engine says; it sends nothing itself.
//
// form.go, model.go, run.go, attention.go and text.go are plain state and pure
// functions, load.go talks to the interfaces the screen was given, the other
// files draw.
package upload
