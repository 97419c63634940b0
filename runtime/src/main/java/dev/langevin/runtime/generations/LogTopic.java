package dev.langevin.runtime.generations;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.function.Function;

/**
 * A compacted topic of states.
 *
 * @param <S> what its records say
 * @param name the topic's
 * @param parser of the records' values
 * @param key of a record
 * @param workId what tells two histories of one key apart
 */
public record LogTopic<S extends MessageLite>(
    String name, Parser<S> parser, Function<S, String> key, Function<S, String> workId) {}
