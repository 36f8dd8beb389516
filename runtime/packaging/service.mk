# What makes a service out of SPEC: OUT/template.json, OUT/routes.c …, bootstrap and function.zip.
#
# Lockstep's own Makefile includes this file for spec/. An installed copy serves a service in a
# repository of its own, with spec.yaml, handlers/*.c if it has any, and as its whole Makefile:
#     include /usr/local/share/lockstep/service.mk
# The targets are generate, bootstrap, zip (the default), run and deploy.
SPEC      ?= spec.yaml
OUT       ?= out
BUILD     ?= build
BOOTSTRAP ?= $(BUILD)/bootstrap
FUNCTION_ZIP ?= $(OUT)/function.zip
ENV       ?= dev

# Where Lockstep is: the installed tree, unless the including Makefile has said otherwise.
LS_HERE     := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
LS_SHARE    ?= $(LS_HERE)
LS_PREFIX   ?= $(patsubst %/share/lockstep,%,$(LS_SHARE))
LOCKSTEP    ?= $(LS_PREFIX)/bin/lockstep
LS_SCRIPTS  ?= $(LS_SHARE)
LS_DYNALITE ?= $(LS_SHARE)/dynalite
LS_ROOTS    ?= $(LS_SHARE)/roots.pem
LS_INCLUDE  ?= -I$(LS_PREFIX)/include/lockstep
ifndef ARCH
ARCH        := $(shell $(LOCKSTEP) architecture $(SPEC))
endif
LS_LIBDIR   ?= $(LS_PREFIX)/lib/lockstep/$(ARCH)
LS_LIB      ?= $(LS_LIBDIR)/liblockstep.a
LS_LINK     ?= @$(LS_LIBDIR)/link -s
LS_LIBS     ?= -L$(LS_LIBDIR) @$(LS_LIBDIR)/libs
LS_CFLAGS   ?= -O2 -g -Wall -Wextra
SERVICE_OBJ ?= $(BUILD)/service-$(ARCH)
ifneq ($(ARCH),$(patsubst aarch64,arm64,$(shell uname -m)))
SERVICE_CC  ?= $(patsubst arm64,aarch64,$(ARCH))-linux-gnu-gcc
endif
SERVICE_CC  ?= $(CC)

# Quiet by default; V=1 shows the commands.
Q   ?= $(if $(filter 1,$(V)),,@)
say ?= @$(if $(filter 1,$(V)),true,printf '  %-7s %s\n' '$1' '$2')

GENERATED  := $(addprefix $(OUT)/,template.json routes.c routes.h spec.schema.json)
HANDLERS   := $(wildcard $(dir $(SPEC))handlers/*.c)
SERVICE_OBJS := $(SERVICE_OBJ)/routes.o \
                $(patsubst $(dir $(SPEC))handlers/%.c,$(SERVICE_OBJ)/handlers/%.o,$(HANDLERS))
GENERATE_STAMP := $(SERVICE_OBJ)/generate.stamp
SERVICE_ROOTS  := $(dir $(BOOTSTRAP))roots.pem
# The items of `make run`, for each service its own.
LOCAL_ITEMS    := $(BUILD)/dynalite-data/$(notdir $(patsubst %/,%,$(dir $(abspath $(SPEC)))))
DYNALITE       ?= $(BUILD)/npm/dynalite/node_modules/dynalite/cli.js

.DEFAULT_GOAL := $(or $(.DEFAULT_GOAL),zip)
.PHONY: generate bootstrap zip run deploy
generate: $(GENERATE_STAMP)                  ## spec.yaml to out/
	@:
bootstrap: $(BOOTSTRAP) $(SERVICE_ROOTS)     ## the service's executable, build/bootstrap
	@:
zip: $(FUNCTION_ZIP)                                  ## what Lambda gets, out/function.zip
	@:

# The generator writes only what has changed, so a stamp says that it has run. It runs again as well
# when an output is missing or was changed by something else since.
$(GENERATE_STAMP): $(SPEC) $(wildcard $(dir $(SPEC))*.yaml) $(LOCKSTEP)
	$(call say,GEN,$(OUT))
	@mkdir -p $(OUT) $(@D)
	$(Q)$(LOCKSTEP) generate $(SPEC) -o $(OUT)
	@touch $@
ifneq ($(shell for f in $(GENERATED); do \
          [ -e $$f ] && [ ! $$f -nt $(GENERATE_STAMP) ] || echo $$f; done),)
.PHONY: $(GENERATE_STAMP)
endif
$(OUT)/routes.c $(OUT)/template.json: $(GENERATE_STAMP)
	@:

SERVICE_COMPILE = $(SERVICE_CC) -std=c11 -D_GNU_SOURCE -I$(OUT) $(LS_INCLUDE) $(LS_CFLAGS) \
                  -MMD -MP -ffunction-sections -fdata-sections -ffile-prefix-map=$(CURDIR)=. \
                  -fdebug-prefix-map=$(notdir $(SPEC))=$(SPEC) $(CFLAGS) -c -o $@ $<
$(SERVICE_OBJ)/routes.o: $(OUT)/routes.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(SERVICE_COMPILE)
# routes.h says how each handler is called: one of another kind does not compile.
$(SERVICE_OBJ)/handlers/%.o: $(dir $(SPEC))handlers/%.c | $(GENERATE_STAMP)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(SERVICE_COMPILE) -include $(OUT)/routes.h
-include $(SERVICE_OBJS:.o=.d)

# Debug information stays in the objects: with it the linker names the spec's line of a handler
# that is missing.
$(BOOTSTRAP): $(SERVICE_OBJS) $(LS_LIB) $(BOOTSTRAP).from
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)sh $(LS_SCRIPTS)/link.sh $(SERVICE_CC) $(LS_CFLAGS) $(CFLAGS) $(LDFLAGS) $(LS_LINK) \
	    -Wl,--gc-sections,--build-id=none -o $@ $(filter %.o %.a,$^) $(LS_LIBS)
# The same file serves every ARCH and flavour in turn, and a handler can be taken away: linked again
# when what it is made of changes.
$(BOOTSTRAP).from: FORCE
	@mkdir -p $(@D)
	@echo $(LS_LIB) $(SERVICE_OBJS) | cmp -s - $@ || echo $(LS_LIB) $(SERVICE_OBJS) >$@
FORCE:
.PHONY: FORCE
$(SERVICE_ROOTS): $(LS_ROOTS)
	@mkdir -p $(@D)
	@cp $< $@

$(FUNCTION_ZIP): $(BOOTSTRAP) $(SERVICE_ROOTS) $(GENERATE_STAMP) $(LS_SCRIPTS)/zip.sh
	$(call say,ZIP,$@)
	$(Q)sh $(LS_SCRIPTS)/zip.sh $@ $(BOOTSTRAP) $(SERVICE_ROOTS) "$$($(LOCKSTEP) contract $(SPEC))"

run: generate bootstrap $(DYNALITE)          ## serve the API here, with a local DynamoDB (CALLER= RUNFLAGS=)
	@mkdir -p $(dir $(LOCAL_ITEMS))
	@$(LOCKSTEP) run --bootstrap $(BOOTSTRAP) --template $(OUT)/template.json --data $(LOCAL_ITEMS) \
	    --dynalite $(DYNALITE) $(if $(CALLER),--caller "$(CALLER)") $(RUNFLAGS)

deploy: zip                                  ## STACK= BUCKET= [ENV= REGION=]: upload and deploy
	@STACK="$(STACK)" BUCKET="$(BUCKET)" ENV="$(ENV)" REGION="$(REGION)" \
	    sh $(LS_SCRIPTS)/deploy.sh $(SPEC) $(OUT)/template.json $(FUNCTION_ZIP)

# npm packages by their lock, outside the source tree.
$(BUILD)/npm/dynalite/node_modules/dynalite/cli.js: $(LS_DYNALITE)/package-lock.json
	@sh $(LS_SCRIPTS)/npm-install.sh $(LS_DYNALITE) $(BUILD)/npm/dynalite
	@touch $@
