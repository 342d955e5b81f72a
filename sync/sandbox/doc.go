// Package sandbox is a SpeechSense inside the app, on loopback: the demo runs
// on it, integrators can point grpcurl at it, and tests talk to it. It speaks
// the official gRPC services under both spellings of their name, keeps the
// documented rules and limits, and imitates the traps: results that become
// visible late, answers that leave zero values out, a metadata date without a
// zone that is read as UTC.
//
// A recording it was given a transcript for is answered with that transcript;
// of any other it tells what can be heard without recognising speech: who spoke
// when, silence, interruptions, and a notice that says so.
//
// Everything it was sent lives in memory and is gone when it is closed.
package sandbox
