// Package db keeps what Sensedesk knows in one SQLite file: calls and their
// states, recordings' figures, talks, settings, checkpoints.
//
// It promises that a committed move survives a power cut (WAL with
// synchronous=FULL), that reads never wait for the writer, that a file it
// cannot use is left byte for byte as it is, and that whoever looks at the feed
// hears of every committed change of calls, talks, settings, prefs, checkpoints
// and people. It decides nothing: which move comes next is the engine's matter.
//
// Errors a person must be told about carry data_unreadable, data_newer,
// disk_full or not_found; everything else is an ordinary wrapped error.
package db
