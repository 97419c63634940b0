package dev.langevin.client.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path root;

  @Test
  void own_twice_isRefusedUntilGivenUp() {
    DataDirectory data = DataDirectory.open(root);
    try (DataDirectory.Ownership first = data.own().orElseThrow()) {
      assertThat(DataDirectory.open(root).own()).isEmpty();
      first.publish("127.0.0.1:1");
      assertThat(data.readAddress()).isEqualTo("127.0.0.1:1");
      assertThat(data.owner()).isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }
    assertThat(data.readAddress()).isEmpty();
    data.own().orElseThrow().close();
  }

  @Test
  void own_anAddressOfADeadServer_isRemoved() {
    DataDirectory data = DataDirectory.open(root);
    try (DataDirectory.Ownership dead = data.own().orElseThrow()) {
      dead.publish("127.0.0.1:1");
    }
    try (DataDirectory.Ownership next = data.own().orElseThrow()) {
      assertThat(data.visit()).isEmpty();
      assertThat(next.visitors()).isZero();
    }
  }

  @Test
  void visit_aPublishedServer_isCountedUntilItEnds() {
    DataDirectory data = DataDirectory.open(root);
    try (DataDirectory.Ownership owner = data.own().orElseThrow()) {
      owner.publish("127.0.0.1:1");
      DataDirectory.Visit visit = data.visit().orElseThrow();
      owner.withdraw();

      assertThat(visit.address()).isEqualTo("127.0.0.1:1");
      assertThat(data.visit()).isEmpty();
      assertThat(owner.visitors()).isEqualTo(1);
      visit.close();
      assertThat(owner.visitors()).isZero();
    }
  }
}
