/*
 * A template for one environment. The rules are CloudFormation's: what its guide says of
 * Conditions, Mappings, Fn::If, Fn::FindInMap and AWS::NoValue.
 */
#include "local/specialise.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct mem_arena *arena;
static struct resolver resolver;

static void set_up(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
}

static void tear_down(void)
{
    mem_arena_free(arena);
}

TestSuite(local_specialise, .init = set_up, .fini = tear_down);

/* JSON with apostrophes for quotes. */
static char *quoted(const char *json)
{
    char *copy = strdup(json);

    cr_assert_not_null(copy);
    for (char *at = copy; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    return copy;
}

static void free_json(void *json)
{
    cJSON_Delete(json);
}

#define PARAMETERS                                                                                 \
    "'Parameters':{'Environment':{'Type':'String','AllowedValues':['dev','test','prod'],"          \
    "'Default':'dev'},'Size':{'Type':'Number','Default':7},'Bare':{'Type':'String'}},"
#define MAPPINGS                                                                                   \
    "'Mappings':{'M':{'dev':{'Text':'small','Number':128,'Truth':true,'List':['a','b'],"           \
    "'Deep':{'x':1},'Nested':[['a']]},'prod':{'Text':'large','Number':1024}},"                     \
    "'Names':{'all':{'Map':'M','Key':'Text'}}},"
#define CONDITIONS                                                                                 \
    "'Conditions':{"                                                                               \
    "'IsDev':{'Fn::Equals':[{'Ref':'Environment'},'dev']},"                                        \
    "'IsProd':{'Fn::Equals':[{'Ref':'Environment'},'prod']},"                                      \
    "'IsTest':{'Fn::Equals':['test',{'Ref':'Environment'}]},"                                      \
    "'NotDev':{'Fn::Not':[{'Condition':'IsDev'}]},"                                                \
    "'Either':{'Fn::Or':[{'Condition':'IsTest'},{'Condition':'IsProd'}]},"                         \
    "'Both':{'Fn::And':[{'Condition':'NotDev'},{'Condition':'IsProd'},"                            \
    "{'Fn::Equals':['a','a']}]},"                                                                  \
    "'Large':{'Fn::Equals':[{'Fn::FindInMap':['M',{'Ref':'Environment'},'Text']},'large']},"       \
    "'Seven':{'Fn::Equals':[{'Ref':'Size'},'7']},"                                                 \
    "'Region':{'Fn::Equals':[{'Fn::Sub':'${AWS::Region}-x'},'us-east-1-x']}},"
#define TEMPLATE(resources) "{" PARAMETERS MAPPINGS CONDITIONS "'Resources':{" resources "}}"
/* One value, at a place whose name is known. */
#define VALUE(value) TEMPLATE("'R':{'Type':'T','Properties':{'V':" value "}}")

/* The template's member of that name afterwards, or the problem. */
static const char *specialised(const char *json, const char *environment, const char *section)
{
    char *text = quoted(json);
    cJSON *template = cJSON_Parse(text);
    char *printed;

    free(text);
    cr_assert_not_null(template, "%s", json);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory is short");
    mem_defer(arena, free_json, template);
    cr_assert(resolver_init(&resolver, arena, template, environment));
    if (!specialise(&resolver, template))
        return resolver.problem;
    printed = cJSON_PrintUnformatted(resolve_member(template, section));
    cr_assert_not_null(printed);
    mem_defer(arena, free, printed);
    return printed;
}

/* `wanted` empty: the value vanishes, and the member that holds it. */
static void expect_value(const char *value, const char *environment, const char *wanted)
{
    char json[4096], expected[1024];
    char *text = quoted(wanted);
    const char *found;

    snprintf(json, sizeof(json),
             "{" PARAMETERS MAPPINGS CONDITIONS "'Resources':{'R':{'P':{'V':%s,'Z':0}}}}", value);
    snprintf(expected, sizeof(expected), "{\"R\":{\"P\":{%s%s%s\"Z\":0}}}",
             *text != '\0' ? "\"V\":" : "", text, *text != '\0' ? "," : "");
    free(text);
    found = specialised(json, environment, "Resources");
    cr_expect_str_eq(found, expected, "%s in %s\ngot  %s\nwant %s", value, environment, found,
                     expected);
}

Test(local_specialise, a_plain_template_stays_as_it_is)
{
    static const char plain[] =
        "{'A':{'Type':'T','DependsOn':['B'],'Properties':{'X':[{'Ref':'B'},{'Fn::Sub':'${B}'},"
        "1.5,true,null,{}],'Policy':{'Condition':{'StringEquals':{'aws:x':'y'}}}}}}";
    char *wanted = quoted(plain);
    char json[1024];
    const char *found;

    snprintf(json, sizeof(json), "{" PARAMETERS "'Resources':%s}", plain);
    found = specialised(json, NULL, "Resources");
    cr_expect_str_eq(found, wanted, "%s", found);
    free(wanted);
}

Test(local_specialise, conditions)
{
    static const struct {
        const char *name, *dev, *test, *prod;
    } rows[] = {
        {"IsDev", "1", "0", "0"},  {"IsProd", "0", "0", "1"}, {"IsTest", "0", "1", "0"},
        {"NotDev", "0", "1", "1"}, {"Either", "0", "1", "1"}, {"Both", "0", "0", "1"},
        {"Seven", "1", "1", "1"},  {"Region", "1", "1", "1"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char value[256];

        snprintf(value, sizeof(value), "{'Fn::If':['%s',1,0]}", rows[i].name);
        expect_value(value, "dev", rows[i].dev);
        expect_value(value, "test", rows[i].test);
        expect_value(value, "prod", rows[i].prod);
    }
    expect_value("{'Fn::If':['Large',1,0]}", "dev", "0");
    expect_value("{'Fn::If':['Large',1,0]}", "prod", "1");
}

Test(local_specialise, the_branch_that_counts_takes_the_place_of_an_if)
{
    expect_value("{'Fn::If':['IsProd',{'a':[1,2]},'no']}", "prod", "{'a':[1,2]}");
    expect_value("{'Fn::If':['IsProd',{'a':[1,2]},'no']}", "dev", "'no'");
    expect_value("{'Fn::If':['IsDev',{'Ref':'R'},0]}", "dev", "{'Ref':'R'}");
    expect_value("{'Fn::If':['IsDev',null,0]}", "dev", "null");
    /* Each in another. */
    expect_value("{'Fn::If':['IsDev',1,{'Fn::If':['IsTest',2,{'Fn::If':['IsProd',3,4]}]}]}", "dev",
                 "1");
    expect_value("{'Fn::If':['IsDev',1,{'Fn::If':['IsTest',2,{'Fn::If':['IsProd',3,4]}]}]}", "test",
                 "2");
    expect_value("{'Fn::If':['IsDev',1,{'Fn::If':['IsTest',2,{'Fn::If':['IsProd',3,4]}]}]}", "prod",
                 "3");
    expect_value("{'Fn::If':['IsDev',{'Fn::FindInMap':['M','dev','List']},0]}", "dev", "['a','b']");
    expect_value("[{'x':{'Fn::If':['IsDev',{'y':{'Fn::If':['IsProd',1,2]}},0]}}]", "dev",
                 "[{'x':{'y':2}}]");
    /* An object with more than a function is no function. */
    expect_value("{'Fn::If':['Nothing',1,2],'b':1}", "dev", "{'Fn::If':['Nothing',1,2],'b':1}");
}

Test(local_specialise, what_has_no_value_vanishes)
{
    static const char none[] = "{'Ref':'AWS::NoValue'}";
    char value[256];

    expect_value(none, "dev", "");
    expect_value("{'Fn::If':['IsProd',1,{'Ref':'AWS::NoValue'}]}", "dev", "");
    expect_value("{'Fn::If':['IsProd',1,{'Ref':'AWS::NoValue'}]}", "prod", "1");
    snprintf(value, sizeof(value), "[%s,1,%s,%s,2,%s]", none, none, none, none);
    expect_value(value, "dev", "[1,2]");
    snprintf(value, sizeof(value), "{'a':%s,'b':1,'c':%s}", none, none);
    expect_value(value, "dev", "{'b':1}");
    snprintf(value, sizeof(value), "{'a':[{'b':%s}]}", none);
    expect_value(value, "dev", "{'a':[{}]}");
    expect_value("{'a':{'Ref':'Environment'}}", "dev", "{'a':{'Ref':'Environment'}}");
}

Test(local_specialise, a_mapping_is_looked_up)
{
    expect_value("{'Fn::FindInMap':['M',{'Ref':'Environment'},'Text']}", "dev", "'small'");
    expect_value("{'Fn::FindInMap':['M',{'Ref':'Environment'},'Text']}", "prod", "'large'");
    expect_value("{'Fn::FindInMap':['M',{'Ref':'Environment'},'Number']}", "prod", "1024");
    expect_value("{'Fn::FindInMap':['M','dev','Truth']}", "prod", "true");
    expect_value("{'Fn::FindInMap':['M','dev','List']}", "prod", "['a','b']");
    expect_value("{'Fn::FindInMap':[{'Fn::FindInMap':['Names','all','Map']},"
                 "{'Ref':'Environment'},{'Fn::FindInMap':['Names','all','Key']}]}",
                 "dev", "'small'");
    expect_value("[{'k':{'Fn::FindInMap':['M','dev','Number']}}]", "dev", "[{'k':128}]");
    /* What comes out of a mapping is data. */
    expect_value("{'Fn::If':['IsDev',{'Fn::FindInMap':['M','dev','Text']},0]}", "dev", "'small'");
}

Test(local_specialise, resources_and_outputs_exist_where_their_condition_holds)
{
    static const char json[] =
        "{" PARAMETERS CONDITIONS
        "'Resources':{'A':{'Condition':'IsProd','X':1},'B':{'X':2},'C':{'X':3,"
        "'Condition':'IsDev'},'D':{'Condition':'NotDev'},'E':{'Ref':'AWS::NoValue'}},"
        "'Outputs':{'A':{'Condition':'IsProd','Value':{'Ref':'A'}},"
        "'B':{'Value':{'Fn::If':['IsDev','d','p']}}}}";

    cr_expect_str_eq(specialised(json, "dev", "Resources"), "{\"B\":{\"X\":2},\"C\":{\"X\":3}}");
    cr_expect_str_eq(specialised(json, "dev", "Outputs"), "{\"B\":{\"Value\":\"d\"}}");
    cr_expect_str_eq(specialised(json, "prod", "Resources"),
                     "{\"A\":{\"X\":1},\"B\":{\"X\":2},\"D\":{}}");
    cr_expect_str_eq(specialised(json, "prod", "Outputs"),
                     "{\"A\":{\"Value\":{\"Ref\":\"A\"}},\"B\":{\"Value\":\"p\"}}");
    cr_expect_str_eq(specialised("{" PARAMETERS "'Resources':{}}", "dev", "Resources"), "{}");
}

/* What is not there in this environment may say what it likes. */
Test(local_specialise, a_branch_that_does_not_count_is_not_looked_at)
{
    expect_value("{'Fn::If':['IsDev',1,{'Fn::FindInMap':['No','such','thing']}]}", "dev", "1");
    cr_expect_str_eq(specialised(TEMPLATE("'A':{'Condition':'IsProd','X':{'Fn::If':['No',1,2]}}"),
                                 "dev", "Resources"),
                     "{}");
}

#define AT "Resources.R.Properties.V"

Test(local_specialise, a_mistake_names_its_place)
{
    static const struct {
        const char *json, *problem;
    } rows[] = {
        {VALUE("{'Fn::If':['Nothing',1,2]}"), AT ".Fn::If: there is no condition `Nothing`"},
        {VALUE("{'Fn::If':['IsDev',1]}"),
         AT ".Fn::If: wants the name of a condition and two values"},
        {VALUE("{'Fn::If':[{'Condition':'IsDev'},1,2]}"),
         AT ".Fn::If: wants the name of a condition and two values"},
        {VALUE("{'Fn::If':'IsDev'}"), AT ".Fn::If: wants the name of a condition and two values"},
        {VALUE("[0,{'a':{'Fn::If':['No',1,2]}}]"), AT "[1].a.Fn::If: there is no condition `No`"},
        {VALUE("{'Fn::FindInMap':['M','dev']}"), AT ".Fn::FindInMap: wants a mapping and two keys"},
        {VALUE("{'Fn::FindInMap':['X','dev','Text']}"),
         AT ".Fn::FindInMap: Mappings.X.dev.Text does not exist"},
        {VALUE("{'Fn::FindInMap':['M','test','Text']}"),
         AT ".Fn::FindInMap: Mappings.M.test.Text does not exist"},
        {VALUE("{'Fn::FindInMap':['M','dev','text']}"),
         AT ".Fn::FindInMap: Mappings.M.dev.text does not exist"},
        {VALUE("{'Fn::FindInMap':['M','dev','Deep']}"),
         AT ".Fn::FindInMap: Mappings.M.dev.Deep is no text, number, boolean, or list of them"},
        {VALUE("{'Fn::FindInMap':['M','dev','Nested']}"),
         AT ".Fn::FindInMap: Mappings.M.dev.Nested is no text, number, boolean, or list of them"},
        {VALUE("{'Fn::FindInMap':['M',{'Ref':'Bare'},'Text']}"),
         AT ".Fn::FindInMap[1]: the parameter `Bare` has no value locally"},
        {VALUE("{'Fn::FindInMap':['M',['dev'],'Text']}"), AT ".Fn::FindInMap[1]: is no text"},
        {TEMPLATE("'A':{'Condition':['IsDev']}"),
         "Resources.A.Condition: is no name of a condition"},
        {TEMPLATE("'A':{'Condition':'isdev'}"),
         "Resources.A.Condition: there is no condition `isdev`"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *problem = specialised(rows[i].json, "dev", "Resources");

        cr_expect_str_eq(problem, rows[i].problem, "%s\nwant %s", problem, rows[i].problem);
    }
}

Test(local_specialise, a_mistake_in_a_condition_names_the_condition)
{
    static const struct {
        const char *condition, *problem;
    } rows[] = {
        {"true", "is no condition: those are Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition"},
        {"{'Fn::If':['A',1,2]}",
         "is no condition: those are Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition"},
        {"{'Fn::Equals':['a']}", "Fn::Equals: wants two values"},
        {"{'Fn::Equals':['a','b','c']}", "Fn::Equals: wants two values"},
        {"{'Fn::Equals':['a',{}]}", "Fn::Equals[1]: is no text"},
        {"{'Fn::Equals':[{'Ref':'Nothing'},'a']}",
         "Fn::Equals[0]: `Nothing` is no parameter and no resource"},
        {"{'Fn::Not':{'Condition':'C'}}", "Fn::Not: wants one condition in a list"},
        {"{'Fn::Not':[{'Condition':'C'}]}", "depends on itself"},
        {"{'Condition':'C'}", "depends on itself"},
        {"{'Condition':'D'}", "Condition: there is no condition `D`"},
        {"{'Fn::And':[{'Fn::Equals':['a','a']}]}", "Fn::And: wants 2 to 10 conditions"},
        {"{'Fn::Or':[1,1,1,1,1,1,1,1,1,1,1]}", "Fn::Or: wants 2 to 10 conditions"},
        {"{'Fn::Or':[{'Fn::Equals':['a','a']},7]}",
         "Fn::Or[1]: is no condition: those are Fn::Equals, Fn::And, Fn::Or, Fn::Not and "
         "Condition"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool is_inner = strncmp(rows[i].problem, "Fn::", 4) == 0 ||
                        strncmp(rows[i].problem, "Condition:", 10) == 0;
        char json[1024], wanted[256];
        const char *problem;

        snprintf(json, sizeof(json),
                 "{" PARAMETERS "'Conditions':{'C':%s},'Resources':{'R':{'Condition':'C'}}}",
                 rows[i].condition);
        snprintf(wanted, sizeof(wanted), "Conditions.C%s%s", is_inner ? "." : ": ",
                 rows[i].problem);
        problem = specialised(json, "dev", "Resources");
        cr_expect_str_eq(problem, wanted, "%s\nwant %s", problem, wanted);
    }
}

/* A circle of several, and one condition that many others stand on. */
Test(local_specialise, conditions_on_conditions)
{
    char json[8192], *at = json, *end = json + sizeof(json);
    const char *problem =
        specialised("{" PARAMETERS "'Conditions':{'A':{'Fn::Not':[{'Condition':'B'}]},"
                    "'B':{'Fn::Not':[{'Condition':'C'}]},'C':{'Fn::Not':[{'Condition':'A'}]}},"
                    "'Resources':{'R':{'Condition':'B'}}}",
                    "dev", "Resources");

    cr_expect_str_eq(problem, "Conditions.B: depends on itself", "%s", problem);
    at += snprintf(at, (size_t)(end - at),
                   "{" PARAMETERS "'Conditions':{'C0':{'Fn::Equals':['a','a']}");
    /* Each names the one before ten times: 10^8 ways to the first. */
    for (int i = 1; i <= 8; i++) {
        at += snprintf(at, (size_t)(end - at), ",'C%d':{'Fn::And':[", i);
        for (int k = 0; k < 10; k++)
            at +=
                snprintf(at, (size_t)(end - at), "%s{'Condition':'C%d'}", k > 0 ? "," : "", i - 1);
        at += snprintf(at, (size_t)(end - at), "]}");
    }
    snprintf(at, (size_t)(end - at), "},'Resources':{'R':{'Condition':'C8','X':1}}}");
    problem = specialised(json, "dev", "Resources");
    cr_expect_str_eq(problem, "{\"R\":{\"X\":1}}", "%s", problem);
}

Test(local_specialise, depth_is_bounded)
{
    enum { DEEP = 900 }; /* cJSON itself stops at 1,000 */
    char json[DEEP * 16], *at = json, *end = json + sizeof(json);
    const char *problem;

    at += snprintf(at, (size_t)(end - at), "{" PARAMETERS "'Resources':{'R':");
    for (int i = 0; i < DEEP; i++)
        *at++ = '[';
    for (int i = 0; i < DEEP; i++)
        *at++ = ']';
    snprintf(at, (size_t)(end - at), "}}");
    problem = specialised(json, "dev", "Resources");
    cr_expect_not_null(strstr(problem, "[0][0]: more than 64 values in each other"), "%s", problem);

    at = json + snprintf(json, sizeof(json),
                         "{" PARAMETERS "'Conditions':{'C0':{'Fn::Equals':"
                         "['a','a']}");
    for (int i = 1; i < 100; i++)
        at += snprintf(at, (size_t)(end - at), ",'C%d':{'Condition':'C%d'}", i, i - 1);
    snprintf(at, (size_t)(end - at), "},'Resources':{'R':{'Condition':'C99'}}}");
    problem = specialised(json, "dev", "Resources");
    cr_expect_not_null(strstr(problem, "more than 64 values in each other"), "%s", problem);
}

/* Specialises with the n-th allocation failing; false when it failed. */
static bool with_failure(size_t n)
{
    char *text = quoted(VALUE("[{'Fn::If':['Both',1,{'Fn::FindInMap':['M','dev','List']}]}]"));
    cJSON *template = cJSON_Parse(text);
    struct mem_arena *tight = mem_arena_new();
    struct resolver own;

    free(text);
    cr_assert_not_null(tight);
    if (setjmp(*mem_guard(tight)) != 0) {
        mem_arena_free(tight);
        cJSON_Delete(template);
        return false;
    }
    mem_fail_at(tight, n);
    cr_expect(resolver_init(&own, tight, template, "dev") && specialise(&own, template));
    mem_arena_free(tight);
    cJSON_Delete(template);
    return true;
}

Test(local_specialise, short_memory_leaves_through_the_guard)
{
    size_t n = 1;

    while (n < 1000 && !with_failure(n))
        n++;
    cr_expect_gt(n, 5);
    cr_expect_lt(n, 1000);
}
