// Package server is the screen «SpeechSense»: what is on the server beyond this
// library. One tab searches there by every kind of condition and opens what was
// found like a local call; the other brings everything home.
package server
