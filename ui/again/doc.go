// Package again asks a person before a call is sent to SpeechSense a second
// time. Nothing else in the app sends a call twice: the service knows no
// idempotency, so each sending is a talk of its own and is billed.
package again
