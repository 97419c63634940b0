package dev.langevin.gateway.catalog;

import java.util.List;
import java.util.Map;

/**
 * What the replicas of one service answered last.
 *
 * @param service its name, for messages
 * @param addresses of all replicas
 * @param given by address; those that have never answered are missing
 * @param <A> an answer
 */
record Answers<A>(String service, List<String> addresses, Map<String, A> given) {}
