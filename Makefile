# Lockstep: the generator, the runtime library, and the service in spec/. `make help` lists targets.
#
# Variables (make NAME=value):
#   SPEC, OUT    the service to build, and where its generated files go
#   ARCH         x86_64 or arm64; default: what the spec says
#   FLAVOUR      release (default), debug, asan, clang, analyze or fuzz; objects in build/FLAVOUR
#   BUILD        instead of build/, for a tree of one's own (the libraries stay in build/)
#   ONLY, SKIP   unit tests by name ("json text"); sources to leave out, e.g. while they do not
#                compile (SKIP=gen/%)
#   CALLER, RUNFLAGS   of `make run`: a file with the caller of IAM or Lambda authorizers; more options
#   V=1          show the commands
SPEC  ?= spec/spec.yaml
OUT   ?= out
BUILD ?= build
V     ?= 0

include runtime/packaging/flavours.mk

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all objects deps deps-test deps-check lockstep libraries install clean distclean help \
        service-by-arch FORCE
.SECONDARY:
FORCE:

# Use every processor unless told otherwise; cleaning goes before anything else.
ifeq ($(MAKELEVEL)$(filter -j% --jobserver%,$(MAKEFLAGS)),0)
ifeq ($(filter clean distclean,$(MAKECMDGOALS)),)
MAKEFLAGS += -j$(shell nproc)
endif
endif

PACKAGING := runtime/packaging
DEPS      := build/deps
LIBCURL   := build/libcurl/$(HOST_ARCH)
LIBMHD    := build/libmicrohttpd
LIBRARIES := $(LIBCURL)/libs $(LIBMHD)/libs

RUNTIME_SRC := $(filter-out $(SKIP),$(wildcard runtime/*.c))
GEN_SRC     := $(filter-out $(SKIP),$(wildcard gen/base/*.c gen/read/*.c gen/model/*.c \
                 gen/emit/*.c gen/local/*.c) $(filter-out gen/main.c,$(wildcard gen/*.c)))
TEST_NAMES  := $(if $(ONLY),$(ONLY:%=tests/unit/%_test.c),$(wildcard tests/unit/*_test.c))
UNIT_SRC    := $(filter-out $(SKIP),$(TEST_NAMES) $(wildcard tests/unit/support/*.c))
FUZZ_SRC    := $(filter-out $(SKIP),$(wildcard tests/fuzz/*_fuzz.c))

RUNTIME_OBJ := $(RUNTIME_SRC:%.c=$(OBJ)/%.o)
GEN_OBJ     := $(GEN_SRC:%.c=$(OBJ)/%.o)
MAIN_OBJ    := $(OBJ)/gen/main.o
UNIT_OBJ    := $(UNIT_SRC:%.c=$(OBJ)/%.o)

RUNTIME_LIB := $(OBJ)/liblockstep.a
GEN_LIB     := $(OBJ)/liblockstep-gen.a
UNIT        := $(OBJ)/unit$(if $(ONLY),-$(subst $(space),-,$(ONLY)))
FUZZERS     := $(FUZZ_SRC:tests/fuzz/%.c=$(OBJ)/%)

# The command and the bootstrap that people use come from the release flavour.
PRODUCTS := $(if $(filter release,$(FLAVOUR)),$(BUILD),$(OBJ))
LOCKSTEP := $(PRODUCTS)/lockstep

# ---- everything ---------------------------------------------------------------------------------

all:                             ## (default) the command, out/, bootstrap and function.zip

lockstep: $(LOCKSTEP)            ## the command, build/lockstep
libraries: $(LIBRARIES)          ## the small static libcurl and libmicrohttpd

deps:                            ## install what the build needs (apt)
	@sh $(PACKAGING)/deps.sh build
deps-test: deps
	@sh $(PACKAGING)/deps.sh run
	@sh $(PACKAGING)/deps.sh test
deps-check: deps-test
	@sh $(PACKAGING)/deps.sh check
$(DEPS)/%: $(PACKAGING)/deps.sh
	@sh $< $*
	@mkdir -p $(@D) && touch $@
# One apt at a time.
$(DEPS)/run $(DEPS)/arm64 $(DEPS)/x86_64: | $(DEPS)/build
$(DEPS)/test: | $(DEPS)/run
$(DEPS)/check: | $(DEPS)/test

build/libcurl/%/libs: $(PACKAGING)/build-libcurl.sh | $(DEPS)/build
	@sh $< $* build/libcurl
$(LIBMHD)/libs: $(PACKAGING)/build-libmicrohttpd.sh | $(DEPS)/build
	@sh $< $(@D)

# ---- objects ------------------------------------------------------------------------------------

$(OBJ)/runtime/%.o:     CPPFLAGS += -Iruntime/include -Iruntime
$(OBJ)/gen/%.o:         CPPFLAGS += -Igen -Iruntime/include -Iruntime
$(OBJ)/tests/%.o:       CPPFLAGS += -Itests/unit/support -Igen -Iruntime/include -Iruntime

$(OBJ)/%.o: %.c | $(DEPS)/build $(LIBRARIES)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -I$(LIBCURL)/include -I$(LIBMHD)/include -c -o $@ $<
$(UNIT_OBJ): | $(DEPS)/test

objects: $(RUNTIME_OBJ) $(GEN_OBJ) $(MAIN_OBJ)
-include $(patsubst %.o,%.d,$(RUNTIME_OBJ) $(GEN_OBJ) $(MAIN_OBJ) $(UNIT_OBJ))
-include $(FUZZ_SRC:%.c=$(OBJ)/%.d)

# An archive is made anew when an object or the list of them has changed.
ARCHIVES := $(RUNTIME_LIB) $(GEN_LIB) $(CROSS:%=$(OBJ)-%/liblockstep.a)
$(RUNTIME_LIB): $(RUNTIME_OBJ)
$(GEN_LIB): $(GEN_OBJ)
$(ARCHIVES): %.a: %.members
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) rcsD $@ $(filter %.o,$^)
$(ARCHIVES:.a=.members): FORCE
	@mkdir -p $(@D)
	@echo $(MEMBERS) | cmp -s - $@ || echo $(MEMBERS) >$@
$(RUNTIME_LIB:.a=.members): MEMBERS = $(RUNTIME_OBJ)
$(GEN_LIB:.a=.members): MEMBERS = $(GEN_OBJ)

# The command links statically all that Debian has as an archive: that halves its start.
LINK = $(FLAVOUR_CC) $(FLAVOUR_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@
LIBS = -L$(LIBCURL)/lib @$(LIBCURL)/libs
GEN_LIBS = -l:libyaml.a -lcjson -L$(LIBMHD)/lib @$(LIBMHD)/libs $(LIBS)

$(LOCKSTEP): $(MAIN_OBJ) $(GEN_LIB) $(RUNTIME_LIB) $(LIBRARIES)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -Wl,--gc-sections $(filter %.o %.a,$^) $(GEN_LIBS)

# No --gc-sections here: Criterion finds its tests in a section of their own. It comes before our
# archives, so that its main() is the one that counts.
$(UNIT): $(UNIT_OBJ) $(GEN_LIB) $(RUNTIME_LIB) $(LIBRARIES)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) $(UNIT_OBJ) -lcriterion $(GEN_LIB) $(RUNTIME_LIB) $(GEN_LIBS)

$(OBJ)/%_fuzz: $(OBJ)/tests/fuzz/%_fuzz.o $(GEN_LIB) $(RUNTIME_LIB) $(LIBRARIES)
	$(call say,LINK,$@)
	$(Q)$(LINK) -fsanitize=fuzzer $(filter %.o %.a,$^) $(GEN_LIBS)

# ---- the service --------------------------------------------------------------------------------

# Goals that need the service. The spec says for which architecture, and only the command can read
# a spec: so these are made by a second make, once the command is there. With ARCH given there is
# no need of that.
SERVICE_GOALS := all generate bootstrap zip run deploy install test bench
ifeq ($(ARCH),)
$(SERVICE_GOALS): service-by-arch
	@:
service-by-arch: $(LOCKSTEP)
	@arch=$$($(LOCKSTEP) architecture $(SPEC)) && $(MAKE) --no-print-directory ARCH=$$arch \
	    FLAVOUR=$(FLAVOUR) $(or $(filter $(SERVICE_GOALS),$(MAKECMDGOALS)),all)
else
all: lockstep generate bootstrap zip

TARGET_OBJ  := $(OBJ)$(CROSS:%=-%)
TARGET_CURL := build/libcurl/$(ARCH)

ifneq ($(CROSS),)
$(TARGET_CURL)/libs: | $(DEPS)/$(ARCH)
$(TARGET_OBJ)/runtime/%.o: runtime/%.c | $(DEPS)/$(ARCH) $(TARGET_CURL)/libs
	$(call say,CC $(ARCH),$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -Iruntime/include -Iruntime -I$(TARGET_CURL)/include -c -o $@ $<
$(TARGET_OBJ)/liblockstep.a: $(RUNTIME_SRC:%.c=$(TARGET_OBJ)/%.o)
$(TARGET_OBJ)/liblockstep.members: MEMBERS = $(RUNTIME_SRC)
# private: a command that is made on the way is for this machine.
$(TARGET_OBJ)/%: private FLAVOUR_CC := $(CROSS_CC)
-include $(RUNTIME_SRC:%.c=$(TARGET_OBJ)/%.d)
endif

BOOTSTRAP   := $(if $(filter out,$(OUT)),$(PRODUCTS),$(OUT))/bootstrap
FUNCTION_ZIP := $(if $(filter release,$(FLAVOUR)),$(OUT),$(PRODUCTS))/function.zip
SERVICE_OBJ := $(TARGET_OBJ)/service/$(OUT)
SERVICE_CC  := $(or $(CROSS_CC),$(FLAVOUR_CC))
LS_SCRIPTS  := $(PACKAGING)
LS_DYNALITE := gen/local/dynalite
LS_ROOTS    := $(BUILD)/share/roots.pem
LS_INCLUDE  := -Iruntime/include -Iruntime
LS_LIB      := $(TARGET_OBJ)/liblockstep.a
LS_LIBS     := -L$(TARGET_CURL)/lib @$(TARGET_CURL)/libs
LS_LINK     := $(if $(filter asan fuzz,$(FLAVOUR)),,@$(TARGET_CURL)/link -s)
LS_CFLAGS   := $(WARNINGS) $(WERROR) $(FLAVOUR_CFLAGS)
include $(PACKAGING)/service.mk
$(BOOTSTRAP): $(TARGET_CURL)/libs
$(DYNALITE): | $(DEPS)/run

PREFIX ?= /usr/local
install: $(LOCKSTEP) $(LS_LIB) $(LS_ROOTS) $(TARGET_CURL)/libs ## PREFIX= DESTDIR=: for services of their own
	@sh $(PACKAGING)/install.sh "$(DESTDIR)" "$(PREFIX)" $(ARCH) $(LOCKSTEP) $(LS_LIB) \
	    $(TARGET_CURL) $(LS_ROOTS)
endif

# The certificates that AWS's own services chain to; Debian's package of them keeps them current.
AMAZON_ROOTS := $(addprefix /usr/share/ca-certificates/mozilla/,Amazon_Root_CA_1.crt \
    Amazon_Root_CA_2.crt Amazon_Root_CA_3.crt Amazon_Root_CA_4.crt \
    Starfield_Services_Root_Certificate_Authority_-_G2.crt)
$(BUILD)/share/roots.pem: | $(DEPS)/build
	@mkdir -p $(@D)
	@cat $(AMAZON_ROOTS) >$@

# ---- tests and checks ---------------------------------------------------------------------------

include tests/test.mk

# ---- the rest -----------------------------------------------------------------------------------

help:                            ## this list
	@sed -n -E 's/^([a-z-]+):.*## (.*)/\1|\2/p' Makefile tests/test.mk \
	    $(PACKAGING)/service.mk | sort | \
	    awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

clean:                           ## remove what was built, but not the libraries
	@find $(BUILD) -mindepth 1 -maxdepth 1 ! -name 'lib*' ! -name npm -exec rm -rf {} + 2>/dev/null || true
	@rm -f $(OUT)/function.zip
distclean: clean                 ## the same, and the libraries
	@rm -rf $(BUILD) build
