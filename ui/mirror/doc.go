// Package mirror is the panel «Bring everything»: what of the talks of a project
// is on this computer, how far the bringing is and how much may still be read of
// the service today.
package mirror
