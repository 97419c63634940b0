/**
 * The {@code langevin} command. {@link dev.langevin.client.Langevin} lists the commands; {@code
 * command} holds them, {@code local} finds or starts the server of a data directory, {@code output}
 * is what a person sees, {@code png} reads the request back out of a picture.
 */
package dev.langevin.client;
