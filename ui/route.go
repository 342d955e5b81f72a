package ui

import "sensedesk/store"

// place names a screen.
type place string

// The screens.
const (
	placeCalls    place = "calls"
	placeUpload   place = "upload"
	placeSettings place = "settings"
	placeHelp     place = "help"
	placeReview   place = "review"
)

// places lists what the side bar offers, in its order.
func places() []place { return []place{placeCalls, placeUpload, placeSettings, placeHelp} }

// route says where to go. Routes are values: two that are equal show the same.
type route struct {
	place place
	call  store.CallID // for placeReview
}

// rail returns the entry of the side bar a route belongs to.
func (r route) rail() place {
	if r.place == placeReview {
		return placeCalls
	}
	return r.place
}
