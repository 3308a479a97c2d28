/* SPDX-FileCopyrightText: 2026 The Unjam authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a C program pays: cupsDoRequest() and one look at every value.
 *
 *   client HOST PORT OPERATION ROUNDS            milliseconds of each round on standard output,
 *                                                then the peak memory above the start's, in KiB
 */

#include <cups/cups.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
  struct timespec t;

  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static long kib(const char *name)
{
  char line[256];
  long value = 0;
  FILE *file = fopen("/proc/self/status", "r");

  while (file && fgets(line, sizeof(line), file))
    if (!strncmp(line, name, strlen(name)))
      value = atol(line + strlen(name) + 1);
  if (file)
    fclose(file);
  return value;
}

/* Turn every value into something of the program's own, as any caller must. */
static long convert(ipp_t *reply)
{
  long values = 0;
  char text[1024];
  int upper;

  for (ipp_attribute_t *a = ippFirstAttribute(reply); a; a = ippNextAttribute(reply))
    for (int i = 0; i < ippGetCount(a); i++, values++)
      switch (ippGetValueTag(a)) {
        case IPP_TAG_INTEGER:
        case IPP_TAG_ENUM: values += ippGetInteger(a, i) & 1; break;
        case IPP_TAG_BOOLEAN: values += ippGetBoolean(a, i); break;
        case IPP_TAG_RANGE: values += ippGetRange(a, i, &upper) & 1; break;
        case IPP_TAG_DATE: values += ippDateToTime(ippGetDate(a, i)) & 1; break;
        case IPP_TAG_BEGIN_COLLECTION: ippAttributeString(a, text, sizeof(text)); break;
        default: {
          const char *string = ippGetString(a, i, NULL);
          if (string)
            snprintf(text, sizeof(text), "%s", string);
        }
      }
  return values;
}

static ipp_t *ask(http_t *http, int operation)
{
  ipp_t *request = ippNewRequest((ipp_op_t)operation);
  const char *uri = "ipp://localhost/";

  if (operation == IPP_OP_GET_PRINTER_ATTRIBUTES)
    uri = "ipp://localhost/printers/bench";
  if (operation == IPP_OP_GET_JOBS || operation == IPP_OP_GET_PRINTER_ATTRIBUTES)
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
  ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser());
  ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL, "all");
  return cupsDoRequest(http, request, "/");
}

int main(int argc, char **argv)
{
  if (argc != 5)
    return 2;
  http_t *http = httpConnect2(argv[1], atoi(argv[2]), NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED,
                              1, 30000, NULL);
  long before = kib("VmRSS:");
  FILE *reset = fopen("/proc/self/clear_refs", "w");

  if (reset) {
    fputs("5", reset);
    fclose(reset);
  }
  for (int round = 0; http && round < atoi(argv[4]); round++) {
    double start = now();
    ipp_t *reply = ask(http, (int)strtol(argv[3], NULL, 16));
    if (!reply || ippGetStatusCode(reply) > IPP_STATUS_OK_CONFLICTING)
      return fprintf(stderr, "client: %s\n", cupsLastErrorString()), 1;
    convert(reply);
    ippDelete(reply);
    printf("%.4f\n", now() - start);
  }
  printf("%ld\n", kib("VmHWM:") - before);
  return http ? 0 : 1;
}
