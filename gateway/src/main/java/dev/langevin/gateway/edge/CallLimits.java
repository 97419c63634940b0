package dev.langevin.gateway.edge;

import java.time.Duration;

/**
 * What clients may take of a gateway at a time.
 *
 * @param calls calls that do not watch, at most
 * @param watchers calls that watch, at most
 * @param readerPatience how long a client may leave a message unread
 */
public record CallLimits(int calls, int watchers, Duration readerPatience) {}
