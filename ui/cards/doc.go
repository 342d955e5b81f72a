// Package cards is where a company's score cards are made, changed, brought from
// a file and taken out of use.
package cards
