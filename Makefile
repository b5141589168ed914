# make, make run, make test, make asan, make hard, make bench, make fuzz, make lint, make format, make install
BUILD ?= build
PACKAGES = meson ninja-build gcc libc6-dev pkg-config python3 libuv1-dev libpcre2-dev libutf8proc-dev libzstd-dev \
	libxxhash-dev libffi-dev libopenblas-dev liblapacke-dev libgmp-dev libsleef-dev libedit-dev libcmocka-dev python3-cbor2

all: $(BUILD)/build.ninja
	@ninja -C $(BUILD)

$(BUILD)/build.ninja: | packages
	meson setup $(BUILD) $(MESONFLAGS)

# Installs what is missing, on a Debian system, when run as root; otherwise says what to install.
packages:
	@missing=$$(dpkg-query -W -f '$${Package} $${Status}\n' $(PACKAGES) 2>/dev/null | awk '/ok installed/ {print $$1}' | sort -u); \
	missing=$$(printf '%s\n' $(PACKAGES) | sort -u | grep -vxF "$$missing" || true); \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; \
	  else echo "please install: $$missing"; exit 1; fi; fi

test: all
	meson test -C $(BUILD) --print-errorlogs

asan:
	$(MAKE) BUILD=build-asan MESONFLAGS="-Db_sanitize=address,undefined -Db_lundef=false" all
	meson test -C build-asan --print-errorlogs -t 5

.PHONY: all packages test asan
