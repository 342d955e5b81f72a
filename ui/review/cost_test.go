package review_test

import (
	"testing"

	"sensedesk/store"
	"sensedesk/ui/uitest"
)

// TestCostFollowsTheSettings changes price and currency while the facts of a call
// are read.
func TestCostFollowsTheSettings(t *testing.T) {
	d := facts(t, uitest.Options{}, nil)
	title := d.Print.S("review.fact.cost")
	if d.Sees(title) {
		t.Fatal("a cost without a price")
	}
	for _, step := range []struct{ price, currency string }{{"1.98", "RUB"}, {"2.50", "RUB"}, {"2.50", "KZT"}, {"", "KZT"}} {
		d.book.set(func() { d.book.settings.PricePerMinute, d.book.settings.PriceCurrency = step.price, step.currency })
		d.screen.Changed(store.Change{Kind: store.KindSettings})
		d.Wait("the cost at "+step.price+" "+step.currency, func() bool {
			if step.price == "" {
				return !d.Sees(title)
			}
			cost := map[string]string{"1.98": "19.21", "2.50": "24.25"}[step.price] // of 9 min 42 s
			return d.Sees(title) && d.Sees(d.Print.Money(cost, step.currency))
		})
	}
}
