/* SPDX-FileCopyrightText: 2026 The Unjam authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * For LD_PRELOAD: to find names that end in ".slow" takes for ever. The descriptor in
 * $RESOLVING is told that it has begun.
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **list)
{
  typedef int resolver(const char *, const char *, const struct addrinfo *, struct addrinfo **);
  size_t length = node ? strlen(node) : 0;

  if (length > 5 && !strcmp(node + length - 5, ".slow")) {
    const char *told = getenv("RESOLVING");

    if (!told || write(atoi(told), "", 1) < 0)
      return EAI_SYSTEM;
    for (;;)
      pause();
  }
  return ((resolver *)dlsym(RTLD_NEXT, "getaddrinfo"))(node, service, hints, list);
}
