package dev.langevin.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ServicesIT {
  /** A service that does not come to its end. */
  static final class Hanging implements Service {
    /** As a service's own main. */
    public static void main(String[] arguments) {
      Services.main(environment -> new Hanging());
    }

    @Override
    public String name() {
      return "hanging";
    }

    @Override
    public int port() {
      return 1;
    }

    @Override
    public void close() {
      while (true) {
        LockSupport.park();
      }
    }
  }

  @Test
  void main_serviceThatDoesNotClose_endsWithinTenSeconds() throws Exception {
    try (ServiceProcess process = ServiceProcess.start(Hanging.class, Map.of())) {
      process.signal("TERM");
      assertThat(process.awaitEnd(Duration.ofSeconds(10))).isEqualTo(ServiceProcess.SIGTERM);
      assertThat(process.log().getLast()).contains("hanging did not close within 9500 ms");
    }
  }

  @Test
  void main_secondSignal_endsAtOnce() throws Exception {
    try (ServiceProcess process = ServiceProcess.start(Hanging.class, Map.of())) {
      process.signal("TERM");
      process.signal("INT");
      process.awaitEnd(Duration.ofSeconds(5));
    }
  }
}
