package dev.langevin.client;

import dev.langevin.client.local.LocalServer;
import dev.langevin.client.output.Terminal;

/**
 * What a command runs with.
 *
 * @param environment where things are
 * @param terminal where to write
 * @param localServer starts a server in this process
 * @param interruption what happens on Ctrl-C
 */
public record Context(
    Environment environment,
    Terminal terminal,
    LocalServer localServer,
    Interruption interruption) {}
