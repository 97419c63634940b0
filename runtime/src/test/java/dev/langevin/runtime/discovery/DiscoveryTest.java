package dev.langevin.runtime.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final FakeNames names = new FakeNames();

  @Test
  void now_addresses_areAsWrittenWithoutALookup() {
    List<String> written = List.of("127.0.0.1:8472", "[::1]:8472", "in-process:3");
    try (Discovery discovery = Discovery.start(written)) {
      assertThat(discovery.now())
          .containsExactlyElementsOf(written.stream().map(Endpoint::of).toList());
      assertThat(discovery.problem()).isEmpty();
    }
  }

  @Test
  void look_nameOfMany_eachIsAReplica() throws Exception {
    names.set("denoiser", "10.0.0.1", "10.0.0.2");
    try (Discovery discovery = start("denoiser:8472", "127.0.0.1:1")) {
      discovery.look();
      assertThat(discovery.now())
          .containsExactlyInAnyOrder(
              new Endpoint("denoiser/10.0.0.1:8472", "10.0.0.1:8472", "denoiser:8472"),
              new Endpoint("denoiser/10.0.0.2:8472", "10.0.0.2:8472", "denoiser:8472"),
              Endpoint.of("127.0.0.1:1"));
    }
  }

  @Test
  void look_oneComesAndOneGoes_theOthersKeepTheirPlaces() throws Exception {
    names.set("d", "10.0.0.1", "10.0.0.2", "10.0.0.3");
    try (Discovery discovery = start("d:1")) {
      discovery.look();
      names.set("d", "10.0.0.4", "10.0.0.3", "10.0.0.1");
      discovery.look();
      assertThat(discovery.now())
          .extracting(Endpoint::address)
          .containsExactly("10.0.0.1:1", "10.0.0.3:1", "10.0.0.4:1");
    }
  }

  @Test
  void look_resolverIsAway_keepsThemAndSaysSo() throws Exception {
    names.set("d", "10.0.0.1");
    try (Discovery discovery = start("d:1")) {
      discovery.look();
      names.set("d");
      discovery.look();
      assertThat(discovery.now()).hasSize(1);
      assertThat(discovery.problem()).isEqualTo("d has no address");
      names.set("d", "10.0.0.2");
      discovery.look();
      assertThat(discovery.now()).extracting(Endpoint::address).containsExactly("10.0.0.2:1");
      assertThat(discovery.problem()).isEmpty();
    }
  }

  @Test
  void look_addressesOfBothFamilies_thoseOfTheFirstCount() throws Exception {
    names.set("d", "::5", "10.0.0.1", "::6");
    try (Discovery discovery = start("d:1")) {
      discovery.look();
      assertThat(discovery.now())
          .extracting(Endpoint::address)
          .containsExactly("[0:0:0:0:0:0:0:5]:1", "[0:0:0:0:0:0:0:6]:1");
    }
  }

  @Test
  void follow_isToldAtOnceAndWhenSomethingChanges() throws Exception {
    names.set("d", "10.0.0.1");
    try (Discovery discovery = start("d:1")) {
      discovery.look();
      List<Integer> told = new ArrayList<>();
      discovery.follow(endpoints -> told.add(endpoints.size()));
      discovery.look();
      names.set("d", "10.0.0.1", "10.0.0.2");
      discovery.look();
      discovery.look();
      assertThat(told).containsExactly(1, 2);
    }
  }

  @Test
  void look_followerFails_theOthersAreTold() throws Exception {
    names.set("d", "10.0.0.1");
    try (Discovery discovery = start("d:1")) {
      discovery.look();
      List<Integer> told = new ArrayList<>();
      discovery.follow(endpoints -> refuse(endpoints.size() > 1));
      discovery.follow(endpoints -> told.add(endpoints.size()));
      names.set("d", "10.0.0.1", "10.0.0.2");
      discovery.look();
      assertThat(told).containsExactly(1, 2);
    }
  }

  @Test
  void rounds_nameThatComesLater_isFoundByThemselves() throws Exception {
    List<Integer> told = new CopyOnWriteArrayList<>();
    try (Discovery discovery = Discovery.start(List.of("d:1"), names, Duration.ofMillis(5))) {
      discovery.follow(endpoints -> told.add(endpoints.size()));
      names.set("d", "10.0.0.1");
      while (told.size() < 2) {
        Thread.onSpinWait();
      }
      assertThat(told).containsExactly(0, 1);
    }
  }

  @Test
  void system_knowsThisMachine_andRefusesWhatIsNone() throws Exception {
    assertThat(Lookup.system().addresses("localhost")).isNotEmpty();
    assertThatThrownBy(() -> Lookup.system().addresses("no.such.host.invalid"))
        .isInstanceOf(UnknownHostException.class);
  }

  private static void refuse(boolean refused) {
    if (refused) {
      throw new IllegalStateException("a follower's own trouble");
    }
  }

  /** Looks when it is told to. */
  private Discovery start(String... addresses) {
    return Discovery.start(List.of(addresses), names, NEVER);
  }
}
