# See `make help`. Everything goes into build/ (or build-asan/, build-release/).
BUILD ?= build
JOBS ?= $(shell nproc)
PACKAGES = meson ninja-build gcc libc6-dev pkg-config python3 libuv1-dev libpcre2-dev libutf8proc-dev libzstd-dev \
	libxxhash-dev libffi-dev libopenblas-dev liblapacke-dev libgmp-dev libdsfmt-dev libedit-dev libcmocka-dev python3-cbor2

# A file that is new or gone is known to the build only after another look at the folders.
all: $(BUILD)/build.ninja
	@find src -name '*.[cj]*' | sort > $(BUILD)/sources.new; \
	if ! cmp -s $(BUILD)/sources.new $(BUILD)/sources; then \
	  [ ! -f $(BUILD)/sources ] || meson setup --reconfigure $(BUILD) > /dev/null && mv $(BUILD)/sources.new $(BUILD)/sources; fi
	@ninja -C $(BUILD) -j$(JOBS)

$(BUILD)/build.ninja:
	@$(MAKE) -s packages
	meson setup $(BUILD) $(MESONFLAGS)

# Installs what is missing on a Debian system; without the right to, says what is missing.
packages:
	@missing=; for p in $(PACKAGES); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; \
	  else echo "please install:$$missing" >&2; exit 1; fi; fi

run: all
	$(BUILD)/clu -p 4 examples/wordcount.jl
	$(BUILD)/clu -p 4 examples/mapreduce.jl

test: all
	meson test -C $(BUILD) --print-errorlogs

# Scalar programs beside the same in Lua 5.4; the cluster's costs beside this machine's limits; arrays beside Julia's
# (JULIA=path of a Julia 1.5).
bench: all
	@$(MAKE) -s packages PACKAGES=lua5.4
	$(CC) -O2 -D_GNU_SOURCE -Wall -Wextra bench/limits.c -o $(BUILD)/limits
	python3 bench/scalar.py $(BUILD)/clu
	python3 bench/cluster.py $(BUILD)/clu $(BUILD)/limits --json $(BUILD)/bench.json $(if $(GROWTH),--growth) $(if $(DOC),--doc docs/performance.md) $(if $(JULIA),--julia $(JULIA))
	python3 bench/kernels.py $(BUILD)/clu

# Faults on purpose (tests/hard/run.py): reads and writes of a few bytes, every request for memory failing in turn, a heap
# too small, a collection at many allocations. FAULTS="short alloc" for some of them.
# The collections take some four minutes of processor time; HARD_STRESS and HARD_SEED choose others.
FAULTS ?= short alloc heap collect
hard: all
	ninja -C $(BUILD) clu-hard
	python3 tests/hard/run.py $(BUILD)/clu-hard tests $(FAULTS)

# Some of the scripts under memcheck: SCRIPTS="lang/tasks cluster/references" for others.
valgrind: all
	@$(MAKE) -s packages PACKAGES=valgrind
	python3 tests/valgrind.py $(BUILD)/clu tests $(SCRIPTS)

asan:
	$(MAKE) BUILD=build-asan MESONFLAGS="-Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Dwerror=false" all
	LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0 meson test -C build-asan --print-errorlogs -t 5

# A short run of every fuzzer; FUZZ_SECONDS=3600 for a long one, FUZZ="eval wire" for some of them.
FUZZ_SECONDS ?= 20
FUZZ ?= $(patsubst fuzz/%_fuzz.c,%,$(wildcard fuzz/*_fuzz.c))
fuzz:
	@$(MAKE) -s packages PACKAGES="$(PACKAGES) clang libclang-rt-14-dev"
	@test -f build-fuzz/build.ninja || CC=clang meson setup build-fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=false -Doptimization=1
	@meson setup --reconfigure build-fuzz > /dev/null # a file may be new
	@ninja -C build-fuzz -j$(JOBS) $(FUZZ:%=fuzz/%_fuzz)
	@python3 fuzz/run.py build-fuzz $(FUZZ_SECONDS) $(FUZZ)

# What was found since and covers more than the corpora in the tree is added to them.
FUZZ_CORPUS_MAX ?= 200
fuzz-corpus:
	@for n in $(FUZZ); do ASAN_OPTIONS=detect_leaks=0 build-fuzz/fuzz/$${n}_fuzz -merge=1 -max_len=$(FUZZ_CORPUS_MAX) \
	  fuzz/corpus/$$n build-fuzz/corpus/$${n}_fuzz > /dev/null 2>&1 || exit 1; done; du -sh --apparent-size fuzz/corpus/*

# What ?name says, as a page.
docs: all
	$(BUILD)/clu docs/clusterutils.jl > docs/clusterutils.md.new && mv docs/clusterutils.md.new docs/clusterutils.md

# DESTDIR and PREFIX (which is kept for later builds, as the pkg-config file tells it).
install: all
	$(if $(PREFIX),meson configure $(BUILD) -Dprefix=$(abspath $(PREFIX)))
	meson install -C $(BUILD)

format:
	@$(MAKE) -s packages PACKAGES=clang-format
	find src tests fuzz include bench -name '*.[ch]' | xargs -r clang-format -i

# clang-tidy reads the compiler's commands as clang, which does not know all of gcc's words.
lint: all
	@$(MAKE) -s packages PACKAGES='clang-tidy clang-format cppcheck'
	find src tests fuzz include bench -name '*.[ch]' | xargs clang-format --dry-run -Werror
	@mkdir -p $(BUILD)/lint
	sed -E "s/ '?-m(tune-ctrl|stringop-strategy)=[^ ]*//g" $(BUILD)/compile_commands.json >$(BUILD)/lint/compile_commands.json
	find src -name '*.c' ! -name '*_test.c' | xargs clang-tidy -p $(BUILD)/lint --quiet
	cppcheck --quiet --enable=warning,portability --error-exitcode=1 --inline-suppr -j$(JOBS) -D__x86_64__ --suppressions-list=.cppcheck -I src -I include src

clean:
	rm -rf build build-asan build-fuzz

help:
	@echo "make          build/clu"
	@echo "make run      count words of real texts on 4 local workers"
	@echo "make test     all tests;  make asan: with sanitizers;  make hard: with faults on purpose;  make valgrind: some scripts;  make bench;  make fuzz;  make lint;  make format"
	@echo "make install  [PREFIX=/usr/local] [DESTDIR=]"

.PHONY: all packages docs run test asan hard valgrind bench fuzz fuzz-corpus install format lint clean help
