/* SPDX-FileCopyrightText: 2026 The Unjam authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The floor: send the request, receive the bytes, look at none of them.
 *
 *   receive PORT REQUEST-FILE ROUNDS             milliseconds of each round on standard output
 */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
  struct timespec t;

  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static char block[65537];

int main(int argc, char **argv)
{
  if (argc != 4)
    return 2;
  static char request[65536], head[256];
  FILE *file = fopen(argv[2], "rb");
  size_t size = file ? fread(request, 1, sizeof(request), file) : 0;
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                .sin_port = htons((unsigned short)atoi(argv[1]))};
  int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;

  if (!size || connect(fd, (struct sockaddr *)&address, sizeof(address)))
    return perror("receive"), 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  int used = snprintf(head, sizeof(head),
                      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\n"
                      "Content-Length: %zu\r\n\r\n", size);
  for (int round = 0; round < atoi(argv[3]); round++) {
    double start = now();
    long left = -1;
    if (send(fd, head, (size_t)used, 0) != used || send(fd, request, size, 0) != (ssize_t)size)
      return 1;
    while (left) {
      ssize_t got = recv(fd, block, sizeof(block) - 1, 0);
      if (got <= 0)
        return 1;
      if (left < 0) {
        block[got] = 0;
        char *length = strstr(block, "Content-Length:"), *body = strstr(block, "\r\n\r\n");
        if (!length || !body)
          return 1;
        left = atol(length + 15) + (body + 4 - block);
      }
      left -= got;
    }
    printf("%.4f\n", now() - start);
  }
  return close(fd);
}
