// Package score is the arithmetic of judging calls: a company's own cards with
// criteria, the answers a reviewer gives, the total that follows from them by a
// formula everybody can read, what classifiers propose, and how far two
// reviewers agree. It knows neither SQL nor the window.
package score
