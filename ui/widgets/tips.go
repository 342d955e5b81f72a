package widgets

import "fyne.io/fyne/v2"

// OfferTip shows text below an object, x from its left edge, once the pointer
// has rested: for what is drawn on one object and means something at each place.
func OfferTip(owner fyne.CanvasObject, text string, x float32) { offerTipAt(owner, text, x) }

// DropTip takes an object's tooltip away, or keeps one from coming.
func DropTip(owner fyne.CanvasObject) { dropTip(owner) }
