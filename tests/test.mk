# The targets that test, check, measure and format. tests/run.sh says what a suite is.
.PHONY: unit test check bench fuzz fuzzers fuzz-replay golden-update format format-check tidy \
        cppcheck headers

# What a suite needs to know; tests/run.sh describes each.
# A make inside a suite is one of its own, of the same FLAVOUR.
SUITE_ENV = env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES \
            FLAVOUR=$(FLAVOUR) BUILD=$(BUILD) OBJ=$(OBJ) CC="$(FLAVOUR_CC)" \
            LOCKSTEP=$(abspath $(LOCKSTEP)) BOOTSTRAP=$(abspath $(PRODUCTS)/bootstrap) \
            FUNCTION_ZIP=$(abspath $(FUNCTION_ZIP)) SUITE_CFLAGS="$(FLAVOUR_CFLAGS)" SUITE_LIBS="$(LIBS)" \
            DYNALITE=$(abspath $(BUILD)/npm/dynalite/node_modules/dynalite/cli.js) \
            NODE_PATH=$(abspath $(BUILD)/npm/tests/node_modules) \
            ASAN_OPTIONS=abort_on_error=1:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1

TEST_PACKAGES := $(BUILD)/npm/tests/node_modules/.package-lock.json
$(TEST_PACKAGES): tests/npm/package-lock.json | $(DEPS)/test
	@sh $(PACKAGING)/npm-install.sh tests/npm $(BUILD)/npm/tests
	@touch $@

unit: $(UNIT)                    ## the unit tests alone (ONLY="json text")
	@$(SUITE_ENV) $(UNIT) $(UNITFLAGS)

# The runtime's driver and its floor are static, as the bootstrap is; micro times the generator's
# library, too, and is linked as the command is.
BENCH := $(addprefix $(OBJ)/bench/,invoke floor micro)
bench_object = $(1:%=$(OBJ)/tests/bench/%.o)
$(OBJ)/bench/invoke: $(call bench_object,invoke database wire) $(RUNTIME_LIB)
$(OBJ)/bench/floor: $(call bench_object,floor wire)
$(OBJ)/bench/micro: $(call bench_object,micro) $(GEN_LIB) $(RUNTIME_LIB)
$(OBJ)/bench/%: BENCH_LINK := -static $(LIBS)
$(OBJ)/bench/micro: BENCH_LINK := -Wl,--gc-sections $(GEN_LIBS)
$(BENCH): | $(LIBRARIES)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)sh $(PACKAGING)/link.sh $(LINK) $^ $(BENCH_LINK)
-include $(patsubst tests/bench/%.c,$(OBJ)/tests/bench/%.d,$(wildcard tests/bench/*.c))

# These need the service: see SERVICE_GOALS.
ifneq ($(ARCH),)
test: $(UNIT) $(LOCKSTEP) bootstrap zip $(TEST_PACKAGES) $(DYNALITE) ## all tests (SUITES="golden e2e")
	@$(SUITE_ENV) tests/run.sh $(UNIT) $(SUITES)
bench: $(BENCH) $(LOCKSTEP) bootstrap zip $(TEST_PACKAGES) ## speed, memory, size (BENCHFLAGS=--million: flat memory)
	@$(SUITE_ENV) node tests/bench/bench.mjs $(OBJ) $(BOOTSTRAP) $(FUNCTION_ZIP) $(BENCHFLAGS)
endif

check:                           ## analysis, sanitizers, fuzz replays, style
	@BUILD=$(BUILD) tests/check/all.sh

golden-update: $(LOCKSTEP)       ## rewrite what tests/golden and tests/bad expect
	@for suite in golden bad; do \
	    $(SUITE_ENV) UPDATE=1 tests/$$suite/run >/dev/null || exit 1; done; git status --short tests

# ---- fuzzing: tests/fuzz/NAME_fuzz.c, corpus in tests/fuzz/corpus/NAME/ ---------------------------

FUZZ_RUNS ?= 2000000
FUZZ_SEED ?= 0
fuzz: | $(DEPS)/check            ## fuzz for long (FUZZ_RUNS=2000000)
	@$(MAKE) --no-print-directory FLAVOUR=fuzz FUZZ_RUNS=$(FUZZ_RUNS) FUZZ_SEED=$(FUZZ_SEED) \
	    fuzz-replay
fuzzers: $(FUZZERS)
# The first folder is the one that libFuzzer writes to.
fuzz-replay: $(FUZZERS:%=%.run)
$(FUZZERS:%=%.run): $(OBJ)/%_fuzz.run: $(OBJ)/%_fuzz
	$(call say,FUZZ,$*)
	@mkdir -p $(OBJ)/scratch/$*
	@$(SUITE_ENV) $< -runs=$(FUZZ_RUNS) -seed=$(FUZZ_SEED) -timeout=10 -artifact_prefix=$(OBJ)/ \
	    $(OBJ)/scratch/$* $(wildcard tests/fuzz/corpus/$*) >$(OBJ)/$*.log 2>&1 || \
	    { tail -n 60 $(OBJ)/$*.log; exit 1; }
.PHONY: $(FUZZERS:%=%.run)

# ---- style and static analysis ------------------------------------------------------------------

# What people wrote: the expectations of the golden suite are generated.
C_FILES := $(shell find gen runtime tests spec -name '*.[ch]' ! -path 'tests/golden/*' \
             2>/dev/null | sort)
HEADERS := $(filter %.h,$(C_FILES))
# The product's own sources; tests are left to the compilers and the sanitizers.
PRODUCT := $(filter %.c,$(filter-out tests/%,$(C_FILES)))
INCLUDES := -Igen -Iruntime/include -Iruntime -Itests/unit/support -I$(LIBCURL)/include \
            -I$(LIBMHD)/include
# Where the routes.h is that a handler includes; `check` builds the examples before it looks at them.
routes_of = $(if $(filter spec/examples/%,$1),$(BUILD)/examples/$(word 3,$(subst /, ,$1)),out)

format: | $(DEPS)/check          ## clang-format, in place
	@clang-format -i $(C_FILES)
format-check:
	@clang-format --dry-run -Werror $(C_FILES)

tidy: $(PRODUCT:%=$(BUILD)/tidy/%)
$(BUILD)/tidy/%: % $(HEADERS) .clang-tidy | $(LIBRARIES)
	$(call say,TIDY,$<)
	@clang-tidy --quiet $< -- -std=c11 -D_GNU_SOURCE $(INCLUDES) -I$(call routes_of,$<) \
	    >$(BUILD)/tidy-$(subst /,-,$<).log 2>&1 || { cat $(BUILD)/tidy-$(subst /,-,$<).log; exit 1; }
	@rm -f $(BUILD)/tidy-$(subst /,-,$<).log
	@mkdir -p $(@D) && touch $@

# Suppressed: tastes, and a minimum taken as "always false".
cppcheck: | $(LIBRARIES)
	@mkdir -p $(BUILD)/cppcheck
	@cppcheck --quiet -j$(shell nproc) --cppcheck-build-dir=$(BUILD)/cppcheck --std=c11 \
	    --enable=warning,style,performance,portability --library=posix --inline-suppr \
	    --suppress=missingIncludeSystem --suppress=variableScope --suppress=shadowFunction \
	    --suppress=knownConditionTrueFalse --error-exitcode=1 -D_GNU_SOURCE \
	    -Igen -Iruntime/include -Iruntime $(PRODUCT)

# Each header compiles alone, twice included.
headers: $(HEADERS:%=$(BUILD)/headers/%)
$(BUILD)/headers/%: % $(HEADERS) | $(LIBRARIES)
	@printf '#include "%s"\n#include "%s"\ntypedef int compiles;\n' $< $< | \
	    $(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) -Werror -I. $(INCLUDES) -fsyntax-only -x c -
	@mkdir -p $(@D) && touch $@
