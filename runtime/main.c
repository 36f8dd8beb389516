/*
 * main.c - `bootstrap`: the runtime with the one service that routes.c describes.
 */
#include "lambda.h"

int main(void)
{
    return ls_lambda_run(&ls_service);
}
