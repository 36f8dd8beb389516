# How code is compiled: the warnings, and what each FLAVOUR of the build adds.
FLAVOURS := release debug asan clang analyze fuzz

# `make build/debug/runtime/json.o` needs no FLAVOUR=debug beside it.
FLAVOUR ?= $(or $(filter $(FLAVOURS),$(firstword $(subst /, ,$(patsubst $(BUILD)/%,%,$(filter \
             $(BUILD)/%,$(firstword $(MAKECMDGOALS))))))),release)
ifeq ($(filter $(FLAVOURS),$(FLAVOUR)),)
$(error FLAVOUR=$(FLAVOUR): choose one of $(FLAVOURS))
endif

HOST_ARCH := $(patsubst aarch64,arm64,$(shell uname -m))
OBJ := $(BUILD)/$(FLAVOUR)

# Set when ARCH is not this machine's own.
CROSS    := $(filter-out $(HOST_ARCH),$(ARCH))
CROSS_CC := $(if $(CROSS),$(ARCH:arm64=aarch64)-linux-gnu-gcc)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wvla -Wformat=2 -Wimplicit-fallthrough
WERROR   ?= -Werror
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN   := -D_FORTIFY_SOURCE=2 -fstack-protector-strong

CC_clang := clang
CC_fuzz  := clang
FLAVOUR_CC = $(or $(CC_$(FLAVOUR)),$(CC))

# -O3 makes JSON a tenth faster, for 8 KB of function.zip.
CFLAGS_release := -O3 -g $(HARDEN)
CFLAGS_debug   := -Og -g3
CFLAGS_asan    := -O1 -g $(SANITIZE)
# clang warns of -no-pie beside -static.
CFLAGS_clang   := -O2 -g $(HARDEN) -Wno-unused-command-line-argument
# Less what gcc 12's analyzer gets wrong: leaks across files, the bounds of loops, a length that
# says whether a pointer is NULL.
CFLAGS_analyze := -O2 -g -fanalyzer -Wno-analyzer-malloc-leak -Wno-analyzer-null-argument \
                  -Wno-analyzer-shift-count-overflow
CFLAGS_fuzz    := -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link
FLAVOUR_CFLAGS = $(CFLAGS_$(FLAVOUR))

# The prefix map keeps the place of the checkout out of what is built.
COMPILE = $(FLAVOUR_CC) -std=c11 -D_GNU_SOURCE $(CPPFLAGS) $(WARNINGS) $(WERROR) -MMD -MP \
          -ffunction-sections -fdata-sections -ffile-prefix-map=$(CURDIR)=. \
          $(FLAVOUR_CFLAGS) $(CFLAGS)

Q   := $(if $(filter 1,$(V)),,@)
say  = @$(if $(filter 1,$(V)),true,printf '  %-7s %s\n' '$1' '$2')
empty :=
space := $(empty) $(empty)
