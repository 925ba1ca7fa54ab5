# Ferry. `make` alone prints what can be made.
SHELL := /bin/bash
.DEFAULT_GOAL := help
SECONDS := 600
PACKAGES := libxml2-dev libsqlite3-dev pkg-config

.PHONY: help deps build release test sftp sweep soak lint format demo bench fuzz clean

help: ## print this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

deps: ## install the Debian packages that are missing (or name them)
	@scripts/install-packages $(PACKAGES)

build: deps ## build for development
	swift build $(SWIFT_FLAGS)

release: deps ## build the program as it is installed: .build/release/ferry
	swift build -c release --product ferry --static-swift-stdlib
	@scripts/check-no-kill-points .build/release/ferry

# One test after the other: many start programs, servers and kills, and are about time-outs. Side by side they would keep each other waiting.
test: ## build and run every test
	@scripts/install-packages $(PACKAGES) openssl sqlite3 strace util-linux
	@scripts/test --no-parallel --traits KillPoints $(SWIFT_FLAGS)

# With the trait, as the tests, so that nothing is built twice.
sweep soak: export SOAK_MINUTES = $(if $(filter soak,$@),$(or $(MINUTES),30))
sweep: ## kill the program everywhere, see docs/reliability.md (SHORT=1, RANDOM_MINUTES=n, SEED=n)
soak: ## files under random kills and faults (MINUTES=30, SEED=n)
sweep soak:
	@scripts/install-packages $(PACKAGES) sqlite3 strace
	swift build --traits KillPoints $(SWIFT_FLAGS)
	@.build/debug/ferry-sweep

sftp: ## test inboxes mounted by SFTP: sshd on loopback and sshfs, a minute
	@scripts/install-packages $(PACKAGES) openssh-server openssh-client sshfs
	FERRY_SFTP=1 swift test --no-parallel --traits KillPoints --filter SFTPTests $(SWIFT_FLAGS)

lint: ## check the format, and that every room imports only what it declares
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	scripts/check-floor-plan

format: ## format all sources
	swift format --in-place --recursive --parallel Package.swift Sources Tests

demo: deps ## start a stand-in server, drop the samples, run Ferry over them, show what came back
	swift build --product ferry $(SWIFT_FLAGS)
	@scripts/demo

bench: ## measure, see docs/performance.md
	@scripts/install-packages $(PACKAGES) nginx-light
	swift build -c release --product ferry-bench
	@scripts/bench

fuzz: deps ## feed the readers what libFuzzer makes of the samples: SECONDS=600 READER=csv, see docs/testing.md
	@SECONDS_EACH=$(SECONDS) scripts/fuzz $(READER)

clean: ## remove what builds and runs leave behind
	rm -rf .build var archive error demo bench
	find inbox outbox -mindepth 1 ! -name .gitkeep -delete
