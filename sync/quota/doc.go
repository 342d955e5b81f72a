// Package quota keeps the reading of talks inside what SpeechSense allows a
// project. All who read of one project share one quota, also over a restart and
// beside another process on the same data folder.
//
// The documentation counted talks once and counts requests now; a request for n
// talks is counted as n, which is right under either reading. No window of a
// limit's length, wherever it begins, ever holds more than the limit: every read
// is remembered until it has left the longest window, and counts from the moment
// its answer was there, since the service may have seen it as late as that.
package quota
