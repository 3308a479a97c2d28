/* SPDX-FileCopyrightText: 2026 The Unjam authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What libcups itself makes of an IPP message, as JSON: the oracle of the decoder's tests.
 *
 *   [bytes read, version, code, request id, [[group, [[name, value tag, [value...]]...]]...]]
 *
 * Strings and octets are in hexadecimal; null is what libcups will not hand out. A message that
 * ippReadIO() refuses is its last error string.
 */

#include <cups/cups.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source { const uint8_t *data; size_t size, at; };
struct sink { char *text; size_t room, used; };

static void put(struct sink *s, const char *text, size_t length)
{
  if (s->used + length < s->room)
    memcpy(s->text + s->used, text, length);
  s->used += length;
}

static void say(struct sink *s, const char *text) { put(s, text, strlen(text)); }

static void number(struct sink *s, long value)
{
  char text[32];
  put(s, text, (size_t)snprintf(text, sizeof(text), "%ld", value));
}

static void hex(struct sink *s, const void *data, size_t length)
{
  static const char digits[] = "0123456789abcdef";
  const uint8_t *bytes = data;

  say(s, "\"");
  for (size_t i = 0; i < length; i++) {
    char pair[2] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
    put(s, pair, 2);
  }
  say(s, "\"");
}

static void string(struct sink *s, const char *text)
{
  if (text)
    hex(s, text, strlen(text));
  else
    say(s, "null");
}

static void attributes(struct sink *s, ipp_t *ipp, int grouped);

static void value(struct sink *s, ipp_attribute_t *a, int i)
{
  int upper, x, y;
  const char *language = NULL, *text;
  const void *octets;
  ipp_res_t units;

  switch (ippGetValueTag(a)) {
    case IPP_TAG_INTEGER:
    case IPP_TAG_ENUM: number(s, ippGetInteger(a, i)); break;
    case IPP_TAG_BOOLEAN: say(s, ippGetBoolean(a, i) ? "true" : "false"); break;
    case IPP_TAG_RANGE:
      say(s, "[");
      number(s, ippGetRange(a, i, &upper));
      say(s, ",");
      number(s, upper);
      say(s, "]");
      break;
    case IPP_TAG_RESOLUTION:
      x = ippGetResolution(a, i, &y, &units);
      say(s, "[");
      number(s, x);
      say(s, ",");
      number(s, y);
      say(s, ",");
      number(s, units);
      say(s, "]");
      break;
    case IPP_TAG_DATE: hex(s, ippGetDate(a, i), 11); break;
    case IPP_TAG_BEGIN_COLLECTION:
      say(s, "{\"members\":[");
      attributes(s, ippGetCollection(a, i), 0);
      say(s, "]}");
      break;
    case IPP_TAG_TEXTLANG:
    case IPP_TAG_NAMELANG:
      text = ippGetString(a, i, &language);
      say(s, "[");
      string(s, text);
      say(s, ",");
      string(s, language);
      say(s, "]");
      break;
    case IPP_TAG_TEXT:
    case IPP_TAG_NAME:
    case IPP_TAG_KEYWORD:
    case IPP_TAG_URI:
    case IPP_TAG_URISCHEME:
    case IPP_TAG_CHARSET:
    case IPP_TAG_LANGUAGE:
    case IPP_TAG_MIMETYPE:
    case IPP_TAG_RESERVED_STRING: string(s, ippGetString(a, i, NULL)); break;
    default:
      x = 0;
      octets = ippGetOctetString(a, i, &x);
      if (octets)
        hex(s, octets, (size_t)x);
      else
        say(s, "null");
  }
}

static void attributes(struct sink *s, ipp_t *ipp, int grouped)
{
  int open = 0, comma = 0;
  ipp_tag_t group = IPP_TAG_ZERO;

  for (ipp_attribute_t *a = ippFirstAttribute(ipp); a; a = ippNextAttribute(ipp)) {
    /* A separator stands only between groups of the same kind. */
    if (open && (!ippGetName(a) || ippGetGroupTag(a) != group)) {
      say(s, "]]");
      open = 0;
    }
    if (!ippGetName(a))
      continue;
    if (grouped && !open) {
      group = ippGetGroupTag(a);
      say(s, comma ? ",[" : "[");
      number(s, group);
      say(s, ",[");
      open = comma = 1;
    }
    else if (comma)
      say(s, ",");
    comma = 1;
    say(s, "[");
    string(s, ippGetName(a));
    say(s, ",");
    number(s, ippGetValueTag(a));
    say(s, ",[");
    for (int i = 0; i < ippGetCount(a); i++) {
      if (i)
        say(s, ",");
      value(s, a, i);
    }
    say(s, "]]");
  }
  if (open)
    say(s, "]]");
}

static ssize_t feed(void *context, ipp_uchar_t *buffer, size_t bytes)
{
  struct source *source = context;

  if (bytes > source->size - source->at)
    bytes = source->size - source->at;
  memcpy(buffer, source->data + source->at, bytes);
  source->at += bytes;
  return (ssize_t)bytes;
}

/* Describe a message; return the length of the text, which is cut where it exceeds the room. */
size_t describe(const uint8_t *data, size_t size, char *text, size_t room)
{
  struct source source = {data, size, 0};
  struct sink sink = {text, room, 0};
  ipp_t *ipp = ippNew();
  ipp_state_t state;
  int minor;

  do
    state = ippReadIO(&source, feed, 1, NULL, ipp);
  while (state != IPP_STATE_ERROR && state != IPP_STATE_DATA);
  if (state == IPP_STATE_ERROR)
    string(&sink, cupsLastErrorString());
  else {
    int major = ippGetVersion(ipp, &minor);
    say(&sink, "[");
    number(&sink, (long)source.at);
    say(&sink, ",[");
    number(&sink, major);
    say(&sink, ",");
    number(&sink, minor);
    say(&sink, "],");
    number(&sink, ippGetStatusCode(ipp) & 0xffff);
    say(&sink, ",");
    number(&sink, ippGetRequestId(ipp));
    say(&sink, ",[");
    attributes(&sink, ipp, 1);
    say(&sink, "]]");
  }
  ippDelete(ipp);
  return sink.used;
}
