/* SPDX-FileCopyrightText: 2026 The Unjam authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * For LD_PRELOAD: names that end in ".slow" take two seconds to be not found, as when no name server
 * answers.
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **list)
{
  typedef int resolver(const char *, const char *, const struct addrinfo *, struct addrinfo **);
  size_t length = node ? strlen(node) : 0;

  if (length > 5 && !strcmp(node + length - 5, ".slow")) {
    sleep(2);
    return EAI_AGAIN;
  }
  return ((resolver *)dlsym(RTLD_NEXT, "getaddrinfo"))(node, service, hints, list);
}
