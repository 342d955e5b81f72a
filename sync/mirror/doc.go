// Package mirror brings everything a project or a connection of SpeechSense has
// to this computer: the talks others uploaded beside our own. The service forgets
// after three months; what was mirrored stays.
//
// A run first lists, then fetches. Listing goes by searches that are small enough
// to be paged through (the service shows 10 000 results of one): windows of dates,
// halved where they hold more, and one for talks without a date. What was listed
// is wanted until it is stored. Every step is durable before the next begins, so
// that a run that was cut anywhere goes on there.
package mirror
