// Package drill is the check a person can press: it starts a portal and a
// SpeechSense on loopback that lose answers, cut lines and are busy, lets the
// program itself work on them as child processes, kills these at random
// moments without warning, and in the end counts what became of every call.
//
// Everything happens in a folder of its own that is removed afterwards; no key,
// no call and no setting of the person is touched, and nothing leaves the
// computer.
package drill
