package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
)

func orderly(_ *house, o *Options) { o.Shuffle = func(int, func(i, j int)) {} }

// TestTheQueueLeadsFromCallToCall walks the whole path by keys.
func TestTheQueueLeadsFromCallToCall(t *testing.T) {
	d := newDesk(t, i18n.RU, orderly)
	d.s.do(keys.Queue)
	d.Wait("the picks", func() bool { return d.Sees("3 звонка, 10 мин из 30 мин") })
	d.Key(fyne.KeyReturn)
	d.Wait("the first call", func() bool { return d.s.at.place == placeReview && d.Sees("1 из 3 · ещё 10 мин") })
	first := d.s.at.call
	if d.s.queueCount() != "3" {
		t.Errorf("the side bar says %q", d.s.queueCount())
	}
	d.Key(fyne.KeyReturn)
	d.Wait("the second call", func() bool { return d.s.at.call != first && d.Sees("2 из 3 · ещё 7 мин") })
	d.Type("й")
	d.Wait("the queue", func() bool {
		return d.s.at.place == placeQueue && d.Sees("Вы на 2-м звонке из 3, осталось 7 мин")
	})
	d.Tap(d.say("queue.continue"))
	d.Wait("the second call again", func() bool { return d.Sees("2 из 3") })
	d.Key(fyne.KeyReturn)
	d.Key(fyne.KeyReturn)
	d.Wait("the report", func() bool { return d.s.at.place == placeQueue && d.Sees("5 из 20") && d.Sees("11 % – 47 %") })
	if d.s.queueCount() != "" {
		t.Errorf("the side bar says %q after the last call", d.s.queueCount())
	}
}

func TestTheQueueSurvivesARestart(t *testing.T) {
	kept := ""
	d := newDesk(t, i18n.RU, orderly)
	d.s.do(keys.Queue)
	d.Wait("the picks", func() bool { return d.Sees("3 звонка") })
	d.Key(fyne.KeyReturn)
	d.Wait("the first call", func() bool { return d.Sees("1 из 3") })
	d.Key(fyne.KeyReturn)
	d.Wait("the queue to be kept", func() bool {
		d.with(func() { kept = d.prefs["queue"] })
		return len(kept) > 0 && d.Sees("2 из 3")
	})
	d.Drain()
	d.s.Close()
	d.with(func() { kept = d.prefs["queue"] })

	again := newDesk(t, i18n.RU, func(h *house, o *Options) { orderly(h, o); h.prefs["queue"] = kept })
	again.Wait("the side bar", func() bool { return again.s.queueCount() == "2" })
	again.s.do(keys.Queue)
	again.Wait("the queue", func() bool { return again.Sees("Вы на 2-м звонке из 3") })
	again.Tap(again.say("queue.leave"))
	again.Wait("other picks", func() bool { return again.s.queueCount() == "" && again.Sees("3 звонка") })
}
