// Package speechsense talks to Yandex SpeechSense, in the cloud, on a Hybrid
// server or in the sandbox, over gRPC with the official messages. It is the
// only room that knows them: what comes out are the plain types of store.
//
// It promises three things. An upload whose fate is not certain ends in
// store.CodeOutcomeUnknown and never in an error that invites another try. The
// memory an upload takes does not depend on the size of the recording. The key
// appears in the authorization header only: in no error, log line or answer.
//
// When to call, how often and what to do about a code is left to the engine.
package speechsense
