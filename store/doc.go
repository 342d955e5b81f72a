// Package store says what Sensedesk knows: calls, their recordings, the talks
// SpeechSense made of them, the settings, and the error codes and change feed
// by which the other rooms speak about them.
//
// It holds plain structs only. It imports no driver, no toolkit and no other
// package of ours, so the engine, the window and the tests share one vocabulary
// without sharing anything else. Sub-packages keep things: store/db in SQLite,
// store/recordings in files, store/secrets in the keyring of the system.
package store
