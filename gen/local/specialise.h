/*
 * specialise.h - a template as CloudFormation sees it once the parameters are known: for one
 * environment, without conditions and mappings.
 *
 * documented: Condition of a resource or an output; Fn::Equals, Fn::And, Fn::Or, Fn::Not and
 *     Condition inside Conditions; Fn::If, Fn::FindInMap and AWS::NoValue inside resources and
 *     outputs. Texts are compared by bytes; numbers and booleans as their texts.
 */
#ifndef LOCKSTEP_LOCAL_SPECIALISE_H
#define LOCKSTEP_LOCAL_SPECIALISE_H

#include "local/resolve.h"

/*
 * Changes `template`, which is the resolver's own: resources and outputs whose condition does not
 * hold vanish, and so do members and elements without a value; each Fn::If becomes the branch that
 * counts, each Fn::FindInMap what is there. False, with the resolver's problem set, for what
 * CloudFormation would refuse.
 */
bool specialise(struct resolver *resolver, cJSON *template);

#endif
