/*
 * place.h - the account and the region that a stack on this machine pretends to be in.
 */
#ifndef LOCKSTEP_LOCAL_PLACE_H
#define LOCKSTEP_LOCAL_PLACE_H

#define LOCAL_REGION     "us-east-1"
#define LOCAL_ACCOUNT_ID "123456789012"
#define LOCAL_API_ID     "local"
#define LOCAL_STREAM     "2000-01-01T00:00:00.000" /* label of every table's stream */

#endif
