package dev.langevin.client.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * Whether a server could listen.
 *
 * @param port of the public API on 127.0.0.1
 * @param running host:port of the server that runs here; empty if none does
 */
public record PortCheck(int port, String running) implements Check {
  private static final String SUBJECT = "port";

  @Override
  public List<Finding> run() {
    if (running.endsWith(":" + port)) {
      return List.of(Finding.ok(SUBJECT, port + " is the running server's"));
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return List.of(Finding.ok(SUBJECT, port + " is free"));
    } catch (IOException e) {
      return List.of(
          Finding.note(
              SUBJECT,
              port + " of 127.0.0.1 can't be listened on: " + e.getMessage(),
              "end the program that has it, or take another: langevin serve --port PORT; langevin"
                  + " generate needs none"));
    }
  }
}
