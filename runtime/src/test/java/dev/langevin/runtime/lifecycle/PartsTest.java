package dev.langevin.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void close_withAPartThatFails_closesAllInReverse() {
    Parts parts = new Parts();
    parts.add(() -> closed.add("first"));
    parts.add(
        () -> {
          throw new IllegalStateException("can't");
        });
    parts.add(() -> closed.add("last"));

    parts.close();
    parts.close();

    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void assemble_thatFails_closesWhatWasOpened() {
    assertThatThrownBy(
            () ->
                Parts.assemble(
                    parts -> {
                      parts.add(() -> closed.add("first"));
                      throw new IllegalStateException("the port is in use");
                    }))
        .hasMessage("the port is in use");

    assertThat(closed).containsExactly("first");
  }
}
