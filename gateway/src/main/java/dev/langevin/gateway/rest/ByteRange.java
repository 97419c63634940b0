package dev.langevin.gateway.rest;

import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.http.HttpRefusal;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file: RFC 9110, section 14.
 *
 * @param first its first byte, from 0
 * @param last its last one, included
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})-(\\d{0,18})");

  /**
   * The range that a header asks for; empty for the whole file: where there is no header, one of
   * another unit, several ranges, or one that means nothing, as the RFC allows.
   *
   * @throws dev.langevin.gateway.GatewayException if none of it is within the file
   */
  static Optional<ByteRange> of(String header, long size) {
    Matcher range = ONE.matcher(header.strip());
    if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
      return Optional.empty();
    }
    long first;
    long last = size - 1;
    if (range.group(1).isEmpty()) {
      first = Math.max(0, size - Long.parseLong(range.group(2)));
    } else {
      first = Long.parseLong(range.group(1));
      if (!range.group(2).isEmpty()) {
        long end = Long.parseLong(range.group(2));
        if (end < first) {
          return Optional.empty();
        }
        last = Math.min(last, end);
      }
    }
    if (first > last) {
      throw HttpRefusal.range(RequestRules.shown(header), size);
    }
    return Optional.of(new ByteRange(first, last));
  }

  /** Bytes in it. */
  long length() {
    return last - first + 1;
  }

  /** The header of the answer. */
  String content(long size) {
    return "bytes %d-%d/%d".formatted(first, last, size);
  }

  /** The part of a piece that lies in the range. */
  byte[] cut(byte[] piece, long offset) {
    long from = Math.clamp(first - offset, 0L, (long) piece.length);
    long to = Math.clamp(last + 1 - offset, 0L, (long) piece.length);
    return from == 0 && to == piece.length
        ? piece
        : Arrays.copyOfRange(piece, (int) from, (int) Math.max(from, to));
  }
}
