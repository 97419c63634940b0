package dev.langevin.client.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.client.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerTest {
  @TempDir Path folder;

  @Test
  void of_desktopWithAViewer_isThatOnThePath() throws IOException {
    Path program = executable("xdg-open");
    String path = "/nowhere" + File.pathSeparator + folder;

    assertThat(Viewer.of("Linux", Map.of("PATH", path, "DISPLAY", ":0")).command())
        .containsExactly(program.toString());
    assertThat(Viewer.of("Linux", Map.of("PATH", path, "WAYLAND_DISPLAY", "w")).command())
        .containsExactly(program.toString());
  }

  @Test
  void of_mac_needsNoDisplay() throws IOException {
    Path program = executable("open");

    assertThat(Viewer.of("Mac OS X", Map.of("PATH", folder.toString())).command())
        .containsExactly(program.toString());
  }

  @Test
  void of_windows_isItsShells() {
    assertThat(Viewer.of("Windows 11", Map.of()).command())
        .isEqualTo(List.of("cmd", "/c", "start", ""));
  }

  @Test
  void open_noDesktopOrNoViewer_saysSoWithTheFile() {
    Map<String, String> bare = Map.of("PATH", folder.toString());

    assertThatThrownBy(() -> Viewer.of("Linux", bare).open(Path.of("boat.png")))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "--open: boat.png can't be opened: there is no desktop: DISPLAY and WAYLAND_DISPLAY are"
                + " not set");
    Map<String, String> display = Map.of("PATH", folder.toString(), "DISPLAY", ":0");
    assertThatThrownBy(() -> Viewer.of("Linux", display).open(Path.of("boat.png")))
        .hasMessage(
            "--open: boat.png can't be opened: there is no xdg-open on the PATH; install xdg-utils");
  }

  private Path executable(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
