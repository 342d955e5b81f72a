package review_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sensedesk/assets"
	"sensedesk/player"
	"sensedesk/player/decode"
	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

func TestClickOnAWordPlaysFromIt(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	line := d.FindText("Да, только недолго. Я хотел узнать, когда будет готов заказ.")

	d.TapAt(line.At.AddXY(line.Object.Size().Width-4, 8))

	if at := d.deck.Position(); at != 171500*time.Millisecond || !d.deck.Playing() {
		t.Errorf("at %s, playing: %v", at, d.deck.Playing())
	}
	if got := d.screen.Transcript().Current(); got.Lit != "заказ." {
		t.Errorf("lit %q before the clock has moved", got.Lit)
	}
	d.FindText("Пауза")
	d.FindText("02:51")
}

func TestTheTextFollowsTheSound(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	d.Tap("Слушать")
	for _, c := range []struct {
		at          time.Duration
		clock, word string
	}{
		{161 * time.Second, "02:41", "Добрый"},
		{193100 * time.Millisecond, "03:13", "приношу"},
		{221500 * time.Millisecond, "03:41", ""},
		{571100 * time.Millisecond, "09:31", "Спасибо"},
	} {
		d.beat(c.at)
		if got := d.screen.Transcript().Current().Lit; got != c.word {
			t.Errorf("at %s the word %q is lit, want %q", c.at, got, c.word)
		}
		d.FindText(c.clock)
	}
	if now := d.screen.Transcript().Current().Text; !d.Sees(now) {
		t.Errorf("%q is spoken and out of sight", now)
	}
}

func TestTheClockIsAskedOnlyWhilePlayingAndSeen(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	want := func(when string, n int) {
		t.Helper()
		d.Wait("tickers "+when, func() bool { return d.tickers() == n })
	}
	want("while paused", 0)
	d.screen.Do(keys.PlayPause)
	want("while playing", 1)
	d.screen.Do(keys.PlayPause)
	want("after a pause", 0)
	d.screen.Do(keys.PlayPause)
	d.screen.Hide()
	want("while hidden", 0)
	if d.deck.Playing() {
		t.Error("a hidden desk goes on playing")
	}
	d.screen.Show()
	want("shown again, paused", 0)
	d.screen.Do(keys.PlayPause)
	d.deck.set(func() { d.deck.ended, d.deck.playing = true, false })
	d.ticks <- time.Time{}
	want("after the end", 0)
	d.FindText("Слушать")
}

func TestKeys(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	at := func(c keys.Command, want time.Duration) {
		t.Helper()
		if !d.screen.Do(c) {
			t.Fatalf("%s means nothing", c)
		}
		if got := d.deck.Position(); got != want {
			t.Errorf("%s goes to %s, want %s", c, got, want)
		}
	}
	at(keys.Back, 0)
	at(keys.Forward, 5*time.Second)
	at(keys.NextPhrase, 161*time.Second)
	at(keys.NextPhrase, 167*time.Second)
	at(keys.PreviousPhrase, 161*time.Second)
	at(keys.PreviousPhrase, 2*time.Second)
	at(keys.NextEvent, 4*time.Second) // the long silence
	at(keys.NextEvent, 161*time.Second)
	at(keys.PreviousEvent, 4*time.Second)
	d.deck.Seek(581 * time.Second)
	at(keys.Forward, 582*time.Second)
	for c, want := range map[keys.Command]float64{keys.HalfFaster: 1.5, keys.DoubleSpeed: 2, keys.NormalSpeed: 1} {
		d.screen.Do(c)
		if d.deck.speed != want {
			t.Errorf("%s: speed %g", c, d.deck.speed)
		}
	}
	d.screen.Do(keys.NormalSpeed)
	d.screen.Do(keys.Slower)
	d.screen.Do(keys.Faster)
	d.screen.Do(keys.Faster)
	d.screen.Do(keys.Faster)
	if d.deck.speed != 1.2 { // a tenth at a time: down one, up three
		t.Errorf("speed %g after four keys", d.deck.speed)
	}
	if !d.Sees("1,2×") {
		t.Errorf("the speed set by keys is not shown: %q", d.Texts())
	}
	for range 30 {
		d.screen.Do(keys.Faster)
	}
	if d.deck.speed != 3 {
		t.Errorf("the fastest is %g", d.deck.speed)
	}
	d.screen.Do(keys.NextCall)
	d.screen.Do(keys.Leave)
	if d.next != 1 || d.back != 1 {
		t.Errorf("next %d, back %d", d.next, d.back)
	}
	if d.screen.Do(keys.Upload) {
		t.Error("the desk takes a command of another screen")
	}
}

func TestChooseCopyAndLetGo(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	from, to := d.FindText("02:41").At, d.FindText("02:58").At
	test.Drag(d.Window.Canvas(), to, 0, to.Y-from.Y)
	d.screen.Do(keys.CopyText)
	if !strings.HasPrefix(d.copied, "02:41\tКим Анна\tДобрый день") || strings.Count(d.copied, "\n") != 3 {
		t.Errorf("copied %q", d.copied)
	}
	d.copied = ""
	d.Window.Canvas().(interface{ TypedShortcut(fyne.Shortcut) }).TypedShortcut(&fyne.ShortcutCopy{})
	if d.copied == "" {
		t.Error("the system's copy copies nothing")
	}
	d.screen.Do(keys.Leave)
	if d.back != 0 {
		t.Error("left the call while phrases were chosen")
	}
	d.screen.Do(keys.Leave)
	if d.back != 1 {
		t.Error("does not leave")
	}
}

func TestTheTimeLine(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()

	found := d.Find("Негатив")
	mark := found[len(found)-1] // the time line is drawn last
	d.TapAt(mark.At.AddXY(4, 4))
	if got := d.deck.Position(); got < 184*time.Second || got > 190*time.Second {
		t.Errorf("the marker leads to %s", got)
	}
	if d.deck.Playing() {
		t.Error("the time line starts playing")
	}
	y := mark.At.Y + 40
	d.TapAt(fyne.NewPos(20+1400/2, y))
	if got := d.deck.Position(); got != 291*time.Second {
		t.Errorf("the middle of the line is %s", got)
	}
	test.Drag(d.Window.Canvas(), fyne.NewPos(20+1400/4, y), 10, 0)
	if got := d.deck.Position(); got != 145500*time.Millisecond {
		t.Errorf("dragged to %s", got)
	}
	test.MoveMouse(d.Window.Canvas(), fyne.NewPos(20+1400/4, y))
	d.FindText("02:25")
}

func TestEveryCountCanBeHeard(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	d.Tap("03:27")
	if at := d.deck.Position(); at < 207*time.Second || at > 214*time.Second || !d.deck.Playing() {
		t.Errorf("the place of a classifier leads to %s", at)
	}
	d.Tap("Негатив 2")
	if at := d.deck.Position(); at < 184*time.Second || at > 190*time.Second {
		t.Errorf("the chip leads to %s", at)
	}
}

func TestVolumes(t *testing.T) {
	d := open(t, uitest.Options{}, func(d *desk) { d.book.settings.SpeechSense.OperatorChannel = 1 }).read()
	if got := d.screen.State().Gains; got != [2]review.Gain{{Level: 1}, {Level: 1}} {
		t.Fatalf("gains %+v", got)
	}
	names := d.Find("Ким Анна")
	name := names[len(names)-1] // at the volume
	d.TapAt(name.At.AddXY(-18, 8))
	if d.deck.gains != [2]float64{1, 0} {
		t.Errorf("the operator, on channel 1, is muted: %v", d.deck.gains)
	}
	d.TapAt(name.At.AddXY(name.Object.Size().Width+5+12, 10)) // the second of five steps
	if d.deck.gains != [2]float64{1, 0.4} {
		t.Errorf("a step unmutes and sets: %v", d.deck.gains)
	}
	d.screen.Open(theCall)
	d.Wait("the call again", func() bool { return d.screen.State().Sound == review.SoundReady })
	if d.deck.gains != [2]float64{1, 0.4} {
		t.Errorf("the next call forgets the volumes: %v", d.deck.gains)
	}
}

func TestOneChannelHasOneVolume(t *testing.T) {
	d := open(t, uitest.Options{}, func(d *desk) {
		d.book.settings.SpeechSense.OperatorChannel = 1
		c := d.book.calls[theCall]
		r := *c.Recording
		r.Channels = 1
		c.Recording = &r
		d.book.calls[theCall] = c
	}).read()
	name := d.FindText("Разговор")
	d.TapAt(name.At.AddXY(-18, 8))
	if d.deck.gains != [2]float64{0, 1} {
		t.Errorf("muted: %v", d.deck.gains)
	}
	if d.Sees("перебивает") || len(d.Find("Ким Анна")) != 1 {
		t.Errorf("who speaks is told where nobody knows: %q", d.Texts())
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		change func(d *desk)
		sees   []string
		not    []string
	}{
		"being recognised": {
			func(d *desk) { d.state(store.StateProcessing); delete(d.book.talks, theCall) },
			[]string{"Расшифровки пока нет", "распознаётся", "Слушать", "Итог появится"},
			[]string{"⟦"},
		},
		"recognition failed": {
			func(d *desk) {
				d.state(store.StateRecognitionFailed)
				d.book.talks[theCall] = store.Talk{Failures: []store.AlgorithmFailure{{Message: "audio is too noisy"}}}
			},
			[]string{"audio is too noisy"},
			[]string{"⟦"},
		},
		"not sent": {
			func(d *desk) {
				d.state(store.StateSkipped)
				c := d.book.calls[theCall]
				c.Reason = store.CodeShort
				d.book.calls[theCall] = c
				delete(d.book.talks, theCall)
			},
			[]string{"Расшифровки нет."},
			[]string{"⟦"},
		},
		"nobody spoke": {
			func(d *desk) { d.book.talks[theCall] = store.Talk{} },
			[]string{"никто ничего не сказал"},
			[]string{"⟦"},
		},
		"no recording": {
			func(d *desk) { c := d.book.calls[theCall]; c.Recording = nil; d.book.calls[theCall] = c },
			[]string{"Записи нет на этом компьютере", "Скачать запись", "Добрый день"},
			[]string{"⟦"},
		},
		"a file that is gone": {
			func(d *desk) { d.deck.err = store.E(store.CodeRecordingMissing, "open recording", nil) },
			[]string{"Записи нет на этом компьютере", "Добрый день"},
			[]string{"⟦"},
		},
		"a format nobody here plays": {
			func(d *desk) { d.deck.err = &decode.Unsupported{Format: "MPEG Layer II"} },
			[]string{"MPEG Layer II", "Текст и итоги доступны", "Добрый день"},
			[]string{"⟦", "Скачать запись"},
		},
		"an unreadable file": {
			func(d *desk) { d.deck.err = errors.New("input/output error") },
			[]string{"Запись не открылась", "Добрый день"},
			[]string{"⟦", "Непредвиденный"},
		},
		"a call that is gone": {
			func(d *desk) { delete(d.book.calls, theCall) },
			[]string{"Этого звонка больше нет"},
			[]string{"⟦", "Ким Анна"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, uitest.Options{Size: fyne.NewSize(1105, 720)}, c.change).read()
			for _, s := range c.sees {
				if !d.Sees(s) {
					t.Errorf("nobody can read %q; shown: %q", s, d.Texts())
				}
			}
			for _, s := range c.not {
				if d.Sees(s) {
					t.Errorf("somebody can read %q", s)
				}
			}
		})
	}
}

func TestWithoutSoundTheTextCanStillBeGoneThrough(t *testing.T) {
	d := open(t, uitest.Options{}, func(d *desk) { c := d.book.calls[theCall]; c.Recording = nil; d.book.calls[theCall] = c }).read()
	d.screen.Do(keys.NextPhrase)
	d.screen.Do(keys.NextPhrase)
	if got := d.screen.Transcript().Current().Phrase; got != 1 {
		t.Errorf("phrase %d is current", got)
	}
	d.screen.Do(keys.PlayPause)
	if d.deck.Playing() || d.tickers() != 0 {
		t.Error("plays what is not there")
	}
	d.Tap("Скачать запись")
	if d.fetched != theCall {
		t.Error("does not ask for the recording")
	}
}

func TestWhatThePlayerTells(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	d.Tap("Слушать")
	d.deck.notices <- player.Notice{Kind: player.NoticeNoSound}
	d.Wait("the notice", func() bool { return d.Sees("Не найдено устройство для звука") })
	d.deck.set(func() { d.deck.playing = false })
	d.deck.notices <- player.Notice{Kind: player.NoticeLost, Err: errors.New("unplugged")}
	d.Wait("the second notice", func() bool { return d.Sees("Устройство звука отключилось") })
	d.FindText("Слушать")
}

func TestTheResultArrivesWhileTheCallIsOpen(t *testing.T) {
	d := open(t, uitest.Options{}, func(d *desk) { d.state(store.StateProcessing) })
	talk := d.book.talks[theCall]
	delete(d.book.talks, theCall)
	d.read()
	d.deck.Seek(20 * time.Second)
	d.Tap("Слушать")

	d.book.set(func() { d.book.talks[theCall] = talk })
	d.state(store.StateDone)
	d.screen.Changed(store.Change{Kind: store.KindTalks, IDs: []store.CallID{theCall}})

	d.Wait("the text", func() bool { return d.Sees("Добрый день") })
	if !d.deck.Playing() || d.deck.Position() != 20*time.Second {
		t.Error("the sound was disturbed")
	}
	d.beat(162 * time.Second)
	widget := d.screen.Transcript()
	test.Scroll(d.Window.Canvas(), fyne.NewPos(300, 300), 0, -50)
	d.screen.Changed(store.Change{Kind: store.KindTalks})
	d.screen.Changed(store.Change{Kind: store.KindCalls, IDs: []store.CallID{99}})
	d.Wait("a quiet reload", func() bool { return !d.screen.Loading() })
	if widget.Following() {
		t.Error("a change that changes nothing moved the reader's view")
	}
}

func TestAnotherCallWhileTheFirstIsStillLoading(t *testing.T) {
	gate := make(chan struct{})
	d := open(t, uitest.Options{}, func(d *desk) {
		d.deck.gate = gate
		c := d.book.calls[theCall]
		c.ID, c.OperatorName = 8, "Серик Ахметов"
		r := *c.Recording
		r.Hash = "beef"
		c.Recording = &r
		d.book.calls[8] = c
		d.book.talks[8] = d.book.talks[theCall]
	})
	d.screen.Open(theCall)
	d.Wait("the first", func() bool { return d.screen.State().Loaded })
	d.screen.Open(8)
	d.Wait("the second", func() bool { return d.screen.State().Loaded })
	close(gate)
	d.Wait("its sound", func() bool { return d.screen.State().Sound == review.SoundReady })
	if d.deck.loaded != "/recordings/beef" || !d.Sees("Серик Ахметов") || d.Sees("Ким Анна") {
		t.Errorf("%s is loaded", d.deck.loaded)
	}
}

func TestPlayAskedForWhileLoadingBeginsWhenItIsThere(t *testing.T) {
	for _, c := range []struct {
		name  string
		times int
		plays bool
	}{{"asked once", 1, true}, {"and taken back", 2, false}} {
		t.Run(c.name, func(t *testing.T) {
			gate := make(chan struct{})
			d := open(t, uitest.Options{}, func(d *desk) { d.deck.gate = gate })
			d.screen.Open(theCall)
			d.Wait("the text", func() bool { return d.screen.State().Loaded })
			for range c.times {
				d.screen.Do(keys.PlayPause)
			}

			close(gate)

			d.Wait("the sound", func() bool { return d.screen.State().Sound == review.SoundReady })
			if d.deck.Playing() != c.plays {
				t.Errorf("playing is %v", d.deck.Playing())
			}
		})
	}
}

func TestLanguageAndThemeInPlace(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	d.beatless(194 * time.Second)
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []i18n.Lang{i18n.KK, i18n.EN, i18n.RU} {
		p := catalogue.In(l)
		d.screen.SetPrinter(p)
		for _, key := range []string{"review.play", "review.tab.facts", "review.classifiers", "review.next"} {
			d.FindText(p.S(key))
		}
		if at := d.screen.Position(); at != 194*time.Second || d.screen.Transcript().Current().Lit == "" {
			t.Errorf("%s: place lost, at %s", l, at)
		}
		for _, tab := range []string{"review.tab.statistics", "review.tab.facts", "review.tab.summary"} {
			d.Tap(p.S(tab))
			if d.Sees("⟦") {
				t.Errorf("%s, %s: a text is missing: %q", l, tab, d.Texts())
			}
		}
	}
	d.Use(theme.Dark)
	d.Window.Canvas().Capture()
}

func TestOpenedAndClosedManyTimes(t *testing.T) {
	d := open(t, uitest.Options{}, nil)
	for range 20 {
		d.read()
		d.screen.Do(keys.PlayPause)
	}
	d.screen.Hide()
	d.screen.Close()
	if d.tickers() != 0 {
		t.Errorf("%d tickers outlive the desk", d.tickers())
	}
}

func TestPictureOfTheDesk(t *testing.T) {
	for _, first := range []theme.Setting{theme.Dark, theme.Light} {
		d := open(t, uitest.Options{Lang: i18n.KK, Theme: first, Size: fyne.NewSize(1105, 720)}, nil).read()
		d.Wait("the outline", func() bool { return len(d.screen.State().Wave.Silence) > 0 })
		d.beatless(194 * time.Second)
		d.Use(theme.Dark) // a desk that was light a moment ago looks the same
		d.Picture("review-dark-kk")
	}
}

// TestSilenceIsLeftOut ticks the box once the recording is measured, and wants
// the player told; the device is looked for when asked.
func TestSilenceIsLeftOut(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	d.Wait("the outline", func() bool { return len(d.screen.State().Wave.Silence) > 0 })
	if !d.Sees("Без пауз: 01:30") {
		t.Errorf("what it would save is not shown: %q", d.Texts())
	}
	d.Tap("Без пауз: 01:30")
	var told []player.Span
	d.deck.set(func() { told = d.deck.skips })
	if len(told) != 1 || told[0].To-told[0].From != 90*time.Second {
		t.Errorf("the player was told %v", told)
	}
	d.Tap("Без пауз: 01:30")
	if d.deck.set(func() { told = d.deck.skips }); told != nil {
		t.Errorf("switched off, it still leaves out %v", told)
	}

	d.deck.notices <- player.Notice{Kind: player.NoticeLost}
	d.Wait("the notice", func() bool { return d.Sees("Подключить звук") })
	d.Tap("Подключить звук")
	again := 0
	if d.deck.set(func() { again = d.deck.again }); again != 1 {
		t.Errorf("the device was looked for %d times", again)
	}
	d.deck.notices <- player.Notice{Kind: player.NoticeNoCure}
	d.Wait("that it is still gone", func() bool { return d.screen.State().Still })
	d.deck.notices <- player.Notice{Kind: player.NoticeSound}
	d.Wait("that it is back", func() bool { return !d.Sees("Подключить звук") })
}
