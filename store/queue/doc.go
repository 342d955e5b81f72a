// Package queue picks calls to listen to in the time a person has, and says
// what share of somebody's calls was heard. It is arithmetic: calls come in as
// plain values, chance is handed in, nothing is read or kept.
package queue
