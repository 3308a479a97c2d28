/* SPDX-FileCopyrightText: 2026 The Unjam authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A print server that says what it was told to: the fastest partner that a client can have.
 *
 *   canned [--login] [--delay MS] OPERATION=FILE...      OPERATION in hexadecimal
 *
 * Writes its port to standard output. Each reply is FILE with the request's id put in. With --login
 * every request must carry "Basic NAME:pw-NAME", NAME being its requesting-user-name; anything else is
 * a mix-up. GET answers "requests mix-ups". One thread for each connection.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { MAX_REPLIES = 32, MAX_BODY = 1 << 20, PIECE = 1 << 16 };

static struct { unsigned operation; char *data; size_t size; } replies[MAX_REPLIES];
static int reply_count, login, delay_ms;
static atomic_long requests, mix_ups;

struct stream {
  int fd;
  size_t start, end;
  char buffer[16384];
};

static int fill(struct stream *s)
{
  ssize_t got;

  if (s->start == s->end)
    s->start = s->end = 0;
  got = recv(s->fd, s->buffer + s->end, sizeof(s->buffer) - s->end, 0);
  if (got <= 0)
    return 0;
  s->end += (size_t)got;
  return 1;
}

static int read_line(struct stream *s, char *line, size_t size)
{
  size_t used = 0;

  for (;;) {
    if (s->start == s->end && !fill(s))
      return 0;
    char c = s->buffer[s->start++];
    if (c == '\n')
      break;
    if (c != '\r' && used + 1 < size)
      line[used++] = c;
  }
  line[used] = 0;
  return 1;
}

static int read_bytes(struct stream *s, char *to, size_t size)
{
  while (size) {
    size_t have = s->end - s->start;
    if (!have) {
      if (!fill(s))
        return 0;
      continue;
    }
    if (have > size)
      have = size;
    memcpy(to, s->buffer + s->start, have);
    s->start += have;
    to += have;
    size -= have;
  }
  return 1;
}

static int write_all(int fd, const char *data, size_t size)
{
  while (size) {
    ssize_t done = send(fd, data, size < PIECE ? size : PIECE, MSG_NOSIGNAL);
    if (done <= 0)
      return 0;
    data += done;
    size -= (size_t)done;
  }
  return 1;
}

static int send_text(int fd, const char *text) { return write_all(fd, text, strlen(text)); }

static int decode64(const char *from, char *to, size_t size)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  unsigned bits = 0, have = 0;
  size_t used = 0;
  const char *at;

  for (; *from && *from != '=' && (at = strchr(digits, *from)); from++) {
    bits = bits << 6 | (unsigned)(at - digits);
    have += 6;
    if (have >= 8 && used + 1 < size)
      to[used++] = (char)(bits >> (have -= 8));
  }
  to[used] = 0;
  return (int)used;
}

/* Whoever logged in must have his own password, and be the request's user where it names one. */
static int belongs(const char *authorization, const char *body, size_t size)
{
  static const char name[] = "requesting-user-name";
  char user[256], pair[512], expected[600], *colon;
  const char *at = memmem(body, size, name, sizeof(name) - 1);
  size_t length;

  decode64(authorization, pair, sizeof(pair));
  if (!at) {
    colon = strchr(pair, ':');
    return colon && !strncmp(colon, ":pw-", 4) &&
           !strncmp(colon + 4, pair, (size_t)(colon - pair)) &&
           strlen(colon + 4) == (size_t)(colon - pair);
  }
  at += sizeof(name) - 1;
  length = (size_t)((unsigned char)at[0] << 8 | (unsigned char)at[1]);
  if (length >= sizeof(user) || at + 2 + length > body + size)
    return 0;
  memcpy(user, at + 2, length);
  user[length] = 0;
  snprintf(expected, sizeof(expected), "%s:pw-%s", user, user);
  return !strcmp(pair, expected);
}

struct request {
  size_t length;
  int chunked, expects, get;
  char authorization[512];
};

static int read_head(struct stream *s, struct request *r)
{
  char line[8192];

  memset(r, 0, sizeof(*r));
  if (!read_line(s, line, sizeof(line)))
    return 0;
  r->get = !strncmp(line, "GET ", 4);
  while (read_line(s, line, sizeof(line)) && *line) {
    if (!strncasecmp(line, "Content-Length:", 15))
      r->length = strtoul(line + 15, NULL, 10);
    else if (!strncasecmp(line, "Transfer-Encoding:", 18))
      r->chunked = strcasestr(line, "chunked") != NULL;
    else if (!strncasecmp(line, "Expect:", 7))
      r->expects = 1;
    else if (!strncasecmp(line, "Authorization: Basic ", 21))
      snprintf(r->authorization, sizeof(r->authorization), "%.500s", line + 21);
  }
  return !*line;
}

static int read_body(struct stream *s, struct request *r, char *body)
{
  char line[64];
  size_t used = 0, chunk;

  if (!r->chunked)
    return r->length <= MAX_BODY && read_bytes(s, body, r->length);
  for (;;) {
    if (!read_line(s, line, sizeof(line)))
      return 0;
    chunk = strtoul(line, NULL, 16);
    if (used + chunk > MAX_BODY || !read_bytes(s, body + used, chunk))
      return 0;
    used += chunk;
    if (!read_line(s, line, sizeof(line)))
      return 0;
    if (!chunk)
      break;
  }
  r->length = used;
  return 1;
}

static int send_reply(int fd, const char *body)
{
  unsigned operation = (unsigned)(unsigned char)body[2] << 8 | (unsigned char)body[3];
  char head[256];
  int i, used;

  for (i = 0; i < reply_count && replies[i].operation != operation; i++)
    ;
  if (i == reply_count)
    return send_text(fd, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") && 0;
  used = snprintf(head, sizeof(head),
                  "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %zu\r\n\r\n",
                  replies[i].size);
  memcpy(head + used, replies[i].data, 4);
  memcpy(head + used + 4, body + 4, 4);
  return write_all(fd, head, (size_t)used + 8) &&
         write_all(fd, replies[i].data + 8, replies[i].size - 8);
}

static int answer(struct stream *s, char *body)
{
  struct request r;
  char text[160], counts[64];

  if (!read_head(s, &r))
    return 0;
  if (r.get) {
    snprintf(counts, sizeof(counts), "%ld %ld\n", atomic_load(&requests), atomic_load(&mix_ups));
    snprintf(text, sizeof(text), "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(counts),
             counts);
    return send_text(s->fd, text);
  }
  if (r.expects && !(login && !*r.authorization) &&
      !send_text(s->fd, "HTTP/1.1 100 Continue\r\n\r\n"))
    return 0;
  if (login && !*r.authorization) {
    /* Without waiting for a body that a client with Expect will not send. */
    if (!r.expects && !read_body(s, &r, body))
      return 0;
    return send_text(s->fd, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"CUPS\"\r\n"
                            "Content-Length: 0\r\nConnection: close\r\n\r\n") && 0;
  }
  if (!read_body(s, &r, body) || r.length < 8)
    return 0;
  atomic_fetch_add(&requests, 1);
  if (login && !belongs(r.authorization, body, r.length))
    atomic_fetch_add(&mix_ups, 1);
  if (delay_ms)
    nanosleep(&(struct timespec){delay_ms / 1000, delay_ms % 1000 * 1000000L}, NULL);
  return send_reply(s->fd, body);
}

static void *serve(void *argument)
{
  struct stream *s = argument;
  char *body = malloc(MAX_BODY), drop[4096];
  int yes = 1;

  setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  while (answer(s, body))
    ;
  shutdown(s->fd, SHUT_WR);
  while (recv(s->fd, drop, sizeof(drop), 0) > 0)
    ;
  close(s->fd);
  free(body);
  free(s);
  return NULL;
}

static int load(const char *argument)
{
  char *path;
  unsigned long operation = strtoul(argument, &path, 16);
  FILE *file;
  struct stat info;

  if (*path != '=' || reply_count == MAX_REPLIES || !(file = fopen(path + 1, "rb")))
    return 0;
  fstat(fileno(file), &info);
  replies[reply_count].operation = (unsigned)operation;
  replies[reply_count].size = (size_t)info.st_size;
  replies[reply_count].data = malloc((size_t)info.st_size);
  if (fread(replies[reply_count].data, 1, (size_t)info.st_size, file) != (size_t)info.st_size)
    return 0;
  fclose(file);
  reply_count++;
  return 1;
}

int main(int argc, char **argv)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof(address);
  struct rlimit files;
  pthread_attr_t small;
  int listener;

  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--login"))
      login = 1;
    else if (!strcmp(argv[i], "--delay") && i + 1 < argc)
      delay_ms = atoi(argv[++i]);
    else if (!load(argv[i]))
      return fprintf(stderr, "canned: cannot use %s\n", argv[i]), 2;
  }
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096))
    return perror("canned"), 1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 128 * 1024);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  for (;;) {
    pthread_t thread;
    struct stream *s = calloc(1, sizeof(*s));
    s->fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (s->fd < 0 || pthread_create(&thread, &small, serve, s))
      free(s);
  }
}
