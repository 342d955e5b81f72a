# Sensedesk. `make demo` and `make test` are all a new machine needs.
TAGS    := migrated_fynedo
# The race detector holds every process for a second at its end; tests start hundreds.
export GORACE ?= atexit_sleep_ms=20
VERSION := 0.1.0
LDFLAGS := -X main.version=$(VERSION)
BIN     := bin/sensedesk
# Everything but the program itself and the speaker builds and tests without a C compiler.
PURE     = $$(go list ./... | grep -v -e '^sensedesk$$' -e '^sensedesk/player/output$$')

SIMULATIONS ?= 1000000

MIRROR_TALKS ?= 50000

.PHONY: mirror build run demo test check bench bench-desk bench-window bench-lit audio-report listen fuzz drill simulate shots clean

build: ## the program, in bin/
	@.ci/setup build
	go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o $(BIN) .

run: build ## the window on your own data
	$(BIN)

demo: ## the window on the embedded demo; without a display, pictures of it in out/
	@.ci/setup demo
	go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o $(BIN) .
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" != Linux ]; then \
	  exec $(BIN) demo; \
	else \
	  echo "sensedesk: there is no display here; the demo runs on a virtual one and leaves pictures of its screens in out/"; \
	  mkdir -p out && xvfb-run -a -s '-screen 0 1440x900x24' $(BIN) --home out/home demo --shots out && ls out/*.png; \
	fi

shots: ## pictures of every screen in out/shots: ru, kk, en, light and dark
	@.ci/setup test
	go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o $(BIN) .
	mkdir -p out/shots
	xvfb-run -a -s '-screen 0 1920x1080x24' $(BIN) --home out/home demo --shots out/shots --full

check: ## format, vet, staticcheck, and the parts that must do without a C compiler
	@out=$$(go tool gofumpt -l $$(git ls-files '*.go')); [ -z "$$out" ] || { echo "not gofumpt-clean:"; echo "$$out"; exit 1; }
	go vet -tags $(TAGS) ./...
	go tool staticcheck -tags $(TAGS) ./...
	CGO_ENABLED=0 go vet -tags $(TAGS) $(PURE)
	go build -tags $(TAGS),beepv2 -o /dev/null .
	go vet -tags $(TAGS),beepv2 ./player/...

test: ## every check and every test, with the race detector
	@.ci/setup test
	@$(MAKE) --no-print-directory check
	go test -race -tags $(TAGS) -timeout 20m ./...
	CGO_ENABLED=0 go test -short -tags $(TAGS) -timeout 10m $(PURE)
	CGO_ENABLED=0 go test -v -tags $(TAGS) -timeout 10m -run NothingIsLost ./sync/simulation

simulate: ## a million histories of the engine in virtual time: nothing lost, nothing paid twice
	SENSEDESK_HISTORIES=$(SIMULATIONS) go test -v -count 1 -timeout 24h -tags $(TAGS) -run NothingIsLost ./sync/simulation

mirror: ## fifty thousand talks mirrored in runs that are cut at random steps, in virtual time
	SENSEDESK_MIRROR_TALKS=$(MIRROR_TALKS) go test -v -count 1 -timeout 1h -tags $(TAGS) -run CutAnywhere ./sync/mirror

bench: ## speed, as ratios against something run beside it
	@.ci/setup test
	go test -run '^$$' -bench . -benchtime 1s -tags $(TAGS) ./store/... ./sync/... ./player/... ./ui/...

bench-desk: ## the review desk on a call of four hours: docs/desk.md
	@.ci/setup test
	go test -run '^$$' -bench 'Desk' -benchtime 2s -tags $(TAGS) ./ui/review

bench-window: ## a real window with a call of four hours: the longest gap, memory, work at rest
	@.ci/setup test
	SENSEDESK_WINDOW=1 go test -v -count 1 -tags $(TAGS) -timeout 10m -run WindowStaysAlive .

LIT ?= 1m
bench-lit: ## when a word lights up beside when it is heard, LIT each before and after a thousand seeks
	@.ci/setup test
	SENSEDESK_LIT=$(LIT) go test -v -count 1 -tags $(TAGS) -timeout 1h -run LightsUpWhenItIsHeard .

audio-report: ## the player beside ffmpeg, sox, mpg123 and opusdec on the same files: docs/player.md
	@.ci/setup test
	go test -v -count 1 -tags $(TAGS) -timeout 60m -run '^Test(Report|SNR)$$' ./player/report -report $(CURDIR)/docs/player.md

LISTEN ?= 10m
listen: ## the clock against what is heard, on an idle machine; then sound with every core busy, for LISTEN: not one frame missing
	@.ci/setup test
	SENSEDESK_LISTEN=1 go test -v -count 1 -tags $(TAGS) -timeout 30m -run ClockIsWhatIsHeard ./player/output
	SENSEDESK_LISTEN=$(LISTEN) go test -v -count 1 -tags $(TAGS) -timeout 3h -run NoDropOut ./player/output

FUZZ ?= 10m
fuzz: ## each decoder against made-up files, for FUZZ each
	@.ci/setup test
	for name in FuzzWAV FuzzOgg FuzzMP3; do \
	  go test -tags $(TAGS) -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZ) -fuzzminimizetime 20x ./player/decode || exit 1; \
	done
	go test -tags $(TAGS) -run '^$$' -fuzz '^FuzzDecode$$' -fuzztime $(FUZZ) -fuzzminimizetime 20x ./player/celt

KILLS ?= 1000
drill: ## the real program, killed at random moments on loopback services; figures in out/drill.json
	@.ci/setup build
	go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o $(BIN) .
	@mkdir -p out
	@$(BIN) drill --kills $(KILLS) --json > out/drill.json; status=$$?; cat out/drill.json; exit $$status

clean:
	rm -rf bin out
