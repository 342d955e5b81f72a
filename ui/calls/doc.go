// Package calls is the list of calls: what was said, by whom, and how far each
// has come. It searches, narrows by state, follows the run while it goes on,
// and opens a call for review.
package calls
