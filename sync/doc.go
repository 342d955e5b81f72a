// Package sync is the work: find calls → fetch their recordings → upload → wait
// → bring the results home. It is a small facade: the window and the command
// line see an Engine, its Status and a few plain answers; the foreign services
// live in sub-packages, each behind the interface declared here.
//
// It promises that every move of a call is durable before the next begins, that
// the intent to send is on disk before the first byte leaves, that a call whose
// outcome is unknown is never sent again while it is so, and that a problem of
// the configuration pauses the run instead of failing calls.
//
// The standard package of the same name is imported as stdsync.
package sync
